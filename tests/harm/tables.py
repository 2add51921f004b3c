"""A mutated file is read and runs, or is reported with its row; nothing else happens, and no cent is lost."""

import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Any

from faults.columns_fuzzed import write
from faults.sound_bases import Base
from faults.told import printable
from harm.cases import Ended, counted
from harm.tables_drawn import WORKBOOKS, Mutated, drawn, kind_of

from merito import BadDataError, WorkspaceError, plain
from merito.testing import Record, out_of_bounds, unconserved
from merito.testing.conformance import compared

PROCESSOR_SECONDS = 60
LONGEST_LINE = 3000
SHOWN_OF = 10


class TooLongError(Exception):
    """A file took too long to be read and run."""


def mutated_table(draw: Random, root: Path) -> Ended:
    """One mutated file of an ente, and how it ended."""
    mutated = drawn(draw)
    mutated.base.write(root, mutated.files)
    (root / "mutation.txt").write_text(f"{mutated.base.title}\n{mutated.path}\n{mutated.told}\n", encoding="utf-8")
    with limited():
        read = _told(mutated, root) if draw.randrange(SHOWN_OF) else _told(mutated, root, with_page=True)
    return counted("mutated tables", kind_of(mutated.path), read)


def _told(mutated: Mutated, root: Path, with_page: bool = False) -> str:
    try:
        record = mutated.base.record(root)
        if with_page and not mutated.alike:  # what says the same may stand beside rows of other enti
            mutated.base.checked(root)
            write(mutated.base, root)
    except WorkspaceError as error:
        own = mutated.path.partition("/")[0]
        assert own in ("merito.toml", mutated.path), f"{mutated.path} ends the command: {error}"
        lines = str(error).split("\n")
        assert all(line.startswith((mutated.path, "merito.toml")) for line in lines), repr(str(error))
        _fit_to_print(lines)
    except BadDataError as error:
        _fit_to_print(error.messages)
        for problem in error.problems:
            _well_told(problem, mutated)
    else:
        _sound(record)
        if mutated.alike:
            assert compared(record) == sound_figures(mutated.base), "the same tables give other figures"
            return "alike, the same figures"
        return "read, and run"
    assert not mutated.alike, "what says the same is not read"
    return "told"


def _sound(record: Record) -> None:
    wrong = [*unconserved(record), *out_of_bounds(record)]
    assert not wrong, "\n".join(wrong)


def _fit_to_print(lines: Any) -> None:
    assert lines
    for line in lines:
        assert printable(line), repr(line)
        assert line.splitlines() == [line], repr(line)
        assert len(line) < LONGEST_LINE, line


def _well_told(problem: Any, mutated: Mutated) -> None:
    source = problem.source
    assert source.file in mutated.files or source.file == mutated.base.folder, f"a file that is not there: {problem}"
    of_sheet = f"la tabella «{source.sheet}»" in plain(problem.message)  # unknown, in the wrong folder, or there twice
    whole = source.file.endswith(".toml") or (source.file.endswith(WORKBOOKS) and (not source.sheet or of_sheet))
    assert source.row or whole, f"without a row: {problem}"
    assert not plain(problem.message).startswith("il processo"), str(problem)


@contextmanager
def limited() -> Iterator[None]:
    """Ends with TooLongError what takes more processor time than any file may."""

    def late(_: int, __: FrameType | None) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, PROCESSOR_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


_SOUND_FIGURES: dict[int, tuple[Base, Mapping[Any, Any]]] = {}


def sound_figures(base: Base) -> Mapping[Any, Any]:
    """The figures of an unchanged base."""
    if id(base) not in _SOUND_FIGURES:
        with TemporaryDirectory() as place:
            base.write(Path(place))
            _SOUND_FIGURES[id(base)] = base, compared(base.record(Path(place)))
    return _SOUND_FIGURES[id(base)][1]
