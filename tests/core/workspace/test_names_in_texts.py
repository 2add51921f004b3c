"""Names of people in texts: first name and surname, in either order, as a reader finds them."""

import pytest

from merito.workspace.people_names import Named, NamesInTexts

NAMES = NamesInTexts(
    {"P1": Named("Di Prova", "Anna Maria", "dott.ssa"), "P2": Named("Due", "Persona"), "P3": Named("Solo")}
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ringrazia Anna Maria Di Prova.", "Ringrazia omissis."),
        ("DI PROVA, ANNA MARIA", "omissis"),
        ("Persona\nDue e Due Persona", "omissis e omissis"),
        ("Due persone per quattro mesi", "Due persone per quattro mesi"),
        ("da Solo", "da Solo"),
        ("Persona Duebis", "Persona Duebis"),
        ("", ""),
    ],
)
def test_a_whole_name_is_left_out_and_a_word_stays(text: str, told: str) -> None:
    assert NAMES.left_out(text) == told
    assert NAMES.are_in(text) is (text != told)


def test_without_names_every_text_stays() -> None:
    assert NamesInTexts({}).left_out("Persona Due") == "Persona Due"
