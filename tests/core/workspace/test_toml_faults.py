"""Errors in a TOML file are reported in Italian, with their row."""

from typing import Any

import pytest

FAULTS = {
    "[funds]\npremi = 1\npremi = 2\n": (3, "non si legge come TOML: «premi» è dato due volte"),
    "[funds]\na = 1\n[funds]\n": (3, "non si legge come TOML: «[funds]» è dato due volte"),
    "[funds]\npremi\n": (2, "dopo il nome manca il segno «=»"),
    "premi = tanti\n": (1, "il valore non è scritto bene: i testi vanno tra virgolette"),
    "premi = 1 euro\n": (1, "dopo il valore c'è altro sulla stessa riga"),
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_fault_of_a_toml_file_is_told_in_italian(place: Any, text: str) -> None:
    place.write("enti/alfa/2020/cycle.toml", text)
    (problem,) = place.problems
    row, told = FAULTS[text]
    assert (problem.source.file, problem.source.row) == ("enti/alfa/2020/cycle.toml", row)
    assert told in str(problem)
    assert "Cannot" not in str(problem)
