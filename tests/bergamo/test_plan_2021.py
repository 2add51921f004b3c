"""The printed plan 2021-2023: its rows and traps; it can be read, and waits for its actuals."""

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from merito import Range, Said, plain
from merito.testing import Record, run_folder

EXAMPLE = Path(__file__).parents[2] / "examples" / "bergamo"
ROWS = {
    "strategico": 58,
    "affari-generali": 13,
    "promozione": 21,
    "comunicazione": 20,
    "registro-imprese": 14,
    "sportelli": 16,
    "regolazione": 7,
    "risorse-finanziarie": 25,
    "risorse-umane": 25,
    "risorse-strumentali": 9,
    "azienda-speciale": 22,
    "segretario-generale": 11,
    "dirigente": 9,
    "pola": 21,
}


@pytest.fixture(scope="module")
def record() -> Record:
    return run_folder(EXAMPLE, "bergamo", year=2021, as_of=date(2021, 1, 20))


def test_every_printed_row_stands_on_its_dashboard(record: Record) -> None:
    assert Counter(row.dashboard for row in record.dossier.dashboard_rows) == ROWS
    assert len(record.dossier.dashboard_rows) == 271


def test_an_indicator_that_several_dashboards_print_is_one(record: Record) -> None:
    carried = Counter(row.indicator for row in record.dossier.dashboard_rows)
    assert len(carried) == len(record.dossier.indicators) == 191
    assert carried["STR-042"] == 12  # the POLA project
    assert carried["AG-007"] == 6  # the figures of Amministrazione trasparente


TARGETS: dict[str, object] = {
    "STR-001": Decimal(100),
    "STR-021": date(2021, 2, 28),
    "RI-005": date(2021, 12, 31),  # a count in 2020
    "AG-013": True,  # SI/NO
    "FIN-022": date(2021, 4, 30),  # the second half of the torn row
    "POLA-020": Decimal(60),  # 60% (43 dip.)
    "POLA-021": Range(Decimal(2064), Decimal(6192)),
    "AG-010": date(2021, 12, 31),  # a project whose target is a date
}


@pytest.mark.parametrize("indicator", TARGETS)
def test_a_target_is_read_as_it_is_printed(record: Record, indicator: str) -> None:
    assert record.dossier.indicators[indicator].target.value == TARGETS[indicator]


def test_what_is_still_to_be_set_and_what_is_lost_stay_so(record: Record) -> None:
    later = {(row.indicator, row.year): row.value for row in record.dossier.targets}
    assert later["POLA-021", 2023].said is Said.TO_BE_SET
    assert later["POLA-020", 2022].note == "47 dip."
    assert record.dossier.indicators["FIN-021"].target.said is Said.BLANK


def test_the_last_actual_may_be_of_another_kind(record: Record) -> None:
    indicator = record.dossier.indicators["RI-005"]
    assert (indicator.kind, indicator.baseline.value) == ("date", 2)


def test_before_its_actuals_the_plan_has_no_figure_and_says_what_waits(record: Record) -> None:
    grade = record.results.grade("ente", "bergamo")
    assert grade is not None
    assert (grade.value, grade.if_zero, len(grade.lacks)) == (None, 0, 42)
    assert plain(grade.reason) == "senza grado 42 indicatori: STR-001, STR-002, STR-003, STR-004, STR-005, ..."


NOBODY = "002 008 016 020 035 041 044 050 051 052 053 054 055 056 057 058"


def test_sixteen_strategic_indicators_are_carried_by_nobody(record: Record) -> None:
    gaps = [one.subject for one in record.results.findings if one.rule == "BP-3.3b"]
    assert gaps == [f"indicator:STR-{number}" for number in NOBODY.split()]


def test_two_surveys_may_be_one_indicator_and_are_not_merged(record: Record) -> None:
    doubles = [one for one in record.results.findings if one.rule == "BP-3.3a"]
    assert [one.subject for one in doubles] == ["indicator:STR-041", "indicator:POLA-013"]
    assert "può essere lo stesso indicatore di COM-018" in plain(doubles[0].message)


def test_every_row_is_in_the_cascade_with_the_kind_of_its_dashboard(record: Record) -> None:
    rows = record.results.cascade
    assert len(rows) == 271
    assert {row.dashboard for row in rows if row.kind == "service"} == set(list(ROWS)[1:10])
    assert [row.dashboard for row in rows if row.indicator == "STR-024"] == ["strategico", "regolazione"]


def test_the_plan_is_due_by_the_end_of_january(record: Record) -> None:
    assert [(str(at.deadline.due), at.state.value) for at in record.deadlines] == [
        ("2022-06-30", "open"),  # the validation of the Relazione
        ("2021-01-31", "open"),
        ("2022-06-30", "open"),
        ("2021-12-31", "open"),  # the OIV's report
        ("None", "open"),  # the monitoring, until the budget is adjusted
    ]


def test_34_targets_are_worse_than_the_last_actual(record: Record) -> None:
    worse = [one for one in record.results.findings if one.rule == "BP-3.2b"]
    assert {one.severity for one in worse} == {"info"}
    assert len(worse) == 34
    assert "(90%) è peggiore dell'ultimo consuntivo (98%)" in "".join(plain(one.message) for one in worse)


def test_the_printed_share_of_agile_workers_is_rounded(record: Record) -> None:
    told = [plain(one.message) for one in record.results.findings if one.rule == "BP-5.1"]
    assert told[0] == "lavoro agile 2021: quota programmata 60%, cioè 43 su 72, 59,72% (esatto 1075/18) (I-BP-09)"


def test_the_days_of_agile_work_are_those_printed(record: Record) -> None:
    """BP-5.2d: 43 people, 48 weeks, 1 to 3 days: da 2.064 a 6.192."""
    (row,) = record.results.tables
    assert [str(value) for _, value in row.columns] == ["2021", "43", "48", "2064", "6192"]


def test_what_the_table_of_the_pola_leaves_to_be_set(record: Record) -> None:
    told = [plain(one.message) for one in record.results.findings if one.rule == "BP-5.4"]
    assert (
        "risultato atteso 2023 di 7 (POLA-010, POLA-011, POLA-017, POLA-018, POLA-019, POLA-020, POLA-021)" in told[-1]
    )
