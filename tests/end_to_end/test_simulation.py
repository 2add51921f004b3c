"""Simulations: supposed values within their limits, written elsewhere, marked, never in the register, compared."""

import csv
import io
import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import define
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator
from openpyxl import load_workbook
from trusted_rules import trust_rules

from merito.cli import app

EXAMPLES = Path(__file__).parents[2] / "examples"
AS_OF = "2022-06-01"
FUND, READING, RATIO = "funds.premi_annuali=50000", "I-BL-04=savings", "three_bands_ratio=3"
CAUSES = [("reading", "I-BL-04"), ("given", "annual")]


@define
class Tried:
    """A copy of an example, and merito run on it."""

    root: Path

    def merito(self, *words: object, status: int = 0) -> str:
        ran: Result = CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)
        assert ran.exit_code == status, ran.output
        return " ".join(ran.output.split())

    def run(self, *words: object, status: int = 0) -> str:
        return self.merito("run", self.root, "--as-of", AS_OF, *words, status=status)

    def suppose(self, *sets: str, options: tuple[object, ...] = (), status: int = 0) -> str:
        return self.run(*options, *(word for one in sets for word in ("--set", one)), status=status)

    @property
    def simulated(self) -> Path:
        """The folder of the only simulation that was made."""
        (found,) = (self.root / "out-simulazione").iterdir()
        return found

    def compared(self, old: object, new: object, *words: object) -> dict[str, list[dict[str, object]]]:
        ran = CliRunner().invoke(
            app, ["diff", str(old), str(new), "--path", str(self.root), "--json", *map(str, words)]
        )
        assert ran.exit_code == 0, ran.output
        return json.loads(ran.output)  # type: ignore[no-any-return]

    def entries(self, ente: str) -> int:
        told = CliRunner().invoke(app, ["history", ente, "--path", str(self.root)]).output
        return sum(AS_OF[:4] in line and "/" in line for line in told.splitlines())


@pytest.fixture
def montane(tmp_path: Path) -> Tried:
    ignored = shutil.ignore_patterns("out*", "registro.sqlite*")
    return Tried(Path(shutil.copytree(EXAMPLES / "comunita-montane", tmp_path / "montane", ignore=ignored)))


@pytest.fixture
def mixed(tmp_path: Path) -> Tried:
    ignored = shutil.ignore_patterns("out*", "registro.sqlite*")
    return Tried(Path(shutil.copytree(EXAMPLES, tmp_path / "tutti", ignore=ignored)))


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def contents(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name != "run.json")  # it contains times
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_every_table_page_and_workbook_says_what_was_supposed(montane: Tried) -> None:
    montane.suppose(FUND, READING, options=("--ente", "tre-ponti"))
    mark, folder = f"{FUND}; {READING}", montane.simulated / "tre-ponti" / "2021"
    tables = [path for path in montane.simulated.rglob("*.csv") if path.name != "comparison.csv"]
    assert {path.parent.name for path in tables} == {"2021", "tables", "documents"}
    for path in tables:
        found = rows(path)
        assert found and next(iter(found[0])) == "simulation"
        assert {row["simulation"] for row in found} == {mark}
    for sheet in load_workbook(folder / "results.xlsx"):
        assert sheet["A1"].value == f"SIMULAZIONE, non sono le cifre dell'ente: {mark}"
        assert sheet.print_title_rows == "$1:$2"
        assert f"SIMULAZIONE, non sono le cifre dell'ente: {mark}" in sheet.oddHeader.center.text
        assert sheet.oddFooter.center.text == "SIMULAZIONE"
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert "<title>SIMULAZIONE: Comune di Tre Ponti" in page
    assert "(funds.premi_annuali): 50.000,00 € invece di 24.000,00 € (enti/tre-ponti/2021/cycle.toml)" in page
    assert "lettura I-BL-04: savings, come già (da adottare)" in page
    assert {path.name for path in montane.simulated.rglob("SIMULAZIONE.txt")} == {"SIMULAZIONE.txt"}
    assert (folder / "SIMULAZIONE.txt").is_file() and (montane.simulated / "SIMULAZIONE.txt").is_file()
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))["simulation"]
    assert summary["mark"] == mark
    assert summary["supposed"]["funds.premi_annuali"]["before"] == "24000.00"
    assert {row["simulation"] for row in rows(montane.simulated / "comparison.csv")} == {mark}
    assert "<title>SIMULAZIONE: Enti a confronto" in (montane.simulated / "index.html").read_text(encoding="utf-8")


