"""The sheets for the Giunta and the evaluations side by side: what is on them, and what is not."""

import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner

from merito.cli import app
from merito.testing import installed_regulations

EXAMPLES = Path(__file__).parents[3] / "examples"
RUNS = {
    "brescia": ("brescia", "brescia/2021", "2022-04-30"),
    "bergamo": ("bergamo", "bergamo/2020", "2021-02-10"),
    "camera, waiting": ("camera-di-prova", "camera-di-prova/2021", "2022-01-31"),
    "tre ponti": ("comunita-montane", "tre-ponti/2021", "2022-06-01"),
    "valfredda": ("comunita-montane", "valfredda/2021", "2022-06-01"),
}
TAGS = re.compile(r"<style>.*?</style>|<[^>]+>", re.DOTALL)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    found = {}
    for name, (example, folder, as_of) in RUNS.items():
        root = tmp_path_factory.mktemp("example") / example
        shutil.copytree(EXAMPLES / example, root, ignore=shutil.ignore_patterns("out", "registro.sqlite*"))
        CliRunner().invoke(app, ["run", str(root), "--as-of", as_of, "--ente", folder.split("/")[0]])
        found[name] = root / "out" / folder
    return found


def told(path: Path) -> str:
    """The words of a page."""
    return " ".join(unescape(TAGS.sub(" ", path.read_text(encoding="utf-8"))).split())


def codes() -> set[str]:
    """The ids of all installed rules and readings."""
    regulations = installed_regulations()
    books = [regulations.stack(name).rulebook for name in ("bergamo", "brescia", "comunita_montane")]
    return {code for book in books for code in (*book.rules, *book.interpretations)}


