"""The law from 2022 on: the PIAO's deadline, objectives on payment times, caps by the day of the appointment.

Rules "IT-PIAO.1", "IT-PAG.30", "IT-EQ.cap", "IT-PUB.1".
"""

from datetime import date

import pytest
from law_of_a_year import In, found

from merito import plain
from merito.testing import Record

PAID = """
from fractions import Fraction

@hookimpl
@rule("X-1")
def merito_roll_up(step: Step) -> ResultRows:
    for one in step.dossier.objectives:
        yield Grade(scope="objective", id=one.id, value=Fraction(80), rules=("X-1",))

@hookimpl
@rule("X-1", tool="result")
def merito_rewards(step: Step) -> ResultRows:
    yield Reward(person="D1", tool="result", fund="risultato", item="fondo", due=Decimal("1000.00"), rules=("X-1",),
                 rests_on=())
"""


def terms(record: Record) -> list[tuple[str, date | None, str]]:
    wanted = [at for at in record.deadlines if at.deadline.met_by in ("piao", "performance_plan")]
    return [(plain(at.deadline.what), at.deadline.due, at.state.value) for at in wanted]


def people(number: int) -> str:
    return "id\n" + "".join(f"P{each}\n" for each in range(number))


ACT = "id,kind,date,body\nA,piao,2024-01-30,Organo di indirizzo\n"
VALIDATED = f"{ACT}R,performance_report,2025-05-01,\nV,report_validation,2025-05-02,\n"


def test_the_term_of_the_piao_stands_in_the_place_of_the_plan_s_from_2022(in_year: In) -> None:
    record = in_year(2024, {"acts.csv": ACT, "people.csv": people(51)}, kind="state_body")
    assert terms(record) == [("PIAO 2024", date(2024, 1, 31), "met")]


def test_up_to_fifty_employees_the_plan_keeps_its_term(in_year: In) -> None:
    record = in_year(2024, {"acts.csv": ACT, "people.csv": people(50)}, kind="state_body")
    assert terms(record) == [
        ("PIAO 2024", date(2024, 1, 31), "met"),
        ("Piano della performance 2024", date(2024, 1, 31), "overdue"),
    ]
    assert [one.severity for one in found(record, "IT-PIAO.1")] == ["info"]


def test_who_left_before_the_year_is_no_employee(in_year: In) -> None:
    staff = "id,to\n" + "".join(f"P{each},\n" for each in range(50)) + "P50,2023-12-31\n"
    record = in_year(2024, {"acts.csv": ACT, "people.csv": staff}, kind="state_body")
    assert [what for what, _, _ in terms(record)] == ["PIAO 2024", "Piano della performance 2024"]


@pytest.mark.parametrize(
    ("kind", "body", "state"),
    [
        ("municipality", "Giunta", "met"),
        ("municipality", "Organo di indirizzo", "overdue"),
        ("state_body", "Giunta", "overdue"),
        ("state_body", "Organo di indirizzo", "met"),
    ],
)
def test_in_a_municipality_the_piao_comes_from_the_giunta(in_year: In, kind: str, body: str, state: str) -> None:
    """D.M. 132/2022, art. 11, also where the regulation names no governing body: the ban of art. 10 c. 5 agrees."""
    act = f"id,kind,date,body\nA,piao,2024-01-31,{body}\n"
    record = in_year(2024, {"acts.csv": act, "people.csv": people(51)}, kind=kind)
    assert terms(record) == [("PIAO 2024", date(2024, 1, 31), state)]


def test_before_2022_the_plan_has_its_term_alone(in_year: In) -> None:
    record = in_year(2021, {"people.csv": people(51)}, kind="state_body")
    assert terms(record) == [("Piano della performance 2021", date(2021, 1, 31), "overdue")]


def test_an_ente_sets_the_day_that_comes_of_a_budget_term_that_was_moved(in_year: In) -> None:
    act = ACT.replace("2024-01-30,Organo di indirizzo", "2024-04-10,Giunta")
    record = in_year(2024, {"acts.csv": act}, ente='[parameters]\npiao_deadline = "04-15"\n')
    assert terms(record) == [("PIAO 2024", date(2024, 4, 15), "met")]


