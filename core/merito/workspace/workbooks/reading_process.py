"""A process that reads workbooks for another one, with its own limits of time and memory.

It reads orders from its input and writes answers to its output until the input ends. A workbook that exceeds the limits
ends only this process.
"""

import gc
import os
import pickle
import signal
import sys
from typing import BinaryIO

from attrs import frozen

from merito.workspace.limits import limit_memory, limit_processor
from merito.workspace.workbooks.archives import ArchiveError
from merito.workspace.workbooks.workbook_cells import Workbook, read_workbook

MEMORY = 2 * 2**30
NO_MEMORY = 75
LATER = 5.0
"""Seconds after the deadline at which it ends by itself, in case its parent is gone."""
ROWS_BETWEEN_SWEEPS = 100_000


@frozen
class Order:
    """A workbook to read: its file extension, its bytes, seconds of processor time and wall-clock time."""

    ending: str
    content: bytes
    processor: int
    clock: float


@frozen
class Refused:
    """A workbook that is refused: why (Italian); empty if it is corrupt."""

    why: str = ""


def answer(order: Order) -> Workbook | Refused:
    """The answer to an order. Raises MemoryError."""
    try:
        return read_workbook(order.ending, order.content)
    except ArchiveError as error:
        return Refused(str(error))
    except MemoryError:
        raise
    except BaseException:  # a library in Rust raises a BaseException
        return Refused()


def main() -> None:
    """Answers until the input ends; output of a library is discarded. Ctrl-C is handled by the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)
        limit_memory(MEMORY)
        gc.freeze()
        gc.set_threshold(ROWS_BETWEEN_SWEEPS)  # rows live as long as their workbook
        try:
            while True:
                _answer_one(sys.stdin.buffer, answers)
        except MemoryError:
            os._exit(NO_MEMORY)
        except (EOFError, BrokenPipeError):
            os._exit(0)


def _answer_one(orders: BinaryIO, answers: BinaryIO) -> None:
    order = pickle.load(orders)
    _limit_time(order)
    pickle.dump(answer(order), answers, pickle.HIGHEST_PROTOCOL)
    answers.flush()
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0)


def _limit_time(order: Order) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, order.clock + LATER)
    limit_processor(order.processor)
