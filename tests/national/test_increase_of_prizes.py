"""The increase of a few prizes and results (rules "IT-PREMIO.30" and "IT-DIR.30")."""

import pytest
from contract_year import ALIKE, TOOLS, messages, ran
from law_of_a_year import In, found

from merito import plain

TEN = "id\n" + "".join(f"P{each}\n" for each in range(1, 11))


def prizes(in_year: In, year: int, more: dict[str, str], ente: str) -> list[str]:
    return messages(ran(in_year, year, TEN, {"annual": ALIKE, "more": more}, ente), "IT-PREMIO.30")


NAMED = '[parameters]\nincrease_tools = ["maggiorazione"]\n'


REDUCED = '[parameters]\nincrease_measure = "ridotta"\nemployees = {employees}\n'


def managers(number: int) -> str:
    return "id,role\n" + "".join(f"D{each},manager\n" for each in range(1, number + 1))


@pytest.mark.parametrize(
    ("year", "told"), [(2022, "900,00 € (9.000,00 € attribuiti"), (2023, "1.000,00 € (10.000,00 € dest")]
)
def test_the_mean_is_of_what_is_attributed_until_2022_and_of_what_is_destined_afterwards(
    in_year: In, year: int, told: str
) -> None:
    (message,) = prizes(in_year, year, {}, "")
    assert told in message
    assert "parametro increase_quota" in message
    assert ("270,00 €" if year == 2022 else "300,00 €") in message


def test_before_2019_nothing_is_told(in_year: In) -> None:
    assert prizes(in_year, 2018, {}, "") == []


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"P1": "300"}, []),
        ({}, ["nessuno ha la maggiorazione"]),
        ({"P1": "299.99"}, ["di 1 persona (P1) è più bassa di 300,00 €"]),
        ({"P1": "300", "P2": "300"}, ["va a 2 persone (P1 e P2), e la quota ne ammette 1"]),
    ],
)
def test_what_a_tool_pays_is_held_to_the_increase_and_to_the_quota(
    in_year: In, more: dict[str, str], told: list[str]
) -> None:
    ente = f"{NAMED}increase_quota = 0.15\n"
    first, *others = prizes(in_year, 2024, more, ente)
    assert "al massimo a 1 persona su 10 valutate" in first
    assert len(others) == len(told)
    assert all(words in message for words, message in zip(told, others, strict=True))


def test_a_quota_of_less_than_one_person_asks_for_no_increase(in_year: In) -> None:
    """A twentieth of ten people is half a person, and a quota is rounded down."""
    (message,) = prizes(in_year, 2024, {}, f"{NAMED}increase_quota = 0.05\n")
    assert "la quota non arriva a una persona su 10 valutate (parametro increase_quota)" in message


def test_an_increase_inside_the_prize_is_not_told_apart(in_year: In) -> None:
    (message,) = prizes(in_year, 2024, {}, '[parameters]\nincrease_tools = ["annuale", "maggiorazione"]\n')
    assert "la maggiorazione non si distingue dal premio" in message


@pytest.mark.parametrize(
    ("decree", "candidates", "told"),
    [
        ("", "", "1.000,00 € (10.000,00 € attribuiti, tra 10 persone"),
        ('decree = "art. 21"', "", "900,00 € (9.000,00 € attribuiti, tra 10 persone"),
        ("", "person,tool,group\nP1,more,G\n", "900,00 € (9.000,00 € attribuiti, tra 10 persone"),
    ],
)
def test_the_bonus_of_excellence_and_prizes_of_groups_are_no_individual_prize(
    in_year: In, decree: str, candidates: str, told: str
) -> None:
    """9.000 of individual prizes, and 1.000 of another tool: a prize, the bonus of art. 21, or of a group."""
    tools = TOOLS.replace('title = "Maggiorazione"\n', f'title = "Maggiorazione"\n{decree}\n')
    files = {"candidates": candidates} if candidates else {}
    record = ran(in_year, 2022, TEN, {"annual": ALIKE, "more": {"P1": "1000"}}, tools=tools, **files)
    (message,) = messages(record, "IT-PREMIO.30")
    assert told in message


