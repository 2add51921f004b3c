"""Where the results of a simulation are: in a separate, marked folder, never among those of real runs."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from merito.outputs.marks import MARK, mark_text
from merito.workspace.in_place import clear_left, left_beside, write_whole
from merito.workspace.supposed import Asked

BESIDE = "-simulazione"
LONGEST = 60
UNSAFE = re.compile(r"[^A-Za-z0-9.-]+")


def simulation_folder(out: Path, asked: Iterable[Asked]) -> Path:
    """The folder for exactly these supposed values, in any order, next to the results."""
    texts = sorted(map(str, asked))
    keys = "_".join(UNSAFE.sub("-", text.partition("=")[0]) for text in texts)[:LONGEST]
    known = hashlib.sha256("\n".join(texts).encode("utf-8")).hexdigest()[:8]
    out = out.resolve()
    return out.with_name(out.name + BESIDE) / f"{keys}-{known}"


def not_for_results(target: Path) -> str:
    """Why the results of a real run cannot be in a folder (Italian); blank if they can."""
    around = _simulated(target)
    return f"{around}: contiene una simulazione ({MARK}): i risultati veri vogliono un'altra cartella" if around else ""


def not_for_simulation(target: Path, asked: Iterable[Asked], outs: Iterable[Path]) -> str:
    """Why this simulation cannot use a folder (Italian); blank if it can. `outs` contain real results."""
    real = next((out for out in map(Path.resolve, outs) if target.is_relative_to(out)), None)
    if real is not None:
        return f"{target}: è la cartella dei risultati veri, o sta tra quelli: una simulazione ne vuole un'altra"
    around = _simulated(target.parent)
    if around is not None:
        return f"{target}: sta dentro un'altra simulazione ({around}): indicare un'altra cartella"
    if not target.is_dir() or set(target.iterdir()) <= set(left_beside(target / MARK)):
        return ""
    if not (target / MARK).is_file():
        return f"{target}: contiene altri file, che non sono di una simulazione: indicare una cartella vuota o nuova"
    if (target / MARK).read_text(encoding="utf-8") != _text(asked):
        return f"{target}: contiene una simulazione con altre ipotesi ({MARK} le dice): indicare un'altra cartella"
    return ""


def begin_simulation(target: Path, asked: Iterable[Asked]) -> None:
    """Creates the folder with its mark, before any result is in it."""
    target.mkdir(parents=True, exist_ok=True)
    clear_left(target / MARK)
    write_whole(target / MARK, _text(asked))


def _simulated(folder: Path) -> Path | None:
    """The folder of a simulation that contains this one, or is it."""
    return next((place for place in (folder, *folder.parents) if (place / MARK).is_file()), None)


def _text(asked: Iterable[Asked]) -> str:
    return mark_text(sorted(map(str, asked)))
