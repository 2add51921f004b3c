"""Contracts from 2022 on: areas in place of categories, and notes (rules "IT-AREE", "IT-FORM.40" and "IT-ACC.1")."""

from decimal import Decimal

import pytest
from contract_year import ALIKE, messages, ran
from law_of_a_year import In, found


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
    assert message.startswith(
        "79,99 ore di formazione, 39,9 a testa: meno di 40; chi dirige l'unità programma le altre"
    )


def test_a_plan_without_an_objective_of_accessibility(in_year: In) -> None:
    plan = {"objectives.csv": "id,title\nO1,Sito accessibile\n"}
    assert found(in_year(2024, plan), "IT-ACC.1")


def test_a_plan_that_names_its_objective_of_accessibility(in_year: In) -> None:
    plan = {"objectives.csv": "id,title\nO1,Sito accessibile\n"}
    ente = '[parameters]\naccessibility_objectives = ["O1"]\n'
    assert not found(in_year(2024, plan, ente=ente), "IT-ACC.1")
