"""Where a register lies: a file in the workspace, a database, or nowhere; a password is never told."""

from pathlib import Path

import pytest

from merito.register.place import place_of
from merito.workspace.config import Workspace, open_workspace
from merito.workspace.problems import WorkspaceError

PASSWORD = "postgresql://ufficio:segreto@db.example/registro"


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
    assert (place.url, place.file) == ("postgresql+psycopg://db.example/registro", None)


@pytest.mark.parametrize("url", [PASSWORD, "postgresql://db.example/registro?user=ufficio&password=segreto"])
def test_a_password_comes_from_the_environment_and_is_not_told(tmp_path: Path, url: str) -> None:
    place = place_of(workspace(tmp_path, "register = false"), {"MERITO_REGISTER": url})
    assert place is not None
    assert place.url.endswith(url.partition("://")[2])
    assert "segreto" not in place.shown
    assert "db.example/registro" in place.shown


@pytest.mark.parametrize(("line", "environ"), [("register = false", {}), ("", {"MERITO_REGISTER": "false"})])
def test_a_workspace_may_keep_no_register(tmp_path: Path, line: str, environ: dict[str, str]) -> None:
    assert place_of(workspace(tmp_path, line), environ) is None


def test_among_the_results_it_would_be_published_with_them(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="contiene dati di persone"):
        place_of(workspace(tmp_path, 'register = "out/alfa/2021/registro.sqlite"'), {})


def test_another_kind_of_database_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="«mysql://», atteso un file, oppure postgresql"):
        place_of(workspace(tmp_path, 'register = "mysql://db.example/registro"'), {})


@pytest.mark.parametrize("value", ["true", "3", '" "'])
def test_what_is_neither_a_file_nor_a_url_nor_false_is_refused(tmp_path: Path, value: str) -> None:
    with pytest.raises(WorkspaceError, match="«register» deve essere"):
        workspace(tmp_path, f"register = {value}")
