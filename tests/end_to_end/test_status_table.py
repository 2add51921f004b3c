"""`status` of many enti: a line each from the last results, the unreadable first; `check` with its summary."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from faults.harmed import DAY, write_workspace

from merito.cli import COMMANDS, EXAMPLES

Merito = Callable[..., Result]
ROOT = Path(__file__).parents[2]
RAISES = """
@hookimpl
@rule("X-1")
def merito_person_scores(step: Step) -> Results | None:
    raise ZeroDivisionError("zero")
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    if "--jobs" not in request.node.name:
        request.getfixturevalue("in_this_process")
    monkeypatch.setenv("MERITO_REGISTER", "false")
    return write_workspace(tmp_path / "spazio", ("alfa", "beta", "gamma"))


def spoil(root: Path, ente: str) -> None:
    (root / f"enti/{ente}/2020/units.csv").write_text("id\nU1\nU1\n", encoding="utf-8")


def test_it_says_the_day_of_the_last_results_and_the_unreadable_first(root: Path, merito: Merito) -> None:
    spoil(root, "gamma")
    merito("run", root, "--as-of", DAY)
    said = merito("status", root)
    assert said.exit_code == 1
    assert said.stdout.splitlines() == [
        "Ciclo della performance 2020, dai risultati al 31/12/2021 (--now calcola)",
        "",
        "  ente     fase        manca                              entro  sospeso  errori",
        "  gamma    —           ✗ dati da correggere                                    1",
        "  alfa     b. risorse  Approvazione della graduazio…  31/1/2020",
        "  beta     b. risorse  Approvazione della graduazio…  31/1/2020",
        "  insieme                                                           0,00       1",
        "",
        "  in parte 2; dati da correggere 1",
        "  8 termini scaduti",
        "  di un ente: la stessa riga con --ente ID",
    ]
    assert said.stderr.startswith("gamma: enti/gamma/2020/units.csv, riga 3")


def test_it_reads_results_and_now_computes(root: Path, merito: Merito) -> None:
    merito("run", root, "--as-of", DAY)
    spoil(root, "beta")
    assert merito("status", root).exit_code == 0
    now = merito("status", root, "--now")
    assert (now.exit_code, "beta: enti/beta/2020/units.csv" in now.stderr) == (1, True)
    assert "✗ dati da correggere" in now.stdout


def test_a_failure_of_the_last_run_is_known_without_running_again(root: Path, merito: Merito) -> None:
    spoil(root, "beta")
    merito("run", root, "--as-of", DAY)
    (root / "enti/beta/2020/units.csv").write_text("id,name\nU1,Ufficio\n", encoding="utf-8")
    assert "beta: enti/beta/2020/units.csv, riga 3" in merito("status", root).stderr


def test_computed_rows_say_the_same_as_results(root: Path, merito: Merito) -> None:
    merito("run", root, "--as-of", DAY)
    read, computed = (json.loads(merito("status", root, "--json", *words).stdout) for words in ((), ("--as-of", DAY)))
    assert (read["computed"], computed["computed"]) == (None, DAY)
    assert read["enti"] == computed["enti"]


@pytest.mark.long
def test_no_line_is_wider_than_80_columns(merito: Merito) -> None:
    """Rules of an ente's own are told below the table with their whole hash."""
    lines = merito("status", ROOT / "examples", "--as-of", "2022-06-01").stdout.splitlines()
    table = [line for line in lines if "regole proprie dell'ente" not in line]
    assert len(table) > 10
    assert max(map(len, table)) <= 80


def test_one_ente_has_its_detail(root: Path, merito: Merito) -> None:
    merito("run", root, "--as-of", DAY)
    said = merito("status", root, "--ente", "alfa", "--as-of", DAY).stdout
    assert "alfa: fasi: a. obiettivi" in said
    assert "alfa: condizione chiusa, e. premi" in said


