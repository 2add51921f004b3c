"""Rows of an ente's files quoted as written, for every file format; nothing for a file other than the one that was read."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from merito import Workspace

YEAR = "enti/alfa/2020"
MEASURES = f"{YEAR}/misure.csv"
CHANGED, GONE = "il file è cambiato dopo l'esecuzione", "il file non c'è più, o non si legge"
INDICATORS = [["id", "titolo", "obiettivo", "tipo", "atteso"], ["I1", "Spesa", "1.1", "numero", "1.234,50"]]
ITALIAN = {"indicators": INDICATORS, "measures": [], "dashboard_rows": [["dashboard", "indicator"], ["D1", "I1"]]}


def row(place: Any, file: str, number: int, subject: str = "indicator:I1") -> Any:
    return quoted(place.computed(), subject)[file, number]


def quoted(record: Any, subject: str = "indicator:I1", sheet: str = "") -> dict[tuple[str, int], Any]:
    """The rows of a sheet that the explanations of a subject quote, by file and number."""
    rows = [row for told in record.explain(subject).data["explanations"] for row in told["inputs"]]
    return {(row["file"], row["row"]): row for row in rows if row["sheet"] == sheet}


def test_a_cell_of_a_csv_file_is_its_text_and_a_blank_one_is_not_there(bare: Any) -> None:
    bare.build(ITALIAN)
    bare.table("misure", [["indicatore", "momento", "valore", "nota"], ["I1", "finale", " 1.250,00 (CON 2.0)", ""]])
    found = row(bare, MEASURES, 2)
    assert found["values"] == {"indicatore": "I1", "momento": "finale", "valore": " 1.250,00 (CON 2.0)"}
    assert found["note"] == ""


def test_a_cell_keeps_the_sign_before_what_would_run_and_its_line_breaks(bare: Any) -> None:
    title = "'=Spesa\ndell'anno"
    bare.build(ITALIAN | {"indicators": [INDICATORS[0], ["I1", title, "1.1", "numero", "3"]]})
    assert row(bare, f"{YEAR}/indicators.csv", 2)["values"]["titolo"] == title


def test_rows_are_counted_as_the_reader_counts_them_with_blank_lines_before_the_heads(bare: Any) -> None:
    bare.build(ITALIAN)
    bare.write(MEASURES, "\r\n;;\r\nindicatore;momento;valore\r\n\r\nI1;finale;8\r\n")
    assert row(bare, MEASURES, 5)["values"]["valore"] == "8"


def test_a_file_of_an_old_program_is_quoted_in_its_encoding(bare: Any) -> None:
    bare.build(ITALIAN)
    bare.write("enti/alfa/ente.toml", (bare.ente / "ente.toml").read_text() + 'encoding = "cp1252"\n')
    bare.write(f"{YEAR}/indicators.csv", "id;title;objective\nI1;Attività;1.1\n".encode("cp1252"))
    assert row(bare, f"{YEAR}/indicators.csv", 2)["values"] == {"id": "I1", "title": "Attività", "objective": "1.1"}


def test_cells_of_a_workbook_are_told_as_a_spreadsheet_shows_them_in_italian(bare: Any) -> None:
    heads = ["id", "title", "objective", "kind", "target"]
    rows = [
        ["I1", "Spesa", "1.1", "number", 1234.5],
        ["I2", "Quota", "1.1", "percent", {"value": 0.905, "format": "0.0%"}],
        ["I3", "Termine", "1.1", "date", date(2020, 6, 30)],
        ["I4", "Fatto", "1.1", "yes_no", True],
    ]
    shown = [["dashboard", "indicator"], *(["D1", one[0]] for one in rows)]
    bare.build({"indicators": [heads, *rows], "measures": [], "dashboard_rows": shown}, form="xlsx")
    record = bare.computed()
    told = [quoted(record, f"indicator:I{one}", "indicators")[f"{YEAR}/data.xlsx", one + 1] for one in (1, 2, 3, 4)]
    assert [one["values"]["target"] for one in told] == ["1234,5", "90,5%", "30/6/2020", "VERO"]


@pytest.fixture
def common(bare: Any) -> Any:
    bare.build({"measures": []})
    bare.write("misure.csv", "ente;anno;indicator;at;value\nbeta;2020;I1;final;1\nalfa;2020;I1;final;8,50\n")
    bare.write("enti/beta/ente.toml", 'id = "beta"\nname = "Ente Beta"\nregulation = "bergamo"\n')
    return bare


def test_a_row_of_a_common_table_is_quoted_with_whose_it_is(common: Any) -> None:
    found = row(common, "misure.csv", 3)
    assert found["values"] == {"ente": "alfa", "anno": "2020", "indicator": "I1", "at": "final", "value": "8,50"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [("final;1\n", "final;2\n", ("8,50", "")), ("8,50", "9,50", (None, CHANGED))],
    ids=["of another ente", "its own"],
)
def test_a_common_table_is_quoted_unless_the_ente_s_own_rows_have_changed(
    common: Any, old: str, new: str, told: tuple[str | None, str]
) -> None:
    record = common.computed()
    text = (common.root / "misure.csv").read_text()
    common.write("misure.csv", text.replace(old, new))
    found = quoted(record)["misure.csv", 3]
    assert (found["values"].get("value"), found["note"]) == told


def changed(path: Path) -> None:
    path.write_text("indicator;at;value\nI1;final;80\nI2;final;90%\n")


@pytest.mark.parametrize(("spoil", "why"), [(changed, CHANGED), (Path.unlink, GONE)])
def test_of_a_file_that_has_changed_or_is_gone_the_values_of_the_run_are_told(place: Any, spoil: Any, why: str) -> None:
    record = place.computed()
    spoil(place.year / "measures.csv")
    told = record.explain("indicator:I1").text
    assert f"{YEAR}/measures.csv, riga 2: {why}; valori dell'esecuzione: indicatore «I1»" in told
    assert "valore «8»" in told and "«80»" not in told


TOML = """# anno
[parameters]
date_grade = "on_time"

