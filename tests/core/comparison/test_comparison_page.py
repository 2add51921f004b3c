"""The page of all enti: exact totals, missing figures, incomplete enti, with 1, 8 and 300 enti."""

import re
from collections import Counter
from itertools import pairwise

import pytest
from core.markup import Element, read
from side_by_side import FEW, SMALL, WHOLE, Summary, Written, failing, never, phases, ran, side_by_side


def page_of(*enti: Written) -> Element:
    return side_by_side(*enti).page


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
    "two": (ran(), never()),
    "eight": (ran(), *(ran(f"ente{number}") for number in range(5)), ran("piccolo", SMALL), never()),
    "three hundred": (ran(), *(ran(f"ente{number}") for number in range(299))),
}
UNREADABLE = {
    "personale.csv": "id\nP1\n",
    "assenze.csv": "persona;dal;al\n" + "".join(f"P1;{day}/2/2021;domani\n" for day in range(1, 5)),
}


@pytest.fixture(scope="module", params=[*MANY, "none that ran"])
def text(request: pytest.FixtureRequest) -> str:
    """The page of all of some enti."""
    given = MANY.get(request.param)
    return (side_by_side(*given) if given else failing(UNREADABLE, never("bosco"))).text


def test_it_is_a_document_well_formed_in_italian_that_runs_and_loads_nothing(text: str) -> None:
    assert text.startswith("<!DOCTYPE html>\n")
    assert '<meta name="generator" content="merito">' in text[:4096]
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
def test_the_funds_say_of_how_many_enti_they_are(enti: tuple[Written, ...], told: str) -> None:
    heading = page_of(*enti).by_id("h-fondi")
    assert heading is not None
    assert heading.text == told


def test_every_place_is_one_and_every_link_inside_leads_somewhere(text: str) -> None:
    page = read(text)
    places = Counter(one.attributes["id"] for one in page.all() if "id" in one.attributes)
    assert [name for name, times in places.items() if times > 1] == []
    inside = {one.attributes["href"][1:] for one in page.all("a") if one.attributes["href"].startswith("#")}
    named = {one.attributes["aria-labelledby"] for one in page.all() if "aria-labelledby" in one.attributes}
    assert (inside | named) - set(places) == set()


def test_every_table_has_a_caption_scoped_heads_and_as_many_cells_as_heads(text: str) -> None:
    page = read(text)
    regions = [one for one in page.classed("scroll") if one.attributes.get("tabindex") == "0"]
    assert sum(len(region.all("table")) for region in regions) == len(page.all("table")) > 0
    for one in page.all("table"):
        assert [caption.text != "" for caption in one.all("caption")] == [True]
        assert [head for head in one.all("th") if "scope" not in head.attributes] == []
        assert len({len(line.all("th", "td")) for line in one.all("tr")}) == 1


def test_every_bar_stands_beside_its_figure_in_words(text: str) -> None:
    bars = [(parent, part) for parent in read(text).all() for part in parent.parts if _is_bar(part)]
    assert [bar for _, bar in bars if bar.attributes.get("aria-hidden") != "true"] == []
    assert [parent for parent, _ in bars if not parent.text] == []


def _is_bar(part: object) -> bool:
    return isinstance(part, Element) and part.tag == "svg"


def test_every_measure_that_is_shown_is_explained(text: str) -> None:
    page = read(text)
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
    told = ran(
        phases=phases(d={"held": True}, e={"state": "blocked"}),
        findings={"error": 1, "warning": 2, "info": 4},
        readings_not_adopted=["I-1", "I-2"],
    )
    line = lines(page_of(told, never()), "stato")["alba"]
    assert line["Grado dell'ente"] == "72,73%"
    assert line["Rilievi"] == "1 errore, 2 avvisi"
    assert line["Termini"] == "2 scaduti, 1 in ritardo"
    assert (line["Letture da adottare"], line["Condizioni chiuse"]) == ("2", "3")
    assert line["Situazione al"] == "30/6/2022"
    assert "obiettivi: calcolata" in line["Fasi"]
    assert "valutazione: calcolata, con somme sospese" in line["Fasi"]
    assert "premi: bloccata" in line["Fasi"]


