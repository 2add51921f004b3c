"""Who evaluates whom: heads above a unit, an evaluator whom the text does not name, missing ones, and the list."""

from datetime import date

import pytest

from merito import Dossier, Ente, Evaluation, Finding, Message, Person, Position, Ref, Rows, Service, Unit, plain, say
from merito.kit import (
    Evaluated,
    ExpectedEvaluators,
    absent,
    by_another,
    evaluators_row,
    heads_above,
    named,
    role_names,
    unit_of,
    units_above,
)

ROLES = role_names("Segretario comunale")
PEOPLE = (
    Person(id="S", role="secretary_general"),
    Person(id="M", role="manager"),
    Person(id="H", role="po"),
    Person(id="P", role="staff", unit="U"),
    Person(id="Q", role="staff"),
)
ENTE = Dossier(
    ente=Ente(id="x", name="X", regulation="x", kind="municipality"),
    year=2025,
    people=Rows(PEOPLE),
    units=Rows([Unit(id="A", head="M"), Unit(id="B", parent="A", head="M"), Unit(id="U", parent="B", head="P")]),
    positions=Rows([Position(id="PO", unit="U", holder="H"), Position(id="VACANT", unit="B")]),
    service=Rows(
        [
            Service(person="Q", unit="B", start=date(2025, 6, 1)),
            Service(person="Q", unit="A", start=date(2025, 1, 1), end=date(2025, 5, 31)),
        ]
    ),
)
EITHER = ExpectedEvaluators(
    evaluators=("person:M", "Giunta"), beside=("OIV", "person:S"), support="person:H", rules=("X-1", "X-2")
)


def of(evaluator: str | None, expected: ExpectedEvaluators = EITHER) -> Evaluated:
    row = None if evaluator is None else Evaluation(person="P", evaluator=evaluator)
    return Evaluated(person=ENTE.people["P"], role="staff", expected=expected, row=row)


def ids(found: tuple[Person | Unit, ...]) -> str:
    return "".join(one.id for one in found)


def test_a_person_is_named_by_id_and_role_and_a_body_by_its_name() -> None:
    told = [named(ENTE, who, ROLES) for who in ("person:S", "person:P", "Giunta", "S", "")]
    assert told == ["S (Segretario comunale)", "P (dipendente)", "Giunta", "S", ""]


def test_the_unit_is_that_of_the_person_else_that_of_the_last_service() -> None:
    assert [unit_of(ENTE, ENTE.people[one], "last") for one in ("P", "Q", "S")] == ["U", "B", ""]


def test_the_heads_above_a_unit_are_the_nearest_first_and_each_once() -> None:
    assert ids(units_above(ENTE, "U")) == "UBA"
    assert ids(heads_above(ENTE, "U")) == "PM"
    assert ids(heads_above(ENTE, "U", holders=True)) == "PHM"
    assert ids(heads_above(ENTE, "U", without="P")) == "M"
    assert units_above(ENTE, None) == heads_above(ENTE, "") == ()


@pytest.mark.parametrize("evaluator", ["person:M", "Giunta", "", None])
def test_each_of_several_evaluators_is_right_and_who_is_not_written_is_not_told(evaluator: str | None) -> None:
    assert list(by_another(ENTE, of(evaluator), ROLES)) == []


def test_another_evaluator_is_told_with_the_first_rule_and_the_rows() -> None:
    one = of("person:H")
    (found,) = by_another(ENTE, one, ROLES)
    assert (found.severity, found.rule, found.subject) == ("warning", "X-1", "person:P")
    who = "il valutatore registrato è H (titolare di posizione organizzativa); la valutazione spetta a "
    does = ", che la dà, o si corregge il valutatore (tabella valutazioni)"
    assert plain(found.message) == f"{who}M (dirigente) o Giunta{does}"
    assert found.basis.inputs == (one.person, one.row)


def test_a_regulation_says_it_in_its_own_words_under_its_own_rule() -> None:
    def why(found: Message, right: Message) -> Message:
        return say("risulta {found}, e non {right}", found=found, right=right)

    (found,) = by_another(ENTE, of(None), ROLES, nobody="nessuno", why=why, rule_id="X-2", inputs=(EITHER,))
    assert (plain(found.message), found.rule) == ("risulta nessuno, e non M (dirigente) o Giunta", "X-2")
    assert found.basis.inputs == (EITHER,)


def test_nothing_is_told_where_nobody_is_expected_or_another_name_is_right_too() -> None:
    nobody: list[Finding] = list(by_another(ENTE, of("person:H", ExpectedEvaluators(rules=("X-1",))), ROLES))
    assert nobody == list(by_another(ENTE, of("Sindaco"), ROLES, also=("Sindaco",))) == []


def test_of_those_written_together_one_is_enough() -> None:
    wanted = (("OIV", "person:S"), ("person:M",), ())
    assert absent(ENTE, wanted, ("person:S",), ROLES) == [
        say("{person} ({role})", person=Ref("person", "M"), role="dirigente")
    ]
    (missing,) = absent(ENTE, wanted, ("person:M", ""), ROLES)
    assert plain(missing) == "OIV o S (Segretario comunale)"


def test_the_list_names_who_evaluates_beside_who_did() -> None:
    row = evaluators_row(ENTE, of("person:S"), ROLES, heads=("valuta", "firma", "aiuta"))
    assert dict(row.columns) == {
        "persona": "P",
        "ruolo": "dipendente",
        "valuta": "M (dirigente), Giunta",
        "firma": "OIV, S (Segretario comunale)",
        "aiuta": "H (titolare di posizione organizzativa)",
        "valutatore registrato": "S (Segretario comunale)",
    }
    assert (row.table, row.rules, row.public) == ("valutatori", EITHER.rules, False)


def test_the_list_says_that_nobody_is_known_and_names_several_as_it_is_told_to() -> None:
    unknown = evaluators_row(ENTE, of(None, ExpectedEvaluators(rules=("X-1",))), ROLES, nobody="non indicato")
    assert dict(unknown.columns)["valuta"] == "non indicato"
    joined = evaluators_row(ENTE, of(None), ROLES, told_as="; ".join)
    assert dict(joined.columns)["valuta"] == "person:M; Giunta"
