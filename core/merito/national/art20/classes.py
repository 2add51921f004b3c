"""Differentiation: how many people of each group are in each class, best first (art. 20 c. 2).

The classes are merit bands if there are any; otherwise shares of everybody's maximum, if the regulation gives it for
all and the ente has not chosen scores; otherwise scores out of their maximum.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from merito import Basis, InForce, Made, ResultRows, Reward, State, Step, Tells, hookimpl, rule
from merito.national.art20.groups import Group, groups
from merito.national.art20.made import PENDING, Values, merit_rewards, pending, row, state_of
from merito.numbers import HUNDRED, fraction, half_up, number_text, product, quotient

TABLE, BORDERS, MEASURE = "art20_differenziazione", "art20_classes", "art20_measure"
OF_THE_MOST = "quota_del_massimo"
BAND, PART, SCORE = "fascia di merito", "quota del premio massimo", "punteggio"
TELLS = Tells(of="class", among=("group", "measure"), people="people", share="share", qualities=True, everybody=True)


@frozen
class Measured:
    """What distinguishes the people of a group: its kind and, by class, best first, each person's value."""

    measure: str
    classes: dict[str, dict[str, tuple[Made, ...]]]


@hookimpl
@rule("IT-20.2c")
def merito_transparency(step: Step) -> ResultRows:
    """People by group and class; a single row while the Relazione is not validated."""
    if pending(step):
        if step.dossier.funds:
            yield row(step, TABLE, {"state": PENDING})
        return
    state = state_of(step)
    borders = step.parameters.table(BORDERS)
    for group in groups(step):
        found = _measured(step, group, borders)
        everybody = sum(len(people) for people in found.classes.values()) if found else 0
        for name, people in found.classes.items() if found else ():
            values: Values = {
                "group": group.name,
                "measure": found.measure if found else "",
                "class": name,
                "people": len(people),
                "share": _share(len(people), everybody),
                "state": state,
            }
            made = tuple(one for own in people.values() for one in own)
            yield row(step, TABLE, values, made, Basis(inputs=tuple(step.dossier.funds), parameters=(borders,)), TELLS)


def _share(people: int, everybody: int) -> Decimal | str:
    return half_up(quotient(product(people, HUNDRED), everybody), 2) if everybody else ""


def _measured(step: Step, group: Group, borders: InForce[object]) -> Measured | None:
    bands = _bands(step, group)
    if bands:
        return Measured(BAND, bands)
    parts = _parts(step, group) if step.parameters.choice(MEASURE).value == OF_THE_MOST else {}
    measure, degrees = (PART, parts) if parts else (SCORE, _scores(step, group))
    return Measured(measure, _in_classes(degrees, _of_role(borders, group.role))) if degrees else None


def _bands(step: Step, group: Group) -> dict[str, dict[str, tuple[Made, ...]]]:
    """People by the merit band in which a ranking places them."""
    found: dict[str, dict[str, tuple[Made, ...]]] = {band.band: {} for band in step.so_far.bands}
    for one in step.so_far.placements:
        if one.person in group.people and one.band:
            found.setdefault(one.band, {})[one.person] = (one,)
    return found if any(found.values()) else {}


def _parts(step: Step, group: Group) -> dict[str, tuple[Fraction, tuple[Made, ...]]]:
    """What each is due in percent of their maximum; None if that is not known for all."""
    own: dict[str, list[Reward]] = defaultdict(list)
    for one in merit_rewards(step):
        if one.person in group.people:
            own[one.person].append(one)
    most = {person: sum((fraction(one.most or 0) for one in given), Fraction(0)) for person, given in own.items()}
    if not all(most.values()) or any(one.most is None for given in own.values() for one in given):
        return {}
    due = {person: sum((fraction(one.due) for one in given), Fraction(0)) for person, given in own.items()}
    return {person: (HUNDRED * quotient(due[person], most[person]), tuple(given)) for person, given in own.items()}


def _scores(step: Step, group: Group) -> dict[str, tuple[Fraction, tuple[Made, ...]]]:
    """Final scores in percent of their maximum; None if one has no maximum."""
    final = [one for one in step.so_far.scores if one.person in group.people and one.state is State.FINAL]
    given = [one for one in final if one.score is not None]
    if not all(one.maximum for one in given):
        return {}
    return {one.person: (HUNDRED * quotient(one.score or 0, one.maximum or 1), (one,)) for one in given}


def _of_role(borders: InForce[object], role: str) -> tuple[Fraction, ...]:
    table = borders.value if isinstance(borders.value, dict) else {}
    return tuple(sorted(fraction(one) for one in table.get(role, ()) if isinstance(one, int | Decimal | Fraction)))


def _in_classes(
    degrees: dict[str, tuple[Fraction, tuple[Made, ...]]], borders: Sequence[Fraction]
) -> dict[str, dict[str, tuple[Made, ...]]]:
    names = list(_names(borders))
    found: dict[str, dict[str, tuple[Made, ...]]] = {name: {} for name in reversed(names)}
    for person, (degree, made) in degrees.items():
        found[names[sum(degree >= border for border in borders)]][person] = made
    return found


def _names(borders: Sequence[Fraction]) -> Iterator[str]:
    """The classes between some borders (percent), from the lowest."""
    told = [f"{number_text(border)}%" for border in borders]
    for place in range(len(told) + 1):
        least = f"almeno {told[place - 1]}" if place else ""
        below = f"meno di {told[place]}" if place < len(told) else ""
        yield " e ".join(filter(None, (least, below))) or "tutti"
