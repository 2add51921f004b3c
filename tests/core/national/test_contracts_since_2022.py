"""Contracts from 2022 on: the floor of EQ results, the increase of prizes; areas in place of categories; notes.

Rules "IT-EQ.15", "IT-PREMIO.30", "IT-DIR.30", "IT-AREE", "IT-FORM.40" and "IT-ACC.1".
"""

from decimal import Decimal

import pytest
from law_of_a_year import In, found

from merito.model.record import Record
from merito.publication.masked import masked

TOOLS = """
[funds.premi]
label = "premi"
title = "Premi"
cites = "art. 1"
[funds.maggiorazioni]
label = "maggiorazioni"
title = "Maggiorazioni"
cites = "art. 1"
[funds.risultato]
label = "risultato"
title = "Risultato"
cites = "art. 1"
[tools.annual]
label = "annuale"
title = "Premio individuale"
cites = "art. 1"
funds = ["premi"]
[tools.more]
label = "maggiorazione"
title = "Maggiorazione"
cites = "art. 1"
funds = ["maggiorazioni"]
[tools.result]
label = "retribuzione_risultato"
title = "Retribuzione di risultato"
cites = "art. 1"
funds = ["risultato"]
pays = "result"
"""
PAID = """
from fractions import Fraction
DUE = {due}

@hookimpl
@rule("X-1")
def merito_person_scores(step: Step) -> ResultRows:
    for one in step.dossier.people:
        yield PersonScore(person=one.id, score=Fraction(90), maximum=Fraction(100), rules=("X-1",))

@hookimpl
@rule("X-1")
def merito_funds(step: Step) -> ResultRows:
    for tool, fund in (("annual", "premi"), ("more", "maggiorazioni"), ("result", "risultato")):
        whole = step.dossier.funds[fund].euro
        due = sum(map(Decimal, DUE.get(tool, {{}}).values()))
        yield FundLine(fund=fund, item="fondo", amount=whole, savings=whole - due, rules=("X-1",))

def _given(step, tool, fund):
    for person, euro in DUE.get(tool, {{}}).items():
        yield Reward(person=person, tool=tool, fund=fund, item="fondo", due=Decimal(euro), rules=("X-1",), rests_on=())

@hookimpl(specname="merito_rewards")
@rule("X-1", tool="annual")
def prizes(step: Step) -> ResultRows:
    yield from _given(step, "annual", "premi")

@hookimpl(specname="merito_rewards")
@rule("X-1", tool="more")
def increases(step: Step) -> ResultRows:
    yield from _given(step, "more", "maggiorazioni")

@hookimpl(specname="merito_rewards")
@rule("X-1", tool="result")
def results(step: Step) -> ResultRows:
    yield from _given(step, "result", "risultato")
"""
Due = dict[str, dict[str, str]]


def ran(in_year: In, year: int, people: str, due: Due, ente: str = "", *, tools: str = TOOLS, **files: str) -> Record:
    """An ente that pays sums as given, from funds of 10.000 euro for prizes, and 1.000 and 3.000 for the rest."""
    validated = f"id,kind,date\nR,performance_report,{year + 1}-05-01\nV,report_validation,{year + 1}-05-02\n"
    tables = {
        "people.csv": people,
        "acts.csv": validated,
        "cycle.toml": "[funds]\npremi = 10000\nmaggiorazioni = 1000\nrisultato = 3000\n",
        **{f"{name}.csv": text for name, text in files.items()},
    }
    return in_year(year, tables, "municipality", PAID.format(due=due), ente, tools)


def messages(record: Record, rule: str) -> list[str]:
    return [one.message for one in found(record, rule)]


# --- IT-EQ.15 ---

EQ = "id,role\nP1,staff\n"
POST = "id,type,holder,amount\nE1,eq,P1,{amount}\n"


@pytest.mark.parametrize(("amount", "told"), [("17000", 0), ("17000.01", 1)])
def test_result_is_at_least_fifteen_percent_of_position_and_result(in_year: In, amount: str, told: int) -> None:
    """3.000 of 20.000 are the floor: position / 0,85 x 0,15."""
    record = ran(in_year, 2024, EQ, {"result": {"P1": "2500"}}, positions=POST.format(amount=amount))
    notes = found(record, "IT-EQ.15")
    assert [one.severity for one in notes] == ["info"] * told
    assert all("almeno il 15%, 3.000,01 €" in one.message and "non verificata" in one.message for one in notes)


def test_the_pay_of_a_post_that_is_not_written_is_not_zero(in_year: In) -> None:
    """10.000 alone would require 1.764,71 of 3.000: the value of the other post is unknown."""
    posts = POST.format(amount="10000") + "E2,eq,P2,\n"
    record = ran(in_year, 2024, EQ + "P2,staff\n", {"result": {"P1": "100", "P2": "100"}}, positions=posts)
    (note,) = found(record, "IT-EQ.15")
    assert note.severity == "info"
    assert "la retribuzione di 1 posizione non è scritta" in note.message


