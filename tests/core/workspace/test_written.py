"""Rows of an ente's files as written, for every file format; nothing for a file other than the one that was read."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from merito.cycle import run
from merito.explanation import Explainer
from merito.explanation.text import as_text
from merito.model.source import Source
from merito.workspace.toml_statements import statements
from merito.workspace.written import CHANGED, GONE, SUPPOSED

YEAR = "enti/alfa/2020"
MEASURES = f"{YEAR}/misure.csv"
INDICATORS = [["id", "titolo", "obiettivo", "tipo", "atteso"], ["I1", "Spesa", "1.1", "numero", "1.234,50"]]
ITALIAN = {"indicators": INDICATORS, "measures": [], "dashboard_rows": [], "dashboards": []}


def row(place: Any, file: str, number: int, table: str, sheet: str = "") -> Any:
    opened = place.open()
    return opened.written.row(Source(file, number, sheet), opened.course.stack.inputs.tables[table])


def test_a_cell_of_a_csv_file_is_its_text_and_a_blank_one_is_not_there(bare: Any) -> None:
    bare.build(ITALIAN)
    bare.table("misure", [["indicatore", "momento", "valore"], ["I1", "finale", " 1.250,00 (CON 2.0)"]])
    found = row(bare, MEASURES, 2, "measures")
    assert found.cells == {"indicatore": "I1", "momento": "finale", "valore": " 1.250,00 (CON 2.0)"}
    assert found.columns["value"] == "valore" and found.why == ""


def test_a_cell_keeps_the_sign_before_what_would_run_and_its_line_breaks(bare: Any) -> None:
    title = "'=Spesa\ndell'anno"
    bare.build(ITALIAN | {"indicators": [INDICATORS[0], ["I1", title, "1.1", "numero", "3"]]})
    assert row(bare, f"{YEAR}/indicators.csv", 2, "indicators").cells["titolo"] == title


def test_rows_are_counted_as_the_reader_counts_them_with_blank_lines_before_the_heads(bare: Any) -> None:
    bare.build(ITALIAN)
    bare.write(MEASURES, "\r\n;;\r\nindicatore;momento;valore\r\n\r\nI1;finale;8\r\n")
    (measure,) = bare.dossier.measures
    found = row(bare, measure.source.file, measure.source.row, "measures")
    assert (measure.source.row, found.cells["valore"]) == (5, "8")


def test_a_file_of_an_old_program_is_quoted_in_its_encoding(bare: Any) -> None:
    bare.build({})
    bare.write("enti/alfa/ente.toml", (bare.ente / "ente.toml").read_text() + 'encoding = "cp1252"\n')
    bare.write(f"{YEAR}/areas.csv", "id;title\nA1;Attività\n".encode("cp1252"))
    assert row(bare, f"{YEAR}/areas.csv", 2, "areas").cells == {"id": "A1", "title": "Attività"}


def test_cells_of_a_workbook_are_told_as_a_spreadsheet_shows_them_in_italian(bare: Any) -> None:
    heads = ["id", "title", "objective", "kind", "target"]
    rows = [
        ["I1", "Spesa", "1.1", "number", 1234.5],
        ["I2", "Quota", "1.1", "percent", {"value": 0.905, "format": "0.0%"}],
        ["I3", "Termine", "1.1", "date", date(2020, 6, 30)],
        ["I4", "Fatto", "1.1", "yes_no", True],
    ]
    bare.build({"indicators": [heads, *rows], "measures": [], "dashboard_rows": [], "dashboards": []}, form="xlsx")
    told = [row(bare, f"{YEAR}/data.xlsx", one, "indicators", "indicators").cells["target"] for one in (2, 3, 4, 5)]
    assert told == ["1234,5", "90,5%", "30/6/2020", "VERO"]


@pytest.fixture
def common(bare: Any) -> Any:
    bare.build({"measures": []})
    bare.write("misure.csv", "ente;anno;indicator;at;value\nbeta;2020;I1;final;1\nalfa;2020;I1;final;8,50\n")
    return bare


def test_a_row_of_a_common_table_is_quoted_with_whose_it_is(common: Any) -> None:
    found = row(common, "misure.csv", 3, "measures")
    assert found.cells == {"ente": "alfa", "anno": "2020", "indicator": "I1", "at": "final", "value": "8,50"}
    assert found.columns == {"indicator": "indicator", "at": "at", "value": "value"}


def test_what_another_ente_changes_in_a_common_table_does_not_hinder_quoting(common: Any) -> None:
    opened = common.open()
    table = opened.course.stack.inputs.tables["measures"]
    text = (common.root / "misure.csv").read_text()
    common.write("misure.csv", text.replace("beta;2020;I1;final;1\n", "beta;2020;I1;final;2\n"))
    assert opened.written.row(Source("misure.csv", 3), table).cells["value"] == "8,50"


def test_of_a_common_table_whose_own_rows_changed_nothing_is_quoted(common: Any) -> None:
    opened = common.open()
    text = (common.root / "misure.csv").read_text()
    common.write("misure.csv", text.replace("8,50", "9,50"))
    found = opened.written.row(Source("misure.csv", 3), opened.course.stack.inputs.tables["measures"])
    assert (found.cells, found.why) == ({}, CHANGED)


def changed(path: Path) -> None:
    path.write_text(path.read_text().replace("Crescita", "Crescite"))


@pytest.mark.parametrize(("spoil", "why"), [(changed, CHANGED), (Path.unlink, GONE)])
def test_of_a_file_that_has_changed_or_is_gone_nothing_is_quoted(place: Any, spoil: Any, why: str) -> None:
    opened = place.open()
    spoil(place.year / "areas.csv")
    found = opened.written.row(Source(f"{YEAR}/areas.csv", 2), opened.course.stack.inputs.tables["areas"])
    assert (found.cells, found.why) == ({}, why)


def test_explain_says_that_a_file_has_changed_and_tells_the_values_of_the_run(place: Any) -> None:
    opened = place.open()
    explainer = Explainer(run(opened.course), opened.course.stack, opened.written)
    (place.year / "measures.csv").write_text("indicator;at;value\nI1;final;80\nI2;final;90%\n")
    told = as_text(*explainer.explain("indicator:I1"))
    assert f"{YEAR}/measures.csv, riga 2: {CHANGED}; valori dell'esecuzione: indicatore «I1»" in told
    assert "valore «8»" in told and "«80»" not in told


TOML = """# anno
[parameters]
k = 3

