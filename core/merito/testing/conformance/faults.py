"""One fault of a plugin is told once, however many cases and checks it stops."""

import re
from collections.abc import Iterable, Iterator

from merito.testing.cases import Case

RAISED = re.compile(r"raised (\w+)\(.*?\) at ([\w.-]+, line \d+)", re.DOTALL)


class NotTried(str):
    """Why a check was not tried: that is no failure, and no proof."""

    __slots__ = ()


def fault_in(problem: str) -> str:
    """What a rule raised and where, whatever it was raised over: `KeyError at prizes.py, line 12`; else nothing."""
    found = RAISED.search(problem)
    return f"{found[1]} at {found[2]}" if found else ""


def by_fault(problems: Iterable[tuple[Case, str]]) -> Iterator[str]:
    """The problems of cases: one that several cases have is told by the first of them, with how many they are."""
    groups: dict[str, list[tuple[Case, str]]] = {}
    for case, problem in problems:
        groups.setdefault(fault_in(problem) or problem, []).append((case, problem))
    for (case, problem), *others in groups.values():
        also = f" (and {len(others)} more cases)" if others else ""
        yield f"{case.file.name} «{case.title}»{also}: {problem}"


def news(check: str, problems: Iterable[str], told: dict[str, str]) -> Iterator[str]:
    """The problems of a check; of a fault that another check told, where it is. `told` is by fault, and is added to."""
    for problem in problems:
        fault = fault_in(problem)
        if not fault or told.setdefault(fault, check) == check:
            yield problem
        else:
            yield f"the fault told at `{told[fault]}`: {fault}"
