"""Reads workbooks in a separate process, which is ended if one takes too long or too much memory.

It is started for the first workbook and reads the others too; without workbooks there is none.
"""

import atexit
import os
import pickle
import signal
import subprocess
import sys
from threading import Event, Lock, Timer
from typing import IO

from attrs import define, field

from merito.workspace.system_faults import why_not
from merito.workspace.workbooks.reading_process import MEMORY, NO_MEMORY, Order, Refused
from merito.workspace.workbooks.workbook_cells import Workbook

PROGRAM = "from merito.workspace.workbooks.reading_process import main; main()"
SECONDS, SECONDS_PER_MB, CLOCK = 30, 20, 4
PATIENCE = 5.0
GONE = (EOFError, OSError, pickle.UnpicklingError)
SMALLER = "Togliere ciò che non serve alle tabelle, o salvare ogni tabella in CSV."


class RefusedError(ValueError):
    """A workbook that is refused: why, and what to do (Italian)."""

    def __init__(self, why: str, remedy: str = "") -> None:
        super().__init__(why)
        self.remedy = remedy


class _TooLongError(Exception):
    """The time for a workbook was exceeded."""


class _EndedError(Exception):
    """The process ended by itself, with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def read_apart(ending: str, content: bytes) -> Workbook:
    """The workbook that a file `.xlsx` or `.ods` holds. Raises RefusedError."""
    processor = SECONDS + SECONDS_PER_MB * len(content) // 2**20
    order = Order(ending, content, processor, float(processor * CLOCK))
    try:
        with _LOCK:
            said = _asked(order)
    except _TooLongError:
        raise RefusedError(f"non si finisce di leggerlo in {processor} secondi di calcolo", SMALLER) from None
    except _EndedError as ended:
        raise RefusedError(_how_it_ended(ended.code), SMALLER) from None
    except MemoryError:
        raise RefusedError("quello che contiene non sta nella memoria", SMALLER) from None
    except OSError as error:
        raise RefusedError(f"il processo che lo deve leggere non parte ({why_not(error)})") from None
    if isinstance(said, Workbook):
        return said
    if said.why:
        raise RefusedError(said.why)
    raise RefusedError(
        f"non è un file {ending} intero",
        f"Riaprirlo con il foglio di calcolo e salvarlo di nuovo come .{ending} senza password, "
        "o copiarlo di nuovo dall'originale.",
    )


@define(eq=False)
class _Reader:
    """The process, which belongs to the one that started it: a forked copy has none."""

    process: "subprocess.Popen[bytes]"
    owner: int = field(factory=os.getpid)
    used: bool = False

    def ask(self, order: Order) -> Workbook | Refused:
        """Its answer. Raises _TooLongError or _EndedError, and then it has ended."""
        late = Event()
        timer = Timer(order.clock, self._end_late, (late,))
        timer.daemon = True
        timer.start()
        try:
            pickle.dump(order, self._pipe(self.process.stdin), pickle.HIGHEST_PROTOCOL)
            self._pipe(self.process.stdin).flush()
            said = pickle.load(self._pipe(self.process.stdout))
        except GONE:
            code = self.end()
            if late.is_set() or code in _OF_TIME:
                raise _TooLongError from None
            raise _EndedError(code) from None
        except BaseException:
            self.process.kill()
            self.end()
            raise
        finally:
            timer.cancel()
        self.used = True
        assert isinstance(said, Workbook | Refused)
        return said

    def end(self) -> int:
        """Ends it, if possible gently; returns its code."""
        for pipe in (self.process.stdin, self.process.stdout):
            try:
                self._pipe(pipe).close()
            except OSError:
                continue  # unsent data are no longer needed
        try:
            return self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()

    def _end_late(self, late: Event) -> None:
        late.set()
        self.process.kill()

    def _pipe(self, pipe: IO[bytes] | None) -> IO[bytes]:
        assert pipe is not None
        return pipe


_LOCK = Lock()
_OF_TIME = {-getattr(signal, name) for name in ("SIGXCPU", "SIGALRM") if hasattr(signal, name)}
_standing: list[_Reader] = []


def _asked(order: Order) -> Workbook | Refused:
    """The answer of the process. If it had read others before and ended, a new one is tried."""
    reader = _reader()
    again = reader.used
    try:
        return reader.ask(order)
    except _EndedError:
        if not again:
            raise
    finally:
        if reader.process.returncode is not None:
            _standing.clear()
    return _asked(order)


def _reader() -> _Reader:
    if not _standing or _standing[0].owner != os.getpid():
        apart = "-I" if sys.flags.isolated else "-P"  # do not import modules from the current folder
        process = subprocess.Popen(
            [sys.executable, apart, "-c", PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        _standing[:] = [_Reader(process)]
        atexit.register(end_reading)
    return _standing[0]


def end_reading() -> None:
    """Ends the process that reads workbooks, if there is one; the next workbook starts another."""
    atexit.unregister(end_reading)
    for reader in _standing:
        if reader.owner == os.getpid():
            reader.end()
    _standing.clear()


def _how_it_ended(code: int) -> str:
    if code in (NO_MEMORY, -signal.SIGABRT):
        return f"per leggerlo non basta la memoria (al massimo {MEMORY // 2**20} MB)"
    return f"il processo che lo leggeva è finito prima ({f'segnale {-code}' if code < 0 else f'codice {code}'})"
