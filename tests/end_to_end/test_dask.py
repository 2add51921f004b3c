"""`--dask` on a real cluster of two worker processes: the same bytes as one process, even if workers die at work."""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from subprocess import PIPE, STDOUT, CompletedProcess, Popen

import pytest
from attrs import evolve, frozen
from clusters import EXAMPLES, LONG, PROGRAMS, differing, until
from distributions import write_distribution
from trusted_rules import trust_rules

pytestmark = pytest.mark.long

DAY = ("--as-of", "2022-06-01")
WAITS_OR_ENDS = """
import os, time
from pathlib import Path
@hookimpl
def merito_check_plan(step: Step) -> Results | None:
    name, here = step.dossier.ente.id, Path(os.environ["HERE"])
    (here / f"{name}.{os.getpid()}").touch()
    end = time.monotonic() + 60
    while name.startswith("attende") and not (here / "go").exists() and time.monotonic() < end:
        time.sleep(0.01)
    if name == "esce":
        if not os.fork():
            lock_outlasts_its_process()
        os._exit(7)
    return None

def lock_outlasts_its_process():
    # as when a busy system has told of the end of a process, and has not closed all of its files
    for link in list(Path("/proc/self/fd").iterdir()):
        if link.exists() and not os.readlink(link).endswith(".merito-lock"):
            os.close(int(link.name))
    time.sleep(1)
    os._exit(0)
"""


@frozen
class Cluster:
    """Two workers that know the regulation `strano`, whose rule records in `here` which process works on which ente."""

    address: str
    here: Path
    environment: dict[str, str]

    def run(self, *words: object) -> "Popen[str]":
        command = [str(PROGRAMS / "merito"), "run", *map(str, words), *DAY]
        return Popen(command, env=self.environment, stdout=PIPE, stderr=STDOUT, text=True)

    def ran(self, *words: object) -> CompletedProcess[str]:
        process = self.run(*words)
        told, _ = process.communicate(timeout=LONG)
        return CompletedProcess(process.args, process.returncode, told, "")

    def at_work(self, ente: str) -> set[int]:
        """The processes that worked on the enti whose id begins like this."""
        return {int(path.suffix[1:]) for path in self.here.glob(f"{ente}*.*")}


@contextmanager
def started_cluster(place: Path, allowed: int) -> Iterator[Cluster]:
    """`allowed`: how many workers may die on an ente before it is given up."""
    write_distribution(place / "site", "strano", WAITS_OR_ENDS)
    here, file, log = place / "here", place / "scheduler.json", place / "log"
    here.mkdir()
    environment = {
        **os.environ,
        "PYTHONPATH": str(place / "site"),
        "HERE": str(here),
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(allowed),
        "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",  # a hundred samples a second that nobody looks at
    }
    scheduler = ("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", file)
    two = ("--nworkers", "2", "--nthreads", "1", "--no-dashboard", "--local-directory", place / "dask")
    with log.open("w") as output:
        started = [
            Popen([PROGRAMS / "dask", *words], env=environment, stdout=output, stderr=STDOUT)
            for words in (scheduler, ("worker", "--scheduler-file", file, "--host", "127.0.0.1", *two))
        ]
        try:
            until(lambda: log.read_text().count("Registered to") == 2)
            address = next(line for line in file.read_text().splitlines() if '"address"' in line).split('"')[3]
            yield Cluster(address, here, environment)
        finally:
            for process in reversed(started):
                process.terminate()
                process.wait(LONG)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with started_cluster(tmp_path_factory.mktemp("shared"), 1) as cluster:
        yield cluster


@pytest.fixture
def cluster(shared: Cluster) -> Cluster:
    """The cluster that tests share, before any work."""
    for path in shared.here.iterdir():
        path.unlink()
    return evolve(shared, environment=dict(shared.environment))


