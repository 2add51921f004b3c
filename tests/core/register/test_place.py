"""Where a register is: a file in the workspace, a database, or nowhere; a password is never shown."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from merito import WorkspaceError
from merito.register.database import database_at
from merito.register.database_faults import refused
from merito.register.place import Place, place_of
from merito.register.server import connecting
from merito.workspace.config import Workspace, open_workspace

READ = (
    "postgresql://ufficio:segreto@db.example/registro",
    "postgresql://ufficio:segr/eto@db.example/registro",
    "postgresql://ufficio:segr%40eto@db.example/registro",
    "postgresql://ufficio:segr#eto@db.example:5432/registro",
    "POSTGRESQL://segr:segreto@db.example/registro",
    "postgresql://db.example/registro?user=ufficio&password=segreto",
    "postgresql://db.example/registro?pass%77ord=segreto",
    "postgresql://db.example/registro?PASSWORD=segreto&Password=segreto",
    "postgresql:///registro?host=db.example&sslpassword=segreto",
    "postgresql:///?host=db.example:5432&dbname=registro&passfile=segreto",
)
UNREAD = (
    "postgresql://ufficio:segr@eto@db.example/registro",
    "postgresql://ufficio:segr@eto/registro@db.example/registro",
    "postgresql://ufficio:segr?eto@db.example/registro",
    "postgresql://db.example:5432/registro?password=segr@eto",
    "postgresql://uff/icio:segreto@db.example/registro",
    "postgresql://ufficio:segreto/registro",
    "postgresql://ufficio:segreto@db.example:porta/registro",
    "postgresql://ufficio:segreto@db.example:5432:segreto/registro",
    "postgresql://db.example/registro;password=segreto",
    "postgresql://db.example/registro?dbname=password=segreto",
    "postgresql:/ufficio:segreto@db.example/registro",
    "postgresql:ufficio:segreto@db.example/registro",
    "ufficio:segreto@db.example/registro",
    "host=db.example password=segreto",
    "mysql://ufficio:segreto@db.example/registro",
    "segreto segreto://db.example",
)


def workspace(tmp_path: Path, line: str = "") -> Workspace:
    (tmp_path / "enti" / "alfa").mkdir(parents=True, exist_ok=True)
    (tmp_path / "merito.toml").write_text(f'[workspace]\nyear = 2021\nlocale = "en"\n{line}\n')
    return open_workspace(tmp_path)


def test_without_a_word_it_is_a_file_of_the_workspace_apart_from_the_results(tmp_path: Path) -> None:
    place = place_of(workspace(tmp_path), {})
    assert place is not None
    assert place.file == (tmp_path / "registro.sqlite").resolve()


@pytest.mark.parametrize("written", ["registri/uno.db", "sqlite:///registri/uno.db"])
def test_a_file_is_named_from_the_workspace(tmp_path: Path, written: str) -> None:
    place = place_of(workspace(tmp_path, f'register = "{written}"'), {})
    assert place is not None
    assert place.file == (tmp_path / "registri" / "uno.db").resolve()


@pytest.mark.parametrize("scheme", ["postgresql+psycopg", "postgresql", "postgres"])
def test_a_database_is_named_by_its_url(tmp_path: Path, scheme: str) -> None:
    place = place_of(workspace(tmp_path, f'register = "{scheme}://db.example/registro"'), {})
    assert place is not None
    assert (place.url, place.file) == ("postgresql://db.example/registro", None)


@pytest.mark.parametrize(
    ("url", "given"),
    [
        ("postgresql://db.example/registro", {"host": "db.example", "dbname": "registro"}),
        (
            "postgresql://uff%40cio:a%3Ab%2Fc@db.example:5433/registro?sslmode=require",
            {
                "user": "uff@cio",
                "password": "a:b/c",
                "host": "db.example",
                "port": "5433",
                "dbname": "registro",
                "sslmode": "require",
            },
        ),
        ("postgresql://[::1]:5432/r", {"host": "::1", "port": "5432", "dbname": "r"}),
        ("postgresql:///r?host=/run/postgresql", {"host": "/run/postgresql", "dbname": "r"}),
        ("postgresql:///r?host=a:1&host=b:2", {"host": "a,b", "port": "1,2", "dbname": "r"}),
        ("postgresql://", {}),
    ],
)
def test_a_url_is_taken_apart_for_the_driver(url: str, given: dict[str, str]) -> None:
    assert connecting(url) == given


@pytest.mark.parametrize("url", READ)
def test_of_a_url_the_host_and_the_database_alone_are_told(tmp_path: Path, url: str) -> None:
    place = place_of(workspace(tmp_path, "register = false"), {"MERITO_REGISTER": url})
    assert place is not None
    assert place.url.endswith(url.partition("://")[2])
    assert place.shown == "postgresql://db.example/registro"
    assert "segr" not in repr(place)


def test_the_folder_of_a_server_of_this_machine_is_told(tmp_path: Path) -> None:
    url = "postgresql://ufficio:segreto@/registro?host=/var/run/postgresql"
    place = place_of(workspace(tmp_path, "register = false"), {"MERITO_REGISTER": url})
    assert place is not None
    assert place.shown == "postgresql:///var/run/postgresql/registro"


@pytest.mark.parametrize("text", UNREAD)
@pytest.mark.parametrize("told", ["merito.toml", "MERITO_REGISTER"])
def test_a_url_that_cannot_be_read_is_refused_without_a_word_of_it(tmp_path: Path, text: str, told: str) -> None:
    named = told == "MERITO_REGISTER"
    with pytest.raises(WorkspaceError, match=f"^{told}: «register»: .*atteso ") as refused:
        place_of(
            workspace(tmp_path, "register = false" if named else f'register = "{text}"'),
            {"MERITO_REGISTER": text} if named else {},
        )
    assert not any(piece in str(refused.value) for piece in ("segr", "eto", "ufficio", "db.example"))


@pytest.mark.parametrize(("line", "environ"), [("register = false", {}), ("", {"MERITO_REGISTER": "false"})])
def test_a_workspace_may_keep_no_register(tmp_path: Path, line: str, environ: dict[str, str]) -> None:
    assert place_of(workspace(tmp_path, line), environ) is None


def test_among_the_results_it_would_be_published_with_them(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="contiene dati di persone"):
        place_of(workspace(tmp_path, 'register = "out/alfa/2021/registro.sqlite"'), {})


def test_another_kind_of_database_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="«mysql://», atteso un file, oppure postgresql"):
        place_of(workspace(tmp_path, 'register = "mysql://db.example/registro"'), {})


@pytest.mark.parametrize("value", ["true", "3", '" "', '["postgresql://ufficio:segreto@db.example"]'])
def test_what_is_neither_a_file_nor_a_url_nor_false_is_refused(tmp_path: Path, value: str) -> None:
    with pytest.raises(WorkspaceError, match="«register» deve essere") as refused:
        workspace(tmp_path, f"register = {value}")
    assert "segreto" not in str(refused.value)


def test_what_sqlite_says_of_a_damaged_file_may_hold_its_bytes(tmp_path: Path) -> None:
    """A schema that is no longer text: the error message about it cannot be decoded either."""
    file = tmp_path / "registro.sqlite"
    with closing(sqlite3.connect(file)) as made:
        made.execute("CREATE TABLE entries (id INTEGER)")
        made.commit()
    file.write_bytes(file.read_bytes().replace(b"entries", b"\x89ntries").replace(b"CREATE TABLE", b"CREATE TABEL"))
    database = database_at(Place(shown=file.name, file=file))
    with pytest.raises(database.errors) as raised, database.transaction() as session:
        session.rows("SELECT * FROM entries")
    assert refused(raised.value) == "è guasto: rimetterlo da una copia"
