"""The tables of the public folder: rows that declare what they reveal about people are merged.

A table that declares nothing is published only if its rows rest on nobody, or on enough people.
"""

from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve, frozen

from merito.model.measured import Grade, PersonScore, Placement
from merito.model.money import Reward
from merito.model.publication import Tells
from merito.model.results import TableRow
from merito.publication.establishment import Establishment
from merito.publication.joining import Classes, finest
from merito.publication.known import ONE, Figure, Known, heads
from merito.publication.merged import (
    Value,
    blanked,
    group_of,
    mean_of,
    mean_released,
    most_of,
    savings_of,
    sum_of,
    together,
    with_shares,
)
from merito.publication.money import Money
from merito.publication.quotas import Quotas
from merito.publication.reserved import Reserved
from merito.publication.unsettled import Unsettled

Rows = tuple[TableRow, ...]


@frozen
class Published:
    """A public row, and the whole rows that it stands for."""

    row: TableRow
    of: Rows


class PublicTables:
    """The tables of a record to be published."""

    def __init__(
        self,
        money: Money,
        known: Known,
        reserved: Reserved,
        quotas: Quotas,
        unsettled: Unsettled,
        establishment: Establishment,
    ) -> None:
        self._money, self._known, self._reserved = money, known, reserved
        self._quotas, self._unsettled, self._establishment = quotas, unsettled, establishment
        self._groups: dict[object, list[TableRow]] = {}
        self._people_of: dict[int, frozenset[str]] = {}
        self._limited: dict[object, bool] = {}

    def told(self, rows: Iterable[TableRow]) -> dict[str, tuple[Published, ...]]:
        """The publishable rows of every table of some rows, by its name, in their order."""
        by_table: dict[str, list[TableRow]] = {}
        self._groups.clear()
        self._limited.clear()
        for row in rows:
            if row.public:
                by_table.setdefault(row.table, []).append(row)
                self._groups.setdefault((row.table, group_of(row)), []).append(row)
        return {name: self._table(tuple(own)) for name, own in by_table.items()}

    def _table(self, rows: Rows) -> tuple[Published, ...]:
        if any(row.tells is not None for row in rows):
            return self._joined(rows)
        if self._unsettled.waits(rows):
            return ()
        return () if self._of_too_few(rows) else tuple(Published(row, (row,)) for row in rows)

    def _of_too_few(self, rows: Sequence[TableRow]) -> bool:
        """Whether a table that does not declare what it reveals rests on a person, or on too few people."""
        if any(isinstance(one, Grade) and self._reserved.grade(one) for row in rows for one in row.rests_on):
            return True
        resting = [row for row in rows if row.rests_on]
        return not self._known.let_out([figure for row in resting for figure in self._figures((row,), counts=True)])

    def _joined(self, rows: Rows) -> tuple[Published, ...]:
        """The rows merged; only people are published if sums would leave fewer separate rows."""
        each = tuple((row,) for row in self._tellable([row for row in rows if row.tells and not row.tells.total]))
        shapes = [(each, _group), *([(_by_class(each), _nothing)] if _alike(each) else [])]
        counting = [False, True] if any(row.tells is not None and _counts(row.tells) for (row,) in each) else [False]
        ways = [
            (own, Classes[Rows](self._counts_of if counted else self._sums_of, group, _quality, self._bounds))
            for counted in counting
            for own, group in shapes
        ]
        cells = finest(each, ways, self._known)
        totals = [told for row in self._totals(rows) for told in self._total(row)]
        if not cells:  # a total that the law requires may be that of a single row
            cells = finest(each, ways, self._known)
        covered = list(map(_flat, cells))
        made = with_shares([self._row(cell) for cell in covered])
        return _all_counted((*map(Published, made, covered), *totals))

    def _totals(self, rows: Rows) -> Rows:
        """The totals: only those that a law names while a group waits, since others count its people too."""
        totals = tuple(row for row in rows if row.tells is None or row.tells.total)
        waits = self._unsettled.waits(rows)
        return tuple(row for row in totals if not waits or (row.tells is not None and row.tells.by_law))

    def _tellable(self, rows: Sequence[TableRow]) -> Iterator[TableRow]:
        """Rows without the classes of tools whose bands are hidden, and of groups in which somebody is unsettled.

        Classes of one group would tell those of another from a table of both, so that all of them wait, also for
        somebody who is in no row yet.
        """
        groups: dict[object, list[TableRow]] = {}
        for row in rows:
            groups.setdefault(group_of(row), []).append(row)
        waiting = {group: self._unsettled.waits(own) for group, own in groups.items()}
        no_classes = any(waiting[group] for group, own in groups.items() if _quality(own))
        no_classes |= self._unsettled.classes_wait
        for row in rows:
            group = group_of(row)
            # an empty class tells of the others
            hidden = any(map(self._quotas.hides, (row,) if row.rests_on else groups[group]))
            if not waiting[group] and not ((hidden or no_classes) and _quality((row,))):
                yield row

    def _bounds(self, rows: Rows) -> bool:
        """Whether a class of nobody limits what people of its group have, whose most is known and who are in no pool.

        Nobody at 90% or more of a most of 1.000 euro: a sum of 8.900 of ten people is 800 to 900 of each.
        """
        return any(self._limits((row.table, group_of(row))) for row in rows if _quality((row,)))

    def _limits(self, group: object) -> bool:
        if group not in self._limited:
            rows = self._groups[group]
            in_pool = any(map(self._quotas.tools, rows))
            self._limited[group] = not in_pool and not self._money.bounded.isdisjoint(self._people(rows))
        return self._limited[group]

    def _sums_of(self, cells: Sequence[Rows]) -> tuple[Figure, ...]:
        return tuple(self._figures(_flat(cells)))

    def _counts_of(self, cells: Sequence[Rows]) -> tuple[Figure, ...]:
        cell = _flat(cells)
        return (*self._counted(cell), *self._of_class(cell))

    def _figures(self, cell: Sequence[TableRow], counts: bool = False) -> Iterator[Figure]:
        """The figures of rows: sums if they have some, counts of people if they have no sums, or with `counts`."""
        rewards = self._money.behind(cell)
        tells = cell[0].tells
        if tells is None or tells.savings:
            yield from self._money.telling(rewards, savings_of(cell), self._known)
            yield from self._named(cell)
        elif tells.released:
            yield from self._money.figures(rewards)
            yield from self._named(cell)
        if counts or (tells is not None and not tells.released):
            yield from self._counted(cell)
        yield from self._of_class(cell)

    def _named(self, cell: Sequence[TableRow]) -> tuple[Figure, ...]:
        """The sum of the people of rows, or of all classes of their groups: who is in a class is a secret."""
        groups = dict.fromkeys((row.table, group_of(row)) for row in cell) if _quality(cell) else {}
        whole = [row for group in groups for row in self._groups[group]] if groups else cell
        return self._money.named(self._money.behind(whole))

    def _of_class(self, cell: Sequence[TableRow]) -> Iterator[Figure]:
        """The people of a class, which the class itself reveals, whatever else the row contains."""
        tells = cell[0].tells
        if tells is not None and tells.qualities and (rewards := self._money.behind(cell)):
            yield Figure(f"classes of {cell[0].table}", {one.key: ONE for one in rewards})

    def _counted(self, cell: Sequence[TableRow]) -> Iterator[Figure]:
        """The people counted: those with a score, a place, or a payment."""
        tells = cell[0].tells
        if tells is not None and not _counts(tells):
            return
        people, rewards = self._people(cell), self._money.behind(cell)
        if people:
            yield heads(people, hidden=any(map(self._quotas.hides, cell)))
            yield from map(heads, filter(None, self._around(cell, people)))
        elif rewards:  # that nobody is paid says what all of them are paid
            yield from self._money.figures(rewards)
            yield from self._named(cell)

    def _people(self, rows: Iterable[TableRow]) -> frozenset[str]:
        """People with a score, a place or a payment in the basis of some rows."""
        return frozenset[str]().union(*map(self._people_of_row, rows))

    def _people_of_row(self, row: TableRow) -> frozenset[str]:
        if id(row) not in self._people_of:
            everybody = row.tells is not None and row.tells.everybody
            self._people_of[id(row)] = frozenset(
                one.person
                for one in row.rests_on
                if isinstance(one, PersonScore | Placement) or (isinstance(one, Reward) and (one.released or everybody))
            )
        return self._people_of[id(row)]

    def _around(self, cell: Sequence[TableRow], people: frozenset[str]) -> Iterator[frozenset[str]]:
        """Those of whom the people counted are a part: all of their category, or of the roles of their group."""
        if not _quality(cell):
            yield self._establishment.category_of(people)
        groups = dict.fromkeys((row.table, group_of(row)) for row in cell)
        counted = self._people(row for group in groups for row in self._groups[group])
        yield self._establishment.roles_of(counted | people)

    def _row(self, cell: Sequence[TableRow]) -> TableRow:
        """Merged rows: counts and sums are added up, and the values of other columns are listed once each."""
        tells = cell[0].tells
        assert tells is not None
        sums = (tells.amount, tells.released, tells.withheld, tells.savings)
        summed = self._known.let_out(list(self._figures(cell)))
        counted = self._known.let_out(list(self._counted(cell)))
        hidden = {"" if counted else tells.people, *(self._undivided(cell, tells) if summed else sums)}
        means = self._means(cell, tells, summed and counted)
        columns: list[tuple[str, Value]] = []
        for place, (head, value) in enumerate(cell[0].columns):
            values = [row.columns[place][1] for row in cell]
            if head in means:
                value = means[head]
            elif head in hidden:
                value = ""
            elif head == tells.people and len(cell) > 1:
                value = len(self._people(cell))
            elif head in sums:
                value = sum_of(values)
            elif len(set(values)) > 1:
                value = "" if "" in values else together(map(str, values))
            columns.append((head, value))
        return evolve(cell[0], columns=tuple(columns))

    def _means(self, cell: Sequence[TableRow], tells: Tells, told: bool) -> dict[str, Value]:
        """The means of a row by their headers, if their sources are published; a row without any stays so."""
        rewards = [one for row in cell for one in row.rests_on if isinstance(one, Reward)]
        most = most_of(rewards)
        attainable = told and most is not None and self._known.let_out([most])
        means = {
            tells.mean: mean_released(rewards) if told else "",
            tells.attainable: mean_of(most) if attainable else "",
        }
        given = {head for row in cell for head, value in row.columns if value != ""}
        return {head: value for head, value in means.items() if head in given}

    def _undivided(self, cell: Sequence[TableRow], tells: Tells) -> tuple[str, ...]:
        """The headers of held and saved sums, if these may not be shown separately."""
        divided = self._money.divides(self._money.behind(cell), savings_of(cell), self._known)
        return () if divided or not tells.savings else (tells.withheld, tells.savings)

    def _total(self, row: TableRow) -> tuple[Published, ...]:
        """A total; one that a law names is published however few the people are, without their number."""
        tells = row.tells
        if tells is None:
            return (Published(row, (row,)),)
        if not self._known.let_out(list(self._figures((row,)))):
            if not tells.by_law:
                return ()
            rewards = self._money.behind((row,))
            self._known.let_out_by_law((*self._money.figures(rewards), *self._money.named(rewards)))
            return (Published(blanked(row, _but_by_law(tells)), (row,)),)
        counted = self._known.let_out(list(self._counted((row,))))
        means = self._means((row,), tells, counted)
        told = blanked(row, ("" if counted else tells.people, *self._undivided((row,), tells)))
        columns = tuple((head, means.get(head, value)) for head, value in told.columns)
        return (Published(evolve(told, columns=columns), (row,)),)


