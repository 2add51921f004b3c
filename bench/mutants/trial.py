"""One mutant on trial: a forked process runs the tests of its lines with the wrong code, until one fails."""

import gc
import json
import os
import resource
import select
import signal
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from attrs import asdict, frozen

from covered import processor
from mutations import Mutant
from swapped import swap

GIGABYTE = 2**30
MOST_MEMORY = 3 * GIGABYTE
GRACE = 15  # seconds of processor beyond the budget: a test that does not end is killed
CLOCK = 12  # times the budget by the clock, on a machine that others use too

KILLED, TIMED_OUT, SURVIVED, SPENT, UNSEEN = "killed", "timed out", "survived", "survived what was tried", "unseen"
DEAD = (KILLED, TIMED_OUT)


@frozen
class Verdict:
    """The result for a mutant: killed by a test or not, how many tests were tried, and the time that took."""

    outcome: str
    by: str = ""
    tried: int = 0
    of: int = 0
    seconds: float = 0.0


def tried(root: Path, mutant: Mutant | None, tests: Sequence[pytest.Item], budget: float) -> Verdict:
    """The verdict on a mutant, or on the unchanged code. `budget` is in seconds of processor."""
    if not tests:
        return Verdict(UNSEEN)
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.close(read)
        _be_tried(root, mutant, tests, budget, write)
    os.close(write)
    told = _told_by(read, child, CLOCK * (budget + GRACE))
    _, _, used = os.wait4(child, 0)
    seconds = round(used.ru_utime + used.ru_stime, 2)
    if not told:
        return Verdict(TIMED_OUT, of=len(tests), seconds=seconds)
    return Verdict(**{**json.loads(told), "of": len(tests), "seconds": seconds})


def _told_by(read: int, child: int, most: float) -> bytes:
    """What the child writes before it ends; a child that does not end is killed."""
    until, told = time.monotonic() + most, b""
    with os.fdopen(read, "rb", buffering=0) as pipe:
        while ready := select.select([pipe], [], [], max(until - time.monotonic(), 0))[0]:
            if not (part := ready[0].read(65536)):
                return told
            told += part
    os.kill(child, signal.SIGKILL)
    return b""


def _be_tried(root: Path, mutant: Mutant | None, tests: Sequence[pytest.Item], budget: float, write: int) -> None:
    try:
        _silenced(budget)
        gc.disable()
        if mutant is not None and not swap(root / mutant.file, module_of(mutant.file), mutant.number):
            raise LookupError(f"no function bears the code of {mutant.id}")
        gc.enable()
        told = _judged(tests, budget)
    except BaseException as error:
        told = Verdict(f"not tried: {type(error).__name__}: {error}")
    os.write(write, json.dumps(asdict(told)).encode())
    os._exit(0)


def _silenced(budget: float) -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    most = int(processor() + budget + GRACE) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (most, most))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def _judged(tests: Sequence[pytest.Item], budget: float) -> Verdict:
    began = processor()
    for number, test in enumerate(tests, start=1):
        following = tests[number] if number < len(tests) else None
        reports = runtestprotocol(test, log=False, nextitem=following)
        if any(report.failed for report in reports):
            return Verdict(KILLED, by=test.nodeid, tried=number)
        if processor() - began > budget and following is not None:
            return Verdict(SPENT, tried=number)
    return Verdict(SURVIVED, tried=len(tests))


def module_of(file: str) -> str:
    """The name of the module in a file: the part of the path from the package on."""
    parts = Path(file).with_suffix("").parts
    first = next(at for at, part in enumerate(parts) if part.startswith("merito"))
    return ".".join(part for part in parts[first:] if part != "__init__")
