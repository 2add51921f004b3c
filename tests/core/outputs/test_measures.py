"""Measures of an ente's year for comparison with others: exact, complete, and blanks that are not zero."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import fields
from rated_enti import POINTS, RATED, rated
from small_plugins import TWO_TOOLS, Install, RunIn, WriteEnte

from merito import Dossier, Ente, Person, Rows, Service
from merito.outputs.measures import Measures, as_json, from_json, measured, serving_in
from merito.testing import Record, Regulations, installed_regulations

EXAMPLES = Path(__file__).parents[3] / "examples"
MEAN = Fraction(10267, 135)


def of_record(record: Record, regulations: Regulations) -> Measures:
    return measured(record, regulations.stack(record.dossier.ente.regulation).inputs)


@pytest.fixture
def of(install: Install, write_ente: WriteEnte, run_in: RunIn) -> Callable[..., Measures]:
    """The measures of an ente whose people have these points, out of these maxima."""

    def measure(points: Sequence[str] = POINTS, inputs: str = TWO_TOOLS, **files: str) -> Measures:
        regulations = install("prova", RATED, files={"inputs.toml": inputs})
        root = write_ente("prova", rated(points) | {f"2021/{name}.csv": text for name, text in files.items()})
        return of_record(run_in(root, regulations), regulations)

    return measure


def test_scores_are_in_percent_of_their_maximum_and_exact(of: Callable[..., Measures]) -> None:
    found = of()
    assert found.people_evaluated == 15
    assert found.mean_score == MEAN
    assert found.scores_state == "final"


def test_scores_are_counted_by_class(of: Callable[..., Measures]) -> None:
    """Five reach 90, eight 60, two are below."""
    assert of().score_classes == "<60: 2; 60-90: 8; >=90: 5"


def test_money_is_the_sum_of_the_leaves_and_is_conserved(of: Callable[..., Measures]) -> None:
    found = of()
    assert (found.allocated, found.payable) == (Decimal("1000.00"), Decimal("450.15"))
    assert (found.withheld, found.savings) == (Decimal("0.00"), Decimal("549.85"))
    assert found.released_share == Fraction(45015, 1000)


def test_the_average_prize_is_what_merit_has_paid_to_each_head(of: Callable[..., Measures]) -> None:
    found = of()
    assert (found.people_paid, found.prizes_paid, found.average_prize) == (15, Decimal("450.15"), Fraction(3001, 100))


def test_the_pay_of_a_post_is_no_prize(of: Callable[..., Measures]) -> None:
    found = of(inputs=TWO_TOOLS.replace('title = "Bonus"', 'title = "Bonus"\npays = "post"'))
    assert (found.payable, found.prizes_paid) == (Decimal("450.15"), Decimal("300.15"))


def test_bands_that_nobody_is_in_do_not_count_between_the_amounts_per_head(of: Callable[..., Measures]) -> None:
    found = of()
    assert (found.rankings, found.bands, found.first_band_share) == (1, 3, Fraction(50))
    assert (found.per_head_highest, found.per_head_lowest) == (Decimal("300.00"), Decimal("80.00"))
    assert found.per_head_ratio == Fraction(15, 4)


def test_the_admitted_are_those_with_a_place(of: Callable[..., Measures]) -> None:
    assert of().people_admitted == 10


def test_the_measures_of_few_people_are_there_too(of: Callable[..., Measures]) -> None:
    found = of(POINTS[:4], people="id\n" + "".join(f"P{number}\n" for number in range(1, 6)))
    assert (found.people_evaluated, found.people_in_service, found.people_paid) == (4, 5, 4)
    assert (found.left_blank, found.allocated, found.payable) == ("", Decimal("1000.00"), Decimal("120.04"))


def test_a_score_without_a_maximum_leaves_the_mean_blank_and_says_why(of: Callable[..., Measures]) -> None:
    found = of((*POINTS, "50,"))
    assert (found.people_evaluated, found.mean_score, found.score_classes) == (16, None, "")
    assert found.left_blank == "punteggi: alcuni non hanno un massimo"


def test_what_is_held_is_paid_to_nobody_and_is_no_blank(of: Callable[..., Measures]) -> None:
    found = of(acts="id,kind,date\n")
    assert found.payable == Decimal("0.00")
    assert found.withheld == found.allocated == Decimal("1000.00")
    assert (found.people_paid, found.average_prize, found.gates_closed) == (None, None, 1)


def test_an_ente_without_people_and_money_has_blanks_and_no_zeros(write_ente: WriteEnte, run_in: RunIn) -> None:
    regulations = installed_regulations()
    found = of_record(run_in(write_ente("bergamo", {}), regulations), regulations)
    counted = {"deadlines_late", "deadlines_overdue", "gates_closed", "money_held"}
    counted |= {"scores_state", "score_classes", "left_blank"}
    rest = {one.name for one in fields(Measures)} - counted
    assert {name for name in rest if getattr(found, name) is not None} == set()


@pytest.mark.parametrize(
    ("example", "ente", "as_of"),
    [("brescia", "brescia", date(2022, 4, 30)), ("camera-di-prova", "camera-di-prova", date(2022, 7, 31))],
)
def test_every_sum_of_an_example_is_conserved(example: str, ente: str, as_of: date, run_in: RunIn) -> None:
    regulations = installed_regulations()
    record = run_in(EXAMPLES / example, regulations, ente=ente, as_of=as_of)
    found = of_record(record, regulations)
    assert None not in (found.allocated, found.net_paid, found.payable, found.withheld, found.savings)
    assert found.allocated == found.net_paid + found.payable + found.withheld + found.savings  # type: ignore[operator]
    assert found.allocated == sum(line.amount for line in record.results.fund_lines)
    assert found.payable == sum(reward.payable for reward in record.results.rewards)


def test_what_is_read_back_is_what_was_written(of: Callable[..., Measures]) -> None:
    found = of()
    assert from_json(as_json(found)) == found
    assert from_json(as_json(Measures())) == Measures()
    assert (as_json(found)["mean_score"], as_json(found)["mean_score_exact"]) == ("76.05", str(MEAN))


NO_MEASURES = {
    "allocated": "mille",
    "payable": "NaN",
    "savings": 3,
    "people_evaluated": "6",
    "people_paid": True,
    "mean_score_exact": "1/0",
    "released_share_exact": 5,
}


@pytest.mark.parametrize("name", NO_MEASURES)
def test_what_is_no_measure_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r"is no|divides by zero|Invalid literal"):
        from_json({name: NO_MEASURES[name]})


def test_in_service_is_who_served_on_a_day_of_the_year() -> None:
    people = (
        Person(id="whole"),
        Person(id="until", end=date(2021, 1, 1)),
        Person(id="gone", end=date(2020, 12, 31)),
        Person(id="next", start=date(2022, 1, 1)),
        Person(id="moved"),
        Person(id="away"),
    )
    service = (
        Service(person="moved", unit=None, start=date(2020, 1, 1), end=date(2020, 6, 30)),
        Service(person="moved", unit=None, start=date(2021, 12, 31)),
        Service(person="away", unit=None, start=date(2019, 1, 1), end=date(2020, 6, 30)),
    )
    ente = Ente(id="prova", name="Prova", regulation="prova")
    dossier = Dossier(ente=ente, year=2021, people=Rows(people), service=Rows(service))
    assert serving_in(dossier) == {"whole", "until", "moved"}
    assert serving_in(Dossier(ente=ente, year=2021)) == frozenset()
