"""The page of all enti: exact totals, missing figures, incomplete enti, with 1, 8 and 300 enti."""

import re
from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from core.markup import Element, read

import merito.page
from merito import Phase
from merito.comparison.enti import ComparedEnte, Comparison
from merito.comparison.files import GENERATOR, comparison_csv
from merito.comparison.page import association_page
from merito.outputs.measures import Measures
from merito.outputs.standing import (
    BAD_DATA,
    COMPLETE,
    NOT_RUN,
    PARTIAL,
    STANDINGS,
    Standing,
    without_results,
)
from merito.testing import PhaseState

DAY = date(2022, 6, 30)
WHOLE = Measures(
    people_in_service=20,
    people_evaluated=10,
    scores_state="final",
    mean_score=Fraction(800, 11),
    score_classes="<90: 4; >=90: 6",
    people_admitted=9,
    people_paid=8,
    allocated=Decimal("10000.00"),
    net_paid=Decimal(0),
    payable=Decimal("7500.10"),
    withheld=Decimal("2000.00"),
    savings=Decimal("499.90"),
    released_share=Fraction(750010, 10000),
    prizes_paid=Decimal("7500.10"),
    average_prize=Fraction(750010, 800),
    rankings=1,
    bands=3,
    first_band_share=Fraction(200, 9),
    per_head_highest=Decimal("2000.00"),
    per_head_lowest=Decimal("500.00"),
    per_head_ratio=Fraction(4),
    deadlines_late=1,
    deadlines_overdue=2,
    gates_closed=3,
)
FEW = "alcuni non hanno un massimo"
HIDDEN = Measures(
    allocated=Decimal("0.07"),
    net_paid=Decimal(0),
    payable=Decimal("0.07"),
    withheld=Decimal("0.00"),
    savings=Decimal("0.00"),
    released_share=Fraction(100),
    left_blank=f"punteggi: {FEW}",
)


def ran(ente: str = "alba", measures: Measures = WHOLE, **others: Any) -> ComparedEnte:
    """An ente whose last run gave results."""
    given: dict[str, Any] = {
        "name": f"Comune di {ente}",
        "year": 2021,
        "standing": Standing(COMPLETE),
        "regulation": "prova",
        "title": "Regolamento di prova",
        "edition": "prima",
        "as_of": DAY,
        "provisional": False,
        "phases": {one.value: PhaseState(phase=one, state="done") for one in Phase},
        "grade": Fraction(800, 11),
        "grade_state": "final",
        "findings": {"error": 1, "warning": 2, "info": 4},
        "readings": ("I-1", "I-2"),
        "page": True,
    }
    return ComparedEnte(ente=ente, measures=measures, **given | others)


def never(ente: str = "cima") -> ComparedEnte:
    return ComparedEnte(ente=ente, name=f"Comune di {ente}", year=2021, standing=without_results(NOT_RUN))


def page_of(*rows: ComparedEnte) -> Element:
    return read(association_page(Comparison(2021, rows)))


def table(page: Element, anchor: str) -> Element:
    section = page.by_id(anchor)
    assert section is not None
    return section.all("table")[0]


def lines(page: Element, anchor: str) -> dict[str, dict[str, str]]:
    """The cells of a table by the first distinctive word of the ente's name, then by their head."""
    found = {}
    for line in table(page, anchor).all("tr")[1:]:
        name = line.all("th")[0].text.removeprefix("Comune di ").partition(" ")[0].strip(",")
        found[name] = {cell.attributes["data-head"]: cell.text for cell in line.all("td")}
    return found


MANY = {
    "one": (ran(),),
    "eight": (*(ran(f"ente{number}") for number in range(6)), ran("piccolo", HIDDEN), never()),
    "three hundred": tuple(ran(f"ente{number}") for number in range(300)),
    "none that ran": (never("alba"), never("bosco")),
}


@pytest.fixture(params=MANY)
def rows(request: pytest.FixtureRequest) -> tuple[ComparedEnte, ...]:
    return MANY[request.param]