WAITS = ["Relazione"]
PHASE_TEXTS: list[tuple[Summary, str, str]] = [
    ({"state": "done"}, "calcolata", "done"),
    ({"state": "done", "refused": True}, "calcolata, con rifiuti", "partial"),
    ({"state": "done", "held": True}, "calcolata, con somme sospese", "partial"),
    ({"state": "done", "awaits": WAITS}, "calcolata, in attesa di «Relazione»", "partial"),
    ({"state": "partial", "refused": True}, "calcolata in parte, con rifiuti", "partial"),
    ({"state": "partial", "refused": True, "held": True}, "calcolata in parte, con rifiuti e somme sospese", "partial"),
    ({"state": "provisional", "refused": True}, "provvisoria, con rifiuti", "provisional"),
    ({"state": "blocked", "refused": True}, "bloccata", "blocked"),
    ({"state": "checked"}, "verificata", "done"),
    ({"state": "checked", "lacking": True}, "verificata, con mancanze", "partial"),
    ({"state": "empty", "refused": True}, "nulla di calcolato, con rifiuti", "partial"),
    ({"state": "empty"}, "nulla da calcolare", "empty"),
    ({"state": "empty", "awaits": WAITS}, "nulla da calcolare", "empty"),
    ({"state": "empty", "checked": True}, "verificata", "done"),
]


def test_a_phase_says_how_far_it_went_what_it_refused_what_it_holds_and_what_it_waits_for() -> None:
    enti = {f"ente{at}": one for at, (one, _, _) in enumerate(PHASE_TEXTS)}
    page = page_of(ran(), *(ran(ente, phases=phases(b=one)) for ente, one in enti.items()))
    found = []
    for line in table(page, "stato").all("tr")[1:]:
        if line.all("th")[0].text.removeprefix("Comune di ") in enti:
            phase = line.classed("six")[0].classed("mark")[1]
            found.append((phase.attributes["title"], phase.attributes["class"]))
    told = {f"ente{at}": (f"risorse: {text}", f"mark {mark}") for at, (_, text, mark) in enumerate(PHASE_TEXTS)}
    assert sorted(found) == sorted(told.values())


def test_totals_of_money_are_exact_sums_and_conserved() -> None:
    total = lines(page_of(ran("alba"), ran("bosco"), ran("piccolo", SMALL)), "denaro")["Insieme"]
    assert total["Stanziato"] == "20.000,07 €"
    assert (total["Liquidabile"], total["Sospeso"], total["Economie"]) == ("15.000,27 €", "4.000,00 €", "999,80 €")
    assert total["Quota liquidabile"] == "75,00%"


def test_the_mean_of_all_counts_every_person_once_and_leaves_out_those_that_are_not_shown() -> None:
    ten, thirty = (
        ran("alba"),
        ran(
            "bosco",
            {
                "people_evaluated": 30,
                "mean_score": "80.00",
                "mean_score_exact": "80",
                "scores_state": "provisional",
            },
        ),
    )
    found = lines(page_of(ten, thirty, ran("piccolo", SMALL)), "valutazioni")
    assert found["Insieme"]["Punteggio medio"] == "78,18% di 2 enti su 3"
    assert found["bosco"]["Punteggio medio"] == "80,00% alcune valutazioni sono provvisorie"
    assert found["piccolo"]["Punteggio medio"] == f"non c'è {FEW}"
    assert found["alba"]["Per classe di punteggio"] == "sotto 90: 4, da 90 in su: 6"
    assert found["Insieme"]["Valutati"] == "40 di 2 enti su 3"


def test_the_average_prize_of_all_is_of_the_enti_that_show_it() -> None:
    found = lines(page_of(ran("alba"), ran("bosco"), ran("piccolo", SMALL)), "denaro")
    assert found["alba"]["Premio medio"] == "937,51 €"
    assert found["Insieme"]["Premio medio"] == "937,51 € di 2 enti su 3"
    assert found["Insieme"]["Con un premio"] == "16 di 2 enti su 3"
    assert found["piccolo"]["Con un premio"] == "non c'è"


def test_an_ente_that_tells_its_prizes_and_not_to_how_many_is_in_no_average() -> None:
    sums_alone = {**WHOLE, "people_paid": None, "average_prize": None, "average_prize_exact": None}
    found = lines(page_of(ran("alba"), ran("bosco", sums_alone)), "denaro")
    assert found["Insieme"]["Premio medio"] == "937,51 € di 1 ente su 2"
    assert found["Insieme"]["Con un premio"] == "8 di 1 ente su 2"


def test_bands_are_told_with_how_far_they_set_people_apart() -> None:
    found = lines(page_of(ran("alba"), ran("bosco", SMALL)), "fasce")
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
    bare = page_of(ran("alba", {"maximum_missing": False}), never())
    assert [bare.by_id(anchor) for anchor in ("denaro", "valutazioni", "fasce")] == [None, None, None]


