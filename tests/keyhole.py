"""What can be deduced from the folder to publish of an ente by somebody who knows how it is made: exact linear algebra.

The unknowns are what each reward pays or holds, and the number of people with each combination of lists of the year.
Every public figure is an equation over them. A cell about too few people is seen through the keyhole if the equations
determine it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import define, field, frozen

from merito import FundLine, PersonScore, Placement, Reward, TableRow
from merito.testing import Record, Regulations, installed_regulations

Unknown = tuple[str, ...]
Vector = dict[Unknown, Fraction]
VALUE: Unknown = ("=",)
Published = Mapping[str, list[dict[str, Any]]]


@define
class Equations:
    """Linear equations over unknowns, kept in echelon form; their right-hand side is under `VALUE`."""

    _rows: dict[Unknown, Vector] = field(factory=dict)

    def add(self, unknowns: Mapping[Unknown, Fraction | int], value: Fraction | Decimal | int) -> None:
        """Adds an equation."""
        row = {one: Fraction(factor) for one, factor in {**unknowns, VALUE: value}.items() if factor}
        row = self._reduced(row)
        pivot = next((one for one in row if one != VALUE), None)
        if pivot is None:
            assert not row, f"the public figures contradict each other: {unknowns} is not {value}"
            return
        lead = row[pivot]
        made = {one: factor / lead for one, factor in row.items()}
        for other in self._rows.values():
            if pivot in other:
                _less(other, made, other[pivot])
        self._rows[pivot] = made

    def value(self, unknowns: Iterable[Unknown]) -> Fraction | None:
        """The sum of some unknowns, if the equations determine it; otherwise None."""
        row = self._reduced(dict.fromkeys(unknowns, Fraction(1)))
        value = row.pop(VALUE, Fraction(0))
        return None if row else -value

    def _reduced(self, row: Vector) -> Vector:
        for pivot in [one for one in row if one in self._rows]:
            if pivot in row:
                _less(row, self._rows[pivot], row[pivot])
        return row


def _less(row: Vector, other: Vector, times: Fraction) -> None:
    """Subtracts a multiple of another row from one, and leaves no zeros."""
    for one, factor in other.items():
        left = row.get(one, Fraction(0)) - times * factor
        if left:
            row[one] = left
        else:
            row.pop(one, None)


@frozen
class Seen:
    """A cell about too few people, and its deduced value."""

    what: str
    people: int
    value: Fraction


class Keyhole:
    """The equations of the published tables of one ente, and the cells that they must not determine.

    `fewest` is how many people at least a cell may tell of; by default as many as the ente says.
    """

    def __init__(self, record: Record, fewest: int | None = None, regulations: Regulations | None = None) -> None:
        self.record, self.results = record, record.results
        self.fewest = record.publication.fewest if fewest is None else fewest
        self.equations = Equations()
        stack = (regulations or installed_regulations()).stack(record.dossier.ente.regulation)
        posts = {tool.name for tool in stack.inputs.tools.values() if tool.pays == "post"}
        self.rewards = [one for one in self.results.rewards if one.tool not in posts]
        self.posts = [one for one in self.results.rewards if one.tool in posts]
        self.ways = self._ways()

    # --- what the unknowns are -------------------------------------------------------------------------------

    def _ways(self) -> dict[Unknown, frozenset[str]]:
        """The people by the combination of lists of the year that they are in: evaluated, placed, paid."""
        people = {one.id for one in self.record.dossier.people} | {one.person for one in self.results.scores}
        people |= {one.person for one in self.results.placements} | {one.person for one in self.results.rewards}
        lists: dict[str, set[str]] = defaultdict(set)
        for score in self.results.scores:
            if score.score is not None:
                lists["evaluated"].add(score.person)
                if score.maximum:
                    share = Fraction(score.score) * 100 / Fraction(score.maximum)
                    lists[f"class {sum(share >= one for one in self.record.publication.score_classes)}"].add(
                        score.person
                    )
        for placed in self.results.placements:
            lists[f"band {placed.ranking}/{placed.band}"].add(placed.person)
            if placed.place is not None:
                lists["placed"].add(placed.person)
        for reward in self.rewards:
            if reward.released:
                lists["released"].add(reward.person)
                lists[f"paid {reward.tool}/{reward.band}"].add(reward.person)
        for row in self.results.tables:
            if row.tells is not None and row.tells.people:
                lists[f"{row.table} {[value for _, value in row.columns]}"] |= _people_of(row)
        self.lists: dict[str, frozenset[str]] = {name: frozenset(own) for name, own in lists.items()}
        ways: dict[Unknown, set[str]] = defaultdict(set)
        for person in people:
            ways["people", *sorted(name for name, own in self.lists.items() if person in own)].add(person)
        return {way: frozenset(own) for way, own in ways.items()}

    def _of_people(self, people: Iterable[str]) -> dict[Unknown, Fraction]:
        """A count of people as a sum of unknowns: of every combination, all or none."""
        wanted = frozenset(people)
        assert all(own <= wanted or not own & wanted for own in self.ways.values()), "a list of its own is missing"
        return {way: Fraction(1) for way, own in self.ways.items() if own <= wanted}

    def _of(self, column: str, rewards: Iterable[Reward]) -> dict[Unknown, Fraction]:
        return {(column, *one.key): Fraction(1) for one in rewards}

    # --- what the tables say ----------------------------------------------------------------------------------

    def count(self, people: Iterable[str], said: str | int) -> None:
        if said != "":
            self.equations.add(self._of_people(people), int(said))

    def paid(self, rewards: Iterable[Reward], said: str | Decimal) -> None:
        if said != "":
            self.equations.add(self._of("released", rewards), Decimal(said))

    def lines(self, lines: list[FundLine], row: Mapping[str, str]) -> None:
        """A row of money over some fund lines; the pay of posts is known, and is subtracted."""
        keys = {line.key for line in lines}
        drawn = [one for one in self.rewards if (one.fund, one.item) in keys]
        of_posts = [one for one in self.posts if (one.fund, one.item) in keys]
        undivided = {("undivided", *line.key): 1 for line in lines if not any(self._on(line))}
        saved = {("savings", *line.key): 1 for line in lines}
        paid = Decimal(row["payable"]) - sum((one.released for one in of_posts), Decimal(0)) if row["payable"] else ""
        self.paid(drawn, paid)
        if row["withheld"]:
            held = Decimal(row["withheld"]) - sum((one.withheld for one in of_posts), Decimal(0))
            self.equations.add({**self._of("withheld", drawn), **undivided}, held)
        if row["savings"]:
            self.equations.add(saved, Decimal(row["savings"]))
        whole = {**self._of("released", drawn), **self._of("withheld", drawn), **undivided, **saved}
        self.equations.add(whole, Decimal(row["amount"]) - sum((one.due for one in of_posts), Decimal(0)))

    def _on(self, line: FundLine) -> Iterator[Reward]:
        yield from (one for one in self.results.rewards if (one.fund, one.item) == line.key)

    def read(self, tables: Published) -> None:
        """Every published table."""
        by_table: dict[str, list[TableRow]] = defaultdict(list)
        for one in self.results.tables:
            if one.tells is not None:
                by_table[one.table].append(one)
        for table, whole in by_table.items():
            for row in tables.get(table, ()):
                self._told({head: str(value) for head, value in row.items()}, whole)

    def read_whole(self) -> None:
        """The funds and the bands line by line, which are the office's."""
        for line in self.results.fund_lines:
            sums = {"payable": line.released, "withheld": line.withheld, "savings": line.savings}
            self.lines([line], {name: str(value) for name, value in {"amount": line.amount, **sums}.items()})
        for band in self.results.bands:
            self.count(self.lists.get(f"band {band.ranking}/{band.band}", ()), band.people)

    def _told(self, row: Mapping[str, str], whole: list[TableRow]) -> None:
        """A row of a regulation's table: it covers the full rows whose names it gives."""
        tells = next(one.tells for one in whole if one.tells is not None)
        among = [
            one
            for one in whole
            if one.tells is not None
            and one.tells.total is any(total.tells and total.tells.total and _names(row, total) for total in whole)
        ]
        covered = [one for one in among if _names(row, one)]
        resting = [one for each in covered for one in each.rests_on]
        lines = [one for one in resting if isinstance(one, FundLine)]
        if not covered:
            return
        if lines:
            columns = {
                "amount": tells.amount,
                "payable": tells.released,
                "withheld": tells.withheld,
                "savings": tells.savings,
            }
            self.lines(lines, {name: row[head] for name, head in columns.items()})
            return
        rewards = [one for one in resting if isinstance(one, Reward)]
        if tells.released:
            self.paid(rewards, row[tells.released])
        if tells.people:
            self.count({person for each in covered for person in _people_of(each)}, row[tells.people])

    # --- what must not be seen -------------------------------------------------------------------------------

    def seen(self) -> list[Seen]:
        """Every cell about at least one person, and about too few, whose figure can be deduced."""
        return [*self._counts_seen(), *self._sums_seen()]

    def _few(self, people: Iterable[str]) -> bool:
        return 0 < len(set(people)) < self.fewest

    def _counts_seen(self) -> Iterator[Seen]:
        """Combinations, lists, intersections of two lists, and differences of two lists."""
        cells = {" and ".join(way[1:]) or "in no list": own for way, own in self.ways.items()} | dict(self.lists)
        for one, own in self.lists.items():
            for other, theirs in self.lists.items():
                if one != other:
                    cells |= {f"{one} and {other}": own & theirs, f"{one} without {other}": own - theirs}
        for what, people in cells.items():
            if self._few(people):
                value = self.equations.value(self._of_people(people))
                if value is not None:
                    yield Seen(what, len(people), value)

    def _sums_seen(self) -> Iterator[Seen]:
        """What each person has, what each line, tool and band pays or holds, and everything except each of these.

        The total of an ente's prizes is published by law, whomever it shows.
        """
        cells: dict[str, list[Reward]] = defaultdict(list)
        for reward in self.rewards:
            for name in (
                f"person {reward.person}",
                f"person {reward.person} by {reward.tool}",
                f"line {reward.fund}, {reward.item}",
                f"fund {reward.fund}",
                f"tool {reward.tool}",
                f"tool {reward.tool}, band {reward.band}",
            ):
                cells[name].append(reward)
        for what, own in list(cells.items()):
            cells[f"all but {what}"] = [one for one in self.rewards if one not in own]
        for what, own in cells.items():
            for column in ("released", "withheld"):
                some = [one for one in own if getattr(one, column)]
                if len(some) == sum(bool(getattr(one, column)) for one in self.rewards):
                    continue
                if self._few(one.person for one in own) or self._few(one.person for one in some):
                    for among in filter(None, (own, some)):
                        value = self.equations.value(self._of(column, among))
                        if value is not None:
                            yield Seen(f"{column}: {what}", len({one.person for one in some or own}), value)


def _names(row: Mapping[str, str], whole: TableRow) -> bool:
    """Whether a public row gives the names of a full one; a name that is left blank matches any."""
    assert whole.tells is not None
    told = [(row[head], str(value)) for head, value in whole.columns if head in (whole.tells.of, *whole.tells.among)]
    return any(text for text, _ in told) and all(not text or value in text for text, value in told)


def _people_of(row: TableRow) -> set[str]:
    """The people that a row counts: those with a score, a place or something paid, or everybody with a prize."""
    assert row.tells is not None
    placed = {one.person for one in row.rests_on if isinstance(one, PersonScore | Placement)}
    rewards = (one for one in row.rests_on if isinstance(one, Reward))
    return placed | {one.person for one in rewards if one.released or row.tells.everybody}


def through_the_keyhole(
    record: Record, tables: Published, fewest: int | None = None, regulations: Regulations | None = None
) -> list[Seen]:
    """What can be deduced about too few people from published tables."""
    keyhole = Keyhole(record, fewest, regulations)
    keyhole.read(tables)
    return keyhole.seen()
