"""Amendments as an ente writes them: what each names, values of the kind of their column, and all errors."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from merito import Amendment, Said, plain

HEAD = ["id", "table", "row", "column", "old", "new", "proposed", "reason", "act"]
ACTS = [
    ["id", "kind", "date", "body"],
    ["A1", "performance_plan", "31/1/2020", ""],
    ["A7", "performance_plan", "15/7/2020", ""],
    ["A10", "performance_plan", "15/9/2020", ""],
]
TARGETS = [
    ["indicator", "year", "value", "at"],
    ["I1", "2020", "11", ""],
    ["I1", "2020", "5", "interim"],
    ["I1", "2021", "31/12/2021", ""],
]
FILE = "enti/alfa/2020/amendments.csv"


def amended(place: Any, *rows: list[str], **tables: list[list[str]]) -> Any:
    """The valid plan with acts, targets of two years and some amendments (id, table, row, column, old, new, act)."""
    written = [[*row[:6], "", "", *(row[6:] or [""])] for row in rows]
    place.build({"acts": ACTS, "targets": TARGETS, "amendments": [HEAD, *written], **tables})
    return place


def the_one(place: Any, *row: str) -> Amendment:
    (one,) = amended(place, ["V1", *row, "A7"]).dossier.amendments
    return one


def the_problem(place: Any, *row: str, column: str = "", **tables: list[list[str]]) -> Any:
    (problem,) = amended(place, ["V1", *row], **tables).problems
    assert (problem.source.file, problem.source.row, problem.column) == (FILE, 2, column)
    return problem


# --- what an amendment names ---------------------------------------------------------------------------------


def test_all_its_columns_are_read(place: Any) -> None:
    place.build({"acts": ACTS})
    row = ["V1", "indicators", "I1", "target", "11", "8", "1/7/2020", "meno risorse", "A7"]
    place.table("amendments", [HEAD, row])
    (one,) = place.dossier.amendments
    assert (one.id, one.table, one.row, one.attribute) == ("V1", "indicators", ("I1",), "target")
    assert (one.old.value, one.new.value, one.proposed) == (Decimal(11), Decimal(8), date(2020, 7, 1))
    assert (plain(one.reason), one.act, one.source.file, one.source.row) == ("meno risorse", "A7", FILE, 2)


def test_italian_heads_take_italian_names(place: Any) -> None:
    place.build({"acts": ACTS, "targets": TARGETS})
    head = ["id", "tabella", "riga", "colonna", "vecchio", "nuovo", "proposta", "motivo", "atto"]
    rows = [
        ["V1", "attesi", "I1 + 2020 + intermedio", "valore", "5", "4", "", "", "A7"],
        ["V2", "indicatori", "I1", "migliore", "maggiore", "minore", "", "", "A7"],
    ]
    place.table("variazioni", [head, *rows])
    found = [(one.table, one.row, one.attribute, one.new) for one in place.dossier.amendments]
    assert found[0][:3] == ("targets", ("I1", 2020, "interim"), "value")
    assert found[1] == ("indicators", ("I1",), "better", "lower")


def test_tables_and_columns_are_known_by_either_name(place: Any) -> None:
    one = the_one(place, "attesi", "I1 + 2021", "valore", "", "12")
    assert (one.table, one.row, one.attribute) == ("targets", ("I1", 2021, "final"), "value")


def test_a_part_of_the_key_with_a_default_may_be_left_out(place: Any) -> None:
    assert the_one(place, "targets", "I1 + 2020", "value", "11", "8").row == ("I1", 2020, "final")


def test_a_part_of_the_key_that_may_be_empty_may_be_left_out(place: Any) -> None:
    weights = [["node", "child", "weight", "year"], ["A1", "indicator:I1", "40", ""]]
    rows = [["V1", "weights", "area:A1 + I1", "weight", "40", "50", "A7"]]
    (one,) = amended(place, *rows, weights=weights).dossier.amendments
    assert (one.row, one.new) == (("area:A1", "indicator:I1", None), Decimal(50))


def test_a_column_is_named_by_its_head_and_kept_by_its_attribute(place: Any) -> None:
    one = the_one(place, "objectives", "1.1", "from", "", "1/3/2020")
    assert (one.attribute, one.new) == ("start", date(2020, 3, 1))


def test_a_spreadsheet_s_own_numbers_and_dates_are_read(bare: Any) -> None:
    acts = [ACTS[0], ["A7", "performance_plan", date(2020, 7, 15), ""]]
    rows = [
        ["V1", "indicators", "I1", "target", 11, 8, date(2020, 7, 1), "", "A7"],
        ["V2", "objectives", "1.1", "to", "", date(2020, 9, 30), "", "", "A7"],
        ["V3", "indicators", "I2", "target", "", {"value": 0.8, "format": "0%"}, "", "", "A7"],
    ]
    bare.build({"acts": acts, "amendments": [HEAD, *rows]}, form="xlsx")
    new = [getattr(one.new, "value", one.new) for one in bare.dossier.amendments]
    assert new == [Decimal(8), date(2020, 9, 30), Decimal(80)]


def test_a_table_of_several_enti_is_read_in_its_own_locale(place: Any) -> None:
    place.build({"acts": ACTS})
    place.write("enti/alfa/ente.toml", (place.ente / "ente.toml").read_text() + 'locale = "en"\n')
    place.table("acts", [ACTS[0], ["A7", "performance_plan", "2020-07-15", ""]])
    place.write("amendments.csv", "ente;id;table;row;column;new;act\nalfa;V1;indicators;I1;target;1,5;A7\n")
    (one,) = place.dossier.amendments
    assert one.new.value == Decimal("1.5")


# --- values of the kind of the column ------------------------------------------------------------------------

KINDS = {
    "an Italian number": (("indicators", "I1", "target", "11", "1.234,5"), Decimal("1234.5")),
    "a percent": (("indicators", "I2", "target", "90%", "85%"), Decimal(85)),
    "a weight": (("areas", "A1", "weight", "", "40"), Decimal(40)),
    "a date": (("objectives", "1.1", "to", "", "30/9/2020"), date(2020, 9, 30)),
    "yes or no": (("indicators", "I1", "monitoring", "", "SI"), True),
    "a reference to several tables": (("objectives", "1.1", "responsible", "", "P1"), "person:P1"),
    "a reference to one": (("objectives", "1.1", "area", "A1", "A1"), "A1"),
    "a coded word": (("dashboards", "D1", "kind", "strategic", "service"), "service"),
    "a text": (("objectives", "1.1", "title", "Turismo", "Turismo e cultura"), "Turismo e cultura"),
    "the last actual, of another year": (("indicators", "I1", "baseline", "", "90%"), Decimal(90)),
    "a target of another year": (("targets", "I1 + 2021", "value", "31/12/2021", "60%"), Decimal(60)),
    "the act of a row": (("objectives", "1.1", "act", "", "A1"), "A1"),
}


@pytest.mark.parametrize("case", KINDS)
def test_a_new_value_is(case: str, place: Any) -> None:
    row, expected = KINDS[case]
    new = the_one(place, *row).new
    assert getattr(new, "value", new) == expected


def test_a_figure_may_become_one_of_monitoring(place: Any) -> None:
    assert the_one(place, "indicators", "I1", "target", "11", "monitoraggio").new.said is Said.MONITORING  # type: ignore[attr-defined]


WRONG_KINDS = {
    "a number written otherwise": ("indicators", "I1", "target", "", "8.50", "È ambiguo: scrivere 8,50"),
    "a date in place of a number": ("indicators", "I1", "target", "", "31/12/2020", "atteso un numero"),
    "a bare share": ("areas", "A1", "weight", "", "0,4", "scrivere il segno %"),
    "a day that is none": ("objectives", "1.1", "to", "", "31/2/2020", "Questo giorno non esiste"),
    "a reference to nothing": ("objectives", "1.1", "area", "", "A9", "un id che esiste tra areas"),
    "a word that is none": ("indicators", "I1", "better", "", "lowr", "Forse «lower»?"),
    "a target of the year, of another kind": ("targets", "I1 + 2020", "value", "", "30/6/2020", "atteso un numero"),
}


@pytest.mark.parametrize("case", WRONG_KINDS)
def test_a_new_value_of_another_kind_is_told(case: str, place: Any) -> None:
    *row, says = WRONG_KINDS[case]
    problem = the_problem(place, *row, "A7", column="new")
    assert (problem.found, says in str(problem)) == (row[-1], True)


def test_an_old_value_of_another_kind_is_told(place: Any) -> None:
    assert the_problem(place, "indicators", "I1", "target", "undici", "8", "A7", column="old").found == "undici"


# --- what it does not name -----------------------------------------------------------------------------------


def test_an_unknown_table_is_told_with_a_near_one(place: Any) -> None:
    problem = the_problem(place, "indicator", "I1", "target", "", "8", column="table")
    assert (problem.found, problem.remedy) == ("indicator", "Forse «indicators»?")
    assert problem.expected.startswith(
        "una tabella del piano o dei risultati: areas, objectives, weights, resources, indicators"
    )


def test_a_table_that_is_not_of_the_plan_is_none(place: Any) -> None:
    assert the_problem(place, "positions", "PO1", "title", "", "X", column="table").found == "positions"


def test_an_unknown_row_is_told_with_a_near_one(place: Any) -> None:
    problem = the_problem(place, "targets", "I1 + 2022", "value", "", "8", column="row")
    assert problem.expected == "una riga che esiste in «targets»: indicator + year + at"
    assert (problem.found, problem.remedy) == ("I1 + 2022", "Forse «I1 + 2021 + final»?")


def test_a_near_row_is_named_as_it_is_to_be_written_without_its_blank_parts(place: Any) -> None:
    weights = [["node", "child", "weight", "year"], ["A1", "indicator:I1", "40", ""]]
    problem = the_problem(place, "weights", "area:A1 + I2", "weight", "", "50", column="row", weights=weights)
    assert (problem.found, problem.remedy) == ("area:A1 + I2", "Forse «area:A1 + indicator:I1»?")


def test_an_unknown_id_in_a_key_is_a_reference_to_nothing(place: Any) -> None:
    problem = the_problem(place, "targets", "I9 + 2020", "value", "", "8", column="row")
    assert (problem.found, plain(problem.expected)) == ("I9", "un id che esiste tra indicators")


def test_a_key_that_wants_more_parts_is_told(place: Any) -> None:
    problem = the_problem(place, "targets", "I1", "value", "", "8", column="row")
    assert problem.expected == "la chiave di una riga di «targets»: indicator + year + at"


def test_a_part_of_a_key_is_read_as_its_column(place: Any) -> None:
    problem = the_problem(place, "targets", "I1 + 2020 + alla fine", "value", "", "8", column="row")
    assert (problem.found, problem.expected) == ("alla fine", "uno tra final, interim")


def test_an_unknown_column_is_told_with_a_near_one(place: Any) -> None:
    problem = the_problem(place, "objectives", "1.1", "titel", "", "8", column="column")
    assert (problem.found, problem.remedy) == ("titel", "Forse «title»?")


def test_a_column_of_the_key_is_told(place: Any) -> None:
    problem = the_problem(place, "targets", "I1 + 2020", "year", "", "2022", column="column")
    assert problem.expected == "una colonna di «targets» che non faccia parte della chiave: value, weight, act"


def test_the_kind_of_an_indicator_is_not_amended(place: Any) -> None:
    problem = the_problem(place, "indicators", "I1", "kind", "number", "percent", column="column")
    assert problem.remedy.startswith("Le cifre si leggono secondo il tipo")


def test_an_act_that_is_not_there_is_told(place: Any) -> None:
    assert the_problem(place, "indicators", "I1", "target", "", "8", "A9", column="act").found == "A9"


def test_all_that_is_wrong_is_told_in_one_go(place: Any) -> None:
    rows = [["V1", "indicators", "I9", "titel", "", "8", "A9"], ["V1", "indicators", "I1", "target", "10", "8,x", "A7"]]
    told = {(problem.source.row, problem.column) for problem in amended(place, *rows).problems}
    assert told == {(2, "row"), (2, "column"), (2, "act"), (3, "id"), (3, "new")}


# --- compared with the plan in the order of the acts ---------------------------------------------------------


def test_an_old_value_that_does_not_stand_there_is_told_with_what_does(place: Any) -> None:
    problem = the_problem(place, "indicators", "I1", "target", "10", "8", "A7", column="old")
    assert (problem.found, plain(problem.expected)) == (
        "10",
        "ciò che sta in enti/alfa/2020/indicators.csv, riga 2: «11»",
    )


def test_an_old_value_where_nothing_stands_is_told(place: Any) -> None:
    problem = the_problem(place, "areas", "A1", "weight", "30", "40", "A7", column="old")
    assert plain(problem.expected) == "ciò che sta in enti/alfa/2020/areas.csv, riga 2: nulla"


def test_an_old_value_is_what_the_amendment_before_has_left(place: Any) -> None:
    later = ["V1", "indicators", "I1", "target", "8", "7", "A10"]
    earlier = ["V2", "indicators", "I1", "target", "11", "8", "A7"]
    assert amended(place, later, earlier).problems == ()


def test_an_old_value_that_an_amendment_before_has_changed_is_told(place: Any) -> None:
    first = ["V1", "indicators", "I1", "target", "11", "8", "A7"]
    second = ["V2", "indicators", "I1", "target", "11", "7", "A10"]
    (problem,) = amended(place, first, second).problems
    assert (problem.source.row, plain(problem.expected)) == (3, "ciò che sta dopo la variazione V1: «8»")


def test_the_target_of_the_year_is_one_cell_in_two_tables(place: Any) -> None:
    first = ["V1", "targets", "I1 + 2020", "value", "11", "8", "A7"]
    second = ["V2", "indicators", "I1", "target", "8", "7", "A10"]
    assert amended(place, first, second).problems == ()


def test_an_old_figure_is_compared_by_what_it_says_not_by_how_it_is_written(place: Any) -> None:
    assert amended(place, ["V1", "indicators", "I1", "target", "11,0 (iniziative)", "8", "A7"]).problems == ()


def test_two_amendments_of_one_cell_by_the_same_act_are_told(place: Any) -> None:
    first = ["V1", "indicators", "I1", "target", "", "8", "A7"]
    second = ["V2", "targets", "I1 + 2020", "value", "", "7", "A7"]
    (problem,) = amended(place, first, second).problems
    assert (problem.source.row, problem.column, problem.found) == (3, "act", "A7")
    assert plain(problem.message) == f"lo stesso atto varia già la stessa cella in {FILE}, riga 2"


def test_two_proposals_of_one_cell_stand_beside_each_other(place: Any) -> None:
    rows = [["V1", "indicators", "I1", "target", "11", "8"], ["V2", "indicators", "I1", "target", "11", "7"]]
    assert amended(place, *rows).problems == ()


def test_a_period_that_would_end_before_it_begins_is_told(place: Any) -> None:
    objectives = [["id", "title", "area", "from"], ["1.1", "Turismo", "A1", "1/7/2020"]]
    problem = the_problem(place, "objectives", "1.1", "to", "", "30/6/2020", "A7", column="new", objectives=objectives)
    assert (
        plain(problem.message) == "con questa variazione il periodo comincerebbe il 1/7/2020 e finirebbe il 30/6/2020"
    )


def test_one_act_may_move_both_ends_of_a_period(place: Any) -> None:
    objectives = [["id", "title", "from", "to"], ["1.1", "Turismo", "1/1/2020", "30/6/2020"]]
    rows = [
        ["V1", "objectives", "1.1", "from", "1/1/2020", "1/7/2020", "A7"],
        ["V2", "objectives", "1.1", "to", "30/6/2020", "31/12/2020", "A7"],
    ]
    assert amended(place, *rows, objectives=objectives).problems == ()


def test_an_objective_that_would_stand_above_itself_is_told(place: Any) -> None:
    objectives = [["id", "title", "parent"], ["1.1", "Turismo", ""], ["1.2", "Fiere", "1.1"]]
    problem = the_problem(place, "objectives", "1.1", "parent", "", "1.2", "A7", column="new", objectives=objectives)
    assert plain(problem.message) == "con questa variazione la riga tornerebbe a sé stessa (1.1 → 1.2 → 1.1)"


def test_nothing_is_said_of_what_stands_in_a_row_that_cannot_be_read(place: Any) -> None:
    indicators = [
        ["id", "title", "kind", "target"],
        ["I1", "Iniziative", "number", "undici"],
        ["I2", "G", "percent", ""],
    ]
    rows = [["V1", "indicators", "I1", "target", "11", "8", "A7"]]
    told = amended(place, *rows, indicators=indicators, targets=[]).problems
    assert [(problem.source.row, problem.found) for problem in told] == [(2, "undici")]
    assert told[0].source.file == "enti/alfa/2020/indicators.csv"


def test_nothing_is_said_of_what_a_wrong_amendment_would_have_left(place: Any) -> None:
    first = ["V1", "indicators", "I1", "target", "11", "otto", "A7"]
    second = ["V2", "targets", "I1 + 2020", "value", "8", "7", "A10"]
    (problem,) = amended(place, first, second).problems
    assert (problem.source.row, problem.found) == (2, "otto")


def test_an_amendment_names_its_row(place: Any) -> None:
    assert the_problem(place, "targets", "", "value", "", "8", column="row").found == ""
