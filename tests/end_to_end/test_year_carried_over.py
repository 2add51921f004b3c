"""A real year carried over by `merito new-year`: both years run, and nothing that lasts is typed again."""

import csv
import json
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import tomli
from click.testing import Result

EXAMPLES = Path(__file__).parents[2] / "examples"
Merito = Callable[..., Result]
YEARS = {
    "bergamo": (2020, "2021-07-05"),
    "brescia": (2021, "2022-04-30"),
    "camera-di-prova": (2021, "2022-10-31"),
    "comune-di-prova": (2025, "2026-07-25"),
    "comunita-montane": (2021, "2022-07-31"),
}
OF_A_YEAR = {
    "piao_deadline",
    "payment_objectives",
    "accessibility_objectives",
    "training_hours",
    "employees",
    "managers",
}
OF_ONE_YEAR = "CCI"  # the contract of the year, an act that does not last


def copied(name: str, tmp_path: Path) -> Path:
    ignored = shutil.ignore_patterns("out", "registro.sqlite*", "2021" if name == "bergamo" else "")
    return Path(shutil.copytree(EXAMPLES / name, tmp_path / name, ignore=ignored))


def settings_into_the_year(root: Path, year: int) -> None:
    """Parameters and readings where `init` puts them: into each ente's `cycle.toml`."""
    for config in root.glob("enti/*/ente.toml"):
        text = config.read_text(encoding="utf-8")
        sections = re.findall(r"^\[(?:parameters|readings)\]\n(?:(?!\[).*\n?)*", text, flags=re.M)
        cycle = config.parent / str(year) / "cycle.toml"
        there = cycle.read_text(encoding="utf-8") if cycle.is_file() else ""
        for section in sections:
            head, _, body = section.partition("\n")
            text = text.replace(section, "")
            there = there.replace(f"{head}\n", f"{head}\n{body}") if head in there else f"{there}\n{section}"
        config.write_text(text, encoding="utf-8")
        cycle.write_text(there, encoding="utf-8")


