"""Each holder's weight in the result of the posizioni organizzative: position pay or equal weights, by the days."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from merito import State, Step
from merito.kit import Entitled, at_once, part_held, staff_positions
from merito.numbers import fraction, product
from merito_brescia.holding import held, of_managers, of_two_posts
from merito_brescia.weighing import refused

FORMULA = "result_formula"


def entitled(step: Step) -> list[Entitled]:
    """The holders of the year, by position pay or with equal weights, for the days held (I-BS-15)."""
    values: Mapping[str, Decimal | None] = {row.position: row.amount for row in step.so_far.positions}
    equal = step.parameters.choice(FORMULA).value == "equal"
    found = []
    for position in staff_positions(step.dossier):
        base = Fraction(1) if equal else fraction(values.get(position.id) or 0)
        found += [
            Entitled(person=one.person, held=one, weight=product(base, part_held(step, one)))
            for one in held(step, position)
        ]
    return found


def undivided(step: Step, people: Sequence[Entitled]) -> str:
    """Why the result cannot be divided (Italian), or nothing.

    Equal parts do not need the weighing, but they wait if the fund does not fit the limits of its posts, since its
    share may change (I-BS-05).
    """
    if any(any(at_once(held(step, position))) for position in staff_positions(step.dossier)):
        return "una posizione ha due incarichi di titolare negli stessi giorni"
    if any(of_two_posts(step)):
        return "una persona è titolare di due posizioni negli stessi giorni"
    if any(of_managers(step)):
        return "una posizione organizzativa ha per titolare un dirigente o il Segretario Generale"
    equal = step.parameters.choice(FORMULA).value == "equal"
    unpaid = [row.reason for row in step.so_far.positions if row.state is State.REFUSED]
    if unpaid and not (equal and refused(step)):
        return unpaid[0]
    amounts = {row.position: row.amount for row in step.so_far.positions}
    posts = [one.held.position.id for one in people if one.held]
    unknown = [post for post in posts if amounts.get(post) is None]
    if unknown and not equal:
        return f"manca la retribuzione di posizione di {', '.join(dict.fromkeys(unknown))}"
    return "" if any(one.weight for one in people) else "nessuno tiene una posizione nell'anno"
