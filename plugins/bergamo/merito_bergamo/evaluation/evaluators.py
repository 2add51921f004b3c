"""Who evaluates whom, and who must sign an evaluation (arts. 16, 19, 43, 44)."""

from collections.abc import Iterator
from functools import partial

from attrs import evolve

from merito import Basis, Dossier, Finding, Person, Phase, Ref, ResultRows, Step, kit, rule, say
from merito.numbers import Period, day_text
from merito_bergamo.appointments import LEADING, NAMES, Role, role_of, served_as

JOINT = ("BG-19.2h",)
OF_THE_AREA = ("BG-19.2j",)


@rule("BG-16.1g", "BG-19.2h", "BG-19.2j", "BG-25.1", "I-BG-13", "I-IT-40", hook="merito_check_plan")
def signatures(step: Step) -> ResultRows:
    """Nobody evaluates themselves; warns of evaluations signed by others than those whom the regulation names.

    The heads of the areas in which somebody served earlier in the year may evaluate too (I-BG-13).
    """
    dossier = step.dossier
    for row in dossier.evaluations:
        one = _evaluated(step, dossier.people[row.person])
        expected = one.expected
        yield from _of_oneself(step, one)
        if one.by_oneself:
            continue
        of_areas = [_head_over(dossier, unit) for unit in kit.units_served(dossier, one.person)]
        others = tuple(head for head in of_areas if head not in ("", one.subject))
        if expected.rules != JOINT:
            also = others if expected.rules == OF_THE_AREA else ()
            yield from kit.by_another(dossier, one, NAMES, also=also, inputs=(row,))
            continue
        heads = tuple(dict.fromkeys((*expected.evaluators, *others)))
        if missing := kit.absent(dossier, (heads, expected.beside), (row.evaluator, row.proposer), NAMES):
            why = say(
                "la valutazione di un responsabile è congiunta, del dirigente e del Segretario Generale: manca la "
                "firma di {missing} (colonne valutatore e proponente; {reading})",
                missing=tuple(missing),
                reading=Ref("reading", "I-BG-13"),
            )
            yield kit.told("warning", JOINT[0], why, one.subject, phase=Phase.EVALUATION, inputs=(row,))


def _of_oneself(step: Step, one: kit.Evaluated) -> ResultRows:
    """A manager takes no act about themselves (art. 25 c. 1); of the others, whom the text names evaluates."""
    if one.role in LEADING:
        article = "art. 25 c. 1: nessun dirigente adotta atti sulla propria persona"
        yield from kit.of_oneself(step.dossier, one, NAMES, rule_id="BG-25.1", article=article)
    else:
        yield from kit.of_oneself(step.dossier, one, NAMES)


@rule("BG-16.1g", "BG-19.2h", "BG-19.2j", hook="merito_documents")
def list_of_evaluators(step: Step) -> ResultRows:
    """The list of who evaluates whom."""
    heads = ("valuta", "propone o firma", "supporto")
    told_as = partial(_by_days, step)
    for person in step.dossier.people:
        one = _evaluated(step, person)
        row = kit.evaluators_row(step.dossier, one, NAMES, heads=heads, nobody="non indicato", told_as=told_as)
        yield evolve(row, columns=(*row.columns, ("regola", one.expected.rules[0])), basis=Basis(inputs=(person,)))


def _by_days(step: Step, those: tuple[str, ...]) -> str:
    """The evaluators' names; if there are several, each with the days of the year as Segretario Generale."""

    def with_days(who: str) -> str:
        periods = _as_secretary(step, step.dossier.people[who.removeprefix("person:")]) if len(those) > 1 else ()
        days = "".join(f", dal {day_text(one.start)} al {day_text(one.end)}" for one in periods)
        return f"{kit.named(step.dossier, who, NAMES)}{days}"

    return "; ".join(map(with_days, those))


def not_rated(step: Step, person: Person) -> Iterator[Finding]:
    """A warning of whoever has no points, which names who evaluates them (arts. 16, 19, 43, 44)."""
    yield from kit.not_rated(step, _evaluated(step, person), NAMES)


def _evaluated(step: Step, person: Person) -> kit.Evaluated:
    role = role_of(step, person)
    row = step.dossier.evaluations.first(person.id)
    return kit.Evaluated(person=person, role=role, expected=_expected(step, person, role), row=row)


def _expected(step: Step, person: Person, role: str) -> kit.ExpectedEvaluators:
    """Who evaluates a person by the regulation; for people in no area, the Segretario Generale (I-BG-13).

    The head of an area is a manager, or the Segretario Generale who leads it (I-BG-19). Nobody evaluates oneself.
    """
    dossier = step.dossier
    oneself = f"person:{person.id}"
    secretaries = tuple(one for one in step.once(_secretaries) if one != oneself)
    if role == Role.SECRETARY:
        return kit.ExpectedEvaluators(evaluators=("Giunta",), beside=("OIV",), rules=("BG-43.1",))
    if role == Role.MANAGER:
        return kit.ExpectedEvaluators(evaluators=secretaries, support="OIV", rules=("BG-16.1g",))
    head = _head_over(dossier, kit.unit_of(dossier, person, "last"))
    heads = secretaries if head in ("", oneself, *secretaries) else (head,)
    if role == Role.HOLDER or dossier.units.of(kind="service", head=person.id):
        others = () if heads == secretaries else secretaries
        return kit.ExpectedEvaluators(evaluators=heads, beside=others, rules=JOINT)
    return kit.ExpectedEvaluators(evaluators=heads, rules=OF_THE_AREA)


def _secretaries(step: Step) -> tuple[str, ...]:
    """The people who were Segretario Generale in the year, in order of time."""
    days = {f"person:{one.id}": _as_secretary(step, one) for one in step.dossier.people}
    return tuple(sorted((who for who, periods in days.items() if periods), key=lambda who: days[who][0]))


def _as_secretary(step: Step, person: Person) -> list[Period]:
    return [kit.period_of(row) for row in served_as(step, person, Role.SECRETARY)]


def _head_over(dossier: Dossier, unit: str) -> str:
    """The head of the area of a unit, or nothing."""
    area = next((one for one in kit.units_above(dossier, unit) if one.kind == "area"), None)
    return f"person:{area.head}" if area is not None and area.head else ""