@pytest.mark.parametrize(("choice", "told"), [("planned", 1), ("yearly", 1), ("due", 0)])
def test_the_pay_of_all_posts_that_is_not_written_is_not_zero_either(in_year: In, choice: str, told: int) -> None:
    """Nothing written is no position pay of 0 euro, whose floor every result would reach."""
    read = f'[readings]\n"I-IT-31" = {{ choice = "{choice}" }}\n'
    record = ran(in_year, 2024, EQ, {"result": {"P1": "100"}}, read, positions=POST.format(amount=""))
    assert ["la retribuzione di 1 posizione non è scritta" in one for one in messages(record, "IT-EQ.15")] == [
        True
    ] * told


def test_a_share_just_under_the_floor_is_not_told_as_the_floor(in_year: In) -> None:
    """3.000 of 20.000,01 is 14,9999925%: «va il 15%, almeno il 15%» would contradict itself."""
    (message,) = messages(
        ran(in_year, 2024, EQ, {"result": {"P1": "2500"}}, positions=POST.format(amount="17000.01")), "IT-EQ.15"
    )
    assert "va il 14,99% delle risorse" in message


@pytest.mark.parametrize(("choice", "told"), [("planned", 1), ("yearly", 0)])
def test_a_post_that_nobody_has_counts_as_the_contract_says(in_year: In, choice: str, told: int) -> None:
    """The contract counts all posts of the ente, even a vacant one, unless the ente reads it otherwise."""
    read = f'[readings]\n"I-IT-31" = {{ choice = "{choice}" }}\n'
    posts = POST.format(amount="17000") + "E2,eq,,9000\n"
    record = ran(in_year, 2024, EQ, {"result": {"P1": "2500"}}, read, positions=posts)
    assert [one.basis.steps[0].value for one in found(record, "IT-EQ.15")] == [Decimal(26000)] * told


def test_the_post_of_the_segretario_is_no_eq(in_year: In) -> None:
    """3.000 are 15% of 20.000; the 40.000 of the Segretario are pay under another contract."""
    posts = POST.format(amount="17000") + "PS,segretario,G1,40000\n"
    people = EQ + "G1,secretary_general\n"
    record = ran(in_year, 2024, people, {"result": {"P1": "2500"}}, positions=posts)
    assert not found(record, "IT-EQ.15")


def test_the_figures_of_a_note_stand_where_it_says(in_year: In) -> None:
    record = ran(in_year, 2024, EQ, {"result": {"P1": "2500"}}, positions=POST.format(amount="17000.01"))
    (note,) = found(record, "IT-EQ.15")
    rows = [dict(row.columns) for row in record.results.documents if row.table == "minimi_contratto"]
    assert "gli importi sono in riservato/documents/minimi_contratto.csv" in note.message
    assert [(row["voce"], row["valore"]) for row in rows if row["regola"] == "IT-EQ.15"] == [
        ("posizione, in euro", Decimal("17000.01")),
        ("risultato destinato, in euro", Decimal("3000")),
        ("risultato minimo, in euro", Decimal("3000.01")),
    ]
    assert masked(note.message).startswith(
        "al risultato delle elevate qualificazioni va il …% delle risorse di posizione e risultato (… €): almeno il 15%"
    )


def test_a_fund_that_pays_managers_too_is_not_the_holders_alone(in_year: In) -> None:
    people = EQ + "D1,manager\n"
    due = {"result": {"P1": "100", "D1": "100"}}
    (note,) = found(ran(in_year, 2024, people, due, positions=POST.format(amount="90000")), "IT-EQ.15")
    assert note.severity == "info"
    assert "«Risultato»: vi attingono anche altre persone" in note.message
    assert note.message.endswith("non si distingue: il minimo non è verificato")


@pytest.mark.parametrize(("choice", "told"), [("yearly", 1), ("due", 0)])
def test_the_floor_looks_at_what_is_due_where_the_ente_reads_it_so(in_year: In, choice: str, told: int) -> None:
    """Nothing is due for a post here, so there is nothing to compare the result with."""
    read = f'[readings]\n"I-IT-31" = {{ choice = "{choice}" }}\n'
    record = ran(in_year, 2024, EQ, {"result": {"P1": "100"}}, read, positions=POST.format(amount="90000"))
    assert len(found(record, "IT-EQ.15")) == told


# --- IT-PREMIO.30 ---

TEN = "id\n" + "".join(f"P{each}\n" for each in range(1, 11))
ALIKE = {f"P{each}": "900" for each in range(1, 11)}


def prizes(in_year: In, year: int, more: dict[str, str], ente: str) -> list[str]:
    return messages(ran(in_year, year, TEN, {"annual": ALIKE, "more": more}, ente), "IT-PREMIO.30")


NAMED = '[parameters]\nincrease_tools = ["maggiorazione"]\n'


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
        ({"P1": "299.99"}, ["di 1 persona è più bassa di 300,00 €"]),
        ({"P1": "300", "P2": "300"}, ["va a 2 persone, e la quota ne ammette 1"]),
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


REDUCED = '[parameters]\nincrease_measure = "ridotta"\nemployees = {employees}\n'


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


# --- IT-DIR.30 ---


