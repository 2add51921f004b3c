"""The floor of result pay of elevate qualificazioni: of all that goes to position and result, at least 15%.

The contract was known from reviews, so what is under the floor is a note.
"""

from collections.abc import Iterator
from decimal import Decimal

from attrs import evolve

from merito import Basis, Finding, FundLine, Intermediate, Phase, Position, ResultRows, Step, hookimpl, rule
from merito.kit import managerial, staff_positions, tenures, told
from merito.national.contract_figures import with_figures
from merito.national.set_aside import lines_of
from merito.numbers import (
    HUNDRED,
    cents_up,
    counted,
    euro_text,
    fraction,
    half_up,
    least_percent_text,
    number_text,
    product,
    quotient,
)

LEAST, READING, DUE, HELD = "eq_result_least", "I-IT-31", "due", "yearly"
RESULT, POST = "result", "post"
Paid = tuple[Position, Decimal | None]


@hookimpl
@rule("IT-EQ.15", READING)
def merito_check_rewards(step: Step) -> ResultRows:
    """Lines that pay results of holders alone, held against the pay of the posts that the ente has."""
    holders = {one.person for one in tenures(step.dossier) if not managerial(one.position)}
    lines = _result_lines(step, holders)
    every, own = list(_pay_of_posts(step)), list(_pay_of_posts(step, _had(step)))
    position = step.choose(READING, planned=_written(every), yearly=_written(own), due=_due(step, holders))
    least = step.parameters.share(LEAST)
    result = sum((line.amount for line in lines), Decimal(0))
    floor = cents_up(quotient(product(position, least.value), 1 - least.value))
    if not lines:
        return
    if result >= floor:
        choice = step.readings[READING].choice
        yield from _not_written(step, own if choice == HELD else every) if choice != DUE else ()
        return
    share = half_up(product(HUNDRED, quotient(fraction(result), fraction(position) + fraction(result))), 2)
    why = (
        f"al risultato delle elevate qualificazioni va il {number_text(share)}% delle risorse di posizione e risultato "
        f"({euro_text(result)}): almeno il {least_percent_text(HUNDRED * least.value)}, {euro_text(floor)}"
    )
    steps = (
        Intermediate("posizione, in euro", position),
        Intermediate("risultato destinato, in euro", result),
        Intermediate("risultato minimo, in euro", floor),
    )
    found = told("warning", step.rule, with_figures(why), phase=Phase.REWARDS)
    yield evolve(found, basis=Basis(inputs=tuple(step.dossier.positions), parameters=(least,), steps=steps))


def _result_lines(step: Step, holders: set[str]) -> list[FundLine]:
    """The lines out of which holders alone have result pay; none where one pays somebody else too."""
    paying = [one for one in step.so_far.rewards if step.tools[one.tool].pays == RESULT]
    own = lines_of(step, (one for one in paying if one.person in holders))
    others = lines_of(step, (one for one in step.so_far.rewards if one.person not in holders))
    return [] if own.keys() & others.keys() else list(own.values())


def _not_written(step: Step, posts: list[Paid]) -> Iterator[Finding]:
    """A note on posts without their pay: what is missing is not zero, so nothing says that the floor is kept."""
    missing = [post for post, amount in posts if amount is None]
    if missing:
        many = counted(len(missing), "posizione", "posizioni")
        why = f"la retribuzione di {many} non è scritta: non si può dire se al risultato va il minimo"
        yield told("info", step.rule, why, phase=Phase.REWARDS, inputs=tuple(missing))


def _written(posts: list[Paid]) -> Decimal:
    """The yearly pay of some posts, as far as it is written."""
    return sum((amount for _, amount in posts if amount is not None), Decimal(0))


def _had(step: Step) -> set[str]:
    """The posts that somebody has held in the year."""
    return {one.position.id for one in tenures(step.dossier)}


def _pay_of_posts(step: Step, those: set[str] | None = None) -> Iterator[Paid]:
    """Every post of the staff, or those alone, with its pay: as it was weighed, else as it is written."""
    for post in staff_positions(step.dossier):
        if those is None or post.id in those:
            weighed = step.so_far.position(post.id)
            yield post, post.amount if weighed is None or weighed.amount is None else weighed.amount


def _due(step: Step, holders: set[str]) -> Decimal:
    """What is due in the year to holders for their posts."""
    of_posts = (one for one in step.so_far.rewards if step.tools[one.tool].pays == POST)
    return sum((one.due for one in of_posts if one.person in holders), Decimal(0))
