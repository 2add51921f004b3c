"""`merito forms`: what it lists, what it prints, and when it prints nothing."""

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from chamber import DATE, ENTE, forms_of
from docx_parts import complex_field, related, with_body
from faults.harmed import locked
from printed import copied, lines, merito, saying
from trusted_rules import trust_rules


def test_a_regulation_lists_its_forms_with_article_and_texts() -> None:
    told = merito("forms", "bergamo").output
    assert "scheda_obiettivi: SCHEDA DEGLI OBIETTIVI ASSEGNATI — Regolamento di organizzazione, art. 40 c. 2" in told
    assert "testi (tabella testi, colonna campo): comportamenti_attesi" in told
    one = merito("forms", "bergamo", "scheda_obiettivi").output
    assert "obiettivi (Obiettivi): titolo, atteso, peso, consuntivo, grado" in one


def test_a_folder_called_like_a_regulation_is_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copied("brescia", tmp_path)
    (there,) = (path for path in tmp_path.iterdir() if path.is_dir())
    there.rename(tmp_path / "brescia")
    monkeypatch.chdir(tmp_path)
    listed = merito("forms", "brescia")
    assert listed.exit_code == 0
    assert "merito forms ./brescia" in listed.stderr
    asked = merito("forms", "brescia", "--year", "2021")
    assert asked.exit_code != 0
    assert "«brescia» è un regolamento" in asked.stderr
    assert "merito forms ./brescia" not in merito("forms", "bergamo").output


def test_only_the_forms_and_subjects_asked_for_are_printed(ran: Path) -> None:
    told = merito("forms", ran, "lettera", "--subject", "E1")
    assert told.exit_code == 0
    assert [path.name for path in forms_of(ran).rglob("*.docx")] == ["lettera-E1.docx"]
    nobody = merito("forms", ran, "lettera", "--subject", "XX")
    assert nobody.exit_code == 1
    assert "nessun modulo riguarda «XX»" in nobody.stderr


def test_a_subject_that_a_named_form_is_not_about_is_told(ran: Path) -> None:
    one = merito("forms", ran, "lettera", "liquidazione", "--subject", "E1")
    assert one.exit_code == 0
    assert "liquidazione: nessun modulo riguarda «E1»" in one.output
    assert "lettera: nessun" not in one.output


def test_one_unknown_subject_among_others_stops_the_printing(ran: Path) -> None:
    told = merito("forms", ran, "lettera", "--subject", "E1", "--subject", "E1x")
    assert told.exit_code == 1
    assert "nessun modulo riguarda «E1x»" in told.stderr
    assert list(forms_of(ran).rglob("*.docx")) == []


def test_a_form_that_is_not_there_is_told_with_those_that_are(ran: Path) -> None:
    told = merito("forms", ran, "letera")
    assert told.exit_code == 1
    assert "il modulo «letera» non c'è" in told.stderr
    assert "Forse «lettera»?" in told.stderr
    assert merito("forms", "bergammo").exit_code == 2


def test_without_results_nothing_is_printed_but_blank_forms(chamber: Path) -> None:
    told = merito("forms", chamber)
    assert told.exit_code == 1
    assert "eseguire prima merito run" in told.stderr
    assert merito("forms", chamber, "scheda_progetto", "--blank").exit_code == 0
    (path,) = forms_of(chamber).rglob("*.docx")
    assert path.name.endswith("-da-compilare.docx")
    told_there = lines(path)
    assert any("Fiera di primavera | sì" in line for line in told_there)
    assert not any("SI |  | SI" in line for line in told_there)
    assert told_there[-1].startswith("modulo da compilare · ")


def test_results_that_are_not_those_of_today_s_data_are_not_printed(ran: Path) -> None:
    ratings = ran / ENTE / "2021/valutazioni_fattori.csv"
    text = ratings.read_text(encoding="utf-8")
    ratings.write_text(text.replace(";8;10", ";9;10"), encoding="utf-8")
    assert text != ratings.read_text(encoding="utf-8")
    told = merito("forms", ran)
    assert told.exit_code == 1
    assert "i risultati scritti non sono quelli" in told.stderr
    assert not forms_of(ran).exists()


