"""Returned workbooks: the content of each, compared with what the sealed list says was handed out."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from attrs import evolve, frozen

from merito.collection.came_back import Given, Outdated, Returned
from merito.collection.forms import Asked, Item, present
from merito.collection.returned_book import (
    AGAIN,
    LOCALE,
    READERS,
    Key,
    cell_name,
    day_of,
    has_heads,
    key_of,
    number_of,
    sheets_of,
    sound,
    whose,
)
from merito.collection.returned_people import PeopleSheet
from merito.collection.sealed import Sealed
from merito.collection.workbooks import ABOUT, FORM, HEADS, PEOPLE, POINTS
from merito.model.dossier import Dossier
from merito.model.messages import say
from merito.model.source import Source
from merito.numbers import day_text, number_text
from merito.workspace.cell_numbers import read_points
from merito.workspace.cells import Broken, Cell, CellError, text_of
from merito.workspace.files import LEFT_BY_PROGRAMS, OTHER_SHEETS, file_hash
from merito.workspace.heads import plain
from merito.workspace.problems import Problem, Problems
from merito.workspace.raw import RawTable
from merito.workspace.sheets_out import SEALED_LIST

MOST = 100
OTHER_KIND = "una scheda si riprende come .xlsx o .ods"
OTHER_KIND_REMEDY = "Aprirlo con il foglio di calcolo e salvarlo come .xlsx; se non è una scheda, toglierlo di qui."
CHANGED = f"Se chi valuta è cambiato: {AGAIN[0].lower()}{AGAIN[1:]}"
OTHER_HEADS = f"le colonne del foglio «{FORM}» non sono quelle della scheda"
OTHER_ENTE = "è la scheda di un altro ente o di un altro anno"
NOT_HANDED_OUT = f"non è tra le schede consegnate ({SEALED_LIST}): chi l'ha fatta non si sa"
HAND_OUT = (
    "Riprendere il file che è stato consegnato; se l'elenco non c'era ancora, consegnare di nuovo con merito collect."
)


def read_back(
    folder: Path, ente: str, year: int, sealed: Mapping[str, Sealed], owners: Mapping[str, str], dossier: Dossier
) -> Returned:
    """Reads every workbook of a folder; `owners` say who evaluates each person now. Nothing is written."""
    problems, found = Problems(), list[Given]()
    seen: dict[str, str] = {}
    outdated = list[Outdated]()
    evaluators = set(owners.values())
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in OTHER_SHEETS or path.name.startswith(LEFT_BY_PROGRAMS):
            continue
        if path.suffix.lower() not in READERS:
            problems.tell(Source(path.name, 0), OTHER_KIND, remedy=OTHER_KIND_REMEDY)
            continue
        sheets = sheets_of(path, problems)
        if not sheets or not _is_of(sheets, path, ente, year, problems):
            continue
        evaluator = whose(sheets).evaluator
        if evaluator not in evaluators:
            outdated.append(Outdated(path=path, evaluator=evaluator, points=points_in(sheets[FORM])))
            continue
        sent = _sent(sheets, path, sealed, problems)
        if sent is None:
            continue
        if evaluator in seen:
            told = f"è la scheda di «{evaluator}», come {seen[evaluator]}"
            problems.tell(Source(path.name, 0), told, remedy="Tenere uno solo dei due file.")
            continue
        seen[evaluator] = path.name
        if not has_heads(sheets[FORM]):
            problems.tell(sheets[FORM].source(0), OTHER_HEADS, remedy=AGAIN)
            continue
        digest = file_hash(path)
        found += _Sheet(sheets[FORM], sent, owners, dossier, digest, problems).rows()
        found += PeopleSheet(
            raw=sheets.get(PEOPLE),
            file=path.name,
            sent=sent,
            own={person for person, owner in owners.items() if owner == evaluator},
            dossier=dossier,
            digest=digest,
            problems=problems,
        ).cells()
    by_evaluator = {one.evaluator: one for one in sealed.values() if one.evaluator in evaluators}
    return Returned(
        rows=tuple(found),
        problems=tuple(problems.found),
        silent={name: len({row.person for row in one.rows}) for name, one in by_evaluator.items() if name not in seen},
        outdated=tuple(outdated),
    )


def _is_of(sheets: Mapping[str, RawTable], path: Path, ente: str, year: int, problems: Problems) -> bool:
    """Whether a workbook belongs to the ente and year; otherwise it is a problem."""
    found = whose(sheets)
    if (found.ente, found.year) == (ente, str(year)):
        return True
    told, expected = f"{found.ente} {found.year}", f"{ente} {year}"
    problems.tell(Source(path.name, 0, ABOUT), OTHER_ENTE, found=told, expected=expected)
    return False


def _sent(
    sheets: Mapping[str, RawTable], path: Path, sealed: Mapping[str, Sealed], problems: Problems
) -> Sealed | None:
    """The workbook as it was handed out. One that was not, or to somebody else, is a problem."""
    found = whose(sheets)
    sent = sealed.get(found.code)
    if sent is None:
        problems.tell(
            Source(path.name, 0, ABOUT), f"{NOT_HANDED_OUT} (si dice di «{found.evaluator}»)", remedy=HAND_OUT
        )
        return None
    if sent.evaluator != found.evaluator:
        told = "la scheda torna con il nome di un altro valutatore"
        problems.tell(
            Source(path.name, 0, ABOUT), told, found=found.evaluator, expected=sent.evaluator, remedy=HAND_OUT
        )
        return None
    return sent


def points_in(raw: RawTable) -> int:
    """The number of points in a sheet."""
    place = next((at for at, head in enumerate(raw.heads) if plain(head) == HEADS[POINTS]), None)
    return 0 if place is None else sum(cells[place] != "" for _, cells in raw.rows if place < len(cells))


@frozen
class _Sheet:
    """A returned sheet, what was sent, who evaluates whom now, and the data of the year."""

    raw: RawTable
    sent: Sealed
    owners: Mapping[str, str]
    dossier: Dossier
    digest: str
    problems: Problems

    def rows(self) -> Iterator[Given]:
        """What was returned for each row that was sent, if it is right; every row that is missing is a problem."""
        wanted = dict(self._wanted())
        told: dict[Key, int] = {}
        for number, cells in self.raw.rows:
            place, own = self.raw.source(number), dict(zip(HEADS, cells[: len(HEADS)], strict=True))
            key = key_of(own)
            if key not in wanted:
                self.problems.tell(place, **self._stranger(own, key[0]))
            elif key in told:
                self.problems.tell(place, f"{wanted[key].told}: la riga è già in {self.raw.source(told[key])}")
            else:
                told[key] = number
                yield from self._row(own, wanted[key], place)
        for key, asked in wanted.items():
            if key not in told:
                remedy = "Rimetterla come nella scheda consegnata; una cella che non si valuta resta in bianco."
                self.problems.tell(self.raw.source(0), f"manca la riga di {asked.told}", remedy=remedy)

    def _wanted(self) -> Iterator[tuple[Key, Asked]]:
        """The rows as they were sent, with the points that the data have now."""
        people = {one.person for one in self.sent.rows}
        now = {
            one.key: one
            for person in self.dossier.people
            if person.id in people
            for one in present(person, self.dossier)
        }
        for row in self.sent.rows:
            person = self.dossier.people.get(row.person)
            if person is None or self.owners.get(row.person) != self.sent.evaluator:
                owner = self.owners.get(row.person)
                who = f"ora è di un altro valutatore: {owner}" if owner else "nessuno è chiamato a valutare"
                self.problems.tell(self.raw.source(0), f"la scheda chiede di {row.person}, che {who}", remedy=CHANGED)
                continue
            asked = Asked(person=person, item=row.item)
            there = now.get(row.key)
            yield row.key, asked if there is None else evolve(there, item=self._same(there, asked))

    def _same(self, there: Asked, sent: Asked) -> Item:
        if (there.item.maximum, there.item.weight) != (sent.item.maximum, sent.item.weight):
            told = say(
                "{what}: massimo o peso sono cambiati da quando la scheda è stata consegnata ({place})",
                what=sent.told,
                place=there.source,
            )
            self.problems.tell(self.raw.source(0), told, remedy=AGAIN)
        return sent.item

    def _row(self, own: Mapping[str, Cell | Broken], asked: Asked, place: Source) -> Iterator[Given]:
        column, cell = HEADS[POINTS], cell_name(POINTS, place.row)
        changed = [*_otherwise(own, asked)]
        for head, expected in changed:
            problem = Problem(
                source=place,
                column=head,
                message=asked.told,
                found=text_of(own[head]),
                expected=f"{expected}, come nella scheda consegnata",
                cell=cell_name(HEADS.index(head), place.row),
            )
            self.problems.add(problem)
        try:
            points = None if own[column] == "" else _points(own[column], asked)
        except CellError as error:
            self.problems.tell(
                place,
                asked.told,
                column=column,
                found=text_of(own[column]),
                expected=error.expected,
                remedy=error.remedy,
                cell=cell,
            )
            return
        if not changed:
            yield Given(
                asked=asked,
                value=points,
                source=place,
                evaluator=self.sent.evaluator,
                digest=self.digest,
                column=column,
                cell=cell,
            )

    def _stranger(self, own: Mapping[str, Cell | Broken], person: str) -> dict[str, str]:
        """The description of a row that was not sent: of another evaluator's person, of nobody, of another factor."""
        known = sorted({one.item.told for one in self.sent.rows if one.person == person})
        if not known:
            owner = self.owners.get(person)
            if owner is None:
                told = f"la riga è di «{person}», che nessuno è chiamato a valutare con una scheda"
            elif owner != self.sent.evaluator:
                told = f"la riga è di {person}, che è di un altro valutatore: {owner}"
            else:
                told = f"la riga è di {person}, che non era nella scheda consegnata"
            return {"message": told, "remedy": CHANGED}
        factor, section = text_of(own["fattore"]), text_of(own["sezione"])
        found = f"{factor} ({section})" if section else factor
        told = f"il fattore, la sezione o il periodo non sono quelli della scheda di {person}"
        return {"message": told, "found": found, "expected": f"uno tra: {', '.join(known)}"}


def _points(cell: Cell | Broken, asked: Asked) -> Decimal:
    """Raises CellError."""
    most = Decimal(MOST) if asked.item.maximum is None else asked.item.maximum
    points = read_points(sound(cell), LOCALE)
    if points > most:
        raise CellError(f"al massimo {number_text(most)}")
    return points


def _otherwise(own: Mapping[str, Cell | Broken], asked: Asked) -> Iterator[tuple[str, str]]:
    """The columns in which maximum, weight or last day differ from what was handed out, with those values."""
    for head, value in (("massimo", asked.item.maximum), ("peso", asked.item.weight)):
        if number_of(own[head]) != value:
            yield head, "nulla" if value is None else number_text(value)
    end: date | None = asked.item.end
    if day_of(own["al"]) != end:
        yield "al", "nulla" if end is None else day_text(end)