def test_it_is_a_document_well_formed_in_italian_that_runs_and_loads_nothing(rows: tuple[ComparedEnte, ...]) -> None:
    text = association_page(Comparison(2021, rows))
    assert text.startswith("<!DOCTYPE html>\n")
    assert GENERATOR in text[:4096]
    assert re.findall(r"<script|https?:|url\(|@import|\son\w+=|src=", text) == []
    page = read(text)
    assert page.all("html")[0].attributes["lang"] == "it"
    levels = [int(one.tag[1]) for one in page.all("h1", "h2", "h3")]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []


@pytest.mark.parametrize(
    ("enti", "told"),
    [((ran(), ran("bosco")), "Fondi di tutti gli enti"), ((ran(), never(), never("bosco")), "Fondi di 1 ente su 3")],
)
def test_the_funds_say_of_how_many_enti_they_are(enti: tuple[ComparedEnte, ...], told: str) -> None:
    heading = page_of(*enti).by_id("h-fondi")
    assert heading is not None
    assert heading.text == told


def test_every_place_is_one_and_every_link_inside_leads_somewhere(rows: tuple[ComparedEnte, ...]) -> None:
    page = page_of(*rows)
    places = Counter(one.attributes["id"] for one in page.all() if "id" in one.attributes)
    assert [name for name, times in places.items() if times > 1] == []
    inside = {one.attributes["href"][1:] for one in page.all("a") if one.attributes["href"].startswith("#")}
    named = {one.attributes["aria-labelledby"] for one in page.all() if "aria-labelledby" in one.attributes}
    assert (inside | named) - set(places) == set()


def test_every_table_has_a_caption_scoped_heads_and_as_many_cells_as_heads(rows: tuple[ComparedEnte, ...]) -> None:
    page = page_of(*rows)
    regions = [one for one in page.classed("scroll") if one.attributes.get("tabindex") == "0"]
    assert sum(len(region.all("table")) for region in regions) == len(page.all("table")) > 0
    for one in page.all("table"):
        assert [caption.text != "" for caption in one.all("caption")] == [True]
        assert [head for head in one.all("th") if "scope" not in head.attributes] == []
        assert len({len(line.all("th", "td")) for line in one.all("tr")}) == 1


def test_every_bar_stands_beside_its_figure_in_words(rows: tuple[ComparedEnte, ...]) -> None:
    bars = [(parent, part) for parent in page_of(*rows).all() for part in parent.parts if _is_bar(part)]
    assert [bar for _, bar in bars if bar.attributes.get("aria-hidden") != "true"] == []
    assert [parent for parent, _ in bars if not parent.text] == []


def _is_bar(part: object) -> bool:
    return isinstance(part, Element) and part.tag == "svg"


def test_every_measure_that_is_shown_is_explained(rows: tuple[ComparedEnte, ...]) -> None:
    page = page_of(*rows)
    heads = [head.text for one in page.all("table") for head in one.all("thead")[0].all("th")[1:]]
    explained = page.by_id("misure")
    assert explained is not None
    assert [term.text for term in explained.all("dt")] == heads
    assert [one for one in explained.all("dd") if len(one.text) < 20] == []


def test_every_ente_stands_in_the_table_of_the_cycle_and_leads_to_its_own_page() -> None:
    page = page_of(ran("alba"), ran("bosco", page=False), never())
    assert list(lines(page, "stato")) == ["alba", "bosco", "cima", "Insieme"]
    links = [one.attributes["href"] for one in table(page, "stato").all("a")]
    assert links == ["alba/2021/index.html"]


def test_a_line_tells_the_cycle_of_an_ente() -> None:
    phases = {one.value: PhaseState(phase=one, state="done") for one in Phase}
    phases["d"] = PhaseState(phase=Phase.EVALUATION, state="done", held=True)
    phases["e"] = PhaseState(phase=Phase.REWARDS, state="blocked")
    line = lines(page_of(ran(phases=phases)), "stato")["alba"]
    assert line["Grado dell'ente"] == "72,73%"
    assert line["Rilievi"] == "1 errore, 2 avvisi"
    assert line["Termini"] == "2 scaduti, 1 in ritardo"
    assert (line["Letture da adottare"], line["Condizioni chiuse"]) == ("2", "3")
    assert line["Situazione al"] == "30/6/2022"
    assert "obiettivi: calcolata" in line["Fasi"]
    assert "valutazione: calcolata, con somme sospese" in line["Fasi"]
    assert "premi: bloccata" in line["Fasi"]


