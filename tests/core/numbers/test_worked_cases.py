"""The cases of `cases/*.toml`: worked out by hand there, run here. One table of a file, one test."""

import tomllib
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from merito import numbers
from merito.numbers import Period, Ranked

CASES = Path(__file__).parent / "cases"
Case = dict[str, Any]
read: set[tuple[str, str]] = set()


def content(file: Path) -> dict[str, list[Case]]:
    return tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)


def cases(name: str, table: str, keys: str, optional: str = "") -> pytest.MarkDecorator:
    """The cases of a table; a key that is missing, or that no test reads, is an error of the file."""
    read.add((name, table))
    found = content(CASES / f"{name}.toml")[table]
    needed, allowed = {"title", *keys.split()}, {"title", "article", *keys.split(), *optional.split()}
    for case in found:
        assert needed <= set(case) <= allowed, f"{name}.toml, {table}: {case['title']}"
    return pytest.mark.parametrize("case", [pytest.param(case, id=case["title"]) for case in found])


def exact(value: str | int | Decimal) -> Fraction:
    return Fraction(value)


def exact_map(values: dict[str, str | int | Decimal]) -> dict[str, Fraction]:
    return {identifier: exact(value) for identifier, value in values.items()}


def one_pass_total(case: Case) -> Fraction:
    weights = exact_map(case["weights"])
    quotas = (case["amount"] * weight / sum(weights.values()) for weight in weights.values())
    return sum((min(max(quota, Fraction(case["minimum"])), Fraction(case["maximum"])) for quota in quotas), Fraction(0))


def test_every_table_of_cases_is_read_by_a_test() -> None:
    assert read == {(file.stem, table) for file in CASES.glob("*.toml") for table in content(file)}


def test_every_title_of_a_table_is_its_own() -> None:
    for file in CASES.glob("*.toml"):
        for table, found in content(file).items():
            titles = [case["title"] for case in found]
            assert len(titles) == len(set(titles)), f"{file.name}, {table}"


@cases("bounded_split", "case", "amount minimum maximum weights amounts bounds k", "one_pass_total")
def test_a_bounded_split_gives_the_amounts_worked_out(case: Case) -> None:
    result = numbers.bounded_split(case["amount"], case["weights"], case["minimum"], case["maximum"])
    assert result.amounts == case["amounts"]
    assert result.bounds == case["bounds"]
    assert result.k == exact(case["k"])
    assert sum(result.amounts.values()) == case["amount"]
    if "one_pass_total" in case:
        assert one_pass_total(case) == case["one_pass_total"] != case["amount"]


@cases("bounded_split", "infeasible", "amount minimum maximum weights missing excess")
def test_an_infeasible_split_says_what_is_missing_or_in_excess(case: Case) -> None:
    with pytest.raises(numbers.InfeasibleSplitError) as caught:
        numbers.bounded_split(case["amount"], case["weights"], case["minimum"], case["maximum"])
    assert (caught.value.missing, caught.value.excess) == (case["missing"], case["excess"])


@cases("split", "case", "amount weights amounts")
def test_a_split_gives_the_amounts_worked_out(case: Case) -> None:
    assert numbers.split(case["amount"], exact_map(case["weights"])) == case["amounts"]


@cases("split", "refused", "amount weights message")
def test_a_split_without_sense_is_refused(case: Case) -> None:
    with pytest.raises(ValueError, match=case["message"]):
        numbers.split(case["amount"], case["weights"])


@cases("split", "equal_cents", "amount people each left")
def test_equal_cents_gives_the_sums_worked_out(case: Case) -> None:
    assert numbers.equal_cents(case["amount"], case["people"]) == (case["each"], case["left"])


@cases("bands_by_places", "places", "count shares places")
def test_the_places_of_the_bands_are_those_worked_out(case: Case) -> None:
    shares = [exact(share) for share in case["shares"]]
    assert numbers.places_by_shares(case["count"], shares) == tuple(case["places"])