def test_a_line_that_pays_staff_too_does_not_tell_what_is_destined_to_managers(in_year: In) -> None:
    due = {"result": {"D1": "500", "D2": "300", "P1": "100"}}
    (message,) = messages(ran(in_year, 2024, f"{managers(2)}P1,staff\n", due), "IT-DIR.30")
    assert message == (
        "«Risultato»: vi attingono anche altre persone, e il risultato medio dei dirigenti delle risorse destinate "
        "non si distingue: la maggiorazione non è verificata"
    )


@pytest.mark.parametrize(("left", "told"), [("2023-12-31", "non vuole"), ("2024-01-01", "almeno il 25%")])
def test_a_manager_who_left_before_the_year_is_not_counted(in_year: In, left: str, told: str) -> None:
    """Five need no higher result, six do: the sixth counts for a single day of 2024."""
    people = managers(6).replace("id,role", "id,role,to").replace("manager", "manager,")
    people = people.replace("D6,manager,", f"D6,manager,{left}")
    assert told in messages(ran(in_year, 2024, people, {"result": {"D1": "900", "D2": "100"}}), "IT-DIR.30")[0]


def managers(number: int) -> str:
    return "id,role\n" + "".join(f"D{each},manager\n" for each in range(1, number + 1))


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
    assert note.message == f"nessun dirigente ha il risultato più elevato che il contratto vuole{told}"


def test_one_manager_over_a_quota_of_nobody_is_told_in_the_singular(in_year: In) -> None:
    """Two fifths of two managers are 0,8: nobody."""
    due = {"result": {"D1": "1950", "D2": "100"}}
    record = ran(in_year, 2022, managers(2), due, "[parameters]\nmanagers_quota = 0.4\n")
    assert messages(record, "IT-DIR.30")[1].startswith("il risultato più elevato va a 1 dirigente, più della quota; ")


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


# --- IT-AREE ---


@pytest.mark.parametrize(
    ("year", "items"), [(2022, ["C", "D"]), (2023, ["istruttori", "funzionari ed elevata qualificazione"])]
)
def test_from_2023_prizes_are_told_by_area(in_year: In, year: int, items: list[str]) -> None:
    """Categories with their economic position and areas are the same people."""
    written = ["C1", "istruttore", "D3", "EQ"] if year > 2022 else ["C1", "C2", "D3", "D"]
    categories = [written[(each > 5) * 2 + each % 2] for each in range(1, 11)]
    people = "id,category\n" + "".join(f"P{at},{one}\n" for at, one in enumerate(categories, start=1))
    record = ran(in_year, year, people, {"annual": ALIKE})
    rows = [dict(one.columns) for one in record.results.tables if one.table == "art20_distribuzione"]
    assert [(one["voce"], one["persone"]) for one in rows[:-1]] == [(item, 5) for item in items]
    assert rows[0]["importo"] == Decimal("4500.00")


# --- notes ---


@pytest.mark.parametrize(("hours", "told"), [("80", 0), ("79", 1), ('"x"', 1)])
def test_training_of_less_than_forty_hours_a_head(in_year: In, hours: str, told: int) -> None:
    files = {"people.csv": "id,unit\nP1,U1\nP2,U1\n", "units.csv": "id\nU1\n"}
    ente = f"[parameters]\ntraining_hours = {{ U1 = {hours} }}\n"
    notes = found(in_year(2025, files, ente=ente), "IT-FORM.40")
    assert [one.severity for one in notes] == ["info"] * told


@pytest.mark.parametrize(("left", "told"), [("2024-12-31", 0), ("2025-01-01", 1)])
def test_who_left_before_the_year_has_no_hours_of_it(in_year: In, left: str, told: int) -> None:
    """40 hours of one person; of two, if the second still served on the first day."""
    people = f"id,unit,to\nP1,U1,\nP2,U1,{left}\n"
    ente = "[parameters]\ntraining_hours = { U1 = 40 }\n"
    assert len(messages(ran(in_year, 2025, people, {}, ente, units="id,name\nU1,Uno\n"), "IT-FORM.40")) == told


def test_hours_just_under_forty_are_not_told_as_forty(in_year: In) -> None:
    """79,99 of two people are 39,995 each."""
    people = "id,unit\nP1,U1\nP2,U1\n"
    ente = "[parameters]\ntraining_hours = { U1 = 79.99 }\n"
    (message,) = messages(ran(in_year, 2025, people, {}, ente, units="id,name\nU1,Uno\n"), "IT-FORM.40")
    assert message == "79,99 ore di formazione, 39,9 a testa: meno di 40"


def test_a_plan_without_an_objective_of_accessibility(in_year: In) -> None:
    plan = {"objectives.csv": "id,title\nO1,Sito accessibile\n"}
    assert found(in_year(2024, plan), "IT-ACC.1")


def test_a_plan_that_names_its_objective_of_accessibility(in_year: In) -> None:
    plan = {"objectives.csv": "id,title\nO1,Sito accessibile\n"}
    ente = '[parameters]\naccessibility_objectives = ["O1"]\n'
    assert not found(in_year(2024, plan, ente=ente), "IT-ACC.1")
