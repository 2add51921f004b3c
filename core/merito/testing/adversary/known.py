"""What somebody knows who has read a public folder, the regulation and the list of posts, as an integer program.

The unknowns are, for each slot, how many people are paid and how many cents. A slot is what two rewards share that no
row of the whole tables tells apart. Besides the published figures the reader knows what makes the sums: the pools of
the merit bands, that a band is divided in equal parts to the cent, the quotas of its places, the few values that a tool
pays, and how many people there are in each row whose members are no secret (a category, a group).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import define, field, frozen

from merito.contract.inputs import POST, Inputs
from merito.model.measured import PersonScore, Placement
from merito.model.money import Band, FundLine, Reward
from merito.model.record import Record
from merito.model.results import TableRow
from merito.publication import Published
from merito.testing.adversary.integer_program import Program

FEW_VALUES = 8
PEOPLE, EURO = "persone", "euro"
BandKey = tuple[str, ...]


def cents(amount: Decimal) -> int:
    """A sum in cents."""
    return int(amount * 100)


@frozen
class Cell:
    """A figure of the whole tables, or of the band of a ranking: its name, what it counts, its true value (people or
    cents), its unknowns.
    """

    told: str
    unit: str
    value: int
    terms: Mapping[int, int]
    slots: tuple["Slot", ...]

    @property
    def key(self) -> object:
        """The same figure has the same key, in whatever table it is."""
        return self.unit, frozenset(self.terms)

    @property
    def name(self) -> str:
        return f"{self.told} ({self.unit})"


@frozen
class Slot:
    """Rewards that no row tells apart, the rows that they are in, the variables for the people paid and for the cents.

    One without rewards is a class that nobody is in, as the reader does not know.
    """

    rows: frozenset[int]
    tool: str
    band: BandKey
    rewards: tuple[Reward, ...]
    people: int
    sum: int

    @property
    def paid(self) -> frozenset[str]:
        return frozenset(one.person for one in self.rewards if one.released)


@define(slots=False)
class Knowledge:
    """The program of a reader, before any figure is published; `truth` is the value of every variable."""

    record: Record
    inputs: Inputs
    program: Program = field(factory=Program)
    truth: dict[int, int] = field(factory=dict)
    slots: list[Slot] = field(factory=list)
    sizes: dict[BandKey, dict[int, int]] = field(factory=dict)
    counts: dict[int, int] = field(factory=dict)
    """The variable of a row that counts scores or places, by the row's id."""

    def __attrs_post_init__(self) -> None:
        posts = {tool.name for tool in self.inputs.tools.values() if tool.pays == POST}
        self.rewards = tuple(one for one in self.record.results.rewards if one.tool not in posts)
        self.on_line: dict[tuple[str, ...], list[Reward]] = defaultdict(list)
        for one in self.rewards:
            self.on_line[one.fund, one.item].append(one)
        self._keys = frozenset(one.key for one in self.rewards)
        self.rows = [row for row in self.record.results.tables if row.tells and row.table in self.inputs.published]
        self._units = {id(row): frozenset(one.key for one in self.rewards_of(row)) for row in self.rows}
        self._all_cents = sum((abs(cents(one.released)) for one in self.rewards), 0)
        self.prize_of: Counter[str] = Counter()
        for one in self.rewards:
            self.prize_of[one.person] += cents(one.released)
        self._make_slots()
        self._make_counts()

    # --- unknowns ------------------------------------------------------------------------------------------------

    def _new(self, least: int, most: int, truth: int) -> int:
        made = self.program.variable(least, most)
        self.truth[made] = truth
        return made

    def rewards_of(self, row: TableRow) -> Iterator[Reward]:
        """The rewards of merit that a row rests on, directly or through fund lines."""
        for one in row.rests_on:
            if isinstance(one, Reward):
                yield from (each for each in (one,) if each.key in self._keys)
            elif isinstance(one, FundLine):
                yield from self.on_line[one.key]

    def _make_slots(self) -> None:
        of_band: dict[BandKey, list[str]] = defaultdict(list)
        for placed in self.record.results.placements:
            of_band[placed.ranking, placed.band].append(placed.person)
        self.bands = {band.key: band for band in self.record.results.bands if self._equal(band)}
        ranked: dict[BandKey, BandKey] = {
            (person, band.band): band.key for band in self.bands.values() for person in of_band.get(band.key, ())
        }
        by_slot: dict[tuple[frozenset[int], str, BandKey], list[Reward]] = defaultdict(list)
        for one in self.rewards:
            band = ranked.get((one.person, one.band), ()) if self._of_band(one, ranked) else ()
            rows = frozenset(place for place, row in enumerate(self.rows) if one.key in self._units[id(row)])
            by_slot[rows, one.tool, band].append(one)
        self._make_bands()
        for rows, tool, band in list(by_slot):
            for other in self._other_classes(rows, band):
                by_slot[other[0], tool, other[1]] += []
        for (rows, tool, band), own in by_slot.items():
            self._make_slot(rows, tool, band, tuple(own))

    def _other_classes(self, rows: frozenset[int], band: BandKey) -> Iterator[tuple[frozenset[int], BandKey]]:
        """Where the people of a slot would be if they were in a class in which nobody is."""
        for place in rows:
            row = self.rows[place]
            if row.tells and row.tells.qualities:
                for other, each in enumerate(self.rows):
                    if not each.rests_on and _siblings(row, each):
                        yield rows - {place} | {other}, band
        for key, empty in self.bands.items():
            if band and key[0] == band[0] and not empty.people:
                yield frozenset(one for one in rows if not _of_class(self.rows[one])), key

    def _of_band(self, one: Reward, ranked: Mapping[BandKey, BandKey]) -> bool:
        """Whether a reward is the equal part of its band."""
        key = ranked.get((one.person, one.band))
        return key is not None and one.released in (self.bands[key].per_head, 0) and one.subject == ""

    def _equal(self, band: Band) -> bool:
        """Whether a band is divided in equal parts, or has nobody."""
        if not band.pool:
            return False
        return not band.people or (
            band.per_head is not None and cents(band.per_head) == cents(band.pool) // band.people
        )

    def _make_bands(self) -> None:
        """How many people each band has, by one choice among all numbers; and the quotas of their places."""
        rankings: dict[str, list[Band]] = defaultdict(list)
        for band in self.bands.values():
            rankings[band.ranking].append(band)
        for own in rankings.values():
            everybody = sum(band.people for band in own)
            for band in own:
                choices = {size: self._new(0, 1, int(size == band.people)) for size in range(everybody + 1)}
                self.program.equal(dict.fromkeys(choices.values(), 1), 1)
                self.sizes[band.key] = choices
            places = sum(band.places for band in own)
            if not places:
                continue
            off = 1 + max(abs(Fraction(band.places * everybody, places) - band.people) for band in own)
            for band in own:
                terms: Counter[int] = Counter()
                for other in own:
                    for size, choice in self.sizes[other.key].items():
                        terms[choice] += size * (places * (other is band) - band.places)
                self.program.within(terms, -int(off * places), int(off * places))

    def _make_slot(self, rows: frozenset[int], tool: str, band: BandKey, own: tuple[Reward, ...]) -> None:
        paid = {one.person for one in own if one.released}
        total = sum(cents(one.released) for one in own)
        everybody = [one for one in self.rewards if one.tool == tool]
        most = sum(1 for size in self.sizes[band] if size) if band else len(self.record.dossier.people)
        people = self._new(0, most, len(paid))
        euro = self._new(min(0, total), max(self._all_cents, 0), total)
        self.slots.append(Slot(rows, tool, band, own, people, euro))
        values = {cents(one.released) for one in everybody}
        if band:
            self._divided_equally(own, people, euro, band)
        elif len(values) <= min(FEW_VALUES, len(everybody) // 4):
            counted = Counter(cents(one.released) for one in own)
            each = {value: self._new(0, most, counted[value]) for value in sorted(values) if value}
            self.program.equal({people: -1, **dict.fromkeys(each.values(), 1)}, 0)
            self.program.equal({euro: -1, **{name: value for value, name in each.items()}}, 0)
        elif total >= 0:
            self.program.within({euro: 1, people: -1}, least=0)
            self.program.within({euro: 1, people: -self._all_cents}, most=0)

    def _divided_equally(self, own: tuple[Reward, ...], people: int, euro: int, band: BandKey) -> None:
        """The people of a slot get the equal part of their band, whatever its size."""
        pool, paid = cents(self.bands[band].pool or Decimal(0)), len({one.person for one in own if one.released})
        parts: dict[int, int] = {}
        sums: dict[int, int] = {}
        for size, choice in self.sizes[band].items():
            if size:
                taken = self._new(0, size, paid if self.truth[choice] else 0)
                self.program.within({taken: 1, choice: -size}, most=0)
                parts[taken], sums[taken] = 1, pool // size
        self.program.equal({people: -1, **parts}, 0)
        self.program.equal({euro: -1, **sums}, 0)

    def _make_counts(self) -> None:
        for row in self.rows:
            people = _scored(row)
            of_scores = any(
                other.rests_on and not self._units[id(other)] for other in self.rows if _siblings(row, other)
            )
            if row.tells and row.tells.people and of_scores and not self._units[id(row)]:
                self.counts[id(row)] = self._new(0, len(self.record.dossier.people), len(people))

    def close(self) -> None:
        """What is known of slots together: no band has more paid than people."""
        for key, choices in self.sizes.items():
            own = [slot for slot in self.slots if slot.band == key]
            whole = all(one.released for slot in self.slots if slot.band for one in slot.rewards)
            terms = {**{slot.people: 1 for slot in own}, **{choice: -size for size, choice in choices.items()}}
            self.program.within(terms, least=0 if whole and own else -len(choices), most=0)

    def people_of(self, rows: Iterable[TableRow]) -> frozenset[str]:
        """The people who share in some rows."""
        wanted = {id(row) for row in rows}
        own = (slot for slot in self.slots if any(id(self.rows[place]) in wanted for place in slot.rows))
        return frozenset(one.person for slot in own for one in slot.rewards)

    # --- figures -------------------------------------------------------------------------------------------------

    def _terms(self, rows: Iterable[TableRow], unit: str) -> tuple[dict[int, int], bool]:
        """The unknowns that some whole rows add up, and whether each person is counted once."""
        wanted = {id(row) for row in rows}
        counted = [self.counts[one] for one in wanted if one in self.counts]
        own = [slot for slot in self.slots if any(id(self.rows[place]) in wanted for place in slot.rows)]
        if unit == EURO:
            return {slot.sum: 1 for slot in own}, True
        once = sum(len(slot.paid) for slot in own) == len(frozenset[str]().union(*(slot.paid for slot in own)))
        return {**{slot.people: 1 for slot in own}, **dict.fromkeys(counted, 1)}, once

    def cells(self) -> Iterator[Cell]:
        """The figures of the whole tables; then those of the bands of each ranking, if there are several rankings."""
        for row in self.rows:
            tells = row.tells
            for head, unit in ((tells.people, PEOPLE), (tells.released, EURO)) if tells else ():
                terms, once = self._terms((row,), unit)
                if head and terms and once:
                    yield self._cell(_name_of(row), unit, terms)
        if len({band.ranking for band in self.bands.values()}) < 2:
            return
        for key in self.bands:
            own = [slot for slot in self.slots if slot.band == key]
            if any(slot.rewards for slot in own):
                yield self._cell(", ".join(key), PEOPLE, {slot.people: 1 for slot in own})
                yield self._cell(", ".join(key), EURO, {slot.sum: 1 for slot in own})

    def _cell(self, told: str, unit: str, terms: Mapping[int, int]) -> Cell:
        return Cell(
            told,
            unit,
            sum(factor * self.truth[one] for one, factor in terms.items()),
            terms,
            tuple(slot for slot in self.slots if slot.people in terms or slot.sum in terms),
        )

    def of_few(self, cell: Cell) -> bool:
        """Whether a figure would be about too few people, or mostly about one, if it were published."""
        limits = self.record.publication
        if cell.unit == PEOPLE:
            return cell.value < limits.fewest
        of_each: Counter[str] = Counter()
        for slot in self.slots:
            if slot.sum in cell.terms:
                for one in slot.rewards:
                    of_each[one.person] += cents(one.released)
        paid = [value for value in of_each.values() if value]
        return len(paid) < limits.fewest or max(paid) > limits.most_of_one * sum(paid)

    def learn(self, program: Program, told: Iterable[Published], by_law: bool = False) -> set[object]:
        """Adds published figures to a program; returns the keys of those that are published as they are."""
        known: set[object] = set()
        for one in told:
            tells = one.row.tells
            if tells is None or not one.of or (by_law and not tells.by_law):
                continue
            columns = dict(one.row.columns)
            for head, unit in ((tells.people, PEOPLE), (tells.released, EURO)):
                if not head or columns[head] == "" or (by_law and unit == PEOPLE):
                    continue
                terms, once = self._terms(one.of, unit)
                value = sum(factor * self.truth[each] for each, factor in terms.items())
                if once:
                    program.equal(terms, value)
                known.add((unit, frozenset(terms)))
                if value == 0 and once:  # nobody in any of them
                    known |= {(unit, frozenset(self._terms((row,), unit)[0])) for row in one.of}
        return known

    def owned(self, program: Program, people: Sequence[str]) -> None:
        """Adds what some people know of themselves: their prizes, and the size of their band."""
        for slot in self.slots:
            own = [one for one in slot.rewards if one.person in people]
            if not own:
                continue
            total = sum(cents(one.released) for one in own)
            alone = {one.person for one in slot.rewards} <= set(people)
            paid = len({one.person for one in own if one.released})
            program.within({slot.sum: 1}, total, total if alone else 10**12)
            program.within({slot.people: 1}, paid, paid if alone else 10**12)
            if slot.band and total:
                size = self.bands[slot.band].people
                program.equal({self.sizes[slot.band][size]: 1}, 1)


def _name_of(row: TableRow) -> str:
    """The table of a row and its texts."""
    told = ", ".join(str(value) for _, value in row.columns if isinstance(value, str) and value)
    return f"{row.table}: {told}"


def _of_class(row: TableRow) -> bool:
    return row.tells is not None and row.tells.qualities


def _siblings(row: TableRow, other: TableRow) -> bool:
    """Whether two rows are classes of one group, or the same."""
    if row.table != other.table or row.tells is None or other.tells is None:
        return False
    heads = row.tells.among
    return [value for head, value in row.columns if head in heads] == [
        value for head, value in other.columns if head in heads
    ]


def _scored(row: TableRow) -> frozenset[str]:
    return frozenset(one.person for one in row.rests_on if isinstance(one, PersonScore | Placement))
