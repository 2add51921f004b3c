"""Entries for the tests of the register, and ways to change it behind its back."""

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest

from merito import Register
from merito.register.store import ADOPTION, RUN, DraftEntry, Place, Reader, Session, content_hash, open_register

COMMON = b"what all have"
AT = datetime(2022, 7, 31, 10, 0, tzinfo=UTC).isoformat()
OF_BOTH = {"year": 2021, "at": AT, "as_of": "2022-07-31"}
OF_A_RUN = {
    "name": "Alfa",
    "regulation": "bergamo",
    "edition": "2021",
    "provisional": False,
    "engine": {"version": "1", "files": "1"},
    "plugins": [{"layer": "national", "version": "1", "files": "1"}],
}


def an_entry(number: int, ente: str = "alfa", content: bytes = b"") -> DraftEntry:
    """A run with one file of its own, and parameters, inputs, readings and sums that share one content."""
    own = content or f"figures {number}".encode()
    common = dict.fromkeys(("inputs", "parameters", "readings", "given"), content_hash(COMMON))
    body = {"kind": RUN, **OF_BOTH, **OF_A_RUN, "ente": ente, "files": {"grades.csv": content_hash(own)}, **common}
    return DraftEntry(body=body, contents={content_hash(own): own, content_hash(COMMON): COMMON})


def an_adoption(reader: Reader, run: int) -> DraftEntry:
    """The adoption of an existing run."""
    entry = reader.entry(run)
    assert entry is not None
    act = {"id": "A1", "kind": "plan", "date": "2021-01-28", "body": "", "number": ""}
    body = {"kind": ADOPTION, **OF_BOTH, "ente": entry.ente, "run": run, "run_hash": entry.hash, "act": act}
    return DraftEntry(body={**body, "replaces": None}, contents={})


def behind_its_back(database: Any, *statements: str) -> None:
    """Changes tables of a register by SQL statements, after dropping its triggers."""
    with database.transaction(writes=True) as session:
        for table in ("merito_entries", "merito_contents"):
            if session.kind == "sqlite":
                for verb in ("UPDATE", "DELETE", "REPLACE"):
                    session.do(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
            else:
                session.do(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")
        for statement in statements:
            session.do(statement)


def verified(place: Place, *anchors: str) -> Any:
    """What `merito.Register` finds in a register: a file, or the database that the environment names."""
    if place.file is not None:
        return Register(place.file).verify(anchors)
    with tempfile.TemporaryDirectory() as office, pytest.MonkeyPatch.context() as environ:
        (Path(office) / "enti" / "alfa").mkdir(parents=True)
        (Path(office) / "merito.toml").write_text("[workspace]\n", encoding="utf-8")
        environ.setenv("MERITO_REGISTER", place.url)
        return Register(office).verify(anchors)


def start(job: str, place: Place, *words: object) -> Popen[bytes]:
    """Runs a function of this module in a process of its own, on a register."""
    return Popen([sys.executable, __file__, job, place.url, str(place.file or ""), *map(str, words)])


def write(place: Place, ente: str, times: int) -> None:
    """Appends this many entries of an ente."""
    register = open_register(place)
    for number in range(times):
        register.append(lambda _, number=number: an_entry(number, ente, f"{ente} {number}".encode()))  # type: ignore[misc]
    register.close()


def die(place: Place, size: int) -> None:
    """Appends an entry of this many bytes and is killed while committing, with part of it on the disk."""
    import os  # noqa: PLC0415 (in the process that is killed alone)
    import random  # noqa: PLC0415
    import signal  # noqa: PLC0415

    do = Session.do

    def killed(session: Session, statement: str, **values: object) -> None:
        if statement == "COMMIT":
            os.kill(os.getpid(), signal.SIGKILL)
        do(session, statement, **values)

    def make(reader: Reader) -> DraftEntry:
        if place.file is not None:
            reader.session.do("PRAGMA cache_size = 2")
        return an_entry(9, content=random.Random(1).randbytes(size))

    register = open_register(place)
    Session.do = killed  # type: ignore[method-assign]
    register.append(make)


if __name__ == "__main__":
    name, url, file, *rest = sys.argv[1:]
    where = Place(shown="registro", file=Path(file) if file else None, url=url)
    if name == "write":
        write(where, rest[0], int(rest[1]))
    else:
        die(where, int(rest[0]))
