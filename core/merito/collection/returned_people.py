"""The sheet of people of a returned workbook: interview, communication, reasons, compared with what was handed out."""

from collections.abc import Collection, Iterator, Mapping

from attrs import frozen

from merito.collection.about_people import AskedAbout, Value, asked_about
from merito.collection.came_back import Given
from merito.collection.returned_book import AGAIN, LOCALE, cell_name, has_heads, id_of
from merito.collection.sealed import Sealed
from merito.collection.workbooks import PEOPLE, people_heads
from merito.model.columns import Column
from merito.model.dossier import Dossier
from merito.model.source import Source
from merito.numbers import day_text
from merito.workspace.cells import Broken, Cell, CellError, read_date, read_text, text_of
from merito.workspace.problems import Problems
from merito.workspace.raw import RawTable

NOT_SENT = f"il foglio «{PEOPLE}» non era nella scheda consegnata, e non si legge"
MISSING = f"manca il foglio «{PEOPLE}», che era nella scheda consegnata"
OTHER_HEADS = f"le colonne del foglio «{PEOPLE}» non sono quelle della scheda"
PUT_BACK = "Rimetterla come nella scheda consegnata; le celle che non si scrivono restano in bianco."
TOLD, PROPOSED = "told", "proposal_told"


@frozen(kw_only=True)
class PeopleSheet:
    """The sheet of people, if it came back, what was sent, the people whom this evaluator still evaluates."""

    raw: RawTable | None
    file: str
    sent: Sealed
    own: Collection[str]
    dossier: Dossier
    digest: str
    problems: Problems

    def cells(self) -> Iterator[Given]:
        """What was returned about each person, if it is right; a row that is missing is a problem."""
        if self.raw is None or self.sent.about is None:
            if self.raw is None and self.sent.about is not None:
                self.problems.tell(Source(self.file, 0), MISSING, remedy=AGAIN)
            elif self.raw is not None:
                self.problems.tell(self.raw.source(0), NOT_SENT, remedy=f"Togliere il foglio. {AGAIN}")
            return
        if not has_heads(self.raw, people_heads()):
            self.problems.tell(self.raw.source(0), OTHER_HEADS, remedy=AGAIN)
            return
        seen: dict[str, int] = {}
        for number, cells in self.raw.rows:
            person, place = id_of(cells[0]), self.raw.source(number)
            if person not in self.sent.about:
                told = f"la riga è di «{person}», che non era nella scheda consegnata"
                self.problems.tell(place, told, remedy=PUT_BACK)
            elif person in seen:
                self.problems.tell(place, f"{person}: la riga è già in {self.raw.source(seen[person])}")
            else:
                seen[person] = number
                if person in self.own:
                    yield from self._row(person, dict(zip(people_heads(), cells, strict=False)), place)
        for person in self.sent.about:
            if person not in seen:
                self.problems.tell(self.raw.source(0), f"manca la riga di {person}", remedy=PUT_BACK)

    def _row(self, person: str, own: Mapping[str, Cell | Broken], place: Source) -> Iterator[Given]:
        given = {}
        for asked in asked_about(self.dossier.people[person], self.dossier):
            one = self._cell(asked, own[asked.what], place)
            if one is not None:
                given[asked.column.name] = one
        days = {name: one.value or one.asked.was for name, one in given.items()}
        first, last = days.get(PROPOSED), days.get(TOLD)
        if first is not None and last is not None and last < first:  # type: ignore[operator]
            late = given.pop(TOLD)
            self.problems.tell(
                place,
                late.asked.told,
                column=late.column,
                found=day_text(last),  # type: ignore[arg-type]
                expected=f"un giorno non prima di «{given[PROPOSED].column}», {day_text(first)}",  # type: ignore[arg-type]
                cell=late.cell,
            )
        yield from given.values()

    def _cell(self, asked: AskedAbout, cell: Cell | Broken, place: Source) -> Given | None:
        """A cell as it came back; None if it is a problem."""
        name = cell_name(people_heads().index(asked.what), place.row)
        try:
            value = _value(asked.column, cell)
        except CellError as error:
            found, expected = text_of(cell), error.expected
            self.problems.tell(
                place, asked.told, column=asked.what, found=found, expected=expected, remedy=error.remedy, cell=name
            )
            return None
        return Given(
            asked=asked,
            value=value,
            source=place,
            evaluator=self.sent.evaluator,
            digest=self.digest,
            column=asked.what,
            cell=name,
        )


def value_in(column: Column, cell: Cell | Broken) -> Value:
    """The day or the text of a cell; None if it is blank or cannot be read."""
    try:
        return _value(column, cell)
    except CellError:
        return None


def _value(column: Column, cell: Cell | Broken) -> Value:
    """The day or the text of a cell; None if it is blank. Raises CellError."""
    if isinstance(cell, Broken):
        kind = "una data come 30/6/2021" if column.kind == "date" else "un testo"
        raise CellError(kind, f"{cell.why[0].upper()}{cell.why[1:]}.")
    if not text_of(cell):
        return None
    return read_date(cell, LOCALE) if column.kind == "date" else read_text(cell)
