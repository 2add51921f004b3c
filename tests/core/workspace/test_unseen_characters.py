"""Characters in ids and texts that nobody sees: the error names the character."""

from typing import Any

import pytest


def areas(place: Any, *rows: list[str]) -> Any:
    place.table("areas", [["id", "title"], ["A1", "Crescita"], *rows])
    return place


def test_a_special_space_in_an_id_is_named_by_its_code_point(place: Any) -> None:
    (problem,) = areas(place, ["A\u00a01", "x"]).problems
    assert "lo spazio speciale U+00A0 (NO-BREAK SPACE)" in str(problem)


@pytest.mark.parametrize("identifier", ["PO1", "società-è", "1.1", "Über_3", "n° 5", "àèìòù", "L’Aquila"])
def test_an_id_is_what_it_looks(place: Any, identifier: str) -> None:
    assert [one.id for one in areas(place, [identifier, "x"]).dossier.areas] == ["A1", identifier]


@pytest.mark.parametrize("character", ["\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad"])
def test_a_character_without_width_is_named(place: Any, character: str) -> None:
    (problem,) = areas(place, ["A2", f"a{character}b"]).problems
    assert f"il carattere invisibile U+{ord(character):04X} (" in str(problem)
