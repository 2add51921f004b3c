"""The register as a database: entries are read, and appended one writer at a time."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from sqlite3 import Error as SqliteError
from typing import Any, Self

from attrs import define, field, frozen
from sqlalchemy import Connection, Engine, RowMapping, func, inspect, select
from sqlalchemy.exc import SQLAlchemyError

from merito.register.canonical import TooLargeError, compressed, digest, opened
from merito.register.database_faults import not_connected, refused
from merito.register.engines import kept_from_others, looking, one_writer, open_engine, writing
from merito.register.entries import ADOPTION, BEFORE_THE_FIRST, RUN, DraftEntry, Entry, chained
from merito.register.place import Place
from merito.register.problems import RegisterError
from merito.register.schema import CONTENTS, ENTRIES, TABLES, refuse_changes
from merito.register.shape import lacking
from merito.register.uninterrupted import uninterrupted

AT_ONCE = 500
NOT_YET = "non c'è ancora un registro; lo crea la prima esecuzione"
EMPTY = "non contiene un registro: se ci stava, è stato svuotato, e si rimette da una copia"


@frozen(eq=False)
class Reader:
    """What a register holds, within one transaction. What it gives was held against its hash (RegisterError)."""

    connection: Connection

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """Every entry as it is stored, in the order of the numbers, unchecked."""
        chosen = select(ENTRIES).order_by(ENTRIES.c.number)
        for row in self.connection.execution_options(yield_per=AT_ONCE).execute(chosen).mappings():
            yield {**row, "hash": _text(row["hash"]), "body": _text(row["body"])}

    def stored_contents(self) -> Iterator[tuple[str, bytes]]:
        """Every content as it is stored, compressed, unchecked."""
        chosen = select(CONTENTS.c.hash, CONTENTS.c.data).order_by(CONTENTS.c.hash)
        for known, data in self.connection.execution_options(yield_per=AT_ONCE).execute(chosen):
            yield _text(known), _octets(data)

    def entries(self, ente: str, year: int | None = None, kind: str | None = None) -> list[Entry]:
        """The entries of an ente, of one year or kind if they are named, in their order."""
        chosen = select(ENTRIES).where(ENTRIES.c.ente == ente).order_by(ENTRIES.c.number)
        if year is not None:
            chosen = chosen.where(ENTRIES.c.year == year)
        if kind is not None:
            chosen = chosen.where(ENTRIES.c.kind == kind)
        return [_checked(row) for row in self.connection.execute(chosen).mappings()]

    def enti(self) -> list[str]:
        """Who has an entry."""
        return list(self.connection.scalars(select(ENTRIES.c.ente).distinct().order_by(ENTRIES.c.ente)))

    def entry(self, number: int) -> Entry | None:
        row = self.connection.execute(select(ENTRIES).where(ENTRIES.c.number == number)).mappings().first()
        return None if row is None else _checked(row)

    def hashes(self, numbers: Collection[int]) -> dict[int, str]:
        """The hashes of the entries with these numbers, as they are stored."""
        wanted, found = sorted(numbers), dict[int, str]()
        for first in range(0, len(wanted), AT_ONCE):
            some = ENTRIES.c.number.in_(wanted[first : first + AT_ONCE])
            rows = self.connection.execute(select(ENTRIES.c.number, ENTRIES.c.hash).where(some))
            found.update((number, _text(known)) for number, known in rows)
        return found

    def with_hash(self, beginning: str) -> list[Entry]:
        """The entries whose hash begins so."""
        chosen = select(ENTRIES).where(ENTRIES.c.hash.startswith(beginning, autoescape=True))
        return [_checked(row) for row in self.connection.execute(chosen).mappings()]

    def last(self) -> Entry | None:
        """The head of the chain."""
        row = self.connection.execute(select(ENTRIES).order_by(ENTRIES.c.number.desc()).limit(1)).mappings().first()
        return None if row is None else _checked(row)

    def latest(self, kind: str, ente: str, year: int) -> Entry | None:
        """The last entry of a kind of an ente and year."""
        same = (ENTRIES.c.kind == kind, ENTRIES.c.ente == ente, ENTRIES.c.year == year)
        chosen = select(ENTRIES).where(*same).order_by(ENTRIES.c.number.desc()).limit(1)
        row = self.connection.execute(chosen).mappings().first()
        return None if row is None else _checked(row)

    def run_last(self) -> dict[tuple[str, int], int]:
        """The number of the last run of each ente and year."""
        whose = (ENTRIES.c.ente, ENTRIES.c.year)
        chosen = select(*whose, func.max(ENTRIES.c.number)).where(ENTRIES.c.kind == RUN).group_by(*whose)
        return {(str(ente), year): number for ente, year, number in self.connection.execute(chosen.order_by(*whose))}

    def adoption(self, ente: str, year: int) -> Entry | None:
        """The adoption in force for an ente and year: the last."""
        return self.latest(ADOPTION, ente, year)

    def content(self, known: str) -> bytes:
        """A content by its hash."""
        data = self.connection.scalar(select(CONTENTS.c.data).where(CONTENTS.c.hash == known))
        try:
            content = None if data is None else opened(_octets(data))
        except TooLargeError as error:
            raise RegisterError(f"il contenuto {known[:12]}: {error}: vedere merito register verify") from None
        if content is None or digest(content) != known:
            raise RegisterError(f"il contenuto {known[:12]} manca o è stato alterato: vedere merito register verify")
        return content


@define(eq=False)
class Register:
    """One register, open until `close`, or while a `with` lasts."""

    place: Place
    engine: Engine
    _ready: bool = field(default=False, init=False)

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """One consistent look at it. Raises RegisterError also where there is none yet."""
        if self.place.file is not None and not self.place.file.is_file():
            raise RegisterError(f"{self.place.shown}: {NOT_YET}")
        with self._refusals_told(), looking(self.engine).connect() as connection, connection.begin():
            if not inspect(connection).has_table(ENTRIES.name):
                raise RegisterError(f"{self.place.shown}: {EMPTY if self.place.file else NOT_YET}")
            yield Reader(connection)

    def append(self, make: Callable[[Reader], DraftEntry]) -> Entry:
        """Adds an entry at the head, whole or not at all; `make` may look at what is there before.

        What `make` raises leaves the register as it was; Ctrl-C waits until the entry is there.
        """
        if self.place.file is not None:
            kept_from_others(self.place.file)
        with uninterrupted(), self._refusals_told(), writing(self.engine).connect() as connection, connection.begin():
            one_writer(connection)
            if not self._ready:
                TABLES.create_all(connection)
                refuse_changes(connection)
            reader = Reader(connection)
            draft, last = make(reader), reader.last()
            number, previous = (last.number + 1, last.hash) if last else (1, BEFORE_THE_FIRST)
            entry, content = chained(draft, number, previous)
            wanted = select(CONTENTS.c.hash).where(CONTENTS.c.hash.in_(list(draft.contents)))
            there = set(connection.scalars(wanted)) if draft.contents else set()
            if new := [
                {"hash": known, "data": _compressed(data)}
                for known, data in draft.contents.items()
                if known not in there
            ]:
                connection.execute(CONTENTS.insert(), new)
            connection.execute(
                ENTRIES.insert(),
                {
                    "number": entry.number,
                    "hash": entry.hash,
                    "kind": entry.kind,
                    "ente": entry.ente,
                    "year": entry.year,
                    "body": content.decode("utf-8"),
                },
            )
        self._ready = True
        return entry

    def close(self) -> None:
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _refusals_told(self) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, SqliteError) as error:
            raise RegisterError(f"{self.place.shown}: {refused(getattr(error, 'orig', None) or error)}") from None


def open_register(place: Place) -> Register:
    """A register at a place, which need not exist yet. Raises RegisterError where its driver is not installed."""
    try:
        return Register(place, open_engine(place))
    except ModuleNotFoundError as error:
        raise RegisterError(f"{place.shown}: manca {error.name}: pip install 'merito[postgresql]'") from error
    except (SQLAlchemyError, ValueError, TypeError) as error:
        raise RegisterError(f"{place.shown}: {not_connected(error)}") from None


def _octets(stored: object) -> bytes:
    """What stands in a cell, of whatever kind somebody has made it behind the register's back."""
    return bytes(stored) if isinstance(stored, bytes | bytearray | memoryview) else str(stored).encode("utf-8")


def _text(stored: object) -> str:
    return stored if isinstance(stored, str) else _octets(stored).decode("utf-8", "replace")


def _checked(row: RowMapping) -> Entry:
    body = _octets(row["body"])
    if digest(body) != row["hash"]:
        raise RegisterError(f"la voce {row['number']} è stata alterata: vedere merito register verify")
    try:
        entry = Entry(number=row["number"], hash=row["hash"], body=json.loads(body))
        lacks = lacking(entry.body)
    except (ValueError, RecursionError, AttributeError):
        lacks = ("body",)
    if lacks:
        raise RegisterError(f"la voce {row['number']} non ha {', '.join(lacks)}: vedere merito register verify")
    return entry


def _compressed(content: bytes) -> bytes:
    try:
        return compressed(content)
    except TooLargeError as error:
        raise RegisterError(f"una tabella dei risultati: {error}") from None
