"""Heads of the chain that are kept outside the register: next to the results of each ente, and in an anchor file.

They reveal a register that was truncated, replaced by an older copy, or written anew, since such a register is
consistent in itself.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen

from merito.outputs.json_text import json_text
from merito.register.entries import Entry
from merito.workspace.in_place import clear_left, rights_of, write_whole
from merito.workspace.system_faults import why_not

if TYPE_CHECKING:
    from merito.register.store import Reader

VERSION = 1
SEALS = "*/register-*.json"
HASH = re.compile(r"[0-9a-f]{64}")


@frozen
class Head:
    """The number and hash of an entry that was the last when it was noted, and where the note is."""

    number: int
    hash: str
    where: str


@frozen
class LostHead:
    """A head that is not in the register, or not readable: where it is, and why (Italian)."""

    where: str
    why: str

    def __str__(self) -> str:
        return f"{self.where}: {self.why}"


@frozen
class Outside:
    """The heads noted outside, and those that are not readable."""

    heads: tuple[Head, ...]
    unread: tuple[LostHead, ...]

    def lost(self, reader: "Reader | None") -> Iterator[LostHead]:
        """Which heads the register lacks, and those that are not readable; without a register, all."""
        yield from self.unread
        there = reader.hashes({head.number for head in self.heads}) if reader else {}
        for head in self.heads:
            if there.get(head.number) != head.hash:
                found = "ha un'altra impronta" if head.number in there else "non c'è"
                yield LostHead(head.where, f"la voce {head.number} era {head.hash[:12]}, e nel registro {found}")


def heads_outside(out: Path, anchor: Path | None) -> Outside:
    """The heads next to the results below `out`, and in the anchor file if there is one."""
    heads: list[Head] = []
    unread: list[LostHead] = []
    for path in sorted(out.glob(SEALS)):
        where = shown(path)
        try:
            data = json.loads(path.read_bytes())
            heads.append(_head(data["entry"], data["hash"], where))
        except OSError as error:
            unread.append(LostHead(where, f"non si può leggere ({why_not(error)})"))
        except (ValueError, KeyError, TypeError, RecursionError):
            unread.append(LostHead(where, "è stato alterato: attese una voce del registro e la sua impronta"))
    for where, line in _lines(anchor, unread):
        try:
            number, known, _ = line.split(" ")
            heads.append(_head(int(number), known, where))
        except ValueError:
            unread.append(
                LostHead(where, "è stata alterata: attese una voce del registro, la sua impronta e la sua ora")
            )
    return Outside(tuple(heads), tuple(unread))


def seal_path(out: Path, ente: str, year: int) -> Path:
    """The file with the head of the chain at an ente's last run, next to the folder of its results."""
    return out / ente / f"register-{year}.json"


def shown(seal: Path) -> str:
    """The name of such a file in messages."""
    return "/".join(seal.parts[-2:])


def is_sealed(out: Path, entry: Entry) -> bool:
    """Whether there is a head next to the results of an ente and year; leftovers of a killed run are removed."""
    path = seal_path(out, entry.ente, entry.year)
    clear_left(path)
    return path.exists()


def seal(out: Path, entry: Entry) -> None:
    """Writes the head of an entry next to the results of its ente and year. Raises OSError."""
    path = seal_path(out, entry.ente, entry.year)
    clear_left(path)
    data = {"version": VERSION, "ente": entry.ente, "year": entry.year, "entry": entry.number, "hash": entry.hash}
    _, mode = rights_of()
    write_whole(path, json_text(data), mode)


def note(anchor: Path, entry: Entry) -> None:
    """Appends an entry, its hash and its time to the anchor file, as a line. Raises OSError."""
    line = f"{entry.number} {entry.hash} {entry.body['at']}\n"
    with anchor.open("a+b") as file:
        if file.tell() and not _ends(anchor):
            line = f"\n{line}"
        file.write(line.encode("ascii"))


def _ends(anchor: Path) -> bool:
    """Whether the last line of a file is complete."""
    with anchor.open("rb") as file:
        file.seek(-1, 2)
        return file.read() == b"\n"


def _lines(anchor: Path | None, unread: list[LostHead]) -> Iterator[tuple[str, str]]:
    if anchor is None:
        return
    try:
        text = anchor.read_bytes().decode("utf-8", "replace")
    except FileNotFoundError:
        return
    except OSError as error:
        unread.append(LostHead(str(anchor), f"l'ancora non si può leggere ({why_not(error)})"))
        return
    for row, line in enumerate(text.splitlines(), 1):
        yield f"{anchor}, riga {row}", line


def _head(number: Any, known: Any, where: str) -> Head:
    """Raises ValueError or TypeError on anything that is not an entry."""
    if isinstance(number, bool) or not isinstance(number, int) or not HASH.fullmatch(known):
        raise ValueError(number)
    return Head(number, known, where)
