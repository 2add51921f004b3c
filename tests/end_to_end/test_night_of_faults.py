"""A nightly job of 300 enti, broken in eight ways: the exit code and one command tell which ente and why.

A folder moved away, a bad key and a faulty plugin leave all other enti as they would have been, to the byte.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from faults.harmed import DAY, Files, locked, standing, write_workspace
from faults.test_own_rules_apart import HOOK, LOCAL
from trusted_rules import trust_rules

pytestmark = pytest.mark.long
ENTI = tuple(f"e{number:03}" for number in range(300))
ILL = "e123"
"""The ente that has the fault."""
MAIN = [sys.executable, "-c", "from merito.__main__ import main; main()"]
NIGHT = ("--as-of", DAY, "--jobs", "2", "--formats", "csv")
PATIENCE = ("--patience", "5")


class Night(NamedTuple):
    """How the job ended, what it said, and what `merito status` says in the morning, with its code."""

    code: int
    told: str
    morning: dict[str, Any]
    known: int

    @property
    def failed(self) -> dict[str, dict[str, Any]]:
        """What `status` says of the enti that failed."""
        return {one["ente"]: one for one in self.morning["enti"] if one["causes"]}


def call(*words: object) -> "subprocess.CompletedProcess[str]":
    line = [*MAIN, *map(str, words)]
    return subprocess.run(line, capture_output=True, text=True, check=False, timeout=300)


def night(root: Path, *words: str) -> Night:
    ran = call("run", root, *NIGHT, *words)
    known = call("status", root, "--json")
    return Night(ran.returncode, ran.stdout + ran.stderr, json.loads(known.stdout), known.returncode)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace as it was yesterday, with the results and the register of that night."""
    root = write_workspace(tmp_path_factory.mktemp("nights") / "spazio", ENTI)
    folders = ", ".join(f'"enti/{ente}"' for ente in ENTI)
    config = (root / "merito.toml").read_text(encoding="utf-8")
    (root / "merito.toml").write_text(f"{config}enti = [{folders}]\n", encoding="utf-8")
    for ente in ENTI:
        (root / f"enti/{ente}/2020/units.csv").unlink()
    rows = "".join(f"{ente},U1,Ufficio\n" for ente in ENTI)
    (root / "units.csv").write_text(f"ente,id,name\n{rows}", encoding="utf-8")
    assert call("run", root, *NIGHT).returncode == 0
    return root


@pytest.fixture
def root(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "spazio"))


@pytest.fixture(scope="module")
def healthy(sound: Path) -> dict[str, Files]:
    """The results of every ente when nothing is wrong."""
    return by_ente(sound / "out")


def by_ente(out: Path) -> dict[str, Files]:
    found: dict[str, Files] = {ente: {} for ente in ENTI}
    for name, content in standing(out).items():
        if "/" in name:
            found[name.partition("/")[0]][name] = content
    return found


def others_as_ever(root: Path, healthy: dict[str, Files], but: str = ILL) -> None:
    out = by_ente(root / "out")
    assert [ente for ente in ENTI if ente != but and out[ente] != healthy[ente]] == []


def rules(root: Path, body: str) -> None:
    """Own rules for the ente, that the workspace trusts."""
    folder = root / "enti" / ILL
    (folder / "regole").mkdir()
    (folder / "regole/rules.py").write_text(HOOK.format(body), encoding="utf-8")
    (folder / "regole/rules.toml").write_text(LOCAL, encoding="utf-8")
    with (folder / "ente.toml").open("a", encoding="utf-8") as file:
        file.write('rules = "regole"\n')
    trust_rules(root)


def test_a_folder_moved_away(root: Path, healthy: dict[str, Files]) -> None:
    (root / "enti" / ILL).rename(root / "altrove")
    found = night(root)
    assert found.code == found.known == 1
    assert f"manca la cartella «enti/{ILL}»" in found.told
    assert found.morning["last_run"]["gone"] == [{"ente": ILL, "year": 2020}]
    others_as_ever(root, healthy)


def test_a_bad_key_in_a_common_table(root: Path, healthy: dict[str, Files]) -> None:
    table = root / "units.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(f"{ILL},", "e1230,"), encoding="utf-8")
    found = night(root)
    assert found.code == found.known == 1
    row = ENTI.index(ILL) + 2
    told = f"righe di nessun ente: units.csv, riga {row}, colonna «ente»: trovato «e1230»"
    assert told in found.told
    assert told in call("status", root).stderr
    others_as_ever(root, healthy)


