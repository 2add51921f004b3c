"""A blank cell in a returned workbook: its row is kept, it is named, and what rests on it waits."""

import csv
import shutil
from pathlib import Path

import pytest
from evaluators_sheets import MANAGER, Merito, fill, points_returned, returned_rows

EXAMPLES = Path(__file__).parents[3] / "examples"


def findings(place: Path) -> list[dict[str, str]]:
    path = place / "out/camera-di-prova/2021/findings.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_blank_cell_keeps_its_row_and_names_person_factor_and_cell(
    merito: Merito, place: Path, unrated: Path
) -> None:
    fill(unrated / MANAGER, M4=None)
    told = merito("collect", place, "--read", unrated, "--yes")
    assert told.exit_code == 0, told.output
    assert (
        "1 cella senza punti: la riga resta, e si riprendono quando ci sono:\n"
        "D1_dirigente.xlsx[scheda], riga 4, colonna «punti» (cella M4): E1, attenzione agli utenti (c)\n"
    ) in told.output
    assert points_returned(place)["E1", "attenzione agli utenti"] == ""
    assert len(returned_rows(place)) == 12


def test_the_workbook_is_read_again_once_the_cell_is_filled_in(merito: Merito, place: Path, unrated: Path) -> None:
    fill(unrated / MANAGER, M4=None)
    merito("collect", place, "--read", unrated, "--yes")
    again = merito("collect", place, "--read", unrated, "--yes")
    assert (again.exit_code, "11 come prima: nulla è stato scritto" in again.output) == (0, True), again.output
    fill(unrated / MANAGER, M4=7)
    filled = merito("collect", place, "--read", unrated, "--yes")
    assert filled.exit_code == 0, filled.output
    assert "E1: attenzione agli utenti (c) 7" in filled.output
    assert points_returned(place)["E1", "attenzione agli utenti"] == "7"


def test_a_cell_that_comes_back_blank_later_leaves_the_points_there_are(
    merito: Merito, place: Path, unrated: Path
) -> None:
    merito("collect", place, "--read", unrated, "--yes")
    fill(unrated / MANAGER, M4=None)
    told = merito("collect", place, "--read", unrated, "--yes")
    assert "cella M4" in told.output
    assert points_returned(place)["E1", "attenzione agli utenti"] == "8"


def test_the_form_stays_whole_when_it_is_handed_out_again(merito: Merito, place: Path, unrated: Path) -> None:
    fill(unrated / MANAGER, M4=None)
    merito("collect", place, "--read", unrated, "--yes")
    given = merito("collect", place, "--out", place / "altre")
    assert given.exit_code == 0, given.output
    assert merito("collect", place, "--read", place / "altre", "--check").output.endswith(
        "0 punteggi nuovi, 0 cambiati, 11 come prima: nulla è stato scritto\n"
    )


def test_of_a_form_with_a_blank_no_other_points_count_and_the_run_says_whose(
    merito: Merito, place: Path, unrated: Path
) -> None:
    fill(unrated / MANAGER, M4=None)
    merito("collect", place, "--read", unrated, "--yes")
    merito("run", place, "--as-of", "2022-10-31")
    (own,) = [row for row in findings(place) if row["rule"] == "IT-PL.15"]
    assert (own["severity"], own["subject"]) == ("error", "person:E1")
    assert (
        "nella scheda D1_dirigente.xlsx manca il punteggio di E1 per attenzione agli "
        "utenti (c): gli altri suoi punteggi aspettano, finché chi valuta non lo dà e la scheda non si riprende"
    ) in own["message"]
    assert "pesi" not in "".join(row["message"] for row in findings(place) if row["subject"] == "person:E1")
    people = (place / "out/camera-di-prova/2021/people.csv").read_text(encoding="utf-8")
    assert [row["score"] for row in csv.DictReader(people.splitlines()) if row["person"] == "E1"] == [""]


def test_who_has_no_points_at_all_is_not_evaluated_yet_and_no_error(merito: Merito, place: Path, unrated: Path) -> None:
    fill(unrated / MANAGER, M4=None, M5=None)
    merito("collect", place, "--read", unrated, "--yes")
    assert len(returned_rows(place)) == 12
    merito("run", place, "--as-of", "2022-10-31")
    assert "IT-PL.15" not in {row["rule"] for row in findings(place)}


