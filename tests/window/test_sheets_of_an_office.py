"""The sheets of an office through the pages: what is told beside a cell, words, names, and versions taken back."""

import html
import io
import os
import re
import signal
from pathlib import Path

from open_window import Got, Window
from openpyxl import Workbook, load_workbook

AS_OF = "al=2022-07-31"
ENTE = "camera-di-prova"
NAMES = "persona;cognome;nome\nE1;Rossi;Maria\nE2;Verdi;Aldo\n"


def folder(window: Window) -> Path:
    return window.home.parent / "spazio" / "enti" / ENTE


def of_year(window: Window, name: str) -> str:
    return (folder(window) / "2021" / f"{name}.csv").read_text(encoding="utf-8")


def book(*rows: list[object]) -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def uploaded(window: Window, table: str, content: bytes | str, name: str = "loro.csv") -> Got:
    sent = content.encode() if isinstance(content, str) else content
    return window.upload(f"{window.year_of(ENTE, 2021)}dati/{table}/carica?{AS_OF}", name, sent)


def sent(window: Window, page: Got, button: str, form: dict[str, str] | None = None) -> Got:
    """Sends the form of a page whose address ends so, with its key."""
    action = re.search(rf'action="([^"]+/{button}[^"]*)"', page.source)
    key = re.search(r'name="chiave" value="(\w+)"', page.source)
    assert action is not None, page.page
    return window.post(html.unescape(action[1]), {"chiave": key[1] if key else "", **(form or {})})


def wrong_cells(page: Got) -> list[str]:
    cells = re.findall(r'<td class="wrong">(.*?)</td>', page.source, re.DOTALL)
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", " ", one)).split()) for one in cells]


def with_names(window: Window) -> None:
    (folder(window) / "anagrafe.csv").write_text(NAMES, encoding="utf-8")


def test_the_row_of_the_headings_and_a_total_are_told_in_the_preview(office: Window) -> None:
    shown = uploaded(
        office,
        "assenze",
        book(["CAMERA DI PROVA"], [], ["persona", "dal", "al"], ["E1", "1/3/2021", "5/3/2021"], ["TOTALE", None, 5]),
        "assenze 2021.xlsx",
    )
    assert "le intestazioni sono quelle della riga 3" in shown.page, shown.page
    assert "«CAMERA DI PROVA»" in shown.page
    assert "riga 5, «TOTALE»: è un totale" in shown.page
    assert "aggiunte: 1" in shown.page


def test_the_page_of_headings_tells_the_row_too_and_divides_names(office: Window) -> None:
    shown = uploaded(
        office, "anagrafe", "Anagrafica, al 31/12\n;;\nMatricola;Cognome e nome;Titoli\nE1;Rossi Maria;Rag.\n"
    )
    assert "le intestazioni sono quelle della riga 3" in shown.page, shown.page
    assert re.search(r'value="surname\+name" selected', shown.source), shown.source
    said = {"loro": ["Matricola", "Cognome e nome", "Titoli"], "nostra": ["person", "surname+name", "title"]}
    action = re.search(r'action="([^"]+/corrispondenze[^"]*)"', shown.source)
    key = re.search(r'name="chiave" value="(\w+)"', shown.source)
    assert action is not None and key is not None
    preview = office.post_many(html.unescape(action[1]), {"chiave": [key[1]], **said})
    assert "aggiunte: 1" in preview.page, preview.page
    assert "Scritto" in sent(office, preview, "scrivi").page
    assert "E1;Rossi;Maria;Rag.;" in (folder(office) / "anagrafe.csv").read_text(encoding="utf-8")


def test_points_above_the_maximum_stand_beside_their_cell(office: Window) -> None:
    with_names(office)
    text = of_year(office, "valutazioni_fattori").replace("utenti;c;8;10", "utenti;c;880;10", 1)
    shown = uploaded(office, "valutazioni_fattori", text)
    [cell] = wrong_cells(shown)
    assert cell == "8 880 sono più del massimo della riga; atteso al massimo 10"
    assert "Punti delle valutazioni, Rossi Maria (E1), attenzione agli utenti, c, colonna punti: sono più" in shown.page


def test_what_the_rules_say_of_a_cell_stands_beside_it(office: Window) -> None:
    text = of_year(office, "indicatori").replace("8;15;;f;Contabilità", "8;19;;f;Contabilità", 1)
    shown = uploaded(office, "indicatori", text)
    assert "Nessun errore nuovo" in shown.page
    [cell] = wrong_cells(shown)
    assert cell.startswith("15 19 nota: il risultato atteso 2021 (19) è peggiore dell'ultimo consuntivo (18)"), (
        shown.page
    )


