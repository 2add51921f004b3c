"""The two databases of a register: how each is opened, and how one writer at a time is let in.

SQLite: a write begins with BEGIN IMMEDIATE and waits for the others. PostgreSQL: an advisory lock for the transaction.
Either waits a minute and no longer, and so does whoever reads a table that somebody holds.
"""

import os
import stat
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

from merito.register.database_faults import not_connected
from merito.register.place import Place
from merito.register.problems import RegisterError

WAIT_SECONDS = 60
STATEMENT_SECONDS = 600
CONNECT_SECONDS = 10
ALIVE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": 60_000}
LOCK = 0x6D657269746F  # "merito"
OWNER = 0o600
WRITING = "merito_writing"


def open_engine(place: Place) -> Engine:
    """An engine whose transactions begin as this room wants. Raises ModuleNotFoundError where the driver is missing."""
    if place.file is None:
        server = create_engine(place.url, connect_args={"connect_timeout": CONNECT_SECONDS, **ALIVE})
        event.listen(server, "do_connect", partial(_connect, place.shown))
        event.listen(server, "begin", _begin_postgresql)
        return server
    engine = create_engine(URL.create("sqlite", database=str(place.file)), connect_args={"timeout": WAIT_SECONDS})
    event.listen(engine, "connect", _begins_nothing_by_itself)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def looking(engine: Engine) -> Engine:
    """The engine, for transactions that read: what others write meanwhile is not seen."""
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="REPEATABLE READ")
    return engine


def writing(engine: Engine) -> Engine:
    """The engine, for transactions that write: call `one_writer` first in each."""
    return engine.execution_options(**{WRITING: True})


def one_writer(connection: Connection) -> None:
    """Waits until no other transaction writes; SQLite has waited at its beginning."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")


def kept_from_others(file: Path) -> None:
    """Lets the owner alone read a register that is new, or that everybody may read; rights that were cut down stay.

    The files that SQLite puts beside it have the rights of the register.
    """
    with suppress(OSError):  # what cannot be made or is not ours is told by the database, where it matters
        try:
            os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER))
        except FileExistsError:
            mode = file.stat().st_mode
            if mode & stat.S_IROTH:
                file.chmod(stat.S_IMODE(mode) & OWNER)


def _connect(shown: str, dialect: Any, _: object, words: Sequence[Any], named: Mapping[str, Any]) -> Any:
    """A connection of the driver. Raises RegisterError: what the driver says may hold a password."""
    try:
        return dialect.connect(*words, **named)
    except Exception as error:
        why = not_connected(error)
    raise RegisterError(f"{shown}: {why}")


def _begins_nothing_by_itself(connection: Any, _: Any) -> None:
    connection.isolation_level = None


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    connection.exec_driver_sql(
        f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'; SET LOCAL statement_timeout = '{STATEMENT_SECONDS}s'"
    )
