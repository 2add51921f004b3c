"""The folder of results is whole, and the office's; the one to publish names nobody."""

import csv
import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from printed import copied

import merito
from merito.cli import app
from merito.testing import Regulations

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
PUBLISHED = """
[premi]
title = "Premi"
cites = "art. 1"
holds = "Premi"

[premi.columns]
band = { head = "fascia", title = "Fascia", kind = "text", means = "Fascia" }
people = { head = "persone", title = "Persone", kind = "count", means = "Persone" }
"""
VALIDATED = "id,kind,date\nR,performance_report,2022-05-01\nV,report_validation,2022-05-02\n"


def test_the_results_are_whole_and_what_is_to_be_published_names_nobody(
    install: Callable[..., Regulations], write_ente: Callable[..., Path]
) -> None:
    install("prova", CODE, files={"published.toml": PUBLISHED})
    root = write_ente("prova", {"2021/people.csv": "id\nP7777\n", "2021/acts.csv": VALIDATED})
    folder = merito.Workspace(root).run(as_of=date(2022, 12, 31)).write()
    texts = [path for path in folder.rglob("*.*") if path.suffix != ".xlsx"]
    files = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in texts}
    holding = {name for name, text in files.items() if "P7777" in text}
    tables = ("people", "placements", "findings", "gates", "deadlines", "documents/scheda")
    assert holding == {"index.html", *(f"{name}.csv" for name in tables)}
    assert [name for name in holding if name.startswith("pubblicazione/")] == []
    assert files["pubblicazione/2021/premi.csv"] == "\ufefffascia;persone\nalta;3\n"
    assert files["tables/premi.csv"] == "fascia,persone\nalta,3\n"
    findings = list(csv.DictReader(files["findings.csv"].splitlines()))
    assert [row["message"] for row in findings if row["rule"] == "X-1"] == ["bassa", "nota"]
    summary = json.loads(files["summary.json"])
    assert summary["figures"]["rows"]["findings"] == len(findings) == sum(summary["findings"].values())
    every = {path.relative_to(folder).as_posix() for path in folder.rglob("*.*")}
    assert set(summary["hashes"]) == every - {"summary.json", "rests_on.json"}
    cells = [
        cell.value for sheet in load_workbook(folder / "results.xlsx") for row in sheet.iter_rows() for cell in row
    ]
    assert any("P7777" in str(value) for value in cells)


PLAN = {
    "2021/people.csv": "id\nP7777\n",
    "2021/indicators.csv": "id,title,target\nA,A,10\n",
    "2021/measures.csv": "indicator,at,value\nA,final,5\n",
    "2021/dashboards.csv": "id,kind,holder\nS,strategic,\nSCHEDA,individual,\nDIR,manager,person:P7777\n",
    "2021/dashboard_rows.csv": "dashboard,indicator\nS,A\nSCHEDA,A\nDIR,A\n",
}


def test_the_dashboards_of_a_person_are_with_the_others(write_ente: Callable[..., Path]) -> None:
    folder = merito.Workspace(write_ente("bergamo", PLAN)).run(as_of=date(2022, 12, 31)).write()
    rows = csv.DictReader((folder / "grades.csv").read_text(encoding="utf-8").splitlines())
    assert {row["view"] for row in rows} == {"", "S", "SCHEDA", "DIR"}
    assert "SCHEDA" in (folder / "cascade.csv").read_text(encoding="utf-8")


WORDS = {"warning": ("avviso", "avvisi"), "info": ("nota", "note")}


@pytest.mark.long
def test_terminal_page_summary_table_and_comparison_count_the_same(tmp_path: Path) -> None:
    root = copied("comunita-montane", tmp_path)
    words_of_a_run = ["run", str(root), "--as-of", "2022-06-01"]
    told = CliRunner().invoke(app, words_of_a_run, catch_exceptions=False).output
    every = Counter[str]()
    for found in root.glob("out/*/2021/findings.csv"):
        with found.open(encoding="utf-8", newline="") as file:
            every.update(row["severity"] for row in csv.DictReader(file))
    for severity, words in WORDS.items():
        assert (f" {every[severity]} {words[every[severity] != 1]}" in told) == bool(every[severity]), severity
    with (root / "out/comparison.csv").open(encoding="utf-8", newline="") as file:
        compared = {row["ente"]: row for row in csv.DictReader(file)}
    for ente in ("borgo-lungo", "tre-ponti", "valfredda"):
        folder = root / "out" / ente / "2021"
        with (folder / "findings.csv").open(encoding="utf-8", newline="") as file:
            counts = Counter(row["severity"] for row in csv.DictReader(file))
        page = (folder / "index.html").read_text(encoding="utf-8")
        alone = CliRunner().invoke(app, [*words_of_a_run, "--ente", ente], catch_exceptions=False).output
        row = next(line for line in alone.splitlines() if line.startswith("  rilievi "))
        assert json.loads((folder / "summary.json").read_text(encoding="utf-8"))["findings"] == dict(
            sorted(counts.items())
        )
        for severity, words in WORDS.items():
            number = counts[severity]
            assert compared[ente][f"findings_{severity}"] == str(number)
            shown = f"{number} {words[0] if number == 1 else words[1]}"
            assert (shown in row) == (shown in page) == bool(number), (ente, shown)
