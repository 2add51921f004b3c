"""Money on the page and what it rests on: the page is the office's, and shows everything."""

from decimal import Decimal
from pathlib import Path

import pytest
from core.conftest import Make
from core.markup import read
from small_plugins import Install, WriteEnte

from merito.numbers import euro_text

HELD_PLAN = {
    "2021/people.csv": "id\nP7777\n",
    "2021/indicators.csv": "id,title,target\nA,Aperto,10\nB,Obiettivo di una persona,10\n",
    "2021/measures.csv": "indicator,at,value\nA,final,5\nB,final,5\n",
    "2021/dashboards.csv": (
        "id,title,kind,holder\nS,Strategico,strategic,\nSCHEDA,Scheda di P7777,individual,\nDIR,Di uno,manager,person:P7777\n"
    ),
    "2021/dashboard_rows.csv": "dashboard,indicator\nS,A\nSCHEDA,B\nDIR,A\nDIR,B\n",
}
TOWNS = "comunita-montane"
PEOPLE = [(TOWNS, "pian-dei-larici"), (TOWNS, "tre-ponti"), (TOWNS, "selva-scura"), ("brescia", "brescia")]


def test_the_page_tells_that_only_one_folder_is_for_the_site(trial: Make) -> None:
    page = trial(TOWNS, "pian-dei-larici").page
    files = read(page).by_id("file")
    assert files is not None
    assert [one for one in ("funds.csv", "rewards.csv", "gates.csv", "placements.csv") if one not in files.text] == []
    assert "Questi file sono dell'ufficio." in files.text


def test_dashboards_of_persons_and_what_only_they_carry_are_shown(write_ente: WriteEnte, make: Make) -> None:
    page = make(write_ente("bergamo", HELD_PLAN)).page
    assert [text for text in ("SCHEDA", "Di uno", "Obiettivo di una persona", "Aperto") if text not in page] == []


ABOUT_A_PERSON = """
@hookimpl
@rule("X-1")
def merito_check_plan(step: Step) -> Results | None:
    def found(subject, message):
        return Finding(severity="warning", phase=Phase.OBJECTIVES, rule="X-1", subject=subject, message=message)
    return Results(findings=(
        found("person:P7777", "bassa"),
        found("dashboard:SCHEDA", "scheda senza peso"),
        found("indicator:B", "solo suo"),
        found("indicator:A", "nel cruscotto «SCHEDA» non discende"),
        found("indicator:A", "senza base"),
    ))

@hookimpl
@rule("X-1")
def merito_gates(step: Step) -> Results | None:
    needs = (ActNeed("report_validation"),)
    return Results(gates=(Gate(phase=Phase.EVALUATION, subject="person:P7777", needs=needs, rules=("X-1",)),))

@hookimpl
@rule("X-1")
def merito_deadlines(step: Step) -> Results | None:
    due = Deadline(
        phase=Phase.EVALUATION, what="Colloquio", due=None, met_by="report_validation", rules=("X-1",),
        subject="person:P7777",
    )
    return Results(deadlines=(due,))
"""


def test_findings_gates_and_deadlines_about_a_person_are_shown(
    install: Install, write_ente: WriteEnte, make: Make
) -> None:
    install("prova", ABOUT_A_PERSON)
    made = make(write_ente("prova", HELD_PLAN))
    told = ("P7777", "bassa", "scheda senza peso", "solo suo", "colloquio", "senza base")
    assert [text for text in told if text.casefold() not in made.page.casefold()] == []
    assert sum(one["severity"] == "warning" for one in made.tables["findings"]) == 6
    assert "Avvisi (6)" in made.page


@pytest.mark.parametrize(("regulation", "ente"), [*PEOPLE, (TOWNS, "valfredda")])
def test_every_fund_tells_amount_paid_withheld_and_savings_that_sum_to_the_cent(
    trial: Make, regulation: str, ente: str
) -> None:
    made = trial(regulation, ente)
    record, page = made.record, made.page
    section = read(page).by_id("fondi")
    assert section is not None
    totals = [[_euro(cell.text) for cell in foot.all("td")[:4]] for foot in section.all("tfoot")]
    assert sum(total[0] for total in totals) == sum(fund.euro for fund in record.dossier.funds)
    assert [total for total in totals if total[0] != sum(total[1:])] == []


def _euro(text: str) -> Decimal:
    return Decimal(text.removesuffix(" €").replace(".", "").replace(",", "."))


def test_every_line_of_a_fund_is_shown_with_its_sums_and_why(trial: Make) -> None:
    made = trial("brescia", "brescia")
    section = read(made.page).by_id("fondi")
    assert section is not None
    assert len(made.tables["funds"]) == 21
    for line in made.tables["funds"]:
        assert line["item"] in section.text
        assert line["reason"] in section.text
        assert euro_text(Decimal(line["payable"])) in section.text


