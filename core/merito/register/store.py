"""The register as a database: reads entries, and appends them, one writer at a time."""

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Self

from attrs import define, field, frozen

from merito.model.messages import say
from merito.register.canonical import TooLargeError, compressed, opened
from merito.register.database import AT_ONCE, Database, Row, Session, database_at, kept_from_others
from merito.register.database_faults import not_connected, refused
from merito.register.entries import ADOPTION, BEFORE_THE_FIRST, RUN, DraftEntry, Entry, chained
from merito.register.place import Place
from merito.register.problems import RegisterError
from merito.register.schema import CONTENTS, ENTRIES, has_table, set_up
from merito.register.shape import lacking
from merito.terminal.interrupts import uninterrupted
from merito.workspace.files import content_hash

__all__ = [
    "ADOPTION",
    "BEFORE_THE_FIRST",
    "RUN",
    "DraftEntry",
    "Entry",
    "Place",
    "Reader",
    "Register",
    "Session",
    "content_hash",
    "open_register",
]

ALL = f"SELECT * FROM {ENTRIES}"
NOT_YET = say("non c'è ancora un registro; lo crea la prima esecuzione")
EMPTY = say("non contiene un registro: se ci stava, è stato svuotato, e si rimette da una copia")


@frozen(eq=False)
class Reader:
    """Reads a register within one transaction. Whatever it returns was checked against its hash (RegisterError)."""

    session: Session

    def rows(self) -> Iterator[Row]:
        """Every entry as stored, in the order of the numbers, unchecked."""
        for row in self.session.streamed(f"{ALL} ORDER BY number"):
            yield {**row, "hash": _text(row["hash"]), "body": _text(row["body"])}

    def stored_contents(self) -> Iterator[tuple[str, bytes]]:
        """Every content as stored, compressed, unchecked."""
        for row in self.session.streamed(f"SELECT hash, data FROM {CONTENTS} ORDER BY hash"):
            yield _text(row["hash"]), _octets(row["data"])

    def entries(self, ente: str, year: int | None = None, kind: str | None = None) -> list[Entry]:
        """The entries of an ente, of one year or kind if given, in their order."""
        asked = {"ente": ente, "year": year, "kind": kind}
        return self._chosen("ORDER BY number", **{name: value for name, value in asked.items() if value is not None})

    def enti(self) -> list[str]:
        """Enti with entries."""
        return [row["ente"] for row in self.session.rows(f"SELECT DISTINCT ente FROM {ENTRIES} ORDER BY ente")]

    def entry(self, number: int) -> Entry | None:
        return self._first(number=number)

    def hashes(self, numbers: Collection[int]) -> dict[int, str]:
        """The hashes of the entries with these numbers, as stored."""
        found = self._among(f"SELECT number, hash FROM {ENTRIES} WHERE number", sorted(numbers))
        return {row["number"]: _text(row["hash"]) for row in found}

    def there(self, hashes: Collection[str]) -> set[str]:
        """Those of some hashes whose contents exist."""
        return {row["hash"] for row in self._among(f"SELECT hash FROM {CONTENTS} WHERE hash", list(hashes))}

    def with_hash(self, beginning: str) -> list[Entry]:
        """The entries whose hash begins with a text."""
        same = f"{ALL} WHERE substr(hash, 1, :length) = :beginning"
        return [_checked(row) for row in self.session.rows(same, length=len(beginning), beginning=beginning)]

    def last(self) -> Entry | None:
        """The head of the chain."""
        return self._first()

    def latest(self, kind: str, ente: str, year: int) -> Entry | None:
        """The last entry of a kind of an ente and year."""
        return self._first(kind=kind, ente=ente, year=year)

    def run_last(self) -> dict[tuple[str, int], int]:
        """The number of the last run of each ente and year."""
        chosen = f"SELECT ente, year, max(number) AS number FROM {ENTRIES} WHERE kind = :kind GROUP BY ente, year"
        rows = self.session.rows(f"{chosen} ORDER BY ente, year", kind=RUN)
        return {(str(row["ente"]), row["year"]): row["number"] for row in rows}

    def _first(self, **same: object) -> Entry | None:
        return next(iter(self._chosen("ORDER BY number DESC LIMIT 1", **same)), None)

    def _chosen(self, order: str, **same: object) -> list[Entry]:
        where = " AND ".join(f"{name} = :{name}" for name in same)
        return [_checked(row) for row in self.session.rows(f"{ALL} {f'WHERE {where}' if same else ''} {order}", **same)]

    def _among(self, where: str, wanted: Sequence[object]) -> Iterator[Row]:
        for first in range(0, len(wanted), AT_ONCE):
            some = {f"one_{place}": value for place, value in enumerate(wanted[first : first + AT_ONCE])}
            yield from self.session.rows(f"{where} IN ({', '.join(f':{name}' for name in some)})", **some)

    def adoption(self, ente: str, year: int) -> Entry | None:
        """The adoption in force for an ente and year: the last."""
        return self.latest(ADOPTION, ente, year)

    def content(self, known: str) -> bytes:
        """A content by its hash."""
        rows = self.session.rows(f"SELECT data FROM {CONTENTS} WHERE hash = :known", known=known)
        try:
            content = opened(_octets(rows[0]["data"])) if rows else None
        except TooLargeError as error:
            raise RegisterError(
                say("il contenuto {known}: {error}: vedere merito register verify", known=known[:12], error=str(error))
            ) from None
        if content is None or content_hash(content) != known:
            raise RegisterError(
                say("il contenuto {known} manca o è stato alterato: vedere merito register verify", known=known[:12])
            )
        return content


