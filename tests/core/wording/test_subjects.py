"""How a subject is written in Italian, and read back."""

import pytest

from merito.wording.figures import subject_of, subject_text


@pytest.mark.parametrize(
    ("told", "subject"),
    [
        ("posizione «Ufficio studi: sede» (PO01)", "position:PO01"),
        ("obiettivo «Meno «code» (subito)» (1.1)", "objective:1.1"),
        ("posizione «PO01»", "position:«PO01»"),
        ("indicatore: STR-002", "indicator:STR-002"),
        ("indicatore A:B", "indicator:A:B"),
    ],
)
def test_a_subject_with_its_title_is_read_back_too(told: str, subject: str) -> None:
    assert subject_of(told) == subject


@pytest.mark.parametrize(
    ("subject", "told"),
    [
        ("position:PO01", "posizione PO01"),
        ("table:bodies", "tabella organi"),
        ("table:payments", "tabella pagamenti"),
        ("table:art20_premi/2", "tabella art20_premi/2"),
    ],
)
def test_a_subject_is_told_in_italian_and_read_back(subject: str, told: str) -> None:
    assert subject_text(subject) == told
    assert subject_of(told) == subject