@cases("bands_by_places", "case", "scores places last first")
@pytest.mark.parametrize("ties", ["last", "first"])
def test_the_bands_are_those_worked_out(case: Case, ties: Any) -> None:
    ranking = numbers.rank(exact_map(case["scores"]))
    expected = {identifier: band for band, members in enumerate(case[ties]) for identifier in members}
    assert numbers.bands_by_places(ranking, case["places"], ties) == expected


@cases("ranking", "case", "scores ranking")
def test_the_ranking_is_the_one_worked_out(case: Case) -> None:
    scores = exact_map(case["scores"])
    expected = tuple(Ranked(name, scores[name], first, last) for name, first, last in case["ranking"])
    assert numbers.rank(scores) == expected


@cases("calendar_months", "case", "periods months days", "within")
def test_the_length_in_months_is_the_one_worked_out(case: Case) -> None:
    periods = [Period(*pair) for pair in case["periods"]]
    within = Period(*case["within"]) if "within" in case else None
    assert numbers.length_in_months(periods, within) == case["months"] + Fraction(case["days"], 30)


@cases("calendar_months", "add_months", "day months expected")
def test_a_day_some_months_later_is_the_one_worked_out(case: Case) -> None:
    assert numbers.add_months(case["day"], case["months"]) == case["expected"]


@cases("calendar_months", "add_years", "day years expected")
def test_a_day_some_years_later_is_the_one_worked_out(case: Case) -> None:
    assert numbers.add_years(case["day"], case["years"]) == case["expected"]


@cases("achievement", "number", "actual target lower_is_better grade")
def test_the_grade_of_a_number_is_the_one_worked_out(case: Case) -> None:
    grade = numbers.achieved_number(case["actual"], case["target"], lower_is_better=case["lower_is_better"])
    assert grade == exact(case["grade"])


@cases("achievement", "refused", "actual target lower_is_better")
def test_a_quotient_of_negative_figures_is_refused(case: Case) -> None:
    with pytest.raises(ValueError, match="negative"):
        numbers.achieved_number(case["actual"], case["target"], lower_is_better=case["lower_is_better"])


@cases("achievement", "range", "actual lowest highest lower_is_better grade")
def test_the_grade_of_a_range_is_the_one_worked_out(case: Case) -> None:
    grade = numbers.achieved_range(
        case["actual"], case["lowest"], case["highest"], lower_is_better=case["lower_is_better"]
    )
    assert grade == exact(case["grade"])


@cases("achievement_dates", "on_time", "actual target grade")
def test_the_grade_of_a_day_is_the_one_worked_out(case: Case) -> None:
    assert numbers.achieved_on_time(case["actual"], case["target"]) == exact(case["grade"])


@cases("achievement_dates", "yes_no", "actual target grade")
def test_the_grade_of_a_yes_or_no_is_the_one_worked_out(case: Case) -> None:
    assert numbers.achieved_yes_no(case["actual"], case["target"]) == exact(case["grade"])


@cases("achievement_dates", "elapsed_days", "actual target grade")
def test_the_grade_of_elapsed_days_is_the_one_worked_out(case: Case) -> None:
    assert numbers.achieved_by_elapsed_days(case["actual"], case["target"]) == exact(case["grade"])


ROUNDINGS: dict[str, Callable[[Fraction, int], Decimal | int]] = {
    "half_up": numbers.half_up,
    "down": numbers.down,
    "up": numbers.up,
    "cents_half_up": lambda value, _: numbers.cents_half_up(value),
    "cents_down": lambda value, _: numbers.cents_down(value),
    "cents_up": lambda value, _: numbers.cents_up(value),
    "whole_down": lambda value, _: numbers.whole_down(value),
}


@cases("rounding", "case", "purpose value expected", "places")
def test_a_rounding_writes_the_figure_worked_out(case: Case) -> None:
    rounded = ROUNDINGS[case["purpose"]](exact(case["value"]), case.get("places", 0))
    assert str(rounded) == case["expected"]
