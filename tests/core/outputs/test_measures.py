"""Measures of an ente's year for comparison with others: exact, complete, and blanks that are not zero."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from rated_enti import POINTS, RATED, rated
from side_by_side import WHOLE, ran, side_by_side
from small_plugins import DECLARES_GATES, TWO_TOOLS, Install, WriteEnte
from written import example, made

Measures = dict[str, Any]
MEAN = "10267/135"


@pytest.fixture
def of(install: Install, write_ente: WriteEnte) -> Callable[..., Measures]:
    """The measures of an ente whose people have these points, out of these maxima."""

    def measure(points: Sequence[str] = POINTS, inputs: str = TWO_TOOLS, more: str = "", **files: str) -> Measures:
        install("prova", RATED + more, files={"inputs.toml": inputs})
        root = write_ente("prova", rated(points) | {f"2021/{name}.csv": text for name, text in files.items()})
        return dict(made(root, as_of=date(2022, 12, 31), formats=()).summary["measures"])

    return measure


def test_scores_are_in_percent_of_their_maximum_and_exact(of: Callable[..., Measures]) -> None:
    found = of()
    assert found["people_evaluated"] == 15
    assert (found["mean_score"], found["mean_score_exact"]) == ("76.05", MEAN)
    assert found["scores_state"] == "final"


def test_scores_are_counted_by_class(of: Callable[..., Measures]) -> None:
    """Five reach 90, eight 60, two are below."""
    assert of()["score_classes"] == [
        {"start": None, "end": "60", "people": 2},
        {"start": "60", "end": "90", "people": 8},
        {"start": "90", "end": None, "people": 5},
    ]


def test_money_is_the_sum_of_the_leaves_and_is_conserved(of: Callable[..., Measures]) -> None:
    found = of()
    assert (found["allocated"], found["payable"]) == ("1000.00", "450.15")
    assert (found["withheld"], found["savings"]) == ("0.00", "549.85")
    assert found["released_share_exact"] == "9003/200"


def test_the_average_prize_is_what_merit_has_paid_to_each_head(of: Callable[..., Measures]) -> None:
    found = of()
    assert (found["people_paid"], found["prizes_paid"], found["average_prize_exact"]) == (15, "450.15", "3001/100")


def test_the_pay_of_a_post_is_no_prize(of: Callable[..., Measures]) -> None:
    found = of(inputs=TWO_TOOLS.replace('title = "Bonus"', 'title = "Bonus"\npays = "post"'))
    assert (found["payable"], found["prizes_paid"]) == ("450.15", "300.15")


def test_bands_that_nobody_is_in_do_not_count_between_the_amounts_per_head(of: Callable[..., Measures]) -> None:
    found = of()
    assert (found["rankings"], found["bands"], found["first_band_share_exact"]) == (1, 3, "50")
    assert (found["per_head_highest"], found["per_head_lowest"]) == ("300.00", "80.00")
    assert found["per_head_ratio_exact"] == "15/4"


def test_the_admitted_are_those_with_a_place(of: Callable[..., Measures]) -> None:
    assert of()["people_admitted"] == 10


def test_the_measures_of_few_people_are_there_too(of: Callable[..., Measures]) -> None:
    found = of(POINTS[:4], people="id\n" + "".join(f"P{number}\n" for number in range(1, 6)))
    assert (found["people_evaluated"], found["people_in_service"], found["people_paid"]) == (4, 5, 4)
    assert (found["maximum_missing"], found["allocated"], found["payable"]) == (False, "1000.00", "120.04")


def test_a_score_without_a_maximum_leaves_the_mean_blank_and_says_why(of: Callable[..., Measures]) -> None:
    found = of((*POINTS, "50,"))
    assert (found["people_evaluated"], found["mean_score"], found["score_classes"]) == (16, None, [])
    assert found["maximum_missing"] is True


def test_what_is_held_is_paid_to_nobody_and_is_no_blank(of: Callable[..., Measures]) -> None:
    found = of(acts="id,kind,date\n")
    assert found["payable"] == "0.00"
    assert found["withheld"] == found["allocated"] == "1000.00"
    assert (found["people_paid"], found["average_prize"], found["gates_closed"]) == (None, None, 1)


ON_THE_BONUS = '(Gate(phase=Phase.REWARDS, tool="bonus", needs=needs, rules=("X-1",)),)'


def test_a_prize_that_is_held_is_not_among_those_paid(of: Callable[..., Measures]) -> None:
    found = of(more=DECLARES_GATES.format(gates=ON_THE_BONUS))
    assert (found["payable"], found["prizes_paid"]) == ("300.15", "300.15")
    assert found["average_prize_exact"] == "2001/100"


def test_an_ente_without_people_and_money_has_blanks_and_no_zeros(write_ente: WriteEnte) -> None:
    found = made(write_ente("bergamo", {}), formats=()).summary["measures"]
    counted = {"deadlines_late", "deadlines_overdue", "gates_closed"}
    assert {
        name for name, value in found.items() if name not in counted and value not in ("", None, [], False)
    } == set()


@pytest.mark.parametrize(
    ("name", "ente", "as_of"),
    [("brescia", "brescia", date(2022, 4, 30)), ("camera-di-prova", "camera-di-prova", date(2022, 7, 31))],
)
def test_every_sum_of_an_example_is_conserved(name: str, ente: str, as_of: date) -> None:
    year = example(name, ente, as_of=as_of)
    found = {one: Decimal(year.summary["measures"][one]) for one in PARTS}
    whole, *parts = found.values()
    assert whole == sum(parts)
    leaves = sum(Decimal(line["amount"]) for line in year.tables["funds"])
    assert whole == leaves
    assert found["payable"] == sum(Decimal(reward["payable"]) for reward in year.tables["rewards"])


PARTS = ("allocated", "net_paid", "payable", "withheld", "savings")
NO_MEASURES = {
    "allocated": "mille",
    "payable": "NaN",
    "savings": 3,
    "people_evaluated": "6",
    "people_paid": True,
    "mean_score_exact": "1/0",
    "released_share_exact": 5,
    "score_classes": [{"start": "60", "end": "novanta", "people": 1}],
}


@pytest.mark.parametrize("name", NO_MEASURES)
def test_a_summary_in_which_something_is_no_measure_is_not_compared(name: str) -> None:
    page = side_by_side(ran(), ran("bosco", {**WHOLE, name: NO_MEASURES[name]})).page
    assert "risultati illeggibili: 1" in page.text


def test_in_service_is_who_served_on_a_day_of_the_year(of: Callable[..., Measures]) -> None:
    """`whole`, `until` and `moved`; not who left before, comes later, or serves elsewhere all year."""
    people = "id,from,to\nwhole,,\nuntil,,2021-01-01\ngone,,2020-12-31\nnext,2022-01-01,\nmoved,,\naway,,\n" + "".join(
        f"P{number},,2020-12-31\n" for number in range(1, 5)
    )
    service = "person,unit,from,to\nmoved,A,2020-01-01,2020-06-30\nmoved,A,2021-12-31,\naway,A,2019-01-01,2020-06-30\n"
    assert of(POINTS[:4], people=people, service=service, units="id\nA\n")["people_in_service"] == 3


def test_classes_of_an_earlier_version_are_a_text_and_not_compared() -> None:
    page = side_by_side(ran(), ran("bosco", {**WHOLE, "score_classes": "<90: 4; >=90: 6"})).page
    assert "risultati illeggibili" not in page.text
