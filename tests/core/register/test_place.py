"""Where a register is: a file in the workspace, a database, or nowhere; a password is never shown."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from merito import Register, RegisterError, WorkspaceError

OF_OURS = (
    "autocommit",
    "connect_timeout",
    "keepalives_idle",
    "keepalives_interval",
    "keepalives_count",
    "tcp_user_timeout",
)
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


Asked = Callable[..., str]


@pytest.fixture
def refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """What is said when the register of a workspace is asked for, with this line of `merito.toml` and this variable."""

    def ask(line: str = "", named: str | None = None) -> str:
        (tmp_path / "enti" / "alfa").mkdir(parents=True, exist_ok=True)
        (tmp_path / "merito.toml").write_text(f'[workspace]\nyear = 2021\nlocale = "en"\n{line}\n')
        if named is not None:
            monkeypatch.setenv("MERITO_REGISTER", named)
        with pytest.raises((RegisterError, WorkspaceError)) as refused:
            Register(tmp_path).last()
        return str(refused.value)

    return ask


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What the driver of PostgreSQL is given; the server does not answer in time."""
    found: dict[str, object] = {}

    def connect(**given: object) -> None:
        found.update(given)
        raise psycopg.OperationalError("connection to server at segreto failed: timeout expired")

    monkeypatch.setattr(psycopg, "connect", connect)
    return found


def test_without_a_word_it_is_a_file_of_the_workspace_apart_from_the_results(refusal: Asked, tmp_path: Path) -> None:
    file = (tmp_path / "registro.sqlite").resolve()
    assert refusal() == f"{file}: non c'è ancora un registro; lo crea la prima esecuzione"


@pytest.mark.parametrize("written", ["registri/uno.db", "sqlite:///registri/uno.db"])
def test_a_file_is_named_from_the_workspace(refusal: Asked, tmp_path: Path, written: str) -> None:
    file = (tmp_path / "registri" / "uno.db").resolve()
    assert refusal(f'register = "{written}"').startswith(f"{file}: non c'è ancora")


@pytest.mark.parametrize("scheme", ["postgresql+psycopg", "postgresql", "postgres"])
def test_a_database_is_named_by_its_url(refusal: Asked, called: dict[str, object], scheme: str) -> None:
    told = refusal(f'register = "{scheme}://db.example/registro"')
    assert told == "postgresql://db.example/registro: il server non risponde in tempo"
    assert (called["host"], called["dbname"]) == ("db.example", "registro")


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
def test_a_url_is_taken_apart_for_the_driver(
    refusal: Asked, called: dict[str, object], url: str, given: dict[str, str]
) -> None:
    refusal(named=url)
    assert {name: value for name, value in called.items() if name not in OF_OURS} == given


@pytest.mark.parametrize("url", READ)
def test_of_a_url_the_host_and_the_database_alone_are_told(refusal: Asked, called: dict[str, object], url: str) -> None:
    assert refusal(named=url) == "postgresql://db.example/registro: il server non risponde in tempo"
    assert any("segr" in str(value) for value in called.values())


def test_the_folder_of_a_server_of_this_machine_is_told(refusal: Asked, called: dict[str, object]) -> None:
    told = refusal(named="postgresql://ufficio:segreto@/registro?host=/var/run/postgresql")
    assert told.startswith("postgresql:///var/run/postgresql/registro: ")


@pytest.mark.parametrize("text", UNREAD)
@pytest.mark.parametrize("told", ["merito.toml", "MERITO_REGISTER"])
def test_a_url_that_cannot_be_read_is_refused_without_a_word_of_it(refusal: Asked, text: str, told: str) -> None:
    said = refusal(named=text) if told == "MERITO_REGISTER" else refusal(f'register = "{text}"')
    assert said.startswith(f"{told}: «register»: ") and "atteso " in said
    assert not any(piece in said for piece in ("segr", "eto", "ufficio", "db.example"))


@pytest.mark.parametrize(("line", "named"), [("register = false", None), ("", "false")])
def test_a_workspace_may_keep_no_register(refusal: Asked, line: str, named: str | None) -> None:
    assert "questo spazio di lavoro non tiene un registro" in refusal(line, named)


def test_among_the_results_it_would_be_published_with_them(refusal: Asked) -> None:
    assert "contiene dati di persone" in refusal('register = "out/alfa/2021/registro.sqlite"')


def test_another_kind_of_database_is_refused(refusal: Asked) -> None:
    assert "«mysql://», atteso un file, oppure postgresql" in refusal('register = "mysql://db.example/registro"')


@pytest.mark.parametrize("value", ["true", "3", '" "', '["postgresql://ufficio:segreto@db.example"]'])
def test_what_is_neither_a_file_nor_a_url_nor_false_is_refused(refusal: Asked, value: str) -> None:
    told = refusal(f"register = {value}")
    assert "«register» deve essere" in told
    assert "segreto" not in told


def test_what_sqlite_says_of_a_damaged_file_may_hold_its_bytes(tmp_path: Path) -> None:
    """A schema that is no longer text: the error message about it cannot be decoded either."""
    file = tmp_path / "registro.sqlite"
    with closing(sqlite3.connect(file)) as made:
        made.execute("CREATE TABLE entries (id INTEGER)")
        made.commit()
    file.write_bytes(file.read_bytes().replace(b"entries", b"\x89ntries").replace(b"CREATE TABLE", b"CREATE TABEL"))
    with pytest.raises(RegisterError, match=r"registro\.sqlite: è guasto: rimetterlo da una copia"):
        Register(file).last()
