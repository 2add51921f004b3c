"""Writes the evaluators' workbooks; earlier ones that no longer fit are set aside.

A workbook with the right rows is kept: it may contain points. If its rows have changed, the new one takes over the
points that still fit, so that nobody types them again.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from attrs import evolve, frozen

from merito.collection.about_people import Value, cells_about, values_about
from merito.collection.forms import Asked, Forms
from merito.collection.returned import points_in
from merito.collection.returned_book import (
    NO_NUMBER,
    READERS,
    Key,
    has_heads,
    id_of,
    key_of,
    number_of,
    sheets_of,
    whose,
)
from merito.collection.returned_people import value_in
from merito.collection.sealed import NAMES, Sealed, new_code, read_sealed, sealed_rows, write_sealed
from merito.collection.workbooks import FORM, PEOPLE, WHOSE, Called, evaluator_book, file_names, people_heads
from merito.model.dossier import Dossier
from merito.numbers import counted
from merito.outputs.written import FILE
from merito.workspace.files import LEFT_BY_PROGRAMS, content_hash
from merito.workspace.heads import plain
from merito.workspace.in_place import make_own_folder
from merito.workspace.problems import Problems
from merito.workspace.raw import RawTable

READ = ("persona", "fattore", "sezione", "dal", "massimo", "peso", "punti")
Row = tuple[Decimal | None, Decimal | None, Decimal | None]
APART = "superate"


@frozen(kw_only=True)
class HandedOut:
    """How many workbooks were written, how many were kept, and messages about those set aside (Italian)."""

    written: int
    there: tuple[Path, ...]
    told: tuple[str, ...]


@frozen(kw_only=True)
class _Earlier:
    """An earlier workbook: its rows with maximum, weight and points, and how many points it has.

    A `whole` one has exactly the columns that are handed out. `about` are the cells about people, `sent` is how it was
    handed out, if it was.
    """

    path: Path
    evaluator: str
    whole: bool
    rows: Mapping[Key, Row]
    about: Mapping[str, Mapping[str, Value]]
    points: int
    sent: Sealed | None

    def fits(self, asked: tuple[Asked, ...], called: Called) -> bool:
        """Whether its columns, rows and names are the right ones, and it was handed out with them."""
        if self.sent is None or self.sent.changed(asked, called.person):
            return False
        wanted = {one.key: (one.item.maximum, one.item.weight) for one in asked}
        return self.whole and {key: (most, weight) for key, (most, weight, _) in self.rows.items()} == wanted

    def carried(self, one: Asked) -> Asked:
        """A row with its present points, if its maximum is unchanged; nothing of a workbook that was not handed out."""
        if self.sent is None:
            return one
        most, _, points = self.rows.get(one.key, (None, None, None))
        fits = points is not None and points != NO_NUMBER and most == one.item.maximum
        return evolve(one, points=points) if fits else one


def hand_out(folder: Path, home: Path, dossier: Dossier, day: date, asked: Forms, called: Called) -> HandedOut:
    """Writes the workbook of each evaluator who has none that fits, and the sealed list in the folder of the year.

    Raises SealError and OSError.
    """
    known, ente, year = read_sealed(home), dossier.ente.id, dossier.year
    make_own_folder(folder)
    there, told, carried = list[Path](), list[str](), dict[str, tuple[Asked, ...]]()
    typed: dict[str, Mapping[str, Value]] = {}
    current: set[str] = set()
    for one in _earlier(folder, ente, year, known):
        rows = asked.asked.get(one.evaluator)
        if rows is not None and one.fits(rows, called):
            there.append(one.path)
            current.add(one.evaluator)
            continue
        if rows is not None:
            carried[one.evaluator] = tuple(map(one.carried, carried.get(one.evaluator, rows)))
            typed |= one.about if one.sent is not None and one.sent.about is not None else {}
        told.append(_told(one, set_apart(one.path), rows))
    made: dict[Path, tuple[Sealed, bytes]] = {}
    changed = {
        one.code: one.changed(asked.asked[one.evaluator], called.person)
        for one in known.values()
        if one.evaluator in asked.asked
    }
    codes = {one.evaluator: code for code, one in known.items() if changed.get(code) == (NAMES,)}
    for evaluator, name in file_names(asked.asked).items():
        if evaluator in current:
            continue
        if (folder / name).exists():
            there.append(folder / name)
            continue
        rows = carried.get(evaluator, asked.asked[evaluator])
        code = codes.get(evaluator) or new_code()  # with other names alone, the one that is out may still come back
        about = values_about((one.person for one in rows), dossier)
        about = {person: {**cells, **typed.get(person, {})} for person, cells in about.items()}
        content = evaluator_book(ente, year, evaluator, code, rows, about, called)
        made[folder / name] = (
            Sealed(
                code=code,
                evaluator=evaluator,
                file=name,
                digest=content_hash(content),
                day=day,
                rows=sealed_rows(rows),
                about=about,
                names={one.person.id: called.person(one.person.id) for one in rows},
            ),
            content,
        )
    still = [one for one in known.values() if changed.get(one.code) == ()]
    write_sealed(home, [*still, *(one for one, _ in made.values())])
    for path, (_, content) in made.items():
        path.touch(FILE, exist_ok=False)
        path.write_bytes(content)
    return HandedOut(written=len(made), there=tuple(there), told=tuple(told))


def _told(one: _Earlier, place: Path, asked: tuple[Asked, ...] | None) -> str:
    """The message about a workbook that was set aside; `asked` are the rows of its evaluator, if any."""
    where = f"messa da parte in {place}"
    if asked is not None and one.sent is None:
        lost = f", con {counted(one.points, 'punteggio', 'punteggi')}, che non si riportano" if one.points else ""
        return f"{one.path}: non è tra le schede consegnate: {where}{lost}"
    if asked is not None:
        kept = sum(one.carried(row) is not row for row in asked)
        points = f"{kept} dei suoi {counted(one.points, 'punteggio', 'punteggi')}"
        carried = f"; la nuova ne riporta {points}" if one.points else ""
        return f"{one.path}: ciò che si chiede a «{one.evaluator}» è cambiato: {where}{carried}"
    lost = f", con {counted(one.points, 'punteggio', 'punteggi')}" if one.points else ""
    return f"{one.path}: è la scheda di «{one.evaluator}», a cui non si chiede più nessuna valutazione: {where}{lost}"


def _earlier(folder: Path, ente: str, year: int, known: Mapping[str, Sealed]) -> Iterator[_Earlier]:
    """The workbooks of an ente and year in a folder."""
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in READERS or path.name.startswith(LEFT_BY_PROGRAMS):
            continue
        sheets = sheets_of(path, Problems())
        if not sheets:
            continue
        found = whose(sheets)
        if (found.ente, found.year) == (ente, str(year)):
            raw, sent = sheets[FORM], known.get(found.code)
            yield _Earlier(
                path=path,
                evaluator=found.evaluator,
                whole=has_heads(raw),
                rows=_rows(raw),
                about=_about(sheets.get(PEOPLE)),
                points=points_in(raw),
                sent=sent if sent is not None and sent.evaluator == found.evaluator else None,
            )


def _rows(raw: RawTable) -> dict[Key, Row]:
    """The rows of a sheet by their key, also if it has more columns; empty if it lacks these."""
    heads = [plain(head) for head in raw.heads]
    if not set(READ) <= set(heads):
        return {}
    cells = (dict(zip(heads, row, strict=False)) for number, row in raw.rows if number not in raw.uneven)
    return {key_of(own): (number_of(own["massimo"]), number_of(own["peso"]), number_of(own["punti"])) for own in cells}


def _about(raw: RawTable | None) -> Mapping[str, Mapping[str, Value]]:
    """What was written about each person in a sheet; a cell that cannot be read is left out."""
    if raw is None or not has_heads(raw, people_heads()):
        return {}
    return {
        id_of(cells[0]): {
            column.label: value
            for column, cell in zip(cells_about(), cells[len(WHOSE) :], strict=False)
            if (value := value_in(column, cell)) is not None
        }
        for _, cells in raw.rows
    }


def set_apart(path: Path) -> Path:
    """Moves a file into the folder for old sheets, and returns its new place. Raises OSError."""
    folder = path.parent / APART
    make_own_folder(folder)
    place = next(_places(folder, path))
    path.rename(place)
    return place


def _places(folder: Path, path: Path) -> Iterator[Path]:
    """Names in a folder that are not in use."""
    number = 1
    while True:
        place = folder / f"{path.stem}{f'-{number}' if number > 1 else ''}{path.suffix}"
        if not place.exists() and not place.is_symlink():
            yield place
        number += 1
