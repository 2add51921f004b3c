"""Only their owner may read the register and reserved files; rights that were restricted further stay so."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from registers import an_entry

from merito.cli import app
from merito.register.place import Place
from merito.register.store import open_register

EXAMPLE = Path(__file__).parents[2] / "examples" / "camera-di-prova"
OUT = Path("out/camera-di-prova/2021")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the example as the current folder, on a system that lets everybody read new files."""
    copy = tmp_path / "camera"
    shutil.copytree(EXAMPLE, copy, ignore=shutil.ignore_patterns("out", "registro.sqlite*"))
    monkeypatch.chdir(copy)
    before = os.umask(0o022)
    yield copy
    os.umask(before)


def merito(*words: str) -> None:
    ran = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert ran.exit_code == 0, ran.output


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def modes(folder: Path) -> dict[str, set[int]]:
    """The rights of the folders and of the files from a folder down."""
    return {
        "folders": {mode(path) for path in (folder, *folder.rglob("*")) if path.is_dir()},
        "files": {mode(path) for path in folder.rglob("*") if path.is_file()},
    }


def test_of_the_results_those_of_persons_are_their_owner_s_alone(office: Path) -> None:
    merito("run", ".", "--as-of", "2022-07-31")
    merito("show", "1", "--out", "copia")
    for folder in (OUT, office / "copia"):
        assert (folder / "riservato" / "documents").is_dir()
        assert modes(folder / "riservato") == {"folders": {0o700}, "files": {0o600}}
        assert mode(folder / "summary.json") == 0o644


@pytest.mark.parametrize(
    ("before", "after"),
    [(None, 0o600), (0o644, 0o600), (0o664, 0o600), (0o600, 0o600), (0o640, 0o640), (0o660, 0o660)],
)
def test_a_register_that_everybody_may_read_is_its_owner_s_alone(office: Path, before: int | None, after: int) -> None:
    place = Place(shown="registro", file=office / "registro.sqlite")
    assert place.file is not None
    for number in (1, 2):
        with open_register(place) as register:
            register.append(lambda _, number=number: an_entry(number))  # type: ignore[misc]
        if number == 1 and before is not None:
            place.file.chmod(before)
    assert mode(place.file) == after


def test_the_files_beside_a_register_have_its_rights(office: Path) -> None:
    import sqlite3  # noqa: PLC0415 (its driver alone)

    with open_register(Place(shown="registro", file=office / "registro.sqlite")) as register:
        register.append(lambda _: an_entry(1))
    with sqlite3.connect("registro.sqlite") as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE other (x)")
        connection.commit()
        assert {mode(path) for path in office.glob("registro.sqlite*")} == {0o600}
        assert len(list(office.glob("registro.sqlite*"))) == 3
    connection.close()
