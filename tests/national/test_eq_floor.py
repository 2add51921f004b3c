"""The floor of the results of the EQ (rule "IT-EQ.15")."""

from decimal import Decimal

import pytest
from contract_year import messages, ran
from law_of_a_year import In, found

from merito import plain

EQ = "id,role\nP1,staff\n"


POST = "id,type,holder,amount\nE1,eq,P1,{amount}\n"


@pytest.mark.parametrize(("amount", "told"), [("17000", 0), ("17000.01", 1)])
def test_result_is_at_least_fifteen_percent_of_position_and_result(in_year: In, amount: str, told: int) -> None:
    """3.000 of 20.000 are the floor: position / 0,85 x 0,15."""
    record = ran(in_year, 2024, EQ, {"result": {"P1": "2500"}}, positions=POST.format(amount=amount))
    notes = found(record, "IT-EQ.15")
    assert [one.severity for one in notes] == ["info"] * told
    assert all(
        "almeno il 15%, 3.000,01 €" in plain(one.message) and "non verificata" in plain(one.message) for one in notes
    )


def test_the_pay_of_a_post_that_is_not_written_is_not_zero(in_year: In) -> None:
    """10.000 alone would require 1.764,71 of 3.000: the value of the other post is unknown."""
    posts = POST.format(amount="10000") + "E2,eq,P2,\n"
    record = ran(in_year, 2024, EQ + "P2,staff\n", {"result": {"P1": "100", "P2": "100"}}, positions=posts)
    (note,) = found(record, "IT-EQ.15")
    assert note.severity == "info"
    assert "la retribuzione della posizione E2 non è scritta" in plain(note.message)


@pytest.mark.parametrize(("choice", "told"), [("planned", 1), ("yearly", 1), ("due", 0)])
def test_the_pay_of_all_posts_that_is_not_written_is_not_zero_either(in_year: In, choice: str, told: int) -> None:
    """Nothing written is no position pay of 0 euro, whose floor every result would reach."""
    read = f'[readings]\n"I-IT-31" = {{ choice = "{choice}" }}\n'
    record = ran(in_year, 2024, EQ, {"result": {"P1": "100"}}, read, positions=POST.format(amount=""))
    assert ["la retribuzione della posizione E1 non è scritta" in one for one in messages(record, "IT-EQ.15")] == [
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


def test_the_figures_of_a_note_stand_in_a_table_too(in_year: In) -> None:
    record = ran(in_year, 2024, EQ, {"result": {"P1": "2500"}}, positions=POST.format(amount="17000.01"))
    (note,) = found(record, "IT-EQ.15")
    rows = [dict(row.columns) for row in record.results.documents if row.table == "minimi_contratto"]
    assert "va il 14,99% delle risorse di posizione e risultato (3.000,00 €)" in plain(note.message)
    assert [(row["voce"], row["valore"]) for row in rows if row["regola"] == "IT-EQ.15"] == [
        ("posizione, in euro", Decimal("17000.01")),
        ("risultato destinato, in euro", Decimal("3000")),
        ("risultato minimo, in euro", Decimal("3000.01")),
    ]


def test_a_fund_that_pays_managers_too_is_not_the_holders_alone(in_year: In) -> None:
    people = EQ + "D1,manager\n"
    due = {"result": {"P1": "100", "D1": "100"}}
    (note,) = found(ran(in_year, 2024, people, due, positions=POST.format(amount="90000")), "IT-EQ.15")
    assert note.severity == "info"
    assert "al fondo risultato attingono anche altre persone" in plain(note.message)
    assert plain(note.message).endswith(
        "non si distingue: il minimo non è verificato, e lo controlla chi costituisce il fondo"
    )


@pytest.mark.parametrize(("choice", "told"), [("yearly", 1), ("due", 0)])
def test_the_floor_looks_at_what_is_due_where_the_ente_reads_it_so(in_year: In, choice: str, told: int) -> None:
    """Nothing is due for a post here, so there is nothing to compare the result with."""
    read = f'[readings]\n"I-IT-31" = {{ choice = "{choice}" }}\n'
    record = ran(in_year, 2024, EQ, {"result": {"P1": "100"}}, read, positions=POST.format(amount="90000"))
    assert len(found(record, "IT-EQ.15")) == told
