"""One table for several enti, next to `merito.toml`: each row goes to its ente, and errors stay with their ente."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from merito.cli import app
from merito.testing import run_folder

pytestmark = pytest.mark.usefixtures("in_this_process")
PLAN = {
    "indicators.csv": "id;title;target\nI1;Iniziative;10\n",
    "dashboards.csv": "id;kind\nD1;strategic\n",
    "dashboard_rows.csv": "dashboard;indicator\nD1;I1\n",
}
MEASURES = "ente;indicatore;momento;valore\nalfa;I1;finale;5\nbeta;I1;finale;8\n"


@pytest.fixture
def association(tmp_path: Path) -> Path:
    """Two enti with one plan; their measures are in one table."""
    (tmp_path / "merito.toml").write_text('[workspace]\nyear = 2020\nlocale = "it"\n', encoding="utf-8")
    for ente in ("alfa", "beta"):
        folder = tmp_path / "enti" / ente / "2020"
        folder.mkdir(parents=True)
        config = f'id = "{ente}"\nname = "Ente {ente}"\nregulation = "bergamo"\n'
        (folder.parent / "ente.toml").write_text(config, encoding="utf-8")
        for name, text in PLAN.items():
            (folder / name).write_text(text, encoding="utf-8")
    (tmp_path / "misure.csv").write_text(MEASURES, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(association: Path) -> Callable[..., Result]:
    return lambda *words: CliRunner().invoke(app, ["run", str(association), *words], catch_exceptions=False)


def grade(association: Path, ente: str) -> str:
    lines = (association / f"out/{ente}/2020/grades.csv").read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.startswith(f",ente,{ente},")).split(",")[5]


def test_every_row_goes_to_its_ente(association: Path, run: Callable[..., Result]) -> None:
    assert run().exit_code == 0
    assert [grade(association, ente) for ente in ("alfa", "beta")] == ["50", "80"]


def test_rows_add_to_the_ente_s_own(association: Path, run: Callable[..., Result]) -> None:
    (association / "misure.csv").write_text("ente;indicatore;momento;valore\nalfa;I1;finale;5\n", encoding="utf-8")
    own = association / "enti/beta/2020/measures.csv"
    own.write_text("indicator;at;value\nI1;final;9\n", encoding="utf-8")
    run()
    assert [grade(association, ente) for ente in ("alfa", "beta")] == ["50", "90"]


def test_rows_of_another_year_are_left_out(association: Path, run: Callable[..., Result]) -> None:
    text = "ente;anno;indicatore;momento;valore\nalfa;2019;I1;finale;1\nalfa;2020;I1;finale;5\nbeta;;I1;finale;8\n"
    (association / "misure.csv").write_text(text, encoding="utf-8")
    run()
    assert [grade(association, ente) for ente in ("alfa", "beta")] == ["50", "80"]


FAULTS = {
    "a key given here and in the ente's own table": (
        MEASURES,
        "misure.csv, riga 3",
        {"enti/beta/2020/measures.csv": "indicator;at;value\nI1;final;9\n"},
    ),
    "a cell of another kind": (MEASURES.replace("finale;8", "finale;otto"), "misure.csv, riga 3, colonna «valore»", {}),
    "a row with too many cells": (MEASURES.replace("finale;8", "finale;8;9"), "misure.csv, riga 3", {}),
    "a reference to nothing": (MEASURES.replace("beta;I1", "beta;I9"), "misure.csv, riga 3, colonna «indicatore»", {}),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_stops_its_ente_alone(association: Path, run: Callable[..., Result], case: str) -> None:
    text, told, files = FAULTS[case]
    (association / "misure.csv").write_text(text, encoding="utf-8")
    for name, content in files.items():
        (association / name).write_text(content, encoding="utf-8")
    ran = run()
    assert ran.exit_code == 1
    assert f"beta: {told}" in ran.output
    assert grade(association, "alfa") == "50"
    assert not (association / "out/beta").exists()


UNREADABLE = {
    "a first column that is not ente": (
        "indicatore;ente;momento;valore\nI1;alfa;finale;5\n",
        "misure.csv: la prima colonna di una tabella comune a più enti dev'essere «ente»",
    ),
    "an open quote": (MEASURES + 'alfa;"I1;finale\n', "misure.csv, riga 4: non si legge come CSV"),
    "no heads": ("", "misure.csv: la prima colonna"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_the_workspace_cannot_be_read_with(association: Path, run: Callable[..., Result], case: str) -> None:
    text, told = UNREADABLE[case]
    (association / "misure.csv").write_text(text, encoding="utf-8")
    ran = run()
    assert (ran.exit_code, told in ran.output) == (2, True)


def test_common_tables_want_a_locale_of_the_workspace(association: Path, run: Callable[..., Result]) -> None:
    (association / "merito.toml").write_text("[workspace]\nyear = 2020\n", encoding="utf-8")
    ran = run()
    assert (ran.exit_code, "le tabelle comuni vogliono «locale» in [workspace]" in ran.output) == (2, True)


def test_explain_follows_a_figure_back_to_the_row_of_the_common_table(association: Path) -> None:
    words = ["explain", str(association), "indicator:I1", "--ente", "beta"]
    assert "Da misure.csv, riga 3: " in CliRunner().invoke(app, words).output


def test_a_table_with_a_year_of_its_own_keeps_the_rows_of_every_year(
    association: Path, run: Callable[..., Result]
) -> None:
    for ente in ("alfa", "beta"):
        own = association / f"enti/{ente}/2020/indicators.csv"
        own.write_text("id;title\nI1;Iniziative\n", encoding="utf-8")
    text = "ente;indicatore;anno;valore\nalfa;I1;2020;20\nalfa;I1;2021;30\nbeta;I1;2020;40\n"
    (association / "attesi.csv").write_text(text, encoding="utf-8")
    assert run().exit_code == 0
    assert [grade(association, ente) for ente in ("alfa", "beta")] == ["25", "20"]
    record = run_folder(association, "alfa", as_of=date(2021, 1, 1))
    assert [row.year for row in record.dossier.targets] == [2020, 2021]


def test_a_row_without_a_year_is_of_the_workspace_s_year_alone(association: Path, run: Callable[..., Result]) -> None:
    for ente in ("alfa", "beta"):
        shutil.copytree(association / f"enti/{ente}/2020", association / f"enti/{ente}/2021")
    text = "ente;anno;indicatore;momento;valore\nalfa;;I1;finale;5\nbeta;;I1;finale;8\nbeta;2021;I1;finale;9\n"
    for measures, expected in ((MEASURES, ["", ""]), (text, ["", "90"])):
        (association / "misure.csv").write_text(measures, encoding="utf-8")
        run("--year", "2021")
        told = [(association / f"out/{ente}/2021/grades.csv").read_text("utf-8") for ente in ("alfa", "beta")]
        lines = [next(line for line in text.splitlines() if ",indicator,I1," in line).split(",") for text in told]
        assert [line[5] for line in lines] == expected
        assert "not_measured" in lines[0]


def test_acts_are_read_in_every_year_and_say_theirs(association: Path) -> None:
    shutil.copytree(association / "enti/alfa/2020", association / "enti/alfa/2021")
    (association / "atti.csv").write_text(
        "ente;id;tipo;data;anno\nalfa;V;piano_performance;10/1/2021;2020\n", encoding="utf-8"
    )
    for year in (2020, 2021):
        record = run_folder(association, "alfa", year=year, as_of=date(2021, 2, 1))
        assert [act.id for act in record.dossier.acts] == ["V"]