def by_its_act(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The values, those under `decided` each with its act."""
    found = {key: value for key, value in parameters.items() if key != "decided"}
    for one in parameters.get("decided", []):
        acts = {key: one[key] for key in ("act", "agreed") if key in one}
        found |= {key: {"value": found[key], **acts} for key in one["parameters"]}
    return found


def summaries(root: Path, year: int) -> Mapping[str, Mapping[str, Any]]:
    found = root.glob(f"out/*/{year}/summary.json")
    return {path.parts[-3]: json.loads(path.read_text(encoding="utf-8")) for path in found}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def names_in(folder: Path, year: int) -> list[dict[str, str]]:
    """The names that a year of an ente has, in either folder."""
    places = (folder / "anagrafe.csv", folder / str(year) / "anagrafe.csv")
    return [row for path in places if path.is_file() for row in rows(path)]


@pytest.mark.parametrize("name", YEARS)
def test_both_years_run_and_every_setting_that_lasts_is_in_force_in_both(
    merito: Merito, tmp_path: Path, name: str
) -> None:
    year, day = YEARS[name]
    root = copied(name, tmp_path)
    settings_into_the_year(root, year)
    assert merito("new-year", root, "--from", year).exit_code == 0
    for run, as_of in ((year, day), (year + 1, f"{year + 2}{day[4:]}")):
        told = merito("run", root, "--year", run, "--as-of", as_of, "--formats", "csv")
        assert told.exit_code in (0, 1), told.output
    before, after = summaries(root, year), summaries(root, year + 1)
    assert before and set(after) >= set(before) - {"col-di-sotto"}
    for ente in set(before) & set(after):
        cycle = tomli.loads((root / f"enti/{ente}/{year + 1}/cycle.toml").read_text(encoding="utf-8"))
        old = tomli.loads((root / f"enti/{ente}/{year}/cycle.toml").read_text(encoding="utf-8"))
        lasting = {key: value for key, value in by_its_act(old.get("parameters", {})).items() if key not in OF_A_YEAR}
        acted = {key for key, value in lasting.items() if isinstance(value, dict) and value.get("act") == OF_ONE_YEAR}
        assert cycle["parameters"] == {key: value for key, value in lasting.items() if key not in acted}
        assert cycle["readings"] == old.get("readings", {})
        assert cycle["funds"] == {}


def test_a_reading_of_the_year_is_adopted_in_the_next_by_its_act_that_lasts(merito: Merito, tmp_path: Path) -> None:
    root = copied("comune-di-prova", tmp_path)
    merito("new-year", root, "--from", 2025)
    year = root / "enti/comune-di-prova/2026"
    assert [(row["id"], row["tipo"], row["data"]) for row in rows(year / "atti.csv")] == [
        ("L1", "adozione_lettura", "27/3/2025")
    ]
    told = merito("explain", root, "reading:I-IT-02", "--year", 2026, "--as-of", "2027-07-25").output
    assert "adottata con l'atto L1" in told


def test_what_is_of_the_year_stands_in_a_comment_with_its_value(merito: Merito, tmp_path: Path) -> None:
    root = copied("comune-di-prova", tmp_path)
    told = merito("new-year", root, "--from", 2025).output
    text = (root / "enti/comune-di-prova/2026/cycle.toml").read_text(encoding="utf-8")
    for line in (
        "# premi =    # nel 2025 era 18700; ",
        '# payment_objectives =    # nel 2025 era ["O3", "O5"]; ',
        "# training_hours =    # nel 2025 era { S1 = 210, S2 = 205, S3 = 280, S4 = 240, S5 = 170 }; ",
        '# increase_quota =    # nel 2025 era { value = 0.10, act = "CCI" }, con un atto del 2025 (CCI); ',
        '"I-IT-02" = { choice = "binding", act = "L1" }    # dal 2025; ',
    ):
        assert f"\n{line}" in text
    assert "cycle.toml: dal 2025, da guardare: I-IT-02\n" in told
    once = (
        "increase_quota, piao_deadline, payment_objectives, accessibility_objectives, training_hours, premi, "
        "maggiorazioni, risultato"
    )
    assert f"cycle.toml: da scrivere, con il valore del 2025 accanto: {once}\n" in told


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8"])
def test_toml_is_utf8_whatever_the_tables_are_and_the_new_year_can_be_read(
    merito: Merito, tmp_path: Path, encoding: str
) -> None:
    root = tmp_path / "w"
    merito("init", root, "--regulation", "bergamo", "--ente", "uno", "--year", "2021", "--name", "Unità")
    config, year = root / "enti/uno/ente.toml", root / "enti/uno/2021"
    config.write_text(f'{config.read_text(encoding="utf-8")}encoding = "{encoding}"\n', encoding="utf-8")
    (year / "unita.csv").write_bytes("id;nome;tipo;superiore;responsabile\nA;Unità àèì;;;\n".encode(encoding))
    made = merito("new-year", root, "--from", "2021")
    assert made.exit_code == 0, made.output
    cycle = (root / "enti/uno/2022/cycle.toml").read_bytes()
    assert "è" in cycle.decode("utf-8")
    assert (root / "enti/uno/2022/unita.csv").read_bytes().decode(encoding).splitlines()[1] == "A;Unità àèì;;;"
    assert merito("check", root, "--year", "2022").exit_code == 0


def test_a_table_with_characters_that_the_encoding_lacks_is_written_all_the_same(
    merito: Merito, tmp_path: Path
) -> None:
    root = tmp_path / "w"
    merito("init", root, "--regulation", "bergamo", "--ente", "uno", "--year", "2021")
    config, year = root / "enti/uno/ente.toml", root / "enti/uno/2021"
    config.write_text(f'{config.read_text(encoding="utf-8")}encoding = "cp1252"\n', encoding="utf-8")
    (year / "unita.csv").write_text("id;nome\nA;Ufficio → porto\n", encoding="utf-8-sig")
    assert merito("new-year", root, "--from", "2021").exit_code == 0
    assert (root / "enti/uno/2022/unita.csv").read_text(encoding="utf-8-sig") == "id;nome\nA;Ufficio → porto\n"
    assert merito("check", root, "--year", "2022").exit_code == 0


def test_an_objective_that_goes_on_keeps_its_indicators_and_a_lasting_act_its_row(
    merito: Merito, tmp_path: Path
) -> None:
    root = tmp_path / "w"
    merito("init", root, "--regulation", "bergamo", "--ente", "uno", "--year", "2021")
    year = root / "enti/uno/2021"
    (year / "obiettivi.csv").write_text("id;titolo;al\n1;Di più anni;31/12/2022\n2;Dell'anno;\n", encoding="utf-8")
    (year / "indicatori.csv").write_text(
        "id;titolo;tipo;migliore;obiettivo;atteso\nI1;Uno;numero;maggiore;1;10\nI2;Due;numero;maggiore;2;10\n",
        encoding="utf-8",
    )
    (year / "atti.csv").write_text(
        "id;tipo;data;organo;oggetto;fino_al\n"
        "L1;adozione_lettura;12/1/2021;Giunta;;\n"
        "L2;adozione_lettura;12/1/2021;Giunta;;31/12/2021\n"
        "P1;piano_performance;28/1/2021;Giunta;;\n"
        "S1;ordine_servizio;28/1/2021;Segretario Generale;;\n",
        encoding="utf-8",
    )
    assert merito("new-year", root, "--from", "2021").exit_code == 0
    after = root / "enti/uno/2022"
    assert [(row["id"], row["atteso"]) for row in rows(after / "indicatori.csv")] == [("I1", "")]
    assert [row["id"] for row in rows(after / "atti.csv")] == ["L1", "S1"]


def test_the_ratings_that_came_back_stay_in_their_year(merito: Merito, tmp_path: Path) -> None:
    root = copied("camera-di-prova", tmp_path)
    year = root / "enti/camera-di-prova/2021"
    (year / "schede_restituite.csv").write_text(
        "persona;fattore;valutatore;scheda;ripresa;impronta\nE1;altro;D1;D1.xlsx;3/2/2022;0\n", encoding="utf-8"
    )
    assert merito("new-year", root, "--from", 2021).exit_code == 0
    assert not (year.parent / "2022/schede_restituite.csv").exists()


@pytest.mark.parametrize("where", ["ente", "year"])
@pytest.mark.parametrize("name", YEARS)
def test_everybody_has_the_same_name_in_the_next_year(merito: Merito, tmp_path: Path, name: str, where: str) -> None:
    root, (year, _) = copied(name, tmp_path), YEARS[name]
    known = {}
    for folder in sorted(path.parent for path in root.glob("enti/*/ente.toml")):
        (folder / "anagrafe.csv").unlink(missing_ok=True)
        place = folder if where == "ente" else folder / str(year)
        place.mkdir(exist_ok=True)
        people = folder / str(year) / "personale.csv"
        ids = [row["id"] for row in rows(people)] if people.is_file() else ["E1", "E2"]
        lines = [f"{one};Cognome {one};Però;dott.;" for one in ids]
        (place / "anagrafe.csv").write_text(
            "\n".join(["persona;cognome;nome;titolo;nascita", *lines]) + "\n", encoding="utf-8"
        )
        known[folder] = names_in(folder, year)
        assert len(known[folder]) == len(ids)
    assert merito("new-year", root, "--from", year).exit_code == 0
    for folder, names in known.items():
        assert names_in(folder, year + 1) == names
