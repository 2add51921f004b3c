"""Returned workbooks: the content of each, checked against what its evaluator was asked."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from attrs import frozen

from merito.collection.forms import Asked, Forms
from merito.collection.returned_book import (
    AGAIN,
    LOCALE,
    READERS,
    Key,
    has_heads,
    key_of,
    number_of,
    sheets_of,
    sound,
    whose,
)
from merito.collection.workbooks import ABOUT, FORM, HEADS, POINTS
from merito.model.source import Source
from merito.numbers import number_text
from merito.workspace.cell_numbers import read_points
from merito.workspace.cells import Broken, Cell, CellError, text_of
from merito.workspace.files import LEFT_BY_PROGRAMS, OTHER_SHEETS
from merito.workspace.heads import plain
from merito.workspace.problems import Problem, Problems
from merito.workspace.raw import RawTable

MOST = 100
OTHER_KIND = "una scheda si riprende come .xlsx o .ods"
OTHER_KIND_REMEDY = "Aprirlo con il foglio di calcolo e salvarlo come .xlsx; se non è una scheda, toglierlo di qui."
CHANGED = f"Se chi valuta è cambiato: {AGAIN[0].lower()}{AGAIN[1:]}"
OTHER_HEADS = f"le colonne del foglio «{FORM}» non sono quelle della scheda"
OTHER_ENTE = "è la scheda di un altro ente o di un altro anno"


@frozen(kw_only=True)
class Given:
    """Points that an evaluator wrote for a requested row, and where."""

    asked: Asked
    points: Decimal
    source: Source


@frozen(kw_only=True)
class Outdated:
    """A workbook of somebody who is no longer an evaluator, and how many points it has."""

    path: Path
    evaluator: str
    points: int


@frozen(kw_only=True)
class Returned:
    """What was returned: points by row, errors, who has not answered, which rows are blank; all texts in Italian.

    `outdated` belong to an earlier hand-out: nothing is read from them.
    """

    given: tuple[Given, ...]
    problems: tuple[Problem, ...]
    evaluators: tuple[str, ...]
    silent: tuple[str, ...]
    blank: tuple[Asked, ...]
    outdated: tuple[Outdated, ...] = ()

    @property
    def changed(self) -> tuple[Given, ...]:
        """Points that differ from those in the data."""
        return tuple(one for one in self.given if one.asked.points not in (None, one.points))

    @property
    def new(self) -> tuple[Given, ...]:
        """Points of rows that had none."""
        return tuple(one for one in self.given if one.asked.points is None)


def read_back(folder: Path, ente: str, year: int, forms: Forms) -> Returned:
    """Reads every workbook of a folder. Nothing is written."""
    problems, given = Problems(), list[Given]()
    seen: dict[str, str] = {}
    blank, outdated = list[Asked](), list[Outdated]()
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
        if evaluator not in forms.asked:
            outdated.append(Outdated(path=path, evaluator=evaluator, points=points_in(sheets[FORM])))
            continue
        if evaluator in seen:
            told = f"è la scheda di «{evaluator}», come {seen[evaluator]}"
            problems.tell(Source(path.name, 0), told, remedy="Tenere uno solo dei due file.")
            continue
        seen[evaluator] = path.name
        if not has_heads(sheets[FORM]):
            problems.tell(sheets[FORM].source(0), OTHER_HEADS, remedy=AGAIN)
            continue
        own = list(_points(sheets[FORM], evaluator, forms, problems))
        given += [one for one in own if isinstance(one, Given)]
        blank += [one for one in own if isinstance(one, Asked)]
    return Returned(
        given=tuple(given),
        problems=tuple(problems.found),
        evaluators=tuple(seen),
        silent=tuple(one for one in forms.asked if one not in seen),
        blank=tuple(blank),
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


def points_in(raw: RawTable) -> int:
    """The number of points in a sheet."""
    place = next((at for at, head in enumerate(raw.heads) if plain(head) == HEADS[POINTS]), None)
    return 0 if place is None else sum(cells[place] != "" for _, cells in raw.rows if place < len(cells))


def _points(raw: RawTable, evaluator: str, forms: Forms, problems: Problems) -> Iterator[Given | Asked]:
    """The rows of a sheet: valid points, or the requested row if its cell is blank."""
    wanted = {one.key: one for one in forms.asked[evaluator]}
    told: dict[Key, int] = {}
    for number, cells in raw.rows:
        place, own = raw.source(number), dict(zip(HEADS, cells, strict=True))
        key = key_of(own)
        if key not in wanted:
            problems.tell(place, **_stranger(own, key[0], evaluator, forms))
        elif key in told:
            problems.tell(place, f"{wanted[key].told}: la riga è già in {raw.source(told[key])}")
        else:
            told[key] = number
            yield from _of_row(own, wanted[key], place, problems)
    for key, asked in wanted.items():
        if key not in told:
            problems.tell(raw.source(0), f"manca la riga di {asked.told}", remedy=CHANGED)


def _of_row(
    own: Mapping[str, Cell | Broken], asked: Asked, place: Source, problems: Problems
) -> Iterator[Given | Asked]:
    changed = [*_otherwise(own, asked)]
    for head, expected in changed:
        told = Problem(
            source=place,
            column=head,
            message=asked.told,
            found=text_of(own[head]),
            expected=f"{expected}, come nella scheda data",
        )
        problems.add(told)
    if own["punti"] == "":
        yield asked
        return
    most = Decimal(MOST) if asked.item.maximum is None else asked.item.maximum
    try:
        points = read_points(sound(own["punti"]), LOCALE)
        if points > most:
            raise CellError(f"al massimo {number_text(most)}")
    except CellError as error:
        problems.tell(
            place, asked.told, column="punti", found=text_of(own["punti"]), expected=error.expected, remedy=error.remedy
        )
        return
    if not changed:
        yield Given(asked=asked, points=points, source=place)


def _otherwise(own: Mapping[str, Cell | Broken], asked: Asked) -> Iterator[tuple[str, str]]:
    """The columns in which maximum or weight differ from what was given out, with those values."""
    for head, value in (("massimo", asked.item.maximum), ("peso", asked.item.weight)):
        if number_of(own[head]) != value:
            yield head, "nulla" if value is None else number_text(value)


def _stranger(own: Mapping[str, Cell | Broken], person: str, evaluator: str, forms: Forms) -> dict[str, str]:
    """The description of a row not requested: of another evaluator's person, of nobody, or of another factor."""
    owner = forms.owners.get(person)
    if owner is None:
        told = f"la riga è di «{person}», che nessuno è chiamato a valutare con una scheda"
        return {"message": told, "remedy": CHANGED}
    if owner != evaluator:
        return {"message": f"la riga è di {person}, che è di un altro valutatore: {owner}", "remedy": CHANGED}
    known = sorted({one.item.told for one in forms.asked[evaluator] if one.person.id == person})
    factor, section = text_of(own["fattore"]), text_of(own["sezione"])
    found = f"{factor} ({section})" if section else factor
    told = f"il fattore, la sezione o il periodo non sono quelli della scheda di {person}"
    return {"message": told, "found": found, "expected": f"uno tra: {', '.join(known)}"}


def points_text(points: Sequence[Given]) -> Iterator[str]:
    """`E1, collaborazione (c): 6 → 7`."""
    for one in points:
        before = "" if one.asked.points is None else f"{number_text(one.asked.points)} → "
        yield f"{one.asked.told}: {before}{number_text(one.points)}"