def test_a_result_that_somebody_changed_is_not_printed(ran: Path) -> None:
    path = ran / "out/camera-di-prova/2021/people.csv"
    path.write_bytes(path.read_bytes().replace(b"84.50", b"94.50"))
    told = merito("forms", ran, "lettera")
    assert told.exit_code == 1
    assert "people.csv" in told.stderr


@pytest.mark.long
def test_the_same_results_give_the_same_bytes(ran: Path) -> None:
    assert merito("forms", ran).exit_code == 0
    once = {path.name: path.read_bytes() for path in forms_of(ran).rglob("*") if path.is_file()}
    assert merito("forms", ran).exit_code == 0
    assert once == {path.name: path.read_bytes() for path in forms_of(ran).rglob("*") if path.is_file()}


def test_a_form_that_was_filled_in_stays_and_a_run_goes_on(ran: Path) -> None:
    assert merito("forms", ran, "validazione").exit_code == 0
    (path,) = forms_of(ran).rglob("*.docx")
    path.write_bytes(path.read_bytes() + b"firma")
    told = merito("forms", ran, "validazione")
    assert told.exit_code == 1
    assert "è stato compilato o modificato dopo la stampa" in told.stderr
    assert merito("run", ran, *DATE).exit_code == 0
    assert path.read_bytes().endswith(b"firma")


def test_an_ente_s_own_template_is_used_and_a_wrong_one_is_told(ran: Path, tmp_path: Path) -> None:
    template = tmp_path / "validazione.docx"
    assert merito("forms", "bergamo", "validazione", "--template", template).exit_code == 0
    assert merito("forms", "bergamo", "validazione", "--template", template).exit_code == 2
    own = ran / ENTE / "moduli/validazione.docx"
    own.parent.mkdir()
    own.write_bytes(saying(template.read_bytes(), "Modello nostro per {{ ente }}"))
    assert merito("forms", ran, "validazione").exit_code == 0
    (path,) = forms_of(ran).rglob("*.docx")
    assert lines(path)[0].startswith("Modello nostro per Camera")
    own.write_bytes(saying(template.read_bytes(), "{{ sbagliato }}"))
    told = merito("forms", ran, "validazione")
    assert told.exit_code == 1
    assert "moduli/validazione.docx: l'etichetta «sbagliato» non è di questo modulo: {{ sbagliato }}, paragrafo 1" in (
        told.stderr
    )


