"""How many people receive prizes, and how much: by group and by category or area (art. 20 c. 2)."""

import re
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from merito import Person, ResultRows, Reward, Step, TableRow, Tells, hookimpl, rule
from merito.kit import area_of
from merito.national.art20.groups import Group, groups
from merito.national.art20.made import NOTHING, PENDING, Values, merit_rewards, pending, row, state_of
from merito.numbers import fraction, half_up, natural_key, quotient

TABLE, ALL = "art20_distribuzione", "tutte"
EVERYBODY, TOTAL = "tutti", "totale"
POSITION_OF = re.compile(r"([A-D])\d+")
GIVEN = Tells(of="item", among=("group",), people="people", paid="paid", mean="mean", attainable="attainable")
OF_ALL = Tells(of="item", people="people", paid="paid", mean="mean", attainable="attainable", total=True)


@hookimpl
@rule("IT-20.2b")
def merito_transparency(step: Step) -> ResultRows:
    """Rows by group and category, and one of all; a single row while the Relazione is not validated."""
    rewards = merit_rewards(step)
    if pending(step):
        if step.dossier.funds:
            yield row(step, TABLE, {"state": PENDING})
        return
    for group in groups(step):
        own = [one for one in rewards if one.person in group.people]
        for item, given in _by_item(step, group, own).items():
            yield _given(step, group.name, item, given, GIVEN)
    if rewards:
        yield _given(step, EVERYBODY, TOTAL, rewards, OF_ALL)


def _given(step: Step, group: str, item: str, own: tuple[Reward, ...], tells: Tells) -> TableRow:
    paid = sum((one.paid for one in own), NOTHING)
    people = len({one.person for one in own if one.paid})
    values: Values = {
        "group": group,
        "item": item,
        "people": people,
        "paid": paid,
        "mean": half_up(quotient(fraction(paid), people), 2) if people else "",
        "attainable": attainable(own),
        "state": state_of(step),
    }
    return row(step, TABLE, values, own, tells=tells)


def attainable(rewards: tuple[Reward, ...]) -> Decimal | str:
    """The mean of some people's maximum; blank if it is not known for all."""
    most = [fraction(one.most) for one in rewards if one.most is not None]
    if not rewards or len(most) < len(rewards):
        return ""
    return half_up(quotient(sum(most, Fraction(0)), len({one.person for one in rewards})), 2)


def _by_item(step: Step, group: Group, rewards: list[Reward]) -> Mapping[str, tuple[Reward, ...]]:
    """Rewards by category in the order of the known ones; all together if somebody's is not recorded."""
    categories = {person: _category(step, step.dossier.people[person]) for person in group.people}
    if not all(categories.values()):
        return {ALL: tuple(rewards)} if rewards else {}
    known = [str(one).casefold() for one in step.parameters.list("known_categories").value]
    by_item: dict[str, list[Reward]] = defaultdict(list)
    for one in rewards:
        by_item[categories[one.person]].append(one)

    def place(item: str) -> tuple[int, object]:
        name = item.casefold()
        return (known.index(name) if name in known else len(known), natural_key(name))

    return {item: tuple(by_item[item]) for item in sorted(by_item, key=place)}


def _category(step: Step, person: Person) -> str:
    """A category, without the digit of its economic position, or from 2023 its area: the last of the year."""
    served = [row.category for row in step.dossier.service_of(person.id) if row.category]
    written = area_of(step, served[-1] if served else person.category)
    position = POSITION_OF.fullmatch(written)
    return position[1] if position else written
