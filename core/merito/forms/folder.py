"""Where forms are written: next to the results of the year, so that the hashes of these do not change.

The folder is `<year>-moduli/`, with forms about persons under `riservato/` and an `indice.csv` in each. A file that
somebody has filled in since it was printed is never overwritten; forms that are no longer printed are removed
(`ended`). A new folder has the rights of the results that it is printed from.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from errno import EEXIST
from pathlib import Path
from stat import S_IMODE

from attrs import frozen

from merito.forms.ended import BLANK, NOTHING, Ended, Judged, end
from merito.outputs.own_folder import RESERVED
from merito.outputs.written import FILE, FOLDER
from merito.workspace.files import content_hash
from merito.workspace.in_place import make_folder, write_whole
from merito.workspace.spreadsheet_safe import csv_text

BESIDE = "-moduli"
INDEX = "indice.csv"
HEADS = ("modulo", "soggetto", "file", "stato", "impronta")
UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
LONGEST = 80


@frozen(kw_only=True)
class Sheet:
    """A form that was filled: its form and subject, whether it is reserved, its state and its bytes."""

    form: str
    subject: str
    reserved: bool
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


def write_sheets(folder: Path, sheets: Iterable[Sheet], judged: Judged = NOTHING) -> Laid:
    """Writes the forms, ends those `judged` that are not among them, then writes the lists.

    Raises FileExistsError on one that somebody has changed.
    """
    written: list[Path] = []
    ended = Ended()
    for reserved in (False, True):
        own = [one for one in sheets if one.reserved is reserved]
        place = folder / RESERVED if reserved else folder
        known, printed = _index(place), {one.file for one in own}
        old = [row for name, row in known.items() if name not in printed and judged.ended(row[0], name)]
        if not own and not old:
            continue
        _refuse_changed(place, own, known)
        folder.parent.mkdir(parents=True, exist_ok=True)
        make_folder(folder, folder.with_name(folder.name.removesuffix(BESIDE)))
        place.mkdir(exist_ok=True)
        if reserved:
            place.chmod(S_IMODE(place.stat().st_mode) & FOLDER)
        for one in own:
            path = place / one.file
            path.parent.mkdir(mode=FOLDER if reserved else 0o777, exist_ok=True)
            write_whole(path, one.content, FILE if reserved else None)
            known[one.file] = (one.form, one.subject, one.file, one.state, content_hash(one.content))
            written.append(path)
        ended = ended.plus(end(place, old))
        left = {row[2] for row in old}
        rows = [known[name] for name in sorted(known) if name not in left]
        write_whole(place / INDEX, csv_text([HEADS, *rows]), FILE if reserved else None)
    return Laid(written=tuple(written), ended=ended)


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
