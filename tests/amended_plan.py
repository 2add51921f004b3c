"""The plan of one small ente for tests of amendments, with what its record and files say about them."""

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from small_plugins import RunIn

from merito import plain
from merito.cli import app
from merito.testing import Record

ACT_KINDS = """
[acts.plan_change]
label = "variazione"
title = "Variazione del Piano"
body = "Giunta"
cites = "art. 2"
[acts.opinion]
label = "parere"
title = "Parere"
body = "OIV"
cites = "art. 3"
"""
GATE = """
@hookimpl
@rule("X-1")
def merito_gates(step: Step) -> Results | None:
    return Results(gates=tuple(
        Gate(phase=Phase.OBJECTIVES, subject=f"amendment:{{one.id}}", needs=({need},), rules=("X-1",))
        for one in step.dossier.amendments
    ))
"""
OPINION = GATE.format(need='ActNeed("opinion")')
ACT_HEAD = "id,kind,date,subject,refers_to,effective,year\n"
A7, A9, A10 = "A7,plan_change,2021-07-15", "A9,plan_change,2021-09-01", "A10,plan_change,2021-09-01"
HEAD = "id,table,row,column,old,new,act\n"
PLAN = {
    "areas.csv": "id,title,weight\nR1,Crescita,60\n",
    "objectives.csv": "id,title,area,from,to\nO1,Turismo,R1,2021-01-01,2021-06-30\n",
    "indicators.csv": "id,title,objective,target\nI1,Iniziative,O1,10\n",
    "targets.csv": "indicator,year,value\nI1,2021,10\nI1,2022,20\n",
    "measures.csv": "indicator,at,value\nI1,final,4\n",
}
TO_8 = "V1,indicators,I1,target,10,8,A7"


class Plan:
    """The plan of one ente under a small regulation, run at any date."""

    def __init__(self, root: Path, run: RunIn, regulations: Any) -> None:
        self.root, self._run, self._regulations = root, run, regulations

    def at(self, *day: int, **options: Any) -> Record:
        as_of = date(*day) if day else date(2022, 12, 31)
        return self._run(self.root, self._regulations, as_of=as_of, **options)

    def results(self, *day: int) -> dict[str, bytes]:
        """Every file that the command writes, by name."""
        as_of = (date(*day) if day else date(2022, 12, 31)).isoformat()
        told = CliRunner().invoke(app, ["run", str(self.root), "--as-of", as_of])
        assert told.exit_code == 0, told.output
        folder = self.root / "out" / "prova" / "2021"
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    def explain(self, subject: str) -> str:
        return CliRunner().invoke(app, ["explain", str(self.root), subject, "--as-of", "2022-12-31"]).output


def target(record: Record) -> Any:
    return record.dossier.indicators["I1"].target.value


def applied(record: Record) -> list[str]:
    return [state.amendment.id for state in record.amendments if state.applied]


def waits(record: Record) -> dict[str, str]:
    return {state.amendment.id: plain(state.waits_for) for state in record.amendments if not state.applied}


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))
