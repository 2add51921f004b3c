"""What must hold of a regulation on any ente: tried on enti drawn from its worked cases.

A property that does not hold is told by the smallest ente that was found.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import fields
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable

from merito.model.record import Record
from merito.regulations import PluginFaultError
from merito.testing.conformance import figures
from merito.testing.conformance.alike import bettered, renamed, shuffled, twins
from merito.testing.conformance.drafts import Draft, drafts, lacking
from merito.testing.conformance.subject import Subject
from merito.workspace.problems import BadDataError

CENT = Decimal("0.01")
NAMES = ("person", "lacks", "left_to")
TEXTS = ("reason", "basis", "alternative", "message", "told", "formula")
Key = tuple[str, ...]
COMPARED = ("cascade", "fund_lines", "positions", "monitoring", "grades", "scores", "placements", "bands", "rewards")


class BrokenError(AssertionError):
    """A property that does not hold of an ente."""


def holds(subject: Subject, enti: st.SearchStrategy[Any], check: Callable[[Any], None]) -> Iterator[str]:
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
    @given(enti)
    def tried(drawn: Any) -> None:
        check(drawn)

    try:
        tried()
    except BrokenError as broken:
        yield str(broken)
    except Unsatisfiable:
        yield "no worked case lets this be tried: add one with people rated below the maximum"


def outcome(subject: Subject, draft: Draft) -> Record:
    """The record of an ente; one whose tables cannot be read is passed over. Raises BrokenError where a rule raised."""
    try:
        return draft.run(subject)
    except BadDataError:
        assume(False)
        raise
    except PluginFaultError as fault:
        raise BrokenError(f"{fault}\n  {draft}") from None


def _each(subject: Subject, told: Callable[[Record], Iterator[str]]) -> Callable[[Draft], None]:
    def check(draft: Draft) -> None:
        problems = list(told(outcome(subject, draft)))
        if problems:
            raise BrokenError(f"{problems[0]}\n  {draft}")

    return check


def bases_end_in_inputs(subject: Subject) -> Iterator[str]:
    """Every figure cites its rules and rests, in the end, on input rows or parameters."""
    yield from holds(subject, drafts(subject), _each(subject, figures.unfounded))


def money_conserved(subject: Subject) -> Iterator[str]:
    """A fund is what is paid, withheld and saved, to the cent."""
    yield from holds(subject, drafts(subject), _each(subject, figures.unconserved))


def bounds_respected(subject: Subject) -> Iterator[str]:
    """No figure is below zero or above its maximum."""
    yield from holds(subject, drafts(subject), _each(subject, figures.out_of_bounds))


def nothing_missing_is_fatal(subject: Subject) -> Iterator[str]:
    """An ente that lacks rows and cells is computed as far as it goes: no rule raises."""
    yield from holds(subject, lacking(subject), _each(subject, lambda record: iter(())))


def rows_in_any_order(subject: Subject) -> Iterator[str]:
    """The order of the rows changes no figure."""

    def check(drawn: tuple[Draft, int]) -> None:
        draft, seed = drawn
        other = shuffled(draft, seed)
        _same(compared(outcome(subject, draft)), compared(outcome(subject, other)), other, cent=False)

    yield from holds(subject, st.tuples(drafts(subject), st.integers(0, 99)), check)


def ids_decide_nothing(subject: Subject) -> Iterator[str]:
    """Other ids change no figure, save the last cent among equals."""

    def check(drawn: tuple[Draft, int]) -> None:
        draft, seed = drawn
        other, names = renamed(draft, subject, seed)
        before = _of(compared(outcome(subject, draft)), names)
        _same(before, compared(outcome(subject, other)), other, cent=True)

    yield from holds(subject, st.tuples(drafts(subject), st.integers(0, 99)), check)


def equals_paid_alike(subject: Subject) -> Iterator[str]:
    """Two people with the same rows have the same score, place and band, and the same money up to a cent."""

    def check(draft: Draft) -> None:
        for twin in twins(draft, subject):
            results = compared(outcome(subject, twin.draft))
            own = {key: row for key, row in results.items() if twin.person in key}
            others = {key: row for key, row in results.items() if twin.twin in key}
            others = _of(others, {twin.twin: twin.person})
            _same(own, others, twin.draft, cent=True)

    yield from holds(subject, drafts(subject), check)


def better_never_paid_less(subject: Subject) -> Iterator[str]:
    """Where a tool says so (`never_less`), a better score, all else equal, is never due less."""
    tools = {tool.name for tool in subject.own.inputs.tools.values() if tool.never_less}
    if not tools:
        return

    def check(drawn: tuple[Draft, Any]) -> None:
        draft, data = drawn
        better = bettered(draft, subject)
        assume(better is not None)
        other, person = data.draw(better)
        before, after = (_due(outcome(subject, one), person, tools) for one in (draft, other))
        for tool, amount in before.items():
            if after.get(tool, amount) < amount:
                cites = subject.stack.inputs.tools[tool].cites
                less = f"{person} was due {amount}, and {after[tool]} with more points"
                raise BrokenError(f"{tool} ({cites}): {less}\n  {other}")

    yield from holds(subject, st.tuples(drafts(subject), st.data()), check)


def _due(record: Record, person: str, tools: set[str]) -> dict[str, Decimal]:
    rows = [row for row in record.results.rewards if row.person == person and row.tool in tools]
    return {tool: sum((row.due for row in rows if row.tool == tool), Decimal(0)) for tool in {row.tool for row in rows}}


def compared(record: Record) -> dict[Key, dict[str, Any]]:
    """The figures of a record by table and key, without texts and what they rest on."""
    return {
        (table, *map(str, row.key)): {
            one.name: _plain(getattr(row, one.name)) for one in fields(type(row)) if one.name not in TEXTS
        }
        for table in COMPARED
        for row in getattr(record.results, table)
    }


def _of(rows: Mapping[Key, Any], names: Mapping[str, str]) -> dict[Key, Any]:
    """Rows under the keys that people have by other ids."""
    return {tuple(names.get(part, part) for part in key): row for key, row in rows.items()}


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, tuple) else value


def _same(
    before: Mapping[Key, Mapping[str, Any]],
    after: Mapping[Key, Mapping[str, Any]],
    draft: Draft,
    *,
    cent: bool,
) -> None:
    for key in before.keys() | after.keys():
        first, second = before.get(key), after.get(key)
        if first is None or second is None:
            raise BrokenError(f"{' '.join(key)}: only in one of the two\n  {draft}")
        for name, value in first.items():
            if name in NAMES or _alike(value, second[name], cent=cent):
                continue
            rules = ", ".join(first.get("rules", ()))
            raise BrokenError(f"{' '.join(key)} ({rules}): {name} is {value}, and {second[name]}\n  {draft}")


def _alike(one: Any, other: Any, *, cent: bool) -> bool:
    if cent and isinstance(one, Decimal | Fraction) and isinstance(other, Decimal | Fraction):
        return abs(Fraction(one) - Fraction(other)) <= Fraction(CENT)
    return bool(one == other)
