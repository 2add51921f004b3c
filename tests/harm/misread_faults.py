"""The faults: what is typed in place of what was meant, and which outcomes are acceptable."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from random import Random
from typing import Any

from attrs import field, frozen
from faults.sound_bases import EVERY, REGULATIONS, Base, bases_of, csv_bytes

from merito import Column, State
from merito.testing import Record

REFUSED, TOLD, AS_TYPED = "refused", "told", "as typed"
ANY = (REFUSED, TOLD, AS_TYPED)
SHARE = "share"
AMOUNT = re.compile(r"^(?P<fund>\w+) = (?P<euro>\d+(?:\.\d+)?)$", re.MULTILINE)
SETTING = re.compile(r"^(?P<key>\w+) = (?P<share>0\.\d+)$", re.MULTILINE)
Otherwise = Callable[[Record, Record], Iterator[str]]
Row = list[str]


def nothing_else(before: Record, now: Record) -> Iterator[str]:
    """No oracle of its own."""
    yield from ()


@frozen(kw_only=True)
class Fault:
    """What was typed, in which file, and what may come of it.

    `typed` is what each row says, by its number and the attribute of its class, in values. `people` are those whose
    figures it concerns, None if it may concern anybody; `otherwise` tells how results contradict what was typed. `cells`
    are what stands in its rows, before and after.
    """

    name: str
    base: Base
    path: str
    files: Mapping[str, bytes]
    told: str
    may: Collection[str]
    typed: Mapping[int, Mapping[str, Any]] = field(factory=dict)
    people: Collection[str] | None = None
    otherwise: Otherwise = nothing_else
    cells: Collection[str] = ()


class Sheet:
    """A table of an ente, whose cells are changed by the English names of its columns."""

    def __init__(self, base: Base, table: str) -> None:
        self.base, self.path = base, f"{base.folder}/{table}.csv"
        self.rows = [[*row] for row in base.tables[table]]
        self.columns = columns_of(base.regulation, table)
        for row in self.rows:
            row += [""] * (len(self.rows[0]) - len(row))
        self._at = {self.columns[head].name: at for at, head in enumerate(self.rows[0]) if head in self.columns}

    def has(self, *names: str) -> bool:
        return all(name in self._at for name in names)

    def get(self, row: Row, name: str) -> str:
        return row[self._at[name]].strip() if name in self._at else ""

    def put(self, row: Row, name: str, text: str) -> None:
        row[self._at[name]] = text

    def number(self, row: Row) -> int:
        """The number of a row in its file."""
        return next(at for at, one in enumerate(self.rows, start=1) if one is row)

    def of_kind(self, *kinds: str) -> list[str]:
        return [name for name in self._at if self.kind(name) in kinds]

    def kind(self, name: str) -> str:
        return next(one.kind for one in self.columns.values() if one.name == name)

    def fault(self, name: str, told: str, may: Collection[str], **more: Any) -> Fault:
        files = self.base.files() | {self.path: csv_bytes(self.rows)}
        table = self.path.rpartition("/")[2].partition(".")[0]
        pairs = zip(self.rows, self.base.tables[table], strict=True)
        both = (cell for row, was in pairs if row != [*was, *[""] * (len(row) - len(was))] for cell in (*row, *was))
        return Fault(
            name=name,
            base=self.base,
            path=self.path,
            files=files,
            told=f"{name}: {told}",
            may=may,
            cells={part for cell in both for part in (cell.strip(), bare(cell.strip())) if len(part) > 1},
            **more,
        )


@cache
def columns_of(regulation: str, table: str) -> Mapping[str, Column]:
    columns = REGULATIONS.stack(regulation).inputs.tables[table].columns.values()
    return {name: column for column in columns for name in (column.name, column.label)}


def value_of(text: str, locale: str) -> Decimal | None:
    """The number that a cell means, by the rules of writing alone; None if it is none."""
    try:
        return Decimal(text.replace(".", "").replace(",", ".") if locale == "it" else text)
    except InvalidOperation:
        return None


def text_of(value: Decimal, locale: str) -> str:
    text = f"{value.normalize():f}"
    return text.replace(".", ",") if locale == "it" else text


def bare(reference: str) -> str:
    return reference.rpartition(":")[2]


def rated(draw: Random) -> tuple[Sheet, list[tuple[Row, Decimal]]]:
    """An ente whose people have points, and its rows with them."""
    sheet = _sheet(draw, "ratings", "points")
    known = ((row, value_of(sheet.get(row, "points"), sheet.base.locale)) for row in sheet.rows[1:])
    return sheet, [(row, value) for row, value in known if value]


def point_shifted(draw: Random) -> Fault | None:
    """8 becomes 80 or 0.8. Above the maximum it may not be read as typed."""
    sheet, rows = rated(draw)
    if not rows:
        return None
    row, was = draw.choice(rows)
    typed = was * draw.choice((Decimal(10), Decimal(100), Decimal("0.1"), Decimal("0.01")))
    most = value_of(sheet.get(row, "max"), sheet.base.locale)
    sheet.put(row, "points", text_of(typed, sheet.base.locale))
    person = bare(sheet.get(row, "person"))
    return sheet.fault(
        "a decimal point shifted in points",
        f"{was} of {most} becomes {typed} for {person}",
        (REFUSED, TOLD) if most is not None and typed > most else ANY,
        typed={sheet.number(row): {"points": typed}},
        people={person},
        otherwise=_not_final(person) if most is not None and typed > most else _direction(person, typed > was),
    )


def in_the_neighbours_row(draw: Random) -> Fault | None:
    """A score stands in the row of another person; its own row is left blank: it is not evaluated, or not finally."""
    sheet, rows = rated(draw)
    pairs = [(one, other) for one in rows[:20] for other in rows[:20] if _apart(sheet, one[0], other[0])]
    if not pairs:
        return None
    (row, value), (other, was) = draw.choice(pairs)
    sheet.put(other, "points", sheet.get(row, "points"))
    sheet.put(row, "points", "")
    person, neighbour = bare(sheet.get(row, "person")), bare(sheet.get(other, "person"))
    return sheet.fault(
        "a score in the row of a neighbour",
        f"{value} of {person} stands in the row of {neighbour}, who had {was}",
        ANY,
        typed={sheet.number(row): {"points": None}, sheet.number(other): {"points": value}},
        people={person, neighbour},
        otherwise=_not_scored_from_the_rest(person),
    )


def people_exchanged(draw: Random) -> Fault | None:
    """The ids of two rows of ratings are exchanged: what each had is the other's."""
    sheet, rows = rated(draw)
    pairs = [(one, other) for one in rows[:20] for other in rows[:20] if _apart(sheet, one[0], other[0])]
    if not pairs:
        return None
    (row, value), (other, second) = draw.choice(pairs)
    one, two = sheet.get(row, "person"), sheet.get(other, "person")
    sheet.put(row, "person", two)
    sheet.put(other, "person", one)
    who = {bare(one), bare(two)}
    return sheet.fault(
        "a pair of ids exchanged",
        f"{one} with {value} and {two} with {second}",
        ANY,
        typed={sheet.number(row): {"person": bare(two)}, sheet.number(other): {"person": bare(one)}},
        people=who,
    )


