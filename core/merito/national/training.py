"""Hours of training per head, by unit, if the ente records them (directive of 14.1.2025, an act of guidance)."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction

from attrs import evolve

from merito import Basis, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import told, unit_of
from merito.national.contracts import under_text
from merito.numbers import number_text, quotient

HOURS, LEAST = "training_hours", "training_least"


@hookimpl
@rule("IT-FORM.40")
def merito_check_plan(step: Step) -> ResultRows:
    """Units whose people had fewer hours each than the directive requires, and hours of unknown units."""
    hours, least = step.parameters.table(HOURS), step.parameters.number(LEAST)
    serving = [one for one in step.dossier.people if step.dossier.service_of(one.id)]
    heads = Counter(unit_of(step.dossier, one, "last") for one in serving)
    for unit, given in hours.value.items():
        people = heads[unit]
        if not people or not isinstance(given, int | Decimal | Fraction):
            why = f"le ore di formazione di «{unit}» non si contano: vuole un'unità in cui c'è qualcuno, e un numero"
            yield told("info", step.rule, why, phase=Phase.EVALUATION)
        elif quotient(given, people) < least.value:
            each = under_text(quotient(given, people), least.value, 1)
            why = f"{number_text(given)} ore di formazione, {each} a testa: meno di {number_text(least.value)}"
            found = told("info", step.rule, why, f"unit:{unit}", phase=Phase.EVALUATION)
            yield evolve(found, basis=Basis(parameters=(hours, least)))
