"""The Plan not adopted (art. 10 c. 5): who is a manager in a municipality, its PEG, and the PIAO from 2022."""

from datetime import date

import pytest
from small_plugins import Install
from unadopted_plan import (
    ALL_PAID,
    D1_HELD,
    INPUTS,
    PAYS_EVERY_HOLDER,
    PEOPLE,
    POSTS,
    REGULATION,
    Made,
    paid,
    reason,
    told,
)

from merito.testing import run_tables

NO_MANAGERS = {"people": "id,role\nG1,secretary_general\nH1,po\nS1,staff\n", "fund": 400}
HEADS = "id,type,holder\nPG,segreteria,G1\nPH,posizione organizzativa,H1\n"
HELD_200, PAID_200 = ("200.00", "0.00", "200.00"), ("200.00", "200.00", "0.00")


def test_outside_a_municipality_the_segretario_generale_is_a_manager(made: Made) -> None:
    assert paid(made(posts=HEADS, **NO_MANAGERS)) == {"G1": HELD_200, "H1": PAID_200, "S1": ALL_PAID["S1"]}


def test_in_a_municipality_without_managers_heads_of_services_wait_and_the_segretario_too(made: Made) -> None:
    """Readings "I-IT-10", "I-IT-12" and "I-IT-16"."""
    record = made(kind="municipality", posts=HEADS, **NO_MANAGERS)
    assert paid(record) == {"G1": HELD_200, "H1": HELD_200, "S1": ALL_PAID["S1"]}
    assert reason(record, "H1").startswith("IT-10.5 I-IT-10 I-IT-11 I-IT-12: ")
    assert reason(record, "G1").startswith("IT-10.5 I-IT-10 I-IT-11 I-IT-16: ")


def test_a_municipality_with_managers_strikes_them_alone(made: Made) -> None:
    assert paid(made(kind="municipality")) == D1_HELD


@pytest.mark.parametrize(("left", "held"), [("2020-12-31", HELD_200), ("2021-01-01", PAID_200)])
def test_a_manager_who_left_before_the_year_leaves_a_municipality_without_managers(
    made: Made, left: str, held: tuple[str, ...]
) -> None:
    """Reading "I-IT-12": the heads of services wait; one day of a manager in the year, and they do not."""
    people = f"id,role,to\nD1,manager,{left}\nH1,po,\nS1,staff,\n"
    record = made(kind="municipality", people=people, posts=HEADS.replace("PG,segreteria,G1\n", ""), fund=200)
    assert paid(record)["H1"] == held


RELEASED = {
    "I-IT-10": ("not_binding", {"G1": PAID_200, "H1": PAID_200}),
    "I-IT-11": ("paid", {"G1": PAID_200, "H1": PAID_200}),
    "I-IT-12": ("not_struck", {"G1": HELD_200, "H1": PAID_200}),
    "I-IT-16": ("not_struck", {"G1": PAID_200, "H1": HELD_200}),
}


@pytest.mark.parametrize("reading", RELEASED)
def test_a_reading_adopted_otherwise_releases(made: Made, reading: str) -> None:
    choice, expected = RELEASED[reading]
    readings = f'"{reading}" = {{ choice = "{choice}", act = "L" }}\n'
    record = made(kind="municipality", posts=HEADS, readings=readings, **NO_MANAGERS)
    assert paid(record) == {**expected, "S1": ALL_PAID["S1"]}


def test_the_peg_of_a_municipality_is_its_plan_once_the_ente_has_adopted_it(made: Made) -> None:
    readings = '"I-IT-14" = { choice = "is_plan", act = "L" }\n'
    assert paid(made("P,peg,2021-01-28", kind="municipality", readings=readings)) == ALL_PAID


def test_the_peg_alone_does_not_release_before_the_ente_has_adopted_it(made: Made) -> None:
    """Reading "I-IT-14"."""
    record = made("P,peg,2021-01-28", kind="municipality")
    assert paid(record) == D1_HELD
    assert "I-IT-14" in reason(record, "D1")


def test_the_peg_is_of_municipalities_alone(made: Made) -> None:
    readings = '"I-IT-14" = { choice = "is_plan", act = "L" }\n'
    assert paid(made("P,peg,2021-01-28", readings=readings)) == D1_HELD


YEAR_2022 = {
    "people": PEOPLE,
    "positions": POSTS,
    "acts": "id,kind,date,body\nL,reading_adoption,2022-01-02,Organo di indirizzo\nR,performance_report,2023-05-01,\n"
    "V,report_validation,2023-05-02,\n",
}
CYCLE_2022 = """
[funds]
risultato = 500
premi = 100
[readings]
"I-IT-02" = { choice = "binding", act = "L" }
"I-IT-10" = { choice = "not_binding", act = "L" }
"""