def in_another_office(draw: Random) -> Fault | None:
    """Somebody stands under another office: the scores of the others are the same, and every sum is of its fund."""
    sheet = _sheet(draw, draw.choice(("people", "service")), "unit")
    units = {sheet.get(row, "unit") for row in sheet.rows[1:]} - {""}
    rows = [row for row in sheet.rows[1:] if sheet.get(row, "unit") and len(units) > 1]
    if not rows:
        return None
    row = draw.choice(rows)
    was = sheet.get(row, "unit")
    typed = draw.choice(sorted(units - {was}))
    sheet.put(row, "unit", typed)
    person = bare(sheet.get(row, "id") or sheet.get(row, "person"))
    return sheet.fault(
        "a person under another office",
        f"{person} in {typed}, not in {was}",
        ANY,
        typed={sheet.number(row): {"unit": bare(typed)}},
        otherwise=_scores_of_others_stay(person),
    )


def days_exchanged(draw: Random) -> Fault | None:
    """A day and its month are exchanged: 3/5 becomes 5/3. A month after the twelfth is refused."""
    table = draw.choice(("acts", "acts", "absences", "service", "appointments", "evaluations"))
    sheet = _sheet(draw, table)
    cells = [
        (row, name, day)
        for row in sheet.rows[1:]
        for name in sheet.of_kind("date")
        if (day := _day(sheet.get(row, name))) is not None and day[0] != day[1]
    ]
    if not cells:
        return None
    row, name, (at, month, year) = draw.choice(cells)
    italian = sheet.base.locale == "it"
    sheet.put(row, name, f"{month}/{at}/{year}" if italian else f"{year}-{at:02}-{month:02}")
    people = {bare(sheet.get(row, "person"))} if sheet.has("person") else None
    return sheet.fault(
        "a day and its month exchanged",
        f"{table}, {name}: {at}/{month} becomes {month}/{at}",
        ANY if at <= 12 else (REFUSED,),
        typed={sheet.number(row): {_attribute(sheet, name): date(year, at, month)}} if at <= 12 else {},
        people=people if table in ("absences", "evaluations") else None,
        otherwise=nothing_else if people else _told_of_acts,
    )


