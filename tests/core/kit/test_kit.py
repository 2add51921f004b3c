"""The blocks of the kit on small dossiers: what they refuse, what they wait for, and divisions to the cent."""

from decimal import Decimal
from fractions import Fraction

import pytest
from attrs import evolve
from kit_steps import column, step

from merito import Dossier, Ente, FundLine, InForce, Person, PersonScore, Rating, Rows, State, Step, plain
from merito.kit import awarded, divided, factors, overall, prizes, refusals
from merito.numbers import HUNDRED

LINE = FundLine(fund="premi", item="fondo", amount=Decimal("100.00"))
RATED = {
    "one factor alone": ([("r", "80", None)], "non valutato: c"),
    "one that the text does not have": ([("r", "80", None), ("z", "1", None)], "«z» non è un fattore: sono r, c"),
    "two that the text does not have": (
        [("z", "1", None), ("y", "1", None)],
        "«y», «z» non è un fattore: sono r, c",
    ),
    "one rated twice": (
        [("r", "80", None), ("r", "70", None)],
        "fattore r: una riga senza sezione sta accanto ad altre: il fattore si valuta in una riga, o in più righe di "
        "sezione",
    ),
    "points above the maximum": ([("r", "41", "40")], "fattore r: oltre il massimo: 41 punti su 40"),
    "a maximum of nothing": ([("r", "0", "0")], "fattore r: punteggio massimo 0, mentre è sopra zero"),
}


def rated(*ratings: tuple[str, str, str | None]) -> Step:
    rows = (
        Rating(person="P1", factor=factor, points=Decimal(points), max=None if most is None else Decimal(most))
        for factor, points, most in ratings
    )
    return step_of(*rows)


def step_of(*rows: Rating) -> Step:
    ente = Ente(id="x", name="X", regulation="x", kind="municipality")
    return step(Dossier(ente=ente, year=2025, people=Rows([Person(id="P1")]), ratings=Rows(rows)), tool="annual")


@pytest.mark.parametrize(("rows", "why"), RATED.values(), ids=RATED)
def test_a_factor_says_why_it_has_no_figure(rows: list[tuple[str, str, str | None]], why: str) -> None:
    found = factors(rated(*rows), "r", "c")
    assert why in [plain(gap.why) for one in found.values() for gap in one.why(0)]
    told = [plain(one.message) for one in refusals(rated(*rows), found)]
    assert told == ([] if why.startswith("non valutato") else [f"valutazione rifiutata: {why}"])


def test_a_factor_is_the_part_of_its_maximum_and_another_one_than_the_text_s_is_refused() -> None:
    rows = (("r", "30", "40"), ("c", "62", None))
    found = factors(rated(*rows), "r", "c")
    assert [one.at(0) for one in found.values()] == [Fraction(75), Fraction(62)]
    refused = factors(rated(*rows), "r", "c", out_of=HUNDRED)
    assert [plain(gap.why) for gap in refused["r"].why(0)] == ["fattore r: il massimo è 100, non 40"]
    empty = factors(rated(("c", "6", None)), "c", out_of=Decimal(10))
    assert [plain(gap.why) for gap in empty["c"].why(0)] == ["fattore c: il massimo è 10, non vuoto (varrebbe 100)"]
    without = factors(rated(*rows), "r", "c", max_given=True)
    assert [plain(gap.why) for gap in without["c"].why(0)] == ["fattore c: manca il punteggio massimo"]


def test_several_rows_of_a_factor_count_by_their_weights_and_one_of_no_factor_refuses_them_all() -> None:
    one = Rating(person="P1", factor="first", section="R", points=Decimal(8), max=Decimal(10), weight=Decimal(75))
    two = Rating(person="P1", factor="second", section="r", points=Decimal(2), max=Decimal(4), weight=Decimal(25))
    of_c = Rating(person="P1", factor="c", points=Decimal(40))
    found = factors(step_of(one, two, of_c), "r", "c")
    assert [column.at(0) for column in found.values()] == [Fraction(145, 2), Fraction(40)]
    assert found["r"].how.inputs is not None
    assert found["r"].how.inputs(0)[1:] == (one, two)
    shares = InForce("weights", {"r": Fraction(60), "c": Fraction(40)}, "table", "", "x", None, "art. 3")
    assert found.weighed(shares).at(0) == Fraction(145, 2) * Fraction(3, 5) + 16
    strange = factors(step_of(one, two, of_c, Rating(person="P1", factor="z", points=Decimal(1))), "r", "c")
    assert [column.at(0) for column in strange.values()] == [None, None]
    assert plain(strange.weighed(shares).why(0)[0].why) == "«z» non è un fattore: sono r, c"