def test_real_results_say_nothing_of_simulations_and_are_not_touched_by_one(montane: Tried) -> None:
    montane.run("--ente", "tre-ponti")
    before = contents(montane.root / "out")
    assert not any(b"SIMULAZIONE" in content for content in before.values())
    assert json.loads(before["tre-ponti/2021/summary.json"])["simulation"] is None
    montane.suppose(FUND, options=("--ente", "tre-ponti"))
    assert contents(montane.root / "out") == before


def test_a_fund_that_is_supposed_is_divided_to_the_cent(montane: Tried) -> None:
    montane.suppose(FUND, options=("--ente", "tre-ponti"))
    funds = rows(montane.simulated / "tre-ponti" / "2021" / "funds.csv")
    sums = {name: sum(Decimal(row[name]) for row in funds) for name in ("amount", "payable", "withheld", "savings")}
    assert sums == {
        "amount": Decimal("50000.00"),
        "payable": Decimal("49999.84"),
        "withheld": Decimal("0.00"),
        "savings": Decimal("0.16"),
    }


def test_a_reading_that_is_supposed_releases_what_it_holds_and_nobody_has_adopted_it(montane: Tried) -> None:
    held = montane.run("--ente", "valfredda")
    assert (
        "sospesi 900,00 €, economie 0,00 €" in held
        and "(I-BL-04, art. 17, fasce di prima applicazione): lettura da adottare" in held
    )
    told = montane.suppose(READING, options=("--ente", "valfredda"))
    assert "sospesi 0,00 €, economie 900,00 €" in told and "lettura I-BL-04 (art. 17, fasce" not in told
    page = (montane.simulated / "valfredda" / "2021" / "index.html").read_text(encoding="utf-8")
    assert "supposta nella simulazione: nessuno l&#39;ha adottata" in page


def test_a_simulation_never_enters_the_register_nor_is_it_adopted(montane: Tried) -> None:
    montane.run("--ente", "tre-ponti")
    assert montane.entries("tre-ponti") == 1
    told = montane.suppose(FUND, options=("--ente", "tre-ponti"))
    assert montane.entries("tre-ponti") == 1
    assert f"SIMULAZIONE: {FUND}" in told and "non entra nel registro e non si adotta" in told
    assert "registro: voce" not in told
    refused = montane.merito("adopt", montane.simulated, "--act", "LET", "--path", montane.root, status=2)
    assert "si adotta un'esecuzione del registro, e una simulazione non vi entra" in refused


def test_what_is_unknown_fixed_or_out_of_bounds_is_told_together_and_nothing_is_written(mixed: Tried) -> None:
    sets = (
        "three_band_ratio=3",
        "three_bands_ratio=1",
        "position_minimum=20000",
        "result_formula=equal",
        "I-BL-04=boh",
        "I-BL-49=levels",
    )
    told = mixed.suppose(*sets, "indicator_scales=[1]", "senza valore", status=2)
    for expected in (
        "--set: three_band_ratio: né un parametro, né una lettura, né un fondo o un dato di bergamo, brescia, "
        "comunita_montane, national. Forse «three_bands_ratio»?",
        "regolamento comunita_montane: three_bands_ratio, trovato «1», atteso almeno 2, art. 17 c. 2, terzo trattino",
        "regolamento brescia: position_minimum, trovato «20000», atteso almeno 5.000 e al massimo 16.000",
        "regolamento comunita_montane: result_formula, trovato «equal», atteso uno tra proportional (in proporzione al punteggio: ",
        "regolamento comunita_montane: I-BL-04, trovato «boh», atteso uno tra",
        "--set: I-BL-49: questa lettura non c'è più. Al suo posto: I-BL-76, I-BL-77.",
        "--set: trovato «senza valore», atteso chiave=valore",
    ):
        assert expected in told
    assert not (mixed.root / "out-simulazione").exists()


