"""The end of `merito run`: all enti of the workspace side by side, if there is more than one."""

from collections.abc import Sequence
from pathlib import Path

from attrs import frozen
from rich.text import Text

from merito.comparison.enti import Comparison, compared
from merito.comparison.files import COMPARISON, write_comparison
from merito.terminal.console import console, errors
from merito.terminal.run_table import EnteTold
from merito.terminal.selection import Selection
from merito.workspace.files import shown_path
from merito.workspace.one_writer import one_writer
from merito.workspace.roster import Listed, roster
from merito.workspace.supposed import Asked
from merito.workspace.system_faults import fault_told

WAIT_SECONDS = 60
BUSY = "da un minuto un'altra esecuzione sta scrivendo il confronto: ripetere con --only-changed quando è finita"


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
            errors().print(Text(f"confronto non scritto: {self.fault}"), soft_wrap=True)
        elif self.comparison is not None and self.page is not None:
            told = f"tutti gli enti a confronto, {self.comparison.years}: {shown_path(self.page, Path.cwd())}"
            console().print(Text(told), soft_wrap=True)
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

    def look() -> Comparison:
        return compared(target, chosen.years[0], chosen.as_of, enti, failures, places, mark)

    try:
        with one_writer(target / COMPARISON, BUSY, WAIT_SECONDS):
            comparison = look()
            return Ended(comparison, write_comparison(comparison, target, _page(comparison) if paged else None))
    except OSError as error:
        return Ended(look(), fault=fault_told(error, target))


def _page(comparison: Comparison) -> str:
    from merito.comparison.page import association_page  # noqa: PLC0415 (heavy: only for several enti)

    return association_page(comparison)