def columns_shifted(draw: Random) -> Fault | None:
    """The cells of a row stand one column too far, because of a blank one too many or one that is left out."""
    table = draw.choice(("ratings", "measures", "people", "absences", "acts", "positions", "service"))
    sheet = _sheet(draw, table)
    row = draw.choice(sheet.rows[1:])
    was, blank = [*row], [at for at, cell in enumerate(row[:-1]) if not cell.strip()]
    if blank and draw.random() < 0.5:
        del row[draw.choice(blank)]
        row.append("")
    elif not row[-1].strip():
        row.insert(draw.randrange(len(row) - 1), row.pop())
    if row == was:
        return None
    person = bare(dict(zip(sheet.rows[0], was, strict=True)).get("person", "")) or (was[0] if table == "people" else "")
    return sheet.fault(
        "columns shifted",
        f"{table}: {row}",
        ANY,
        typed={sheet.number(row): {}},
        people={person} if person and table != "people" else None,
        otherwise=_scores_of_others_stay(person) if person else _told_of_acts,
    )


def share_for_percent(draw: Random) -> Fault | None:
    """0.2 stands where 20 percent points are asked for: refused, since it may mean either."""
    sheet = _sheet(draw, draw.choice(("service", "indicators", "objectives", "weights", "dashboard_rows")))
    cells = [
        (row, name, value)
        for row in sheet.rows[1:]
        for name in sheet.of_kind("weight")
        if (value := value_of(sheet.get(row, name).rstrip("%"), sheet.base.locale)) and value < 100
    ]
    if not cells:
        return None
    row, name, value = draw.choice(cells)
    sheet.put(row, name, text_of(value / 100, sheet.base.locale))
    return sheet.fault("a share for percent points", f"{name}: {value} becomes {value / 100}", (REFUSED,))


def percent_for_share(draw: Random) -> Fault | None:
    """25 stands where the share 0.25 is asked for, in the settings: refused."""
    regulation = draw.choice(EVERY)
    shares = {key for key, one in REGULATIONS.stack(regulation).parameters.items() if one.kind == SHARE}
    bases = [*bases_of(regulation)["people"]]
    draw.shuffle(bases)
    for base in bases:
        texts = {
            f"{base.folder}/cycle.toml": base.cycle,
            "enti/prova/ente.toml": base.config,
            "merito.toml": base.defaults,
        }
        found = [(path, hit) for path, text in texts.items() for hit in SETTING.finditer(text) if hit["key"] in shares]
        if found:
            path, hit = draw.choice(found)
            typed = f"{hit['key']} = {(Decimal(hit['share']) * 100).normalize():f}"
            files = base.files()
            files[path] = files[path].replace(hit[0].encode(), typed.encode(), 1)
            told = f"percent for a share: {hit[0]} becomes {typed}"
            return Fault(name="percent for a share", base=base, path=path, files=files, told=told, may=(REFUSED,))
    return None


