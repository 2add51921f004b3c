"""`merito collect`: the workbook of each evaluator, and those that are there already."""

import shutil
from pathlib import Path

import openpyxl
from evaluators_sheets import AS_BEFORE, MANAGER, Merito, evaluated_by, fill, points_of, ratings, without_ratings
from trusted_rules import trust_rules

EXAMPLES = Path(__file__).parents[3] / "examples"


def test_each_evaluator_gets_own_people_and_the_cells_take_only_what_may_be(sheets: Path) -> None:
    assert sorted(path.name for path in sheets.iterdir()) == [MANAGER, "Giunta.xlsx", "SG1_Segretario_Generale.xlsx"]
    sheet = openpyxl.load_workbook(sheets / MANAGER)["scheda"]
    rows = list(sheet.values)
    assert {row[0] for row in rows[1:]} == {"PO1", "E1", "E2", "E3"}
    assert rows[3] == (
        "E1",
        None,
        "Servizio Promozione",
        "dipendente",
        "C",
        "c",
        "attenzione agli utenti",
        "Comportamenti organizzativi e competenze professionali",
        None,
        None,
        None,
        10,
        8,
    )
    (rule,) = sheet.data_validations.dataValidation
    assert (str(rule.sqref), rule.type, rule.formula1) == ("M2:M9", "decimal", "0")
    assert rule.operator in (None, "between")  # the default of the format
    assert rule.formula2 == "IF(ISNUMBER(L2),L2,100)"
    assert sheet.protection.sheet
    assert not sheet["M2"].protection.locked and sheet["L2"].protection.locked
    assert (sheets / MANAGER).stat().st_mode & 0o077 == 0


def test_a_sheet_of_who_is_not_asked_any_more_is_set_apart_and_told(merito: Merito, place: Path, sheets: Path) -> None:
    fill(sheets / "Giunta.xlsx", M2=50)
    points = (sheets / "Giunta.xlsx").read_bytes()
    evaluated_by(place, "SG1", "D1")
    told = merito("collect", place)
    assert told.exit_code == 1, told.output  # existing ones stay
    own = f"{sheets / 'Giunta.xlsx'}: è la scheda di «Giunta», a cui non si chiede più nessuna valutazione"
    assert f"{own}: messa da parte in {sheets / 'superate/Giunta.xlsx'}, con 2 punteggi" in told.output
    assert "SG1_Segretario_Generale.xlsx: c'è già, e può avere dei punti: non si tocca" in told.output
    assert (sheets / "superate/Giunta.xlsx").read_bytes() == points
    assert not (sheets / "Giunta.xlsx").exists()


def test_a_sheet_whose_rows_have_changed_is_made_anew_with_the_points_that_fit(
    merito: Merito, place: Path, sheets: Path
) -> None:
    fill(sheets / MANAGER, M4=7.5, M5=3)
    lines = ratings(place).read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("E2;attenzione")]
    assert len(kept) == len(lines) - 1
    ratings(place).write_text("\n".join(kept) + "\n", encoding="utf-8")
    told = merito("collect", place)
    assert "ciò che si chiede a «D1 (dirigente)» è cambiato: messa da parte in" in told.output
    assert "; la nuova ne riporta 7 dei suoi 8 punteggi" in told.output
    new = points_of(sheets / MANAGER)
    assert (new["E1", "attenzione agli utenti"], new["E1", "collaborazione"]) == (7.5, 3)
    assert ("E2", "attenzione agli utenti") not in new
    without_ratings(place)
    again = merito("collect", place, "--read", sheets, "--yes")
    assert again.exit_code == 0, again.output
    assert "11 punteggi nuovi" in again.output


def test_two_sheets_of_one_name_are_both_kept_apart(merito: Merito, place: Path, sheets: Path) -> None:
    (sheets / "superate").mkdir()
    (sheets / "superate/Giunta.xlsx").write_bytes(b"mine")
    before = (sheets / "Giunta.xlsx").read_bytes()
    evaluated_by(place, "SG1", "D1")
    merito("collect", place)
    assert (sheets / "superate/Giunta.xlsx").read_bytes() == b"mine"
    assert (sheets / "superate/Giunta-2.xlsx").read_bytes() == before


def test_files_that_are_there_are_not_written_over(merito: Merito, place: Path, sheets: Path) -> None:
    fill(sheets / MANAGER, M4=1)
    before = (sheets / MANAGER).read_bytes()
    again = merito("collect", place)
    assert again.exit_code == 1
    assert "c'è già, e può avere dei punti: non si tocca" in again.output
    assert (sheets / MANAGER).read_bytes() == before


def test_names_stand_beside_the_ids_and_a_name_is_no_part_of_a_row(merito: Merito, place: Path) -> None:
    names = place / "enti/camera-di-prova/anagrafe.csv"
    names.write_text("persona;cognome;nome;titolo\nE1;Uno;Persona;dott.\n", encoding="utf-8")
    assert merito("collect", place).exit_code == 0
    folder = place / "schede/camera-di-prova/2021"
    sheet = openpyxl.load_workbook(folder / MANAGER)["scheda"]
    assert [row[:2] for row in sheet.iter_rows(min_row=4, max_row=6, values_only=True)] == [
        ("E1", "dott. Persona Uno"),
        ("E1", "dott. Persona Uno"),
        ("E2", None),
    ]
    names.unlink()
    told = merito("collect", place, "--read", folder)
    assert (told.exit_code, told.output) == (0, AS_BEFORE)


def test_who_evaluates_may_be_said_by_an_entes_own_rules(merito: Merito, tmp_path: Path) -> None:
    ignored = shutil.ignore_patterns("out", "registro.sqlite*")
    root = Path(shutil.copytree(EXAMPLES / "comune-di-prova", tmp_path / "comune", ignore=ignored))
    rules = root / "enti/comune-di-prova/regole/evaluation.py"
    said = (
        '\n\n@rule("CP-3", hook="merito_documents")\ndef evaluators_listed(step: Step) -> ResultRows:\n'
        "    yield from (\n"
        '        TableRow(table="valutatori", columns=(("persona", one.id), ("ruolo", one.role),'
        ' ("valutatore", "Sindaco")), rules=())\n'
        "        for one in step.dossier.people\n"
        "    )\n"
    )
    rules.write_text(f"from merito import TableRow\n{rules.read_text(encoding='utf-8')}{said}", encoding="utf-8")
    trust_rules(root)
    assert merito("collect", root).exit_code == 0
    assert [path.name for path in (root / "schede/comune-di-prova/2025").iterdir()] == ["Sindaco.xlsx"]


def test_a_name_that_changed_is_handed_out_again_and_the_sheet_that_is_out_may_still_come_back(
    merito: Merito, place: Path, sheets: Path
) -> None:
    out = sheets.with_name("fuori")
    shutil.copytree(sheets, out)
    fill(out / MANAGER, "persone", H3="ha lavorato bene")
    names = "persona;cognome;nome\nE1;Rossi;Maria\n"
    (place / "enti/camera-di-prova/anagrafe.csv").write_text(names, encoding="utf-8")
    told = merito("collect", place)
    assert "ciò che si chiede a «D1 (dirigente)» è cambiato" in told.output, told.output
    assert openpyxl.load_workbook(sheets / MANAGER)["scheda"]["B4"].value == "Maria Rossi"
    assert merito("collect", place).exit_code == 1  # nothing has changed since
    back = merito("collect", place, "--read", out, "--yes")
    assert back.exit_code == 0, back.output
    assert "E1: motivazione «ha lavorato bene»" in back.output
