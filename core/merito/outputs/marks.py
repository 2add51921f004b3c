"""How simulated results say so: a first column in every table, a part of `summary.json`, a file in each folder."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from attrs import evolve

from merito.model.simulation import Simulation
from merito.outputs.columns import OutColumn
from merito.outputs.json_values import json_value
from merito.outputs.result_tables import OutTable

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

COLUMN = "simulation"
MARK = "SIMULAZIONE.txt"
HEAD = "Simulazione: le cifre di questa cartella non sono dell'ente, e non stanno nel registro. Si è supposto:"
MARK_FORMAT = {"bold": True, "bg_color": "#C07A12", "font_color": "#FFFFFF"}
MARK_ROWS = 1
PRINTED = 120  # a printed header holds 255 characters, an ampersand two of them


def marked(table: OutTable, simulation: Simulation | None) -> OutTable:
    """A table whose every row says what was supposed; as it is where nothing was."""
    if simulation is None:
        return table
    columns = (OutColumn(head=COLUMN, label=COLUMN), *table.table.columns)
    rows = tuple((simulation.mark, *cells) for cells in table.rows)
    return evolve(table, table=evolve(table.table, columns=columns), rows=rows)


def mark_text(supposed: Iterable[object]) -> str:
    """What the file says that stands in every folder of a simulation."""
    return "\n".join((HEAD, *map(str, supposed), ""))


def simulation_json(simulation: Simulation | None) -> dict[str, object] | None:
    """What `summary.json` says of a simulation; null of real results."""
    if simulation is None:
        return None
    supposed = {
        one.key: {"value": json_value(one.value), "before": json_value(one.before), "layer": one.layer}
        for one in simulation.supposed
    }
    return {"mark": simulation.mark, "asked": list(simulation.asked), "supposed": supposed}


def mark_sheet(sheet: "Worksheet", simulation: Simulation, warning: "Format") -> None:
    """Says it in the first row of a sheet, on its tab, and at the top and foot of every printed page."""
    text = f"SIMULAZIONE, non sono le cifre dell'ente: {simulation.mark}"
    sheet.write_string(0, 0, text, warning)
    sheet.set_tab_color(MARK_FORMAT["bg_color"])
    sheet.repeat_rows(0, MARK_ROWS)
    printed = text if len(text) <= PRINTED else f"{text[:PRINTED]}..."
    sheet.set_header("&C" + printed.replace("&", "&&"))
    sheet.set_footer("&CSIMULAZIONE&RPagina &P di &N")