@pytest.mark.long
def test_three_hundred_enti_are_told_in_three_seconds(tmp_path: Path, merito: Merito) -> None:
    root = write_workspace(tmp_path / "spazio", tuple(f"e{number:03d}" for number in range(300)))
    source = write_workspace(tmp_path / "uno", ("e000",))
    assert merito("run", source, "--as-of", DAY, "--formats", "csv").exit_code == 0
    for number in range(300):
        place = root / f"out/e{number:03d}/2020"
        place.mkdir(parents=True)
        for name in ("summary.json", "deadlines.csv", "gates.csv"):
            text = (source / "out/e000/2020" / name).read_text(encoding="utf-8")
            (place / name).write_text(text.replace('"e000"', f'"e{number:03d}"'), encoding="utf-8")
    began = time.process_time()
    said = merito("status", root)
    assert (said.exit_code, "in parte 300" in said.stdout) == (0, True)
    assert time.process_time() - began < 3


@pytest.mark.parametrize("jobs", ["2"], ids=["--jobs 2"])
def test_check_ends_with_a_summary_whatever_the_processes(root: Path, merito: Merito, jobs: str) -> None:
    spoil(root, "beta")
    one, two = (merito("check", root, "--as-of", DAY, *words) for words in ((), ("--jobs", jobs)))
    assert (one.exit_code, one.output) == (two.exit_code, two.output)
    assert one.exit_code == 1
    assert one.stdout.splitlines()[-1] == "3 enti: si leggono 2; dati da correggere 1; rilievi: 4 avvisi, 16 note"
    assert one.stderr.startswith("beta: enti/beta/2020/units.csv")
    told = json.loads(merito("check", root, "--as-of", DAY, "--json").stdout)
    assert [(one["ente"], one["state"]) for one in told["enti"]] == [
        ("alfa", "readable"),
        ("beta", "bad_data"),
        ("gamma", "readable"),
    ]


def test_check_sees_rules_that_raise_in_any_phase(
    merito: Merito, install: Callable[..., object], write_ente: Callable[..., Path]
) -> None:
    install("prova", RAISES)
    checked = merito("check", write_ente("prova", {"2021/cycle.toml": ""}), "--as-of", "2022-01-01")
    assert (checked.exit_code, "ZeroDivisionError('zero')" in checked.output) == (3, True)
    assert "nessun rilievo" not in checked.output


@pytest.mark.parametrize("jobs", ["1", "2"], ids=["", "--jobs 2"])
def test_debug_shows_the_whole_traceback_of_a_rule(
    merito: Merito,
    install: Callable[..., object],
    write_ente: Callable[..., Path],
    capfd: pytest.CaptureFixture[str],
    jobs: str,
) -> None:
    install("prova", RAISES)
    root = write_ente("prova", {"2021/cycle.toml": ""})
    for words in (["check"], ["status", "--now"]):
        plain, shown = (
            merito(*words, root, "--as-of", "2022-01-01", "--jobs", jobs, *more) for more in ((), ("--debug",))
        )
        assert "Traceback" not in plain.output
        assert 'raise ZeroDivisionError("zero")' in shown.output + capfd.readouterr().err


def test_quiet_leaves_errors_and_the_exit_code(root: Path, merito: Merito) -> None:
    spoil(root, "beta")
    for words in (["check"], ["status", "--now"], ["run"]):
        said = merito(*words, root, "--as-of", DAY, "--quiet")
        assert (said.exit_code, said.stdout) == (1, "")
        assert said.stderr.startswith("beta: ")
    assert merito("status", root, "--quiet").stdout == ""
    assert "--quiet" not in merito("explain", "--help").output


def test_the_path_is_an_option_too_and_help_has_a_short_name(root: Path, merito: Merito) -> None:
    for words in (["check"], ["status"], ["run"]):
        placed, named = merito(*words, root, "--as-of", DAY), merito(*words, "--as-of", DAY, "--path", root)
        assert placed.exit_code == named.exit_code == 0
    subject = merito("explain", "--path", root, "--ente", "alfa", "--as-of", DAY, "ente:alfa")
    assert subject.output == merito("explain", root, "ente:alfa", "--ente", "alfa", "--as-of", DAY).output
    assert merito("run", "-h").output == merito("run", "--help").output


def test_the_help_groups_every_command_with_an_example(merito: Merito) -> None:
    assert set(EXAMPLES) == set(COMMANDS)
    said = merito("--help").output
    assert all(f"merito {name}" in said for name in COMMANDS)
    assert "Esempio: merito check ." in merito("check", "--help").output


def test_a_shell_completes_commands(merito: Merito, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_MERITO_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "merito st")
    monkeypatch.setenv("COMP_CWORD", "1")
    assert merito().output.split() == ["plain,status"]
