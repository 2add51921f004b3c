"""What a run asks for all enti and for each of them, and what it gets back."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from attrs import field, frozen

from merito.execution.facts import Facts
from merito.register.entries import DraftEntry
from merito.terminal.run_table import EnteTold
from merito.workspace.formats import FORMATS
from merito.workspace.selection import Selection
from merito.workspace.supposed import Asked

TOO_LONG, PROGRAM, LOCK, DISK, PROCESS, CLUSTER = "too_long", "program", "lock", "disk", "process", "cluster"
"""Causes of a failure for a machine, where these say more than the state of an ente (docs/faults.md)."""


@frozen(kw_only=True)
class Orders:
    """The settings of a run for all enti.

    `compared`: the name of the page of all enti, to which that of an ente links; blank without one. `texts`: the
    terminal reports it in words, in full if it runs `alone`; `years`: with its year.
    `asked`: the supposed values. `formats`: of the results. `wait`: how many seconds to wait for another run that
    writes the same results. `patience`: how many seconds an ente may take.
    """

    root: Path
    target: Path
    as_of: date
    provisional: bool = False
    only_changed: bool = False
    registered: bool = True
    compared: str = ""
    texts: bool = True
    alone: bool = False
    years: bool = False
    asked: tuple[Asked, ...] = ()
    formats: tuple[str, ...] = FORMATS
    wait: int = 0
    patience: float = 0


@frozen
class One:
    """An ente to run: its folder, the position of its workspace among those included, its year.

    `own_rules`: it has its own rules, and runs in a separate process. `anew`: it runs even if nothing has changed.
    """

    ente: str
    folder: Path
    part: int
    year: int
    own_rules: bool = False
    anew: bool = False


def tasks_of(chosen: Selection) -> list[One]:
    """The enti of a selection, as a process with the same workspace finds them."""
    places = {part.root: place for place, part in enumerate(chosen.workspace.every())}
    return [
        One(name, home.folder, places[home.workspace.root], home.year, home.own_rules)
        for name, home in chosen.homes.items()
    ]


@frozen
class Ran:
    """The outcome of an ente: lines for the end of the run, its register entry, or hashes of unchanged results.

    `facts` are those of its results, if it did not fail; `crash_file` is where the traceback of an exception is.
    """

    told: EnteTold
    draft: DraftEntry | None = None
    standing: Mapping[str, str] = field(factory=dict)
    facts: Facts | None = None
    milliseconds: int | None = None
    crash_file: str = ""
