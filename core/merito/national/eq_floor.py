"""The floor of result pay of elevate qualificazioni: at least 15% of the total for position and result.

The contract is known from reviews, so an amount under the floor is a note.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from attrs import evolve

from merito import Basis, Finding, InForce, Intermediate, Phase, Position, ResultRows, Step, hookimpl, rule
from merito.kit import tenures, told
from merito.national.contract_figures import under_text, with_figures
from merito.national.managers import posts_of_staff
from merito.national.result_lines import mixed_lines, nothing_destined, result_lines
from merito.national.set_aside import funds_named
from merito.numbers import (
    HUNDRED,
    cents_up,
    counted,
    euro_text,
    fraction,
    least_percent_text,
    product,
    quotient,
)

LEAST, READING, DUE, HELD = "eq_result_least", "I-IT-31", "due", "yearly"
POST, AREAS = "post", 2023
Paid = tuple[Position, Decimal | None]


@hookimpl
@rule("IT-EQ.15", READING)
def merito_check_rewards(step: Step) -> ResultRows:
    """Compares what is allocated to the results of holders alone with the pay of the ente's posts."""
    posts = {one.id for one in step.once(posts_of_staff)}
    holders = {one.person for one in tenures(step.dossier) if one.position.id in posts}
    every, own = list(_pay_of_posts(step)), list(_pay_of_posts(step, _had(step)))
    lines = result_lines(step, holders)
    position = step.choose(READING, planned=_written(every), yearly=_written(own), due=_due(step, holders))
    least = step.parameters.share(LEAST)
    floor = cents_up(quotient(product(position, least.value), 1 - least.value))
    if not floor:
        yield from _not_written(step, every, own) if lines != [] else ()
        return
    if lines is None:
        named = funds_named(step, mixed_lines(step, holders))
        why = f"{named}: vi attingono anche altre persone, e quanto è destinato al risultato {_of_holders(step)} non "
        why = f"{why}si distingue: il minimo non è verificato"
        yield told("info", step.rule, why, phase=Phase.REWARDS)
        return
    if not lines and not nothing_destined(step):
        yield _not_known(step, floor, least)
        return
    result = sum((line.amount for line in lines), Decimal(0))
    if result >= floor:
        yield from _not_written(step, every, own)
        return
    share = product(HUNDRED, quotient(fraction(result), fraction(position) + fraction(result)))
    goes = f"va il {under_text(share, HUNDRED * least.value, 2)}%" if result else "non va nulla"
    why = (
        f"al risultato {_of_holders(step)} {goes} delle risorse di posizione e risultato ({euro_text(result)}): "
        f"almeno il {least_percent_text(HUNDRED * least.value)}, {euro_text(floor)}"
    )
    steps = (
        Intermediate("posizione, in euro", position),
        Intermediate("risultato destinato, in euro", result),
        Intermediate("risultato minimo, in euro", floor),
    )
    found = told("warning", step.rule, with_figures(why), phase=Phase.REWARDS)
    yield evolve(found, basis=Basis(inputs=tuple(step.dossier.positions), parameters=(least,), steps=steps))


def _of_holders(step: Step) -> str:
    """The name of the holders in the contract of the year (Italian)."""
    return "delle elevate qualificazioni" if step.dossier.year >= AREAS else "delle posizioni organizzative"


def _not_known(step: Step, floor: Decimal, least: InForce[Fraction]) -> Finding:
    """A note if nobody has a result: the allocation is then unknown, which does not make it zero."""
    why = (
        f"quanto è destinato al risultato {_of_holders(step)} non risulta, perché nessuno lo ha avuto: ne va almeno il "
        f"{least_percent_text(HUNDRED * least.value)} delle risorse di posizione e risultato, {euro_text(floor)}"
    )
    steps = (Intermediate("risultato minimo, in euro", floor),)
    found = told("info", step.rule, with_figures(why), phase=Phase.REWARDS)
    return evolve(found, basis=Basis(inputs=tuple(step.dossier.positions), parameters=(least,), steps=steps))


def _not_written(step: Step, every: list[Paid], own: list[Paid]) -> Iterator[Finding]:
    """A note on posts without recorded pay: a missing value is not zero, so the floor cannot be checked."""
    choice = step.readings[READING].choice
    posts = {DUE: [], HELD: own}.get(choice, every)
    missing = [post for post, amount in posts if amount is None]
    if missing:
        many = counted(len(missing), "posizione", "posizioni")
        why = f"la retribuzione di {many} non è scritta: non si può dire se al risultato va il minimo"
        yield told("info", step.rule, why, phase=Phase.REWARDS, inputs=tuple(missing))


def _written(posts: list[Paid]) -> Decimal:
    """The yearly pay of some posts, as far as it is recorded."""
    return sum((amount for _, amount in posts if amount is not None), Decimal(0))


def _had(step: Step) -> set[str]:
    """The posts that somebody has held in the year."""
    return {one.position.id for one in tenures(step.dossier)}


def _pay_of_posts(step: Step, those: set[str] | None = None) -> Iterator[Paid]:
    """Every post of the staff, or only those held, with its pay: as weighted, otherwise as recorded."""
    for post in step.once(posts_of_staff):
        if those is None or post.id in those:
            weighed = step.so_far.position(post.id)
            yield post, post.amount if weighed is None or weighed.amount is None else weighed.amount


def _due(step: Step, holders: set[str]) -> Decimal:
    """What is due in the year to holders for their posts."""
    of_posts = (one for one in step.so_far.rewards if step.tools[one.tool].pays == POST)
    return sum((one.due for one in of_posts if one.person in holders), Decimal(0))
