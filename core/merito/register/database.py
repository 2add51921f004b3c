"""The two databases of a register, each with its own driver: transactions, and one writer at a time.

SQLite: a write begins with BEGIN IMMEDIATE and waits for the others. PostgreSQL: an advisory lock for the transaction.
Both wait at most a minute, and so do readers of a locked table.
"""

import os
import re
import sqlite3
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from attrs import define, field, frozen

from merito.register.database_faults import not_connected
from merito.register.place import Place
from merito.register.problems import RegisterError
from merito.register.server import connecting

WAIT_SECONDS = 60
STATEMENT_SECONDS = 600
AT_ONCE = 500
CONNECT = {"connect_timeout": 10}
ALIVE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": 60_000}
LOCK = 0x6D657269746F  # "merito"
OWNER = 0o600
SQLITE, POSTGRESQL = "sqlite", "postgresql"
COMMIT = "COMMIT"
Row = Mapping[str, Any]
_VALUE = re.compile(r":(\w+)")


@frozen(eq=False)
class Session:
    """One transaction. A statement names its values as `:ente`; a row has its columns by name."""

    kind: str
    _connection: Any

    def do(self, statement: str, **values: object) -> None:
        """Runs a statement, or several if there are no values."""
        with closing(self._connection.cursor()) as cursor:
            self._run(cursor, statement, values)

    def add(self, statement: str, rows: Iterable[Row]) -> None:
        """Runs a statement once for each of some rows."""
        with closing(self._connection.cursor()) as cursor:
            cursor.executemany(self._of_driver(statement), list(rows))

    def rows(self, statement: str, **values: object) -> list[Row]:
        """The rows of a query."""
        return list(self._told(self._connection.cursor(), statement, values))

    def streamed(self, statement: str) -> Iterator[Row]:
        """The rows of a query, one by one, if they may be too many for memory."""
        cursor = self._connection.cursor(*(["merito"] if self.kind == POSTGRESQL else []))
        return self._told(cursor, statement, {})

    def _told(self, cursor: Any, statement: str, values: Mapping[str, object]) -> Iterator[Row]:
        with closing(cursor):
            self._run(cursor, statement, values)
            names = [column[0] for column in cursor.description]
            yield from (dict(zip(names, row, strict=True)) for row in cursor)

    def _run(self, cursor: Any, statement: str, values: Mapping[str, object]) -> None:
        if values:
            cursor.execute(self._of_driver(statement), values)
        else:
            cursor.execute(statement)

    def _of_driver(self, statement: str) -> str:
        return _VALUE.sub(r"%(\1)s", statement) if self.kind == POSTGRESQL else statement


@define(eq=False)
class Database:
    """A database, open until `close`; `errors` are those of its driver."""

    kind: str
    errors: tuple[type[Exception], ...]
    _connect: Callable[[], Any] = field(repr=False)
    _idle: list[Any] = field(factory=list)

    @contextmanager
    def transaction(self, *, writes: bool = False) -> Iterator[Session]:
        """A transaction that does not see concurrent writes; one that writes waits for other writers."""
        connection = self._idle.pop() if self._idle else self._connect()
        session = Session(self.kind, connection)
        try:
            session.do(_begin(self.kind, writes))
            yield session
            session.do(COMMIT)
        except BaseException:
            connection.close()  # the transaction is rolled back
            raise
        self._idle.append(connection)

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()


def database_at(place: Place) -> Database:
    """The database of a place. Raises ModuleNotFoundError if the driver is missing, AddressError on an invalid URL."""
    if place.file is not None:
        damaged = UnicodeDecodeError  # SQLite's message about a damaged file may contain its bytes
        return Database(SQLITE, (sqlite3.Error, damaged), partial(_connected_to_file, place.file))
    import psycopg  # noqa: PLC0415 (only for whoever has a server)

    given: Mapping[str, Any] = {**connecting(place.url), **CONNECT, **ALIVE}
    connect = partial(psycopg.connect, autocommit=True, **given)
    return Database(POSTGRESQL, (psycopg.Error,), partial(_connected_to_server, place.shown, connect))


def kept_from_others(file: Path) -> None:
    """Restricts a new register, or one that everybody may read, to its owner; other restricted modes are kept.

    The files that SQLite puts next to it have the mode of the register.
    """
    with suppress(OSError):  # if it cannot be created or is not ours, the database reports it
        try:
            os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER))
        except FileExistsError:
            mode = file.stat().st_mode
            if mode & stat.S_IROTH:
                file.chmod(stat.S_IMODE(mode) & OWNER)


def _connected_to_file(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(file, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False)


def _connected_to_server(shown: str, connect: Callable[[], Any]) -> Any:
    """A connection of the driver. Raises RegisterError, without the driver's message, which may contain a password."""
    try:
        return connect()
    except Exception as error:
        why = not_connected(error)
    raise RegisterError(f"{shown}: {why}")


def _begin(kind: str, writes: bool) -> str:
    if kind == SQLITE:
        return "BEGIN IMMEDIATE" if writes else "BEGIN"
    wait = f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'; SET LOCAL statement_timeout = '{STATEMENT_SECONDS}s'"
    if writes:
        return f"BEGIN; {wait}; SELECT pg_advisory_xact_lock({LOCK})"
    return f"BEGIN ISOLATION LEVEL REPEATABLE READ; {wait}"
