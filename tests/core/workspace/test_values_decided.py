"""Values that a text gives to a body: written with the act of that body, one act for several, shared by several enti."""

from typing import Any

import pytest

from merito import plain

ACTS = [
    ["id", "kind", "date", "body", "subject"],
    ["SG", "value_decision", "10/1/2020", "Segretario Generale", ""],
    ["GI", "value_decision", "10/1/2020", "Giunta", ""],
    ["LATE", "value_decision", "10/1/2099", "Segretario Generale", ""],
    ["NOBODY", "value_decision", "10/1/2020", "", ""],
]
WEIGHTS = "{ a = 40, b = 30, c = 30 }"
DECIDES = "decide: Segretario Generale (Regolamento di organizzazione, art. 32 c. 2 e art. 35 c. 4)"


def settings(place: Any, *lines: str) -> Any:
    place.table("acts", ACTS)
    place.write("enti/alfa/2020/cycle.toml", "\n".join(("[parameters]", *lines, "")))
    return place.values()


@pytest.mark.parametrize(
    ("written", "unfit"),
    [
        (f'{{ value = {WEIGHTS}, act = "SG" }}', ""),
        (WEIGHTS, f"manca l'atto di chi {DECIDES}"),
        (f'{{ value = {WEIGHTS}, act = "GI" }}', f"l'atto GI è di «Giunta», mentre {DECIDES}"),
        (f'{{ value = {WEIGHTS}, act = "NOBODY" }}', f"l'atto NOBODY non dice di quale organo è, mentre {DECIDES}"),
        (f'{{ value = {WEIGHTS}, act = "LATE" }}', f"l'atto LATE non è in vigore, e {DECIDES}"),
    ],
)
def test_a_table_is_decided_by_an_act_of_its_body_and_otherwise_used_and_provisional(
    place: Any, written: str, unfit: str
) -> None:
    found = settings(place, f"staff_factors = {written}")["staff_factors"]
    assert (found.value, plain(found.unfit)) == ({"a": 40, "b": 30, "c": 30}, unfit)


def test_one_act_decides_several_values_of_its_file(place: Any) -> None:
    several = 'decided = [{ act = "SG", parameters = ["staff_factors", "performance_formula"] }]'
    found = settings(place, f"staff_factors = {WEIGHTS}", 'performance_formula = "score"', several)
    assert {key: (one.layer.partition(", ")[2], plain(one.unfit)) for key, one in found.items()} == {
        "staff_factors": ("atto SG", ""),
        "performance_formula": ("atto SG", ""),
    }


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (['decided = [{ act = "SG", parameters = ["staff_factors"] }]'], "i nomi di valori stabiliti in questo file"),
        (['decided = { act = "SG" }'], 'atteso [{ act = "...", agreed = "...", parameters = ["...", "..."] }]'),
        (
            [
                f'staff_factors = {{ value = {WEIGHTS}, act = "SG" }}',
                'decided = [{ act = "SG", parameters = ["staff_factors"] }]',
            ],
            "staff_factors: l'atto è indicato due volte, accanto al valore e in decided",
        ),
        ([f'staff_factors = {{ value = {WEIGHTS}, act = "XX" }}'], "[parameters] staff_factors, act, trovato «XX»"),
        (
            [f'staff_factors = {{ value = {WEIGHTS}, act = "SG", agreed = "GI" }}'],
            "nessun accordo o parere: questo valore non lo chiede",
        ),
    ],
)
def test_what_is_written_wrong_beside_a_value_is_told(place: Any, lines: list[str], told: str) -> None:
    place.table("acts", ACTS)
    place.write("enti/alfa/2020/cycle.toml", "\n".join(("[parameters]", *lines, "")))
    (problem,) = place.problems
    assert told in str(problem)


def test_a_value_of_an_association_waits_where_an_ente_lacks_the_act(place: Any) -> None:
    shared = f'performance_formula = {{ value = "score", act = "COM" }}\nstaff_factors = {WEIGHTS}\n'
    several = 'decided = [{ act = "SG", parameters = ["staff_factors"] }]\n'
    place.write("merito.toml", f'[workspace]\nyear = 2020\nlocale = "it"\n[defaults.bergamo]\n{shared}{several}')
    found = settings(place)
    assert plain(found["performance_formula"].unfit).startswith(
        "l'atto COM non è in vigore, e decide: Segretario Generale"
    )
    assert found["staff_factors"].layer.endswith(", atto SG") and plain(found["staff_factors"].unfit) == ""


def test_a_later_file_without_an_act_makes_the_value_provisional_again(place: Any) -> None:
    with (place.ente / "ente.toml").open("a", encoding="utf-8") as file:
        file.write(f'[parameters]\nstaff_factors = {{ value = {WEIGHTS}, act = "SG" }}\n')
    assert plain(settings(place)["staff_factors"].unfit) == ""
    assert plain(settings(place, "staff_factors = { a = 50, b = 25, c = 25 }")["staff_factors"].unfit).startswith(
        "manca"
    )


def test_what_is_not_of_a_body_needs_no_act(place: Any) -> None:
    assert plain(settings(place, 'date_grade = "elapsed_days"', "position_most = 16000")["position_most"].unfit) == ""


def test_a_figure_of_the_contract_has_its_source_and_no_act(place: Any) -> None:
    found = settings(place, "position_least = 5000", 'position_most = { value = 16000, source = "CCNL, art. 15" }')
    assert [plain(one.unfit) for one in found.values()] == ["", ""]
    assert found["position_most"].layer.endswith("cycle.toml), fonte: CCNL, art. 15")
    (told,) = (one for one in place.record.results.findings if ": position_least" in plain(one.message))
    assert (told.severity, plain(told.message).partition(":")[2].partition(".")[0]) == (
        "info",
        " position_least",
    )
