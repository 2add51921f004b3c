"""`merito init` in an existing workspace: another ente, and nothing else is touched."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Merito = Callable[..., Result]


@pytest.fixture
def place(merito: Merito, tmp_path: Path) -> Path:
    made = merito("init", tmp_path / "w", "--regulation", "bergamo", "--ente", "uno", "--year", "2025", "--name", "Uno")
    assert made.exit_code == 0, made.output
    return tmp_path / "w"


def files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_another_ente_is_put_beside_the_first_under_its_own_regulation(merito: Merito, place: Path) -> None:
    before = files(place)
    made = merito("init", place, "--regulation", "brescia", "--ente", "due", "--name", 'Camera «Due» "nuova"')
    assert made.exit_code == 0, made.output
    assert made.output == f"scritti 30 file in {place}; poi: merito check {place} --ente due\n"
    after = files(place)
    assert {name: after[name] for name in before} == before
    assert all(name.startswith("enti/due/") for name in after.keys() - before.keys())
    config = after["enti/due/ente.toml"].decode()
    assert 'name = "Camera «Due» \\"nuova\\""\nregulation = "brescia"' in config
    assert "enti/due/2025/cycle.toml" in after  # the year of the workspace
    checked = merito("check", place, "--ente", "due", "--as-of", "2025-01-10")
    assert checked.exit_code == 0, checked.output


@pytest.mark.parametrize("ente", ["uno", "UNO"])
def test_an_ente_that_is_there_stays_as_it_is(merito: Merito, place: Path, ente: str) -> None:
    before = files(place)
    told = merito("init", place, "--regulation", "brescia", "--ente", ente)
    assert (told.exit_code, told.output) == (2, f"l'ente «{ente}» c'è già: è «Uno»\n")
    assert files(place) == before


def test_a_folder_of_that_name_is_not_written_into(merito: Merito, place: Path) -> None:
    config = place / "enti/uno/ente.toml"
    config.write_text(config.read_text(encoding="utf-8").replace('id = "uno"', 'id = "altro"'), encoding="utf-8")
    told = merito("init", place, "--regulation", "brescia", "--ente", "uno")
    assert (told.exit_code, told.output) == (2, "l'ente «uno» c'è già: c'è già la cartella enti/uno\n")


def test_a_workspace_that_would_not_find_it_is_told_how(merito: Merito, place: Path) -> None:
    config = place / "merito.toml"
    config.write_text(config.read_text(encoding="utf-8").replace('["enti/*"]', '["enti/uno"]'), encoding="utf-8")
    before = files(place)
    told = merito("init", place, "--regulation", "brescia", "--ente", "due")
    assert told.exit_code == 2
    assert told.output == (
        "merito.toml: «enti» non prenderebbe enti/due: aggiungervi «enti/due», poi ripetere il comando\n"
    )
    assert files(place) == before


def test_a_workspace_of_another_locale_says_that_of_the_new_ente(merito: Merito, place: Path) -> None:
    config = place / "merito.toml"
    config.write_text(config.read_text(encoding="utf-8").replace('locale = "it"', 'locale = "en"'), encoding="utf-8")
    assert merito("init", place, "--regulation", "brescia", "--ente", "due").exit_code == 0
    assert 'locale = "it"' in (place / "enti/due/ente.toml").read_text(encoding="utf-8")


def test_a_name_that_cannot_be_printed_is_refused(merito: Merito, tmp_path: Path) -> None:
    told = merito("init", tmp_path / "w", "--regulation", "bergamo", "--name", "Ente\x07")
    assert told.exit_code == 2
    assert told.output.startswith("--name: nel nome c'è ")
    assert not (tmp_path / "w").exists()
