"""The end of `merito run`: all enti of the workspace side by side, where there is more than one."""

from collections.abc import Sequence
from pathlib import Path

from rich.text import Text

from merito.cli.options import Selection, console, errors
from merito.report.run_table import Failed, Line
from merito.workspace.comparison import compared
from merito.workspace.comparison_files import write_comparison
from merito.workspace.files import shown_path
from merito.workspace.roster import Listed, roster


def beside(chosen: Selection) -> bool:
    """Whether the results of an ente stand beside those of others, which are compared."""
    return len(_enti(chosen)) > 1


def compare_enti(lines: Sequence[Line], chosen: Selection, target: Path) -> bool:
    """Writes the comparison beside the results and says where it is; False where it cannot be written."""
    from merito.report.page.association import association_page  # noqa: PLC0415 (heavy: only for several enti)

    enti = _enti(chosen)
    if len(enti) < 2:
        return True
    failed = [line for line in lines if isinstance(line, Failed)]
    failures, places = {line.ente: line.why for line in failed}, {line.ente: line.places for line in failed}
    comparison = compared(target, chosen.years[0], chosen.as_of, enti, failures, places)
    try:
        page = write_comparison(comparison, target, association_page(comparison))
    except OSError as error:
        errors().print(Text(f"confronto non scritto: {error.filename}: {error.strerror}"), soft_wrap=True)
        return False
    told = f"tutti gli enti a confronto, {comparison.years}: {shown_path(page, Path.cwd())}"
    console().print(Text(told), soft_wrap=True)
    return True


def _enti(chosen: Selection) -> tuple[Listed, ...]:
    return chosen.listed if len(chosen.listed) > 1 else roster(chosen.workspace, chosen.asked_year)
