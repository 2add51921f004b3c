"""Errors in a TOML file are reported in Italian, with their row."""

from pathlib import Path

import pytest

from merito.workspace.files import FileError
from merito.workspace.toml_files import read_toml

FAULTS = {
    "[funds]\npremi = 1\npremi = 2\n": (3, "non si legge come TOML: «premi» è dato due volte"),
    "[funds]\na = 1\n[funds]\n": (3, "non si legge come TOML: «[funds]» è dato due volte"),
    "[funds]\npremi\n": (2, "dopo il nome manca il segno «=»"),
    "premi = tanti\n": (1, "il valore non è scritto bene: i testi vanno tra virgolette"),
    "premi = 1 euro\n": (1, "dopo il valore c'è altro sulla stessa riga"),
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_fault_of_a_toml_file_is_told_in_italian(text: str, tmp_path: Path) -> None:
    path = tmp_path / "cycle.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileError) as caught:
        read_toml(path)
    row, told = FAULTS[text]
    assert caught.value.row == row
    assert told in str(caught.value)
    assert "Cannot" not in str(caught.value)