def test_a_plugin_that_hangs(root: Path, healthy: dict[str, Files]) -> None:
    rules(root, "while True: pass")
    found = night(root, *PATIENCE)
    assert found.code == found.known == 3
    assert (set(found.failed), found.failed[ILL]["state"]) == ({ILL}, "plugin_fault")
    assert "non ha finito in 5 secondi" in found.failed[ILL]["causes"][0]
    others_as_ever(root, healthy)


def test_a_process_that_is_killed(root: Path, healthy: dict[str, Files]) -> None:
    rules(root, "import os; os.kill(os.getpid(), 9)")
    found = night(root, "--only-changed")
    assert found.code == found.known == 3
    assert (set(found.failed), found.failed[ILL]["state"]) == ({ILL}, "interrupted")
    assert "ucciso (segnale 9)" in found.failed[ILL]["causes"][0]
    others_as_ever(root, healthy)


def test_a_regulation_that_is_another(root: Path, healthy: dict[str, Files]) -> None:
    config = root / "enti" / ILL / "ente.toml"
    config.write_text(config.read_text(encoding="utf-8").replace("bergamo", "bergano"), encoding="utf-8")
    found = night(root, "--only-changed")
    assert found.code == found.known == 1
    assert (set(found.failed), found.failed[ILL]["state"]) == ({ILL}, "bad_data")
    assert "«regulation», trovato «bergano»" in found.failed[ILL]["causes"][0]
    others_as_ever(root, healthy)


def test_two_jobs_at_once(root: Path, healthy: dict[str, Files]) -> None:
    with locked(root / "out/run.json"):
        second = call("run", root, *NIGHT)
        working = call("status", root)
    assert (second.returncode, "un'altra esecuzione sta scrivendo in questa cartella" in second.stderr) == (3, True)
    assert (working.returncode, "un'esecuzione è in corso" in working.stdout) == (0, True)
    others_as_ever(root, healthy, but="")


def test_a_job_that_is_told_to_end(root: Path, healthy: dict[str, Files]) -> None:
    shutil.rmtree(root / "out")
    line = [*MAIN, "run", str(root), *NIGHT]
    with subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        end = time.monotonic() + 120
        while len(list(root.glob("out/*/2020/summary.json"))) < 20 and time.monotonic() < end:
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=120)
    assert (process.returncode, "interrotto: enti eseguiti" in told) == (130, True)
    known = call("status", root)
    data = json.loads((root / "out/run.json").read_bytes())
    assert (data["state"], 0 < data["totals"]["not_reached"] < len(ENTI)) == ("cut", True)
    assert known.returncode == 3
    assert f"è stata interrotta: a {data['totals']['not_reached']} enti non è arrivata" in known.stderr
    assert call("run", root, *NIGHT, "--failed").returncode == 0
    others_as_ever(root, healthy, but="")


@pytest.fixture
def disk(root: Path) -> Iterator[Path]:
    """The workspace, whose results are on a disk with little left; skipped if none may be mounted."""
    out = root / "out"
    size = sum(path.stat().st_blocks for path in out.rglob("*")) * 512
    kept = out.rename(root / "kept")
    out.mkdir()
    line = ["mount", "-t", "tmpfs", "-o", f"size={size + 8_000_000}", "tmpfs", str(out)]
    if subprocess.run(line, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        shutil.copytree(kept, out, dirs_exist_ok=True)
        yield root
    finally:
        subprocess.run(["umount", str(out)], check=True)


def test_a_disk_that_is_full(disk: Path, healthy: dict[str, Files]) -> None:
    filler = disk / "out/riempie"
    with filler.open("wb") as full, suppress(OSError):
        while True:
            os.write(full.fileno(), b"0" * 4096)
    with (disk / "enti" / ILL / "2020/indicators.csv").open("a", encoding="utf-8") as file:  # larger results
        file.writelines(f"J{number},Altre iniziative {number},1.1,number,11\n" for number in range(4000))
    found = night(disk, "--only-changed")
    assert found.code == found.known == 3
    assert (set(found.failed), found.failed[ILL]["state"]) == ({ILL}, "not_written")
    assert "lo spazio sul disco è finito" in found.failed[ILL]["causes"][0]
    others_as_ever(disk, healthy, but="")
    filler.unlink()
    assert night(disk, "--only-changed").code == 0
