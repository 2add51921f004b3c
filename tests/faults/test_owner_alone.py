"""Only their owner may read the register and what a run writes; rights that were restricted further stay so."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from evaluators_sheets import MANAGER, fill, returned, without_ratings
from registers import an_entry

from merito.cli import app
from merito.register.store import Place, open_register

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


def test_the_results_are_their_owner_s_alone_and_what_is_to_be_published_may_be_copied(office: Path) -> None:
    merito("run", ".", "--as-of", "2022-07-31")
    public = OUT / "pubblicazione"
    assert modes(public) == {"folders": {0o755}, "files": {0o644}}
    shutil.rmtree(public)
    assert modes(Path("out")) == {"folders": {0o700}, "files": {0o600}}
    assert modes(OUT) == {"folders": {0o700}, "files": {0o600}}
    merito("show", "1", "--out", "copia")
    assert modes(office / "copia") == {"folders": {0o700}, "files": {0o600}}


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


def restricted(*paths: Path) -> None:
    """Takes from everybody but the owner what is in a folder, the folder too; or a single file."""
    for path in paths:
        for one in (path, *path.rglob("*")):
            one.chmod(0o700 if one.is_dir() else 0o600)


def taken_back(office: Path, points: float) -> Path:
    """The table of the points that came back, with other points of one person than before."""
    fill(office / "schede/camera-di-prova/2021" / MANAGER, M4=points)
    merito("collect", ".", "--read", "schede/camera-di-prova/2021", "--yes")
    return returned(office)


@pytest.mark.parametrize("rights", [0o600, 0o640, 0o660])
def test_a_table_that_is_restricted_stays_so_when_points_come_back_again(office: Path, rights: int) -> None:
    merito("collect", ".")
    without_ratings(office)
    table = taken_back(office, 7.5)
    table.chmod(rights)
    before = table.read_bytes()
    assert taken_back(office, 8.5).read_bytes() != before
    assert mode(table) == rights
    assert mode(table.with_name(f"{table.name}.bak")) == rights


def test_the_evaluators_workbooks_are_their_owner_s_alone_from_the_first_byte(office: Path) -> None:
    merito("collect", ".")
    assert modes(office / "schede/camera-di-prova/2021") == {"folders": {0o700}, "files": {0o600}}


def test_next_year_has_the_rights_of_the_year_that_it_comes_from(office: Path) -> None:
    year = office / "enti/camera-di-prova"
    restricted(year / "2021")
    (year / "2021/cycle.toml").chmod(0o640)
    merito("new-year", ".", "--from", "2021")
    assert mode(year / "2022") == 0o700
    assert mode(year / "2022/cycle.toml") == 0o640
    assert {mode(path) for path in (year / "2022").glob("*.csv")} == {0o600}


def test_next_year_of_data_that_everybody_may_read_may_be_read_by_everybody(office: Path) -> None:
    merito("new-year", ".", "--from", "2021")
    assert modes(office / "enti/camera-di-prova/2022") == {"folders": {0o755}, "files": {0o644}}


def test_results_that_are_restricted_stay_so_when_they_are_replaced(office: Path) -> None:
    merito("run", ".", "--as-of", "2022-07-31")
    restricted(office / OUT)
    merito("run", ".", "--as-of", "2022-07-31")
    assert modes(office / OUT) == {"folders": {0o700}, "files": {0o600}}


def test_results_that_somebody_opened_to_others_are_the_owner_s_alone_after_the_next_run(office: Path) -> None:
    merito("run", ".", "--as-of", "2022-07-31")
    (office / OUT).chmod(0o775)
    (office / OUT / "rewards.csv").chmod(0o644)
    merito("run", ".", "--as-of", "2022-07-31")
    assert (mode(office / OUT), mode(office / OUT / "rewards.csv")) == (0o700, 0o600)


def test_results_marked_as_out_of_date_keep_their_rights(office: Path) -> None:
    merito("run", ".", "--as-of", "2022-07-31")
    summary = office / OUT / "summary.json"
    summary.chmod(0o600)
    (office / "enti/camera-di-prova/2021/atti.csv").write_bytes(b"\xff")
    assert CliRunner().invoke(app, ["run", ".", "--as-of", "2022-07-31"]).exit_code == 1
    assert '"stale": {' in summary.read_text(encoding="utf-8")
    assert mode(summary) == 0o600


def test_the_comparison_of_all_enti_keeps_its_rights(office: Path) -> None:
    shutil.copytree(office / "enti/camera-di-prova", office / "enti/altra")
    config = office / "enti/altra/ente.toml"
    config.write_text(config.read_text(encoding="utf-8").replace('"camera-di-prova"', '"altra"'), encoding="utf-8")
    merito("run", ".", "--as-of", "2022-07-31")
    both = [office / "out" / name for name in ("comparison.csv", "index.html")]
    restricted(*both)
    merito("run", ".", "--as-of", "2022-07-31")
    assert [mode(path) for path in both] == [0o600, 0o600]


def test_forms_are_their_owner_s_alone(office: Path) -> None:
    merito("run", ".", "--as-of", "2022-07-31")
    merito("forms", ".")
    printed = office / f"{OUT}-moduli"
    assert modes(printed) == {"folders": {0o700}, "files": {0o600}}


def test_a_new_workspace_in_a_restricted_folder_leaves_it_so(office: Path) -> None:
    new = office / "nuovo"
    new.mkdir(mode=0o700)
    merito("init", str(new), "--regulation", "bergamo", "--ente", "uno", "--year", "2021")
    assert mode(new) == 0o700


def test_a_file_of_a_group_to_which_the_writer_does_not_belong_is_not_given_to_another_group(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    merito("collect", ".")
    without_ratings(office)
    table = taken_back(office, 7.5)
    table.chmod(0o640)
    real = Path.stat

    def of_another_group(path: Path, **words: bool) -> os.stat_result:
        found = real(path, **words)
        return os.stat_result((*found[:5], 54321, *found[6:])) if path == table else found

    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "stat", of_another_group)
    monkeypatch.setattr(os, "chown", refused)
    taken_back(office, 8.5)
    assert mode(table) == 0o600
