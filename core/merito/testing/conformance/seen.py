"""Observations on a worked case as it runs: its problems, and what enti drawn from it should target."""

from collections.abc import Iterable, Iterator

from attrs import field, frozen

from merito.model.messages import Message, plain
from merito.model.record import Record
from merito.model.results import Finding
from merito.model.states import State
from merito.regulations import Regulations
from merito.testing.cases import Case
from merito.testing.conformance.subject import Subject
from merito.testing.conformance.told_lines import digest, lines_of


@frozen(kw_only=True)
class Seen:
    """A case that ran: the differences, the readings that its rules asked for, and its people.

    `scored` have only final evaluations; `rewarded` are tools, each with people who receive money. `digest` is the hash
    of its figures and texts; `errors` are rule, subject, tool and message of each finding that refuses something.
    """

    digest: str
    problems: tuple[Message, ...] = ()
    asked: tuple[str, ...] = ()
    errors: frozenset[tuple[str, str, str, str]] = field(factory=frozenset)
    scored: frozenset[str] = field(factory=frozenset)
    rewarded: frozenset[tuple[str, str]] = field(factory=frozenset)


def seen(subject: Subject, case: Case) -> Seen:
    """A case after its run; each runs once for all checks, and not at all if pytest has run it."""
    if (key := repr(case)) not in subject.seen:
        subject.seen[key] = as_it_runs(case, subject.regulations)
    found = subject.seen[key]
    assert isinstance(found, Seen)
    return found


def as_it_runs(case: Case, regulations: Regulations | None = None) -> Seen:
    """Runs a case."""
    problems, record = case.judged(regulations)
    told = digest(lines_of(problems, record))
    if record is None:
        return Seen(digest=told, problems=tuple(problems))
    rewarded = frozenset((row.tool, row.person) for row in record.results.rewards if row.due)
    return Seen(
        digest=told,
        problems=tuple(problems),
        asked=record.asked,
        errors=errors_of(record.results.findings),
        scored=final_scores(record),
        rewarded=rewarded,
    )


def errors_of(findings: Iterable[Finding]) -> frozenset[tuple[str, str, str, str]]:
    """The errors among findings: rule, subject, tool and message."""
    return frozenset(
        (one.rule, one.subject, one.tool or "", plain(one.message)) for one in findings if one.severity == "error"
    )


def never_less_paid(subject: Subject, case: Case) -> frozenset[str]:
    """The people of a case who receive money through tools that declare `never_less`."""
    tools = never_less(subject)
    return frozenset(person for tool, person in seen(subject, case).rewarded if tool in tools)


def never_less(subject: Subject) -> frozenset[str]:
    """The tools of a plugin that declare `never_less`."""
    return frozenset(tool.name for tool in subject.own.inputs.tools.values() if tool.never_less)


def choices_asked(subject: Subject, case: Case) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The readings that the rules ask for in a case, each with its choices; those with only one are left out."""
    known = subject.stack.rulebook.interpretations
    for reading in seen(subject, case).asked:
        if len(known[reading].choices) > 1:
            yield reading, tuple(known[reading].choices)


def final_scores(record: Record) -> frozenset[str]:
    """The people with an evaluation, all of whose evaluations are final."""
    states: dict[str, set[State]] = {}
    for row in record.results.scores:
        states.setdefault(row.person, set()).add(row.state)
    return frozenset(person for person, found in states.items() if found == {State.FINAL})