def test_who_is_not_evaluated_positively_is_not_in_the_mean(in_year: In) -> None:
    """Eight of ten: 10.000 / 8 is 1.250, and 30% of it 375."""
    rated = "person,positive\nP1,no\nP2,no\n"
    record = ran(in_year, 2024, TEN, {"annual": ALIKE}, evaluations=rated)
    (message,) = messages(record, "IT-PREMIO.30")
    assert "1.250,00 € (10.000,00 € destinati, tra 8 persone" in message
    assert "375,00 €" in message


@pytest.mark.parametrize(
    ("employees", "told"), [(5, "non vuole la maggiorazione"), (10, "almeno il 25%"), (11, "almeno il 30%")]
)
def test_the_contract_of_2026_goes_by_how_many_employees_there_are(in_year: In, employees: int, told: str) -> None:
    (message,) = prizes(in_year, 2026, {}, f"[parameters]\nemployees = {employees}\n")
    assert told in message
    assert "non verificata" in message


@pytest.mark.parametrize(
    ("year", "employees", "told"),
    [(2026, 200, "almeno il 20%, 200,00 €"), (2026, 9, "almeno il 20%, 200,00 €"), (2026, 5, "così pochi dipendenti")],
)
def test_the_contract_of_2026_lets_an_ente_go_lower(in_year: In, year: int, employees: int, told: str) -> None:
    (message,) = prizes(in_year, year, {}, REDUCED.format(employees=employees))
    assert told in message
    assert "cifra non verificata" in message


def test_a_reduced_increase_before_the_contract_that_knows_it_is_told_and_not_applied(in_year: In) -> None:
    first, second = prizes(in_year, 2024, {}, REDUCED.format(employees=200))
    assert "increase_measure chiede la misura ridotta, che il contratto dell'anno non prevede" in first
    assert "almeno il 30%, 300,00 €" in second


def test_holders_of_a_post_are_not_in_the_mean_of_the_staff(in_year: In) -> None:
    record = ran(in_year, 2024, TEN, {"annual": {"P1": "900"}}, positions="id,type,holder\nE1,eq,P1\n")
    assert messages(record, "IT-PREMIO.30") == []


@pytest.mark.parametrize(
    ("year", "told"),
    [
        (2022, "200,00 € (400,00 € attribuiti"),
        (2023, "il premio individuale medio delle risorse destinate non si dist"),
    ],
)
def test_a_line_that_pays_managers_too_does_not_tell_what_is_destined_to_the_staff(
    in_year: In, year: int, told: str
) -> None:
    """Silence would read as an increase that was checked; what was attributed needs no line of its own."""
    due = {"annual": {"P1": "300", "P2": "100", "D1": "500"}}
    (message,) = messages(ran(in_year, year, "id,role\nP1,staff\nP2,staff\nD1,manager\n", due), "IT-PREMIO.30")
    assert told in message


def test_a_line_that_pays_staff_too_does_not_tell_what_is_destined_to_managers(in_year: In) -> None:
    due = {"result": {"D1": "500", "D2": "300", "P1": "100"}}
    (message,) = messages(ran(in_year, 2024, f"{managers(2)}P1,staff\n", due), "IT-DIR.30")
    assert message == (
        "al fondo risultato attingono anche altre persone, e il risultato medio dei dirigenti delle risorse "
        "destinate non si distingue: la maggiorazione non è verificata, e la controlla chi costituisce il fondo"
    )


@pytest.mark.parametrize(("left", "told"), [("2023-12-31", "non vuole"), ("2024-01-01", "almeno il 25%")])
def test_a_manager_who_left_before_the_year_is_not_counted(in_year: In, left: str, told: str) -> None:
    """Five need no higher result, six do: the sixth counts for a single day of 2024."""
    people = managers(6).replace("id,role", "id,role,to").replace("manager", "manager,")
    people = people.replace("D6,manager,", f"D6,manager,{left}")
    assert told in messages(ran(in_year, 2024, people, {"result": {"D1": "900", "D2": "100"}}), "IT-DIR.30")[0]


