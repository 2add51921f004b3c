"""Files that merito did not write: whatever it has to write, they stay, and they are named."""

import json
import shutil
from pathlib import Path

import pytest
from faults.harmed import DAY, FIRST_DAY, Harm, Known, files, left_over, write_workspace

RUN = ("run", ".", "--as-of", DAY)
FOLDER = Path("out/alfa/2020")


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    "name", ["relazione firmata.pdf", "appunti.txt", "riservato/grades.csv", "allegati/verbale.pdf"]
)
def test_a_file_of_somebody_among_the_results_stays_and_is_named(
    harm: Harm, known: Known, tmp_path: Path, name: str
) -> None:
    root = known.copy(tmp_path / "spazio")
    theirs = root / FOLDER / name
    theirs.parent.mkdir(exist_ok=True)
    theirs.write_bytes(b"firmato")
    before = files(root / "out")
    ran = harm(root, *RUN)
    assert ran.code == 3
    told = name if "/" not in name else f"{theirs.parent.name}/"
    assert f"ci sono file che merito non ha scritto: «{told}»: la cartella non si tocca" in words(ran.text)
    assert (files(root / "out"), left_over(root)) == (before, [])
    theirs.unlink()
    if told.endswith("/"):
        theirs.parent.rmdir()
    assert (harm(root, *RUN).code, known.results(root)) == (0, "new")


def test_an_empty_folder_and_a_link_of_somebody_stay_and_are_named(harm: Harm, known: Known, tmp_path: Path) -> None:
    root = known.copy(tmp_path / "spazio")
    (root / FOLDER / "note").mkdir()
    (root / FOLDER / "originale").symlink_to(tmp_path)
    ran = harm(root, *RUN)
    assert (ran.code, "«note/», «originale»" in words(ran.text)) == (3, True)
    assert (root / FOLDER / "note").is_dir() and (root / FOLDER / "originale").is_symlink()


def test_a_table_of_results_behind_a_link_of_somebody_stays(harm: Harm, known: Known, tmp_path: Path) -> None:
    root, apart = known.copy(tmp_path / "spazio"), tmp_path / "cifrato"
    apart.mkdir()
    shutil.move(root / FOLDER / "grades.csv", apart / "grades.csv")
    (root / FOLDER / "grades.csv").symlink_to(apart / "grades.csv")
    before = files(apart)
    ran = harm(root, *RUN)
    assert (ran.code, "«grades.csv»" in ran.text, files(apart)) == (3, True, before)
    assert (root / FOLDER / "grades.csv").is_symlink()


def former(folder: Path) -> None:
    """Gives results the shape of versions before 0.3: what is about persons apart, in a list of its own."""
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    (folder / "riservato").mkdir()
    apart = {f"riservato/{name}": summary["sizes"].pop(name) for name in ("grades.csv", "deadlines.csv")}
    for name in apart:
        (folder / name.removeprefix("riservato/")).rename(folder / name)
    (folder / "rests_on.json").rename(folder / "riservato/rests_on.json")
    apart["riservato/rests_on.json"] = 1
    (folder / "riservato/sizes.json").write_text(json.dumps(apart), encoding="utf-8")
    (folder / "summary.json").write_text(json.dumps(summary), encoding="utf-8")


def test_results_of_a_former_shape_are_replaced_whole(harm: Harm, known: Known, tmp_path: Path) -> None:
    root = known.copy(tmp_path / "spazio")
    former(root / FOLDER)
    assert (harm(root, *RUN).code, known.results(root)) == (0, "new")
    assert not (root / FOLDER / "riservato").exists()


def test_a_file_of_somebody_among_results_of_a_former_shape_stays(harm: Harm, known: Known, tmp_path: Path) -> None:
    root = known.copy(tmp_path / "spazio")
    former(root / FOLDER)
    (root / FOLDER / "riservato/appunti.txt").write_text("mio", encoding="utf-8")
    ran = harm(root, *RUN)
    assert (ran.code, "«riservato/appunti.txt»" in words(ran.text)) == (3, True)
    assert (root / FOLDER / "riservato/appunti.txt").read_text(encoding="utf-8") == "mio"


def test_a_year_that_is_a_link_stays(harm: Harm, known: Known, tmp_path: Path) -> None:
    root, apart = known.copy(tmp_path / "spazio"), tmp_path / "altrove"
    shutil.move(root / FOLDER, apart)
    (root / FOLDER).symlink_to(apart)
    before = files(apart)
    ran = harm(root, *RUN)
    assert (ran.code, "è un collegamento: non si tocca" in words(ran.text)) == (3, True)
    assert (files(apart), (root / FOLDER).is_symlink(), left_over(root)) == (before, True, [])


