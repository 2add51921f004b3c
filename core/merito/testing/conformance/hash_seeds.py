"""Runs the worked cases in two other processes, under other hash seeds: the results must be the same."""

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest
from typing import Any

from attrs import frozen

from merito.testing.cases import Case
from merito.testing.conformance.faults import NotTried
from merito.testing.conformance.subject import Subject

SEEDS = ("1", "2")
PROGRAM = "merito.testing.conformance.another_process"
AROUND, ENDED = 60, 2000


@frozen
class Elsewhere:
    """The results of every case in each of the processes, the floats that occurred by line, and errors."""

    told: tuple[list[list[str]], ...] = ()
    floats: tuple[dict[str, str], ...] = ()
    fault: str = ""


def same_under_every_seed(subject: Subject) -> Iterator[str]:
    """Figures and texts of the worked cases do not depend on PYTHONHASHSEED."""
    if not subject.readable:
        yield NotTried("there are no worked cases")
        return
    ran = elsewhere(subject)
    if ran.fault:
        yield f"the cases do not run in another process: {ran.fault}"
        return
    differ = list(_differences(subject, *ran.told))
    for case, line, other in differ[:1]:
        also = f" (and {len(differ) - 1} more cases)" if len(differ) > 1 else ""
        why = "hangs on PYTHONHASHSEED, as the order of a set does"
        yield f"{case.file.name} «{case.title}»{also}: {why}: {_shown(line, other)}"


def no_float_made(subject: Subject) -> Iterator[str]:
    """No quotient of the worked cases is a float."""
    if not subject.readable:
        yield NotTried("there are no worked cases: whether `/` gives a float was not tried")
        return
    for at, quotient in sorted({at: one for floats in elsewhere(subject).floats for at, one in floats.items()}.items()):
        yield f"{at}: {quotient} is a float; merito.numbers.quotient is exact"


def elsewhere(subject: Subject) -> Elsewhere:
    """The cases run in the other processes, both at once; run once for all checks."""
    if "elsewhere" not in subject.ran:
        subject.ran["elsewhere"] = _elsewhere(subject)
    found = subject.ran["elsewhere"]
    assert isinstance(found, Elsewhere)
    return found


def _elsewhere(subject: Subject) -> Elsewhere:
    package = subject.stack.regulation.package
    given = [pickle.dumps((package, seed != SEEDS[0], subject.readable)) for seed in SEEDS]
    with ThreadPoolExecutor() as threads:
        answers = list(threads.map(_run, SEEDS, given))
    wrong = [one.stderr.decode("utf-8", "replace")[-ENDED:] for one in answers if one.returncode]
    if wrong:
        return Elsewhere(fault=wrong[0])
    read: list[Any] = [json.loads(one.stdout) for one in answers]
    return Elsewhere(tuple(one["told"] for one in read), tuple(one["floats"] for one in read))


def _run(seed: str, given: bytes) -> "subprocess.CompletedProcess[bytes]":
    path = os.pathsep.join(sys.path)
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}
    program = [sys.executable, "-m", PROGRAM]
    return subprocess.run(program, input=given, capture_output=True, env=environment, check=False)


def _differences(subject: Subject, first: list[list[str]], second: list[list[str]]) -> Iterator[tuple[Case, str, str]]:
    """The first difference in the results of each case."""
    for case, one, other in zip(subject.readable, first, second, strict=True):
        for line, found in zip_longest(one, other, fillvalue="nothing"):
            if line != found:
                yield case, line, found
                break


def _shown(line: str, other: str) -> str:
    """The place where two lines differ."""
    same = next(place for place, (one, two) in enumerate(zip_longest(line, other)) if one != two)
    first = max(0, same - AROUND)
    row = line.partition("(")[0]
    return f"{row}: «…{line[first : same + AROUND]}…», and «…{other[first : same + AROUND]}…»"
