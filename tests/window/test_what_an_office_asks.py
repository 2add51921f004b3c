"""What an office looks for on a page and finds there: a name, the cell to correct, the right acts, its own menu."""

import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from open_window import Window, fields_of, window_on

EXAMPLE = Path(__file__).parents[2] / "examples" / "camera-di-prova"
ENTE = "camera-di-prova"
AS_OF = "al=2022-07-31"


@pytest.fixture
def space(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLE, tmp_path / "spazio", ignore=shutil.ignore_patterns("out", "*.sqlite*")))


@pytest.fixture
def window(space: Path, tmp_path: Path) -> Iterator[Window]:
    with window_on(space, tmp_path / "home") as found:
        found.enter()
        yield found


def test_a_finding_leads_to_the_row_that_it_rests_on(window: Window) -> None:
    page = window.get(f"{window.year_of(ENTE, 2021)}rilievi?{AS_OF}")
    links = [unescape(one) for one in re.findall(r'<a href="([^"]+)">correggi', page.source)]
    assert links
    rows = [one for one in links if "#riga" in one]
    assert rows
    assert window.get(rows[0].partition("#")[0]).status == 200


def test_somebody_is_found_by_name(window: Window, space: Path) -> None:
    names = space / "enti/camera-di-prova/2021/anagrafe.csv"
    names.write_text("persona;cognome;nome\nE1;Verdi;Prova\n", encoding="utf-8")
    year = window.year_of(ENTE, 2021)
    found = window.get(f"{year}spiega?cerca=verdi&{AS_OF}")
    assert re.search(r"(Verdi Prova|Prova Verdi) \(E1\)", found.page), found.page
    assert "s=person:E1" in found.source
    assert "Verdi" not in window.get(f"{year}spiega?cerca=nessuno-di-questi&{AS_OF}").page


def test_a_reading_is_adopted_by_acts_of_the_body_that_may(window: Window) -> None:
    page = window.get(f"{window.year_of(ENTE, 2021)}letture/I-BP-03?{AS_OF}").source
    (options,) = set(re.findall(r'name="atto" class="cell">(.*?)</select>', page, re.DOTALL))
    offered = re.findall(r'value="(\w+)"', options)
    assert "L1" in offered
    assert not {"R2", "O1", "G1"} & set(offered)  # the OIV's acts, the Segretario's


def test_a_value_without_which_nothing_is_computed_has_its_button(window: Window, space: Path) -> None:
    config = space / "enti/camera-di-prova/ente.toml"
    text = config.read_text(encoding="utf-8")
    without = text.replace('performance_formula = "score"\n', "", 1).replace('        "performance_formula",\n', "", 1)
    assert without.count("performance_formula") == 0
    config.write_text(without, encoding="utf-8")
    page = window.get(f"{window.year_of(ENTE, 2021)}?{AS_OF}").source
    assert "Manca un valore" in page
    assert re.search(r'href="[^"]*/valori[^"]*#performance_formula"', page)


def test_the_page_of_a_command_keeps_the_menu_of_its_ente(window: Window) -> None:
    year = window.year_of(ENTE, 2021)
    done = window.worked(window.post(f"{year}calcola?{AS_OF}"))
    assert "Finito" in done.page, done.page
    assert f'href="{year}dati' in done.source


def test_a_run_whose_rules_find_errors_leads_to_them(window: Window, space: Path) -> None:
    evaluations = space / "enti" / ENTE / "2021" / "valutazioni.csv"
    text = evaluations.read_text("utf-8")
    assert "E1;D1;" in text
    evaluations.write_text(text.replace("E1;D1;", "E1;E1;", 1), "utf-8")  # who evaluates themselves
    year = window.year_of(ENTE, 2021)
    assert "E1: risulta valutatore di sé stesso" in window.get(f"{year}?{AS_OF}").page  # «Adesso» says who
    done = window.worked(window.post(f"{year}calcola?{AS_OF}"))
    assert "Calcolato. Tra i rilievi ci sono errori" in done.page, done.page
    assert f'href="{year}rilievi' in done.source


def test_the_button_closes_the_program(window: Window) -> None:
    assert "merito è chiuso" in window.post("/chiudi").page
    assert window.process.wait(timeout=20) == 0


def test_a_value_shows_the_act_that_decides_it(window: Window) -> None:
    page = window.get(f"{window.year_of(ENTE, 2021)}valori?{AS_OF}").source
    for key in ("staff_factors", "positive_threshold"):
        (options,) = re.findall(rf'name="a\.{key}" class="cell">(.*?)</select>', page, re.DOTALL)
        assert re.findall(r'value="(\w+)" selected', options) == ["SM2"]
        assert "Segretario Generale" in options