def test_a_near_key_is_named_by_label_too_and_whatever_its_zeros(montane: Tried) -> None:
    told = montane.suppose("funds.premi=50000", "I-BL-4=savings", status=2)
    assert "--set: funds.premi: né un parametro" in told
    assert "Forse «funds.premi_annuali»?" in told
    assert "Forse «I-BL-04»?" in told


@pytest.mark.long
def test_enti_whose_regulation_does_not_know_a_key_are_told_and_have_the_figures_of_their_data(mixed: Tried) -> None:
    chosen = ("--ente", "bergamo", "--ente", "tre-ponti")
    mixed.run(*chosen)
    told = mixed.suppose(RATIO, options=chosen)
    assert "1 ente non toccato, il cui regolamento non conosce nulla di ciò: bergamo" in told
    real, simulated = (
        rows(place / "bergamo" / "2020" / "grades.csv") for place in (mixed.root / "out", mixed.simulated)
    )
    assert {row.pop("simulation") for row in simulated} == {f"{RATIO} (non riguarda questo ente)"}
    assert simulated == real
    marks = {row["ente"]: row["simulation"] for row in rows(mixed.simulated / "comparison.csv")}
    assert (marks["bergamo"], marks["tre-ponti"]) == (f"{RATIO} (non riguarda questo ente)", RATIO)


def test_real_and_simulated_results_never_lie_together(montane: Tried, tmp_path: Path) -> None:
    one = ("--ente", "tre-ponti")
    montane.run(*one)
    out, elsewhere = montane.root / "out", tmp_path / "prova"
    for place in (out, out / "dentro"):
        told = montane.suppose(FUND, options=(*one, "--out", place), status=2)
        assert "è la cartella dei risultati veri, o sta tra quelli" in told
    montane.run(*one, "--out", tmp_path / "altri")
    assert "contiene altri file" in montane.suppose(FUND, options=(*one, "--out", tmp_path / "altri"), status=2)
    montane.suppose(FUND, options=(*one, "--out", elsewhere))
    montane.suppose(FUND, options=(*one, "--out", elsewhere))
    before = contents(elsewhere)
    assert "con altre ipotesi" in montane.suppose(RATIO, options=(*one, "--out", elsewhere), status=2)
    for place in (elsewhere, elsewhere / "tre-ponti"):
        assert "i risultati veri vogliono un'altra cartella" in montane.run(*one, "--out", place, status=2)
    assert contents(elsewhere) == before


def test_simulated_results_copied_among_real_ones_are_neither_covered_nor_compared(montane: Tried) -> None:
    montane.suppose(FUND, options=("--ente", "tre-ponti"))
    copied = montane.root / "out" / "tre-ponti"
    shutil.copytree(montane.simulated / "tre-ponti", copied)
    before = contents(copied)
    montane.run("--ente", "valfredda")
    (row,) = (row for row in rows(montane.root / "out" / "comparison.csv") if row["ente"] == "tre-ponti")
    assert (row["state"], row["allocated"]) == ("unreadable", "")
    assert "ci sono i risultati di una simulazione" in montane.run("--ente", "tre-ponti", status=3)
    assert contents(copied) == before


def test_a_simulation_is_held_against_a_run_and_its_causes_are_what_was_supposed(montane: Tried) -> None:
    montane.run("--ente", "tre-ponti")
    montane.suppose(FUND, READING, options=("--ente", "tre-ponti"))
    found = montane.compared(1, montane.simulated)
    assert [(cause["kind"], cause["name"]) for cause in found["causes"]] == CAUSES
    assert [cause["new"] for cause in found["causes"]] == ["savings (simulazione)", "50000 (simulazione)"]
    totals = found["totals"]
    assert isinstance(totals, dict)
    assert {"name": "annual", "column": "payable", "old": "23999.85", "new": "49999.84"} in totals["funds"]
    assert {"name": "alta", "column": "pool", "old": "11999.99", "new": "25000.00"} in totals["bands"]
    assert totals["people"] == {"due_more": 35, "due_less": 0, "paid_otherwise": 35, "other_band": 0, "other_score": 0}
    told = montane.merito("diff", 1, montane.simulated / "tre-ponti" / "2021", "--path", montane.root)
    assert (
        "fondo «Premi annuali sui risultati della performance», in tutto: stanziato 24.000,00 → 50.000,00 (+26.000,00)"
        in told
    )
    assert "persone: spettante di più a 35, di meno a 0, liquidabile diverso a 35" in told
    back = montane.compared(montane.simulated, 1)
    assert len(back["changes"]) == len(found["changes"]) > 0


