"""`run.json`: what became of every ente, whole also when the run is cut; `--failed`; the traceback of an exception."""

import json
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import Result
from faults.harmed import DAY, locked, write_workspace

Merito = Callable[..., Result]
SCHEMA = json.loads((Path(__file__).parents[2] / "docs/run.schema.json").read_text(encoding="utf-8"))
CRASHES = """
@hookimpl
@rule("X-1")
def merito_person_scores(step: Step) -> Results | None:
    if step.dossier.ente.name == "Ente di prova":
        raise ZeroDivisionError("zero persone")
    return None
"""
ENTI = ("alfa", "beta", "gamma")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_this_process: None) -> Path:
    monkeypatch.setenv("MERITO_REGISTER", "false")
    return write_workspace(tmp_path / "spazio", ENTI)


def of(data: dict[str, Any]) -> dict[str, Any]:
    """The enti of a file that holds to the schema, by id."""
    jsonschema.validate(data, SCHEMA)
    return {one["ente"]: one for one in data["enti"]}


def told(root: Path) -> dict[str, Any]:
    return json.loads((root / "out/run.json").read_bytes())


def spoil(root: Path, ente: str) -> None:
    (root / f"enti/{ente}/2020/units.csv").write_text("id\nU1\nU1\n", encoding="utf-8")


def mend(root: Path, ente: str) -> None:
    (root / f"enti/{ente}/2020/units.csv").write_text("id,name\nU1,Ufficio\n", encoding="utf-8")


def test_every_ente_has_its_state_cause_phase_version_hashes_and_time(root: Path, merito: Merito) -> None:
    spoil(root, "beta")
    assert merito("run", root, "--as-of", DAY).exit_code == 1
    data = told(root)
    enti = of(data)
    assert (data["state"], data["exit_code"], data["as_of"]) == ("ended", 1, DAY)
    assert data["totals"] == {"enti": 3, "done": 2, "unchanged": 0, "failed": 1, "not_reached": 0}
    assert (enti["beta"]["outcome"], enti["beta"]["state"]) == ("failed", "bad_data")
    assert enti["beta"]["causes"][0]["code"] == "bad_data"
    assert "units.csv, riga 3" in enti["beta"]["causes"][0]["message"]
    alfa = enti["alfa"]
    assert (alfa["outcome"], alfa["state"], alfa["phase"], alfa["regulation"]) == ("done", "partial", "b", "bergamo")
    assert alfa["hashes"]["inputs"] == json.loads((root / "out/alfa/2020/rests_on.json").read_bytes())["made_from"]
    assert alfa["milliseconds"] > 0
    assert stat.S_IMODE((root / "out/run.json").stat().st_mode) == 0o600


def test_the_sums_are_those_of_the_comparison(tmp_path: Path, merito: Merito, in_this_process: None) -> None:
    example = Path(__file__).parents[2] / "examples/comunita-montane"
    said = merito("run", example, "--as-of", "2022-06-01", "--out", tmp_path, "--formats", "csv", "--json")
    enti = of(json.loads(said.stdout))
    heads, *rows = [line.split(",") for line in (tmp_path / "comparison.csv").read_text("utf-8").splitlines()]
    compared = {row[0]: dict(zip(heads, row, strict=False)) for row in rows}
    assert enti["valfredda"]["sums"]["allocated"] == compared["valfredda"]["allocated"]
    assert {name: one["state"] for name, one in enti.items()} == {name: one["state"] for name, one in compared.items()}


def test_unchanged_enti_say_the_same_of_their_results(root: Path, merito: Merito) -> None:
    merito("run", root, "--as-of", DAY)
    first = of(told(root))
    merito("run", root, "--as-of", DAY, "--only-changed")
    again = of(told(root))
    same = ("state", "reasons", "phase", "phases", "sums", "findings", "regulation", "edition", "hashes")
    for name in ENTI:
        assert again[name]["outcome"] == "unchanged"
        assert [again[name][key] for key in same] == [first[name][key] for key in same]