def test_wrong_days_and_people_and_units_are_all_told_at_once(office: Window) -> None:
    with_names(office)
    text = of_year(office, "personale")
    text = text.replace("E1;U1;", "E1;UX;", 1).replace(";SI;;dirigente", ";SI;31/2/2021;dirigente", 1)
    shown = uploaded(office, "personale", text)
    told = "\n".join(wrong_cells(shown))
    assert "UX" in told and "31/2/2021" in told, shown.page
    assert "Personale, Rossi Maria (E1), colonna unita: trovato «UX»" in shown.page, shown.page
    assert ".csv" not in shown.page


def test_one_correction_of_a_word_serves_all_rows_and_the_next_upload(office: Window) -> None:
    text = of_year(office, "personale").replace(";dipendente", ";dip.te").replace("posizione_organizzativa", "P.O.")
    shown = uploaded(office, "personale", text)
    assert "Parole da correggere" in shown.page
    assert shown.source.count('name="parola"') == 2
    key = re.search(r'name="chiave" value="(\w+)"', shown.source)
    action = re.search(r'action="([^"]+/parole[^"]*)"', shown.source)
    assert key is not None and action is not None
    form = {
        "chiave": [key[1]],
        "colonna": ["ruolo", "ruolo"],
        "parola": ["dip.te", "P.O."],
        "nostra": ["dipendente", "posizione_organizzativa"],
    }
    corrected = office.post_many(html.unescape(action[1]), form)
    assert "Nessun errore nuovo" in corrected.page, corrected.page
    assert "«P.O.» vale «posizione_organizzativa», in 1 riga" in corrected.page
    again = uploaded(office, "personale", text)
    assert "Parole da correggere" not in again.page
    assert "cambiate: 0" in again.page


def test_faults_of_the_year_are_told_by_name_and_not_by_file(office: Window) -> None:
    with_names(office)
    path = folder(office) / "2021" / "personale.csv"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace("E1;U1;", "E1;UX;", 1), encoding="utf-8")
    try:
        page = office.get(office.year_of(ENTE, 2021)).page
        assert "Personale, Rossi Maria (E1), colonna unita: trovato «UX»" in page, page
        assert "personale.csv" not in page
        assert "Rossi Maria (E1)" in office.get(f"{office.year_of(ENTE, 2021)}dati/personale").page
    finally:
        path.write_text(before, encoding="utf-8")


def test_a_version_is_taken_back_after_a_look_at_what_changes(office: Window) -> None:
    before = of_year(office, "assenze") if (folder(office) / "2021" / "assenze.csv").exists() else None
    first = uploaded(office, "assenze", "persona;dal;al\nE1;1/3/2021;5/3/2021\nE2;1/4/2021;2/4/2021\n")
    sent(office, first, "scrivi")
    written = of_year(office, "assenze")
    sent(office, uploaded(office, "assenze", "persona;dal;al\nE1;1/3/2021;9/3/2021\n"), "scrivi")
    now = of_year(office, "assenze")
    page = office.get(f"{office.year_of(ENTE, 2021)}dati/assenze")
    shown = sent(office, page, "riprendi", {"quale": versions(page)[0]})
    assert "aggiunte: 1" in shown.page and "cambiate: 1" in shown.page, shown.page
    assert "9/3/2021" in shown.page
    assert of_year(office, "assenze") == now
    assert "Scritto" in sent(office, shown, "scrivi").page
    assert of_year(office, "assenze") == written
    assert before != written


def test_what_a_spreadsheet_changed_meanwhile_is_not_lost_to_an_old_version(office: Window) -> None:
    sent(office, uploaded(office, "assenze", "persona;dal;al\nE1;1/3/2021;5/3/2021\n"), "scrivi")
    sent(office, uploaded(office, "assenze", "persona;dal;al\nE2;1/5/2021;5/5/2021\n"), "scrivi")
    page = office.get(f"{office.year_of(ENTE, 2021)}dati/assenze")
    shown = sent(office, page, "riprendi", {"quale": versions(page)[0]})
    path = folder(office) / "2021" / "assenze.csv"
    path.write_text("persona;dal;al\nE2;1/5/2021;7/5/2021\n", encoding="utf-8")
    told = sent(office, shown, "scrivi")
    assert "è cambiato intanto, e non si sovrascrive" in told.page
    assert "7/5/2021" in path.read_text(encoding="utf-8")


