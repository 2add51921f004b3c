"""Half-way: interim measures against interim targets, the gap in percent of the target, new forecasts."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from merito import Dossier, Ente, Figure, Indicator, Measure, Monitored, Rows, Said
from merito.kit import monitored

NOTHING = Figure()


def number(text: str) -> Figure:
    return Figure(Said.VALUE, Decimal(text), text)


def rows(target: Figure, *measures: Measure, on: date = date(2021, 9, 1)) -> tuple[Monitored, ...]:
    dossier = Dossier(
        ente=Ente(id="e", name="E", regulation="r"),
        year=2021,
        indicators=Rows([Indicator(id="I1", title="Ispezioni", target=number("12"), target_interim=target)]),
        measures=Rows(measures),
    )
    return monitored(dossier, ("R",), on)


def measure(at: str | date, text: str) -> Measure:
    return Measure(indicator="I1", at=at, value=number(text))


def test_the_gap_is_in_percent_of_the_interim_target() -> None:
    (row,) = rows(number("6"), measure("interim", "4"))
    assert (row.target, row.measured, row.deviation, row.forecast) == ("6", "4", Fraction(-100, 3), "")


def test_the_latest_measure_up_to_the_date_counts() -> None:
    first, second = measure(date(2021, 6, 30), "4"), measure(date(2021, 9, 30), "7")
    (before,) = rows(number("6"), first, second)
    (after,) = rows(number("6"), first, second, on=date(2021, 10, 1))
    assert (before.measured, after.measured, after.deviation) == ("4", "7", Fraction(50, 3))


def test_a_new_forecast_is_told() -> None:
    (row,) = rows(number("6"), measure("interim", "4"), measure("forecast", "9"))
    assert row.forecast == "9"


def test_a_forecast_alone_is_told_without_a_gap() -> None:
    (row,) = rows(NOTHING, measure("forecast", "9"))
    assert (row.measured, row.deviation, row.forecast) == ("", None, "9")


def test_an_indicator_with_nothing_to_monitor_is_left_out() -> None:
    assert rows(NOTHING, measure("final", "12")) == ()


def test_an_interim_target_that_was_not_measured_yet_is_shown() -> None:
    (row,) = rows(number("6"))
    assert (row.target, row.measured, row.deviation) == ("6", "", None)
