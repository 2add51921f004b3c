"""The end of `merito run`: all enti of the workspace side by side, where there is more than one."""

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
    """All enti of the workspace, also where the path is the folder of one."""
    return chosen.listed if len(chosen.listed) > 1 else roster(chosen.workspace, chosen.asked_year)


@frozen
class Ended:
    """The comparison that a run ends with, and the page of it or why it was not written; all None of one ente alone."""

    comparison: Comparison | None = None
    page: Path | None = None
    fault: str | None = None

    def tell(self) -> bool:
        """Says where the comparison is; False where it could not be written."""
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
    """All enti as they stand after a run, also those that were not asked for, written beside their results.

    Where results are not `paged` there is no page of all either.

    They are looked at by whoever is to write: of two runs that end at once, the last to write sees what both gave.
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
