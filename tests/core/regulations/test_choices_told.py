"""A choice of a reading is shown by the beginning of its Italian text, and a gate with the reading that may lift it."""

from datetime import date

from merito import Act, ActNeed, Gate, Phase
from merito.contract.rulebook import Interpretation, Rulebook
from merito.cycle.gates import evaluate, reason_of
from merito.testing import installed_regulations


def reading(**choices: str) -> Interpretation:
    first = next(iter(choices))
    return Interpretation(
        id="I-1",
        article="art. 1",
        unclear="?",
        choices=choices,
        default=first,
        why=".",
        must_adopt=True,
        lifts=tuple(one for one in choices if one == "not_binding"),
    )


def test_a_choice_is_told_to_the_first_pause_that_tells_it_from_the_others() -> None:
    found = reading(
        mean="Vale la media, se c'è; altrimenti il primo valore (per difetto, al cento).",
        last="Vale la media, se c'è; altrimenti l'ultimo valore: quello di dicembre.",
        yes="Sì: tutti.",
    )
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


GATE = Gate(phase=Phase.REWARDS, needs=(ActNeed("validation"),), rules=("X-1", "I-1"))
RULES = Rulebook(interpretations={"I-1": reading(binding="Vale anche qui.", not_binding="Qui non vale: basta l'atto.")})


def test_a_closed_gate_says_by_which_reading_and_choice_it_might_not_be_there() -> None:
    (closed,) = evaluate((GATE,), (), {}, RULES)
    lifted = "la lettura I-1, con la scelta «Qui non vale», potrebbe togliere la condizione"
    assert closed.lifted_by == lifted
    assert reason_of(closed) == f"X-1 I-1: manca l'atto «validation» (X-1; art. 1); {lifted}"


def test_an_open_gate_says_nothing_of_it() -> None:
    act = Act(id="V", kind="validation", date=date(2022, 1, 1))
    (opened,) = evaluate((GATE,), (act,), {}, RULES)
    assert (opened.open, opened.lifted_by) == (True, "")
