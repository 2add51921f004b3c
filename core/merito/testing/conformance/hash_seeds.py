"""Runs the worked cases in another process, under another hash seed: the results must be the same as here.

There the sets of the plugin's code are in order. The cases in which that put several elements in order run once more,
in a third process, with every set in the opposite order.
"""

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from attrs import frozen

from merito.model.messages import say
from merito.testing.cases import Case
from merito.testing.conformance.faults import Found, NotTried, of_case
from merito.testing.conformance.seen import seen
from merito.testing.conformance.subject import Subject
from merito.testing.conformance.told_lines import digest, lines_of

SEEDS = ("1", "2", "3")
PROGRAM = """
from merito.testing.conformance.another_process import main
main()
"""
AROUND, ENDED = 60, 2000
Lines = list[str]


@frozen
class Elsewhere:
    """The lines of every case there, those of some with sets in the opposite order, the floats by line, and errors."""

    told: tuple[Lines, ...] = ()
    backwards: tuple[tuple[int, Lines], ...] = ()
    floats: tuple[dict[str, str], ...] = ()
    fault: str = ""


def same_under_every_seed(subject: Subject) -> Iterator[Found]:
    """Figures and texts of the worked cases do not depend on PYTHONHASHSEED."""
    if not subject.readable:
        yield NotTried(say("non ci sono casi svolti"))
        return
    ran = elsewhere(subject)
    if ran.fault:
        yield say("i casi non si eseguono in un altro processo: {fault}", fault=ran.fault)
        return
    differ = list(_differences(subject, ran))
    for case, line, other in differ[:1]:
        what = say("dipende da PYTHONHASHSEED, come l'ordine di un insieme: {where}", where=_shown(line, other))
        yield of_case(case, len(differ) - 1, what)


def no_float_made(subject: Subject) -> Iterator[Found]:
    """No quotient of the worked cases is a float."""
    if not subject.readable:
        yield NotTried(say("non ci sono casi svolti: non si è provato se «/» dà un float"))
        return
    for at, quotient in sorted({at: one for floats in elsewhere(subject).floats for at, one in floats.items()}.items()):
        yield say("{at}: {quotient} è un float; merito.numbers.quotient è esatto", at=at, quotient=quotient)


def elsewhere(subject: Subject) -> Elsewhere:
    """The cases run in the other processes; run once for all checks."""
    if "elsewhere" not in subject.ran:
        subject.ran["elsewhere"] = _elsewhere(subject)
    found = subject.ran["elsewhere"]
    assert isinstance(found, Elsewhere)
    return found


def _elsewhere(subject: Subject) -> Elsewhere:
    there, opposite = [seed for seed in SEEDS if seed != os.environ.get("PYTHONHASHSEED")][:2]
    package, cases = subject.stack.regulation.package, subject.readable
    first = _run(there, package, False, cases)
    if isinstance(first, str):
        return Elsewhere(fault=first)
    told, hanging = tuple(first["told"]), first["hanging"]
    if not hanging:
        return Elsewhere(told, floats=(first["floats"],))
    second = _run(opposite, package, True, [cases[number] for number in hanging])
    if isinstance(second, str):
        return Elsewhere(fault=second)
    backwards = tuple(zip(hanging, second["told"], strict=True))
    return Elsewhere(told, backwards, (first["floats"], second["floats"]))


def _run(seed: str, package: str, backwards: bool, cases: Sequence[Case]) -> dict[str, Any] | str:
    """What the program tells under a hash seed; the end of its error messages if it fails."""
    path = os.pathsep.join(sys.path)
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}
    given = pickle.dumps((package, backwards, tuple(cases)))
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM], input=given, capture_output=True, env=environment, check=False
    )
    if ran.returncode:
        return ran.stderr.decode("utf-8", "replace")[-ENDED:]
    answer: dict[str, Any] = json.loads(ran.stdout)
    return answer


def _differences(subject: Subject, ran: Elsewhere) -> Iterator[tuple[Case, str, str]]:
    """The first difference in the results of each case."""
    backwards = dict(ran.backwards)
    for number, (case, there) in enumerate(zip(subject.readable, ran.told, strict=True)):
        others = [backwards[number]] if number in backwards else []
        if seen(subject, case).digest != digest(there):
            others.append(lines_of(*case.judged(subject.regulations)))
        yield from ((case, *found) for found in (_first_difference(there, other) for other in others) if found)


def _first_difference(lines: Lines, others: Lines) -> tuple[str, str] | None:
    pairs = zip_longest(lines, others, fillvalue="")
    return next(((line, other) for line, other in pairs if line != other), None)


def _shown(line: str, other: str) -> str:
    """The place where two lines differ."""
    same = next(place for place, (one, two) in enumerate(zip_longest(line, other)) if one != two)
    first = max(0, same - AROUND)
    row = line.partition("(")[0]
    return f"{row}: «…{line[first : same + AROUND]}…», «…{other[first : same + AROUND]}…»"