def test_taking_back_from_before_there_was_a_table_shows_every_row_gone(office: Window) -> None:
    sent(office, uploaded(office, "progetti", "id;titolo\nP1;Progetto di prova\n"), "scrivi")
    page = office.get(f"{office.year_of(ENTE, 2021)}dati/progetti")
    shown = sent(office, page, "riprendi", {"quale": versions(page)[-1]})
    assert "tolte: 1" in shown.page, shown.page
    sent(office, shown, "scrivi")
    assert not list(folder(office).rglob("progetti.csv"))


def test_a_workbook_is_taken_back_whole_and_its_other_sheets_are_told(office: Window) -> None:
    path = folder(office) / "2021" / "data.xlsx"
    made = Workbook()
    first, second = made.active, made.create_sheet("progetti")
    assert first is not None
    first.title = "assenze"
    for row in (["persona", "dal", "al"], ["E1", "1/3/2021", "5/3/2021"]):
        first.append(row)
    for row in (["id", "titolo"], ["P1", "Progetto di prova"]):
        second.append(row)
    (folder(office) / "2021" / "assenze.csv").unlink(missing_ok=True)
    made.save(path)
    sent(office, uploaded(office, "assenze", "persona;dal;al\nE1;1/3/2021;9/3/2021\n"), "scrivi")
    changed = load_workbook(path)
    changed["progetti"]["B2"] = "Altro titolo"
    changed.save(path)
    page = office.get(f"{office.year_of(ENTE, 2021)}dati/assenze")
    shown = sent(office, page, "riprendi", {"quale": versions(page)[0]})
    assert "cambiate: 1" in shown.page, shown.page
    assert "il file si riprende intero: cambiano anche i fogli progetti" in shown.page
    path.unlink()


def versions(page: Got) -> list[str]:
    return re.findall(r'name="quale" value="([^"]+)"', page.source)


def test_the_row_taken_for_the_headings_is_changed_in_the_page(office: Window) -> None:
    rows = "persona;dal;al\n(quelle dell'anno scorso);;\nMatricola;Inizio;Fine\nE1;1/3/2021;5/3/2021\n"
    shown = uploaded(office, "assenze", rows)
    assert re.search(r'name="riga" min="1" value="1"', shown.source), shown.source
    read = sent(office, shown, "riga-intestazioni", {"riga": "3"})
    assert "le intestazioni sono quelle della riga 3" in read.page, read.page
    assert re.search(r'name="riga" min="1" value="3"', read.source), read.source
    assert "Matricola" in read.page
    nowhere = sent(office, read, "riga-intestazioni", {"riga": "90"})
    assert "la riga 90 è in bianco, o non c'è" in nowhere.page, nowhere.page


def test_what_the_rules_have_not_said_yet_is_told_and_asked_again(office: Window) -> None:
    year = office.year_of(ENTE, 2021)
    assert office.get(f"{year}?{AS_OF}").status == 200  # the faults of the data are known
    text = of_year(office, "indicatori").replace("8;15;;f;Contabilità", "8;21;;f;Contabilità", 1)
    tasks = Path(f"/proc/{office.process.pid}/task").glob("*/children")
    busy = [int(one) for task in tasks for one in task.read_text().split()]
    try:
        for one in busy:
            os.kill(one, signal.SIGSTOP)
        shown = uploaded(office, "indicatori", text)
    finally:
        for one in busy:
            os.kill(one, signal.SIGCONT)
    assert "I rilievi delle regole non sono ancora calcolati" in shown.page, shown.page
    again = sent(office, shown, "guarda")
    assert "I rilievi delle regole non sono ancora calcolati" not in again.page
    assert "il risultato atteso 2021 (21) è peggiore" in again.page, again.page


THEIR_ABSENCES = "Chi;Inizio;Fine;Motivo\nE1;1/3/2021;5/3/2021;ferie\n"


def asked(page: Got) -> dict[str, str]:
    """Each heading that the page of headings asks for, with the column that stands chosen."""
    found = re.findall(r'name="loro" value="([^"]*)"><select[^>]*>(.*?)</select>', page.source, re.DOTALL)
    chosen = {head: re.search(r'<option value="([^"]*)" selected', options) for head, options in found}
    return {html.unescape(head): one[1] if one else "" for head, one in chosen.items()}


def said(window: Window, page: Got, **columns: str) -> Got:
    action = re.search(r'action="([^"]+/corrispondenze[^"]*)"', page.source)
    key = re.search(r'name="chiave" value="(\w+)"', page.source)
    assert action is not None and key is not None, page.page
    form = {"chiave": [key[1]], "loro": list(columns), "nostra": list(columns.values())}
    return window.post_many(html.unescape(action[1]), form)


