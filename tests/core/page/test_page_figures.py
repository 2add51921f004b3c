"""Grades on the page: the ente's figure, every dashboard and indicator, targets, reasons, missing data."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from core.conftest import Make
from core.markup import Element, read
from written import Made

from merito.numbers import decimal_text, half_up

PLAN = {
    "2021/areas.csv": "id,title,kind\nA,Servizi alle imprese,perspective\n",
    "2021/objectives.csv": "id,title,level,area\n1.1,Ispezioni,strategic,A\n",
    "2021/indicators.csv": (
        "id,title,objective,kind,better,target\n"
        "I1,Ispezioni <script>alert(1)</script> & visite,1.1,number,higher,11\n"
        "I2,Giorni di pagamento,1.1,days,lower,20\n"
        "I3,Bilancio,1.1,date,higher,2021-10-30\n"
        "I4,Accessi,1.1,number,higher,monitoraggio\n"
        "I5,Sondaggio,1.1,percent,higher,-\n"
        "I6,Progetto,1.1,percent,higher,90%\n"
    ),
    "2021/measures.csv": "indicator,at,value\nI1,final,8\nI2,final,25\nI3,final,2021-05-29\nI4,final,4\nI6,final,n.d.\n",
    "2021/dashboards.csv": "id,title,kind\nS,Cruscotto strategico,strategic\nAG,Affari generali,service\n",
    "2021/dashboard_rows.csv": "dashboard,indicator\nS,I1\nS,I2\nS,I3\nS,I4\nS,I5\nS,I6\nAG,I1\nAG,I3\n",
}
WriteEnte = Callable[..., Path]


def rows(page: str, board: str) -> dict[str, str]:
    """The text of every row of a dashboard, by the id at its beginning."""
    found = next(one for one in read(page).classed("board") if one.all("h3")[0].text.startswith(board))
    return {row.text.split()[0]: row.text for row in found.all("tr")}


def section(page: str, name: str) -> Element | None:
    return read(page).by_id(name)


def two(value: object) -> str:
    return f"{decimal_text(half_up(value, 2))}%"  # type: ignore[arg-type]


def test_every_public_dashboard_is_there_with_its_figure(graded: Made) -> None:
    record, page = graded.record, graded.page
    shown = {one.all("h3")[0].text: one.all("summary")[0].text for one in read(page).classed("board")}
    assert len(shown) == len(record.dossier.dashboards)
    for board in record.dossier.dashboards:
        grade = record.results.grade("dashboard", board.id, board.id)
        told = next(text for title, text in shown.items() if title.startswith(board.title))
        assert grade is not None
        assert ("nessun grado" if grade.value is None else two(grade.value)) in told


@pytest.mark.long
def test_every_row_of_every_dashboard_is_there_with_its_grade_or_its_reason(graded: Made) -> None:
    record, page = graded.record, graded.page
    grades = {one["id"]: one for one in graded.tables["grades"] if one["scope"] == "indicator"}
    for board in record.dossier.dashboards:
        shown = rows(page, board.title)
        own = [row.indicator for row in record.dossier.dashboard_rows if row.dashboard == board.id]
        assert own
        for indicator in own:
            grade = grades[indicator]
            told = {"monitoring": "monitoraggio"}.get(grade["state"], " ".join(grade["reason"].split()))
            assert (two(Fraction(grade["exact"])) if grade["exact"] else told) in shown[indicator]


def test_what_the_regulation_wants_beside_the_ente_s_figure_is_there(graded: Made) -> None:
    """I-BP-10: the mean of the services, one of which has no figure."""
    page = graded.page
    told = [one.text for one in read(page).classed("note")]
    assert told.count("Media di 9 servizi, provvisoria: 96,91%") == 1


def test_the_ente_s_figure_has_two_decimals_its_fraction_its_state_and_what_it_lacks(graded: Made) -> None:
    record, page = graded.record, graded.page
    whole = record.results.grade("ente", "bergamo")
    assert whole is not None
    assert whole.value is not None
    assert whole.if_zero is not None
    card = read(page).classed("whole")[0].text
    for told in (two(whole.value), str(whole.value), "provvisorio", two(whole.if_zero), *whole.lacks):
        assert told in card


def test_the_areas_of_the_ente_are_there_with_their_figures(graded: Made) -> None:
    record, page = graded.record, graded.page
    hero = read(page).classed("hero")[0].text
    for area in record.dossier.areas:
        grade = record.results.grade("perspective", area.id, "strategico")
        assert grade is not None
        assert grade.value is not None
        assert f"{area.id} {area.title} {two(grade.value)}" in hero


def test_a_title_from_the_data_is_escaped(write_ente: WriteEnte, make: Make) -> None:
    page = make(write_ente("bergamo", PLAN)).page
    assert "<script" not in page
    assert "Ispezioni &lt;script&gt;alert(1)&lt;/script&gt; &amp; visite" in page


def test_an_indicator_tells_target_actual_grade_and_whether_the_target_was_reached(
    write_ente: WriteEnte, make: Make
) -> None:
    shown = rows(make(write_ente("bergamo", PLAN)).page, "Cruscotto strategico")
    assert shown["I1"].endswith("& visite 11 8 72,73% sotto l'atteso esatto 800/11")
    assert shown["I2"].endswith("meglio se minore 20 25 80,00% peggio dell'atteso")
    assert shown["I3"].endswith("Bilancio 30/10/2021 29/5/2021 100,00% raggiunto")


def test_an_indicator_without_a_grade_says_why_in_words(write_ente: WriteEnte, make: Make) -> None:
    shown = rows(make(write_ente("bergamo", PLAN)).page, "Cruscotto strategico")
    assert "monitoraggio senza grado" in shown["I4"]
    assert "nessun risultato atteso 2021" in shown["I5"]
    assert "manca il consuntivo 2021 («n.d.»)" in shown["I6"]


def test_a_missing_target_is_told_as_such_and_counted_apart(write_ente: WriteEnte, make: Make) -> None:
    blank = PLAN | {"2021/indicators.csv": PLAN["2021/indicators.csv"].replace(",lower,20\n", ",lower,\n")}
    page = make(write_ente("bergamo", blank)).page
    shown = rows(page, "Cruscotto strategico")
    assert "meglio se minore manca 25" in shown["I2"]
    assert "manca il risultato atteso 2021" in shown["I2"]
    board = read(page).classed("board")[0]
    assert "1 con il risultato atteso 2021 da scrivere, 1 senza risultato atteso 2021" in board.text


def test_a_bar_is_the_actual_on_a_track_where_the_target_stands_at_four_fifths(
    write_ente: WriteEnte, make: Make
) -> None:
    page = read(make(write_ente("bergamo", PLAN)).page)
    bars = [
        (bar.classed("fill")[0].attributes["width"], bar.classed("tick")[0].attributes["x1"])
        for bar in page.classed("board")[0].classed("against")
    ]
    assert bars == [("58.18%", "80.00%"), ("100.00%", "80.00%"), ("40.82%", "83.01%")]


def test_what_has_no_grade_has_no_bar(write_ente: WriteEnte, make: Make) -> None:
    page = read(make(write_ente("bergamo", PLAN)).page)
    lines = {row.text.split()[0]: row for row in page.classed("board")[0].all("tr")}
    assert [name for name in ("I4", "I5", "I6") if lines[name].all("svg")] == []


def test_a_missing_input_is_listed_with_the_dashboards_that_lack_it(write_ente: WriteEnte, make: Make) -> None:
    missing = section(make(write_ente("bergamo", PLAN)).page, "mancanti")
    assert missing is not None
    assert [row.text for row in missing.all("tr")[1:]] == [
        "I6 Progetto manca il consuntivo 2021 («n.d.») Cruscotto strategico"
    ]


def test_an_indicator_on_no_dashboard_stands_apart(write_ente: WriteEnte, make: Make) -> None:
    loose = {name: text for name, text in PLAN.items() if "dashboard" not in name}
    assert "72,73%" in rows(make(write_ente("bergamo", loose)).page, "Tutti gli indicatori")["I1"]


def test_the_cascade_tells_who_carries_a_strategic_indicator_and_where_it_breaks(
    write_ente: WriteEnte, make: Make
) -> None:
    cascade = section(make(write_ente("bergamo", PLAN)).page, "cascata")
    assert cascade is not None
    told = {row.text.split()[0]: row.text for row in cascade.all("tr")}
    assert "2 indicatori strategici sono portati da almeno un altro cruscotto, 4 da nessuno." in cascade.text
    assert told["I1"].endswith("& visite Affari generali")
    assert "nessun altro cruscotto indicatore strategico che nessun servizio" in told["I2"]


def test_findings_of_one_message_are_told_once_with_everything_they_are_about(graded: Made) -> None:
    found = section(graded.page, "rilievi")
    assert found is not None
    findings = graded.tables["findings"]
    groups = {(one["severity"], one["rule"], one["message"]) for one in findings}
    assert len([one for one in found.all("li") if one.all("p")]) == len(groups)
    for finding in findings:
        assert finding["subject"].removeprefix("indicator:") in found.text


def test_many_messages_of_one_rule_are_told_under_the_rule_each_beside_what_it_is_about(planned: Made) -> None:
    found = section(planned.page, "rilievi")
    assert found is not None
    worse = [one for one in planned.tables["findings"] if one["rule"] == "BP-3.2b"]
    (under,) = [one for one in found.all("li") if one.all("p") and "BP-3.2b" in one.text]
    assert len({one["message"] for one in worse}) > 3
    assert len(under.all("li")) == len(worse) == 34
    assert f"({len(worse)})" in under.text
    for finding in worse:
        assert finding["message"] in under.text


def test_gates_and_deadlines_are_told_with_body_and_article(graded: Made) -> None:
    course = section(graded.page, "procedura")
    assert course is not None
    for told in (
        "Manca l'atto «Validazione della Relazione sulla Performance», che spetta all'organo: OIV",
        "Regolamento di organizzazione, art. 39 c. 2",
        "Piano della performance 2020 31/1/2020 scaduto da 521 giorni",
    ):
        assert told in course.text


def test_a_provisional_run_is_marked(graded: Made, make: Make, write_ente: WriteEnte) -> None:
    assert "Elaborazione provvisoria" not in graded.page
    assert "Elaborazione provvisoria" in make(write_ente("bergamo", PLAN), provisional=True).page


def test_a_plan_tells_the_targets_of_its_years_and_no_grade(planned: Made) -> None:
    record, page = planned.record, planned.page
    board = next(one for one in read(page).classed("board") if one.all("h3")[0].text == "Cruscotto strategico")
    heads = [head.text for head in board.all("thead")[0].all("th")]
    assert heads == ["Indicatore", "Ultimo consuntivo", "Atteso 2021", "Atteso 2022", "Atteso 2023"]
    assert board.all("svg") == []
    assert "Non ancora" in read(page).classed("whole")[0].text
    assert "0,00%" not in page
    assert len(record.dossier.indicators) == len({row for one in rows_of(page) for row in one})


def rows_of(page: str) -> list[list[str]]:
    """The ids of the indicators on every dashboard."""
    boards = read(page).classed("board")
    return [[row.text.split()[0] for row in one.all("tr")[1:] if row.attributes.get("class") is None] for one in boards]


def test_a_plan_puts_checks_cascade_and_calendar_before_the_dashboards(planned: Made, graded: Made) -> None:
    orders = [
        [one.attributes["id"] for one in read(page).all("section") if "id" in one.attributes]
        for page in (planned.page, graded.page)
    ]
    assert orders[0][:5] == ["rilievi", "cascata", "procedura", "sintesi", "cruscotti"]
    assert orders[1][:5] == ["sintesi", "procedura", "mancanti", "rilievi", "cruscotti"]


def test_a_section_without_rows_is_left_out(write_ente: WriteEnte, make: Make) -> None:
    page = make(write_ente("bergamo", {})).page
    names = {one.attributes["id"] for one in read(page).all("section") if "id" in one.attributes}
    assert {"procedura", "file"} <= names
    filled = ("sintesi", "mancanti", "cruscotti", "cascata", "fondi", "posizioni", "fasce", "tabelle", "parametri")
    assert names.isdisjoint(filled)
    assert [one.text for one in read(page).all("nav")[0].all("a") if one.attributes["href"][1:] not in names] == []
