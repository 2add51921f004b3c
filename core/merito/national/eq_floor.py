"""The floor of result pay of elevate qualificazioni: of all that goes to position and result, at least 15%.

The contract was known from reviews, so what is under the floor is a note.
"""

from decimal import Decimal

from attrs import evolve

from merito import Basis, FundLine, Intermediate, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import managerial, staff_positions, tenures, told
from merito.numbers import HUNDRED, cents_up, euro_text, fraction, least_percent_text, percent_text, product, quotient

LEAST, READING = "eq_result_least", "I-IT-31"
RESULT, POST = "result", "post"
POSITION = "position:"


@hookimpl
@rule("IT-EQ.15", READING)
def merito_check_rewards(step: Step) -> ResultRows:
    """Lines that pay results of holders alone, held against the pay of the posts that somebody had in the year."""
    holders = {one.person for one in tenures(step.dossier) if not managerial(one.position)}
    lines = _result_lines(step, holders)
    position = step.choose(READING, yearly=_yearly(step), due=_due(step, holders))
    if not lines or not position:
        return
    least = step.parameters.share(LEAST)
    result = sum((line.amount for line in lines), Decimal(0))
    whole = fraction(position) + fraction(result)
    if fraction(result) < product(whole, least.value):
        floor = cents_up(quotient(product(position, least.value), 1 - least.value))
        part = product(HUNDRED, quotient(fraction(result), whole))
        why = (
            f"al risultato delle elevate qualificazioni vanno {euro_text(result)}, il {percent_text(part)} delle "
            f"risorse di posizione e risultato: almeno il {least_percent_text(HUNDRED * least.value)}, "
            f"cioè {euro_text(floor)} con {euro_text(position)} di posizione"
        )
        steps = (Intermediate("posizione", position), Intermediate("risultato", result), Intermediate("minimo", floor))
        found = told("warning", step.rule, why, phase=Phase.REWARDS, inputs=tuple(step.dossier.positions))
        yield evolve(found, basis=Basis(inputs=found.basis.inputs, parameters=(least,), steps=steps))


def _result_lines(step: Step, holders: set[str]) -> list[FundLine]:
    """The lines out of which holders alone have result pay; none where one pays somebody else too."""
    paying: dict[tuple[str, str], set[str]] = {}
    for one in step.so_far.rewards:
        if step.tools[one.tool].pays == RESULT:
            paying.setdefault((one.fund, one.item), set()).add(one.person)
    own = [key for key, people in paying.items() if people <= holders]
    if any(people & holders for key, people in paying.items() if key not in own):
        return []
    return [line for key in own if (line := step.so_far.line(*key)) is not None]


def _yearly(step: Step) -> Decimal:
    """The yearly pay of every post that somebody has held in the year."""
    held = {one.position.id for one in tenures(step.dossier)}
    posts = [one for one in staff_positions(step.dossier) if one.id in held]
    values = {one.id: step.so_far.position(one.id) for one in posts}
    amounts = ((value.amount if (value := values[one.id]) else None) or one.amount for one in posts)
    return sum((amount for amount in amounts if amount), Decimal(0))


def _due(step: Step, holders: set[str]) -> Decimal:
    """What is due in the year to holders for their posts."""
    of_posts = (one for one in step.so_far.rewards if step.tools[one.tool].pays == POST)
    return sum((one.due for one in of_posts if one.person in holders), Decimal(0))
