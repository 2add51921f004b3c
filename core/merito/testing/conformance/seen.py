"""What is seen when a worked case runs as it stands: its problems, and what enti drawn from it are aimed at."""

from collections.abc import Iterator

from attrs import field, frozen

from merito.model.record import Record
from merito.model.states import State
from merito.regulations import Regulations
from merito.testing.cases import Case
from merito.testing.conformance.subject import Subject


@frozen(kw_only=True)
class Seen:
    """A case that ran: what is not as expected, the readings that its rules asked for, and whom it is about.

    `scored` have evaluations that are all final; `rewarded` are tools, each with somebody who has money by it.
    """

    problems: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    scored: frozenset[str] = field(factory=frozenset)
    rewarded: frozenset[tuple[str, str]] = field(factory=frozenset)


def seen(subject: Subject, case: Case) -> Seen:
    """A case as it runs; each runs once for all checks, and not at all where pytest has collected and run it."""
    if (key := repr(case)) not in subject.seen:
        subject.seen[key] = as_it_runs(case, subject.regulations)
    found = subject.seen[key]
    assert isinstance(found, Seen)
    return found


def as_it_runs(case: Case, regulations: Regulations | None = None) -> Seen:
    """Runs a case."""
    problems, record = case.judged(regulations)
    if record is None:
        return Seen(problems=tuple(problems))
    rewarded = frozenset((row.tool, row.person) for row in record.results.rewards if row.due)
    return Seen(problems=tuple(problems), asked=record.asked, scored=final_scores(record), rewarded=rewarded)


def never_less_paid(subject: Subject, case: Case) -> frozenset[str]:
    """The people of a case who have money by the tools that say `never_less`."""
    tools = never_less(subject)
    return frozenset(person for tool, person in seen(subject, case).rewarded if tool in tools)


def never_less(subject: Subject) -> frozenset[str]:
    """The tools of a plugin by which a better score is never due less."""
    return frozenset(tool.name for tool in subject.own.inputs.tools.values() if tool.never_less)


def choices_asked(subject: Subject, case: Case) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The readings that the rules ask for in a case, each with its choices; those with one alone are left out."""
    known = subject.stack.rulebook.interpretations
    for reading in seen(subject, case).asked:
        if len(known[reading].choices) > 1:
            yield reading, tuple(known[reading].choices)


def final_scores(record: Record) -> frozenset[str]:
    """The people who have an evaluation, all of whose evaluations are final."""
    states: dict[str, set[State]] = {}
    for row in record.results.scores:
        states.setdefault(row.person, set()).add(row.state)
    return frozenset(person for person, found in states.items() if found == {State.FINAL})
