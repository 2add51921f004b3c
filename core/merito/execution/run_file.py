"""`run.json` beside the results: what became of every ente, for machines (docs/run.schema.json).

It is there from the beginning of a run, so that one which is killed leaves its traces; it is renewed while the run
goes on, and when it ends or is cut. Enti of the same folder of results that a run was not about keep what their last
run said of them.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from errno import EDQUOT, EEXIST, ENOSPC
from pathlib import Path
from time import monotonic
from typing import Any, TypeGuard

from attrs import asdict, define, field

from merito.execution.facts import Facts
from merito.execution.orders import Orders, Ran
from merito.outputs.json_text import json_text
from merito.outputs.own_folder import RUN_FILE, read_json
from merito.outputs.packed import Packing
from merito.outputs.standing import NOT_RUN, failure
from merito.version import __version__
from merito.workspace.in_place import clear_left, make_own_folder, rights_of, write_whole
from merito.workspace.one_writer import is_held
from merito.workspace.roster import Listed
from merito.workspace.system_faults import fault_told

VERSION = 1
RENEWED = 5
"""After so many seconds it is written anew."""
FULL = (ENOSPC, EDQUOT)
RUNNING, ENDED, CUT, OVER = "running", "ended", "cut", "over"
DONE, UNCHANGED, FAILED, NOT_REACHED = "done", "unchanged", "failed", "not_reached"
UNDONE = (FAILED, NOT_REACHED)
ENTI, BEFORE, AFTER = '  "enti": [\n', "    ", "  ]\n"
"""Lines around the enti of the file, and what each of theirs begins with."""
Of = tuple[str, int]  # an ente, a year
Entry = dict[str, Any]


def now() -> str:
    """The time, as `run.json` writes it."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def last_run(out: Path) -> Mapping[Of, Entry]:
    """What `run.json` in a folder of results says of each ente and year; empty if there is none."""
    return enti_of(run_at(out))


def enti_of(run: Entry) -> Mapping[Of, Entry]:
    """The enti of a run, each with what became of it."""
    return {(one["ente"], one["year"]): one for one in run.get("enti", ())}


def run_at(out: Path) -> Entry:
    """The content of `run.json` in a folder of results; empty if there is none."""
    try:
        data = read_json(out / RUN_FILE)
    except OSError:
        return {}
    return data if is_run(data) else {}


def is_at_work(out: Path) -> bool:
    """Whether a run holds the folder of results at this moment."""
    return is_held(out / RUN_FILE)


def is_run(data: object) -> TypeGuard[Entry]:
    """Whether this is the content of a `run.json` of this version."""
    return (
        isinstance(data, dict)
        and data.get("version") == VERSION
        and isinstance(data.get("enti"), list)
        and all(map(_is_entry, data["enti"]))
    )


@define
class RunFile:
    """The file of one run, and the enti that it is about; `why` it cannot be written (Italian).

    Of thousands of enti what the file says stays in memory until the end, each compressed, as it is written.
    """

    orders: Orders
    data: Entry = field(init=False)
    why: str = field(default="", init=False)
    _packing: Packing = field(factory=Packing, init=False)
    _packed: dict[Of, bytes] = field(factory=dict, init=False)
    _outcomes: dict[Of, str] = field(factory=dict, init=False)
    _began: float = field(factory=monotonic, init=False)
    _written: float = field(default=0, init=False)
    _ours: tuple[int, int] | None = field(default=None, init=False)

    def begin(self, enti: Iterable[Listed]) -> None:
        """Every ente of the run is not reached yet; what is known of others stays."""
        orders = self.orders
        for of, entry in self._left():
            self._packed[of] = self._pack(entry | {"this_run": False})
        for one in enti:
            of, named = (one.id, one.year or 0), {"name": one.name, "regulation": one.regulation or None}
            self._put(of, _entry(*of, NOT_REACHED) | named)
        self.data = {
            "version": VERSION,
            "merito": __version__,
            "state": RUNNING,
            "exit_code": None,
            "faults": [],
            "began": now(),
            "ended": None,
            "milliseconds": None,
            "as_of": orders.as_of.isoformat(),
            "provisional": orders.provisional,
            "supposed": list(map(str, orders.asked)),
            "gone": [],
        }
        self._write()

    def gone(self, enti: Iterable[Of]) -> None:
        """Enti of the last run that the workspace no longer has: told once, and no longer among the others."""
        for ente, year in enti:
            self.data["gone"].append({"ente": ente, "year": year})
            self._packed.pop((ente, year), None)
            self._outcomes.pop((ente, year), None)

    def __iter__(self) -> Iterator[Of]:
        return iter(tuple(self._packed))

    def entry(self, of: Of) -> Entry:
        """What the file says of one of its enti."""
        said: Entry = json.loads(self._packing.unpack(self._packed[of]))
        return said

    def note(self, one: Of, ran: Ran) -> Entry:
        """The outcome of an ente that has just ended; the file is renewed if that was a while ago."""
        before = self.entry(one)
        entry = _entry(*one, DONE) | {name: before[name] for name in ("name", "regulation")} | _of(ran)
        self._put(one, entry)
        if monotonic() - self._written > RENEWED:
            self._write()
        return entry

    def end(self, state: str, code: int, faults: Iterable[str] = ()) -> bool:
        """The end of the run; False if it could not be written."""
        took = int((monotonic() - self._began) * 1000)
        self.data |= {"state": state, "exit_code": code, "faults": list(faults), "ended": now(), "milliseconds": took}
        self._write()
        return not self.why

    def totals(self) -> Mapping[str, int]:
        """How many enti the run is about, and how many of them came to each end."""
        counts = Counter(self._outcomes.values())
        return {"enti": counts.total()} | {name: counts[name] for name in (DONE, UNCHANGED, FAILED, NOT_REACHED)}

    def pieces(self) -> Iterator[str]:
        """The text of the file, an ente at a time: the run, its totals, its enti in their order."""
        whole = json_text(self.data | {"totals": self.totals(), "enti": []})
        if not self._packed:
            yield whole
            return
        yield whole.removesuffix("]\n}\n")
        mark = "\n"
        for packed in self._packed.values():
            yield f"{mark}{BEFORE}{self._packing.unpack(packed).decode()}"
            mark = ",\n"
        yield "\n  ]\n}\n"

    def _put(self, of: Of, entry: Entry) -> None:
        self._packed[of] = self._pack(entry)
        self._outcomes[of] = entry["outcome"]

    def _pack(self, entry: Entry) -> bytes:
        return self._packing.pack(json_text(entry, BEFORE).removesuffix("\n").encode())

    def _left(self) -> Iterator[tuple[Of, Entry]]:
        """What the last run said of each ente and year."""
        path = self.orders.target / RUN_FILE
        try:
            there = _identity(path)
            if not _is_run_in_lines(path):
                yield from last_run(self.orders.target).items()
                return
            yield from (((one["ente"], one["year"]), one) for one in _enti_in_lines(path))
            self._ours = there
        except OSError:
            return

    def _write(self) -> None:
        path = self.orders.target / RUN_FILE
        try:
            if path.exists() and _identity(path) != self._ours and not is_run(read_json(path)):
                raise FileExistsError(EEXIST, "c'è già e non è di merito: non si tocca", str(path))
            make_own_folder(path.parent)
            clear_left(path)
            _put(path, self.pieces)
            self._ours = _identity(path)
            self.why = ""
        except OSError as error:
            self.why = fault_told(error, path)
        self._written = monotonic()


