"""Names of people in texts: first name and surname, in either order, as a reader finds them."""

import re
from typing import Any

import pytest
from click.testing import CliRunner

from merito.cli import app

TEXTS = {
    "Ringrazia Anna Maria Di Prova.": True,
    "DI PROVA, ANNA MARIA": True,
    "Persona\nDue e Due Persona": True,
    "Due persone per quattro mesi": False,
    "da Solo": False,
    "Persona Duebis": False,
    "": False,
}
NAMES = "persona;cognome;nome;titolo\nP1;Di Prova;Anna Maria;dott.ssa\nP2;Due;Persona;\nP3;Solo;;\n"


@pytest.fixture
def told(place: Any) -> Any:
    """The rows of areas with these titles of which `merito check` says that they name somebody."""

    def check() -> list[int]:
        place.table("areas", [["id", "title"], *([f"A{row}", text] for row, text in enumerate(TEXTS, start=1))])
        output = CliRunner().invoke(app, ["check", str(place.root)]).output
        return [int(row) for row in re.findall(r"2020/areas\.csv, riga (\d+) nomina una persona", output)]

    return check


def test_a_whole_name_is_told_and_a_word_is_not(place: Any, told: Any) -> None:
    place.write("enti/alfa/anagrafe.csv", NAMES)
    assert told() == [row for row, named in enumerate(TEXTS.values(), start=2) if named]


def test_without_names_no_text_is_told(told: Any) -> None:
    assert told() == []
