"""The tables of art. 20: what is set aside and given (c. 1), to how many people, how differently (c. 2).

The classes of differentiation are merit bands if there are any; otherwise shares of everybody's maximum, if the
regulation gives it for all and the ente has not chosen scores; otherwise scores out of their maximum.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import evolve

from merito import Basis, FundLine, InForce, Made, Person, ResultRows, Reward, State, Step, TableRow, Tells, kit, rule
from merito.numbers import HUNDRED, fraction, half_up, natural_key, number_text, product, quotient
from merito_national.transparency import (
    NOTHING,
    PENDING,
    Group,
    Value,
    groups,
    merit_lines,
    merit_rewards,
    pending,
    row,
    state_of,
)
from merito_national.transparency.shown import shown_by_the_total

SUMS, CLASSES, DISTRIBUTION = "art20_premi", "art20_differenziazione", "art20_distribuzione"
COMPLEX = "D.Lgs. 33/2013, art. 20 c. 1"
POSITION_OF = re.compile(r"([A-D])\d+")
Degrees = dict[str, tuple[Fraction, tuple[Made, ...]]]
"""The degree of each person (percent), with the rows that say so."""
Classes = dict[str, dict[str, tuple[Made, ...]]]
"""By class, best first, each person with the rows that say so."""


@rule("IT-20.1", hook="merito_transparency")
def sums(step: Step) -> ResultRows:
    """The lines of the funds that pay merit or result; before the Relazione is validated, only what is set aside."""
    by_fund: dict[str, list[FundLine]] = defaultdict(list)
    for line in step.once(merit_lines):
        by_fund[line.fund].append(line)
    for fund, own in by_fund.items():
        named = step.funds[fund].title if fund in step.funds else ""
        yield _sum(step, named or fund, own, total=False)
    if by_fund:
        yield _sum(step, "totale", [line for own in by_fund.values() for line in own], total=True)
    if not pending(step):
        yield from shown_by_the_total(step)


def _sum(step: Step, fund: str, lines: list[FundLine], *, total: bool) -> TableRow:
    state = state_of(step, lines)
    set_aside = sum((line.amount for line in lines), NOTHING)
    values: dict[str, Value] = {"fund": fund, "set_aside": set_aside, "state": state}
    if state != PENDING:
        for part in ("released", "withheld", "savings"):
            values[part] = sum((getattr(line, part) for line in lines), NOTHING)
    tells = Tells(
        of="fund", amount="set_aside", released="released", withheld="withheld", savings="savings", total=total
    )
    if total:
        tells = evolve(tells, by_law=COMPLEX)
    return row(step, SUMS, values, tuple(lines), tells=tells)


@rule("IT-20.2c", hook="merito_transparency")
def differentiation(step: Step) -> ResultRows:
    """How many people of each group are in each class; a single row while the Relazione is not validated."""
    if pending(step):
        yield from _waiting(step, CLASSES)
        return
    state, borders = state_of(step), step.parameters.table("art20_classes")
    basis = Basis(inputs=tuple(step.dossier.funds), parameters=(borders,))
    among = ("group", "measure")
    tells = Tells(of="class", among=among, people="people", share="share", qualities=True, everybody=True)
    for group in step.once(groups):
        measure, classes = _measured(step, group, borders)
        everybody = sum(map(len, classes.values()))
        for name, people in classes.items():
            values: dict[str, Value] = {
                "group": group.name,
                "measure": measure,
                "class": name,
                "people": len(people),
                "share": half_up(quotient(product(len(people), HUNDRED), everybody), 2) if everybody else "",
                "state": state,
            }
            made = tuple(one for own in people.values() for one in own)
            yield row(step, CLASSES, values, made, basis, tells)


def _waiting(step: Step, table: str) -> Iterator[TableRow]:
    if step.dossier.funds:
        yield row(step, table, {"state": PENDING})


def _measured(step: Step, group: Group, borders: InForce[object]) -> tuple[str, Classes]:
    """What distinguishes the people of a group: bands, shares of the maximum, or scores."""
    bands: Classes = {band.band: {} for band in step.so_far.bands}
    for one in step.so_far.placements:
        if one.person in group.people and one.band:
            bands.setdefault(one.band, {})[one.person] = (one,)
    if any(bands.values()):
        return "fascia di merito", bands
    of_most = step.parameters.choice("art20_measure").value == "quota_del_massimo"
    if of_most and (parts := _parts(step, group)):
        return "quota del premio massimo", _in_classes(parts, borders, group.role)
    degrees = _scores(step, group)
    return "punteggio", _in_classes(degrees, borders, group.role) if degrees else {}


def _parts(step: Step, group: Group) -> Degrees:
    """What each is due in percent of their maximum; empty if that is not known for all."""
    own: dict[str, list[Reward]] = defaultdict(list)
    for one in merit_rewards(step):
        if one.person in group.people:
            own[one.person].append(one)
    found: Degrees = {}
    for person, given in own.items():
        most = sum((fraction(one.most or 0) for one in given), Fraction(0))
        if not most or any(one.most is None for one in given):
            return {}
        due = sum((fraction(one.due) for one in given), Fraction(0))
        found[person] = (HUNDRED * quotient(due, most), tuple(given))
    return found


def _scores(step: Step, group: Group) -> Degrees:
    """Final scores in percent of their maximum; empty if one has no maximum."""
    final = (one for one in step.so_far.scores if one.person in group.people and one.state is State.FINAL)
    given = [one for one in final if one.score is not None]
    if not all(one.maximum for one in given):
        return {}
    return {one.person: (HUNDRED * quotient(one.score or 0, one.maximum or 1), (one,)) for one in given}


def _in_classes(degrees: Degrees, borders: InForce[object], role: str) -> Classes:
    """People by class, between the borders of their role (percent)."""
    table = borders.value if isinstance(borders.value, dict) else {}
    least = sorted(fraction(one) for one in table.get(role, ()) if isinstance(one, int | Decimal | Fraction))
    names = list(_names(least))
    found: Classes = {name: {} for name in reversed(names)}
    for person, (degree, made) in degrees.items():
        found[names[sum(degree >= border for border in least)]][person] = made
    return found


def _names(borders: Sequence[Fraction]) -> Iterator[str]:
    """The classes between some borders (percent), from the lowest."""
    told = [f"{number_text(border)}%" for border in borders]
    for place in range(len(told) + 1):
        least = f"almeno {told[place - 1]}" if place else ""
        below = f"meno di {told[place]}" if place < len(told) else ""
        yield " e ".join(filter(None, (least, below))) or "tutti"


@rule("IT-20.2b", hook="merito_transparency")
def distribution(step: Step) -> ResultRows:
    """How many people receive prizes, and how much: by group and category or area, and one row of all.

    A single row while the Relazione is not validated.
    """
    rewards = merit_rewards(step)
    if pending(step):
        yield from _waiting(step, DISTRIBUTION)
        return
    tells = Tells(of="item", people="people", released="released", mean="mean", attainable="attainable")
    for group in step.once(groups):
        own = [one for one in rewards if one.person in group.people]
        for item, given in _by_item(step, group, own).items():
            yield _given(step, group.name, item, given, evolve(tells, among=("group",)))
    if rewards:
        yield _given(step, "tutti", "totale", rewards, evolve(tells, total=True))


def _given(step: Step, group: str, item: str, own: Sequence[Reward], tells: Tells) -> TableRow:
    """A row of some rewards: their people, the sum, its mean, and the mean of the maximum if it is known for all."""
    released, people = sum((one.released for one in own), NOTHING), len({one.person for one in own if one.released})
    most = [fraction(one.most) for one in own if one.most is not None]
    attainable = _mean(most, own) if own and len(most) == len(own) else ""
    values: dict[str, Value] = {
        "group": group,
        "item": item,
        "people": people,
        "released": released,
        "mean": half_up(quotient(fraction(released), people), 2) if people else "",
        "attainable": attainable,
        "state": state_of(step),
    }
    return row(step, DISTRIBUTION, values, tuple(own), tells=tells)


def _mean(sums: Iterable[Fraction], own: Sequence[Reward]) -> Decimal:
    return half_up(quotient(sum(sums, Fraction(0)), len({one.person for one in own})), 2)


def _by_item(step: Step, group: Group, rewards: list[Reward]) -> Mapping[str, list[Reward]]:
    """Rewards by category in the order of the known ones; all together if somebody's is not recorded."""
    categories = {person: _category(step, step.dossier.people[person]) for person in group.people}
    if not all(categories.values()):
        return {"tutte": rewards} if rewards else {}
    known = [str(one).casefold() for one in step.parameters.list("known_categories").value]
    by_item: dict[str, list[Reward]] = defaultdict(list)
    for one in rewards:
        by_item[categories[one.person]].append(one)

    def place(item: str) -> tuple[int, object]:
        name = item.casefold()
        return (known.index(name) if name in known else len(known), natural_key(name))

    return {item: by_item[item] for item in sorted(by_item, key=place)}


def _category(step: Step, person: Person) -> str:
    """A category, without the digit of its economic position, or from 2023 its area: the last of the year."""
    served = [row.category for row in step.dossier.service_of(person.id) if row.category]
    written = kit.area_of(step, served[-1] if served else person.category)
    position = POSITION_OF.fullmatch(written)
    return position[1] if position else written