def test_without_the_extra_it_is_told_how_to_install_it(ran: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    told = merito("forms", ran)
    assert told.exit_code == 2
    assert "pip install 'merito[moduli]'" in told.stderr
    assert merito("forms", "bergamo").exit_code == 0


def test_a_run_does_not_import_what_lays_out_forms(ran: Path) -> None:
    import subprocess  # noqa: PLC0415

    code = "import sys\nfrom merito.cli import app\ntry:\n    app(['run', sys.argv[1]])\nfinally:\n"
    code += "    sys.exit(any(name.split('.')[0] in ('docx', 'docxtpl') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code, str(ran)], capture_output=True, check=False).returncode == 0


def test_names_are_refused_where_the_register_would_hash_them(chamber: Path) -> None:
    (chamber / "names.csv").write_text("ente,person,surname\ncamera-di-prova,E1,Uno\n", encoding="utf-8")
    told = merito("check", chamber, *DATE)
    assert told.exit_code
    (chamber / "names.csv").unlink()
    names = chamber / ENTE / "anagrafe.csv"
    names.write_text("persona;cognome;nome\nE1;Uno;Persona\nE1;Due;Persona\n", encoding="utf-8")
    assert merito("run", chamber, *DATE).exit_code == 0
    told = merito("forms", chamber)
    assert told.exit_code == 1
    assert "anagrafe.csv, riga 3: la persona «E1» ha già un nome più sopra" in told.stderr


def test_a_text_of_a_field_that_no_form_has_is_told_on_reading(chamber: Path) -> None:
    (chamber / ENTE / "2021/testi.csv").write_text("oggetto;campo;testo\nE1;punti;Bene\n", encoding="utf-8")
    told = merito("check", chamber, *DATE)
    assert told.exit_code == 1
    assert "un campo dei moduli di questo regolamento" in told.output + told.stderr


@pytest.mark.long
def test_forms_of_an_ente_s_own_rules_are_printed_too(chamber: Path) -> None:
    rules = chamber / ENTE / "regole"
    rules.mkdir()
    form = '[forms.nostro]\ntitle = "Modulo nostro"\ncites = "art. 1"\nper = "person"\nreserved = true\n'
    part = '[forms.nostro.parts.voti]\nshape = "table"\nrows = "inputs.ratings"\nwhere = { person = "{subject}" }\n'
    (rules / "forms.toml").write_text(f'{form}{part}columns = ["fattore = Fattore"]\n', encoding="utf-8")
    ente = chamber / ENTE / "ente.toml"
    ente.write_text(f'rules = "regole"\n{ente.read_text(encoding="utf-8")}', encoding="utf-8")
    told = merito("check", chamber, *DATE)
    assert (
        "regole/forms.toml [forms.nostro]: la tabella «ratings» non ha una colonna «fattore»"
        in told.output + told.stderr
    )
    (rules / "forms.toml").write_text(f'{form}{part}columns = ["factor = Fattore"]\n', encoding="utf-8")
    trust_rules(chamber)
    assert merito("run", chamber, *DATE).exit_code == 0
    assert merito("forms", chamber, "nostro", "--subject", "E1").exit_code == 0
    (path,) = forms_of(chamber).rglob("*.docx")
    assert "collaborazione" in lines(path)


def test_a_template_outside_of_the_ente_s_folder_is_not_read(ran: Path, tmp_path: Path) -> None:
    merito("forms", "bergamo", "validazione", "--template", tmp_path / "fuori.docx")
    own = ran / ENTE / "moduli/validazione.docx"
    own.parent.mkdir()
    own.symlink_to(tmp_path / "fuori.docx")
    told = merito("forms", ran, "validazione")
    assert told.exit_code == 1
    assert "il collegamento porta fuori da questa cartella" in told.stderr


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (
            lambda known: related(known, "attachedTemplate", "http://a.example/a", mode="External"),
            "parte word/_rels/document.xml.rels: si riferisce a un file esterno",
        ),
        (
            lambda known: with_body(known, complex_field("INCLUDE", 'PICTURE "http://a.example/a"')),
            "parte word/document.xml: contiene il campo «INCLUDEPICTURE",
        ),
        (lambda known: known[:-30], "non è un file .docx, o è rovinato"),
        (lambda known: bytes(33 * 2**20), "occupa più di 32 MB"),
    ],
    ids=["an attached template", "a field in pieces", "cut short", "too large"],
)
def test_of_a_hostile_template_nothing_is_printed_and_it_is_told(
    ran: Path, tmp_path: Path, spoil: Callable[[bytes], bytes], why: str
) -> None:
    merito("forms", "bergamo", "validazione", "--template", tmp_path / "validazione.docx")
    own = ran / ENTE / "moduli/validazione.docx"
    own.parent.mkdir()
    own.write_bytes(spoil((tmp_path / "validazione.docx").read_bytes()))
    told = merito("forms", ran, "validazione")
    assert told.exit_code == 1
    assert "validazione.docx: " in told.stderr
    assert why in told.stderr
    assert not list(ran.rglob("*-moduli/**/*.docx"))