def test_what_another_choice_would_give_is_told_in_italian(montane: Tried) -> None:
    montane.run("--ente", "valfredda")
    montane.suppose(READING, options=("--ente", "valfredda"))
    told = montane.merito("diff", 1, montane.simulated, "--path", montane.root)
    assert "con altra scelta I-BL-04=occupied_bands: 1.440,00 → —" in told


def test_a_folder_with_the_name_of_a_run_does_not_take_its_place(
    montane: Tried, monkeypatch: pytest.MonkeyPatch
) -> None:
    montane.run("--ente", "tre-ponti")
    montane.suppose(FUND, options=("--ente", "tre-ponti"))
    monkeypatch.chdir(montane.simulated.parent)
    montane.simulated.rename("1")
    assert montane.compared(1, 1)["changes"] == []
    assert montane.compared(1, "./1")["changes"] != []


def test_two_simulations_are_held_against_each_other_without_a_register(montane: Tried) -> None:
    places = (montane.root / "prima", montane.root / "dopo")
    for place, fund in zip(places, ("24000", "24000.01"), strict=True):
        montane.suppose(f"funds.premi_annuali={fund}", options=("--ente", "tre-ponti", "--out", place))
    assert not (montane.root / "registro.sqlite").exists()
    found = montane.compared(*places)
    assert [(cause["name"], cause["old"], cause["new"]) for cause in found["causes"]] == [
        ("annual", "24000 (simulazione)", "24000.01 (simulazione)")
    ]
    assert montane.compared(places[0], places[0])["changes"] == []


def test_a_simulation_of_what_stands_has_the_figures_of_the_run(montane: Tried) -> None:
    montane.run("--ente", "tre-ponti")
    montane.suppose("funds.premi_annuali=24000", options=("--ente", "tre-ponti"))
    assert montane.compared(1, montane.simulated)["changes"] == []


def test_what_is_no_simulation_or_was_changed_since_is_told(montane: Tried) -> None:
    montane.run("--ente", "tre-ponti")
    told = montane.merito("diff", 1, montane.root / "out", "--path", montane.root, status=2)
    assert "non è la cartella di una simulazione" in told
    told = montane.merito("diff", 1, montane.root / "mai", "--path", montane.root, status=2)
    assert "mai: la cartella non c'è" in told
    montane.suppose(FUND, options=("--ente", "tre-ponti", "--ente", "valfredda"))
    folder = montane.simulated / "tre-ponti" / "2021"
    assert "più enti: indicare la cartella di uno" in montane.merito("diff", montane.simulated, folder, status=2)
    told = montane.merito("diff", 1, montane.simulated / "valfredda" / "2021", "--path", montane.root, status=2)
    assert "sono di due enti" in told
    (folder / "simulation.json").write_text("{}", encoding="utf-8")
    told = montane.merito("diff", 1, montane.simulated, "--path", montane.root, status=2)
    assert "non è la simulazione che merito ha scritto" in told


@pytest.mark.long
def test_the_same_bytes_however_many_processes_and_only_what_changed(montane: Tried, tmp_path: Path) -> None:
    one, two = tmp_path / "uno", tmp_path / "due"
    montane.suppose(RATIO, FUND, options=("--out", one), status=1)
    montane.suppose(RATIO, FUND, options=("--out", two, "--jobs", 2), status=1)
    assert contents(one) == contents(two) != {}
    again = montane.suppose(RATIO, FUND, options=("--out", one, "--only-changed"), status=1)
    assert again.count("invariato, non") == 7
    assert contents(one) == contents(two)
    turned = montane.suppose(FUND, RATIO, options=("--out", one, "--only-changed"), status=1)
    assert "invariato" not in turned
    assert {row["simulation"] for row in rows(one / "tre-ponti" / "2021" / "funds.csv")} == {f"{FUND}; {RATIO}"}


