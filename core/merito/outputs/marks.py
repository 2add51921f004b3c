"""The marks of simulated results: a first column in every table, a part of `summary.json`, a file in each folder."""

from collections.abc import Iterable

from attrs import evolve

from merito.model.simulation import Simulation
from merito.outputs.columns import OutColumn
from merito.outputs.json_text import json_value
from merito.outputs.result_tables import OutTable

COLUMN = "simulation"
MARK = "SIMULAZIONE.txt"
HEAD = "Simulazione: le cifre di questa cartella non sono dell'ente, e non stanno nel registro. Si è supposto:"


def marked(table: OutTable, simulation: Simulation | None) -> OutTable:
    """A table whose every row has the mark of the simulation; unchanged if there is none."""
    if simulation is None:
        return table
    columns = (OutColumn(head=COLUMN, label=COLUMN), *table.table.columns)
    rows = tuple((simulation.mark, *cells) for cells in table.rows)
    return evolve(table, table=evolve(table.table, columns=columns), rows=rows)


def mark_text(supposed: Iterable[object]) -> str:
    """The content of the file that marks every folder of a simulation."""
    return "\n".join((HEAD, *map(str, supposed), ""))


def simulation_json(simulation: Simulation | None) -> dict[str, object] | None:
    """The part of `summary.json` about a simulation; null for real results."""
    if simulation is None:
        return None
    supposed = {
        one.key: {"value": json_value(one.value), "before": json_value(one.before), "layer": one.layer}
        for one in simulation.supposed
    }
    return {"mark": simulation.mark, "asked": list(simulation.asked), "supposed": supposed}


def warning_of(simulation: Simulation) -> str:
    """The first row of every sheet of its workbooks, and the header of every printed page."""
    return f"SIMULAZIONE, non sono le cifre dell'ente: {simulation.mark}"
