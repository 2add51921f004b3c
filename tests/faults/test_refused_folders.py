"""Folders and files that the system does not let us read or write: reported in the right place, and nothing is lost."""

import os
import shutil
import sys
from pathlib import Path

import pytest
from faults.harmed import DAY, Harm, Known, left_over, write_workspace

RUN = ("run", ".", "--as-of", DAY)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder that everybody may enter, for runs by a user without rights."""
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.getuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o011)
    return tmp_path


def closed(*paths: Path) -> None:
    """Nobody may write there any more, and everybody may read it, whichever user runs."""
    for path in paths:
        for one in (path, *path.rglob("*")):
            one.chmod(0o555 if one.is_dir() else 0o444)


def opened(root: Path) -> None:
    """Everybody may do everything there, so that it can be removed after the test."""
    for one in (root, *root.rglob("*")):
        one.chmod(0o777 if one.is_dir() else 0o666)


def test_a_workspace_on_a_disk_of_read_only_keeps_its_results_and_says_so(
    harm: Harm, known: Known, place: Path
) -> None:
    root = known.copy(place / "spazio")
    closed(root)
    ran = harm(root, *RUN, nobody=True)
    opened(root)
    assert ran.code == 3
    assert "permesso negato" in ran.text
    assert (known.results(root), left_over(root)) == ("old", [])


def test_its_results_may_go_elsewhere_and_the_register_that_cannot_be_written_is_told(
    harm: Harm, known: Known, place: Path
) -> None:
    root, out = known.copy(place / "spazio"), place / "altrove"
    config = root / "merito.toml"
    config.write_text(f'{config.read_text(encoding="utf-8")}out = "{out}"\n', encoding="utf-8")
    closed(root)
    out.mkdir()
    opened(out)
    ran = harm(root, *RUN, nobody=True)
    assert ran.code == 3
    assert "registro: un'esecuzione non registrata" in ran.text
    assert "non vi si può scrivere" in ran.text
    alone = harm(root, *RUN, "--out", out, nobody=True, environ={"MERITO_REGISTER": "false"})
    opened(root)
    assert alone.code == 0
    assert (out / "alfa" / "2020" / "summary.json").is_file()


def test_results_that_may_not_be_replaced_stay(harm: Harm, known: Known, place: Path) -> None:
    root = known.copy(place / "spazio")
    opened(root)
    closed(root / "out" / "alfa")
    ran = harm(root, *RUN, nobody=True)
    opened(root)
    assert ran.code == 3
    assert "alfa" in ran.text
    assert "permesso negato" in ran.text
    assert (known.results(root), left_over(root)) == ("old", [])


def test_one_ente_that_may_not_be_read_stops_no_other(harm: Harm, place: Path) -> None:
    root = write_workspace(place / "spazio", ("alfa", "beta", "gamma"))
    opened(root)
    (root / "enti" / "alfa" / "2020").chmod(0)
    (root / "enti" / "gamma" / "ente.toml").chmod(0)
    checked, told = (harm(root, command, ".", "--as-of", DAY, nobody=True) for command in ("check", "status"))
    assert (checked.code, told.code) == (1, 1)
    assert "alfa: enti/alfa/2020" in checked.text
    assert "gamma: enti/gamma/ente.toml: il file non si può leggere (permesso negato)" in checked.text
    assert "gamma: enti/gamma/ente.toml: il file non si può leggere (permesso negato)" in told.text
    assert told.text.count("✗ dati da correggere") == 2
    ran = {ente: harm(root, *RUN, "--ente", ente, nobody=True) for ente in ("alfa", "beta", "gamma")}
    opened(root)
    codes = {ente: one.code for ente, one in ran.items()}
    assert codes == {"alfa": 1, "beta": 0, "gamma": 1}, [one.text for one in ran.values()]
    assert [path.parts[-3] for path in (root / "out").glob("*/2020/summary.json")] == ["beta"]


@pytest.mark.parametrize("which", ["out", "out/alfa", "out/alfa/2020"])
def test_a_file_where_a_folder_of_results_should_be_is_left_alone(
    harm: Harm, known: Known, tmp_path: Path, which: str
) -> None:
    root = known.copy(tmp_path / "spazio")
    shutil.rmtree(root / which)
    (root / which).write_text("di altri", encoding="utf-8")
    ran = harm(root, *RUN)
    assert ran.code == (2 if which == "out" else 3)
    assert which in ran.text
    assert (root / which).read_text(encoding="utf-8") == "di altri"
    assert left_over(root) == []


def test_a_register_that_is_a_folder_or_another_file_is_told_and_the_results_stand(
    harm: Harm, known: Known, tmp_path: Path
) -> None:
    root = known.copy(tmp_path / "spazio")
    (root / "registro.sqlite").write_bytes(b"non un registro" * 100)
    ran = harm(root, *RUN)
    assert (ran.code, known.results(root)) == (3, "new")
    assert "registro.sqlite: è un file di un altro genere" in ran.text
    (root / "registro.sqlite").unlink()
    (root / "registro.sqlite").mkdir()
    ran = harm(root, *RUN)
    assert (ran.code, known.results(root)) == (3, "new")
    assert "registro.sqlite: non si può aprire" in ran.text


def test_a_workspace_that_may_not_be_read_ends_the_command(harm: Harm, known: Known, place: Path) -> None:
    root = known.copy(place / "spazio")
    opened(root)
    (root / "enti").chmod(0)
    ran = harm(place, "run", "spazio", nobody=True)
    (root / "enti").chmod(0o755)
    assert ran.code == 2
    (root / "merito.toml").chmod(0)
    ran = harm(place, "run", "spazio", nobody=True)
    opened(root)
    assert (ran.code, "merito.toml: il file non si può leggere (permesso negato)" in ran.text) == (2, True)


@pytest.mark.skipif(sys.platform != "linux", reason="there are no such files")
@pytest.mark.parametrize("name", ["/dev/zero", "/proc/self/mem"])
def test_a_link_to_a_file_without_an_end_is_not_read(harm: Harm, known: Known, tmp_path: Path, name: str) -> None:
    root = known.copy(tmp_path / "spazio")
    (root / "enti" / "alfa" / "2020" / "acts.csv").symlink_to(name)
    ran = harm(root, *RUN)
    assert ran.code == 1
    assert "enti/alfa/2020/acts.csv: il collegamento porta fuori da questa cartella" in ran.text


def test_a_pipe_in_place_of_a_table_is_not_waited_for(harm: Harm, known: Known, tmp_path: Path) -> None:
    root = known.copy(tmp_path / "spazio")
    os.mkfifo(root / "enti" / "alfa" / "2020" / "acts.csv")
    ran = harm(root, *RUN)
    assert (ran.code, "acts.csv: il file non si può leggere (non è un file)" in ran.text) == (1, True)
