"""A register of several runs and an adoption, its heads, older copies of it, and another register."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from attrs import frozen
from faults.harmed import DAY, FIRST_DAY, Harm, write_workspace
from harm.scenes import ACTS, ADOPT, ANCHOR, REGISTER, another_measure, reading

ENTI = ("alfa", "beta")
ENTRIES, CONTENTS = "merito_entries", "merito_contents"
COLUMNS = {ENTRIES: ("number", "hash", "kind", "ente", "year", "body"), CONTENTS: ("hash", "data")}
KEY = {ENTRIES: "number", CONTENTS: "hash"}
Rows = dict[str, list[dict[str, Any]]]


@frozen
class Kept:
    """A workspace with a valid register; copies of the register as it was earlier; one of another workspace.

    `rows` is every row of its tables. `anchored`: whether heads are also recorded in an anchor.
    """

    root: Path
    older: tuple[bytes, ...]
    other: bytes
    rows: Rows
    anchored: bool

    def copy(self, to: Path) -> Path:
        return Path(shutil.copytree(self.root, to))


def kept(place: Path, harm: Harm, anchored: bool) -> Kept:
    """Makes them, by commands alone."""
    root, anew = (_space(place / name, anchored) for name in ("kept", "other"))
    older = []
    for number, words in enumerate((_run(FIRST_DAY), _run(DAY), ADOPT, _run(FIRST_DAY), _run(DAY))):
        _done(harm, root, number, words)
        older.append((root / REGISTER).read_bytes())
    another_measure(root)
    _done(harm, root, 6, _run(DAY))
    for number, day in enumerate((DAY, FIRST_DAY, DAY, DAY, FIRST_DAY, DAY)):
        _done(harm, anew, number, _run(day))
    return Kept(root, tuple(older), (anew / REGISTER).read_bytes(), rows_of(root), anchored)


def rows_of(root: Path) -> Rows:
    """Every row of a register, as it is stored."""
    with closing(sqlite3.connect(root / REGISTER)) as connection, connection:
        connection.row_factory = sqlite3.Row
        found = {
            table: [dict(row) for row in connection.execute(f"SELECT * FROM {table} ORDER BY 1")] for table in COLUMNS
        }
    connection.close()
    return found


def read_of(root: Path) -> tuple[object, ...]:
    """All that a reader of merito finds: every entry and every content."""
    with reading(root) as reader:
        entries = [(row["number"], row["hash"], row["body"]) for row in reader.rows()]
        contents = {known: reader.content(known) for known, _ in reader.stored_contents()}
        return entries, contents, reader.run_last(), reader.enti()


def _space(root: Path, anchored: bool) -> Path:
    write_workspace(root, ENTI)
    for ente in ENTI:
        (root / "enti" / ente / "2020" / "acts.csv").write_text(ACTS, encoding="utf-8")
    if anchored:
        with (root / "merito.toml").open("a", encoding="utf-8") as config:
            config.write(f'anchor = "{ANCHOR}"\n')
    return root


def _run(day: str) -> tuple[str, ...]:
    return ("run", ".", "--as-of", day)


def _done(harm: Harm, root: Path, number: int, words: tuple[str, ...]) -> None:
    """A command at a fixed time, so that the register has the same bytes whenever it is made.

    Each ente is run separately, in the process with that time.
    """
    apart = [("--ente", ente) for ente in ENTI] if words[0] == "run" else [()]
    for ente in apart:
        ran = harm(root, *words, *ente, hour=f"2022-0{number + 1}-01T10:00:00+01:00")
        assert ran.code == 0, ran.text
