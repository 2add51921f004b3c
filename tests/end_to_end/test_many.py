"""Many enti in one run: the same bytes with any number of processes, isolated failures, unchanged enti skipped."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result
from clusters import EXAMPLES, differing, files
from trusted_rules import trust_rules

from merito.cli import app
from merito.execution.pool import Pool, PoolError

DAY = ("--as-of", "2022-06-01")
Many = Callable[..., Result]
BAD = """
import os
from pathlib import Path
@hookimpl
def merito_check_plan(step: Step) -> Results | None:
    name = step.dossier.ente.id
    if name == "esce":
        os._exit(7)
    if name == "ucciso":
        os.kill(os.getpid(), 9)
    if name == "lascia":
        raise SystemExit(3)
    if name == "solleva":
        raise RuntimeError("rotto")
    if name == "una" and not Path("SEEN").exists():
        Path("SEEN").write_text("x")
        os._exit(7)
    return None
"""


@pytest.fixture
def merito(monkeypatch: pytest.MonkeyPatch) -> Many:
    monkeypatch.setenv("MERITO_REGISTER", "false")
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture
def association(tmp_path: Path) -> Path:
    ignored = shutil.ignore_patterns("out", "registro.sqlite*")
    return Path(shutil.copytree(EXAMPLES / "comunita-montane", tmp_path / "montane", ignore=ignored))


def enti(root: Path, regulations: dict[str, str]) -> Path:
    """A workspace of enti without data, each under a regulation."""
    root.mkdir(exist_ok=True)
    (root / "merito.toml").write_text('[workspace]\nyear = 2021\nlocale = "en"\n', encoding="utf-8")
    for name, regulation in regulations.items():
        (root / "enti" / name / "2021").mkdir(parents=True)
        config = f'id = "{name}"\nname = "{name}"\nregulation = "{regulation}"\n'
        (root / "enti" / name / "ente.toml").write_text(config, encoding="utf-8")
    return root


def states(out: Path) -> dict[str, str]:
    lines = [line.split(",") for line in (out / "comparison.csv").read_text(encoding="utf-8").splitlines()]
    return {line[0]: line[lines[0].index("state")] for line in lines[1:]}


@pytest.mark.long
def test_the_bytes_are_the_same_whatever_the_number_of_processes(merito: Many, tmp_path: Path) -> None:
    outs = {jobs: tmp_path / jobs for jobs in ("1", "3", "auto")}
    for jobs, out in outs.items():
        assert merito("run", EXAMPLES, *DAY, "--jobs", jobs, "--out", out).exit_code == 1
    assert [differing(outs["1"], outs[jobs]) for jobs in ("3", "auto")] == [{}, {}]


@pytest.mark.long
def test_one_entes_failure_touches_no_other(merito: Many, tmp_path: Path, install: Callable[..., object]) -> None:
    install("cattivo", BAD)
    names = ("buono", "esce", "ucciso", "lascia", "solleva")
    root = enti(
        tmp_path / "spazio", {**dict.fromkeys(names, "cattivo"), "senza": "mai_installato", "ultimo": "cattivo"}
    )
    (root / "enti/guasto").mkdir()
    for jobs in ("1", "2"):
        ran = merito("run", root, *DAY, "--jobs", jobs)
        assert ran.exit_code == 3
        for told in (
            "esce: il processo è finito da sé (codice 7), due volte",
            "ucciso: il processo è stato ucciso (segnale 9), due volte",
            "lascia: cattivo:merito_cattivo.only: merito_check_plan: ha sollevato SystemExit(3)",
            "solleva: cattivo:merito_cattivo.only: merito_check_plan: ha sollevato RuntimeError('rotto')",
            "senza: enti/senza/ente.toml: «regulation», trovato «mai_installato»",
        ):
            assert told in ran.output
        found = states(root / "out")
        assert {found["buono"], found["ultimo"]} <= {"empty", "waiting", "complete", "partial"}
        assert {name: found[name] for name in ("esce", "ucciso", "lascia", "solleva", "senza", "guasto")} == {
            "esce": "interrupted",
            "ucciso": "interrupted",
            "lascia": "plugin_fault",
            "solleva": "plugin_fault",
            "senza": "bad_data",
            "guasto": "bad_data",
        }
        assert [path.name for path in (root / "out").rglob(".*")] == []


def test_an_ente_whose_process_ended_once_is_run_again(
    merito: Many, tmp_path: Path, install: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    install("cattivo", BAD)
    root = enti(tmp_path / "spazio", dict.fromkeys(("una", "due", "tre"), "cattivo"))
    ran = merito("run", root, *DAY, "--jobs", "2")
    assert (tmp_path / "SEEN").exists()
    assert (ran.exit_code, "interrupted" in states(root / "out").values()) == (0, False)


@pytest.mark.long
@pytest.mark.usefixtures("in_this_process")
def test_only_changed_skips_whose_results_a_run_would_give_again(merito: Many, association: Path) -> None:
    run = ("run", association, *DAY, "--only-changed")
    merito(*run)
    out = association / "out"
    times = {path: path.stat().st_ino for path in out.glob("*/2021")}
    first = files(out)
    again = merito(*run)
    assert again.exit_code == 1  # the one with bad data is tried again, and fails again
    assert again.output.count("invariato") == 7
    assert {path: path.stat().st_ino for path in out.glob("*/2021")} == times
    assert files(out) == first
    config = association / "enti/valfredda/2021/cycle.toml"
    config.write_text(config.read_text(encoding="utf-8") + "\n# un altro byte\n", encoding="utf-8")
    assert merito(*run).output.count("invariato") == 6
    (out / "rocca-alta/2021/funds.csv").unlink()
    assert merito(*run).output.count("invariato") == 6
    assert (out / "rocca-alta/2021/funds.csv").is_file()
    for cut in ("index.html", "rewards.csv", "results.xlsx"):
        with (out / "rocca-alta/2021" / cut).open("r+b") as file:
            file.truncate(100)
        assert merito(*run).output.count("invariato") == 6
        assert files(out)[f"rocca-alta/2021/{cut}"] == first[f"rocca-alta/2021/{cut}"]
    assert "invariato" not in merito("run", association, "--as-of", "2022-06-02", "--only-changed").output
    assert merito("run", association, "--as-of", "2022-06-02", "--only-changed").output.count("invariato") == 7
    workspace = association / "merito.toml"
    workspace.write_text(workspace.read_text(encoding="utf-8").replace("result_share = 0.25", "result_share = 0.2"))
    assert "invariato" not in merito("run", association, "--as-of", "2022-06-02", "--only-changed").output


@pytest.mark.long
@pytest.mark.usefixtures("in_this_process")
def test_only_changed_gives_the_bytes_of_a_whole_run(merito: Many, association: Path, tmp_path: Path) -> None:
    merito("run", association, *DAY)
    ratings = association / "valutazioni_fattori.csv"
    before = ratings.read_text(encoding="utf-8")
    ratings.write_text(before.replace("valfredda;UNI01;a;93;", "valfredda;UNI01;a;94;"), encoding="utf-8")
    assert before != ratings.read_text(encoding="utf-8")
    again = merito("run", association, *DAY, "--only-changed").output
    assert again.count("invariato") == 6  # the others have rows in the same file
    merito("run", association, *DAY, "--out", tmp_path / "whole")
    assert differing(association / "out", tmp_path / "whole") == {}


@pytest.mark.long
@pytest.mark.usefixtures("in_this_process")
def test_what_is_unchanged_but_not_in_the_register_is_run(association: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*words: str) -> Result:
        return CliRunner().invoke(app, ["run", str(association), *DAY, *words], catch_exceptions=False)

    monkeypatch.setenv("MERITO_REGISTER", "false")
    run()
    monkeypatch.setenv("MERITO_REGISTER", str(association / "registro.sqlite"))
    assert "registro: 8 voci, da 1 a 8" in run("--only-changed").output  # one of them is a failure
    assert "registro: voce 9," in run("--only-changed").output  # the ente that fails is tried again


WAITS = """
import time
from pathlib import Path
while Path({mark!r}).exists():
    time.sleep(0.01)