def test_totals_of_money_are_exact_sums_and_conserved() -> None:
    total = lines(page_of(ran("alba"), ran("bosco"), ran("piccolo", HIDDEN)), "denaro")["Insieme"]
    assert total["Stanziato"] == "20.000,07 €"
    assert (total["Liquidabile"], total["Sospeso"], total["Economie"]) == ("15.000,27 €", "4.000,00 €", "999,80 €")
    assert total["Quota liquidabile"] == "75,00%"


def test_the_mean_of_all_counts_every_person_once_and_leaves_out_those_that_are_not_shown() -> None:
    ten, thirty = (
        ran("alba"),
        ran(
            "bosco",
            Measures(
                people_evaluated=30,
                mean_score=Fraction(80),
                scores_state="provisional",
            ),
        ),
    )
    found = lines(page_of(ten, thirty, ran("piccolo", HIDDEN)), "valutazioni")
    assert found["Insieme"]["Punteggio medio"] == "78,18% di 2 enti su 3"
    assert found["bosco"]["Punteggio medio"] == "80,00% alcune valutazioni sono provvisorie"
    assert found["piccolo"]["Punteggio medio"] == f"non c'è {FEW}"
    assert found["alba"]["Per classe di punteggio"] == "sotto 90: 4, da 90 in su: 6"
    assert found["Insieme"]["Valutati"] == "40 di 2 enti su 3"


def test_the_average_prize_of_all_is_of_the_enti_that_show_it() -> None:
    found = lines(page_of(ran("alba"), ran("bosco"), ran("piccolo", HIDDEN)), "denaro")
    assert found["alba"]["Premio medio"] == "937,51 €"
    assert found["Insieme"]["Premio medio"] == "937,51 € di 2 enti su 3"
    assert found["Insieme"]["Con un premio"] == "16 di 2 enti su 3"
    assert found["piccolo"]["Con un premio"] == "non c'è"


def test_an_ente_that_tells_its_prizes_and_not_to_how_many_is_in_no_average() -> None:
    sums_alone = evolve(WHOLE, people_paid=None, average_prize=None)
    found = lines(page_of(ran("alba"), ran("bosco", sums_alone)), "denaro")
    assert found["Insieme"]["Premio medio"] == "937,51 € di 1 ente su 2"
    assert found["Insieme"]["Con un premio"] == "8 di 1 ente su 2"


def test_bands_are_told_with_how_far_they_set_people_apart() -> None:
    found = lines(page_of(ran("alba"), ran("bosco", HIDDEN)), "fasce")
    assert found == {
        "alba": {
            "Graduatorie": "1",
            "Fasce": "3",
            "Nella prima fascia": "22,22%",
            "Importo più alto": "2.000,00 €",
            "Importo più basso": "500,00 €",
            "Rapporto": "4,00 volte",
        }
    }


def test_enti_without_figures_are_listed_under_a_table_and_an_empty_table_is_left_out() -> None:
    page = page_of(ran("alba"), never())
    section = page.by_id("denaro")
    assert section is not None
    assert "Senza questi dati: Comune di cima." in section.text
    bare = page_of(ran("alba", Measures()), never())
    assert [bare.by_id(anchor) for anchor in ("denaro", "valutazioni", "fasce")] == [None, None, None]


def test_earlier_results_are_marked_in_every_table_and_in_no_total() -> None:
    old = ran("vecchio", standing=without_results(BAD_DATA), stale=date(2022, 7, 31))
    page = page_of(ran("alba"), ran("bosco"), old)
    for anchor in ("stato", "denaro", "valutazioni", "fasce"):
        marked = [line for line in table(page, anchor).all("tr") if line.attributes.get("class") == "stale"]
        assert ["risultati precedenti, al 30/6/2022" in line.text for line in marked] == [True]
    assert lines(page, "denaro")["Insieme"]["Stanziato"] == "20.000,00 €"
    assert "Insieme, 2 enti" in page.text
    assert "1 ente ha risultati precedenti a un'esecuzione non riuscita" in page.text


