"""What a printed form says: texts, figures, grades, signatures; and that it is provisional or adopted."""

import re
from pathlib import Path

import pytest
from chamber import DATE, ENTE, forms_of
from printed import copied, lines, merito


def test_the_sheet_of_objectives_has_indicators_targets_grades_and_no_fraction(ran: Path) -> None:
    assert merito("forms", ran, "scheda_obiettivi").exit_code == 0
    told = lines(forms_of(ran) / "scheda_obiettivi/scheda_obiettivi-scheda-e1.docx")
    assert any(line.endswith("100,00%") for line in told)
    assert any("Per ricevuta, chi è valutato\nE1" in line for line in told)


def test_an_action_that_only_the_indicator_has_is_on_the_dashboard_too(ran: Path) -> None:
    assert merito("forms", ran, "cruscotto").exit_code == 0
    told = lines(forms_of(ran) / "cruscotto/cruscotto-promozione.docx")
    assert any(line.startswith("Promuovere il territorio | Turismo | Progetto Turismo | ") for line in told)


def test_an_indicator_without_an_objective_does_not_stand_under_the_one_above(ran: Path) -> None:
    assert merito("forms", ran, "cruscotto").exit_code == 0
    told = lines(forms_of(ran) / "cruscotto/cruscotto-promozione.docx")
    assert any(line.startswith("— |  | Guida al bando scritta | ") for line in told)


@pytest.mark.parametrize(
    ("form", "subject", "person"), [("incarico_dirigenziale", "DIR1", "D1"), ("accordo_agile", "E1", "E1")]
)
def test_who_takes_a_post_or_makes_an_agreement_accepts_it(ran: Path, form: str, subject: str, person: str) -> None:
    assert merito("forms", ran, form, "--subject", subject).exit_code == 0
    told = lines(forms_of(ran) / f"{form}/{form}-{subject}.docx")
    assert any(f"Per accettazione\n{person}" in line for line in told)
    assert not any("Per ricevuta" in line for line in told)


@pytest.mark.long
def test_a_ranking_is_in_the_order_of_its_places_and_proposals_about_nobody_are_not_printed(tmp_path: Path) -> None:
    root = copied("comunita-montane", tmp_path)
    assert merito("run", root, "--ente", "tre-ponti", "--as-of", "2022-06-01").exit_code == 0
    assert merito("forms", root, "--ente", "tre-ponti").exit_code == 0
    folder = root / "out/tre-ponti/2021-moduli"
    told = [line.split(" | ") for line in lines(folder / "graduatoria/graduatoria-SOC.docx")]
    assert ["Graduatoria", "Area servizi alla persona"] in told
    assert [line[0] for line in told if len(line) == 6][1:11] == [*"123456789", ""]
    assert not (folder / "proposta_valutazioni").exists()


def test_provisional_results_and_simulations_say_so_on_every_page(chamber: Path, tmp_path: Path) -> None:
    assert merito("run", chamber, "--as-of", "2021-06-30", "--provisional").exit_code == 0
    assert merito("forms", chamber, "estratto_relazione").exit_code == 0
    (path,) = forms_of(chamber).rglob("*.docx")
    assert lines(path)[-1].startswith("PROVVISORIO, somme sospese: ")
    supposed = ("--set", "positive_threshold=70", "--out", tmp_path / "prova")
    assert merito("run", chamber, *DATE, *supposed).exit_code == 0
    assert merito("forms", chamber, "estratto_relazione", *supposed).exit_code == 0
    (path,) = (tmp_path / "prova/camera-di-prova/2021-moduli").rglob("*.docx")
    assert lines(path)[-1].startswith("SIMULAZIONE: ")


def test_money_that_is_withheld_says_what_it_waits_for(chamber: Path) -> None:
    ente = chamber / ENTE / "ente.toml"
    text = ente.read_text(encoding="utf-8")
    ente.write_text("\n".join(one for one in text.splitlines() if "I-BG-20" not in one), encoding="utf-8")
    assert text != ente.read_text(encoding="utf-8")
    (chamber / ENTE / "2021/pagamenti.csv").unlink()  # what was paid remains
    assert merito("run", chamber, *DATE).exit_code == 0
    assert merito("forms", chamber, "lettera", "--subject", "E1").exit_code == 0
    (path,) = forms_of(chamber).rglob("*.docx")
    assert lines(path)[-1].startswith("somme sospese: ")
    assert any(line.startswith("La somma sospesa, o non data, aspetta: ") for line in lines(path))


def test_an_adopted_run_is_told_with_its_entry_and_act(ran: Path) -> None:
    with (ran / ENTE / "2021/atti.csv").open("a", encoding="utf-8") as file:
        file.write("AD;adozione_risultati;31/7/2022;Giunta;;;;;\n")
    assert merito("run", ran, *DATE).exit_code == 0
    adopted = merito("adopt", "2", "--act", "AD", "--path", ran, "--with-suspended", *DATE)
    assert adopted.exit_code == 0, adopted.stderr
    assert merito("forms", ran, "validazione").exit_code == 0
    (path,) = forms_of(ran).rglob("*.docx")
    assert "esecuzione adottata (voce 2, atto" in lines(path)[-1]