@pytest.mark.parametrize(
    ("act", "held"),
    [
        ("", True),
        ("P,piao,2022-06-30,", False),
        ("P,piao,2022-06-30,Giunta", False),
        ("P,piao,2022-06-30,OIV", True),
        ("P,piao,2022-06-30,Organo di indirizzo", True),
        ("P,performance_plan,2022-06-30,", True),
    ],
)
def test_from_2022_the_piao_is_the_plan_and_the_ban_holds_by_law_in_a_municipality_too(
    install: Install, act: str, held: bool
) -> None:
    """Rule "IT-PIAO.7": the reading I-IT-10 no longer decides."""
    files = {"inputs.toml": INPUTS}
    regulations = install("prova", PAYS_EVERY_HOLDER, files=files, regulation=REGULATION.format(kind="municipality"))
    tables = {**YEAR_2022, "acts": f"{YEAR_2022['acts']}{act}\n"}
    record = run_tables("prova", tables, CYCLE_2022, date(2023, 12, 31), year=2022, regulations=regulations)
    assert paid(record) == (D1_HELD if held else ALL_PAID)
    assert held is reason(record, "D1").startswith("IT-10.5 IT-PIAO.7 I-IT-11")


def test_from_2022_a_plan_without_the_piao_counts_once_the_ente_reads_it_so(install: Install) -> None:
    """Reading "I-IT-08": by default it waits for the PIAO, and the reason names the reading that would lift it."""
    regulations = install(
        "prova", PAYS_EVERY_HOLDER, files={"inputs.toml": INPUTS}, regulation=REGULATION.format(kind="state_body")
    )
    tables = {**YEAR_2022, "acts": f"{YEAR_2022['acts']}P,performance_plan,2022-06-30,\n"}
    cycle = "[funds]\nrisultato = 500\npremi = 100\n[readings]\n"
    adopted = f'{cycle}"I-IT-08" = {{ choice = "plan_alone", act = "L" }}\n'
    waits, counts = (
        run_tables("prova", tables, one, date(2023, 12, 31), year=2022, regulations=regulations)
        for one in (cycle, adopted)
    )
    assert paid(waits) == D1_HELD
    assert reason(waits, "D1").startswith("IT-10.5 IT-PIAO.7 I-IT-11 I-IT-08: ")
    assert told(waits, "secondo un'altra scelta di I-IT-08") == ["warning"]
    assert paid(counts) == ALL_PAID


def test_the_piao_of_another_body_is_told(install: Install) -> None:
    regulations = install(
        "prova", PAYS_EVERY_HOLDER, files={"inputs.toml": INPUTS}, regulation=REGULATION.format(kind="state_body")
    )
    tables = {**YEAR_2022, "acts": f"{YEAR_2022['acts']}P,piao,2022-06-30,OIV\n"}
    cycle = "[funds]\nrisultato = 500\npremi = 100\n"
    record = run_tables("prova", tables, cycle, date(2023, 12, 31), year=2022, regulations=regulations)
    assert paid(record) == D1_HELD
    assert told(record, "l'atto P (PIAO) risulta di «OIV»") == ["warning"]


def test_from_2022_it_is_the_piao_that_is_missing(install: Install) -> None:
    """A Plan adopted by itself is among the acts: to say that it is not would be untrue."""
    regulations = install(
        "prova", PAYS_EVERY_HOLDER, files={"inputs.toml": INPUTS}, regulation=REGULATION.format(kind="state_body")
    )
    acts = "id,kind,date,subject\nP,performance_plan,2022-06-30,\nF,plan_omission,2023-02-01,person:D1\n"
    cycle = "[funds]\nrisultato = 500\npremi = 100\n"
    tables = {**YEAR_2022, "acts": acts}
    record = run_tables("prova", tables, cycle, date(2023, 12, 31), year=2022, regulations=regulations)
    assert told(record, "tra gli atti non c'è l'adozione del PIAO 2022, che ha assorbito il Piano") == ["warning"]
    assert told(record, "ha concorso alla mancata adozione del PIAO (atto F;") == ["error"]


def test_within_2022_the_result_pay_of_managers_waits_for_the_piao(install: Install) -> None:
    regulations = install(
        "prova", PAYS_EVERY_HOLDER, files={"inputs.toml": INPUTS}, regulation=REGULATION.format(kind="state_body")
    )
    cycle = "[funds]\nrisultato = 500\npremi = 100\n"
    record = run_tables("prova", YEAR_2022, cycle, date(2022, 12, 31), year=2022, regulations=regulations)
    waiting = [state.missing for state in record.gates if "IT-10.5" in state.gate.rules]
    assert [[need.kind for need in missing] for missing in waiting] == [["piao"]]
