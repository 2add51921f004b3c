"""The folder of results can be published without publishing people: those are under `riservato/`."""

import csv
from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook, load_workbook

from merito.outputs.writer import write_record
from merito.testing import Record, Regulations, installed_regulations

CODE = """
@hookimpl
@rule("X-1")
def merito_person_scores(step: Step) -> Results | None:
    finding = Finding(severity="warning", phase=Phase.EVALUATION, rule="X-1", subject="person:P7777", message="bassa")
    other = Finding(severity="info", phase=Phase.EVALUATION, rule="X-1", message="nota")
    return Results(scores=(PersonScore(person="P7777", rules=("X-1",)),), findings=(finding, other))

@hookimpl
@rule("X-1")
def merito_gates(step: Step) -> Results | None:
    needs = (ActNeed("report_validation"),)
    return Results(gates=(Gate(phase=Phase.EVALUATION, subject="person:P7777", needs=needs, rules=("X-1",)),))

@hookimpl
@rule("X-1")
def merito_deadlines(step: Step) -> Results | None:
    due = Deadline(
        phase=Phase.EVALUATION, what="Colloquio", due=None, met_by="report_validation", rules=("X-1",),
        subject="person:P7777",
    )
    return Results(deadlines=(due,))

@hookimpl
@rule("X-1")
def merito_placements(step: Step) -> Results | None:
    return Results(placements=(Placement(ranking="r", person="P7777", rules=("X-1",)),))

@hookimpl
@rule("X-1")
def merito_transparency(step: Step) -> Results | None:
    return Results(tables=(TableRow(table="premi", columns=(("fascia", "alta"), ("persone", 3))),))

@hookimpl
@rule("X-1")
def merito_documents(step: Step) -> Results | None:
    return Results(documents=(TableRow(table="scheda", columns=(("persona", "P7777"),), public=False),))
"""
VALIDATED = "id,kind,date\nR,performance_report,2022-05-01\nV,report_validation,2022-05-02\n"


def test_no_public_file_holds_a_person_and_the_reserved_ones_do(
    install: Callable[..., Regulations], write_ente: Callable[..., Path], run_in: Callable[..., Record], tmp_path: Path
) -> None:
    regulations = install("prova", CODE)
    root = write_ente("prova", {"2021/people.csv": "id\nP7777\n", "2021/acts.csv": VALIDATED})
    folder = write_record(run_in(root, regulations), regulations.stack("prova"), tmp_path / "out").folder
    texts = [path for path in folder.rglob("*.*") if path.suffix != ".xlsx"]
    files = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in texts}
    holding = {name for name, text in files.items() if "P7777" in text}
    assert holding == {
        f"riservato/{name}.csv"
        for name in ("people", "placements", "findings", "gates", "deadlines", "documents/scheda")
    }
    assert files["tables/premi.csv"] == "fascia,persone\nalta,3\n"
    assert "righe su persone, in riservato/findings.csv" in files["findings.csv"]
    assert [row["message"] for row in csv.DictReader(files["riservato/findings.csv"].splitlines())] == ["bassa"]
    public, apart = (load_workbook(folder / name) for name in ("results.xlsx", "riservato/results.xlsx"))
    assert [holds(public, "P7777"), holds(apart, "P7777")] == [False, True]


def holds(book: Workbook, person: str) -> bool:
    cells = (cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    return any(person in str(value) for value in cells)


PLAN = {
    "2021/people.csv": "id\nP7777\n",
    "2021/indicators.csv": "id,title,target\nA,A,10\n",
    "2021/measures.csv": "indicator,at,value\nA,final,5\n",
    "2021/dashboards.csv": "id,kind,holder\nS,strategic,\nSCHEDA,individual,\nDIR,manager,person:P7777\n",
    "2021/dashboard_rows.csv": "dashboard,indicator\nS,A\nSCHEDA,A\nDIR,A\n",
}


def test_the_dashboards_of_a_person_are_reserved(
    write_ente: Callable[..., Path], run_in: Callable[..., Record], tmp_path: Path
) -> None:
    regulations = installed_regulations()
    record = run_in(write_ente("bergamo", PLAN), regulations)
    folder = write_record(record, regulations.stack("bergamo"), tmp_path / "out").folder
    views = {
        name: {row["view"] for row in csv.DictReader((folder / name).read_text(encoding="utf-8").splitlines())}
        for name in ("grades.csv", "riservato/grades.csv")
    }
    assert views == {"grades.csv": {"", "S"}, "riservato/grades.csv": {"SCHEDA", "DIR"}}
    carried = (folder / "cascade.csv").read_text(encoding="utf-8")
    assert "SCHEDA" not in carried


def test_an_indicator_that_only_a_person_s_dashboard_carries_is_reserved_too(
    write_ente: Callable[..., Path], run_in: Callable[..., Record], tmp_path: Path
) -> None:
    files = PLAN | {
        "2021/indicators.csv": "id,title,target,target_interim\nA,A,10,\nSOLO,Suo,10,5\n",
        "2021/measures.csv": "indicator,at,value\nA,final,5\nSOLO,final,5\nSOLO,interim,2\n",
        "2021/dashboard_rows.csv": "dashboard,indicator\nS,A\nSCHEDA,SOLO\n",
    }
    regulations = installed_regulations()
    folder = write_record(
        run_in(write_ente("bergamo", files), regulations), regulations.stack("bergamo"), tmp_path / "out"
    ).folder
    texts = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in folder.rglob("*.csv")}
    holding = {name for name, text in texts.items() if "SOLO" in text}
    reserved = ("grades", "cascade", "monitoring", "findings", "documents/schede_obiettivi")
    assert holding == {f"riservato/{name}.csv" for name in reserved}
