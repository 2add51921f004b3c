"""The half-year monitoring: the state at 30 June against what was expected; forecasts change nothing (par. 3.2)."""

from collections.abc import Iterator
from datetime import date, timedelta

from merito import (
    Basis,
    Deadline,
    Finding,
    Indicator,
    InForce,
    Measure,
    Monitored,
    Phase,
    ResultRows,
    Step,
    hookimpl,
    rule,
)
from merito.kit import listed, monitored, told
from merito.numbers import day_text
from merito_brescia.branches import watched

FORECAST, REPORT = "forecast", "half_year_report"
STATE_DAY, TERM, ONE_DAY = "half_year_day", "half_year_deadline", timedelta(days=1)


@hookimpl
@rule("BS-SM-3.2a", "I-BS-45")
def merito_check_parameters(step: Step) -> ResultRows:
    """The term that the ente sets cannot end before the day of the state that is communicated."""
    due, state = (step.parameters.day(key, step.dossier.year).value for key in (TERM, STATE_DAY))
    if due < state:
        why = f"parametro «{TERM}» rifiutato: {day_text(due)} precede il {day_text(state)}, il giorno dello stato"
        yield told("error", "BS-SM-3.2a", why, f"parameter:{TERM}", phase=Phase.MONITORING)


@hookimpl
@rule("BS-SM-3.2a", "I-BS-45")
def merito_deadlines(step: Step) -> ResultRows:
    """The state of progress at 30 June is communicated by the ente's day; no earlier act can communicate it."""
    year = step.dossier.year
    due, state = step.parameters.day(TERM, year), step.parameters.day(STATE_DAY, year)
    yield Deadline(
        phase=Phase.MONITORING,
        what=f"Stato di avanzamento al 30 giugno, ciclo {year}",
        due=due.value,
        met_by=REPORT,
        after=state.value - ONE_DAY,
        rules=(step.rule, "I-BS-45"),
        basis=Basis(parameters=(due, state)),
    )


@hookimpl
@rule("BS-SM-3.2a")
def merito_check_plan(step: Step) -> ResultRows:
    """Warns of a state of progress that is communicated before the day to which it refers."""
    day = step.parameters.day(STATE_DAY, step.dossier.year).value
    for act in step.acts_of(REPORT):
        if act.date < day:
            why = (
                f"l'atto {act.id} del {day_text(act.date)} precede il {day_text(day)}, giorno a cui si riferisce lo "
                "stato di avanzamento: non vale per il termine"
            )
            yield told("warning", "BS-SM-3.2a", why, f"act:{act.id}", phase=Phase.MONITORING, inputs=(act,))


@hookimpl
@rule("BS-SM-3.2a", "BS-SM-Am")
def merito_monitor(step: Step) -> ResultRows:
    """Measures up to the day of the state; a new forecast is reported and never applied without an amendment."""
    day = step.parameters.day(STATE_DAY, step.dossier.year)
    rows = monitored(step.dossier, ("BS-SM-3.2a", "BS-SM-Am"), min(day.value, step.as_of))
    yield from rows
    yield from (*_without_state(step, rows, day), *_forecasts(step))


def _without_state(step: Step, rows: tuple[Monitored, ...], day: InForce[date]) -> Iterator[Finding]:
    """After that day, the indicators with something expected at it and nothing measured."""
    measured = {row.indicator for row in rows if row.measured}
    lacking = [one.id for one in step.dossier.indicators if _expected(one) and one.id not in measured]
    if lacking and step.as_of > day.value:
        why = f"indicatori senza stato di realizzazione al {day_text(day.value)}: {listed(lacking)}"
        yield told("warning", "BS-SM-3.2a", why, phase=Phase.MONITORING)


def _expected(indicator: Indicator) -> bool:
    return indicator.target_interim.value is not None and not watched(indicator)


def _forecasts(step: Step) -> Iterator[Finding]:
    """Every forecast that differs from the expected result in force."""
    for row in step.dossier.measures:
        indicator = step.dossier.indicators[row.indicator]
        if row.at == FORECAST and not row.value.says(indicator.target):
            yield _only_told(row, indicator)


def _only_told(row: Measure, indicator: Indicator) -> Finding:
    why = (
        f"nuova previsione al 31/12 per l'indicatore {indicator.id}: {row.value.text}; il risultato atteso resta "
        f"{indicator.target.text or 'da stabilire'} finché una variazione non è validata dall'OIV e poi approvata "
        "dalla Giunta"
    )
    return told("info", "BS-SM-Am", why, f"indicator:{indicator.id}", phase=Phase.MONITORING, inputs=(row, indicator))
