"""How amendments are reported: by explain, and in the result files, separately if they are about a person."""

import io
import json
from typing import Any

from amended_plan import HEAD, TO_8, table
from click.testing import CliRunner
from openpyxl import load_workbook

from merito.cli import app


def test_explain_tells_what_changed_the_row(plan: Any) -> None:
    told = plan(TO_8, "V2,indicators,I1,target,8,7,A9").explain("indicator:I1").splitlines()
    first = "    modificato dalla variazione V1 (atto A7 del 15/7/2021): target 10 -> 8"
    assert told[told.index(first) + 1] == "    modificato dalla variazione V2 (atto A9 del 1/9/2021): target 8 -> 7"
    written = "id «I1», title «Iniziative», objective «O1», target «10»"
    read = "non scritti nella riga: tipo «numero», migliore «maggiore»"
    assert f"  Da enti/prova/2021/indicators.csv, riga 2: {written}; {read}" in told
    assert "    modificato dalla variazione V1 (atto A7 del 15/7/2021): value 10 -> 8" in told


def test_explain_gives_the_changes_to_programs(plan: Any) -> None:
    one = plan(TO_8)
    told = CliRunner().invoke(app, ["explain", str(one.root), "indicator:I1", "--as-of", "2022-12-31", "--json"]).output
    changes = json.loads(told)["explanations"][0]["inputs"][0]["changes"]
    assert changes == [
        {"amendment": "V1", "act": "A7", "date": "2021-07-15", "column": "target", "old": "10", "new": "8"}
    ]


def test_what_is_applied_and_what_waits_is_written(plan: Any) -> None:
    rows = ("V9,areas,R1,weight,,40,", "V2,indicators,I1,target,,7,A9", TO_8)
    results = plan(*rows).results(2021, 8, 1)
    written = [
        (row["id"], row["state"], row["act"], row["row"], row["column"], row["old"], row["new"], row["waits_for"])
        for row in table(results["amendments.csv"])
    ]
    assert written == [
        ("V1", "applied", "A7", "I1", "target", "10", "8", ""),
        ("V2", "waiting", "A9", "I1", "target", "8", "7", "l'atto A9 è del 1/9/2021, dopo la data dell'esecuzione"),
        ("V9", "waiting", "", "R1", "weight", "60", "40", "nessun atto la adotta"),
    ]


def test_the_summary_lists_those_applied_in_their_order(plan: Any) -> None:
    rows = ("V2,indicators,I1,target,8,7,A9", "V1,targets,I1 + 2021,value,10,8,A7", "V9,areas,R1,weight,,40,")
    told = json.loads(plan(*rows).results()["summary.json"])["amendments"]
    assert told == [
        {
            "id": "V1",
            "act": "A7",
            "table": "targets",
            "row": "I1 + 2021 + final",
            "column": "value",
            "old": "10",
            "new": "8",
        },
        {"id": "V2", "act": "A9", "table": "indicators", "row": "I1", "column": "target", "old": "8", "new": "7"},
    ]


def test_the_order_of_the_rows_in_the_file_changes_no_result(plan: Any) -> None:
    rows = [TO_8, "V2,indicators,I1,target,8,7,A9", "V10,areas,R1,weight,60,40,A7", "V11,objectives,O1,title,,Fiere,"]
    one = plan(*rows)
    first = one.results()
    (one.root / "enti/prova/2021/amendments.csv").write_text(HEAD + "\n".join(rows[::-1]) + "\n", encoding="utf-8")
    second = one.results()
    differ = [name for name in first if first[name] != second[name] and name != "rests_on.json"]
    assert (differ, list(first)) == ([], list(second))
    assert json.loads(first["summary.json"]) == json.loads(second["summary.json"])


def test_the_workbook_has_them_in_italian(plan: Any) -> None:
    book = load_workbook(io.BytesIO(plan(TO_8).results()["results.xlsx"]))
    heads = [cell.value for cell in next(book["variazioni"].iter_rows())]
    assert heads[:7] == ["id", "atto", "tabella", "riga", "colonna", "vecchio", "nuovo"]
