"""The day of a past year for which none was asked: its last deadline, or what happened later."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from merito import Workspace
from merito.cli import app

EXAMPLES = Path(__file__).parents[3] / "examples"
REPORT_DUE = date(2021, 6, 30)


def day(place: Any) -> date:
    return Workspace(place.root).run("alfa", year=2020).as_of


def test_a_past_year_without_later_acts_is_looked_at_on_its_last_deadline(place: Any) -> None:
    assert day(place) == REPORT_DUE


def test_an_act_of_the_cycle_after_the_last_deadline_gives_its_day(place: Any) -> None:
    place.table("acts", [["id", "kind", "date", "body"], ["A9", "performance_report", "10/9/2021", ""]])
    assert day(place) == date(2021, 9, 10)


def test_an_act_of_another_cycle_changes_no_day(place: Any) -> None:
    rows = [["id", "kind", "date", "body", "year"], ["A9", "performance_report", "10/6/2022", "", "2021"]]
    place.table("acts", rows)
    assert day(place) == REPORT_DUE


def test_the_day_is_never_after_today(place: Any) -> None:
    later = date.today() + timedelta(days=30)
    place.table("acts", [["id", "kind", "date", "body"], ["A9", "performance_report", f"{later:%d/%m/%Y}", ""]])
    assert day(place) <= date.today()


def test_what_is_overdue_is_counted_from_that_day(place: Any) -> None:
    told = CliRunner().invoke(app, ["status", str(place.root)]).output
    assert "al 30/6/2021" in told
    assert "SCADUTO da 181 giorni: Relazione dell'OIV" in told


def test_what_was_due_on_that_day_is_past_and_not_due_today(place: Any) -> None:
    told = CliRunner().invoke(app, ["status", str(place.root)]).output
    assert "30/6/2021, già passato: Relazione sulla performance 2020" in told
    assert "OGGI" not in told


def test_the_last_payment_gives_the_day() -> None:
    assert Workspace(EXAMPLES / "comune-di-prova").run(year=2025).as_of == date(2026, 7, 20)


def test_a_day_that_was_asked_for_is_kept(place: Any) -> None:
    asked = date(2023, 3, 1)
    assert Workspace(place.root).run("alfa", year=2020, as_of=asked).as_of == asked
