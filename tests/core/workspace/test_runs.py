"""Whole runs: the effect of a bad ente on the exit code, on its neighbours and on its own earlier results."""

import json
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.usefixtures("in_this_process")
BAD = [["indicator", "at", "value"], ["I1", "final", "otto"]]


@pytest.fixture
def pair(place: Any) -> Any:
    """The valid workspace with a second ente, `beta`, as valid as the first."""
    for path in sorted(place.ente.rglob("*")):
        if path.is_file():
            content = path.read_bytes().replace(b'"alfa"', b'"beta"')
            place.write(f"enti/beta/{path.relative_to(place.ente).as_posix()}", content)
    return place


def results(place: Any, ente: str) -> dict[str, bytes]:
    folder = place.out / ente / "2020"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def summary(place: Any, ente: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(results(place, ente)["summary.json"])
    return found


@pytest.mark.parametrize("locale", ["it", "en"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_sound_ente_ends_with_0_and_is_written(bare: Any, form: str, locale: str) -> None:
    bare.build({}, locale, form)
    assert bare.run()[0] == 0
    assert summary(bare, "alfa")["figures"]["ente"]["grade"] == "86.36"


def test_csv_and_xlsx_give_the_same_figures(place: Any) -> None:
    place.run()
    from_csv = results(place, "alfa")["grades.csv"]
    for path in place.year.iterdir():
        path.unlink()
    place.build({}, form="xlsx")
    for path in place.year.glob("*.csv"):
        path.unlink()
    place.run()
    assert results(place, "alfa")["grades.csv"] == from_csv


def test_a_bad_ente_ends_with_1_and_writes_nothing_of_its_own(place: Any) -> None:
    place.table("measures", BAD)
    assert place.run()[0] == 1
    assert not (place.out / "alfa").exists()


def test_a_bad_ente_does_not_harm_its_neighbour(pair: Any) -> None:
    pair.run()
    alone = results(pair, "beta")
    pair.table("measures", BAD)
    assert pair.run()[0] == 1
    assert results(pair, "beta") == alone


def test_a_broken_ente_toml_does_not_harm_its_neighbour(pair: Any) -> None:
    pair.write("enti/alfa/ente.toml", "id = ")
    code, _ = pair.run()
    assert (code, summary(pair, "beta")["stale"]) == (1, None)


def test_a_sound_ente_chosen_alone_ends_with_0_beside_a_bad_one(pair: Any) -> None:
    pair.table("measures", BAD)
    assert pair.run("--ente", "beta")[0] == 0


@pytest.mark.parametrize(
    "spoil",
    [
        lambda place: place.table("measures", BAD),
        lambda place: place.write("enti/alfa/2020/measures.csv", b"\xff\xfe"),
        lambda place: place.write("enti/alfa/2020/data.xlsx", b"PK"),
        lambda place: place.write("enti/alfa/2020/cycle.toml", "[[["),
        lambda place: place.write("enti/alfa/ente.toml", 'id = "alfa"\nname = "A"\nregulation = "nessuno"\n'),
    ],
    ids=["cell", "encoding", "workbook", "cycle", "regulation"],
)
def test_earlier_results_are_kept_and_marked_stale(place: Any, spoil: Any) -> None:
    place.run()
    before = results(place, "alfa")
    spoil(place)
    assert place.run()[0] == 1
    after = results(place, "alfa")
    assert summary(place, "alfa")["stale"] == {"as_of": "2021-12-31", "reason": "dati da correggere"}
    assert {**after, "summary.json": b""} == {**before, "summary.json": b""}


def test_results_are_no_longer_stale_once_the_data_are_mended(place: Any) -> None:
    sound = (place.year / "measures.csv").read_bytes()
    place.run()
    before = results(place, "alfa")
    place.table("measures", BAD)
    place.run()
    place.write("enti/alfa/2020/measures.csv", sound)
    assert place.run()[0] == 0
    assert results(place, "alfa") == before


def test_a_workspace_that_cannot_be_read_leaves_earlier_results_as_they_are(place: Any) -> None:
    place.run()
    before = results(place, "alfa")
    place.write("merito.toml", "[workspace")
    assert place.run()[0] == 2
    assert results(place, "alfa") == before


def test_the_folder_of_one_ente_is_read_with_its_workspace_around_it(place: Any) -> None:
    assert place.run(path="enti/alfa")[0] == 0
    assert summary(place, "alfa")["stale"] is None


def test_an_ente_without_a_workspace_needs_its_own_locale(place: Any) -> None:
    (place.root / "merito.toml").unlink()
    code, output = place.run("--year", "2020", path="enti/alfa")
    assert (code, "«locale»: trovato «», atteso «it» o «en»" in output) == (1, True)


def test_the_locale_of_the_ente_stands_before_that_of_the_workspace(place: Any) -> None:
    with (place.ente / "ente.toml").open("a", encoding="utf-8") as file:
        file.write('locale = "en"\n')
    place.table("measures", [["indicator", "at", "value"], ["I1", "final", "8.5"]])
    assert str(place.dossier.measures[0].value.value) == "8.5"


def test_a_year_folder_without_tables_ends_with_0(place: Any) -> None:
    for path in place.year.iterdir():
        path.unlink()
    assert place.run()[0] == 0


@pytest.mark.parametrize(
    ("digits", "why"), [(6000, "ha più di 1000 caratteri"), (900, "troppo lungo"), (30, "troppo grande")]
)
def test_a_number_that_no_ente_can_mean_is_refused(place: Any, digits: int, why: str) -> None:
    place.table("measures", [["indicator", "at", "value"], ["I1", "final", "9" * digits], ["I2", "final", "90%"]])
    code, told = place.run()
    assert code == 1
    assert "measures.csv, riga 2, colonna «value»" in told
    assert why in told
    assert len(told) < 2000


def test_what_lies_beside_the_tables_of_a_year_is_left_alone(place: Any) -> None:
    other = [place.write(f"enti/alfa/2020/{name}", "x") for name in ("leggimi.txt", "verbale.pdf", "bozze/areas.csv")]
    assert place.run()[0] == 0
    assert all(isinstance(path, Path) and path.exists() for path in other)
