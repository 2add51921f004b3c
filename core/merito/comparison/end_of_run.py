"""The end of a run of many enti: a line for each with a problem, the totals, all enti of the workspace side by side."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from attrs import frozen

from merito.comparison.enti import ComparedEnte, Comparison, compared
from merito.comparison.files import overview_names, write_comparison
from merito.model.language import in_words, worded
from merito.model.messages import say
from merito.numbers import decimal_text, euro_text
from merito.outputs.standing import STANDINGS
from merito.terminal.console import console, errors, in_common, one_line
from merito.terminal.run_table import COUNTED, EnteTold, counts_in_words
from merito.wording.coded import STATES, parts_text
from merito.workspace.files import shown_path
from merito.workspace.one_writer import one_writer
from merito.workspace.roster import Listed, roster
from merito.workspace.selection import Selection
from merito.workspace.supposed import Asked
from merito.workspace.system_faults import fault_told

WAIT_SECONDS = 60
BUSY = "da un minuto un'altra esecuzione sta scrivendo il confronto: ripetere con --only-changed quando è finita"
MONEY = ("allocated", "payable", "withheld", "savings", "net_paid")


def everybody(chosen: Selection) -> tuple[Listed, ...]:
    """All enti of the workspace, also if the path is the folder of one."""
    return chosen.listed if len(chosen.listed) > 1 else roster(chosen.workspace, chosen.asked_year)


@frozen
class Ended:
    """The comparison at the end of a run, and its page, or why it was not written; all None for a single ente."""

    comparison: Comparison | None = None
    page: Path | None = None
    fault: str | None = None

    def tell(self) -> bool:
        """Prints where the comparison is; False if it could not be written."""
        if self.fault is not None:
            errors().print(one_line(f"confronto non scritto: {self.fault}"), soft_wrap=True)
        elif self.comparison is not None and self.page is not None:
            told = f"tutti gli enti a confronto, {self.comparison.years}: {shown_path(self.page, Path.cwd())}"
            console().print(one_line(told), soft_wrap=True)
        return self.fault is None


def compare_enti(
    lines: Sequence[EnteTold],
    chosen: Selection,
    enti: tuple[Listed, ...],
    target: Path,
    asked: tuple[Asked, ...] = (),
    paged: bool = True,
) -> Ended:
    """All enti after a run, including those that were not selected, written next to their results.

    If results are not `paged` there is no page of all either.

    The writer reads the results itself: of two runs that end together, the last one sees the results of both.
    """
    if len(enti) < 2:
        return Ended()
    failures = {line.ente: line.why for line in lines if line.why}
    places = {line.ente: line.places for line in lines}
    mark = "; ".join(map(str, asked))

    other = other_year(chosen)

    def look() -> Comparison:
        return compared(target, chosen.years[0], chosen.as_of, enti, failures, places, mark)

    try:
        with one_writer(target / overview_names(other)[0], BUSY, WAIT_SECONDS):
            comparison = look()
            page = _page(comparison, overview_names(other)[0]) if paged else None
            return Ended(comparison, write_comparison(comparison, target, page, other))
    except OSError as error:
        return Ended(look(), fault=fault_told(error, target))


def other_year(chosen: Selection) -> int | None:
    """The year that was asked for, if it is not that of the workspace: its comparison has files of its own."""
    return None if chosen.asked_year in (None, chosen.workspace.year) else chosen.asked_year


def _page(comparison: Comparison, table: str) -> str:
    from merito.comparison.page import association_page  # noqa: PLC0415 (heavy: only for several enti)

    return association_page(comparison, table)


def failing_of_many(failing: Sequence[EnteTold], rows: Iterable[ComparedEnte], held: bool) -> Iterator[str]:
    """Why enti set the exit code, equal causes together; `rows` are the enti of this run in the comparison.

    With `held`, sums that are held set it too, so what holds them is told.
    """
    names = {line.ente for line in failing} if held else ()
    by_ente = {row.ente: row.standing.reasons for row in rows if row.ente in names} if names else {}
    yield from in_common((line.ente, _why(line, by_ente.get(line.ente, ()))) for line in failing)


def lines_of_many(lines: Sequence[EnteTold], rows: Iterable[ComparedEnte]) -> Iterator[str]:
    """What is said of all enti of a run together; `rows` are theirs in the comparison."""
    own = [line.ente for line in lines if line.own_rules]
    if own:
        told = say("con regole proprie: {enti}; le impronte sono nel summary.json di ognuno", enti=tuple(own))
        yield in_words(told)
    again = sum(line.unchanged for line in lines)
    if again:
        every = _number(len(lines))
        yield in_words(say("{again} su {every} invariati: non rieseguiti", again=_number(again), every=every))
    states, found, given, sums = Counter[str](), Counter[str](), 0, [Decimal(0)] * len(MONEY)
    for row in rows:
        states[row.standing.state] += 1
        if row.fresh:
            found.update(row.findings or {})
            own_sums = [one for one in (getattr(row.measures, name) for name in MONEY) if one is not None]
            if len(own_sums) == len(MONEY):
                given += 1
                sums = [one + more for one, more in zip(sums, own_sums, strict=True)]
    told_states = "; ".join(
        f"{worded(word)} {_number(states[state])}" for state, word in STANDINGS.items() if states[state]
    )
    yield in_words(say("{n} ente: {states}", many="{n} enti: {states}", number="n", n=len(lines), states=told_states))
    if given:
        whole, *parts = sums
        yield in_words(
            say(
                "fondi di {enti}, stanziati {amount}: {parts}",
                enti=_number(given),
                amount=euro_text(whole),
                parts=parts_text(*parts, worded=worded),
            )
        )
    severities = [in_words(said(found[one])) for one, said in COUNTED.items() if found[one]]
    none = in_words(say("nessuno"))
    yield in_words(say("rilievi: {found}", found=", ".join(severities) or none))


def _why(line: EnteTold, reasons: Sequence[str]) -> str:
    if line.why:
        rest = len(line.texts) - 1
        more = say(
            "; e {n} altro problema, da vedere con merito check",
            many="; e {n} altri problemi, da vedere con merito check",
            number="n",
            n=rest,
        )
        why = worded(line.why)
        return f"{why}: {line.texts[0]}{in_words(more) if rest > 0 else ''}" if line.texts else why
    found = counts_in_words(line.counts)
    return "; ".join((*([found] if found else ()), *reasons)) or worded(STATES["blocked"])


def _number(value: int) -> str:
    return decimal_text(Decimal(value))
