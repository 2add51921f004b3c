"""CSV files as programs write them: encodings, separators, quotes, blank lines."""

from typing import Any

import pytest

from merito import plain

HEADS = "id;title\n"
AREAS = "enti/alfa/2020/areas.csv"
CP1252 = 'encoding = "cp1252"\n'


def only_problem(place: Any) -> Any:
    (problem,) = place.problems
    return problem


def titles(place: Any) -> list[str]:
    return [area.title for area in place.dossier.areas]


def write_areas(place: Any, content: str | bytes) -> None:
    place.write(AREAS, content)


def say_cp1252(place: Any) -> None:
    path = place.ente / "ente.toml"
    path.write_text(path.read_text() + CP1252)


def test_a_file_that_is_not_utf8_is_refused_with_its_row_and_how_to_save_it(place: Any) -> None:
    write_areas(place, (HEADS + "A1;Crescita\nA2;Attività\n").encode("cp1252"))
    problem = only_problem(place)
    assert (problem.source, problem.found) == ((AREAS, 3, ""), "A2;Attività")
    assert str(problem).startswith(f"{AREAS}, riga 3: il file non è in UTF-8")
    assert "«CSV UTF-8»" in problem.remedy and 'encoding = "cp1252"' in problem.remedy


def test_the_same_file_is_read_where_the_ente_says_its_encoding(place: Any) -> None:
    write_areas(place, (HEADS + "A1;Attività\n").encode("cp1252"))
    say_cp1252(place)
    assert titles(place) == ["Attività"]


def test_a_file_with_the_mark_of_utf8_is_utf8_whatever_the_ente_says(place: Any) -> None:
    write_areas(place, b"\xef\xbb\xbf" + (HEADS + "A1;Attività\n").encode())
    say_cp1252(place)
    assert titles(place) == ["Attività"]


def test_a_byte_that_cp1252_does_not_have_is_refused(place: Any) -> None:
    write_areas(place, HEADS.encode() + b"A1;Attivit\x81\n")
    say_cp1252(place)
    problem = only_problem(place)
    assert (problem.source.row, plain(problem.message)) == (2, "il file non è in cp1252")
    assert "togliere encoding da ente.toml" in problem.remedy


def test_a_unicode_text_of_a_spreadsheet_is_not_said_to_be_cp1252(place: Any) -> None:
    write_areas(place, (HEADS + "A1;Attività\n").encode("utf-16"))
    problem = only_problem(place)
    assert plain(problem.message) == "il file non è in UTF-8"
    assert "cp1252" not in problem.remedy


def test_utf8_with_its_mark_is_read(place: Any) -> None:
    write_areas(place, b"\xef\xbb\xbf" + (HEADS + "A1;Attività\n").encode())
    assert titles(place) == ["Attività"]


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_commas_and_semicolons_separate_cells(place: Any, delimiter: str) -> None:
    place.table("areas", [["id", "title"], ["A1", "Crescita; sviluppo, innovazione"]], delimiter)
    assert titles(place) == ["Crescita; sviluppo, innovazione"]


@pytest.mark.parametrize("separator", ["\n", "\r\n", "\r"])
def test_lines_end_as_any_system_ends_them(place: Any, separator: str) -> None:
    write_areas(place, separator.join(["id;title", "A1;Crescita", "A2;Servizi"]))
    assert titles(place) == ["Crescita", "Servizi"]


@pytest.mark.parametrize("mark", [",", ";"])
def test_a_cell_too_many_under_one_head_is_told(place: Any, mark: str) -> None:
    write_areas(place, f"id\nA1\nA2{mark}Servizi\n")
    problem = only_problem(place)
    assert (problem.source.row, problem.found) == (3, "Servizi")
    assert "1 celle, come l'intestazione" in str(problem)


def test_tabs_are_told_as_what_they_are(place: Any) -> None:
    write_areas(place, "id\ttitle\nA1\tCrescita\n")
    unknown = next(problem for problem in place.problems if "\t" in problem.column)
    assert "non con tabulazioni" in unknown.remedy


@pytest.mark.parametrize("content", ["", "\n\n", "  \n;;\n", "\ufeff"])
def test_an_empty_table_is_told(place: Any, content: str) -> None:
    write_areas(place, content)
    problem = only_problem(place)
    assert str(problem).startswith(f"{AREAS}, riga 1: la tabella è vuota, atteso una riga d'intestazione")
    assert "oppure togliere la tabella" in problem.remedy


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_table_with_heads_only_has_no_rows_and_is_no_error(bare: Any, form: str) -> None:
    bare.build({"positions": [["id", "title"]]}, form=form)
    assert len(bare.dossier.positions) == 0


def test_blank_rows_are_passed_over_and_counted(place: Any) -> None:
    write_areas(place, "id;title\n\nA1;Crescita\n;\n;Senza id\n")
    assert only_problem(place).source.row == 5


@pytest.mark.parametrize("row", ['A2;"Servizi', 'A2;"Servizi" interni'])
def test_quotes_that_do_not_pair_are_told_with_the_row_where_they_begin(place: Any, row: str) -> None:
    write_areas(place, f"id;title\nA1;Crescita\n{row}\nA3;Altro\nA4;Altro\n")
    problem = only_problem(place)
    assert (problem.source.row, problem.found) == (3, row)
    assert "le virgolette non tornano" in plain(problem.message)
    assert "Ogni virgoletta aperta va chiusa" in problem.remedy


def test_a_quoted_cell_may_hold_separators_quotes_and_lines(place: Any) -> None:
    write_areas(place, 'id;title\nA1;"Crescita;\ndetta ""sviluppo"""\nA2;Servizi\n')
    assert titles(place) == ['Crescita;\ndetta "sviluppo"', "Servizi"]


def test_rows_after_a_cell_of_many_lines_are_counted_as_a_spreadsheet_counts_them(place: Any) -> None:
    write_areas(place, 'id;weight\nA1;"1\n\n"\nA2;zero\n')
    assert only_problem(place).source.row == 3


def test_a_null_character_is_told_with_its_row(place: Any) -> None:
    write_areas(place, "id;title\nA1;Cre\0scita\n")
    problem = only_problem(place)
    assert str(problem).startswith(f"{AREAS}, riga 2: c'è un carattere nullo: non è un file di testo")


def test_a_cell_longer_than_any_text_is_told(place: Any) -> None:
    write_areas(place, "id;title\nA1;" + "x" * 140_000 + "\n")
    assert only_problem(place).source.row == 2


def test_heads_may_have_capitals_accents_and_spaces(place: Any) -> None:
    place.table("indicators", [["ID", " Titolo ", "Ultimo Consuntivo"], ["I1", "x", "3"], ["I2", "x", "4"]])
    place.table("measures", [["Indicatore", "Momento"]])
    assert [str(row.baseline.value) for row in place.dossier.indicators] == ["3", "4"]


@pytest.mark.parametrize("broken", ["x\ry", "x\ny", "x\ty", "x\u2028y", "x\r\ny"])
def test_a_problem_is_told_in_one_line(place: Any, broken: str) -> None:
    place.table("areas", [["id", broken], ["A1", ""]])
    assert f"{AREAS}, riga 1, colonna «x y»: " in str(only_problem(place))
    place.table("areas", [["id", "weight"], ["A1", broken]])
    assert str(only_problem(place)).startswith(f"{AREAS}, riga 2, colonna «weight»: trovato «x y», atteso ")