def test_posts_and_bands_are_told(trial: Make) -> None:
    posts = read(trial("brescia", "brescia").page).by_id("posizioni")
    bands = read(trial(TOWNS, "rocca-alta").page).by_id("fasce")
    assert posts is not None
    assert bands is not None
    shown = {row.all("th")[0].text: row for row in posts.all("tr")}
    assert [cell.attributes["data-head"] for cell in shown["PO12 PO Metrologia"].all("td")] == [
        *("Punti", "L'anno", "Limite", "Quota proporzionale", "Al mese", "Tredicesima", "Stato")
    ]
    told = "PO12 PO Metrologia 20,33 esatto 61/3 5.000,00 € minimo 3.909,44 € 384,61 € 384,68 € definitivo"
    assert shown["PO12 PO Metrologia"].text == told
    assert "prima 4 4 6.750,00 € 1.687,50 €" in bands.text
    assert "terza 11 11 3.300,00 € 300,00 € 0,00 € definitivo" in bands.text


def test_a_reading_that_holds_money_is_told_with_its_other_choices(trial: Make) -> None:
    made = trial(TOWNS, "valfredda")
    record, page = made.record, made.page
    section = read(page).by_id("letture")
    assert section is not None
    waiting = {one.id for one in record.open_readings}
    assert waiting == {"I-BL-04"}
    other = "Altre scelte: Le quote si dividono tra le sole fasce in cui c'è qualcuno"
    for told in ("da adottare con un atto: tiene sospese delle somme", other):
        assert told in section.text


def test_a_parameter_that_the_ente_set_is_told_with_its_article(trial: Make) -> None:
    made = trial("brescia", "brescia")
    record, page = made.record, made.page
    section = read(page).by_id("parametri")
    assert section is not None
    value = next(one for one in record.parameters_set if one.key == "positive_threshold")
    assert f"{value.key} 60" in section.text
    assert value.cites in section.text


ADDS_TABLES = """
@hookimpl
@rule("X-1")
def merito_transparency(step: Step) -> Results | None:
    return Results(tables=(TableRow(table="premi", columns=(("fascia", "alta"), ("persone", 3))),))

@hookimpl
@rule("X-1")
def merito_documents(step: Step) -> Results | None:
    return Results(documents=(TableRow(table="scheda", columns=(("persona", "P7777"),), public=False),))
"""


def test_every_table_of_the_regulation_is_shown(install: Install, write_ente: WriteEnte, make: Make) -> None:
    root: Path = write_ente("prova", {"2021/people.csv": "id\nP7777\n"})
    install("prova", ADDS_TABLES)
    page = make(root).page
    tables = read(page).by_id("tabelle")
    assert tables is not None
    assert tables.text == "Altre tabelle del regolamento Premi Fascia Persone alta 3 Scheda Persona P7777"


def test_amendments_are_told_with_what_they_change_and_what_they_wait_for(write_ente: WriteEnte, make: Make) -> None:
    files = HELD_PLAN | {
        "2021/amendments.csv": "id,table,row,column,old,new,act\nV1,indicators,A,target,10,8,D1\nV2,indicators,A,title,,Chiuso,\n"
        "V3,indicators,B,target,10,7,D1\n",
        "2021/acts.csv": "id,kind,date\nD1,performance_plan,2021-07-15\n",
    }
    page = make(write_ente("bergamo", files)).page
    amended = read(page).by_id("variazioni")
    assert amended is not None
    rows = [row.text for row in amended.all("tr")]
    assert "V1 D1 indicatori A atteso 10 8 applicata" in rows
    waits = "V2 indicatori A titolo Aperto Chiuso in attesa nessun atto la adotta; BG-38.1v: manca l'atto"
    assert any(row.startswith(waits) for row in rows)
    assert any(row.startswith("V3") for row in rows)


REFUSES_ONE = """
@hookimpl
@rule("X-1")
def merito_person_scores(step: Step) -> Results | None:
    finding = Finding(
        severity="error", phase=Phase.EVALUATION, rule="X-1", subject="person:P7777", message="11 punti, al massimo 10"
    )
    return Results(scores=(PersonScore(person="P7777", score=80, maximum=100, rules=("X-1",)),), findings=(finding,))
"""


def test_a_phase_that_refused_somebody_says_so(install: Install, write_ente: WriteEnte, make: Make) -> None:
    root: Path = write_ente("prova", {"2021/people.csv": "id\nP7777\n"})
    install("prova", REFUSES_ONE)
    page = make(root).page
    phases = {one.classed("name")[0].text: one for one in read(page).classed("phases")[0].all("li")}
    assert phases["Valutazione"].text == "Valutazione calcolata, con rifiuti"
    assert phases["Valutazione"].attributes["class"] == "partial"
    assert "P7777" in page