def test_the_values_are_read_and_written_while_the_data_have_errors(window: Window, space: Path) -> None:
    people = space / "enti" / ENTE / "2021" / "personale.csv"
    people.write_text(people.read_text("utf-8").replace("E1;U1;", "E1;UX;", 1), "utf-8")
    year = window.year_of(ENTE, 2021)
    assert "I dati non si leggono ancora" in window.get(f"{year}?{AS_OF}").page
    page = window.get(f"{year}valori?{AS_OF}")
    assert "I dati hanno errori" in page.page, page.page
    assert re.search(r'name="v\.funds\.performance" value="9\.?000(,00)?"', page.source), page.source
    form = fields_of(page.source) | {"v.funds.performance": "9.500,00"}
    assert "Scritto." in window.post(f"{year}valori?{AS_OF}", form).page
    text = (space / "enti" / ENTE / "2021" / "cycle.toml").read_text("utf-8")
    assert "9500" in text or "9.500" in text, text


def test_every_table_says_what_it_is_for(window: Window) -> None:
    page = window.get(f"{window.year_of(ENTE, 2021)}dati?{AS_OF}").page
    assert "Quanti possono lavorare a distanza e quanti lo fanno, secondo il Piano" in page, page
    assert "Gli altri compensi che qualcuno ha avuto" in page


def test_a_reading_that_changes_no_sum_today_stands_apart(window: Window) -> None:
    page = window.get(f"{window.year_of(ENTE, 2021)}atti?{AS_OF}").source
    first, apart, rest = page.partition("Altre letture: a questo giorno non cambiano nessuna somma")
    assert apart
    assert "da adottare" not in first.partition("Letture del testo")[2]
    assert "da adottare" in rest


def test_the_day_is_chosen_in_the_page(window: Window) -> None:
    year = window.year_of(ENTE, 2021)
    alone = window.get(year)
    assert "Il ciclo del 2021 è finito: si vede il suo ultimo giorno." in alone.page
    assert "oggi" not in alone.page
    found = window.get(f"{year}?al=2022-01-31")
    assert 'name="al" value="2022-01-31"' in found.source
    assert "Il ciclo del 2021 è finito" not in found.page


def test_who_has_no_sheet_is_told_with_what_is_lacking(window: Window, space: Path) -> None:
    folder = space / "enti" / ENTE / "2021"
    ratings = (folder / "valutazioni_fattori.csv").read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in ratings if not line.startswith("E2;")]
    (folder / "valutazioni_fattori.csv").write_text("".join(kept), "utf-8")
    page = window.get(f"{window.year_of(ENTE, 2021)}valutazioni?{AS_OF}")
    assert re.search(r"Non si sa su che cosa si valutano: [^:]+: E2\s?\.", page.page), page.page
    assert "--form" not in page.page


def test_a_validation_without_its_relazione_says_so_and_asks_for_the_relazione(window: Window, space: Path) -> None:
    acts = space / "enti/camera-di-prova/2021/atti.csv"
    text = acts.read_text(encoding="utf-8")
    kept = [one.replace(";R1;", ";;") for one in text.splitlines(keepends=True) if not one.startswith("R1;")]
    acts.write_text("".join(kept), encoding="utf-8")
    page = window.get(f"{window.year_of(ENTE, 2021)}?{AS_OF}")
    asked = [one for one in re.findall(r"<li>.*?</li>", page.source, re.DOTALL) if "tipo=performance_report" in one]
    assert any("ma manca prima" in one for one in asked)
    assert "Manca: Validazione" not in page.source


def test_a_validation_that_waits_with_its_relazione_says_after_what_it_comes(window: Window, space: Path) -> None:
    acts = space / "enti/camera-di-prova/2021/atti.csv"
    text = acts.read_text(encoding="utf-8")
    acts.write_text(
        "".join(one for one in text.splitlines(keepends=True) if one[:3] not in ("R1;", "R2;")), encoding="utf-8"
    )
    page = window.get(f"{window.year_of(ENTE, 2021)}?{AS_OF}").source
    (asked,) = [one for one in re.findall(r"<li>.*?</li>", page, re.DOTALL) if "Manca: Validazione" in one]
    assert "segue «Relazione" in unescape(asked).replace("Segue", "segue")


def test_a_day_of_every_year_is_read_and_typed_in_words(window: Window, space: Path) -> None:
    year = window.year_of(ENTE, 2021)
    form = fields_of(window.get(f"{year}valori?{AS_OF}").source)
    window.post(f"{year}valori?{AS_OF}", form | {"v.piao_deadline": "15 marzo"})
    assert 'piao_deadline = "03-15"' in (space / "enti/camera-di-prova/2021/cycle.toml").read_text(encoding="utf-8")
    again = fields_of(window.get(f"{year}valori?{AS_OF}").source)
    assert again["v.piao_deadline"] == "15 marzo"
    assert "Scritto" not in window.post(f"{year}valori?{AS_OF}", again).page  # what was there is no change


def test_money_that_waits_for_a_decision_is_among_what_is_missing_with_whose_and_why(tmp_path: Path) -> None:
    place = shutil.copytree(EXAMPLE.with_name("comune-di-prova"), tmp_path / "spazio")
    with window_on(place, tmp_path / "home") as window:
        window.enter()
        page = window.get(f"{window.year_of('comune-di-prova', 2025)}?al=2026-07-15").page
    assert "Niente manca" not in page
    missing, _, money = page.partition("Il denaro")
    assert "chi costituisce i fondi decide con un atto a che cosa va, perché la legge non lo dice" in missing
    assert re.search(r"Premi non definitivi: 1 \(Q3: ", money), money
