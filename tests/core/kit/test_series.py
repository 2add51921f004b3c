"""Columns give the same as fractions, cell by cell, and no operation reads behind a gap."""

from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from kit_steps import column as figures
from kit_steps import step

from merito import NOTHING, Basis, InForce, State, plain
from merito.kit import Axis, Flags, Gap, Series, Words, cases, constant, mapped, scores, spread, summed, why_of
from merito.numbers import half_up

GAP = Gap(State.NOT_MEASURED, "non misurato", ("x",))
OTHER = Gap(State.REFUSED, "rifiutato")
FRACTIONS = st.fractions(min_value=-1000, max_value=1000, max_denominator=10**6)
CELLS = st.lists(st.one_of(FRACTIONS, st.none()), min_size=1, max_size=12)
Cells = list[Fraction | None]


def axis(number: int, kind: str = "person") -> Axis:
    ids = tuple(f"P{at}" for at in range(number))
    return Axis(kind, ids, ids)


def column(cells: Cells, of: Axis | None = None, name: str = "") -> Series:
    return figures(*cells, name=name, of=of or axis(len(cells)), missing=GAP)


def basis_of(made: Series, place: int) -> Basis:
    """How a score of that column is explained."""
    return list(scores(step(), made))[place].basis


def read(one: Series) -> Cells:
    return [one.at(place) for place in range(len(one.axis))]


def parameter(value: object, kind: str = "number", key: str = "k") -> InForce[object]:
    return InForce(key, value, kind, "", "regolamento", None, "art. 1")


@given(st.lists(st.tuples(FRACTIONS | st.none(), FRACTIONS | st.none()), min_size=1, max_size=12))
def test_arithmetic_is_that_of_fractions_and_a_gap_stays_one(
    pairs: list[tuple[Fraction | None, Fraction | None]],
) -> None:
    of = axis(len(pairs))
    one, other = column([a for a, _ in pairs], of), column([b for _, b in pairs], of)
    for made, by in (
        (one + other, lambda a, b: a + b),
        (one - other, lambda a, b: a - b),
        (one * other, lambda a, b: a * b),
    ):
        assert read(made) == [None if a is None or b is None else by(a, b) for a, b in pairs]
    third = Fraction(2, 3)
    for made, of_number in (
        (one * third + 1, lambda a: a * third + 1),
        (third * one - 1, lambda a: third * a - 1),
        (1 - one, lambda a: 1 - a),
        (1 + one / third, lambda a: 1 + a / third),
    ):
        assert read(made) == [None if a is None else of_number(a) for a, _ in pairs]


@given(CELLS, FRACTIONS)
def test_comparison_is_exact_and_unknown_where_a_figure_is(cells: Cells, bound: Fraction) -> None:
    one = column(cells)
    for flags, by in (
        (one >= bound, lambda a: a >= bound),
        (one > bound, lambda a: a > bound),
        (one <= bound, lambda a: a <= bound),
        (one < bound, lambda a: a < bound),
    ):
        assert [flags.at(place) for place in range(len(cells))] == [None if a is None else by(a) for a in cells]


@given(CELLS)
def test_rounding_is_what_the_function_of_numbers_gives(cells: Cells) -> None:
    made = column(cells).rounded(half_up, "all'unità")
    assert read(made) == [None if cell is None else Fraction(half_up(cell)) for cell in cells]


def test_denominators_that_no_longer_fit_stand_cell_by_cell() -> None:
    """Over one denominator, a product of different denominators would need numbers of thousands of bits."""
    odd = [Fraction(1, 1_000_003 + 2 * at) for at in range(50)]
    one = column(list(odd))
    assert one.over == 0
    assert read(one + one) == [2 * cell for cell in odd]
    assert read(one * 3) == [3 * cell for cell in odd]
    assert read(one / one) == [Fraction(1)] * 50
    assert (one / one).over == 1
    levels = one.level(parameter({"A": Fraction(1, 1_000_050), "B": 0}))
    assert [levels.at(place) for place in range(50)] == ["A" if cell >= Fraction(1, 1_000_050) else "B" for cell in odd]


def test_a_division_by_zero_raises_save_behind_a_gap() -> None:
    of = axis(2)
    assert read(column([None, Fraction(4)], of) / column([Fraction(0), Fraction(2)], of)) == [None, Fraction(2)]
    with pytest.raises(ZeroDivisionError):
        column([Fraction(1)]) / 0


def test_the_reasons_of_a_gap_are_told_each_once_and_a_refusal_before_what_is_missing() -> None:
    one, other = column([None]), column([Fraction(1)]).waiting([0], OTHER)
    made = one + other + one
    assert made.why(0) == (GAP, OTHER)
    assert plain(why_of(made.why(0))) == "rifiutato"


def test_a_level_is_reached_at_its_very_border_whatever_the_order_of_the_table() -> None:
    table = parameter({"C": 60, "A": 90, "B": Fraction(757, 10)})
    found = column([Fraction(90), Fraction(899, 10), Fraction(757, 10), Fraction(60), Fraction(59), None]).level(table)
    assert [found.at(place) for place in range(6)] == ["A", "B", "B", "C", "", None]


def test_a_word_that_a_table_lacks_is_refused_and_not_zero() -> None:
    words = Words(axis=axis(3), cells=("A", "Z", ""))
    made = mapped(words, parameter({"A": 3}, "table", "coefficienti"), without=0)
    assert read(made) == [Fraction(3), None, Fraction(0)]
    (gap,) = made.why(1)
    assert (gap.state, plain(gap.why)) == (State.REFUSED, "la tabella coefficienti non ha «Z»")
    assert mapped(words, parameter({"A": 3}, "table"), without=None).gaps.keys() == {1, 2}


