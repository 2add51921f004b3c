"""Where forms are written: next to the results of the year, so that the hashes of these do not change.

The folder is `<year>-moduli/`, with an `indice.csv`; it is the office's, and so are its files. A file that somebody has
filled in since it was printed is never overwritten; forms that are no longer printed are removed (`ended`).
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from errno import EEXIST
from pathlib import Path

from attrs import frozen

from merito.forms.ended import BLANK, NOTHING, Ended, Judged, end
from merito.outputs.own_folder import FORMER
from merito.workspace.files import content_hash
from merito.workspace.in_place import make_own_folder, rights_of, write_whole
from merito.workspace.spreadsheet_safe import csv_text

BESIDE = "-moduli"
INDEX = "indice.csv"
HEADS = ("modulo", "soggetto", "file", "stato", "impronta")
UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
LONGEST = 80


@frozen(kw_only=True)
class Sheet:
    """A form that was filled: its form and subject, its state and its bytes."""

    form: str
    subject: str
    state: str
    blank: bool
    content: bytes
    ending: str = ".docx"

    @property
    def file(self) -> str:
        """Its path in its folder; two subjects never share one."""
        safe = UNSAFE.sub("-", self.subject)[:LONGEST]
        if safe != self.subject:
            safe = f"{safe}-{content_hash(self.subject.encode())[:8]}"
        name = f"{self.form}-{safe}" if safe else self.form
        return f"{self.form}/{name}{BLANK if self.blank else ''}{self.ending}"


def forms_folder(results: Path) -> Path:
    """The folder of the forms, next to that of the results."""
    return results.with_name(results.name + BESIDE)


@frozen(kw_only=True)
class Laid:
    """The forms that were written, and those of an earlier print that ended."""

    written: tuple[Path, ...]
    ended: Ended


def write_sheets(folder: Path, sheets: Sequence[Sheet], judged: Judged = NOTHING) -> Laid:
    """Writes the forms, ends those `judged` that are not among them, then writes the list.

    Raises FileExistsError on one that somebody has changed.
    """
    known, printed = _index(folder), {one.file for one in sheets}
    old = [row for name, row in known.items() if name not in printed and judged.ended(row[0], name)]
    if not sheets and not old:
        return Laid(written=(), ended=Ended())
    _refuse_changed(folder, sheets, known)
    make_own_folder(folder)
    _, mode = rights_of()
    for one in sheets:
        make_own_folder((folder / one.file).parent)
        write_whole(folder / one.file, one.content, mode)
        known[one.file] = (one.form, one.subject, one.file, one.state, content_hash(one.content))
    ended, left = end(folder, old), {row[2] for row in old}
    rows = [known[name] for name in sorted(known) if name not in left]
    write_whole(folder / INDEX, csv_text([HEADS, *rows]), mode)
    return Laid(written=tuple(folder / one.file for one in sheets), ended=ended)


def gather_former(folder: Path) -> None:
    """Moves what versions before 0.3 printed under `riservato/` to the other forms, with its list. Raises OSError.

    Nothing is overwritten: a file whose place is taken stays where it is.
    """
    former = folder / FORMER
    if former.is_symlink() or not former.is_dir():
        return
    known = _index(folder)
    for row in _index(former).values():
        new = folder / row[2]
        if not new.exists() and not (former / row[2]).is_symlink():
            make_own_folder(new.parent)
            known[row[2]] = row
            (former / row[2]).rename(new)
    _, mode = rights_of()
    write_whole(folder / INDEX, csv_text([HEADS, *(known[name] for name in sorted(known))]), mode)
    (former / INDEX).unlink(missing_ok=True)
    for place in (*former.iterdir(), former):
        if place.is_dir() and not any(place.iterdir()):
            place.rmdir()


def _index(place: Path) -> dict[str, tuple[str, ...]]:
    """What an earlier command wrote, by file; empty without a list."""
    try:
        text = (place / INDEX).read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return {}
    rows = list(csv.reader(io.StringIO(text, newline="")))
    return {row[2]: tuple(row) for row in rows[1:] if len(row) == len(HEADS) and (place / row[2]).is_file()}


def _refuse_changed(place: Path, sheets: Iterable[Sheet], known: Mapping[str, tuple[str, ...]]) -> None:
    for one in sheets:
        path = place / one.file
        if path.is_symlink() or (path.exists() and not _as_written(path, known.get(one.file))):
            why = "è stato compilato o modificato dopo la stampa: non si tocca; spostarlo e ripetere"
            raise FileExistsError(EEXIST, why, str(path))


def _as_written(path: Path, row: tuple[str, ...] | None) -> bool:
    return row is not None and path.is_file() and content_hash(path.read_bytes()) == row[-1]
