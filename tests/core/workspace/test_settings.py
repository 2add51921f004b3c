"""`merito.toml`, `ente.toml` and `cycle.toml`: what stops an ente, what stops the workspace, what is accepted."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

CASES = Path(__file__).parent / "written_data"
ADOPTS = [["id", "kind", "date"], ["T1", "performance_plan", "30/1/2020"]]
Case = dict[str, Any]


def cases(name: str, *keys: str) -> pytest.MarkDecorator:
    found = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["case"]
    for case in found:
        assert set(case) <= {"title", "told", *keys}, case["title"]
    return pytest.mark.parametrize("case", [pytest.param(case, id=case["title"]) for case in found])


def settle(place: Any, case: Case) -> None:
    """The ente of a case of settings."""
    place.build({"acts": ADOPTS, **case.get("tables", {})})
    path = place.ente / "ente.toml"
    path.write_text(case.get("whole", path.read_text(encoding="utf-8") + case.get("ente", "")), encoding="utf-8")
    if "cycle" in case:
        place.write("enti/alfa/2020/cycle.toml", case["cycle"])


@cases("settings", "ente", "whole", "cycle", "tables")
def test_what_an_ente_sets_wrong_is_told_in_one_go(bare: Any, case: Case) -> None:
    settle(bare, case)
    told = [str(problem) for problem in bare.problems]
    assert len(told) == len(case["told"]), told
    for message, parts in zip(told, case["told"], strict=True):
        assert [part for part in parts if part not in message] == [], message


@cases("settings", "ente", "whole", "cycle", "tables")
def test_what_an_ente_sets_wrong_ends_the_command_with_1(bare: Any, case: Case) -> None:
    settle(bare, case)
    code, output = bare.run()
    assert code == 1
    assert [str(problem) for problem in bare.problems if str(problem) not in output] == []


@cases("workspace", "merito", "file")
def test_a_workspace_that_cannot_be_read_ends_the_command_with_2_and_says_why(place: Any, case: Case) -> None:
    if "merito" in case:
        place.write("merito.toml", case["merito"])
    if "file" in case:
        place.write(case["file"], "indicator;ente\n")
    code, output = place.run()
    assert code == 2
    assert [part for part in case["told"] if part not in output] == [], output


def test_an_input_is_untouched_where_results_would_have_covered_it(place: Any) -> None:
    place.write("merito.toml", '[workspace]\nyear = 2020\nout = "enti"\nlocale = "it"\n')
    before = {path: path.read_bytes() for path in place.year.iterdir()}
    place.run()
    assert {path: path.read_bytes() for path in place.year.iterdir()} == before


def test_a_merito_toml_that_is_not_utf8_ends_the_command_with_2(place: Any) -> None:
    place.write("merito.toml", "[workspace]\nyear = 2020\n# città\n".encode("cp1252"))
    code, output = place.run()
    assert (code, "merito.toml, riga 3: il file non è in UTF-8" in output) == (2, True)


def test_an_ente_toml_that_is_not_utf8_is_told_with_its_row(place: Any) -> None:
    place.write("enti/alfa/ente.toml", 'id = "alfa"\nname = "Città"\n'.encode("cp1252"))
    (problem,) = place.problems
    assert str(problem).startswith("enti/alfa/ente.toml, riga 2: il file non è in UTF-8")


@pytest.mark.parametrize("name", ["merito.toml", "enti/alfa/ente.toml"])
def test_toml_with_the_mark_of_utf8_is_read(place: Any, name: str) -> None:
    path = place.root / name
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert place.problems == ()


@pytest.mark.parametrize("path", ["nulla", "enti", "merito.toml"])
def test_a_path_that_is_no_workspace_ends_the_command_with_2(place: Any, path: str) -> None:
    assert place.run(path=path)[0] == 2


def test_two_enti_with_one_id_do_not_run(place: Any) -> None:
    place.write("enti/beta/ente.toml", (place.ente / "ente.toml").read_bytes())
    code, output = place.run()
    assert (code, "l'ente «alfa» è in due cartelle: enti/alfa e enti/beta; ogni ente ha un «id» suo" in output) == (
        1,
        True,
    )


def test_an_unknown_ente_of_the_command_ends_it_with_2(place: Any) -> None:
    code, output = place.run("--ente", "zeta")
    assert (code, "enti sconosciuti: zeta" in output) == (2, True)


def test_an_ente_folder_without_its_file_is_told(place: Any) -> None:
    (place.ente / "ente.toml").unlink()
    code, output = place.run()
    assert (code, "enti/alfa/ente.toml: manca il file. Ogni cartella di ente ha il suo ente.toml." in output) == (
        1,
        True,
    )


def test_a_year_that_no_edition_governs_is_told_with_those_that_there_are(place: Any) -> None:
    (place.ente / "2019").mkdir()
    code, output = place.run("--year", "2019")
    assert code == 1
    assert (
        "nessuna edizione del regolamento «bergamo» governa il ciclo 2019; ci sono: Piano 2021-2023 (dal 2020)"
        in output
    )


BY_T1 = '\n[readings]\n"I-BG-16" = { choice = "time_after", act = "T1" }\n'


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("enti/alfa/2020/atti.csv", b"id;tipo;data\nT1;adozione_lettura;trenta giugno\n", "colonna «data»"),
        ("enti/alfa/2020/atti.csv", "id;tipo;data\nT1;perché;1/6/2020\n".encode("cp1252"), "il file non è in UTF-8"),
        ("enti/alfa/2020/data.xlsx", b"nothing of the kind", "data.xlsx"),
    ],
)
def test_an_act_that_cannot_be_read_is_not_missed_by_the_reading_it_adopts(
    place: Any, name: str, content: bytes, told: str
) -> None:
    place.write("enti/alfa/ente.toml", (place.ente / "ente.toml").read_bytes() + BY_T1.encode())
    place.write(name, content)
    messages = [str(problem) for problem in place.problems]
    assert any(told in message for message in messages)
    assert not any("[readings]" in message for message in messages)


def test_a_year_without_its_folder_is_told(place: Any) -> None:
    (place.ente / "vecchi").mkdir()
    code, output = place.run("--year", "2021")
    told = "enti/alfa/2021: manca la cartella dell'anno 2021. Ci sono: 2020. merito new-year prepara"
    assert (code, told in output) == (1, True)


@pytest.mark.parametrize(
    ("folder", "table", "place_told"),
    [("", "measures", "nella cartella dell'anno"), ("", "misure", "nella cartella dell'anno")],
)
def test_a_table_of_the_year_in_the_folder_of_the_ente_is_told_where_it_goes(
    place: Any, folder: str, table: str, place_told: str
) -> None:
    place.write(f"enti/alfa/{folder}{table}.csv", "indicator;at\n")
    (problem,) = place.problems
    assert str(problem) == f"enti/alfa/{table}.csv: la tabella «{table}» va {place_told}"


def test_acts_of_the_ente_and_of_the_year_add_up(place: Any) -> None:
    place.write("enti/alfa/acts.csv", "id;kind;date;year\nT1;performance_plan;30/1/2020;2020\n")
    place.table("atti", [["id", "tipo", "data"], ["T2", "relazione_performance", "30/6/2021"]])
    assert [(act.id, act.kind, act.year) for act in place.dossier.acts] == [
        ("T1", "performance_plan", 2020),
        ("T2", "performance_report", 2020),
    ]


def test_an_act_in_the_ente_s_folder_says_of_which_cycle_it_is(place: Any) -> None:
    place.write("enti/alfa/acts.csv", "id;kind;date\nT1;performance_plan;30/1/2020\n")
    (problem,) = place.problems
    assert (problem.source.file, problem.source.row, problem.expected) == ("enti/alfa/acts.csv", 2, "l'anno del ciclo")


def test_an_act_of_another_cycle_is_read_and_not_seen(place: Any) -> None:
    place.write("enti/alfa/acts.csv", "id;kind;date;year\nT1;performance_plan;30/1/2020;2019\n")
    dossier = place.dossier
    assert [act.id for act in dossier.acts] == ["T1"]
    assert dossier.acts_seen(dossier.acts[0].date) == ()


def test_an_act_given_in_both_folders_is_told_with_the_other_place(place: Any) -> None:
    place.write("enti/alfa/acts.csv", "id;kind;date;year\nT1;performance_plan;30/1/2020;2020\n")
    place.table("acts", [["id", "kind", "date"], ["T1", "performance_plan", "30/1/2020"]])
    (problem,) = place.problems
    assert (problem.source.file, problem.found) == ("enti/alfa/2020/acts.csv", "T1")
    assert "è già in enti/alfa/acts.csv, riga 2" in str(problem)
