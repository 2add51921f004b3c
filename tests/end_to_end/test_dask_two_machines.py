"""`--dask` on workers that share nothing but a folder: each has its own network and its own view of the disk.

Two network namespaces on one bridge represent two machines; each mounts an empty disk over the place of the test, and
into it the shared folder. The test needs the rights of an administrator, and is skipped without them.
"""

import os
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from subprocess import STDOUT, CompletedProcess, Popen

import pytest
from attrs import frozen
from clusters import EXAMPLES, LONG, PROGRAMS, differing, until
from distributions import write_distribution

NETWORK, SCHEDULER = "10.213.77", "10.213.77.1"
BRIDGE = f"merito{os.getpid() % 10_000}"
RULE = """
@hookimpl
def merito_check_plan(step: Step) -> Results | None:
    return None
"""


def can(command: str) -> bool:
    try:
        return subprocess.run(shlex.split(command), capture_output=True, check=False).returncode == 0
    except OSError:
        return False


MAY = can("unshare --net --mount true") and can(f"ip link add {BRIDGE} type bridge") and can(f"ip link del {BRIDGE}")
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not MAY, reason="namespaces of network and mounts want an administrator"),
]


@frozen
class Machines:
    """The place of the test, the folder that machines share, and the scheduler on the machine of the command."""

    place: Path

    @property
    def shared(self) -> Path:
        return self.place / "shared"

    @property
    def address(self) -> str:
        return f"tcp://{SCHEDULER}:8786"

    @contextmanager
    def machine(self, number: int, *, shares: bool = True, site: str = "site") -> Iterator[None]:
        """A machine with one worker, which knows the regulation in the folder `site` of its own disk."""
        name, address = f"{BRIDGE}-{number}", f"{NETWORK}.{number}"
        log = self.place / f"log-{number}"
        with _host(name, address), log.open("w") as output:
            worker = f"worker {self.address} --host {address} --nthreads 1 --no-nanny --no-dashboard"
            worker += " --local-directory /tmp/dask"
            keep = f"{self.place}.kept"
            disk = [
                f"mount --bind {self.place} {keep}",
                f"mount -t tmpfs none {self.place}",
                f"cp -r {keep}/{site} {self.place}/site",
                f"mkdir {self.shared}",
                *([f"mount --bind {keep}/shared {self.shared}"] if shares else []),
                f"umount -l {keep}",
                f"exec {PROGRAMS}/dask {worker}",
            ]
            script = " && ".join(["mount --make-rprivate /", *disk])
            environment = {**os.environ, "PYTHONPATH": str(self.place / "site")}
            process = Popen(
                ["ip", "netns", "exec", name, "unshare", "--mount", "sh", "-c", script],
                env=environment,
                stdout=output,
                stderr=STDOUT,
            )
            try:
                until(lambda: "Registered to" in log.read_text() or process.poll() is not None)
                assert process.poll() is None, log.read_text()
                yield
            finally:
                process.terminate()
                process.wait(LONG)

    def ran(self, workspace: Path, *words: str) -> CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": str(self.place / "site")}
        command = [str(PROGRAMS / "merito"), "run", str(workspace), "--as-of", "2022-06-01", *words]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=LONG, check=False)


@contextmanager
def _host(name: str, address: str) -> Iterator[None]:
    """A network namespace with a cable to the bridge."""
    outside, inside = f"{BRIDGE}o{address.rpartition('.')[2]}", "eth0"
    with ExitStack() as undone:
        _do(f"ip netns add {name}")
        undone.callback(_do, f"ip netns del {name}")
        _do(f"ip link add {outside} type veth peer name {inside} netns {name}")
        undone.callback(_do, f"ip link del {outside}")
        _do(f"ip link set {outside} master {BRIDGE} up")
        for line in (f"addr add {address}/24 dev {inside}", f"link set {inside} up", "link set lo up"):
            _do(f"ip -n {name} {line}")
        yield


def _do(command: str) -> None:
    subprocess.run(shlex.split(command), check=True, capture_output=True)


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Machines]:
    place = tmp_path / "place"
    (place / "shared").mkdir(parents=True)
    Path(f"{place}.kept").mkdir()
    write_distribution(place / "site", "strano", RULE)
    shutil.copytree(EXAMPLES / "comunita-montane", place / "shared" / "spazio", ignore=shutil.ignore_patterns("out"))
    with ExitStack() as undone:
        _do(f"ip link add {BRIDGE} type bridge")
        undone.callback(_do, f"ip link del {BRIDGE}")
        _do(f"ip addr add {SCHEDULER}/24 dev {BRIDGE}")
        _do(f"ip link set {BRIDGE} up")
        log = (place / "scheduler.log").open("w")
        undone.enter_context(log)
        scheduler = Popen(
            [PROGRAMS / "dask", "scheduler", "--host", SCHEDULER, "--port", "8786", "--no-dashboard"],
            env={**os.environ, "PYTHONPATH": str(place / "site")},
            stdout=log,
            stderr=STDOUT,
        )
        undone.callback(scheduler.wait, LONG)
        undone.callback(scheduler.terminate)
        until(lambda: "Scheduler at" in (place / "scheduler.log").read_text())
        yield Machines(place)


def test_two_machines_give_the_bytes_of_one_through_a_shared_folder(machines: Machines) -> None:
    workspace = machines.shared / "spazio"
    with machines.machine(2), machines.machine(3):
        told = machines.ran(workspace, "--dask", machines.address, "--out", str(machines.shared / "there"))
    assert told.returncode == 1, told.stdout + told.stderr
    assert machines.ran(workspace, "--out", str(machines.shared / "here")).returncode == 1
    assert differing(machines.shared / "there", machines.shared / "here") == {}


def test_a_machine_without_the_shared_folder_runs_nothing(machines: Machines) -> None:
    workspace = machines.shared / "spazio"
    with machines.machine(2), machines.machine(3, shares=False):
        told = machines.ran(workspace, "--dask", machines.address)
    assert told.returncode == 3, told.stdout + told.stderr
    said = told.stdout + told.stderr
    assert f"worker tcp://{NETWORK}.3:" in said and f"worker tcp://{NETWORK}.2:" not in said
    assert "lo spazio di lavoro e i risultati devono stare in cartelle condivise, allo stesso percorso" in said
    assert not (workspace / "registro.sqlite").exists()


def test_a_machine_with_another_version_of_a_regulation_runs_nothing(machines: Machines) -> None:
    workspace = machines.shared / "spazio"
    ente = workspace / "enti" / "strano"
    (ente / "2021").mkdir(parents=True)
    (ente / "ente.toml").write_text('id = "strano"\nname = "strano"\nregulation = "strano"\n')
    write_distribution(machines.place / "older", "strano", f"{RULE}\nOLDER = True\n")
    with machines.machine(2), machines.machine(3, site="older"):
        told = machines.ran(workspace, "--dask", machines.address)
    said = told.stdout + told.stderr
    assert told.returncode == 3, said
    assert f"worker tcp://{NETWORK}.3:" in said and f"worker tcp://{NETWORK}.2:" not in said
    assert "regolamento strano: lì merito_strano 0.1 (file " in said