"""


@pytest.mark.long
@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_interrupted_is_resumed(association: Path, tmp_path: Path, asked: signal.Signals) -> None:
    mark, last = tmp_path / "waits", sorted((association / "enti").iterdir())[-1]
    mark.touch()
    (last / "regole").mkdir()
    (last / "regole/rules.py").write_text(WAITS.format(mark=str(mark)), encoding="utf-8")
    config = (last / "ente.toml").read_text(encoding="utf-8")
    (last / "ente.toml").write_text(config.replace("\nname", '\nrules = "regole"\nname', 1), encoding="utf-8")
    trust_rules(association)
    command = [str(Path(sys.executable).with_name("merito")), "run", str(association), *DAY, "--jobs", "2"]
    environment = {**os.environ, "MERITO_REGISTER": "false"}
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    out, end = association / "out", time.monotonic() + 60
    while not list(out.glob("*/2021/summary.json")) and time.monotonic() < end:
        time.sleep(0.01)
    for _ in range(3):  # an impatient user changes nothing
        os.killpg(process.pid, asked)
        time.sleep(0.1)
    mark.unlink()
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130, told
    assert "--only-changed" in told
    assert "Traceback" not in told
    whole = [path.parent for path in out.glob("*/2021/summary.json")]
    assert 0 < len(whole) <= 8
    assert [path.name for path in out.rglob(".*")] == []
    for folder in whole:
        assert json.loads((folder / "summary.json").read_text(encoding="utf-8"))["stale"] is None
    for words in (("--only-changed",), ("--out", str(tmp_path / "whole"))):
        subprocess.run([*command, *words], env=environment, check=False, capture_output=True)
    assert differing(out, tmp_path / "whole") == {}


def test_what_a_killed_run_left_is_taken_away_and_earlier_results_come_back(merito: Many, tmp_path: Path) -> None:
    root = enti(tmp_path / "spazio", {"uno": "bergamo"})
    run = ("run", root, *DAY)
    assert merito(*run).exit_code == 0
    folder = root / "out" / "uno" / "2021"
    new, old = (folder.with_name(f".2021.{uuid4().hex}.{kind}") for kind in ("new", "old"))
    folder.rename(old)
    theirs = (folder.with_name(".2021.mie.new"), folder.with_name(".2020.1.old"))
    for path in (new, *theirs):
        path.mkdir()
    (root / "enti/uno/2021/areas.csv").write_text("sbagliato\n", encoding="utf-8")
    assert merito(*run).exit_code == 1
    assert sorted(path.name for path in folder.parent.iterdir()) == [".2020.1.old", ".2021.mie.new", "2021"]
    assert (folder / "grades.csv").is_file()


@pytest.mark.long
def test_above_twenty_enti_only_what_is_not_right_has_a_line(merito: Many, tmp_path: Path) -> None:
    names = [f"ente{number:02}" for number in range(22)]
    root = enti(tmp_path / "spazio", {**dict.fromkeys(names, "bergamo"), "senza": "mai_installato"})
    ran = merito("run", root, *DAY, "--jobs", "2")
    lines = [line for line in ran.output.splitlines() if line]
    assert ran.exit_code == 1
    assert lines[0] == "Ciclo della performance 2021, al 1/6/2022"
    assert lines[1].startswith("senza: dati da correggere: enti/senza/ente.toml: «regulation»")
    assert lines[2].startswith("23 enti: ")
    assert "dati da correggere 1" in lines[2]
    assert any(line.startswith("rilievi: ") for line in lines)
    assert "ente01" not in ran.output
    assert "22 su 23 invariati: non rieseguiti" in merito("run", root, *DAY, "--only-changed").output


def test_a_number_of_processes_that_is_none_is_told(merito: Many, association: Path) -> None:
    ran = merito("run", association, "--jobs", "molti")
    assert (ran.exit_code, "--jobs: trovato «molti»" in ran.output) == (2, True)


def test_status_says_that_its_processes_do_not_start(merito: Many, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        raise PoolError("i processi non partono (codice 255)")

    monkeypatch.setattr(Pool, "answers", none)
    ran = merito("status", EXAMPLES / "comunita-montane", *DAY, "--jobs", "2")
    assert (ran.exit_code, "i processi non partono (codice 255)" in ran.output) == (3, True)


@pytest.mark.long
def test_the_monday_list_is_by_date_over_all_enti_whatever_the_number_of_processes(merito: Many) -> None:
    status = ("status", EXAMPLES, "--as-of", "2022-01-10", "--due-within", "30")
    one, two = merito(*status), merito(*status, "--jobs", "2")
    assert (one.exit_code, one.output) == (1, two.output)  # one of the eight municipalities has bad data
    lines = [line for line in one.output.splitlines()[1:] if "regole proprie dell'ente" not in line]
    dated = [line.partition(": ")[2].partition(",")[0].split("/") for line in lines]
    days = [tuple(int(part) for part in reversed(day)) for day in dated if len(day) == 3]
    assert days == sorted(days)
    assert len({line.partition(":")[0] for line in lines[: len(days)]}) > 1
    assert all("SCADUTO" in line or "tra " in line or "OGGI" in line for line in lines[: len(days)])
    assert lines[-1].startswith("col-di-sotto: valutazioni_fattori.csv, riga 775")
