"""Runs a command as a whole process and reads what the system counted for it: seconds, processor, memory."""

import os
import platform
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from nation import AS_OF

KILOBYTES_A_MEGABYTE = 1024
REGISTER = "registro.sqlite"


class Spent(NamedTuple):
    """What a process and its children took: seconds by the clock and of processor, megabytes of the largest process."""

    wall: float
    cpu: float
    peak: float
    code: int = 0

    def plus(self, other: "Spent") -> "Spent":
        """Both, one after the other."""
        peak, code = max(self.peak, other.peak), max(self.code, other.code)
        return Spent(self.wall + other.wall, self.cpu + other.cpu, peak, code)

    def __str__(self) -> str:
        return f"{self.wall:9.2f} s {self.cpu:9.2f} s of processor {self.peak:6.0f} MB"


NOTHING = Spent(0.0, 0.0, 0.0)


def spent_on(command: Sequence[str], log: Path) -> Spent:
    """Runs a command to its end and adds its output to `log`. Python keeps compiled modules, as in normal use."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with log.open("ab") as told:
        began = time.perf_counter()
        process = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=told, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
    cpu, peak = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / KILOBYTES_A_MEGABYTE
    return Spent(wall, cpu, peak, process.returncode)


def merito_run(root: Path, log: Path, jobs: int = 0, formats: str = "", as_of: str = AS_OF) -> Spent:
    """`merito run` on a workspace of the bench, from nothing: earlier results and register are removed first."""
    shutil.rmtree(root / "out", ignore_errors=True)
    (root / REGISTER).unlink(missing_ok=True)
    several = ["--jobs", str(jobs)] if jobs else []
    only = ["--formats", formats] if formats else []
    return spent_on([str(_merito()), "run", str(root), "--as-of", as_of, *several, *only], log)


def straight_line(root: Path, out: Path, log: Path, formats: str = "") -> Spent:
    """The straight line on the same workspace, from nothing too."""
    shutil.rmtree(out, ignore_errors=True)
    program = str(Path(__file__).with_name("straight_line.py"))
    only = ["--formats", formats] if formats else []
    return spent_on([sys.executable, program, str(root), str(out), *only], log)


def takes_jobs() -> bool:
    """Whether this version of `merito run` can work in several processes."""
    told = subprocess.run([str(_merito()), "run", "--help"], capture_output=True, text=True, check=True)
    return "--jobs" in told.stdout


def _merito() -> Path:
    return Path(sysconfig.get_path("scripts")) / "merito"


def machine(packages: Iterable[str] = ()) -> str:
    """The machine and its software, in one line."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.is_file() else []
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    parts = (
        model or platform.machine(),
        f"{os.cpu_count()} cores",
        platform.system(),
        f"Python {platform.python_version()}",
    )
    return ", ".join(filter(None, (*parts, versions)))