@pytest.mark.long
def test_the_template_of_a_form_of_own_rules_is_examined_like_the_others(chamber: Path) -> None:
    ente, rules, own = chamber / ENTE / "ente.toml", chamber / ENTE / "regole", chamber / ENTE / "moduli/nostro.docx"
    rules.mkdir()
    own.parent.mkdir()
    ente.write_text(f'rules = "regole"\n{ente.read_text(encoding="utf-8")}', encoding="utf-8")
    form = '[forms.nostro]\ntitle = "Modulo nostro"\ncites = "art. 1"\nper = "person"\nreserved = true\n'
    part = '[forms.nostro.parts.voti]\nshape = "table"\nrows = "inputs.ratings"\nwhere = { person = "{subject}" }\n'
    whole = f'{form}{part}columns = ["factor = Fattore"]\n'
    (rules / "forms.toml").write_text(whole, encoding="utf-8")
    trust_rules(chamber)
    assert merito("run", chamber, *DATE).exit_code == 0
    assert merito("forms", chamber, "nostro", "--subject", "E1").exit_code == 0
    (path,) = forms_of(chamber).rglob("*.docx")
    own.write_bytes(with_body(path.read_bytes(), '<w:altChunk r:id="rId1"/>'))
    told = merito("forms", chamber, "nostro", "--subject", "E1")
    assert told.exit_code == 1
    assert "moduli/nostro.docx: parte word/document.xml: contiene un documento incorporato (altChunk)" in told.stderr
    own.unlink()
    (rules / "forms.toml").write_text(whole.replace("= Fattore", "= {{ 7 * 7 }}"), encoding="utf-8")
    trust_rules(chamber)
    assert merito("run", chamber, *DATE).exit_code == 0
    told = merito("forms", chamber, "nostro", "--subject", "E1")
    assert told.exit_code == 1
    assert "modulo «nostro»: un modulo stampa e non calcola" in told.stderr
    (rules / "forms.toml").write_text(whole.replace("forms.nostro", 'forms."../nostro"'), encoding="utf-8")
    told = merito("check", chamber, *DATE)
    assert told.exit_code == 1
    assert "../nostro" in told.output + told.stderr


def test_forms_are_not_printed_while_somebody_writes_the_results(ran: Path) -> None:
    with locked(ran / "out/camera-di-prova/2021"):
        told = merito("forms", ran, "validazione")
    assert told.exit_code == 1
    assert "un'altra esecuzione sta scrivendo i risultati o i moduli di camera-di-prova del 2021" in told.stderr
    assert not forms_of(ran).exists()


@pytest.mark.long
def test_forms_on_request_are_printed_only_where_they_are_named(ran: Path) -> None:
    assert merito("forms", ran).exit_code == 0
    assert not list(forms_of(ran).rglob("revoca*"))
    assert merito("forms", ran, "revoca", "--subject", "POS1").exit_code == 0
    assert [path.name for path in forms_of(ran).rglob("revoca-*")] == ["revoca-POS1.docx"]


@pytest.mark.long
def test_the_letter_of_somebody_who_left_is_removed_unless_it_was_filled_in(ran: Path) -> None:
    assert merito("forms", ran).exit_code == 0
    place = forms_of(ran)
    (place / "lettera/lettera-E3.docx").write_bytes(b"firmata")
    for table in ("personale", "valutazioni_fattori", "valutazioni", "pagamenti"):
        path = ran / ENTE / f"2021/{table}.csv"
        kept = [row for row in path.read_text(encoding="utf-8").splitlines() if not {"E2", "E3"} & set(row.split(";"))]
        path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    assert merito("run", ran, *DATE).exit_code == 0
    one = merito("forms", ran, "lettera", "--subject", "E1")
    assert one.exit_code == 0 and (place / "lettera/lettera-E2.docx").is_file()
    told = merito("forms", ran)
    assert told.exit_code == 0, told.stderr
    assert re.search(r"modul[oi] non compilat[oi] che non si stampan?o? più, tolt[oi]: .*lettera-E2.docx", told.output)
    assert "lettera-E3.docx: modulo compilato o modificato che non si stampa più, messo da parte" in told.output
    assert not (place / "lettera/lettera-E2.docx").exists()
    assert (place / "superati/lettera-E3.docx").read_bytes() == b"firmata"