def test_a_form_whose_weights_sum_to_100_says_nothing_about_weights(merito: Merito, tmp_path: Path) -> None:
    """Of one row in four, as Brescia's staff has them."""
    root = tmp_path / "brescia"
    shutil.copytree(EXAMPLES / "brescia", root, ignore=shutil.ignore_patterns("out", "registro.sqlite*"))
    merito("collect", root)
    year, folder = root / "enti/brescia/2021", root / "schede/brescia/2021"
    (year / "valutazioni_fattori.csv").unlink()
    changes = (year / "variazioni.csv").read_text(encoding="utf-8").splitlines()
    kept = [line for line in changes if "valutazioni_fattori" not in line]
    (year / "variazioni.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")
    book = next(path for path in sorted(folder.iterdir()) if path.name.startswith("M"))
    fill(book, M2=None)
    read = merito("collect", root, "--read", folder, "--yes")
    assert read.exit_code == 0, read.output
    told = merito("run", root, "--as-of", "2022-04-30").output
    assert "pesi delle righe sommano" not in told
    assert "manca il punteggio" in told


@pytest.mark.parametrize("word", ["", "  "])
def test_a_cell_of_blanks_is_blank(merito: Merito, place: Path, unrated: Path, word: str) -> None:
    fill(unrated / MANAGER, M4=word)
    merito("collect", place, "--read", unrated, "--yes")
    assert points_returned(place)["E1", "attenzione agli utenti"] == ""


def test_who_is_missing_and_which_cells_are_blank_is_told_and_the_rest_is_written(
    merito: Merito, place: Path, unrated: Path
) -> None:
    (unrated / "Giunta.xlsx").unlink()
    fill(unrated / MANAGER, M3=None, M4=6)
    told = merito("collect", place, "--read", unrated, "--yes")
    assert told.exit_code == 0
    assert "manca la scheda di Giunta (1 persona)" in told.output
    assert "(cella M3): PO1, attenzione agli utenti (comportamenti)" in told.output
    assert points_returned(place)["E1", "attenzione agli utenti"] == "6"


def test_a_form_gives_the_rows_of_a_year_without_ratings(
    merito: Merito, place: Path, tmp_path: Path, unrated: Path
) -> None:
    form = tmp_path / "scheda.csv"
    form.write_text("ruolo;fattore;sezione;massimo\ndipendente;collaborazione;c;10\n", encoding="utf-8")
    out = tmp_path / "schede"
    given = merito("collect", place, "--form", form, "--out", out)
    assert "non ha una scheda" in given.output
    assert f"quando tornano: merito collect {place} --ente camera-di-prova --read {out}" in given.output
    fill(out / MANAGER, M2="8,5", M3=9)
    told = merito("collect", place, "--read", out, "--yes")
    assert told.exit_code == 0, told.output
    assert points_returned(place) == {
        ("E1", "collaborazione"): "8,5",
        ("E2", "collaborazione"): "9",
        ("E3", "collaborazione"): "",
    }
    assert merito("check", place).exit_code == 0
    refused = merito("collect", place, "--form", form, "--read", out, "--yes")
    assert (refused.exit_code, "con --read le righe sono quelle delle schede consegnate" in refused.output) == (2, True)


def test_a_form_that_is_none_is_told(merito: Merito, place: Path, tmp_path: Path) -> None:
    form = tmp_path / "scheda.csv"
    form.write_text("ruolo;fattore;massimo\ndipendente;a;dieci\n", encoding="utf-8")
    told = merito("collect", place, "--form", form)
    assert told.exit_code == 2
    assert "scheda.csv, riga 2, colonna «massimo», trovato «dieci», atteso un numero" in told.output.replace(":", ",")


def test_a_role_of_a_form_that_nobody_can_have_is_told(merito: Merito, place: Path, tmp_path: Path) -> None:
    form = tmp_path / "scheda.csv"
    form.write_text("ruolo;fattore\nDipendente;a\nP.O.;a\n", encoding="utf-8")
    told = merito("collect", place, "--form", form)
    assert told.exit_code == 2
    assert "scheda.csv, riga 3, colonna «ruolo»: trovato «P.O.», atteso uno tra segretario_generale" in told.output
    assert "riga 2" not in told.output


def test_without_a_form_for_the_ente_no_workbook_is_written_and_it_ends_with_1(
    merito: Merito, place: Path, tmp_path: Path, unrated: Path
) -> None:
    out = tmp_path / "vuota"
    told = merito("collect", place, "--out", out)
    assert told.exit_code == 1
    assert "camera-di-prova: nessuna scheda da scrivere per il 2021: indicarla con --form" in told.output
    assert "non ha una scheda" in told.output
    assert not out.exists()
    form = tmp_path / "scheda.csv"
    form.write_text("categoria;fattore\nZ;a\n", encoding="utf-8")
    of_nobody = merito("collect", place, "--form", form, "--out", out)
    assert of_nobody.exit_code == 1
    assert f"nella scheda {form} nessuna riga vale per loro" in of_nobody.output
