"""Reports one fault of a plugin once, however many cases and checks it breaks."""

from collections.abc import Iterable, Iterator

from attrs import frozen

from merito.model.messages import Code, Message, Ref, say
from merito.regulations.raised import LINE
from merito.testing.cases import Case


@frozen
class NotTried:
    """Why a check was not tried: neither a failure nor a proof."""

    why: Message


@frozen
class Advice:
    """A form that still works and has a simpler one: no failure."""

    what: Message


Found = Message | NotTried | Advice


def fault_in(problem: Message) -> Ref | None:
    """The line of a rule that raised; None if none did."""
    return next((ref for ref in problem.refs() if ref.kind == LINE), None)


def by_fault(problems: Iterable[tuple[Case, Message]]) -> Iterator[Message]:
    """The problems of cases: one that several cases have is reported by the first, with their number."""
    groups: dict[Ref | Message, list[tuple[Case, Message]]] = {}
    for case, problem in problems:
        groups.setdefault(fault_in(problem) or problem, []).append((case, problem))
    for (case, problem), *others in groups.values():
        yield of_case(case, len(others), problem)


def of_case(case: Case, others: int, problem: Message) -> Message:
    """A problem of a case, and of so many others."""
    if not others:
        return say("{file} {title}: {problem}", file=case.file.name, title=Code(case.title), problem=problem)
    return say(
        "{file} {title} (e un altro caso): {problem}",
        many="{file} {title} (e altri {n} casi): {problem}",
        number="n",
        n=others,
        file=case.file.name,
        title=Code(case.title),
        problem=problem,
    )


def news(check: str, problems: Iterable[Message], told: dict[Ref, str]) -> Iterator[Message]:
    """The problems of a check; for a fault known from another check, a reference. `told` is by fault, and extended."""
    for problem in problems:
        fault = fault_in(problem)
        if not fault or told.setdefault(fault, check) == check:
            yield problem
        else:
            yield say("il guasto detto in {check}: {fault}", check=Code(told[fault]), fault=fault)
