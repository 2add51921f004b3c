"""The record of a simulation in its folder, for comparison with runs of the register; it never enters one."""

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from merito.cycle.course import Course
from merito.model.messages import say
from merito.model.record import Record
from merito.model.simulation import LAYER
from merito.outputs.marks import COLUMN
from merito.outputs.own_folder import SUMMARY
from merito.register.canonical import canonical, plain
from merito.register.entries import (
    ASKED,
    FOLDER,
    GIVEN,
    INPUTS,
    PARAMETERS,
    READINGS,
    SUPPOSED,
    Entry,
    parts_of,
    told_of,
)
from merito.register.problems import RegisterError
from merito.register.runs import ADOPTED, SHORT_HASH, Contents
from merito.workspace.files import content_hash
from merito.workspace.system_faults import why_not

FILE = "simulation.json"
TOLD = ("ente", "year", "as_of", "provisional", "regulation", "edition", "engine", "plugins", ASKED, SUPPOSED)
PARTS = (INPUTS, PARAMETERS, READINGS, GIVEN)
ALTERED = (ValueError, KeyError, TypeError, AttributeError)


@frozen
class Kept:
    """The contents of a folder, by hash, and then those of the register."""

    own: Mapping[str, bytes]
    register: Contents | None = None

    def content(self, known: str) -> bytes:
        if known in self.own or self.register is None:
            return self.own[known]
        return self.register.content(known)


def simulation_text(record: Record, course: Course, inputs: Mapping[str, str]) -> str:
    """The text of `simulation.json`: everything behind its figures, as an entry of the register would contain it."""
    asked = list(record.simulation.asked) if record.simulation else []
    sums = [
        f"{section}.{one.id}"
        for section in ("funds", "figures")
        for one in getattr(record.dossier, section)
        if one.source.file.startswith(LAYER)
    ]
    told = {**told_of(record, course), ASKED: asked, SUPPOSED: sums, **parts_of(record, course, inputs)}
    return json.dumps(plain(told), ensure_ascii=False, indent=2) + "\n"


def names_folder(word: str) -> bool:
    """Whether a word means a folder; one that could name a run of the register does only if written `./12`."""
    run = word == ADOPTED or word.isdecimal() or SHORT_HASH.fullmatch(word.lower())
    return not run and Path(word).is_dir()


def simulated_run(folder: Path, ente: str = "", year: int = 0) -> tuple[Entry, Mapping[str, bytes]]:
    """The simulation in a folder, as an entry without a number, and its contents by hash.

    The folder is that of one ente and year, or of the whole simulation: then of the `ente` and `year`, if it has
    several. Raises RegisterError if it contains no simulation, or not the one that was written.
    """
    place = _place(folder, ente, year)
    contents: dict[str, bytes] = {}

    def kept(content: bytes) -> str:
        contents[content_hash(content)] = content
        return content_hash(content)

    try:
        told: dict[str, Any] = json.loads((place / FILE).read_text(encoding="utf-8"))
        files = {
            path.relative_to(place).as_posix(): kept(_unmarked(path.read_text(encoding="utf-8")))
            for path in sorted(place.rglob("*.csv"))
        }
        files[SUMMARY] = kept((place / SUMMARY).read_bytes())
        _hold(told)
        parts = {part: kept(canonical(told[part])) for part in PARTS}
        body = {**told, **parts, "files": files, "number": 0, FOLDER: str(folder)}
    except OSError as error:
        raise RegisterError(say("{place}: non si legge ({error})", place=place, error=why_not(error))) from None
    except ALTERED as error:
        raise RegisterError(
            say(
                "{place}: non è la simulazione che merito ha scritto ({error}): da rieseguire",
                place=place,
                error=str(error),
            )
        ) from None
    return Entry(number=0, hash="", body=body), contents


def _hold(told: Mapping[str, Any]) -> None:
    """Raises KeyError if something is missing that a run of the register has."""
    for name in (*TOLD, *PARTS):
        told[name]


def _place(folder: Path, ente: str, year: int) -> Path:
    if (folder / FILE).is_file():
        return folder
    if ente and (folder / ente / str(year) / FILE).is_file():
        return folder / ente / str(year)
    found = sorted(path.parent for path in folder.glob(f"*/*/{FILE}"))
    if not found:
        raise RegisterError(
            say(
                "{folder}: non è la cartella di una simulazione; un'esecuzione vera si indica "
                "col numero della sua voce",
                folder=folder,
            )
        )
    if ente:
        raise RegisterError(say("{folder}: la simulazione non ha {ente} {year}", folder=folder, ente=ente, year=year))
    if len(found) > 1:
        shown = ", ".join(path.relative_to(folder).as_posix() for path in found[:8])
        more = ", ..." if len(found) > 8 else ""
        raise RegisterError(
            say(
                "{folder}: la simulazione ha più enti: indicare la cartella di uno ({shown}{more})",
                folder=folder,
                shown=shown,
                more=more,
            )
        )
    return found[0]


def _unmarked(text: str) -> bytes:
    """A table without the column that marks it, as a real run would have written it."""
    heads, *rows = csv.reader(io.StringIO(text, newline=""))
    if heads[0] != COLUMN:
        raise ValueError(f"una tabella senza la colonna {COLUMN}")
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerows(cells[1:] for cells in (heads, *rows))
    return buffer.getvalue().encode("utf-8")