[funds] # i fondi
performance = 9_000.50   # come da bilancio
"fondo_dirigenti" = "1.000,00" # "a # b"
secretary = '''3000,00'''
positions=4
"""


def test_a_sum_is_quoted_with_its_line_as_it_is_written(place: Any) -> None:
    place.write(f"{YEAR}/cycle.toml", TOML)
    record = place.computed()
    found = [quoted(record, f"fund:{fund}") for fund in ("performance", "managers", "secretary", "positions")]
    assert [{place: one["values"] for place, one in rows.items()} for rows in found] == [
        {(f"{YEAR}/cycle.toml", 6): {"performance": "9_000.50"}},
        {(f"{YEAR}/cycle.toml", 7): {'"fondo_dirigenti"': '"1.000,00"'}},
        {(f"{YEAR}/cycle.toml", 8): {"secretary": "'''3000,00'''"}},
        {(f"{YEAR}/cycle.toml", 9): {"positions": "4"}},
    ]


@pytest.mark.parametrize("text", ["funds = { performance = 1, managers = 2 }", "funds.performance = 1"])
def test_a_sum_in_another_form_of_toml_is_quoted(place: Any, text: str) -> None:
    place.write(f"{YEAR}/cycle.toml", text)
    ((where, found),) = quoted(place.computed(), "fund:performance").items()
    key, _, value = text.partition(" = ")
    assert (where, found["values"]) == ((f"{YEAR}/cycle.toml", 1), {key: value})


def test_what_is_supposed_stands_in_no_file(place: Any) -> None:
    record = Workspace(place.root).simulate({"funds.performance": 7}, "alfa", year=2020)
    (found,) = quoted(record, "fund:performance").values()
    assert (found["file"], found["note"]) == ("simulazione (--set funds.performance=7)", "supposto, in nessun file")
