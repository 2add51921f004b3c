"""The commands on a register in PostgreSQL, named by the environment; an unreachable one is reported."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from click.testing import CliRunner

from merito.cli import app
from merito.register.store import Session

EXAMPLE = Path(__file__).parents[3] / "examples" / "camera-di-prova"
AS_OF = ("--as-of", "2022-07-31")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example, as the current folder."""
    copy = tmp_path / "camera"
    shutil.copytree(EXAMPLE, copy, ignore=shutil.ignore_patterns("out", "registro.sqlite*"))
    monkeypatch.chdir(copy)
    return copy


def merito(*words: object, status: int = 0) -> str:
    ran = CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)
    assert ran.exit_code == status, ran.output
    return ran.output


def test_a_year_is_run_shown_and_adopted_on_a_server(
    office: Path, new_database: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MERITO_REGISTER", new_database())
    with (office / "enti" / "camera-di-prova" / "2021" / "atti.csv").open("a", encoding="utf-8") as acts:
        acts.write("Q1;liquidazione;5/8/2022;Segretario Generale;50;;;;\n")
    assert "registro: voce 1, in postgresql://" in merito("run", office, *AS_OF)
    merito("run", office, *AS_OF)
    assert "nessuna differenza" in merito("diff", 1, 2)
    assert "adottata la voce 2" in merito("adopt", 2, "--act", "Q1", "--as-of", "2022-08-31", "--with-suspended")
    assert "adottata: atto Q1 del 5/8/2022, Segretario Generale (voce 3)" in merito("show", 2)
    anchor = merito("register", "digest").splitlines()[0]
    assert "il registro è intero: voci 3" in merito("register", "verify", "--anchor", anchor)
    assert not (office / "registro.sqlite").exists()


def test_a_server_that_does_not_answer_is_told_by_host_and_database(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MERITO_REGISTER", "postgresql://ufficio:segreto@127.0.0.1:1/registro")
    told = merito("run", office, *AS_OF, status=3)
    assert "registro: un'esecuzione non registrata: postgresql://127.0.0.1/registro: il server non risponde" in told
    assert "segreto" not in told
    assert "ufficio" not in told
    assert (office / "out" / "camera-di-prova" / "2021" / "summary.json").is_file()


COMMANDS = (
    ("run", ".", *AS_OF),
    ("run", ".", *AS_OF, "--only-changed"),
    ("history", "camera-di-prova", "--json"),
    ("show", "1", "--json"),
    ("diff", "1", "2"),
    ("adopt", "1", "--act", "A1"),
    ("register", "verify", "--json"),
    ("register", "digest"),
)
ODD = (
    "postgresql://ufficio:segr/eto@127.0.0.1:1/registro",
    "postgresql://ufficio:segr@eto@127.0.0.1:1/registro",
    "postgresql://127.0.0.1:1/registro?PASSWORD=segreto",
    "postgresql://127.0.0.1:1/registro?pass%77ord=segreto&user=segreto",
    "postgresql://127.0.0.1:1/registro?password=segreto&sslmode=segreto",
    "postgresql://127.0.0.1:1/registro?port=segreto",
    "postgresql:///registro?host=127.0.0.1:1&host=127.0.0.1:2&port=segreto",
    "postgresql://ufficio:segreto@127.0.0.1:99999/registro",
    "postgresql://ufficio:segreto@127.0.0.1:porta/registro",
    "postgresql://ufficio:segr%00eto@127.0.0.1:1/registro",
    "postgresql://ufficio:segreto@127.0.0.1:1/registro?connect_timeout=segreto",
)


@pytest.mark.parametrize("url", ODD)
def test_no_command_tells_a_password_however_the_url_is_written(
    office: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("MERITO_REGISTER", url)
    for words in COMMANDS:
        ran = CliRunner().invoke(app, list(words), catch_exceptions=False)
        assert ran.exit_code in (1, 2, 3)
        assert not any(piece in ran.output for piece in ("segr", "eto", "ufficio"))


def test_what_the_server_says_of_a_user_is_not_told(
    office: Path, new_database: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = urlsplit(new_database())
    host = url.netloc.rpartition("@")[2]
    monkeypatch.setenv("MERITO_REGISTER", url._replace(netloc=f"ufficio:segreto@{host}").geturl())
    told = merito("register", "verify", status=2)
    assert f"{url.path}: il database o l'utente non c'è" in told
    assert "ufficio" not in told


@pytest.fixture
def held(new_database: Callable[[], str], monkeypatch: pytest.MonkeyPatch, office: Path) -> Iterator[str]:
    """The database of a register with a run, which another program then locks."""
    url = new_database()
    monkeypatch.setenv("MERITO_REGISTER", url)
    merito("run", office, *AS_OF)
    do = Session.do

    def waits_a_second(session: Session, statement: str, **values: object) -> None:
        do(session, statement.replace("lock_timeout = '60s'", "lock_timeout = '1s'"), **values)

    monkeypatch.setattr(Session, "do", waits_a_second)
    with psycopg.connect(url) as other:
        other.execute(b"SELECT pg_advisory_xact_lock(120282478638191)")  # "merito"
        other.execute("LOCK TABLE merito_entries")
        yield urlsplit(url).path


def test_a_register_that_is_held_is_waited_for_with_an_end_and_told(office: Path, held: str) -> None:
    busy = f"{held}: un altro programma lo tiene occupato"
    told = merito("run", office, *AS_OF, status=3)
    assert "registro: un'esecuzione non registrata: postgresql://" in told
    assert busy in told
    for words in (("register", "verify"), ("history", "camera-di-prova"), ("adopt", "1", "--act", "A1", *AS_OF)):
        assert busy in merito(*words, status=2)