@pytest.mark.parametrize(
    "summary",
    [
        "{}",
        "",
        "[1]",
        "non è JSON",
        '{"ente": "alfa", "year": 2020}',
        '{"ente": "beta", "year": 2020, "sizes": {}}',
        '{"ente": "alfa", "year": 2019, "sizes": {"tesi.docx": 4}}',
    ],
)
def test_a_file_called_summary_json_does_not_give_a_folder_away(
    harm: Harm, known: Known, tmp_path: Path, summary: str
) -> None:
    root, out = known.copy(tmp_path / "spazio"), tmp_path / "altrove"
    folder = out / "alfa" / "2020"
    folder.mkdir(parents=True)
    (folder / "summary.json").write_text(summary, encoding="utf-8")
    (folder / "tesi.docx").write_bytes(b"tesi")
    before = files(out)
    ran = harm(root, *RUN, "--out", out)
    assert ran.code == 3
    assert "summary.json non è quello dei risultati di alfa del 2020" in words(ran.text)
    assert files(out) == before
    (root / "enti/alfa/2020/measures.csv").write_text("indicator,at,value\nI9,final,8\n", encoding="utf-8")
    assert harm(root, *RUN, "--out", out).code == 1
    assert files(out) == before  # nor is somebody else's summary marked as stale


@pytest.mark.parametrize("lacks", ["", "exchange"])
def test_a_file_that_comes_while_the_folders_change_places_stays(
    harm: Harm, known: Known, tmp_path: Path, lacks: str
) -> None:
    root = known.copy(tmp_path / "spazio")
    ran = harm(root, *RUN, comes=("2020", f"{FOLDER}/firmato.pdf"), lacks=lacks)
    assert (ran.code, "«firmato.pdf»" in words(ran.text)) == (3, True)
    assert (root / FOLDER / "firmato.pdf").read_text(encoding="utf-8") == "mio"
    (root / FOLDER / "firmato.pdf").unlink()
    assert (known.results(root), left_over(root)) == ("old", [])


def test_a_simulation_keeps_what_is_of_others_too(harm: Harm, known: Known, tmp_path: Path) -> None:
    root, out = known.copy(tmp_path / "spazio"), tmp_path / "prova"
    simulate = (*RUN, "--set", "I-BG-01=two_dates", "--out", out)
    assert (harm(root, *simulate).code, harm(root, *simulate).code) == (0, 0)
    (out / "alfa" / "2020" / "nota.txt").write_text("mia", encoding="utf-8")
    ran = harm(root, *simulate)
    assert (ran.code, "«nota.txt»" in ran.text) == (3, True)
    assert (out / "alfa" / "2020" / "nota.txt").read_text(encoding="utf-8") == "mia"


@pytest.mark.long
@pytest.mark.parametrize("name", ["comparison.csv", "index.html"])
def test_a_page_of_somebody_in_place_of_that_of_all_enti_stays(harm: Harm, tmp_path: Path, name: str) -> None:
    root = write_workspace(tmp_path / "due", ("alfa", "beta"))
    (root / "out").mkdir()
    (root / "out" / name).write_text("ente;importo\n", encoding="utf-8")
    (root / "out" / "lettera.txt").write_text("mia", encoding="utf-8")
    ran = harm(root, *RUN)
    assert (ran.code, f"{name}: c'è già e non è di merito" in words(ran.text)) == (3, True)
    assert (root / "out" / name).read_text(encoding="utf-8") == "ente;importo\n"
    (root / "out" / name).unlink()
    assert harm(root, *RUN).code == 0
    assert (root / "out" / "lettera.txt").read_text(encoding="utf-8") == "mia"


def test_a_new_workspace_that_cannot_be_made_takes_only_its_own_files_away(harm: Harm, tmp_path: Path) -> None:
    folder, theirs = tmp_path / "nuovo", "enti/ente/2021/cycle.toml"
    ran = harm(
        tmp_path, "init", folder, "--regulation", "bergamo", "--year", 2021, comes=("cycle.toml", folder / theirs)
    )
    assert ran.code == 2
    assert files(folder) == {theirs: b"mio"}


@pytest.mark.parametrize("lacks", ["", "links"])
def test_a_new_year_leaves_a_file_that_comes_meanwhile(harm: Harm, known: Known, tmp_path: Path, lacks: str) -> None:
    root = known.copy(tmp_path / "spazio")
    theirs = root / "enti" / "alfa" / "2021" / "units.csv"
    ran = harm(root, "new-year", ".", "--from", "2020", comes=(".units.csv.", theirs), lacks=lacks)
    assert theirs.read_text(encoding="utf-8") == "mio"
    assert left_over(root) == [], ran.text


def test_files_of_a_run_are_shown_only_into_a_folder_without_others(harm: Harm, known: Known, tmp_path: Path) -> None:
    root = known.copy(tmp_path / "spazio")
    out = tmp_path / "mostrati"
    assert harm(root, "show", "1", "--out", out).code == 0
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert summary["as_of"] == FIRST_DAY
    (out / "summary.json").write_text("mio", encoding="utf-8")
    ran = harm(root, "show", "1", "--out", out)
    assert (ran.code, "non è una cartella vuota: non si tocca" in words(ran.text)) == (2, True)
    assert (out / "summary.json").read_text(encoding="utf-8") == "mio"