def _all_counted(told: tuple[Published, ...]) -> tuple[Published, ...]:
    """The rows of a table of payments with their numbers of people, or none of them if one has too few.

    Which ones are blank would tell who is not paid.
    """
    paying = [one for one in told if (tells := one.row.tells) and tells.people and tells.released]
    if any(_quality((one.row,)) for one in told) or all(_people_shown(one.row) for one in paying):
        return told
    return tuple(evolve(one, row=blanked(one.row, _of_people(one.row))) for one in told)


def _people_shown(row: TableRow) -> bool:
    return row.tells is not None and dict(row.columns)[row.tells.people] != ""


def _of_people(row: TableRow) -> tuple[str, ...]:
    """The headers of the number of people, and of what is divided by it."""
    tells = row.tells
    return (tells.people, tells.mean, tells.attainable, tells.share) if tells else ()


def _but_by_law(tells: Tells) -> tuple[str, ...]:
    """The headers that no law names of a total."""
    return (tells.people, tells.withheld, tells.savings, tells.mean, tells.attainable, tells.share)


def _counts(tells: Tells) -> bool:
    """Whether rows reveal a number of people, or their sums without saying what is paid to them."""
    return bool(tells.people) or not tells.released


def _quality(rows: Sequence[TableRow]) -> bool:
    return any(row.tells is not None and row.tells.qualities for row in rows)


def _group(rows: Rows) -> object:
    return group_of(rows[0])


def _nothing(_: Rows) -> object:
    return ""


def _flat(cells: Iterable[Rows]) -> Rows:
    return tuple(row for cell in cells for row in cell)


def _by_class(each: Iterable[Rows]) -> tuple[Rows, ...]:
    """Rows of the same class together, whatever group they belong to."""
    by_class: dict[object, list[TableRow]] = {}
    for (row,) in each:
        by_class.setdefault(dict(row.columns)[row.tells.of if row.tells else ""], []).append(row)
    return tuple(map(tuple, by_class.values()))


def _alike(each: Iterable[Rows]) -> bool:
    """Whether every group has the same classes."""
    classes: dict[object, list[object]] = {}
    for rows in each:
        classes.setdefault(_group(rows), []).append(dict(rows[0].columns)[rows[0].tells.of if rows[0].tells else ""])
    return len({tuple(own) for own in classes.values()}) == 1