@pytest.fixture
def impatient(tmp_path: Path) -> Iterator[Cluster]:
    """A cluster that gives an ente up with the first worker that dies on it."""
    with started_cluster(tmp_path, 0) as cluster:
        yield cluster


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Eight municipalities with their tables, one of them with bad data, and three enti whose regulation waits."""
    root = tmp_path / "spazio"
    ignored = shutil.ignore_patterns("out", "registro.sqlite*")
    shutil.copytree(EXAMPLES / "comunita-montane", root / "montane", ignore=ignored)
    workspace = '[workspace]\nyear = 2021\nlocale = "en"\nenti = ["enti/*"]\ninclude = ["montane"]\n'
    (root / "merito.toml").write_text(workspace)
    for number in range(3):
        ente(root, f"attende{number}", "strano")
    return root


def ente(root: Path, name: str, regulation: str) -> None:
    folder = root / "enti" / name
    (folder / "2021").mkdir(parents=True)
    (folder / "ente.toml").write_text(f'id = "{name}"\nname = "{name}"\nregulation = "{regulation}"\n')


def registered(register: Path) -> list[tuple[str, dict[str, str]]]:
    """Every ente of a register, as often as it occurs, with the hashes of its files."""
    with closing(sqlite3.connect(register)) as connection, connection:
        bodies = [json.loads(body) for (body,) in connection.execute("SELECT body FROM merito_entries")]
    return sorted((body["ente"], body.get("files", {})) for body in bodies)


def test_a_worker_that_is_killed_at_its_work_loses_nothing(cluster: Cluster, workspace: Path, tmp_path: Path) -> None:
    run = cluster.run(workspace, "--dask", cluster.address)
    until(lambda: len(cluster.at_work("attende")) == 2)
    killed = min(cluster.at_work("attende"))
    held = next(path.stem for path in cluster.here.glob(f"attende*.{killed}"))
    os.kill(killed, 9)
    (cluster.here / "go").touch()
    told, _ = run.communicate(timeout=LONG)
    assert len(cluster.at_work(held)) == 2
    assert (run.returncode, "registro: 11 voci, da 1 a 11" in told) == (1, True), told
    shutil.move(workspace / "registro.sqlite", tmp_path / "afar.sqlite")
    shutil.move(workspace / "out", tmp_path / "dask-out")
    assert cluster.ran(workspace, "--jobs", "1").returncode == 1
    assert differing(tmp_path / "dask-out", workspace / "out") == {}
    assert registered(tmp_path / "afar.sqlite") == registered(workspace / "registro.sqlite")
    verified = subprocess.run(
        [PROGRAMS / "merito", "register", "verify", tmp_path / "afar.sqlite"], capture_output=True
    )
    assert verified.returncode == 0


def test_a_simulation_is_the_same_on_a_cluster(cluster: Cluster, workspace: Path, tmp_path: Path) -> None:
    (cluster.here / "go").touch()
    words = (workspace, "--set", "three_bands_ratio=3")
    told = cluster.ran(*words, "--dask", cluster.address, "--out", tmp_path / "dask-out").stdout
    assert "non entra nel registro" in told and not (workspace / "registro.sqlite").exists()
    assert cluster.ran(*words, "--out", tmp_path / "own-out").returncode == 1
    assert differing(tmp_path / "dask-out", tmp_path / "own-out") == {}


def test_own_rules_run_here_if_they_are_trusted_and_see_nothing_of_the_caller(
    cluster: Cluster, workspace: Path
) -> None:
    (cluster.here / "go").touch()
    ente(workspace, "nostro", "comunita_montane")
    folder = workspace / "enti/nostro"
    (folder / "regole").mkdir()
    (folder / "regole/rules.py").write_text(
        "import json, os\nfrom pathlib import Path\n"
        "Path(__file__).with_name('told.json').write_text(json.dumps([os.getppid(), sorted(os.environ)]))\n"
    )
    with (folder / "ente.toml").open("a") as file:
        file.write('rules = "regole"\n')
    told = cluster.ran(workspace, "--ente", "nostro", "--dask", cluster.address)
    assert (told.returncode, "nostro: regole: le regole proprie dell'ente non sono autorizzate" in told.stdout) == (
        1,
        True,
    )
    assert not (folder / "regole/told.json").exists()
    trust_rules(workspace)
    run = cluster.run(workspace, "--ente", "nostro", "--dask", cluster.address)
    told_of_run, _ = run.communicate(timeout=LONG)
    assert run.returncode == 0, told_of_run
    parent, names = json.loads((folder / "regole/told.json").read_text())
    assert (parent, "HERE" in names) == (run.pid, False)


def test_an_ente_that_ends_its_workers_is_interrupted_alone(
    impatient: Cluster, workspace: Path, tmp_path: Path
) -> None:
    (impatient.here / "go").touch()
    ente(workspace, "esce", "strano")
    ran = impatient.ran(workspace, "--dask", impatient.address)
    assert "esce: i worker che lo eseguivano sono finiti, ogni volta" in ran.stdout
    assert len(impatient.at_work("esce")) == 2  # once next to the others, once alone
    own = impatient.ran(workspace, "--out", tmp_path / "own-out")
    assert (ran.returncode, own.returncode) == (3, 3)
    assert differing(workspace / "out", tmp_path / "own-out") == {}
    assert "registro: 12 voci" in ran.stdout


def test_a_cluster_that_lacks_a_regulation_or_the_workspace_runs_nothing(
    cluster: Cluster, workspace: Path, tmp_path: Path
) -> None:
    ente(workspace, "nuovo", "altro")
    site = tmp_path / "later"
    write_distribution(site, "altro", WAITS_OR_ENDS)
    cluster.environment["PYTHONPATH"] += f"{os.pathsep}{site}"
    ran = cluster.ran(workspace, "--dask", cluster.address)
    assert ran.returncode == 3
    assert ran.stdout.count("regolamento altro: lì manca, qui merito_altro 0.1 (file ") == 2
    assert "riavviare i worker" in ran.stdout
    assert [path.name for path in (workspace / "out").rglob("*")] == ["run.json"]


def test_an_address_where_nobody_is_is_told(workspace: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    nowhere = Cluster(address, workspace, dict(os.environ))
    ran = nowhere.ran(workspace, "--dask", address)
    assert ran.returncode == 3
    assert ran.stdout.startswith(
        f"--dask: a «{address}» non risponde uno scheduler di Dask in 5 secondi; l'indirizzo è"
    )
    assert "Traceback" not in ran.stdout
    assert [path.name for path in (workspace / "out").iterdir()] == ["run.json"]
