"""Many enti every night: nothing vanishes or mixes, one run at a time, and time is bounded."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from faults.harmed import DAY, files, locked, write_workspace
from faults.test_own_rules_apart import HOOK, LOCAL
from in_this_process import Here
from trusted_rules import trust_rules

Merito = Callable[..., Result]
SPANS = """
[tables.prove]
label = "prove"
title = "Prove"
purpose = "Una tabella di prova."
key = ["id"]
scope = "both"
cites = "art. 1"
[tables.prove.columns]
id = { label = "numero", kind = "text", required = true }
"""
MAIN = [sys.executable, "-c", "from merito.__main__ import main; main()"]


@pytest.fixture
def root(tmp_path: Path, in_this_process: None) -> Path:
    return write_workspace(tmp_path / "spazio", ("alfa", "beta"))


@pytest.fixture
def worked(root: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The enti that another process would have worked on, in their order."""
    found = list[str]()

    class Noting(Here):
        def answers(self, tasks: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
            some = list(tasks)
            found.extend(one.ente for one in some)
            yield from super().answers(some)

    monkeypatch.setattr("merito.execution.pool.Pool", Noting)
    return found


def registered(merito: Merito, root: Path, ente: str = "alfa") -> int:
    ran = merito("history", ente, "--path", root, "--json")
    return len(json.loads(ran.stdout)["entries"]) if ran.exit_code == 0 else 0


def test_an_ente_that_is_gone_is_told_once_and_its_results_stay(root: Path, merito: Merito) -> None:
    merito("run", root, "--as-of", DAY)
    (root / "enti/beta").rename(root / "via")
    ran = merito("run", root, "--as-of", DAY)
    assert ran.exit_code == 1
    assert (
        "beta 2020: non più nello spazio di lavoro, rispetto all'ultima esecuzione; i risultati restano" in ran.stderr
    )
    data = json.loads((root / "out/run.json").read_bytes())
    assert (data["gone"], data["faults"]) == ([{"ente": "beta", "year": 2020}], ["gone"])
    assert (root / "out/beta/2020/summary.json").is_file()
    known = merito("status", root)
    assert (known.exit_code, "beta 2020: non più nello spazio di lavoro" in known.stderr) == (1, True)
    assert merito("run", root, "--as-of", DAY).exit_code == 0


def test_only_what_has_changed_goes_to_another_process(root: Path, merito: Merito, worked: list[str]) -> None:
    run = ("run", root, "--as-of", DAY, "--only-changed")
    merito(*run)
    before = files(root / "out")
    assert worked == ["alfa", "beta"]
    worked.clear()
    assert merito(*run).exit_code == 0
    assert (worked, files(root / "out")) == ([], before)
    (root / "enti/beta/2020/cycle.toml").write_text("# un altro byte\n", encoding="utf-8")
    merito(*run)
    assert worked == ["beta"]


def test_a_row_of_a_common_table_that_spans_years_is_a_change(root: Path, merito: Merito, worked: list[str]) -> None:
    """Which rows are those of a year, the files of the regulation declare; without them its own row is not seen."""
    for ente in ("alfa", "beta"):
        shutil.copytree(root / f"enti/{ente}/2020", root / f"enti/{ente}/2021")
    config = root / "enti/beta/ente.toml"
    (root / "enti/beta/regole").mkdir()
    (root / "enti/beta/regole/inputs.toml").write_text(SPANS, encoding="utf-8")
    config.write_text(config.read_text(encoding="utf-8") + 'rules = "regole"\n', encoding="utf-8")
    trust_rules(root)
    table = root / "prove.csv"
    table.write_text("ente,id\nalfa,1\n", encoding="utf-8")
    run = ("run", root, "--as-of", DAY, "--year", "2021", "--ente", "beta", "--only-changed")
    first = merito(*run)
    assert (first.exit_code, worked) == (0, ["beta"]), first.output
    assert (merito(*run).exit_code, worked) == (0, ["beta"])
    table.write_text("ente,id\nalfa,1\nbeta,2\n", encoding="utf-8")
    merito(*run)
    assert worked == ["beta", "beta"]


def test_nothing_of_a_plugin_runs_where_nothing_has_changed(
    tmp_path: Path, merito: Merito, install: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process of the run must not end: a plugin that ends its own is imported by others only."""
    monkeypatch.setenv("MERITO_REGISTER", "false")
    mark = tmp_path / "ends"
    install("finisce", f"import os\nfrom pathlib import Path\nif Path({str(mark)!r}).exists():\n    os._exit(7)\n")
    root = write_workspace(tmp_path / "spazio", ("alfa", "beta"))
    for path in root.glob("enti/*/ente.toml"):
        path.write_text(path.read_text(encoding="utf-8").replace("bergamo", "finisce"), encoding="utf-8")
    for path in root.glob("enti/*/2020/*.csv"):
        path.unlink()
    assert merito("run", root, "--as-of", DAY).exit_code == 0
    mark.touch()
    again = merito("run", root, "--as-of", DAY, "--only-changed")
    assert (again.exit_code, again.stdout.count("invariato")) == (0, 2)
    (root / "enti/beta/2020/cycle.toml").write_text("# un altro byte\n", encoding="utf-8")
    ended = merito("run", root, "--as-of", DAY, "--only-changed")
    assert (ended.exit_code, "beta: il processo è finito da sé (codice 7)" in ended.output) == (3, True)
    assert "merito_finisce.only" not in sys.modules


def test_a_check_of_many_enti_tells_errors_in_full_and_how_much_else_there_is(tmp_path: Path, merito: Merito) -> None:
    names = tuple(f"e{number:02}" for number in range(21))
    root = write_workspace(tmp_path / "molti", names)
    (root / "enti/e07/2020/units.csv").write_text("id\nU1\nU1\n", encoding="utf-8")
    checked = merito("check", root, "--as-of", DAY)
    alone = merito("check", root, "--as-of", DAY, "--ente", "e00").stdout.splitlines()
    assert checked.exit_code == 1
    assert checked.stderr.startswith("e07: enti/e07/2020/units.csv, riga 3")
    first, second, last = checked.stdout.splitlines()
    found = len([line for line in alone if line.startswith("e00: avviso")])
    assert first.startswith(f"20 enti (e00, e01, e02 e altri 17): {found} avvisi, ")
    assert second == "di un ente per intero: la stessa riga con --ente ID"
    assert last.startswith("21 enti: si leggono 20; dati da correggere 1; rilievi: ")


def test_what_many_enti_fail_on_is_told_in_the_words_of_few(tmp_path: Path, merito: Merito, root: Path) -> None:
    many = write_workspace(tmp_path / "molti", tuple(f"e{number:02}" for number in range(21)))
    run = ("--as-of", DAY, "--formats", "csv", "--fail-on", "warning")
    few, told = merito("run", root, *run), merito("run", many, *run)
    assert (few.exit_code, told.exit_code) == (1, 1)
    assert few.stderr.startswith("alfa, beta: 6 avvisi")
    assert told.stderr == few.stderr.replace("alfa, beta:", "21 enti (e00, e01, e02 e altri 18):")
    held = merito("run", many, "--as-of", DAY, "--formats", "csv", "--only-changed", "--fail-on", "blocked")
    assert (held.exit_code, "manca l'atto" in held.stderr) == (1, True)


def test_what_several_enti_have_in_common_is_said_once(root: Path, merito: Merito) -> None:
    said = merito("run", root, "--as-of", DAY).stdout.splitlines()
    assert [line for line in said if line.startswith(("alfa:", "beta:", "alfa, ", "beta, "))] == [
        line for line in said if line.startswith("alfa, beta")
    ]
    assert sum("Approvazione della graduazione" in line for line in said) == 1


def test_a_run_of_named_enti_looks_for_no_other(root: Path, merito: Merito) -> None:
    merito("run", root, "--as-of", DAY)
    shutil.rmtree(root / "enti/beta")
    assert merito("run", root, "--as-of", DAY, "--ente", "alfa").exit_code == 0


def test_the_comparison_of_another_year_has_files_of_its_own(root: Path, merito: Merito) -> None:
    for ente in ("alfa", "beta"):
        shutil.copytree(root / f"enti/{ente}/2020", root / f"enti/{ente}/2021")
    merito("run", root, "--as-of", DAY)
    before = {name: (root / "out" / name).read_bytes() for name in ("comparison.csv", "index.html")}
    merito("run", root, "--as-of", DAY, "--year", "2021")
    assert {name: (root / "out" / name).read_bytes() for name in before} == before
    assert (root / "out/comparison-2021.csv").read_text(encoding="utf-8").splitlines()[1].split(",")[4] == "2021"
    assert 'href="comparison-2021.csv"' in (root / "out/index-2021.html").read_text(encoding="utf-8")
    assert 'href="../../index-2021.html"' in (root / "out/alfa/2021/index.html").read_text(encoding="utf-8")
    assert 'href="../../index.html"' in (root / "out/alfa/2020/index.html").read_text(encoding="utf-8")
    years = {(one["ente"], one["year"]) for one in json.loads((root / "out/run.json").read_bytes())["enti"]}
    assert years == {(ente, year) for ente in ("alfa", "beta") for year in (2021, 2020)}


def test_results_in_another_folder_do_not_enter_the_register(root: Path, merito: Merito) -> None:
    merito("run", root, "--as-of", DAY, "--out", root / "prova")
    assert registered(merito, root) == 0
    merito("run", root, "--as-of", DAY, "--out", root / "out")
    assert registered(merito, root) == 1


@pytest.mark.parametrize(
    ("state", "how"),
    [("running", "è stata uccisa"), ("cut", "è stata interrotta"), ("over", "ha finito i secondi di --limit")],
)
def test_status_knows_that_the_last_run_stopped_early(root: Path, merito: Merito, state: str, how: str) -> None:
    merito("run", root, "--as-of", DAY)
    path = root / "out/run.json"
    data = json.loads(path.read_bytes())
    data["state"], data["totals"]["not_reached"] = state, 1
    path.write_text(json.dumps(data), encoding="utf-8")
    known = merito("status", root)
    assert known.exit_code == 3
    assert f", {how}: a 1 ente non è arrivata (merito run --failed)" in known.stderr
    told = json.loads(merito("status", root, "--json").stdout)["last_run"]
    assert (told["state"], told["at_work"]) == (state, False)
    with locked(path):
        working = merito("status", root)
    assert (working.exit_code, "un'esecuzione è in corso, dal " in working.stdout) == (0, True)


def test_status_knows_that_the_last_run_is_not_in_the_register(root: Path, merito: Merito) -> None:
    (root / "registro.sqlite").write_text("non è un registro", encoding="utf-8")
    assert merito("run", root, "--as-of", DAY).exit_code == 3
    known = merito("status", root)
    assert (known.exit_code, "non tutto è nel registro" in known.stderr) == (3, True)


def test_the_register_keeps_who_could_not_run_and_why(root: Path, merito: Merito) -> None:
    (root / "enti/beta/2020/units.csv").write_text("id\nU1\nU1\n", encoding="utf-8")
    merito("run", root, "--as-of", DAY)
    entries = json.loads(merito("history", "beta", "--path", root, "--json").stdout)["entries"]
    assert [(one["kind"], one["state"], one["codes"], one["as_of"]) for one in entries] == [
        ("failure", "bad_data", ["bad_data"], DAY)
    ]
    told = merito("history", "beta", "--path", root).stdout
    assert f"voce {entries[0]['number']}: enti/beta/2020/units.csv, riga 3" in told
    shown = merito("show", str(entries[0]["number"]), "--path", root)
    assert (shown.exit_code, "è un'esecuzione non riuscita, senza risultati" in shown.output) == (2, True)
    assert merito("register", "verify", root).exit_code == 0
    assert not (root / "out/beta").exists()


def test_a_failure_leaves_the_last_results_and_the_adopted_ones_as_they_were(root: Path, merito: Merito) -> None:
    merito("run", root, "--as-of", DAY)
    units = root / "enti/beta/2020/units.csv"
    before = units.read_bytes()
    units.write_text("id\nU1\nU1\n", encoding="utf-8")
    results = files(root / "out/beta")
    merito("run", root, "--as-of", DAY)
    assert {name for name, text in files(root / "out/beta").items() if results[name] != text} <= {
        "2020/index.html",
        "2020/summary.json",
    }
    units.write_bytes(before)
    ran = merito("run", root, "--as-of", DAY, "--ente", "beta")
    kinds = [one["kind"] for one in json.loads(merito("history", "beta", "--path", root, "--json").stdout)["entries"]]
    assert (ran.exit_code, kinds) == (0, ["run", "failure", "run"])
    assert "come la 2" in merito("history", "beta", "--path", root).stdout
    assert merito("register", "verify", root).exit_code == 0


def test_a_second_run_in_the_same_folder_is_refused_and_changes_nothing(root: Path, merito: Merito) -> None:
    merito("run", root, "--as-of", DAY)
    before = files(root)
    with locked(root / "out/run.json"):
        ran = merito("run", root, "--as-of", DAY, "--ente", "beta")
    assert (ran.exit_code, "un'altra esecuzione sta scrivendo in questa cartella" in ran.output) == (3, True)
    assert files(root) == before


def test_a_run_elsewhere_does_not_wait(root: Path, merito: Merito) -> None:
    merito("run", root, "--as-of", DAY)
    with locked(root / "out/run.json"):
        assert merito("run", root, "--as-of", DAY, "--out", root / "prova").exit_code == 0


@pytest.mark.long
def test_a_run_ends_after_its_limit_and_says_who_was_not_reached(tmp_path: Path) -> None:
    root = write_workspace(tmp_path / "spazio", ("alfa", "beta", "gamma"))
    (root / "enti/alfa/regole").mkdir()
    (root / "enti/alfa/regole/rules.py").write_text(HOOK.format("while True: pass"), encoding="utf-8")
    (root / "enti/alfa/regole/rules.toml").write_text(LOCAL, encoding="utf-8")
    with (root / "enti/alfa/ente.toml").open("a", encoding="utf-8") as file:
        file.write('rules = "regole"\n')
    trust_rules(root)
    began = time.monotonic()
    words = [*MAIN, "run", str(root), "--as-of", DAY, "--limit", "20"]
    ended = subprocess.run(words, capture_output=True, text=True, check=False, timeout=100)
    assert ended.returncode == 3, ended.stderr
    assert time.monotonic() - began < 60
    data = json.loads((root / "out/run.json").read_bytes())
    outcomes = {one["ente"]: one["outcome"] for one in data["enti"]}
    assert (data["state"], outcomes) == ("over", {"alfa": "not_reached", "beta": "done", "gamma": "done"})
    assert "finiti i 20 secondi di --limit: enti eseguiti 2 su 3" in " ".join(ended.stderr.split())
