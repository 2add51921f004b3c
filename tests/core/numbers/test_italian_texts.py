"""How figures and dates are written in Italian: a text never says less, or more, than the number."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merito.numbers import Number, day_text, decimal_text, euro_text, money_text, number_text, percent_text

decimals = st.decimals(-(10**7), 10**7, places=4)
fractions = st.builds(Fraction, st.integers(-(10**5), 10**5), st.integers(1, 999))


def read(text: str) -> Fraction:
    """The number that an Italian text writes."""
    return Fraction(text.replace(".", "").replace(",", "."))


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Decimal("1234.56"), None, "1.234,56"),
        (Decimal("1234567"), None, "1.234.567"),
        (Decimal("999.5"), None, "999,5"),
        (Decimal("1E+3"), None, "1.000"),
        (Decimal("-1234.5"), 2, "-1.234,50"),
        (Decimal("0.005"), 2, "0,01"),
        (Decimal("25.5"), 0, "26"),
    ],
)
def test_a_decimal_has_points_for_thousands_and_a_comma(value: Decimal, places: int | None, text: str) -> None:
    assert decimal_text(value, places) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("97.50"), "97,5"),
        (Fraction(195, 2), "97,5"),
        (Fraction(1900, 11), "1900/11"),
        (Fraction(-1, 3), "-1/3"),
        (100, "100"),
        (1234567, "1.234.567"),
        (0, "0"),
        (Fraction(1, 40), "0,025"),
    ],
)
def test_a_number_is_a_decimal_where_that_is_exact_else_a_fraction(value: Number, text: str) -> None:
    assert number_text(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(800, 11), "72,73% (esatto 800/11)"),
        (100, "100%"),
        (0, "0%"),
        (Decimal("72.50"), "72,5%"),
        (Fraction(145, 2), "72,5%"),
        (Decimal("72.125"), "72,13% (esatto 577/8)"),
        (Fraction(1, 1000), "0% (esatto 1/1000)"),
        (Fraction(299999, 3000), "100% (esatto 299999/3000)"),
    ],
)
def test_a_percent_adds_the_exact_fraction_only_where_two_decimals_do_not_say_it(value: Number, text: str) -> None:
    assert percent_text(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(Decimal("1234.5"), "1.234,50 €"), (Decimal(0), "0,00 €"), (Decimal("16000"), "16.000,00 €")]
)
def test_euro_have_two_decimals(value: Decimal, text: str) -> None:
    assert euro_text(value) == text


def test_a_day_is_written_day_month_year_without_zeros() -> None:
    assert day_text(date(2021, 6, 30)) == "30/6/2021"
    assert day_text(date(2021, 11, 3)) == "3/11/2021"


@given(decimals)
def test_a_decimal_text_reads_back_as_the_same_number(value: Decimal) -> None:
    assert read(decimal_text(value)) == Fraction(value)


@given(st.one_of(fractions, decimals.map(Fraction)))
def test_a_number_text_reads_back_as_the_same_number(value: Fraction) -> None:
    assert read(number_text(value)) == value


@given(fractions)
def test_a_percent_text_says_the_exact_number_one_way_or_the_other(value: Fraction) -> None:
    rounded, _, rest = percent_text(value).partition("%")
    exact = rest.removeprefix(" (esatto ").removesuffix(")")
    assert Fraction(exact or read(rounded)) == value
    assert abs(read(rounded) - value) <= Fraction(1, 200)


@given(st.integers(-(10**9), 10**9))
def test_a_sum_in_cents_reads_back_to_the_cent(cents: int) -> None:
    assert read(euro_text(Decimal(cents) / 100).removesuffix(" €")) == Fraction(cents, 100)


def test_a_sum_that_is_no_whole_cent_is_told_down_to_the_cent_as_sums_are_cut() -> None:
    assert money_text(Fraction(200, 3)) == "66,66 € (esatto 200/3)"
    assert money_text(Decimal(1250)) == "1.250,00 €"