def of_another_country(draw: Random) -> Fault | None:
    """12.5 for 12,5 or the reverse: refused, or the same number."""
    sheet = _sheet(draw, draw.choice(("ratings", "measures", "positions", "payments", "position_scores")))
    cells = [
        (row, name)
        for row in sheet.rows[1:]
        for name in sheet.of_kind("number", "points", "money", "weight")
        if re.fullmatch(r"\d+[.,]\d{1,2}", sheet.get(row, name))
    ]
    if not cells:
        return None
    row, name = draw.choice(cells)
    was = sheet.get(row, name)
    sheet.put(row, name, was.translate(str.maketrans(".,", ",.")))
    return sheet.fault("a number as in another country", f"{name}: {was}", (REFUSED,))


def fund_of_another_size(draw: Random) -> Fault | None:
    """10000 becomes 100.00, 1000 or 1000000: the fund is what was typed, no other fund is another, and no score."""
    base = _base(draw, draw.choice(EVERY), "ratings")
    funds = REGULATIONS.stack(base.regulation).inputs.funds
    named = {word: name for name, one in funds.items() for word in (name, one.label)}
    section = base.cycle.partition("[funds]")[2].partition("\n[")[0]
    found = [hit for hit in AMOUNT.finditer(section) if hit["fund"] in named]
    if not found:
        return None
    hit = draw.choice(found)
    was = Decimal(hit["euro"])
    typed = (was * draw.choice((Decimal("0.01"), Decimal("0.1"), Decimal(10), Decimal(100)))).quantize(Decimal("0.01"))
    path = f"{base.folder}/cycle.toml"
    cycle = base.cycle.replace(hit[0], f"{hit['fund']} = {typed}", 1)
    return Fault(
        name="a fund of another size",
        base=base,
        path=path,
        files=base.files() | {path: cycle.encode()},
        told=f"a fund of another size: {hit['fund']}, {was} becomes {typed}",
        may=ANY,
        otherwise=_the_fund_as_typed(named[hit["fund"]], typed),
    )


def measure_shifted(draw: Random) -> Fault | None:
    """An actual ten or a thousand times as large or as small: the grade of its indicator moves with it, and no other."""
    sheet = _sheet(draw, "measures", "value", "indicator")
    rows = [
        (row, value)
        for row in sheet.rows[1:]
        if (value := value_of(sheet.get(row, "value"), sheet.base.locale)) and value > 0
    ]
    if not rows:
        return None
    row, was = draw.choice(rows)
    typed = was * draw.choice((Decimal(10), Decimal(1000), Decimal("0.1"), Decimal("0.001")))
    sheet.put(row, "value", text_of(typed, sheet.base.locale))
    indicator = bare(sheet.get(row, "indicator"))
    return sheet.fault(
        "a decimal point shifted in an actual",
        f"{indicator}: {was} becomes {typed}",
        ANY,
        typed={sheet.number(row): {"value": typed}},
        otherwise=_only_what_it_measures(indicator, typed > was),
    )


FAULTS: Mapping[Callable[[Random], Fault | None], int] = {
    point_shifted: 4,
    in_the_neighbours_row: 3,
    people_exchanged: 3,
    in_another_office: 3,
    days_exchanged: 4,
    columns_shifted: 8,
    share_for_percent: 2,
    percent_for_share: 2,
    of_another_country: 2,
    fund_of_another_size: 3,
    measure_shifted: 3,
}


def drawn(draw: Random) -> Fault:
    """A fault of any kind, in an ente where it can be made."""
    while True:
        fault = draw.choices([*FAULTS], [*FAULTS.values()])[0](draw)
        if fault is not None:
            return fault


def _base(draw: Random, regulation: str, table: str) -> Base:
    return draw.choice(bases_of(regulation)[table])


def _sheet(draw: Random, table: str, *names: str) -> Sheet:
    """A table of an ente of any regulation that has it, with these columns."""
    regulations = [name for name in EVERY if bases_of(name).get(table)]
    while True:
        sheet = Sheet(_base(draw, draw.choice(regulations), table), table)
        if sheet.has(*names):
            return sheet