def test_enti_that_lack_the_same_are_told_together_the_failed_first() -> None:
    lacking = Standing(PARTIAL, ("e. premi: manca l'atto", "somme sospese"))
    failed = ComparedEnte(ente="guasto", name="Guasto", year=2021, standing=without_results(BAD_DATA))
    section = page_of(
        never(), ran("alba", standing=lacking), ran("bosco", standing=lacking), failed, ran("intero")
    ).by_id("incompleti")
    assert section is not None
    told = [one.text for one in section.classed("found")[0].parts if isinstance(one, Element)]
    assert [text.split(" ")[0] for text in told] == ["dati", "in", "non"]
    assert "2 enti: Comune di alba , Comune di bosco" in told[1]
    assert told[1].endswith("e. premi: manca l'atto somme sospese")
    assert "merito check dice che cosa correggere in ogni riga" in told[0]
    assert "intero" not in section.text


def test_where_all_are_complete_nobody_is_told_to_be_not() -> None:
    page = page_of(ran("alba"), ran("bosco"))
    assert page.by_id("incompleti") is None
    assert "Enti non completi" not in page.text


def test_other_regulations_dates_and_trials_are_told_before_comparing() -> None:
    page = page_of(
        ran("alba"),
        ran("bosco", regulation="altro", title="Altro regolamento", as_of=DAY.replace(day=1)),
        ran("cima", provisional=True),
    )
    for told in (
        "2 regolamenti",
        "1/6/2022 – 30/6/2022",
        "I risultati non sono tutti alla stessa data",
        "I regolamenti sono più d'uno",
        "Alcuni risultati sono di prova",
    ):
        assert told in page.text
    assert "Altro regolamento" in table(page, "stato").text
    assert "Prima di confrontare" not in page_of(ran("alba"), ran("bosco")).text


def test_what_an_ente_is_called_is_text_and_nothing_else() -> None:
    nasty = '<script>alert("1")</script> & figli'
    row = ran('a"b', name=nasty, title=nasty, edition=nasty, standing=Standing(PARTIAL, (nasty,)))
    text = association_page(Comparison(2021, (row, ran("bosco", regulation="altro"))))
    assert "<script>" not in text
    page = read(text)
    link = table(page, "stato").all("a")[0]
    assert (link.text, link.attributes["href"]) == (nasty, "a%22b/2021/index.html")
    assert comparison_csv(Comparison(2021, (row,))).count("\n") == 2


def test_every_state_has_its_mark() -> None:
    every = [ran(f"ente{place}", standing=Standing(state, ("perché",))) for place, state in enumerate(STANDINGS)]
    for word in STANDINGS.values():
        assert f"{word}: 1" in page_of(*every).text


def test_its_style_has_no_colour_of_its_own() -> None:
    style = Path(str(merito.page.__file__)).parent / "templates" / "association.css"
    assert re.findall(r"#[0-9a-f]{3,8}\b|rgb|hsl", style.read_text(encoding="utf-8")) == []


def test_the_same_comparison_gives_the_same_bytes() -> None:
    one, two = (association_page(Comparison(2021, MANY["eight"])) for _ in range(2))
    assert one == two


def test_bad_data_say_how_many_problems_and_where_the_first_three_stand() -> None:
    places = tuple(f"assenze.csv, riga {row}, colonna «al»" for row in range(2, 6))
    bad = ComparedEnte(ente="alba", name="alba", year=2021, standing=without_results(BAD_DATA), places=places)
    told = page_of(bad, ran("bosco")).by_id("incompleti")
    assert told is not None
    first = "; ".join(places[:3])
    assert f"4 problemi: {first}; ..." in told.text
    assert places[3] not in told.text
