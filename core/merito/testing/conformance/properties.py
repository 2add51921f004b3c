"""What must hold of a regulation on any ente: tried on enti drawn from its worked cases.

A property that does not hold is told by the smallest ente that was found.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable

from merito.model.money import Reward
from merito.model.record import Record
from merito.model.states import State
from merito.regulations import PluginFaultError
from merito.testing.conformance import figures
from merito.testing.conformance.alike import bettered, renamed, shuffled
from merito.testing.conformance.drafts import DraftCase
from merito.testing.conformance.drawn import enti, enti_that_lack, enti_that_wait
from merito.testing.conformance.sameness import BrokenError, compared, same, under_names
from merito.testing.conformance.subject import Subject
from merito.testing.conformance.twins import untwinned, with_twin
from merito.workspace.problems import BadDataError

NOTHING = Decimal(0)
MOST_SEEDS = 99


def holds(subject: Subject, drawn: st.SearchStrategy[Any], check: Callable[[Any], None]) -> Iterator[str]:
    """Tries a property on enti as they are drawn; the smallest counterexample, if there is one."""
    if not subject.readable:
        yield "there are no worked cases to draw enti from"
        return

    @settings(
        max_examples=subject.examples,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        phases=(Phase.generate, Phase.shrink),
    )
    @given(drawn)
    def tried(one: Any) -> None:
        check(one)

    try:
        tried()
    except BrokenError as broken:
        yield str(broken)
    except Unsatisfiable:
        yield "no worked case lets this be tried: add one with people rated below the maximum"


def outcome(subject: Subject, draft: DraftCase) -> Record:
    """The record of an ente; one whose tables cannot be read is passed over. Raises BrokenError where a rule raised."""
    try:
        return draft.run(subject)
    except BadDataError:
        assume(False)
        raise
    except PluginFaultError as fault:
        raise BrokenError(f"{fault}\n  {draft}") from None


def _each(subject: Subject, told: Callable[[Record], Iterator[str]]) -> Callable[[DraftCase], None]:
    def check(draft: DraftCase) -> None:
        problems = list(told(outcome(subject, draft)))
        if problems:
            raise BrokenError(f"{problems[0]}\n  {draft}")

    return check


def bases_end_in_inputs(subject: Subject) -> Iterator[str]:
    """Every figure cites its rules and rests, in the end, on input rows or parameters."""
    yield from holds(subject, enti(subject), _each(subject, figures.unfounded))


def money_conserved(subject: Subject) -> Iterator[str]:
    """A fund is what is paid, withheld and saved, to the cent."""
    yield from holds(subject, enti(subject), _each(subject, figures.unconserved))


def bounds_respected(subject: Subject) -> Iterator[str]:
    """No figure is below zero or above its maximum."""
    yield from holds(subject, enti(subject), _each(subject, figures.out_of_bounds))


def nothing_missing_is_fatal(subject: Subject) -> Iterator[str]:
    """An ente that lacks rows and cells is computed as far as it goes: no rule raises."""
    yield from holds(subject, enti_that_lack(subject), _each(subject, lambda record: iter(())))


def rows_in_any_order(subject: Subject) -> Iterator[str]:
    """The order of the rows changes no figure."""

    def check(drawn: tuple[DraftCase, int]) -> None:
        draft, seed = drawn
        other = shuffled(draft, seed)
        same(compared(outcome(subject, draft)), compared(outcome(subject, other)), other, cent=False)

    yield from holds(subject, st.tuples(enti(subject), st.integers(0, MOST_SEEDS)), check)


def ids_decide_nothing(subject: Subject) -> Iterator[str]:
    """Other ids change no figure, save the last cent among equals."""

    def check(drawn: tuple[DraftCase, int]) -> None:
        draft, seed = drawn
        other, names = renamed(draft, subject, seed)
        before = under_names(compared(outcome(subject, draft)), names)
        same(before, compared(outcome(subject, other)), other, cent=True)

    yield from holds(subject, st.tuples(enti(subject), st.integers(0, MOST_SEEDS)), check)


def equals_paid_alike(subject: Subject) -> Iterator[str]:
    """Two people with the same rows have the same score, place and band, and the same money up to a cent."""

    def check(drawn: tuple[DraftCase, int]) -> None:
        twin = with_twin(drawn[0], subject, drawn[1])
        assume(twin is not None)
        assert twin is not None
        results = compared(outcome(subject, twin.draft))
        others = {untwinned(key): untwinned(row) for key, row in results.items() if untwinned(key) != key}
        own = {key: row for key, row in results.items() if key in others or any(map(twin.has_twin, key))}
        same(own, others, twin.draft, cent=True)

    yield from holds(subject, st.tuples(enti(subject), st.integers(0, MOST_SEEDS)), check)


def waits_for_figures(subject: Subject) -> Iterator[str]:
    """Nothing is paid or saved that another sum would be once a figure comes that was not final."""

    def check(drawn: tuple[DraftCase, DraftCase]) -> None:
        whole, waiting = drawn
        now, then = outcome(subject, waiting), outcome(subject, whole)
        weak = figures.not_final_yet(now, then)
        assume(weak and figures.refusals(then) <= figures.refusals(now))
        for told in figures.paid_otherwise(now, then):
            raise BrokenError(f"{told}, and {', '.join(weak)} was not final\n  {waiting}")

    yield from holds(subject, enti_that_wait(subject), check)


def better_never_paid_less(subject: Subject) -> Iterator[str]:
    """Where a tool says so (`never_less`), a better score, all else equal, is never due less.

    Of evaluations that are final: what is due on another one is only the most that it may become.
    """
    tools = {tool.name for tool in subject.own.inputs.tools.values() if tool.never_less}
    if not tools:
        return

    def check(drawn: tuple[DraftCase, Any]) -> None:
        draft, data = drawn
        before = outcome(subject, draft)
        better = bettered(
            draft, {row.person for row in before.results.rewards if row.tool in tools and _sure(before, row)}
        )
        assume(better is not None)
        other, person = data.draw(better)
        after = outcome(subject, other)
        assume(all(_sure(after, row) for row in before.results.rewards if row.person == person))
        now = _due(after, person)
        for tool, amount in _due(before, person).items():
            if tool in tools and now.get(tool, NOTHING) < amount:
                cites = subject.stack.inputs.tools[tool].cites
                less = f"{person} was due {amount}, and {now.get(tool, NOTHING)} with more points"
                raise BrokenError(f"{tool} ({cites}): {less}\n  {other}")

    yield from holds(subject, st.tuples(enti(subject), st.data()), check)


def _sure(record: Record, reward: Reward) -> bool:
    """Whether the evaluations of whom a reward is for are final."""
    return all(row.state is State.FINAL for row in record.results.scores if row.person == reward.person)


def _due(record: Record, person: str) -> dict[str, Decimal]:
    """What is due to somebody by each tool."""
    due: dict[str, Decimal] = defaultdict(Decimal)
    for row in record.results.rewards:
        if row.person == person:
            due[row.tool] += row.due
    return due