[funds] # i fondi
premi = 9_000.50   # come da bilancio
"con spazio" = "a # b"
risorse.altre = 1

[figures]
lunga = '''una
due'''
"""


def told_in(text: str) -> Iterator[tuple[int, str, str, tuple[tuple[str, ...], ...]]]:
    for one in statements(text):
        yield one.line, one.key, one.value, one.paths


def test_a_statement_of_toml_is_told_by_its_line_as_it_is_written() -> None:
    assert list(told_in(TOML)) == [
        (3, "k", "3", (("parameters", "k"),)),
        (6, "premi", "9_000.50", (("funds", "premi"),)),
        (7, '"con spazio"', '"a # b"', (("funds", "con spazio"),)),
        (8, "risorse.altre", "1", (("funds", "risorse", "altre"),)),
        (11, "lunga", "'''una\ndue'''", (("figures", "lunga"),)),
    ]


def test_an_inline_table_gives_all_its_keys() -> None:
    assert list(told_in("funds = { premi = 1, altri = 2 }")) == [
        (1, "funds", "{ premi = 1, altri = 2 }", (("funds", "premi"), ("funds", "altri")))
    ]


def test_what_is_supposed_stands_in_no_file(place: Any) -> None:
    written = place.open().written
    assert written.given(Source("simulazione (--set x)", 0), "funds", ("premi",)).why == SUPPOSED