@pytest.mark.parametrize(
    ("kind", "day", "ente", "told"),
    [
        ("municipality", "2024-01-31", "", False),
        ("municipality", "2024-02-01", "", True),
        ("municipality", "2024-04-16", '[parameters]\npiao_deadline = "04-15"\n', False),
        ("state_body", "2024-02-01", "", False),
    ],
)
def test_a_municipality_late_by_the_common_day_is_told_that_its_own_may_be_another(
    in_year: In, kind: str, day: str, ente: str, told: bool
) -> None:
    """The budgets of 2024 were moved to 15 March: a PIAO of 10 April is late only by the day of everybody else."""
    act = f"id,kind,date,body\nA,piao,{day},{'Giunta' if kind == 'municipality' else 'Organo di indirizzo'}\n"
    notes = found(in_year(2024, {"acts.csv": act, "people.csv": people(51)}, kind=kind, ente=ente), "IT-PIAO.1")
    assert [(one.severity, "se è differito, trenta giorni dopo" in plain(one.message)) for one in notes] == [
        ("info", True)
    ] * told


def test_in_2022_the_day_of_a_municipality_comes_of_its_budget(in_year: In) -> None:
    (note,) = found(in_year(2022, {"people.csv": people(51)}), "IT-PIAO.1")
    assert "30/6/2022, è quello comune a ogni amministrazione" in plain(note.message)
    assert "(centoventi giorni dopo quello)" in plain(note.message)


PLAN = "id,title,weight,responsible\nO1,Tempi,{weight},person:D1\nO2,Altro,{rest},\n"
NAMED = '[parameters]\npayment_objectives = ["O1"]\n'
MANAGER = "id,role\nD1,manager\n"


def test_a_plan_that_names_no_objective_on_payment_times_is_told(in_year: In) -> None:
    files = {"objectives.csv": PLAN.format(weight=30, rest=70), "people.csv": MANAGER}
    (one,) = found(in_year(2024, files), "IT-PAG.30")
    assert (one.severity, "payment_objectives" in plain(one.message)) == ("info", True)


@pytest.mark.parametrize(("year", "weight", "told"), [(2024, 29, 1), (2024, 30, 0), (2023, 29, 0)])
def test_an_objective_on_payment_times_weighs_at_least_thirty(in_year: In, year: int, weight: int, told: int) -> None:
    files = {"objectives.csv": PLAN.format(weight=weight, rest=100 - weight), "people.csv": MANAGER}
    record = in_year(year, files, ente=NAMED)
    assert [one.subject for one in found(record, "IT-PAG.30")] == ["objective:O1"] * told


@pytest.mark.parametrize(
    ("due", "part"), [("1000.00", "300,00 € di 1.000,00 €"), ("1000.01", "300,01 € di 1.000,01 €")]
)
def test_of_one_not_reached_it_is_told_which_part_of_result_pay_is_not_paid(in_year: In, due: str, part: str) -> None:
    """At least 30% of 1.000,01 is 300,003: up to the cent."""
    files = {
        "objectives.csv": PLAN.format(weight=30, rest=70),
        "people.csv": MANAGER,
        "cycle.toml": f"[funds]\nrisultato = {due}\n",
        "acts.csv": VALIDATED,
    }
    code = PAID.replace("1000.00", due)
    record = in_year(2024, files, kind="state_body", code=code, ente=NAMED)
    (one,) = [each for each in found(record, "IT-PAG.30") if each.subject == "person:D1"]
    assert f"almeno il 30% ({part};" in plain(one.message)


@pytest.mark.parametrize(
    ("first", "second", "told"), [("15", "15", []), ("15", "14.99", ["objective:O1"]), ("15", "", [])]
)
def test_objectives_of_one_manager_weigh_together(in_year: In, first: str, second: str, told: list[str]) -> None:
    """A weight that is not written is not zero."""
    plan = f"id,title,weight,responsible\nO1,Ritardo,{first},person:D1\nO2,Fatture,{second},person:D1\n"
    ente = '[parameters]\npayment_objectives = ["O1", "O2"]\n'
    record = in_year(2024, {"objectives.csv": plan, "people.csv": MANAGER}, ente=ente)
    assert [one.subject for one in found(record, "IT-PAG.30")] == told