def test_a_case_takes_the_gap_of_its_own_way_alone() -> None:
    of = axis(3)
    flags = Flags(axis=of, cells=(True, False, True), gaps={2: (OTHER,)})
    made = column([Fraction(1), None, None], of).where(flags, column([None, Fraction(2), Fraction(3)], of))
    assert read(made) == [Fraction(1), Fraction(2), None]
    assert made.gaps == {2: (OTHER,)}
    assert read(cases((flags, 7), otherwise=parameter(8))) == [Fraction(7), Fraction(8), None]


def test_columns_of_different_axes_are_no_sum() -> None:
    with pytest.raises(ValueError, match=r"different axes \(person, 1; unit, 1\)"):
        column([Fraction(1)]) + column([Fraction(1)], axis(1, "unit"))
    with pytest.raises(ValueError, match="stands twice"):
        Axis("person", ("P1", "P1"), ("", ""))


def test_a_sum_by_unit_waits_for_all_its_people_and_is_spread_back_on_them() -> None:
    units, links = axis(3, "unit"), ["P0", "P1", "P0", "elsewhere"]
    people = column([Fraction(1), None, Fraction(2), Fraction(9)])
    total = summed(people, units, links)
    assert read(total) == [Fraction(3), None, Fraction(0)]
    assert [plain(gap.why) for gap in total.why(1)] == ["la somma attende 1 figura"]
    back = spread(total, people.axis, links, missing=OTHER)
    assert read(back) == [Fraction(3), None, Fraction(3), None]
    assert (back.why(1), back.why(3)) == (total.why(1), (OTHER,))


def test_columns_that_say_the_same_are_equal_whatever_they_were_made_of() -> None:
    of = axis(3)
    one = column([Fraction(1), None, Fraction(1, 3)], of)
    assert one == column([Fraction(1, 2), None, Fraction(1, 6)], of) * 2
    assert one != column([Fraction(1), None, Fraction(1, 2)], of)
    assert one != column([Fraction(1), Fraction(0), Fraction(1, 3)], of)
    assert one != "another"


def test_a_cell_tells_its_calculation_its_named_parts_and_its_parameters() -> None:
    of = axis(1)
    results, conduct = column([Fraction(80)], of, "risultati"), column([Fraction(62)], of, "comportamenti")
    most, share = parameter(Fraction(7, 10), "share", "share"), parameter(3, key="other")
    made = (results * most + conduct * share) / 10
    told = basis_of(made, 0)
    assert plain(told.formula) == "(80 × 70% + 62 × 3) / 10"
    assert [(step.name, step.value) for step in told.steps] == [("risultati", 80), ("comportamenti", 62)]
    assert [one.key for one in told.parameters] == ["share", "other"]
    assert plain(basis_of(made.named(formula="sette decimi e tre"), 0).formula) == "sette decimi e tre"


def test_what_has_a_gap_tells_no_calculation_and_names_what_is_missing() -> None:
    of = axis(1)
    made = column([None], of, "risultati") + column([Fraction(1)], of, "comportamenti")
    told = basis_of(made, 0)
    assert told.formula == NOTHING
    assert [(step.name, step.value) for step in told.steps] == [("risultati", "non misurato"), ("comportamenti", 1)]


def test_a_constant_is_the_same_for_everybody() -> None:
    assert read(constant(axis(2), Fraction(1, 3))) == [Fraction(1, 3)] * 2


def test_of_a_sum_nobody_is_told_what_another_has() -> None:
    """The explanation of a share of a sum has the sum, and neither the figures nor the rows of others."""
    of, whole = axis(3), axis(1, "ente")
    score = column([Fraction(90), Fraction(60), Fraction(45)], of, "punteggio")
    read_rows = evolve(score, how=evolve(score.how, inputs=lambda at: (f"row {at}",), results=None))
    everybody = spread(summed(read_rows, whole, ["P0"] * 3), of, ["P0"] * 3, missing=GAP)
    told = basis_of(read_rows / everybody, 0)
    assert [(step.name, step.value) for step in told.steps] == [("punteggio", 90)]
    assert told.inputs == ("row 0",)
    assert plain(told.formula) == "90 / 195"
    assert plain(basis_of(summed(read_rows, whole, ["P0"] * 3), 0).formula) == "somma di 3 figure"


def test_of_several_ways_the_one_taken_is_told() -> None:
    of = axis(2)
    high, low = column([Fraction(9), Fraction(1)], of, "alto"), column([Fraction(2), Fraction(-3)], of, "basso")
    made = high.where(high >= 5, low)
    assert [step.name for step in basis_of(made, 0).steps] == ["alto"]
    assert [step.name for step in basis_of(made, 1).steps] == ["alto", "basso"]


def test_a_step_of_money_says_so_and_a_place_by_it_does_not() -> None:
    base = parameter(Fraction(100), "money")
    share = (column([Fraction(1, 3), Fraction(2, 3)]) * base).named("quota")
    rounded = share.rounded(half_up, "all'euro").named("quota arrotondata")
    ratio = (share / base).named("rapporto")
    steps = {one.name: one.unit for one in basis_of(ratio + rounded + share, 0).steps}
    assert steps == {"rapporto": "", "quota": "EUR", "quota arrotondata": "EUR"}


def test_a_table_is_called_by_its_label_in_a_formula() -> None:
    levels = evolve(parameter({"A": Fraction(90), "B": Fraction(0)}, "table", "levels"), label="Livelli")
    level = column([Fraction(80)], name="punteggio").level(levels)  # type: ignore[arg-type]
    assert plain(basis_of(level, 0).formula) == "livello di 80 secondo «Livelli»"