def test_a_factor_that_does_not_hold_leaves_the_others_their_figures_and_no_score() -> None:
    found = factors(rated(("r", "41", "40"), ("c", "62", None)), "r", "c")
    assert [column.at(0) for column in found.values()] == [None, Fraction(62)]
    assert (found["r"] + found["c"]).at(0) is None


def test_weights_that_do_not_hold_refuse_everybody_s_score() -> None:
    found = factors(rated(("r", "30", "40"), ("c", "62", None)), "r", "c")
    short = InForce("weights", {"r": Fraction(60), "c": Fraction(30)}, "table", "", "x", None, "art. 3")
    (gap,) = found.weighed(short).why(0)
    assert (gap.state, plain(gap.why)) == (
        State.REFUSED,
        "parametro weights rifiutato: i pesi sommano a 90, non a 100",
    )


def test_a_division_is_down_to_the_cent_or_to_the_last_one() -> None:
    thirds = column("1", "1/1", "1")
    assert set(divided(LINE, thirds).parts.values()) == {Decimal("33.33")}
    assert sum(divided(LINE, thirds, to_the_last_cent=True).parts.values()) == LINE.amount


def test_what_a_cap_cuts_off_is_saved_and_not_shared_again() -> None:
    most = InForce("most", Decimal("50.00"), "money", "EUR", "x", None, "art. 5")
    *rewards, line = prizes(step(), divided(LINE, column("3", "1", "0"), at_most=most), saved="oltre il massimo")
    assert [row.due for row in rewards] == [Decimal("50.00"), Decimal("25.00"), Decimal("0.00")]
    assert isinstance(line, FundLine)
    assert (line.savings, plain(line.reason)) == (Decimal("25.00"), "oltre il massimo")


def test_nobody_weighs_anything_and_all_of_it_is_saved() -> None:
    *rewards, line = prizes(step(), divided(LINE, column("0", "0")), nothing=lambda person: f"{person}: nulla")
    assert [plain(row.reason) for row in rewards] == ["P1: nulla", "P2: nulla"]
    assert isinstance(line, FundLine)
    assert line.savings == LINE.amount


def test_while_a_weight_is_missing_nothing_is_divided_and_what_it_waits_for_is_told() -> None:
    missing = factors(rated(("r", "80", None)), "r", "c")
    [told] = prizes(step(), divided(LINE, missing["r"] + missing["c"]))
    assert plain(told.message) == "«fondo» non si divide: 1 persona: non valutato: c"
    assert State.NOT_MEASURED in [gap.state for gap in missing["c"].why(0)]


def test_a_share_rests_on_everybody_s_figures_and_an_individual_sum_does_not() -> None:
    """A share of a line waits for everybody's figures; an individual sum only for its own."""
    read = tuple(PersonScore(person=one, score=Fraction(50), rules=("X-1",)) for one in ("P1", "P2"))
    of_both = column("50", "50")
    scores = evolve(of_both, how=evolve(of_both.how, inputs=None, results=lambda at: (read[at],)))
    shared, _, line = prizes(step(), divided(LINE, scores))
    assert shared.rests_on == (line, read[0])
    assert line.rests_on == (LINE, *read)
    alone, *_ = prizes(step(), awarded(LINE, scores))
    assert alone.rests_on == (LINE, read[0])


def test_each_factor_has_the_maximum_of_its_own() -> None:
    rows = (("r", "40", "50"), ("c", "15", "100"))
    found = factors(rated(*rows), "r", "c", out_of={"r": 50, "c": 20})
    assert [plain(gap.why) for gap in found["c"].why(0)] == ["fattore c: il massimo è 20, non 100"]
    assert factors(rated(("r", "40", "50")), "r", out_of={"r": 50})["r"].at(0) == 80


def test_the_sum_of_everybody_stands_beside_each() -> None:
    share = column("3", "1") / overall(column("3", "1"))
    assert [share.at(place) for place in range(2)] == [Fraction(3, 4), Fraction(1, 4)]
