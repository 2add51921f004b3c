"""The commands on a register in PostgreSQL, named by the environment; what cannot be reached is told."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from merito.cli import app

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
    assert "registro: voce 1, in postgresql+psycopg://" in merito("run", office, *AS_OF)
    merito("run", office, *AS_OF)
    assert "nessuna differenza" in merito("diff", 1, 2)
    assert "adottata la voce 2" in merito("adopt", 2, "--act", "Q1", "--as-of", "2022-08-31", "--with-suspended")
    assert "adottata: atto Q1 del 5/8/2022, Segretario Generale (voce 3)" in merito("show", 2)
    anchor = merito("register", "digest").splitlines()[0]
    assert "il registro è intero: voci 3" in merito("register", "verify", "--anchor", anchor)
    assert not (office / "registro.sqlite").exists()


def test_a_server_that_does_not_answer_is_told_without_its_password(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MERITO_REGISTER", "postgresql://ufficio:segreto@127.0.0.1:1/registro")
    told = merito("run", office, *AS_OF, status=1)
    assert "registro: un'esecuzione non registrata: postgresql://ufficio:***@127.0.0.1:1/registro: " in told
    assert "segreto" not in told
    assert (office / "out" / "camera-di-prova" / "2021" / "summary.json").is_file()