def test_the_folder_is_named_for_what_is_supposed_in_whatever_order(montane: Tried) -> None:
    montane.suppose(RATIO, FUND, options=("--ente", "tre-ponti"))
    montane.suppose(FUND, RATIO, options=("--ente", "tre-ponti"))
    assert montane.simulated.name.startswith("funds.premi-annuali_three-bands-ratio-")


@pytest.mark.long
def test_a_simulated_figure_is_explained_with_the_layer_of_what_was_supposed() -> None:
    posts = Tried(EXAMPLES / "brescia")
    words = ("explain", posts.root, "position:PO01", "--as-of", "2022-04-30", "--set", "position_maximum=15000")
    told = posts.merito(*words)
    assert (
        "SIMULAZIONE: Retribuzione di posizione annua, massimo (position_maximum): 15.000,00 euro all'anno invece di 16.000,00 euro all'anno"
        in told
    )
    assert "Parametro position_maximum = 15.000,00 euro all'anno (simulazione; Criteri PO" in told
    as_data = json.loads(posts.merito(*words, "--json"))
    assert as_data["simulation"]["supposed"]["position_maximum"]["before"] == "16000.00"
    schema = (EXAMPLES.parent / "docs" / "explain.schema.json").read_text(encoding="utf-8")
    Draft202012Validator(json.loads(schema)).validate(as_data)
    shown = posts.merito("parameters", "brescia", posts.root, "--set", "position_maximum=15000")
    assert "15.000,00 euro all'anno (simulazione) l'ente può stabilirlo: almeno 5.000 e al massimo 16.000" in shown
    refused = posts.merito("parameters", "brescia", "--set", "position_maximum=15000", status=2)
    assert "indicare anche lo spazio di lavoro" in refused
    assert not (posts.root / "out-simulazione").exists()


def test_checks_of_values_against_each_other_run_as_in_a_real_run(montane: Tried) -> None:
    told = montane.suppose("efficiency_group_share=0.9", options=("--ente", "tre-ponti"), status=1)
    assert "strumento «efficienza» rifiutato" in told and "di gruppo 90% e individuale 60%" in told


def test_a_trial_may_be_simulated_too(montane: Tried) -> None:
    montane.suppose(FUND, options=("--ente", "selva-scura", "--provisional"))
    summary = json.loads((montane.simulated / "selva-scura" / "2021" / "summary.json").read_text(encoding="utf-8"))
    assert summary["provisional"] and summary["simulation"]["mark"] == FUND


@pytest.mark.long
def test_a_reading_of_an_entes_own_rules_touches_that_ente_alone(montane: Tried) -> None:
    folder = montane.root / "enti" / "tre-ponti"
    config = folder / "ente.toml"
    config.write_text(f'rules = "regole"\n{config.read_text(encoding="utf-8")}', encoding="utf-8")
    (folder / "regole").mkdir()
    (folder / "regole/rules.py").write_text('raise SystemExit("eseguito")\n', encoding="utf-8")
    (folder / "regole/interpretations.toml").write_text(
        '["L-1"]\narticle = "art. 1"\nunclear = "Come."\nchoices = { a = "uno", b = "due" }\ndefault = "a"\nwhy = "Tace."\n',
        encoding="utf-8",
    )
    chosen = ("--ente", "tre-ponti", "--ente", "valfredda")
    refused = montane.suppose("L-1=c", options=chosen, status=2)
    assert "L-1, trovato «c», atteso uno tra a, b, art. 1" in refused and "eseguito" not in refused
    (folder / "regole/rules.py").write_text('"""Nulla."""\n', encoding="utf-8")
    trust_rules(montane.root)
    told = montane.suppose("L-1=b", options=chosen)
    assert "1 ente non toccato, il cui regolamento non conosce nulla di ciò: valfredda" in told
    summary = json.loads((montane.simulated / "tre-ponti" / "2021" / "summary.json").read_text(encoding="utf-8"))
    assert summary["readings"]["L-1"] == {"choice": "b", "act": None, "supposed": True}