def _identity(path: Path) -> tuple[int, int]:
    """Which file this is, and when it was written."""
    there = path.stat()
    return there.st_ino, there.st_mtime_ns


def _is_run_in_lines(path: Path) -> bool:
    """Whether every ente of a `run.json` has its own lines, as it is written here; each is read alone then."""
    head = ""
    with path.open(encoding="utf-8") as file:
        try:
            for line in file:
                head += line
                if line == ENTI:
                    return is_run(json.loads(f"{head}]}}")) and all(map(_is_entry, _enti_in_lines(path)))
        except (ValueError, RecursionError):
            return False
    return False


def _enti_in_lines(path: Path) -> Iterator[Any]:
    """The enti of such a file. Raises ValueError if there is anything else."""
    with path.open(encoding="utf-8") as file:
        while file.readline() not in (ENTI, ""):
            pass
        lines = list[str]()
        for line in file:
            if line == AFTER:
                break
            lines.append(line)
            if line.startswith(f"{BEFORE}}}"):
                yield json.loads("".join(lines).rstrip(",\n"))
                lines.clear()
        if lines or file.read() != "}\n":
            raise ValueError("not the end of run.json")


def _is_entry(one: object) -> bool:
    return isinstance(one, dict) and {"ente", "year", "outcome"} <= one.keys()


def _put(path: Path, pieces: Callable[[], Iterable[str]]) -> None:
    """Writes the file. On a full disk the one before makes room: it says what was, and would be taken for what is."""
    try:
        write_whole(path, pieces(), rights_of()[1])
    except OSError as error:
        if error.errno not in FULL or not path.exists():
            raise
        path.unlink()
        write_whole(path, pieces(), rights_of()[1])


def _of(ran: Ran) -> Entry:
    """What is said of an ente that has ended."""
    told, facts = ran.told, ran.facts
    outcome = FAILED if told.why else UNCHANGED if told.unchanged else DONE
    said: Entry = {"outcome": outcome, "ended": now(), "milliseconds": ran.milliseconds}
    if told.why:
        causes = [{"code": told.code, "message": text} for text in told.texts or (told.why,)]
        said |= {"state": failure(told.why), "causes": causes, "crash": ran.crash_file or None}
    elif facts is not None:
        said |= _of_facts(facts)
    return said


def _entry(ente: str, year: int, outcome: str) -> Entry:
    return {
        "ente": ente,
        "name": None,
        "year": year,
        "as_of": None,
        "this_run": True,
        "outcome": outcome,
        "state": NOT_RUN,
        "reasons": [],
        "causes": [],
        "phase": None,
        "phases": {},
        "sums": {},
        "findings": {},
        "overdue": None,
        "regulation": None,
        "edition": None,
        "versions": {},
        "hashes": {},
        "ended": None,
        "milliseconds": None,
        "crash": None,
    }


def _of_facts(facts: Facts) -> Entry:
    said = asdict(facts)
    return said | {
        "reasons": list(facts.reasons),
        "phase": facts.phase or None,
        "hashes": {"inputs": said.pop("inputs"), "results": said.pop("results")},
    }
