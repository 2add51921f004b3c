"""The forms of the invented year: the contents of each place in the printed models, and who may read them."""

import csv
from pathlib import Path

import pytest
from printed import copied, lines, merito

NAMES = "persona;cognome;nome;titolo\nD001;Uno;Persona;\nD002;<D1> & figli;{{7*7}};dott.\nSG1;Segretaria;Persona;\nM2;Due;Dirigente;\n"
TEXTS = (
    "oggetto;campo;parte;testo\n"
    "person:D001;punti_critici;;Da sviluppare: lavoro di gruppo & {% raw %}\n"
    "objective:1.1.1;descrizione;;Incontri con le scuole\n"
    "objective:1.1.1;budget;330008;Budget direzionale\n"
    "objective:1.1;azioni;A1;Preparati i materiali\n"
    "indicator:I1.1.1-1;cosa_misura;;I giorni di attesa\n"
    ";imputazione;staff;Capitolo di prova 100\n"
)
WITHOUT_PERSONS = (
    "liquidazione_pubblica",
    "estratto_relazione",
    "validazione",
    "obiettivo_operativo",
    "obiettivo_strategico",
    "monitoraggio_giugno",
    "rendicontazione_strategici",
    "rendicontazione_operativi",
    "riepilogo_aree",
    "certificazione_progetti",
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = copied("brescia", tmp_path_factory.mktemp("moduli"))
    (copy / "enti/brescia/anagrafe.csv").write_text(NAMES, encoding="utf-8")
    (copy / "enti/brescia/2021/testi.csv").write_text(TEXTS, encoding="utf-8")
    assert merito("run", copy, "--as-of", "2022-04-30").exit_code == 0
    printed = merito("forms", copy)
    assert printed.exit_code == 0, printed.output
    return copy / "out/brescia"


@pytest.fixture(scope="module")
def forms(place: Path) -> Path:
    return place / "2021-moduli"


@pytest.mark.long
def test_the_evaluation_sheet_has_the_printed_boxes_in_their_order(forms: Path) -> None:
    told = lines(forms / "scheda_valutazione/scheda_valutazione-D001.docx")
    wanted = [
        "Dipendente | Persona Uno",
        "Categoria | C",
        "Conoscenze richieste | Competenze dimostrate | Punteggio max | Punti | Peso | Tot.",
        "Conoscenze del profilo |  | 10 | 10 | 30 | 30,00",
        "Attività da svolgere | Capacità dimostrate | Punteggio max | Punti | Peso | Tot.",
        "Soft skills richieste | Comportamenti attuati | Punteggio max | Punti | Peso | Tot.",
        "TOTALE | 91,00",
        "Punteggio | 92,69",
        "Livello | Eccellente",
        "71 – 85 | Ottimo",
        "86 – 100 | Eccellente",
    ]
    assert [line for line in told if line in wanted] == wanted
    assert told[0:2] == ["Camera di commercio di Brescia (dati inventati)", "Ufficio personale"]
    assert any("lavoro di gruppo & {% raw %}" in line for line in told)
    assert "Livelli (il modulo pubblicato stampa «51 – 85 Ottimo», che si legge da 71)" in told
    assert "Totale della scheda | 70,00 | 91,00 | Eccellente" in told
    assert not any("I-BS" in line for line in told)


def test_the_evaluation_sheet_says_what_the_score_is_made_of(forms: Path) -> None:
    told = lines(forms / "scheda_valutazione/scheda_valutazione-D001.docx")
    wanted = [
        "Contributo agli obiettivi della struttura | 30,00 | 96,62 | ",
        "Totale della scheda | 70,00 | 91,00 | Eccellente",
        "Punteggio | 92,69",
    ]
    assert [line for line in told if line in wanted] == wanted


def test_the_validation_leaves_no_mark_where_a_sum_is_left_out(forms: Path) -> None:
    told = lines(forms / "validazione/validazione-brescia.docx")
    assert not any("non è validata" in line for line in told)
    assert not any("…" in line or "I-BS-" in line for line in told)
    assert any(line.startswith("Grado attestato | ") for line in told)


def test_the_oiv_certifies_what_each_project_is_worth(forms: Path) -> None:
    told = lines(forms / "certificazione_progetti/certificazione_progetti-brescia.docx")
    assert any(line.endswith("| 3 | 7.200,00 € | 18.000,00 € | 25.200,00 €") for line in told)
    assert "Somma dei coefficienti | 73" in told
    assert "Quota dei fondi (tra il 25% e il 50%) | 44,01%" in told


def test_the_sheet_of_an_objective_is_signed_by_the_area_that_answers_for_it(forms: Path) -> None:
    told = lines(forms / "obiettivo_operativo/obiettivo_operativo-1.1.1.docx")
    assert any("Chi risponde dell'obiettivo" in line for line in told)
    assert any("Area Promozione e Regolazione del mercato" in line and "____" in line for line in told)


def test_a_managers_post_is_not_weighed_as_a_posizione_organizzativa(forms: Path) -> None:
    there = {path.stem for path in (forms / "pesatura").iterdir()}
    assert "pesatura-PO01" in there
    assert "pesatura-DIR1" not in there


def test_a_figure_that_nobody_gave_is_left_to_be_written(forms: Path) -> None:
    told = lines(forms / "attestazione_oiv/attestazione_oiv-brescia.docx")
    assert "ente | Camera di commercio di Brescia (dati inventati) | 96,86% | 97,50% | definitivo" in told
    assert "area | Azienda speciale | 98,60% |  | definitivo" in told
    assert "dirigente | Area Amministrativa | 96,62% |  | definitivo" in told
    assert any(one.startswith("ente | in linea | Scostamenti lievi dovuti a cause esterne | ") for one in told)
    june = lines(forms / "monitoraggio_giugno/monitoraggio_giugno-2.1.2.docx")
    assert "Indicatore 2 di 2.1.2 | sì | non calcolato | " in june


def test_a_post_is_weighed_by_factors_called_as_the_text_calls_them(forms: Path) -> None:
    told = lines(forms / "pesatura/pesatura-PO01.docx")
    assert "Entità del budget | 57 |  | " in told
    assert not any("_" in line and "____" not in line for line in told)


def test_an_act_has_the_account_of_its_own_fund_alone(forms: Path) -> None:
    """The account of the staff's fund is not on the act about the posts' fund."""
    own = "\n".join(lines(forms / "liquidazione/liquidazione-staff.docx"))
    other = "\n".join(lines(forms / "liquidazione/liquidazione-po.docx"))
    assert "Capitolo di prova 100" in own
    assert "Capitolo di prova 100" not in other


def test_what_money_waits_for_is_told_without_the_tables_of_the_data(forms: Path) -> None:
    foot = lines(forms / "liquidazione_pubblica/liquidazione_pubblica-brescia.docx")[-1]
    assert "lo stabilisce la contrattazione integrativa · al" in foot
    assert "riparto_contrattazione" not in foot


def test_the_letter_calls_what_has_a_grade_by_its_title(forms: Path) -> None:
    told = "\n".join(lines(forms / "lettera/lettera-P01.docx"))
    assert "grado di «Area Amministrativa» 96,62%" in told
    assert "grado di «Camera di commercio di Brescia (dati inventati)» 96,86%" in told


def test_a_name_stands_as_it_is_written(forms: Path) -> None:
    told = lines(forms / "scheda_valutazione/scheda_valutazione-D002.docx")
    assert "Dipendente | dott. {{7*7}} <D1> & figli" in told


def test_an_objective_has_its_texts_targets_and_weights(forms: Path) -> None:
    told = lines(forms / "obiettivo_operativo/obiettivo_operativo-1.1.1.docx")
    assert "TITOLO | Iniziative per la sensibilizzazione ambientale" in told
    assert "Indicatore 1 di 1.1.1 | I giorni di attesa | 18 | 16 | 12 | 50" in told
    assert any("Incontri con le scuole" in line for line in told)
    assert "12.000,00 € | 330008 | Budget direzionale" in told
    other = lines(forms / "obiettivo_operativo/obiettivo_operativo-1.1.2.docx")
    assert any(line.startswith("12.000,00 € | 330009 |") and line.endswith("| ") for line in other)


def test_a_strategic_objective_has_the_targets_of_three_years(forms: Path) -> None:
    told = lines(forms / "obiettivo_strategico/obiettivo_strategico-1.1.docx")
    head = next(line for line in told if line.startswith("Indicatore: descrizione"))
    assert "Risultato atteso al 2021 | Peso % | Risultato atteso al 2022 | Peso % | Risultato atteso al 2023" in head
    assert "Indicatore 1 di 1.1 |  | 61% | 71% | 35 | 74% | 35 | 77% | 35" in told


def test_the_account_of_an_objective_has_its_grade_and_those_of_the_operational_ones(forms: Path) -> None:
    told = lines(forms / "rendicontazione_strategici/rendicontazione_strategici-1.1.docx")
    assert "Grado di raggiungimento dell'obiettivo strategico | 99,01%" in told
    assert "Iniziative per la sensibilizzazione ambientale | 15 | Indicatore 1 di 1.1.1 | 50 | 100,00%" in told
    assert " |  | Indicatore 2 di 1.1.1 | 50 | 86,84%" in told
    assert any("Area Amministrativa" in line and "Preparati i materiali" in line for line in told)


def test_the_summaries_print_every_total(forms: Path) -> None:
    by_area = lines(forms / "riepilogo_aree/riepilogo_aree-brescia.docx")
    area = "Riposizionamento della visibilità della Camera nel sistema economico provinciale"
    assert any(line.startswith(f"{area} | 1.1 |") and line.endswith("99,01%") for line in by_area)
    assert " |  | Totale Area strategica 1 | 95,37%" in by_area
    assert sum(area in line for line in by_area) == 1
    by_manager = lines(forms / "riepilogo_dirigenti/riepilogo_dirigenti-brescia.docx")
    assert any("Area Anagrafica | Dirigente Due |" in line for line in by_manager)


def test_the_copy_of_the_payment_without_names_has_no_name_and_no_id(forms: Path) -> None:
    public = "\n".join(lines(forms / "liquidazione_pubblica/liquidazione_pubblica-brescia.docx"))
    reserved = lines(forms / "liquidazione/liquidazione-staff.docx")
    assert "448.500,00 €" in public
    assert not any(word in public for word in ("Persona", "D001", "SG1"))
    assert any(line.startswith("Premi del personale | Persona Uno |") for line in reserved)
    assert any(line.startswith("totale | 110 | 448.500,00 €") for line in reserved)


def test_the_letter_says_the_score_the_sum_and_what_can_be_asked_for(forms: Path) -> None:
    told = lines(forms / "lettera/lettera-D001.docx")
    assert "Il punteggio è 92,69 su 100 (definitivo)." in told
    assert "Il livello è Eccellente: si legge sul totale della scheda di valutazione, 91 punti." in told
    assert any("Tot. Rispetto dei tempi (Attività e capacità) 7;" in line for line in told)
    assert any(line.startswith("Premi del personale: spettano 4.875,00 €") for line in told)
    assert "Le cifre: criterio livello 1,25; peso nel riparto 1,25; somma dei pesi 115." in told
    assert any("può chiedere il riesame" in line and "par. 4.4" in line for line in told)
    assert not any("D002" in line or "esatto" in line for line in told)


def test_a_manager_whose_fund_waits_to_be_divided_is_not_told_that_nothing_is_due(forms: Path) -> None:
    told = lines(forms / "lettera/lettera-M2.docx")
    assert told[told.index("Le somme") + 1] == (
        "Nessuna somma è tra i risultati di quest'anno, e di alcuni fondi la divisione attende ancora: ciò che può "
        "spettare non si sa."
    )


def test_the_foot_tells_state_date_inputs_and_adoption(forms: Path) -> None:
    foot = lines(forms / "scheda_valutazione/scheda_valutazione-D001.docx")[-1]
    assert foot.startswith("definitivo · al 30/4/2022 · dati ")
    assert "esecuzione non adottata" in foot


@pytest.mark.long
def test_names_are_on_the_pages_of_the_office_and_in_no_table_register_or_form_without_persons(
    place: Path, forms: Path
) -> None:
    words = (b"Segretaria", b"&lt;D1&gt;", b"<D1>")
    pages = ("index.html", "calibration.html")
    assert all("Segretaria" in (place / "2021" / name).read_text(encoding="utf-8") for name in pages)
    files = [path for path in (place / "2021").rglob("*") if path.is_file() and path.name not in pages]
    files += list(place.parents[1].glob("registro.sqlite*"))
    assert len(files) > 30
    assert [path for path in files if any(word in path.read_bytes() for word in words)] == []
    public = [path for path in forms.rglob("*.docx") if path.parent.name in WITHOUT_PERSONS]
    assert len(public) > 50
    assert [
        path.name for path in public if any("Segretaria" in line or "Persona Uno" in line for line in lines(path))
    ] == []


def test_every_form_is_in_the_lists(forms: Path) -> None:
    with (forms / "indice.csv").open(encoding="utf-8", newline="") as file:
        listed = {row["file"] for row in csv.DictReader(file)}
    assert listed == {
        path.relative_to(forms).as_posix() for ending in ("docx", "html") for path in forms.glob(f"*/*.{ending}")
    }


def test_the_results_and_their_hashes_stand_as_they_were(place: Path) -> None:
    again = merito("run", place.parents[1], "--as-of", "2022-04-30", "--only-changed")
    assert again.exit_code == 0
    assert "invariati" in again.output or "invariato" in again.output, again.output


def test_a_grade_that_is_not_there_is_not_computed_and_never_a_zero(tmp_path: Path) -> None:
    root = copied("brescia", tmp_path)
    measures = root / "enti/brescia/2021/misure.csv"
    kept = [line for line in measures.read_text(encoding="utf-8").splitlines() if "I1.1.1-2;finale" not in line]
    measures.write_text("\n".join(kept) + "\n", encoding="utf-8")
    assert merito("run", root, "--as-of", "2022-04-30").exit_code == 0
    assert merito("forms", root, "rendicontazione_operativi", "--subject", "1.1.1").exit_code == 0
    (path,) = (root / "out/brescia/2021-moduli").rglob("*.docx")
    told = lines(path)
    row = next(line for line in told if line.startswith("Indicatore 2 di 1.1.1 |"))
    assert row.endswith(("| 50 | non calcolato: provvisorio", "| 50 | non calcolato: non misurato")), row
    assert not any("0,00%" in line.replace("100,00%", "") for line in told)
    assert told[-1].startswith("PROVVISORIO · ")


def test_a_blank_sheet_has_names_factors_and_weights_and_no_points(tmp_path: Path) -> None:
    root = copied("brescia", tmp_path)
    assert merito("forms", root, "scheda_valutazione", "--subject", "D001", "--blank").exit_code == 0
    (path,) = (root / "out/brescia/2021-moduli").rglob("*.docx")
    told = lines(path)
    assert "Dipendente | Persona Uno" in told
    assert "Conoscenze del profilo |  | 10 |  | 30 | " in told
    assert "TOTALE | " in told
    assert told[-1].startswith("modulo da compilare · ")


def test_the_estimates_of_later_years_stand_beside_the_account(tmp_path: Path) -> None:
    root = copied("brescia", tmp_path)
    resources = root / "enti/brescia/2021/risorse.csv"
    head, *rows = resources.read_text(encoding="utf-8").splitlines()
    later = ["1.1;330000;13.000,00;;;2022", "1.1;330000;14.000,00;;;2023"]
    resources.write_text("\n".join((f"{head};anno", *(f"{row};" for row in rows), *later)) + "\n", encoding="utf-8")
    assert merito("run", root, "--as-of", "2022-04-30").exit_code == 0
    assert merito("forms", root, "obiettivo_strategico", "--subject", "1.1").exit_code == 0
    (path,) = (root / "out/brescia/2021-moduli").rglob("*.docx")
    assert "330000 | 12.000,00 € | 13.000,00 € | 14.000,00 €" in lines(path)


def test_linked_objectives_stand_with_their_own_weight_and_those_of_their_indicators(forms: Path) -> None:
    """35 + 35 + 15 + 15 are the 100 of objective 1.1 (par. 3.1): the indicators of 1.1.1 share its 15."""
    for name in ("obiettivo_strategico", "rendicontazione_strategici"):
        told = lines(next((forms / name).glob(f"{name}-1.1.docx")))
        start = next(at for at, line in enumerate(told) if line.startswith("Obiettivo operativo | Peso | Indicatore"))
        own = [line.split(" | ") for line in told[start + 1 : start + 5]]
        assert [cells[1] for cells in own] == ["15", "", "15", ""]
        assert [cells[2:4] for cells in own] == [
            ["Indicatore 1 di 1.1.1", "50"],
            ["Indicatore 2 di 1.1.1", "50"],
            ["Indicatore 1 di 1.1.2", "50"],
            ["Indicatore 2 di 1.1.2", "50"],
        ]


@pytest.mark.long
def test_a_post_weighed_twice_says_from_which_day_and_by_which_act_each_row_counts(tmp_path: Path) -> None:
    copy = copied("brescia", tmp_path)
    scores, acts = copy / "enti/brescia/2021/punteggi_posizioni.csv", copy / "enti/brescia/atti.csv"
    head, *rows = scores.read_text(encoding="utf-8").splitlines()
    again = [f"{row};1/7/2021;P2" for row in rows if row.startswith("PO01;entita_budget;")]
    scores.write_text("\n".join((f"{head};dal;atto", *(f"{row};;" for row in rows), *again)), encoding="utf-8")
    first = "G1;verbale_pesatura;8/1/2021;"
    told = acts.read_text(encoding="utf-8")
    second = next(row for row in told.splitlines() if row.startswith(first)).replace(
        first, "P2;verbale_pesatura;20/6/2021;"
    )
    acts.write_text(f"{told.rstrip()}\n{second}\n", encoding="utf-8")
    ran = merito("run", copy, "--as-of", "2022-04-30")
    assert ran.exit_code == 0, ran.output
    printed = merito("forms", copy, "pesatura", "--subject", "PO01")
    assert printed.exit_code == 0, printed.output
    told = lines(copy / "out/brescia/2021-moduli/pesatura/pesatura-PO01.docx")
    assert "Fattore | Punti | Dal (se dopo il 1/1) | Verbale" in told
    budget = [one for one in told if one.startswith("Entità del budget | ")]
    assert budget[0] == "Entità del budget | 57 |  | "
    assert budget[1].startswith("Entità del budget | 57 | 1/7/2021 | ")
    assert "20/6/2021" in budget[1]
