"""A choice of a reading is shown by the beginning of its Italian text, and a gate with the reading that may lift it."""

import pytest
from small_plugins import ONE_TOOL, Install, WriteEnte

from merito import Workspace
from merito.testing import installed_regulations

READING = """["I-1"]
article = "art. 1"
unclear = "?"
default = "mean"
why = "."
must_adopt = true
[I-1.choices]
mean = "Vale la media, se c'è; altrimenti il primo valore (per difetto, al cento)."
last = "Vale la media, se c'è; altrimenti l'ultimo valore: quello di dicembre."
yes = "Sì: tutti."
"""


def test_a_choice_is_told_to_the_first_pause_that_tells_it_from_the_others(install: Install) -> None:
    regulations = install("prova", files={"interpretations.toml": READING})
    found = regulations.stack("prova").rulebook.interpretations["I-1"]
    assert found.shortly("mean") == "Vale la media, se c'è; altrimenti il primo valore (per difetto, al cento)"
    assert found.shortly("last") == "Vale la media, se c'è; altrimenti l'ultimo valore"
    assert found.shortly("yes") == "Sì: tutti"
    assert found.shortly("none") == "none"


def test_no_two_choices_of_a_reading_are_told_alike() -> None:
    regulations = installed_regulations()
    for name in regulations.names():
        for one in regulations.stack(name).rulebook.interpretations.values():
            told = [one.shortly(choice) for choice in one.choices]
            assert len(set(told)) == len(told), one.id


VALIDATION = '[acts.validation]\nlabel = "validazione"\ntitle = "validazione"\ncites = "art. 1"\n'
RULE = """["X-1"]
article = "art. 1"
phase = "e"
kind = "gate"
text = "Nessun premio prima della validazione."
status = "checked"
gate = { needs = [{ act = "validation" }], bears = ["I-1"] }
"""
LIFTING = """["I-1"]
article = "art. 1"
unclear = "Se valga qui."
choices = { binding = "Vale anche qui.", not_binding = "Qui non vale: basta l'atto." }
default = "binding"
why = "Il testo tace."
must_adopt = true
lifts = ["not_binding"]
"""


@pytest.mark.parametrize(
    ("acts", "reason"),
    [
        (
            "",
            "X-1 I-1: manca l'atto «validazione» (art. 1); "
            "la lettura I-1, con la scelta «Qui non vale», potrebbe togliere la condizione",
        ),
        ("V,validation,2021-06-30", ""),
    ],
    ids=["closed", "open"],
)
def test_a_closed_gate_says_by_which_reading_and_choice_it_might_not_be_there(
    install: Install, write_ente: WriteEnte, acts: str, reason: str
) -> None:
    files = {"inputs.toml": ONE_TOOL + VALIDATION, "interpretations.toml": LIFTING}
    install("prova", rules=RULE, files=files)
    root = write_ente("prova", {"2021/acts.csv": f"id,kind,date\n{acts}\n"})
    (gate,) = (one for one in Workspace(root).run().table("gates") if "X-1" in one["rules"])
    assert (gate["state"], gate["reason"]) == ("closed" if reason else "open", reason)
