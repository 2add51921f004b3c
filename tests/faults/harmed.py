"""Small workspaces, harmed runs of them, and what must hold afterwards."""

import ctypes
import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from attrs import field, frozen

FIRST_DAY, DAY = "2021-06-30", "2021-12-31"
KILLED = -9
TABLES = {
    "units": "id,name\nU1,Ufficio\n",
    "people": "id,unit\nP1,U1\n",
    "areas": "id,title\nA1,Crescita\n",
    "objectives": "id,title,area\n1.1,Turismo,A1\n",
    "indicators": "id,title,objective,kind,target\nI1,Iniziative,1.1,number,11\nI2,Soddisfazione,1.1,percent,90%\n",
    "measures": "indicator,at,value\nI1,final,8\nI2,final,90%\n",
    "dashboards": "id,title,kind\nD1,Cruscotto,strategic\n",
    "dashboard_rows": "dashboard,indicator\nD1,I1\nD1,I2\n",
    "positions": "id,title\nPO1,Posizione\n",
}
Files = dict[str, bytes]


@frozen
class Ran:
    """How a run ended: its code (minus the signal that killed it), and its output.

    A run that was not killed reports how many calls it made, at which one it began to write, and which of them put
    something in its final place.
    """

    code: int
    text: str
    calls: int = 0
    began: int = 0
    turns: list[int] = field(factory=list)


Harm = Callable[..., Ran]


def write_workspace(root: Path, enti: tuple[str, ...] = ("alfa",)) -> Path:
    """A workspace of small enti under Bergamo's regulation."""
    for ente in enti:
        year = root / "enti" / ente / "2020"
        year.mkdir(parents=True)
        config = f'id = "{ente}"\nname = "Ente {ente}"\nregulation = "bergamo"\n'
        (year.parent / "ente.toml").write_text(config, encoding="utf-8")
        (year / "cycle.toml").write_text("", encoding="utf-8")
        for name, text in TABLES.items():
            (year / f"{name}.csv").write_text(text, encoding="utf-8")
    (root / "merito.toml").write_text('[workspace]\nyear = 2020\nlocale = "en"\n', encoding="utf-8")
    return root


def files(folder: Path) -> Files:
    """Every file under a folder, by path; of results without `run.json`, which contains times."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if name != "run.json"}


def standing(out: Path) -> Files:
    """The results as a reader finds them, without the register head in the same folder, which contains the time."""
    return {name: text for name, text in files(out).items() if "/." not in f"/{name}" and "/register-" not in name}


def left_over(root: Path) -> list[str]:
    """What an interrupted run left behind anywhere."""
    return sorted(path.name for path in root.rglob(".*")) + sorted(path.name for path in root.glob("*-journal"))


def building(place: Path) -> Path:
    """The name under which a run builds a file or folder next to its place."""
    return place.with_name(f".{place.name}.{uuid4().hex}.new")


def lock_of(place: Path) -> Path:
    """The file that the writer of a file or folder locks."""
    return place.with_name(f".{place.name}.merito-lock")


@contextmanager
def locked(place: Path) -> Iterator[None]:
    """As if another run were writing a file or folder; its lock file is gone afterwards."""
    with lock_of(place).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
        lock_of(place).unlink(missing_ok=True)


def exchanges(place: Path) -> bool:
    """Whether the system, and the disk of a folder, can exchange two folders in one step."""
    for name in ("one", "two"):
        (place / name).mkdir()
        (place / name / name).touch()
    exchange = getattr(ctypes.CDLL(None), "renameat2", None)
    if exchange is None or exchange(-100, os.fsencode(place / "one"), -100, os.fsencode(place / "two"), 2):
        return False
    return (place / "one" / "two").is_file() and (place / "two" / "one").is_file()


@frozen
class Known:
    """A workspace before a run, and the results before and after."""

    root: Path
    old: Files
    new: Files

    def copy(self, to: Path) -> Path:
        """A copy of the workspace as it was before the run."""
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(self.root, to)
        return to

    def without_results(self, to: Path) -> Path:
        """A copy of the workspace as if nothing in it had ever been run."""
        self.copy(to)
        shutil.rmtree(to / "out")
        (to / "registro.sqlite").unlink()
        return to

    def results(self, root: Path) -> str:
        """Whether a copy has the old or the new results, complete. Anything else fails the test."""
        found = standing(root / "out")
        assert found in (self.old, self.new)
        return "old" if found == self.old else "new"


def register_holds(harm: Harm, root: Path) -> int:
    """The number of runs with results in the register of a workspace, which must be intact."""
    assert (checked := harm(root, "register", "verify", "registro.sqlite")).code == 0, checked.text
    return len(runs_of(harm, root))


def runs_of(harm: Harm, root: Path) -> list[int]:
    """The numbers of the entries of runs with results; failures have entries of their own."""
    entries = json.loads(harm(root, "history", "alfa", "--json").text)["entries"]
    return [entry["number"] for entry in entries if entry["kind"] == "run"]


def last_entry_is_what_stands(harm: Harm, root: Path) -> None:
    """The hashes in the register are those of the files of results and of the data."""
    register_holds(harm, root)
    number = max(runs_of(harm, root))
    shown = json.loads(harm(root, "show", number, "--json").text)["entry"]
    folder = root / "out" / "alfa" / "2020"
    for name, digest in shown["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    for name, digest in shown["inputs"].items():
        assert hashlib.sha256((root / name).read_bytes()).hexdigest() == digest
    summary = json.loads((folder / "rests_on.json").read_text(encoding="utf-8"))
    assert summary["inputs"].items() <= shown["inputs"].items()
