"""The evaluators' sheets through the pages: whether one is still what is asked, and which value holds where it differs."""

import html
import io
import re
from pathlib import Path

from open_window import Got, Window
from openpyxl import load_workbook

AS_OF = "al=2022-07-31"
ENTE = "camera-di-prova"
NOT_ANY_MORE = "la scheda consegnata non è più quella chiesta: riconsegnarla"
OF_D1 = "D1_dirigente.xlsx"


def space(window: Window) -> Path:
    return window.home.parent / "spazio"


def evaluations(window: Window) -> Got:
    return window.get(f"{window.year_of(ENTE, 2021)}valutazioni?{AS_OF}")


def handed_out(window: Window) -> Got:
    return window.worked(window.post(f"{window.year_of(ENTE, 2021)}valutazioni/consegna?{AS_OF}"))


def test_a_sheet_is_handed_out_again_from_the_page_once_something_asked_has_changed(office: Window) -> None:
    handed_out(office)
    assert NOT_ANY_MORE not in evaluations(office).page
    (space(office) / "enti" / ENTE / "anagrafe.csv").write_text(
        "persona;cognome;nome\nE1;Rossi;Maria\n", encoding="utf-8"
    )
    page = evaluations(office)
    assert f"{NOT_ANY_MORE} è cambiato: i nomi" in page.page, page.page
    assert page.source.count("Riconsegna<") == 1
    handed_out(office)
    assert NOT_ANY_MORE not in evaluations(office).page
    path = space(office) / "enti" / ENTE / "2021" / "valutazioni_fattori.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("E1;attenzione agli utenti;c;8;10", "E1;attenzione agli utenti;c;8;20"), encoding="utf-8"
    )
    assert "è cambiato: i massimi, i pesi o i periodi" in evaluations(office).page
    path.write_text(text.replace("E2;attenzione agli utenti;", "E2;attenzione ai cittadini;"), encoding="utf-8")
    assert "è cambiato: i fattori" in evaluations(office).page
    path.write_text(text, encoding="utf-8")
    assert NOT_ANY_MORE not in evaluations(office).page


def test_where_a_sheet_and_the_office_differ_the_page_shows_both_and_asks_which_holds(office: Window) -> None:
    (space(office) / "enti" / ENTE / "anagrafe.csv").write_text(
        "persona;cognome;nome\nE1;Rossi;Maria\n", encoding="utf-8"
    )
    handed_out(office)
    book = load_workbook(space(office) / "schede" / ENTE / "2021" / OF_D1)
    book["scheda"]["M4"], book["scheda"]["M5"] = 7.5, 9
    book["persone"]["H3"] = "ha lavorato bene"
    buffer = io.BytesIO()
    book.save(buffer)
    page = office.upload(f"{office.year_of(ENTE, 2021)}valutazioni/torna?{AS_OF}", OF_D1, buffer.getvalue())
    assert "l'ufficio: 8; la scheda di D1 (dirigente): 7,5" in page.page, page.page
    assert "Maria Rossi motivazione ha lavorato bene D1 (dirigente)" in page.page, page.page
    assert "collect" not in page.page and OF_D1 not in page.page, page.page
    assert "vale la scheda: 7,5" in page.page and "vale il dato dell'ufficio: 8" in page.page, page.page
    cells = [html.unescape(one) for one in re.findall(r'name="cella" value="([^"]+)"', page.source)]
    assert cells == [f"{OF_D1}:scheda:M4", f"{OF_D1}:scheda:M5"]
    form = {"cella": cells, "vale": ["scheda", "ufficio"]}
    done = office.worked(office.post_many(f"{office.year_of(ENTE, 2021)}valutazioni/prendi?{AS_OF}", form))
    assert "Finito in" in done.page, done.page
    year = space(office) / "enti" / ENTE / "2021"
    text = (year / "valutazioni_fattori.csv").read_text(encoding="utf-8")
    assert "E1;attenzione agli utenti;c;7,5;10;SI" in text
    assert "E1;collaborazione;c;6;10;" in text
    assert "ha lavorato bene" in (year / "valutazioni_restituite.csv").read_text(encoding="utf-8-sig")
    assert "Da confermare" not in evaluations(office).page


def test_a_printed_sheet_names_each_factor_and_a_person_without_a_name_is_its_id(office: Window) -> None:
    page = evaluations(office)
    [path] = [
        html.unescape(one) for one in re.findall(r'href="([^"]+/stampa[^"]*D1[^"]*)"', page.source) if "SG1" not in one
    ]
    printed = office.get(path).page
    for text in ("Maria Rossi E1", "attenzione agli utenti", "Comportamenti organizzativi", "PO1"):
        assert text in printed, printed
    assert re.search(r"<td>PO1, Maria Rossi, E2, E3</td>", page.source), page.source


def test_an_evaluator_is_called_by_name(office: Window) -> None:
    (space(office) / "enti" / ENTE / "anagrafe.csv").write_text(
        "persona;cognome;nome\nE1;Rossi;Maria\nD1;Neri;Anna\n", encoding="utf-8"
    )
    page = evaluations(office)
    assert "Anna Neri (dirigente)" in page.page, page.page
    assert "D1 (dirigente)" not in page.page
    [path] = [
        html.unescape(one) for one in re.findall(r'href="([^"]+/stampa[^"]*D1[^"]*)"', page.source) if "SG1" not in one
    ]
    assert "valuta: Anna Neri (dirigente)" in office.get(path).page
