"""What is seen when a worked case runs as it stands: its problems, and what enti drawn from it are aimed at."""

from collections.abc import Iterator

from attrs import field, frozen

from merito.model.record import Record
from merito.model.states import State
from merito.testing.cases import Case
from merito.testing.conformance.subject import Subject


@frozen(kw_only=True)
class Seen:
    """A case that ran: what is not as expected, the readings that its rules asked for, and whom it is about.

    `scored` have evaluations that are all final; `rewarded` have money by the tools that say `never_less`.
    """

    problems: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    scored: frozenset[str] = field(factory=frozenset)
    rewarded: frozenset[str] = field(factory=frozenset)


def seen(subject: Subject, case: Case) -> Seen:
    """A case as it runs; each runs once for all checks."""
    if id(case) not in subject.seen:
        problems, record = case.judged(subject.regulations)
        subject.seen[id(case)] = _seen(subject, tuple(problems), record) if record else Seen(problems=tuple(problems))
    found = subject.seen[id(case)]
    assert isinstance(found, Seen)
    return found


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


def _seen(subject: Subject, problems: tuple[str, ...], record: Record) -> Seen:
    tools = never_less(subject)
    rewarded = frozenset(row.person for row in record.results.rewards if row.tool in tools and row.due)
    return Seen(problems=problems, asked=record.asked, scored=final_scores(record), rewarded=rewarded)