@pytest.mark.parametrize(
    ("weights", "told"),
    [
        ((15, 35, 50), []),
        ((14, 36, 50), ["pesa 28%: almeno il 30%"]),
        ((29, 71, 100), ["pagamento pesa 29%: almeno il 30%"]),
        ((29, 71, ""), ["pagamento pesa 29%: almeno il 30%"]),
    ],
)
def test_weights_that_divide_a_hundred_among_managers_are_not_those_of_one(
    in_year: In, weights: tuple[object, ...], told: list[str]
) -> None:
    """15 of the 50 that D1 has are 30% of what D1 is evaluated on; where D1 has 100, they are of 100."""
    own, rest, other = weights
    plan = (
        f"id,title,weight,responsible\nO1,Tempi,{own},person:D1\nO2,Altro,{rest},person:D1\n"
        f"O3,D'altri,{other},person:D2\n"
    )
    files = {"objectives.csv": plan, "people.csv": f"{MANAGER}D2,manager\n"}
    notes = found(in_year(2024, files, ente=NAMED), "IT-PAG.30")
    assert len(notes) == len(told)
    assert all(words in plain(one.message) for words, one in zip(told, notes, strict=True))


@pytest.mark.parametrize(("left", "told"), [("2023-12-31", "pesa 29%"), ("2024-06-30", "non è un dirigente")])
def test_where_the_last_manager_left_before_the_year_the_objective_is_of_whoever_is_responsible(
    in_year: In, left: str, told: str
) -> None:
    files = {
        "objectives.csv": PLAN.format(weight=29, rest=71).replace("person:D1", "person:H1"),
        "people.csv": f"id,role,to\nD1,manager,{left}\nH1,po,\n",
    }
    (note,) = found(in_year(2024, files, ente=NAMED), "IT-PAG.30")
    assert told in plain(note.message)


POSTS = "id,type,holder,amount\nE1,eq,P1,17000\nE2,eq,P2,17000\nE3,eq,P3,19000\n"
APPOINTED = "person,position,from\nP1,E1,2022-05-01\nP2,E2,2023-05-01\nP3,E3,2023-05-01\n"


def test_a_post_is_held_to_the_cap_of_the_day_of_its_appointment(in_year: In) -> None:
    """17.000 euro exceed the cap of an appointment of 2022, and not that of 2023; nobody has verified either."""
    staff = "id,role\nP1,po\nP2,po\nP3,po\n"
    files = {"positions.csv": POSTS, "appointments.csv": APPOINTED, "people.csv": staff, "acts.csv": VALIDATED}
    record = in_year(2024, files, kind="chamber_of_commerce")
    assert [(one.subject, one.severity) for one in found(record, "IT-EQ.cap")] == [
        ("position:E1", "info"),
        ("position:E3", "info"),
    ]
    assert all("non verificata" in plain(one.message) for one in found(record, "IT-EQ.cap"))


@pytest.mark.parametrize(
    ("appointed", "told"),
    [
        ("", "(tabella incarichi, colonna dal): 16.000,00 € o 18.000,00 €"),
        ("person,position,kind,from\nP1,E1,holder,\n", "(tabella incarichi, colonna dal): 16.000,00 € o 18.000,00 €"),
        ("person,position,kind,from\nP1,E1,holder,2022-06-01\n", "dal 1/6/2022 il massimo è 16.000,00 €"),
    ],
)
def test_without_the_day_of_the_appointment_it_is_told_that_it_is_missing(
    in_year: In, appointed: str, told: str
) -> None:
    posts = "id,type,holder,amount\nE1,eq,P1,16500\n"
    files = {"positions.csv": posts, "people.csv": "id,role\nP1,po\n", "acts.csv": VALIDATED}
    more = {"appointments.csv": appointed} if appointed else {}
    (note,) = found(in_year(2024, files | more, kind="chamber_of_commerce"), "IT-EQ.cap")
    assert told in plain(note.message)
    assert note.severity == "info"
    assert "1/1/2024" not in plain(note.message)


