"""Ids and texts that are not what they look like: the error names the character."""

from typing import Any

import pytest

STRANGE = {
    "P\u0430olo": "la lettera U+0430 (CYRILLIC SMALL LETTER A), che sembra «a»",
    "\u039f1": "la lettera U+039F (GREEK CAPITAL LETTER OMICRON), che sembra «O»",
    "P\u04161": "lettere di due alfabeti: la lettera U+0416 (CYRILLIC CAPITAL LETTER ZHE) accanto a «P»",
    "A\u00a01": "lo spazio speciale U+00A0 (NO-BREAK SPACE)",
    "\uff21\uff11": "U+FF21 (FULLWIDTH LATIN CAPITAL LETTER A): la stessa cosa si scrive «A1»",
}


def areas(place: Any, *rows: list[str]) -> Any:
    place.table("areas", [["id", "title"], ["A1", "Crescita"], *rows])
    return place


@pytest.mark.parametrize("identifier", STRANGE)
def test_what_an_id_holds_is_named_by_its_code_point(place: Any, identifier: str) -> None:
    (problem,) = areas(place, [identifier, "x"]).problems
    assert STRANGE[identifier] in str(problem)


@pytest.mark.parametrize("identifier", ["PO1", "società-è", "1.1", "Über_3", "n° 5", "àèìòù", "L’Aquila"])
def test_an_id_in_one_alphabet_is_what_it_looks(place: Any, identifier: str) -> None:
    assert [one.id for one in areas(place, [identifier, "x"]).dossier.areas] == ["A1", identifier]


@pytest.mark.parametrize("character", ["\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad"])
def test_a_character_without_width_is_named(place: Any, character: str) -> None:
    (problem,) = areas(place, ["A2", f"a{character}b"]).problems
    assert f"il carattere invisibile U+{ord(character):04X} (" in str(problem)


def test_an_id_with_a_cyrillic_letter_is_refused_in_a_workbook_too(bare: Any) -> None:
    bare.build({"areas": [["id", "title"], ["A1", "Crescita"], ["\u0410\u0031", "x"]]}, form="xlsx")
    (problem,) = bare.problems
    assert str(problem) == (
        "enti/alfa/2020/data.xlsx[areas], riga 3, colonna «id»: trovato «\u04101», atteso un testo senza la lettera "
        "U+0410 (CYRILLIC CAPITAL LETTER A), che sembra «A». Cancellare la cella e riscriverla a mano."
    )
