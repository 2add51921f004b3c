"""The letter to a person, made from the explanation: plain, complete, and about nobody else."""

from datetime import date
from pathlib import Path

import pytest

from merito.cycle import run
from merito.explanation import Explainer
from merito.explanation.letter import NO_MONEY_YET, NOTHING_TO_ASK, ROUNDED, Point, letter
from merito.explanation.text import as_text
from merito.testing import installed_regulations
from merito.workspace.config import open_workspace
from merito.workspace.dossiers import open_ente

EXAMPLES = Path(__file__).parents[3] / "examples"


def explained(example: str, ente: str, as_of: date) -> tuple[Explainer, object]:
    root = EXAMPLES / example
    opened = open_ente(root / "enti" / ente, open_workspace(root), installed_regulations(), 2021, as_of)
    stack = opened.course.stack
    return Explainer(run(opened.course), stack), stack


@pytest.fixture(scope="module")
def municipality() -> tuple[Explainer, object]:
    return explained("comunita-montane", "tre-ponti", date(2022, 6, 1))


@pytest.fixture(scope="module")
def chamber() -> tuple[Explainer, object]:
    return explained("camera-di-prova", "camera-di-prova", date(2022, 7, 31))


def points(municipality: tuple[Explainer, object], person: str, asks: tuple[str, ...] = ()) -> dict[str, Point]:
    explainer, stack = municipality
    told = letter(explainer, stack.rulebook, person, asks, {}, {})  # type: ignore[attr-defined]
    return {one.title: one for one in told}


def test_it_says_score_place_sum_and_what_can_be_asked_for(municipality: tuple[Explainer, object]) -> None:
    told = points(municipality, "AMM04")
    assert list(told) == [
        "La valutazione",
        "Il posto e la fascia",
        "Le somme",
        "Che cosa si può chiedere, ed entro quando",
    ]
    assert told["La valutazione"].lines[0] == "Il punteggio è 82,4 su 100, in fascia di merito (definitivo)."
    assert told["La valutazione"].lines[-1].endswith("(art. 17 c. 2, quarto trattino)")
    assert told["Le somme"].lines[0] == (
        "Premio annuale per fasce di merito: spettano 669,76 €: liquidabili 669,76 €, sospesi 0,00 € (definitivo)."
    )
    assert told["Che cosa si può chiedere, ed entro quando"].lines == (NOTHING_TO_ASK,)


def test_the_scores_of_others_at_the_borders_of_a_band_are_not_in_it(municipality: tuple[Explainer, object]) -> None:
    (line,) = points(municipality, "AMM04")["Il posto e la fascia"].lines
    assert line == ("Collocazione nella graduatoria «AMM»: posto 6, fascia «intermedia», punteggio 82,4 (definitivo).")


def test_what_can_be_asked_for_is_told_in_the_words_of_the_rules(municipality: tuple[Explainer, object]) -> None:
    lines = points(municipality, "AMM04", ("BL-17.1",))["Che cosa si può chiedere, ed entro quando"].lines
    assert lines == (
        "I dipendenti sono collocati in fasce di merito secondo i risultati annuali della valutazione della performance "
        "organizzativa e individuale. (art. 17 c. 1)",
    )


def test_nobody_else_and_no_fraction_is_in_any_letter(municipality: tuple[Explainer, object]) -> None:
    explainer, _ = municipality
    people = [one.id for one in explainer._record.dossier.people]
    for person in people:
        text = "\n".join(line for one in points(municipality, person).values() for line in one.lines)
        assert "esatto" not in text
        assert [other for other in people if other != person and f"{other} " in f"{text} "] == []


def test_where_its_figures_are_rounded_it_says_so(chamber: tuple[Explainer, object]) -> None:
    rounded, exact = points(chamber, "D1")["Le somme"].lines, points(chamber, "E1")["Le somme"].lines
    assert rounded[1:] == (
        "Il calcolo: 10.000,00 € (la parte del massimo) × 84,64%, al centesimo più vicino.",
        ROUNDED,
    )
    assert ROUNDED not in exact


def test_the_word_of_a_level_is_not_that_of_the_score(chamber: tuple[Explainer, object]) -> None:
    told = points(chamber, "D1")["La valutazione"].lines[0]
    assert told == "Il punteggio è 84,64 su 100: la valutazione è «buono» (definitivo)."


def test_the_sums_have_the_figures_of_their_calculation() -> None:
    root = EXAMPLES / "brescia"
    opened = open_ente(root / "enti/brescia", open_workspace(root), installed_regulations(), 2021, date(2022, 4, 30))
    stack = opened.course.stack
    explainer = Explainer(run(opened.course), stack)
    told = points((explainer, stack), "D001")["Le somme"].lines
    assert "Le cifre: criterio livello 1,25; peso nel riparto 1,25; somma dei pesi 115." in told
    text = as_text(*explainer.explain("person:P01"))
    assert "91,44 (circa 91,444657) su 100" in text
    assert "esatto 84095" not in text


def test_whose_fund_waits_to_be_divided_is_not_told_that_nothing_is_due() -> None:
    root = EXAMPLES / "brescia"
    opened = open_ente(root / "enti/brescia", open_workspace(root), installed_regulations(), 2021, date(2022, 4, 30))
    stack = opened.course.stack
    managers = [one.id for one in opened.course.dossier.people if one.role == "manager"]
    told = points((Explainer(run(opened.course), stack), stack), managers[0])
    assert told["Le somme"].lines == (NO_MONEY_YET,)
