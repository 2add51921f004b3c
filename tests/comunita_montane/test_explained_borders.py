"""The explanations at a border: at 70% of the maximum, just below it, and for a prize that is withheld."""

from pathlib import Path

from merito import plain
from merito.testing import Explanation, explanation_text, explanations, open_tables, shorthand

scored = shorthand(Path(__file__).parent / "cases")

TABLES = {
    "units": "id,peg_reached\nA,100",
    "acts": "id,kind,date,body\n"
    "L1,reading_adoption,2021-01-15,Giunta\n"
    "R1,performance_report,2022-05-20,Giunta\n"
    "V1,report_validation,2022-06-01,OIV",
}
WEIGHTS = "staff_factors = { a = 40, b = 20, c = 40 }\nmanager_factors = { a = 25, b = 25, c = 25, d = 25 }"
SCORES = {"P1": 95, "P2": 94, "P3": 70, "P4": "69.99"}


AWAY = {"absences": "person,from,to,counts\nP4,2021-01-01,2021-12-31,yes"}


def told(person: str, not_adopted: str = "none", **other: object) -> tuple[Explanation, ...]:
    case = scored({"scores": SCORES, "tables": TABLES, **other})
    readings = "\n".join(line for line in case["readings"].splitlines() if not_adopted not in line)
    cycle = f"[funds]\nannual = 10000\n[parameters]\n{WEIGHTS}\n[readings]\n{readings}\n"
    return explanations(open_tables("comunita_montane", case["tables"], cycle))[f"person:{person}"]


def test_exactly_seventy_in_a_hundred_enters_a_band_and_is_told_the_threshold_and_its_article() -> None:
    score, placed, _ = told("P3")
    assert score.figure == "70 su 100, in fascia di merito"
    assert "admission" in [value.key for value, _ in score.parameters]
    assert "pari almeno al 70% del massimo ottenibile" in explanation_text(score)
    assert dict(placed.facts)["Confine sotto"] == "il primo punteggio fuori dalle fasce è 69,99"


def test_a_hundredth_below_is_told_the_last_score_that_entered() -> None:
    _, placed = told("P4")
    assert plain(placed.reason) == "punteggio sotto il 70% del massimo: nessun premio"
    assert placed.facts == (("Confine", "l'ultimo punteggio che entra in una fascia è 70"),)


def test_whoever_has_no_score_is_not_told_of_a_low_one() -> None:
    _, placed = told("P4", scores={**SCORES, "P4": "-"}, tables=TABLES | AWAY)
    assert plain(placed.reason) == "prestazione non valutabile, senza punteggio: nessun premio"


def test_where_absence_prevails_whoever_was_away_is_told_so() -> None:
    _, placed = told("P4", scores={**SCORES, "P4": 90}, tables=TABLES | AWAY, choices={"11": "absence"})
    assert plain(placed.reason) == "assenze oltre il limite: nessun premio, anche con il punteggio"


def test_a_withheld_prize_is_told_the_reading_in_words_and_what_the_other_choice_gives() -> None:
    prize = told("P1", not_adopted="I-BL-02")[2]
    assert prize.state == "sospeso"
    assert plain(prize.reason).startswith("I-BL-")
    assert "scelta provvisoria: «" in plain(prize.reason)
    assert prize.alternatives