@pytest.mark.parametrize(
    ("number", "year", "first", "told"),
    [
        (2, 2022, "1950", ""),
        (2, 2022, "1949.99", "nessun dirigente"),
        (5, 2024, "500", "non vuole"),
        (6, 2024, "625", ""),
        (6, 2024, "624.99", "nessun dirigente"),
    ],
)
def test_the_higher_result_pay_of_managers(in_year: In, number: int, year: int, first: str, told: str) -> None:
    """3.000 among six are 500 each: a quarter more is 625. Among two, in 2022, 1.500: three tenths more is 1.950."""
    due = {f"D{each}": "100" for each in range(2, number + 1)} | {"D1": first}
    every = messages(ran(in_year, year, managers(number), {"result": due}), "IT-DIR.30")
    assert any(told in one for one in every)
    assert len(every) == (2 if told == "nessun dirigente" else 1)


def test_the_contract_of_2020_binds_from_its_first_whole_year(in_year: In) -> None:
    """Signed on 17.12.2020. Two share 3.000: 1.500 each, and 30% more is 1.950."""
    due = {"result": {"D1": "1950", "D2": "100"}}
    assert messages(ran(in_year, 2020, managers(2), due), "IT-DIR.30") == []


def test_in_2021_the_higher_result_pay_is_computed(in_year: In) -> None:
    due = {"result": {"D1": "1950", "D2": "100"}}
    (message,) = messages(ran(in_year, 2021, managers(2), due), "IT-DIR.30")
    assert "1.500,00 € (3.000,00 € destinati, tra 2 persone" in message
    assert "almeno il 30% in più, 1.950,00 €" in message


@pytest.mark.parametrize(
    ("quota", "severity", "told"),
    [
        (
            "",
            "info",
            "; se a qualcuno spetti dipende dalla quota della contrattazione integrativa (parametro managers_quota)",
        ),
        ("managers_quota = 0.5", "warning", ""),
    ],
)
def test_nobody_is_blamed_for_an_increase_whose_quota_is_not_known(
    in_year: In, quota: str, severity: str, told: str
) -> None:
    """The contract leaves the quota to bargaining (art. 30 c. 4): while it is not set, nothing is due to anybody."""
    due = {"result": {"D1": "1949.99", "D2": "100"}}
    record = ran(in_year, 2022, managers(2), due, f"[parameters]\n{quota}\n")
    _, note = found(record, "IT-DIR.30")
    assert note.severity == severity
    assert plain(note.message) == f"nessun dirigente ha il risultato più elevato che il contratto vuole{told}"


def test_one_manager_over_a_quota_of_nobody_is_told_in_the_singular(in_year: In) -> None:
    """Two fifths of two managers are 0,8: nobody."""
    due = {"result": {"D1": "1950", "D2": "100"}}
    record = ran(in_year, 2022, managers(2), due, "[parameters]\nmanagers_quota = 0.4\n")
    assert messages(record, "IT-DIR.30")[1].startswith(
        "il risultato più elevato va a 1 dirigente (D1), e la quota ne ammette 0; "
    )


def test_one_manager_alone_cannot_exceed_a_mean_that_is_all_there_is(in_year: In) -> None:
    """The contract of 2020 exempts nobody; nobody has 30% more than the whole."""
    (note,) = found(ran(in_year, 2022, managers(1), {"result": {"D1": "3000"}}), "IT-DIR.30")
    assert note.severity == "info"


@pytest.mark.parametrize(("first", "told"), [("1800", 1), ("1799.99", 2)])
def test_an_ente_may_choose_the_reduced_measure_of_managers(in_year: In, first: str, told: int) -> None:
    """Among two of 3.000, 1.500 each: a fifth more is 1.800."""
    due = {"D1": first, "D2": "100"}
    ente = '[parameters]\nmanagers_measure = "ridotta"\n'
    assert len(messages(ran(in_year, 2022, managers(2), {"result": due}, ente), "IT-DIR.30")) == told
