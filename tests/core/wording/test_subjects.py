"""How a subject is told in Italian, and read back."""

import pytest

from merito.wording.figures import subject_of, subject_text


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
