"""The Plan not adopted (art. 10 c. 5): whose result pay waits until it is, and what counts as its adoption."""

from datetime import date

import pytest
from unadopted_plan import ALL_PAID, D1_HELD, PAYS_EVERY_HOLDER, Made, paid, reason, told


def test_with_the_plan_adopted_everybody_is_paid(made: Made) -> None:
    record = made("P,performance_plan,2021-01-28")
    assert paid(record) == ALL_PAID
    assert told(record, "") == []


def test_without_the_plan_the_manager_waits_and_nobody_else(made: Made) -> None:
    """Rule "IT-10.5" and reading "I-IT-11", in one fund that pays a manager and a holder."""
    record = made()
    assert paid(record) == D1_HELD
    assert reason(record, "D1").startswith("IT-10.5 I-IT-11: manca l'atto «Accertamento di chi ha concorso")


def test_what_else_the_ban_forbids_is_told_once_the_term_has_passed(made: Made) -> None:
    assert told(made(), "può assumere personale") == ["warning"]


def test_before_its_term_nothing_is_told(made: Made) -> None:
    assert told(made(as_of=date(2021, 1, 31)), "") == []


def test_in_the_year_the_gate_waits_for_the_plan(made: Made) -> None:
    gates = [one for one in made(as_of=date(2021, 6, 30)).gates if "IT-10.5" in one.gate.rules]
    assert [(one.gate.tool, one.gate.subject, one.missing[0].kind) for one in gates] == [
        ("result", "person:D1", "performance_plan")
    ]


def test_a_plan_of_another_body_is_no_adoption(made: Made) -> None:
    assert paid(made("P,performance_plan,2021-01-28,,,OIV")) == D1_HELD


def test_the_act_of_an_amendment_is_no_adoption_of_the_plan(made: Made) -> None:
    amendments = "id,table,row,column,old,new,act\nV1,objectives,O1,title,Uno,Due,P\n"
    assert paid(made("P,performance_plan,2021-07-28", amendments=amendments)) == D1_HELD


def test_late_is_adopted(made: Made) -> None:
    assert paid(made("P,performance_plan,2021-12-31")) == ALL_PAID


def test_after_the_year_it_is_adopted_only_where_the_ente_reads_it_so(made: Made) -> None:
    """Reading "I-IT-13"."""
    record = made("P,performance_plan,2022-01-01")
    assert paid(record) == D1_HELD
    assert "I-IT-13" in reason(record, "D1")


def test_after_the_year_it_is_adopted_by_the_other_choice(made: Made) -> None:
    readings = '"I-IT-13" = { choice = "counts", act = "L" }\n'
    assert paid(made("P,performance_plan,2022-01-01", readings=readings)) == ALL_PAID


def test_an_act_that_finds_nobody_releases_the_manager(made: Made) -> None:
    assert paid(made("A,plan_omission,2022-03-01,,nessuno")) == ALL_PAID


def test_an_act_that_says_nothing_releases_nobody(made: Made) -> None:
    record = made("A,plan_omission,2022-03-01")
    assert paid(record) == D1_HELD
    assert told(record, "non dice chi ha concorso") == ["warning"]


NEITHER = {
    "of a day on which the Plan could be adopted": ("2021-01-10,,nessuno", "poteva ancora essere adottato"),
    "of the last such day": ("2021-12-31,,Nessuno", "poteva ancora essere adottato"),
    "somebody and nobody at once": ("2022-03-01,person:D1,nessun concorso", "non è chiaro se ha concorso"),
    "somebody who did not": ("2022-03-01,person:D1,non ha concorso", "non è chiaro se ha concorso"),
    "nobody of some, and somebody": (
        "2022-03-01,,nessuna responsabilità politica; concorre il dirigente D1",
        "non dice chi ha concorso",
    ),
}


@pytest.mark.parametrize("case", NEITHER)
def test_an_unclear_or_early_finding_affects_nobody_and_releases_nobody(made: Made, case: str) -> None:
    """D1 waits for a finding that counts, as without any."""
    row, says = NEITHER[case]
    record = made(f"A,plan_omission,{row}")
    assert paid(record) == D1_HELD
    assert reason(record, "D1").startswith("IT-10.5 I-IT-11: ")
    assert told(record, says) == ["warning"]


@pytest.mark.parametrize("value", ["nessuno", " NESSUNO "])
def test_the_one_word_for_nobody_releases_once_the_year_is_over(made: Made, value: str) -> None:
    assert paid(made(f"A,plan_omission,2022-01-01,,{value}")) == ALL_PAID


@pytest.mark.parametrize(("day", "expected"), [("2021-01-31", D1_HELD), ("2021-02-01", ALL_PAID)])
def test_where_a_plan_may_always_be_adopted_a_finding_counts_after_its_term(
    made: Made, day: str, expected: dict[str, tuple[str, str, str]]
) -> None:
    """Reading "I-IT-13"."""
    readings = '"I-IT-13" = { choice = "counts", act = "L" }\n'
    assert paid(made(f"A,plan_omission,{day},,nessuno", readings=readings)) == expected


@pytest.mark.parametrize("value", ["omissione", "per inerzia"])
def test_a_value_that_says_how_somebody_concurred_strikes(made: Made, value: str) -> None:
    assert reason(made(f"A,plan_omission,2022-03-01,person:D1,{value}"), "D1").startswith("IT-10.5: rifiutato: ")


def test_naming_no_manager_releases_them_all_and_is_told(made: Made) -> None:
    assert told(made("A,plan_omission,2022-03-01,person:S1"), "di tutti i dirigenti non aspetta più") == ["warning"]


def test_naming_a_manager_too_is_not_told_so(made: Made) -> None:
    record = made("A,plan_omission,2022-03-01,person:S1", "B,plan_omission,2022-03-01,person:D1")
    assert told(record, "di tutti i dirigenti non aspetta più") == []


OWN_TERM = (
    PAYS_EVERY_HOLDER
    + """
from datetime import date
from merito import Deadline, Phase
@hookimpl
@rule("X-1")
def merito_deadlines(step: Step) -> Results | None:
    due = {due}
    return Results(deadlines=(Deadline(
        phase=Phase.OBJECTIVES, what="Piano", due=due, met_by="performance_plan", rules=("X-1",), reason="si conta"),))
"""
)


@pytest.mark.parametrize(
    ("due", "as_of", "severities"),
    [
        ("date(2021, 3, 20)", date(2021, 3, 20), []),
        ("date(2021, 3, 20)", date(2021, 3, 21), ["warning"]),
        ("None", date(2021, 12, 31), []),
        ("None", date(2022, 1, 1), ["warning"]),
    ],
)
@pytest.mark.parametrize("kind", ["state_body", "municipality"])
def test_the_ban_is_told_after_the_own_term_of_the_ente(
    made: Made, kind: str, due: str, as_of: date, severities: list[str]
) -> None:
    """A deadline that cannot be computed yet is not reported before the end of the year."""
    record = made(kind=kind, code=OWN_TERM.replace("{due}", due), as_of=as_of)
    assert told(record, "può assumere personale") == severities
