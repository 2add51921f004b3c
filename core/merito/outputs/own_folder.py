"""Which files in a folder of results merito wrote, according to its lists; all others are never removed."""

import json
from collections.abc import Iterable
from errno import EEXIST
from os import scandir
from pathlib import Path
from typing import Any, TypeGuard

from merito.kit.findings import MOST_TOLD
from merito.outputs.marks import MARK
from merito.workspace.characters import printable

SUMMARY = "summary.json"
RUN_FILE = "run.json"
RESTS_ON = "rests_on.json"
FORMER = "riservato"
FORMER_SIZES = f"{FORMER}/sizes.json"
KEPT = "non si tocca"
MOVE = "spostarli altrove e ripetere"


def read_json(path: Path) -> object:
    """The content of a file; None if it does not exist or is not JSON. Raises OSError."""
    try:
        return json.loads(path.read_bytes()) if path.is_file() else None
    except (ValueError, RecursionError):
        return None


def is_of(summary: object, ente: str, year: int) -> TypeGuard[dict[str, Any]]:
    """Whether this is the `summary.json` of an ente and year, with its list of files."""
    return (
        isinstance(summary, dict)
        and (summary.get("ente"), summary.get("year")) == (ente, year)
        and isinstance(summary.get("sizes"), dict)
    )


def refuse_others(folder: Path, ente: str, year: int, simulated: bool) -> None:
    """Raises FileExistsError for a file in a folder that is not part of the results of this ente and year.

    Also for a folder without results, and if real and simulated ones would be mixed. A missing folder is free. Results
    of versions before 0.3 list those about persons apart, under `riservato/`.
    """
    if folder.is_symlink():
        raise _refused(f"è un collegamento: {KEPT}", folder)
    if not folder.exists():
        return
    if not (folder / SUMMARY).is_file():
        raise _refused(f"la cartella c'è già e non è di risultati: {KEPT}", folder)
    if (folder / MARK).is_file() is not simulated:
        there = "risultati veri" if simulated else "i risultati di una simulazione: si tolga la cartella"
        raise _refused(f"ci sono {there}, {KEPT}", folder)
    summary = read_json(folder / SUMMARY)
    if not is_of(summary, ente, year):
        told = f"{SUMMARY} non è quello dei risultati di {ente} del {year}, scritto da merito: la cartella {KEPT}"
        raise _refused(f"{told}; spostarla altrove e ripetere", folder)
    own = {SUMMARY, RESTS_ON, *summary["sizes"]}
    apart = read_json(folder / FORMER_SIZES)
    if isinstance(apart, dict):
        own |= {FORMER_SIZES, *(name for name in apart if name.startswith(f"{FORMER}/"))}
    if others := sorted(_others(folder, own)):
        told = f"ci sono file che merito non ha scritto: {_named(others)}: la cartella {KEPT}"
        raise _refused(f"{told}; {MOVE}", folder)


def _others(folder: Path, own: Iterable[str]) -> set[str]:
    """Everything in a folder that is not one of these files, nor a folder around one; a link is always foreign."""
    files = set(own)
    around = {name[:place] for name in files for place, mark in enumerate(name) if mark == "/"}
    found = set[str]()
    folders = [""]
    while folders:
        within = folders.pop()
        for one in scandir(folder / within):
            told = f"{within}{one.name}"
            if one.is_dir(follow_symlinks=False):
                if told in around:
                    folders.append(f"{told}/")
                else:
                    found.add(f"{told}/")
            elif told not in files or one.is_symlink():
                found.add(told)
    return found


def _named(others: list[str]) -> str:
    more = f" e altri {len(others) - MOST_TOLD}" if len(others) > MOST_TOLD else ""
    return ", ".join(f"«{printable(name)}»" for name in others[:MOST_TOLD]) + more


def _refused(why: str, folder: Path) -> FileExistsError:
    return FileExistsError(EEXIST, why, str(folder))