@pytest.mark.parametrize(("names", "whose"), [(True, "1 su 3 (Aldo Verdi)"), (False, "1 su 3, e si attendono")])
def test_the_sheets_of_the_giunta_say_whose_rewards_are_held(tmp_path: Path, names: bool, whose: str) -> None:
    root = tmp_path / "camera-di-prova"
    shutil.copytree(EXAMPLES / "camera-di-prova", root, ignore=shutil.ignore_patterns("out", "registro.sqlite*"))
    ente = root / "enti" / "camera-di-prova"
    ratings, payments = ente / "2021" / "valutazioni_fattori.csv", ente / "2021" / "pagamenti.csv"
    lines = ratings.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not (line.startswith("E2;") and ";c;" in line)]
    assert len(kept) < len(lines)
    ratings.write_text("\n".join(kept) + "\n", encoding="utf-8")
    payments.write_text(payments.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    if names:
        (ente / "anagrafe.csv").write_text("persona;cognome;nome\nE1;Rossi;Maria\nE2;Verdi;Aldo\n", encoding="utf-8")
    CliRunner().invoke(app, ["run", str(root), "--as-of", "2022-07-31"])
    words = told(root / "out" / "camera-di-prova" / "2021" / "giunta.html")
    assert f"non diviso: valutazioni mancanti o non definitive: {whose}" in words, words
    assert "E2" not in words


@pytest.mark.long
@pytest.mark.parametrize("name", RUNS)
def test_no_code_fraction_or_script_is_on_the_sheets_of_the_giunta(results: dict[str, Path], name: str) -> None:
    page = results[name] / "giunta.html"
    words = told(page)
    found = set(re.findall(r"[\w.-]+", words))
    assert not found & codes()
    assert "esatto" not in words
    assert re.findall(r"\b\d{3,}/\d+\b(?!/)", re.sub(r"\d+/\d+/\d{4}|\d+/(?:19|20)\d\d", "", words)) == []
    assert "<script" not in page.read_text(encoding="utf-8")


def test_the_figure_stands_beside_the_attested_one_with_the_reason_and_acts_by_body_and_day(
    results: dict[str, Path],
) -> None:
    words = told(results["brescia"] / "giunta.html")
    assert "2021, calcolato 96,86% 2021, attestato 97,50% L'OIV con l'atto «Validazione della Relazione" in words
    assert "(OIV, 10/2/2022)»" in words
    assert "Aree Riposizionamento" in words
    assert "Termini Riguardano persone e i loro incarichi, e sono nella pagina intera: 11." in words
    assert "Retribuzione di risultato dei dirigenti: 200.000,00 € liquidabili 0,00 €, sospesi 195.000,00 €" in words
    assert "Approvazione della Relazione e della valutazione degli obiettivi dei dirigenti (Giunta, 22/2/2022)" in words


def test_what_is_waited_for_says_of_whom_and_what_it_stops(results: dict[str, Path]) -> None:
    words = told(results["camera, waiting"] / "giunta.html")
    assert "OIV Validazione della Relazione sulla Performance premi" in words
    assert "Segretario Generale Determinazione della retribuzione di risultato dei dirigenti" in words
    assert "entro il 30/6/2022: Relazione sulla performance 2021" in words
    assert "Premi al personale legati alla performance, sospesi 9.000,00 €: manca l'atto" in words


def test_missing_grades_are_listed_by_title(results: dict[str, Path]) -> None:
    assert "Senza grado: Progetto: PID - Punto Impresa Digitale; " in told(results["bergamo"] / "giunta.html")


def test_what_is_to_be_decided_says_who_decides_and_between_what(results: dict[str, Path]) -> None:
    words = told(results["valfredda"] / "giunta.html")
    assert "Che cosa c'è da decidere" in words
    assert "(vale finché non si decide)" in words
    assert "Decide: " in words


@pytest.mark.long
def test_the_figure_of_the_year_before_is_taken_from_its_results(tmp_path: Path) -> None:
    root = tmp_path / "brescia"
    shutil.copytree(EXAMPLES / "brescia", root, ignore=shutil.ignore_patterns("out", "registro.sqlite*"))
    run = ["run", str(root), "--as-of", "2022-04-30"]
    CliRunner().invoke(app, run)
    assert "2020 " not in told(root / "out/brescia/2021/giunta.html").partition("Aree")[0]
    shutil.copytree(root / "out/brescia/2021", root / "out/brescia/2020")
    summary = root / "out/brescia/2020/summary.json"
    text = summary.read_text(encoding="utf-8").replace('"year": 2021', '"year": 2020')
    summary.write_text(re.sub(r'"exact": "[^"]+"', '"exact": "181/2"', text, count=1), encoding="utf-8")
    CliRunner().invoke(app, [*run, "--only-changed"])
    assert "2020 90,50%" in told(root / "out/brescia/2021/giunta.html")


def test_evaluations_stand_side_by_side_by_evaluator_and_unit(results: dict[str, Path]) -> None:
    words = told(results["brescia"] / "calibration.html")
    assert "Le valutazioni risultano già comunicate (126 valutazioni)" in words
    assert "prima di comunicarle" not in words
    assert "Tutti: 126 da 58,92 a 93,39, media 81,57" in words
    assert "Dirigente Due (M2, dirigente): 48" in words
    assert "Ambiente (S07): 9" in words
    levels = "livelli, dipendente, letti sul totale della scheda di valutazione: tra «Ottimo» e «Buono»"
    assert f"{levels} 71,00 (" in words and "D003" in words and "D005" in words


def test_a_border_of_a_ranking_is_told_by_the_unit_s_name(results: dict[str, Path]) -> None:
    assert "graduatoria «Area amministrativa e finanziaria» (AMM): tra" in told(
        results["tre ponti"] / "calibration.html"
    )


@pytest.mark.parametrize("name", ["brescia", "valfredda", "tre ponti"])
def test_no_code_or_fraction_is_on_the_evaluations_side_by_side(results: dict[str, Path], name: str) -> None:
    words = told(results[name] / "calibration.html")
    assert not set(re.findall(r"[\w.-]+", words)) & codes()
    assert "esatto" not in words


def test_a_distance_is_that_of_the_figures_beside_it(results: dict[str, Path]) -> None:
    page = (results["brescia"] / "calibration.html").read_text(encoding="utf-8")
    rows = re.findall(r"<td>(\d+,\d\d) \(.*?</td><td>(\d+,\d\d) \(.*?</td><td>(\d+,\d\d) punti</td>", page)
    assert len(rows) > 1
    for above, below, gap in rows:
        one, other, between = (int(figure.replace(",", "")) for figure in (above, below, gap))
        assert one - other == between


@pytest.mark.parametrize("name", ["brescia", "valfredda"])
def test_the_counts_of_the_groups_are_those_of_all(results: dict[str, Path], name: str) -> None:
    words = told(results[name] / "calibration.html")
    whole = int(re.search(r"Tutti: (\d+)", words)[1])  # type: ignore[index]
    for head, end in (("Per valutatore", "Per struttura"), ("Per struttura", "Ai confini")):
        part = words.partition(head)[2].partition(end)[0]
        assert sum(map(int, re.findall(r": (\d+) (?:da|punteggio|tutti) ", part))) == whole


def test_who_has_no_scores_has_no_such_page_and_nobody_else_may_read_it(results: dict[str, Path]) -> None:
    assert not (results["bergamo"] / "calibration.html").exists()
    assert (results["brescia"] / "calibration.html").stat().st_mode & 0o077 == 0


def test_the_tables_of_a_law_have_its_titles_and_name_the_act_of_a_choice(results: dict[str, Path]) -> None:
    words = told(results["tre ponti"] / "index.html")
    assert "Ammontare complessivo dei premi collegati alla performance" in words
    assert "Art20" not in words
    assert "scelta dell'ente: Adozione di una lettura di un testo non chiaro (Giunta, 14/12/2020)" in words