def test_a_run_of_one_ente_keeps_what_is_known_of_the_others(root: Path, merito: Merito) -> None:
    spoil(root, "beta")
    merito("run", root, "--as-of", DAY)
    merito("run", root, "--as-of", DAY, "--ente", "alfa")
    enti = of(told(root))
    assert [(name, one["this_run"], one["outcome"]) for name, one in enti.items()] == [
        ("alfa", True, "done"),
        ("beta", False, "failed"),
        ("gamma", False, "done"),
    ]


def test_the_file_is_read_however_its_lines_are_broken_and_written_an_ente_in_lines(root: Path, merito: Merito) -> None:
    merito("run", root, "--as-of", DAY)
    file = root / "out/run.json"
    before = told(root)
    for text in (
        file.read_text("utf-8"),
        json.dumps(before),
        json.dumps(before, indent=2),
        json.dumps(before, indent=4),
    ):
        file.write_text(text, encoding="utf-8")
        merito("run", root, "--as-of", DAY, "--ente", "alfa")
        now = told(root)
        assert [one for one in now["enti"] if one["ente"] != "alfa"] == [
            one | {"this_run": False} for one in before["enti"] if one["ente"] != "alfa"
        ]
        assert file.read_text("utf-8") == json.dumps(now, ensure_ascii=False, indent=2) + "\n"


def test_of_many_enti_every_row_is_safe_in_a_spreadsheet_and_every_one_is_told(
    tmp_path: Path, merito: Merito, in_this_process: None
) -> None:
    names = [f"-a{place:03}" for place in range(230)]
    for name in names:
        (tmp_path / "enti" / name).mkdir(parents=True)
        (tmp_path / "enti" / name / "ente.toml").write_text(f'name = "{name}"\n', encoding="utf-8")
    (tmp_path / "merito.toml").write_text('[workspace]\nenti = ["enti/*"]\nyear = 2020\nlocale = "it"\n', "utf-8")
    merito("run", tmp_path, "--as-of", DAY)
    _, *rows = (tmp_path / "out/comparison.csv").read_text("utf-8").splitlines()
    assert [row.partition(",")[0] for row in rows] == [f"'{name}" for name in names]
    assert list(of(told(tmp_path))) == names


def test_failed_runs_those_that_failed_last_time_and_no_other(root: Path, merito: Merito) -> None:
    assert merito("run", root, "--as-of", DAY, "--failed").exit_code == 2
    spoil(root, "beta")
    merito("run", root, "--as-of", DAY)
    mend(root, "beta")
    again = merito("run", root, "--as-of", DAY, "--failed", "--json")
    assert again.exit_code == 0
    data = json.loads(again.stdout)
    assert [one["ente"] for one in data["enti"] if one["this_run"]] == ["beta"]
    nobody = merito("run", root, "--as-of", DAY, "--failed")
    assert (nobody.exit_code, "li ha finiti tutti" in nobody.output) == (0, True)


def test_enti_are_chosen_by_regulation_by_state_and_from_a_list(root: Path, merito: Merito) -> None:
    spoil(root, "beta")
    merito("run", root, "--as-of", DAY)
    (root / "elenco.txt").write_text("# di notte\nalfa\n\ngamma\n", encoding="utf-8")

    def ran(*words: object) -> list[str]:
        data = json.loads(merito("run", root, "--as-of", DAY, "--json", *words).stdout)
        return [one["ente"] for one in data["enti"] if one["this_run"]]

    assert ran("--state", "bad_data") == ["beta"]
    assert ran("--list", root / "elenco.txt") == ["alfa", "gamma"]
    assert ran("--regulation", "bergamo", "--state", "partial") == ["alfa", "gamma"]
    for wrong in (("--regulation", "brescia"), ("--state", "rotto"), ("--list", root / "non-c-e")):
        assert merito("run", root, *wrong).exit_code == 2


