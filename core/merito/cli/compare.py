"""The end of `merito run`: all enti of the workspace side by side, where there is more than one."""

from collections.abc import Sequence
from pathlib import Path

from rich.text import Text

from merito.cli.options import console, errors
from merito.cli.selection import Selection
from merito.outputs.comparison import Comparison, compared
from merito.outputs.comparison_files import write_comparison
from merito.report.run_table import Told
from merito.workspace.files import shown_path
from merito.workspace.roster import Listed, roster
from merito.workspace.supposed import Asked
from merito.workspace.system_faults import fault_told


def everybody(chosen: Selection) -> tuple[Listed, ...]:
    """All enti of the workspace, also where the path is the folder of one."""
    return chosen.listed if len(chosen.listed) > 1 else roster(chosen.workspace, chosen.asked_year)


def compared_enti(
    lines: Sequence[Told],
    chosen: Selection,
    enti: tuple[Listed, ...],
    target: Path,
    asked: tuple[Asked, ...] = (),
) -> Comparison | None:
    """All enti as they stand after a run, also those that were not asked for; None where there is one alone."""
    if len(enti) < 2:
        return None
    failures = {line.ente: line.why for line in lines if line.why}
    places = {line.ente: line.places for line in lines}
    return compared(target, chosen.years[0], chosen.as_of, enti, failures, places, "; ".join(map(str, asked)))


def write_compared(comparison: Comparison, target: Path) -> bool:
    """Writes the comparison beside the results and says where it is; False where it cannot be written."""
    from merito.report.page.association import association_page  # noqa: PLC0415 (heavy: only for several enti)

    try:
        page = write_comparison(comparison, target, association_page(comparison))
    except OSError as error:
        errors().print(Text(f"confronto non scritto: {fault_told(error, target)}"), soft_wrap=True)
        return False
    told = f"tutti gli enti a confronto, {comparison.years}: {shown_path(page, Path.cwd())}"
    console().print(Text(told), soft_wrap=True)
    return True
