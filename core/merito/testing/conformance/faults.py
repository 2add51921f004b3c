"""Reports one fault of a plugin once, however many cases and checks it breaks."""

import re
from collections.abc import Iterable, Iterator

from merito.testing.cases import Case

RAISED = re.compile(r"raised (\w+)\(.*?\) at ([\w.-]+, line \d+)", re.DOTALL)


class NotTried(str):
    """Why a check was not tried: neither a failure nor a proof."""

    __slots__ = ()


class Advice(str):
    """A form that still works and has a simpler one: no failure."""

    __slots__ = ()


def fault_in(problem: str) -> str:
    """The exception of a rule and its place: `KeyError at prizes.py, line 12`; otherwise an empty text."""
    found = RAISED.search(problem)
    return f"{found[1]} at {found[2]}" if found else ""


def by_fault(problems: Iterable[tuple[Case, str]]) -> Iterator[str]:
    """The problems of cases: one that several cases have is reported by the first, with their number."""
    groups: dict[str, list[tuple[Case, str]]] = {}
    for case, problem in problems:
        groups.setdefault(fault_in(problem) or problem, []).append((case, problem))
    for (case, problem), *others in groups.values():
        also = f" (and {len(others)} more cases)" if others else ""
        yield f"{case.file.name} «{case.title}»{also}: {problem}"


def news(check: str, problems: Iterable[str], told: dict[str, str]) -> Iterator[str]:
    """The problems of a check; for a fault known from another check, a reference. `told` is by fault, and extended."""
    for problem in problems:
        fault = fault_in(problem)
        if not fault or told.setdefault(fault, check) == check:
            yield problem
        else:
            yield f"the fault told at `{told[fault]}`: {fault}"