def test_the_traceback_of_an_exception_is_kept_for_its_owner_and_goes_when_the_ente_is_well(
    merito: Merito, install: Callable[..., object], write_ente: Callable[..., Path]
) -> None:
    install("prova", CRASHES)
    root = write_ente("prova", {"2021/cycle.toml": ""})
    crash, config = root / "out/prova/crash.txt", root / "enti/prova/ente.toml"
    ran = merito("run", root, "--as-of", DAY)
    assert (ran.exit_code, "Traceback" in ran.output) == (3, False)
    assert "Traceback (most recent call last)" in merito("run", root, "--as-of", DAY, "--debug").stderr
    text = crash.read_text(encoding="utf-8")
    assert text.startswith("merito ")
    assert "ZeroDivisionError: zero persone" in text
    assert stat.S_IMODE(crash.stat().st_mode) == 0o600
    prova = of(told(root))["prova"]
    assert (prova["causes"][0]["code"], prova["crash"]) == ("plugin_fault", str(crash))
    config.write_text(config.read_text(encoding="utf-8").replace("Ente di prova", "Ente"), encoding="utf-8")
    assert merito("run", root, "--as-of", DAY).exit_code == 0
    assert not crash.exists()


def test_the_cause_is_a_code_for_a_lock_too(root: Path, merito: Merito) -> None:
    (root / "out/beta").mkdir(parents=True)
    with locked(root / "out/beta/2020"):
        assert merito("run", root, "--as-of", DAY).exit_code == 3
    beta = of(told(root))["beta"]
    assert (beta["state"], [one["code"] for one in beta["causes"]]) == ("not_written", ["lock"])


def test_a_file_of_somebody_else_stays(root: Path, merito: Merito) -> None:
    (root / "out").mkdir()
    (root / "out/run.json").write_text("{}", encoding="utf-8")
    ran = merito("run", root, "--as-of", DAY)
    assert (ran.exit_code, "non è di merito" in ran.output) == (3, True)
    assert (root / "out/run.json").read_text(encoding="utf-8") == "{}"


def test_the_log_has_a_line_for_each_ente_and_no_text_about_data_without_names(root: Path, merito: Merito) -> None:
    spoil(root, "beta")
    lines = [json.loads(line) for line in merito("run", root, "--as-of", DAY, "--log", "json").stderr.splitlines()]
    assert [(one["event"], one.get("ente"), one.get("codes")) for one in lines] == [
        ("ente", "alfa", []),
        ("ente", "beta", ["bad_data"]),
        ("ente", "gamma", []),
        ("end", None, None),
    ]
    assert lines[-1]["exit_code"] == 1
    assert "U1" not in json.dumps(lines)
    named = merito("run", root, "--as-of", DAY, "--log", "json", "--names").stderr
    assert "U1" in named
    assert {json.loads(line)["event"] for line in named.splitlines()} == {"ente", "told", "end"}


def test_errors_of_enti_are_on_the_error_output_equal_ones_together(root: Path, merito: Merito) -> None:
    spoil(root, "beta")
    ran = merito("run", root, "--as-of", DAY)
    assert "units.csv, riga 3" in ran.stderr
    assert "units.csv, riga 3" not in ran.stdout
    assert merito("run", root, "--as-of", DAY, "--ente", "alfa", "--quiet").output == ""


def test_fail_on_warning_says_which_in_the_same_words_with_only_changed(root: Path, merito: Merito) -> None:
    first, again = (merito("run", root, "--as-of", DAY, "--fail-on", "warning", *w) for w in ((), ("--only-changed",)))
    assert (first.exit_code, again.exit_code) == (1, 1)
    assert first.stderr == again.stderr == "alfa, beta, gamma: 6 avvisi, 8 note, 4 termini scaduti\n"


@pytest.mark.long
@pytest.mark.parametrize("signal_sent", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_cut_leaves_a_whole_file_that_says_who_was_not_reached(
    tmp_path: Path, signal_sent: signal.Signals
) -> None:
    root = write_workspace(tmp_path / "spazio", tuple(f"e{number:03d}" for number in range(60)))
    words = [sys.executable, "-c", "from merito.__main__ import main; main()", "run", str(root), "--as-of", DAY]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while len(list((root / "out").glob("e*/2020"))) < 3 and process.poll() is None:
        time.sleep(0.05)
    process.send_signal(signal_sent)
    process.wait(timeout=60)
    data = told(root)
    enti = of(data)
    assert len(enti) == 60
    assert data["totals"]["not_reached"] > 0
    if signal_sent is signal.SIGKILL:
        assert (data["state"], data["exit_code"]) == ("running", None)
    else:
        assert (process.returncode, data["state"], data["exit_code"]) == (130, "cut", 130)
        assert data["totals"]["done"] > 0