def test_earlier_results_are_marked_in_every_table_and_in_no_total() -> None:
    old = ran("vecchio", stale={"as_of": "2022-07-31", "reason": "dati da correggere"})
    page = page_of(ran("alba"), ran("bosco"), old)
    for anchor in ("stato", "denaro", "valutazioni", "fasce"):
        marked = [line for line in table(page, anchor).all("tr") if line.attributes.get("class") == "stale"]
        assert ["risultati precedenti, al 30/6/2022" in line.text for line in marked] == [True]
    assert lines(page, "denaro")["Insieme"]["Stanziato"] == "20.000,00 €"
    assert "Insieme, 2 enti" in page.text
    assert "1 ente ha risultati precedenti a un'esecuzione non riuscita" in page.text


def test_enti_that_lack_the_same_are_told_together_the_failed_first() -> None:
    lacking = phases(e={"missing": ["manca l'atto"]})
    section = page_of(
        ran("alba", phases=lacking),
        ran("bosco", phases=lacking),
        never(),
        Written("guasto", broken=True),
        ran("intero", SMALL),
    ).by_id("incompleti")
    assert section is not None
    told = [one.text for one in section.classed("found")[0].parts if isinstance(one, Element)]
    assert [text.split(" ")[0] for text in told] == ["dati", "in", "non"]
    assert "2 enti: Comune di alba , Comune di bosco" in told[1]
    assert told[1].endswith("e. premi: manca l'atto somme sospese")
    assert "merito check dice che cosa correggere in ogni riga" in told[0]
    assert "intero" not in section.text


def test_where_all_are_complete_nobody_is_told_to_be_not() -> None:
    page = page_of(ran("alba", SMALL), ran("bosco", SMALL))
    assert page.by_id("incompleti") is None
    assert "Enti non completi" not in page.text


def test_other_regulations_dates_and_trials_are_told_before_comparing() -> None:
    page = page_of(
        ran("alba"),
        ran("bosco", regulation="altro", regulation_title="Altro regolamento", as_of="2022-06-01"),
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
    missing = phases(e={"missing": [nasty]})
    strange = ran("a b", name=nasty, regulation_title=nasty, edition=nasty, phases=missing)
    found = side_by_side(ran("alba"), strange, ran("bosco", regulation="altro"))
    assert "<script>" not in found.text
    link = table(found.page, "stato").all("a")[0]
    assert (link.text, link.attributes["href"]) == (nasty, "a%20b/2021/index.html")
    assert [one["name"] for one in found.rows] == [nasty, "Comune di alba", "Comune di bosco"]


EMPTY = [{**one, "state": "empty"} for one in phases()]
FAILED = (
    "dati da correggere",
    "difetto del plugin",
    "regole proprie non autorizzate",
    "risultati non scritti",
    "interrotto",
)


def test_every_state_has_its_mark() -> None:
    enti = {
        "completo": ran("alba", SMALL),
        "in parte": ran("parte"),
        "in attesa dei dati": ran("attesa", SMALL, phases=phases(d={"state": "waiting"})),
        "provvisorio": ran("prova", SMALL, provisional=True),
        "nulla da calcolare": ran("nulla", SMALL, phases=EMPTY),
        "risultati illeggibili": ran("rotto", SMALL, year=2020),
        "non ancora eseguito": never(),
        **{
            word: ran(f"ente{place}", stale={"as_of": "2022-07-31", "reason": word})
            for place, word in enumerate(FAILED)
        },
    }
    found = side_by_side(*enti.values())
    assert [word for word in enti if f"{word}: 1" not in found.page.text] == []


def test_its_style_has_no_colour_of_its_own() -> None:
    """Every colour is a token of the style of all pages."""
    text = side_by_side(ran(), never()).text
    style = text[text.index("<style>") : text.index("</style>")]
    rules = re.sub(r":root \{.*?\}", "", style, flags=re.DOTALL)
    assert set(re.findall(r"#[0-9a-f]{3,8}\b|rgb|hsl", rules)) <= {"#000000"}


def test_the_same_comparison_gives_the_same_bytes() -> None:
    one, two = (side_by_side(*MANY["eight"]).text for _ in range(2))
    assert one == two


def test_bad_data_say_how_many_problems_and_where_the_first_three_stand() -> None:
    told = failing(UNREADABLE, ran("bosco")).page.by_id("incompleti")
    assert told is not None
    places = [f"enti/alba/2021/assenze.csv, riga {row}, colonna «al»" for row in range(2, 6)]
    first = "; ".join(places[:3])
    assert f"4 problemi: {first}; ..." in told.text
    assert places[3] not in told.text
