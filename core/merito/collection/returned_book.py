"""A workbook that came back: its two sheets, and whose it is."""

from collections.abc import Mapping
from pathlib import Path

from merito.collection.forms import Forms
from merito.collection.workbooks import ABOUT, FORM, HEADS, NAMED
from merito.model.source import Source
from merito.workspace.cells import text_of
from merito.workspace.files import FileError, content_of
from merito.workspace.heads import plain
from merito.workspace.problems import Problem, Problems
from merito.workspace.raw import RawTable
from merito.workspace.workbooks.spreadsheets import read_xlsx


def sheets_of(path: Path, problems: Problems) -> Mapping[str, RawTable]:
    """The two sheets of a workbook, by their names; none where it is not one of ours."""
    before = len(problems.found)
    try:
        tables = {one.sheet: one for one in read_xlsx(content_of(path), path.name, problems)}
    except FileError as error:
        problems.add(error.problem(path.name))
        return {}
    if len(problems.found) > before:
        return {}
    heads = [plain(head) for head in tables[FORM].heads] if FORM in tables else []
    if ABOUT not in tables or heads != list(HEADS):
        told = f"non è una scheda di merito collect: attesi i fogli «{FORM}» e «{ABOUT}», con le loro colonne"
        problems.add(Problem(source=Source(path.name, 0), message=told))
        return {}
    return tables


def whose(path: Path, sheets: Mapping[str, RawTable], ente: str, year: int, forms: Forms, problems: Problems) -> str:
    """The evaluator whose workbook it is; blank, and a problem, where it is of another ente or year, or of nobody."""
    about = {text_of(cells[0]): text_of(cells[1]) for _, cells in sheets[ABOUT].rows if len(cells) > 1}
    found_ente, found_year, evaluator = (about.get(name, "") for name in NAMED)
    place = Source(path.name, 0, ABOUT)
    if (found_ente, found_year) != (ente, str(year)):
        told = "è la scheda di un altro ente o di un altro anno"
        found, expected = f"{found_ente} {found_year}", f"{ente} {year}"
        problems.add(Problem(source=place, message=told, found=found, expected=expected))
        return ""
    if evaluator not in forms.asked:
        expected = f"uno tra: {', '.join(forms.asked)}"
        problems.add(
            Problem(source=place, message="il valutatore non valuta nessuno", found=evaluator, expected=expected)
        )
        return ""
    return evaluator
