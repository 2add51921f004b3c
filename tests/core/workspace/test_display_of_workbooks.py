"""How a workbook looks changes nothing of what is read: hidden sheets, hidden rows and struck-out rows count."""

from typing import Any

from openpyxl import load_workbook
from openpyxl.styles import Font


def test_what_a_workbook_hides_or_strikes_out_is_read_like_the_rest(bare: Any) -> None:
    bare.build({}, form="xlsx")
    path = bare.year / "data.xlsx"
    before = bare.dossier
    workbook = load_workbook(path)
    workbook["measures"].sheet_state = "hidden"
    sheet = workbook["indicators"]
    sheet.auto_filter.ref = "A1:E3"
    sheet.row_dimensions[2].hidden = True
    for cell in sheet[3]:
        cell.font = Font(strike=True)
    workbook.save(path)
    after = bare.dossier
    assert len(before.indicators) == len(before.measures) == 2
    assert ([one.id for one in after.indicators], len(after.measures)) == ([one.id for one in before.indicators], 2)
    assert after.remarks == ()