def test_a_heading_left_out_by_mistake_is_asked_again_and_not_remembered(office: Window) -> None:
    shown = uploaded(office, "assenze", THEIR_ABSENCES)
    refused = said(office, shown, Chi="", Inizio="from", Fine="to", Motivo="")
    assert "Servono ancora: persona." in refused.page, refused.page
    assert asked(refused) == {"Chi": "", "Inizio": "from", "Fine": "to", "Motivo": ""}
    assert "Chi" in asked(uploaded(office, "assenze", THEIR_ABSENCES))
    preview = said(office, refused, Chi="person", Inizio="from", Fine="to", Motivo="")
    assert "aggiunte: 1" in preview.page, preview.page
    assert "Colonne del foglio lasciate fuori: Motivo." in preview.page


def test_what_was_said_of_the_headings_can_be_changed_from_the_preview(office: Window) -> None:
    shown = uploaded(office, "assenze", THEIR_ABSENCES)
    if "Cambia le corrispondenze" not in shown.page:
        shown = said(office, shown, Chi="person", Inizio="from", Fine="to", Motivo="")
    again = said(office, shown)
    assert asked(again) == {"Chi": "person", "Inizio": "from", "Fine": "to", "Motivo": ""}, again.page
    changed = said(office, again, Chi="person", Inizio="from", Fine="to", Motivo="kind")
    assert "lasciate fuori" not in changed.page, changed.page
    assert "ferie" in changed.page


def test_another_row_is_told_by_its_number_in_the_sheet_of_the_office(office: Window) -> None:
    head, *rows = [line.split(";") for line in of_year(office, "personale").splitlines()]
    shown = uploaded(office, "personale", book(["Elenco del personale"], [], head, *rows, rows[0]), "loro.xlsx")
    assert f"è già in Personale, riga 4, trovato «{rows[0][0]}»" in shown.page, shown.page
    assert "riga 4" in wrong_cells(shown)[-1]
    assert ".csv" not in shown.page


def test_two_rows_of_a_table_with_the_same_key_are_both_told_by_number(office: Window) -> None:
    path = folder(office) / "2021" / "personale.csv"
    before = path.read_text(encoding="utf-8")
    path.write_text(before + before.splitlines()[1] + "\n", encoding="utf-8")
    try:
        page = office.get(f"{office.year_of(ENTE, 2021)}dati/personale").page
        assert "è già in Personale, riga 2" in page, page
    finally:
        path.write_text(before, encoding="utf-8")


def test_a_table_that_names_one_without_rows_is_no_fault_of_its_own_rows(office: Window) -> None:
    path = folder(office) / "2021" / "unita.csv"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.splitlines()[0] + "\n", encoding="utf-8")
    try:
        text = of_year(office, "personale")
        text += next(line for line in text.splitlines() if line.startswith("E1;")).replace("E1;", "E99;", 1) + "\n"
        shown = uploaded(office, "personale", text)
        assert "Nessun errore nuovo" in shown.page, shown.page
        assert "colonna unita, celle: 6. Non c'è ancora nessuna riga in «Strutture»: riempirla prima." in shown.page
        assert wrong_cells(shown) == []
        page = office.get(f"{office.year_of(ENTE, 2021)}dati/personale").page
        assert page.count("Non c'è ancora nessuna riga in «Strutture»: riempirla prima.") == 1, page
    finally:
        path.write_text(before, encoding="utf-8")


def test_an_unknown_code_names_the_table_by_its_title(office: Window) -> None:
    text = of_year(office, "personale").replace("E1;U1;", "E1;UX;", 1)
    shown = uploaded(office, "personale", text)
    assert "atteso un id che esiste tra «Strutture»" in shown.page, shown.page
    assert "UX atteso un id che esiste tra «Strutture»" in wrong_cells(shown)[0]


def test_usual_headings_are_offered_with_the_column_that_they_mean(office: Window) -> None:
    shown = uploaded(office, "unita", "Codice;Denominazione;Tipo di struttura;Dipende da\nUX;Ufficio;ufficio;A1\n")
    meant = {"Codice": "id", "Denominazione": "name", "Tipo di struttura": "kind", "Dipende da": "parent"}
    assert asked(shown) == meant, shown.page
    measures = uploaded(office, "misure", "Cod. indicatore;Momento;Risultato\nI1;finale;4\n")
    assert asked(measures) == {"Cod. indicatore": "indicator", "Risultato": "value"}, measures.page
