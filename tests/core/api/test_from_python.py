"""merito from Python: what a notebook does with a workspace, its records and its register."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from shutil import copytree
from subprocess import run as started
from sys import executable

import pytest
from click.testing import CliRunner

import merito
from merito.cli import app

HERE = Path(__file__).resolve().parents[3]
CHAMBER, TOWN = HERE / "examples" / "camera-di-prova", HERE / "examples" / "comune-di-prova"
DAY = date(2022, 12, 31)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> merito.Workspace:
    root = tmp_path_factory.mktemp("spazio") / "camera"
    return merito.Workspace(copytree(CHAMBER, root, ignore=lambda *_: {"out", "registro.sqlite"}))


@pytest.fixture(scope="module")
def record(office: merito.Workspace) -> "merito.api.Record":
    return office.run(year=2021, as_of=DAY)


def test_tables_are_complete_and_exact(record: "merito.api.Record") -> None:
    (prize,) = record.rewards.where(person="E1", tool="performance")
    assert (prize["due"], prize["net_paid"], prize["uncovered"]) == (
        Decimal("3622.49"),
        Decimal("3475.06"),
        Decimal("147.43"),
    )
    (score,) = record.people.where(person="E1")
    assert score["exact"] == Fraction(181, 2)
    assert prize["rules"] and isinstance(prize["rules"], tuple)
    assert (record.ente, record.year, record.as_of, record.simulated) == ("camera-di-prova", 2021, DAY, False)


def test_a_table_of_the_regulation_is_there_under_its_name(record: "merito.api.Record") -> None:
    assert len(record.table("tables/art20_premi")) == len(record.tables["tables/art20_premi"]["anno"])


def test_a_frame_has_the_columns_and_the_money(record: "merito.api.Record") -> None:
    frame = record.frame("rewards")
    assert tuple(frame.columns) == tuple(record.rewards.columns)
    assert frame["due"].sum() == sum(record.rewards["due"])


def test_an_explanation_is_that_of_the_command(office: merito.Workspace, record: "merito.api.Record") -> None:
    words = ["explain", str(office.path), "reward:E1/performance", "--year", "2021", "--as-of", "2022-12-31"]
    assert CliRunner().invoke(app, words).output.rstrip("\n") == record.explain("reward:E1/performance").text.rstrip(
        "\n"
    )
    as_json = CliRunner().invoke(app, [*words, "--json"]).output
    assert json.loads(as_json) == json.loads(json.dumps(record.explain("reward:E1/performance").data))


def test_without_a_subject_it_says_what_can_be_explained(record: "merito.api.Record") -> None:
    asked = record.explain()
    assert "person:E1" in asked.data["subjects"]["person"]
    assert asked.text.startswith("Si può chiedere di:")


def test_what_is_written_is_what_the_command_writes(office: merito.Workspace, tmp_path: Path) -> None:
    words = ["run", str(office.path), "--year", "2021", "--as-of", "2022-12-31", "--out", str(tmp_path / "command")]
    assert CliRunner().invoke(app, words).exit_code == 0
    place = office.run(year=2021, as_of=DAY).write(tmp_path / "python")
    by_command = tmp_path / "command" / "camera-di-prova" / "2021"
    files = sorted(one.relative_to(place) for one in place.rglob("*") if one.is_file())
    there = sorted(one.relative_to(by_command) for one in by_command.rglob("*") if one.is_file())
    assert files == there
    assert [one for one in files if (place / one).read_bytes() != (by_command / one).read_bytes()] == []


def test_computing_writes_nothing(office: merito.Workspace) -> None:
    before = sorted(one for one in office.path.rglob("*"))
    office.run(year=2021, as_of=DAY)
    assert sorted(one for one in office.path.rglob("*")) == before


def test_written_results_enter_the_register(tmp_path: Path) -> None:
    office = merito.Workspace(copytree(CHAMBER, tmp_path / "camera", ignore=lambda *_: {"out", "registro.sqlite"}))
    record = office.run(year=2021, as_of=DAY)
    with pytest.raises(merito.MeritoError, match="si scrivono prima"):
        record.keep()
    record.write()
    assert record.keep().number == 1
    other = office.run(year=2021, as_of=date(2021, 12, 31))
    other.write()
    assert other.keep().number == 2
    assert [entry.number for entry in office.register.history("camera-di-prova")] == [1, 2]
    assert office.register.verify().problems == ()
    assert office.register.diff(1, 2).changes


def test_a_simulation_is_marked_and_never_registered(office: merito.Workspace, tmp_path: Path) -> None:
    supposed = office.simulate({"positive_threshold": 90}, year=2021, as_of=DAY)
    assert supposed.simulated
    assert sum(supposed.rewards["due"]) != sum(office.run(year=2021, as_of=DAY).rewards["due"])
    supposed.write(tmp_path / "supposto")
    with pytest.raises(merito.MeritoError, match="non entra nel registro"):
        supposed.keep()


def test_findings_without_computing(office: merito.Workspace) -> None:
    found = office.check(year=2021, as_of=DAY)
    assert found.name == "findings"
    assert set(found["severity"]) <= {"error", "warning", "info"}


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda office: office.run("altro", year=2021), "enti sconosciuti: altro"),
        (lambda office: office.run(year=1800), "1800"),
        (lambda office: office.simulate({"soglia": 1}, year=2021), "soglia"),
        (lambda office: office.run(year=2021).table("premi"), "nessuna tabella «premi»"),
        (lambda office: office.run(year=2021).explain("person:X"), "nessun risultato su «person:X»"),
        (lambda office: office.run(year=2021).write("altrove", formats=["pdf"]), "pdf"),
        (lambda _: merito.Workspace("/non-c-e"), "non-c-e"),
    ],
)
def test_what_cannot_be_done_is_told(
    ask: Callable[[merito.Workspace], object], told: str, office: merito.Workspace
) -> None:
    with pytest.raises(merito.MeritoError, match=told):
        ask(office)


def test_bad_data_are_told_together(tmp_path: Path) -> None:
    root = copytree(CHAMBER, tmp_path / "camera", ignore=lambda *_: {"out", "registro.sqlite"})
    ratings = next(root.rglob("valutazioni_fattori.csv"))
    ratings.write_text(
        ratings.read_text(encoding="utf-8").replace(";8;", ";otto;").replace(";6;", ";sei;"), encoding="utf-8"
    )
    with pytest.raises(merito.BadDataError, match="otto") as error:
        merito.Workspace(root).run(year=2021)
    assert error.value.exit_code == 1
    assert len(error.value.problems) > 1


@pytest.mark.long
def test_own_rules_run_in_another_process(tmp_path: Path) -> None:
    office = merito.Workspace(TOWN)
    record = office.run(year=2025, as_of=date(2026, 12, 31))
    assert len(record.people) > 0
    assert "ente" in record.explain("ente").text
    with pytest.raises(merito.MeritoError, match="nessun risultato"):
        record.explain("person:X")
    assert (record.write(tmp_path) / "summary.json").is_file()


def test_a_plugin_does_not_import_the_engine() -> None:
    code = "import sys, merito, merito.kit; print([one for one in sys.modules if one.startswith('merito.api')])"
    assert started([executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_an_unknown_name_of_the_module_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="Spazio"):
        merito.Spazio  # noqa: B018