def test_acts_and_holders_are_called_by_what_they_are_and_no_code_is_left(ran: Path) -> None:
    assert merito("forms", ran, "incarico", "scheda_obiettivi", "relazione_oiv", "accordo_agile").exit_code == 0
    out = ran / "out/camera-di-prova/2021-moduli"
    group = lines(out / "scheda_obiettivi/scheda_obiettivi-scheda-u2.docx")
    assert "A chi | Servizio Registro imprese" in group
    report = lines(out / "relazione_oiv/relazione_oiv-camera-di-prova.docx")
    assert any("Approvazione del Piano Performance (Giunta, n. 5 del 28/1/2021)" in line for line in report)
    agile = lines(out / "accordo_agile/accordo_agile-E1.docx")
    assert "Fasce di contattabilità" in agile
    told = "\n".join("\n".join(lines(path)) for path in out.rglob("*.docx"))
    assert not re.search(r"\b(?:BG|BP|I-BG|I-BP)-\d|\b(?:unit|position|person):", told)


def test_evaluations_side_by_side_have_names_among_forms_and_results(ran: Path) -> None:
    names = ran / ENTE / "anagrafe.csv"
    names.write_text("persona;cognome;nome;titolo\nD1;<b>Uno & Due;Dirigente;\n", encoding="utf-8")
    told = merito("forms", ran, "calibrazione")
    assert told.exit_code == 0, told.stderr
    assert "Valutazioni a confronto, con i nomi: una pagina" in told.output
    page = forms_of(ran) / "calibrazione/calibrazione.html"
    assert "Dirigente &lt;b&gt;Uno &amp; Due (D1, dirigente): 4" in page.read_text(encoding="utf-8")
    assert page.stat().st_mode & 0o077 == 0
    assert merito("run", ran, *DATE).exit_code == 0
    results = ran / "out/camera-di-prova/2021"
    assert b"Uno &amp; Due" in (results / "calibration.html").read_bytes()
    assert b"Uno &amp; Due" not in (results / "giunta.html").read_bytes()
    assert [path for path in results.rglob("*.csv") if b"Uno" in path.read_bytes()] == []


def test_a_project_sheet_says_who_answers_for_the_project_and_for_each_activity(chamber: Path) -> None:
    """Ch. 3.2: a project has its own responsible person, and each activity may have another; a unit may be named."""
    for name, head, mark in (("indicatori", "id;titolo", "I1;"), ("attivita", "indicatore;id;titolo", "I1;1;")):
        path = chamber / ENTE / f"2021/{name}.csv"
        rows = path.read_text(encoding="utf-8").splitlines()
        told = ("responsabile" if row.startswith(head) else "unit:U2" if row.startswith(mark) else "" for row in rows)
        path.write_text("".join(f"{row};{own}\n" for row, own in zip(rows, told, strict=True)), encoding="utf-8")
    assert merito("run", chamber, *DATE).exit_code == 0
    assert merito("forms", chamber, "scheda_progetto").exit_code == 0
    told = lines(forms_of(chamber) / "scheda_progetto/scheda_progetto-I1.docx")
    unit = next(line for line in told if line.startswith("Chi ne risponde\n")).split("\n")[1]
    assert unit
    assert f"Fiera di primavera | sì |  | {unit} | sì" in told


def test_a_revocation_is_signed_by_whom_the_article_names(ran: Path) -> None:
    """Art. 27 c. 5: the dirigente, for a holder; art. 22 c. 2: the Segretario Generale, for a manager."""
    assert (
        merito("forms", ran, "revoca", "revoca_dirigenziale", "--subject", "POS1", "--subject", "DIR1").exit_code == 0
    )
    folder = forms_of(ran)
    assert sorted(path.name for path in folder.rglob("*.docx")) == ["revoca-POS1.docx", "revoca_dirigenziale-DIR1.docx"]
    assert any(line.startswith("Dirigente\n") for line in lines(folder / "revoca/revoca-POS1.docx"))
    manager = lines(folder / "revoca_dirigenziale/revoca_dirigenziale-DIR1.docx")
    assert any(line.startswith("Segretario Generale\n") for line in manager)


def test_a_grade_that_nobody_attests_has_no_row_and_whoever_is_paid_does_not_sign(ran: Path) -> None:
    assert merito("forms", ran, "estratto_relazione", "validazione", "liquidazione").exit_code == 0
    assert not any("Grado attestato" in line for path in forms_of(ran).rglob("*.docx") for line in lines(path))
    for path in forms_of(ran).rglob("liquidazione-*.docx"):
        assert any("si astiene e non firma" in line for line in lines(path))


def test_the_minutes_on_merit_bands_are_signed_by_the_conferenza(tmp_path: Path) -> None:
    root = copied("comunita-montane", tmp_path)
    assert merito("forms", root, "decisione_fasce", "--ente", "tre-ponti", "--blank").exit_code == 0
    (path,) = root.rglob("decisione_fasce*.docx")
    assert any(
        line.startswith("Conferenza dei dirigenti/titolari di posizione organizzativa\n") for line in lines(path)
    )
