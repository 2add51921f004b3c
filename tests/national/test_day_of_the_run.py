"""Findings on the day of the run do not name that day: on the next day the same tables are written."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from small_plugins import WriteEnte

from merito import Workspace

REGISTERS = {
    "positions": "id,type,holder\nPO1,,\n",
    "acts": "id,kind,date,body,subject\nL1,delegation,2021-01-10,Dirigente,PO1\nG1,performance_plan,2021-11-15,Giunta,\n",
    "delegated_powers": "position,scope,from,to,act,value_limit\nPO1,liquidazioni,2021-01-10,,L1,5000\n",
    "bodies": "body,member,role,from,to\nguarantors,E1,esperto,2021-01-01,\n",
}
UNDATED = {"people": "id,role\nP1,staff\n", "evaluations": "person,positive\nP1,yes\n"}


def tables(root: Path, day: date) -> dict[str, Any]:
    return {name: list(table) for name, table in Workspace(root).run(as_of=day).tables.items()}


@pytest.mark.parametrize(
    ("regulation", "given", "day", "told"),
    [
        ("bergamo", REGISTERS, date(2021, 6, 8), "PO1 non ha un titolare alla data dell'esecuzione"),
        ("bergamo", REGISTERS, date(2021, 6, 8), "alla data dell'esecuzione la posizione non ha un titolare"),
        ("bergamo", REGISTERS, date(2021, 6, 8), "alla data dell'esecuzione ha 1 componente, mentre ne vuole 3"),
        ("comunita_montane", UNDATED, date(2022, 9, 8), "valutazione (di nessuna è scritto il giorno)"),
    ],
)
def test_the_next_day_the_same_is_told(
    write_ente: WriteEnte, regulation: str, given: Mapping[str, str], day: date, told: str
) -> None:
    root = write_ente(regulation, {f"2021/{name}.csv": text for name, text in given.items()})
    before, after = (tables(root, one) for one in (day, date(day.year, day.month, day.day + 1)))
    assert any(told in one["message"] for one in before["findings"])
    assert before == after