def _apart(sheet: Sheet, one: Row, other: Row) -> bool:
    """Whether two rows rate two people on the same item."""
    same = all(sheet.get(one, name) == sheet.get(other, name) for name in ("factor", "section", "max", "weight"))
    return same and sheet.get(one, "person") != sheet.get(other, "person")


def _day(text: str) -> tuple[int, int, int] | None:
    italian, english = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text), re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text)
    if italian:
        return int(italian[1]), int(italian[2]), int(italian[3])
    return (int(english[3]), int(english[2]), int(english[1])) if english else None


def _attribute(sheet: Sheet, name: str) -> str:
    return next(one.attribute for one in sheet.columns.values() if one.name == name)


def _score(record: Record, person: str) -> Any:
    return next((one for one in record.results.scores if one.person == person), None)


def _direction(person: str, more: bool) -> Otherwise:
    """More points are never a lower score, fewer never a higher one."""

    def check(before: Record, now: Record) -> Iterator[str]:
        was, found = _score(before, person), _score(now, person)
        if was is None or found is None or None in (was.score, found.score):
            return
        if (found.score < was.score) if more else (found.score > was.score):
            yield f"{person} has {found.score} with {'more' if more else 'fewer'} points, and had {was.score}"

    return check


def _not_final(person: str) -> Otherwise:
    """No final score rests on points that cannot be."""

    def check(before: Record, now: Record) -> Iterator[str]:
        was, found = _score(before, person), _score(now, person)
        if found is not None and found.state is State.FINAL and (was is None or found.score != was.score):
            yield f"{person} has the final score {found.score} from points above the maximum"

    return check


def _not_scored_from_the_rest(person: str) -> Otherwise:
    """Whose item is blank has no other final score than before."""

    def check(before: Record, now: Record) -> Iterator[str]:
        was, found = _score(before, person), _score(now, person)
        if found is None or found.state is not State.FINAL or found.score is None:
            return
        if was is None or found.score != was.score:
            yield f"{person} has the final score {found.score} without one of its items"

    return check


def _scores_of_others_stay(person: str) -> Otherwise:
    def check(before: Record, now: Record) -> Iterator[str]:
        old, new = ({one.person: one.score for one in record.results.scores} for record in (before, now))
        for other in old.keys() & new.keys() - {person}:
            if old[other] != new[other]:
                yield f"the score of {other} is {new[other]}, and was {old[other]}"

    return check


def _told_of_acts(before: Record, now: Record) -> Iterator[str]:
    """What is due changes by the day of an act only with something that tells of it: a gate, a finding, an amendment."""
    due, told = [], []
    for record in (before, now):
        due.append({one.key: one.due for one in record.results.rewards})
        rows = (*record.gates, *record.phases, *record.deadlines, *record.results.findings, *record.amendments)
        told.append([str(one) for one in rows])
    if due[0] != due[1] and told[0] == told[1]:
        yield "sums are others by the day of an act, and nothing tells of it"


def _the_fund_as_typed(fund: str, typed: Decimal) -> Otherwise:
    def check(before: Record, now: Record) -> Iterator[str]:
        old, new = ({one.id: one.value for one in record.dossier.funds} for record in (before, now))
        if new.get(fund) != typed:
            yield f"{fund}: {typed} was typed, {new.get(fund)} is read"
        yield from (f"{one} is {new[one]}, and was {old[one]}" for one in old.keys() - {fund} if old[one] != new[one])
        if [one.score for one in before.results.scores] != [one.score for one in now.results.scores]:
            yield "scores are others"

    return check


def _only_what_it_measures(indicator: str, more: bool) -> Otherwise:
    def check(before: Record, now: Record) -> Iterator[str]:
        old, new = ({one.key: one for one in record.results.grades} for record in (before, now))
        better = now.dossier.indicators[indicator].better == "higher"
        for key in old.keys() & new.keys():
            was, found = old[key], new[key]
            if was.value == found.value or None in (was.value, found.value):
                continue
            if key[1] == "indicator" and key[2] != indicator:
                yield f"the grade of {key[2]} is {found.value}, and was {was.value}"
            if key[1:] == ("indicator", indicator) and (found.value > was.value) != (more == better):
                yield f"the grade of {indicator} is {found.value}, and was {was.value}"

    return check