@define(eq=False)
class Register:
    """One register, open until `close`, or during a `with` block."""

    place: Place
    database: Database
    _ready: bool = field(default=False, init=False)

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """A consistent read transaction. Raises RegisterError also if there is no register yet."""
        if self.place.file is not None and not self.place.file.is_file():
            raise RegisterError(say("{place}: {what}", place=self.place.shown, what=NOT_YET))
        with self._refusals_told(), self.database.transaction() as session:
            if not has_table(session, ENTRIES):
                what = EMPTY if self.place.file else NOT_YET
                raise RegisterError(say("{place}: {what}", place=self.place.shown, what=what))
            yield Reader(session)

    def append(self, make: Callable[[Reader], DraftEntry]) -> Entry:
        """Adds an entry at the head, completely or not at all; `make` may read the register before.

        If `make` raises, the register is unchanged; Ctrl-C waits until the entry is there.
        """
        if self.place.file is not None:
            kept_from_others(self.place.file)
        with uninterrupted(), self._refusals_told(), self.database.transaction(writes=True) as session:
            if not self._ready:
                set_up(session)
            reader = Reader(session)
            draft, last = make(reader), reader.last()
            number, previous = (last.number + 1, last.hash) if last else (1, BEFORE_THE_FIRST)
            entry, content = chained(draft, number, previous)
            new = draft.contents.keys() - reader.there(draft.contents)
            session.add(
                f"INSERT INTO {CONTENTS} (hash, data) VALUES (:hash, :data)",
                [{"hash": known, "data": _compressed(draft.contents[known])} for known in sorted(new)],
            )
            session.do(
                f"INSERT INTO {ENTRIES} (number, hash, kind, ente, year, body) "
                "VALUES (:number, :hash, :kind, :ente, :year, :body)",
                **{name: getattr(entry, name) for name in ("number", "hash", "kind", "ente", "year")},
                body=content.decode("utf-8"),
            )
        self._ready = True
        return entry

    def close(self) -> None:
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _refusals_told(self) -> Iterator[None]:
        try:
            yield
        except self.database.errors as error:
            raise RegisterError(f"{self.place.shown}: {refused(error)}") from None


def open_register(place: Place) -> Register:
    """A register at a place, which need not exist yet. Raises RegisterError if its driver is not installed."""
    try:
        return Register(place, database_at(place))
    except ModuleNotFoundError as error:
        raise RegisterError(
            say("{shown}: manca {name}: pip install 'merito[postgresql]'", shown=place.shown, name=error.name)
        ) from error
    except (ValueError, TypeError) as error:
        raise RegisterError(f"{place.shown}: {not_connected(error)}") from None


def _octets(stored: object) -> bytes:
    """The bytes of a cell, of whatever type somebody has made it by editing the database."""
    return bytes(stored) if isinstance(stored, bytes | bytearray | memoryview) else str(stored).encode("utf-8")


def _text(stored: object) -> str:
    return stored if isinstance(stored, str) else _octets(stored).decode("utf-8", "replace")


def _checked(row: Row) -> Entry:
    body = _octets(row["body"])
    if content_hash(body) != row["hash"]:
        raise RegisterError(say("la voce {row} è stata alterata: vedere merito register verify", row=row["number"]))
    try:
        entry = Entry(number=row["number"], hash=row["hash"], body=json.loads(body))
        lacks = lacking(entry.body)
    except (ValueError, RecursionError, AttributeError):
        lacks = ("body",)
    if lacks:
        raise RegisterError(
            say("la voce {row} non ha {lacks}: vedere merito register verify", row=row["number"], lacks=tuple(lacks))
        )
    return entry


def _compressed(content: bytes) -> bytes:
    try:
        return compressed(content)
    except TooLargeError as error:
        raise RegisterError(say("una tabella dei risultati: {error}", error=str(error))) from None