@pytest.mark.parametrize(
    ("second", "told"), [("A1", ["per un incarico dal 1/6/2022 il massimo è 16.000,00 €"]), ("A2", [])]
)
def test_rows_of_one_appointment_have_the_cap_of_its_first_day(in_year: In, second: str, told: list[str]) -> None:
    """Rows that go on under the same act are one appointment; under an act of its own, of 2023, a renewal."""
    acts = "id,kind,date,body\nA1,peg,2022-05-01,\nA2,peg,2023-05-01,\n"
    rows = f"P1,E1,2022-06-01,2024-03-31,A1\nP1,E1,2024-04-01,2025-05-31,{second}\n"
    files = {
        "positions.csv": "id,type,amount\nE1,eq,17000\n",
        "appointments.csv": f"person,position,from,to,act\n{rows}",
        "people.csv": "id,role\nP1,po\n",
        "acts.csv": acts,
    }
    notes = found(in_year(2025, files, kind="chamber_of_commerce"), "IT-EQ.cap")
    assert len(notes) == len(told)
    assert all(words in plain(one.message) for words, one in zip(told, notes, strict=True))


SITE = "item,published,removed\n"
ON_SITE = f"{SITE}plan,2024-02-01,\nreport,2025-05-10,\ncriteria,2024-02-01,\nrewards,2025-06-01,\n"
FUNDS = "[funds]\nrisultato = 1000\n"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (f"{ON_SITE}distribution,2025-06-01,\ndifferentiation,2025-06-01,\n", ""),
        (f"{ON_SITE}distribution,2025-06-01,\ndifferentiation,,\n", "sito: differenziazione dei premi."),
        (f"{ON_SITE}distribution,2025-06-01,\ndifferentiation,2026-06-01,\n", "sito: differenziazione dei premi."),
        (
            f"{ON_SITE}distribution,2025-06-01,2025-07-01\ndifferentiation,2025-06-01,\n",
            "sito: distribuzione dei premi.",
        ),
        (f"{SITE}plan,2024-02-01,\n", "sito: Relazione sulla performance, criteri dei premi, ammontare dei premi"),
    ],
)
def test_what_is_due_and_not_on_the_site_is_told(in_year: In, rows: str, told: str) -> None:
    """On 31 December of the year after: a later day, or an item since removed, does not count as published."""
    files = {
        "acts.csv": VALIDATED.replace(",Organo di indirizzo", ",Giunta"),
        "publications.csv": rows,
        "cycle.toml": FUNDS,
    }
    notes = found(in_year(2024, files), "IT-PUB.1")
    assert [one.severity for one in notes] == ["info"] * bool(told)
    assert all(told in plain(one.message) for one in notes)


def test_an_act_has_a_day_on_the_site_of_its_own(in_year: In) -> None:
    acts = "id,kind,date,body,published\nA,piao,2024-01-30,Giunta,2024-02-01\n"
    assert not found(in_year(2024, {"acts.csv": acts}), "IT-PUB.1")


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2025-05-10", "non risulta sul sito: Piano o PIAO. Il giorno"),
        (
            "",
            "nessun giorno di pubblicazione è scritto, e sul sito è dovuto: Piano o PIAO e Relazione sulla performance.",
        ),
    ],
)
def test_an_act_without_a_day_on_the_site_is_told_also_where_nothing_has_one(in_year: In, day: str, told: str) -> None:
    acts = f"id,kind,date,body,published\nA,piao,2024-01-30,Giunta,\nR,performance_report,2025-05-01,,{day}\n"
    (note,) = found(in_year(2024, {"acts.csv": acts}), "IT-PUB.1")
    assert note.severity == "info"
    assert plain(note.message).startswith(told)


def test_where_nothing_is_due_nothing_is_told_of_the_site(in_year: In) -> None:
    assert not found(in_year(2024, {}), "IT-PUB.1")


def test_publications_of_a_cycle_of_2021_are_not_asked_about(in_year: In) -> None:
    acts = "id,kind,date,body,published\nP,performance_plan,2021-01-30,,2021-02-01\nR,performance_report,2022-05-01,,\n"
    assert not found(in_year(2021, {"acts.csv": acts}), "IT-PUB.1")
