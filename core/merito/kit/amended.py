"""Amendments of the plan: what they change, and those whose act comes after the year that they are about."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from merito.contract.step import Step
from merito.model.acts import Act, ActNeed, Gate, Phase
from merito.model.amended import Amendment

TARGETS = "targets"
OF_PEOPLE = ("group", "individual")
"""Levels of objectives and kinds of dashboards that are sheets of people, not rows of the plan."""


def enacted(step: Step) -> Iterator[tuple[Amendment, Act]]:
    """The amendments of the plan (not of results) that name their act, with the act."""
    for one in step.dossier.amendments:
        act = step.dossier.acts.get(one.act) if one.act else None
        if act is not None and not one.corrects:
            yield one, act


def after_year(step: Step) -> Iterator[tuple[Amendment, Act]]:
    """Those of the cycle's year whose act is of a later year; targets of other years have their own time."""
    last = _last_day(step)
    for one, act in enacted(step):
        if act.date > last and (one.table != TARGETS or one.row[1] == step.dossier.year):
            yield one, act


def only_in_year(step: Step, one: Amendment, act: Act) -> Gate:
    """The gate that no act of a later year opens, so that the year is graded without the amendment."""
    others = tuple(row.id for row in step.dossier.acts if row.kind == act.kind and row.id != act.id)
    need = ActNeed(act.kind, besides=others, until=_last_day(step))
    return Gate(phase=Phase.OBJECTIVES, subject=f"amendment:{one.id}", needs=(need,), rules=step.bears)


def boards_changed(step: Step, one: Amendment) -> frozenset[str]:
    """The kinds of the dashboards that an amendment changes: its own, or all that carry its indicator."""
    row = _row(step, one)
    if row is None:
        return frozenset()
    if one.table == "dashboards":
        return frozenset((row.kind,))
    boards = [row] if one.table == "dashboard_rows" else step.dossier.dashboard_rows.of(indicator=_indicator(one))
    return frozenset(step.dossier.dashboards[board.dashboard].kind for board in boards)


def of_sheets(step: Step, one: Amendment) -> bool:
    """Whether an amendment changes only sheets of groups or people: by their objectives, otherwise their dashboards."""
    row = _row(step, one)
    if row is None:
        return False
    indicator = step.dossier.indicators.by_id.get(_indicator(one))
    objective = row.id if one.table == "objectives" else getattr(indicator or row, "objective", None)
    level = step.dossier.objectives[objective].level if objective else ""
    boards = boards_changed(step, one)
    return level in OF_PEOPLE or (bool(boards) and boards.issubset(OF_PEOPLE))


def _row(step: Step, one: Amendment) -> Any:
    """The row of the plan that an amendment changes."""
    table = step.declared[one.table]
    key = {table.columns[name].attribute: part for name, part in zip(table.key, one.row, strict=True)}
    return step.dossier.table(one.table).first(**key)


def _indicator(one: Amendment) -> str:
    """The id of the indicator that an amendment changes; empty if it changes none."""
    place = {"indicators": 0, "targets": 0, "activities": 0, "dashboard_rows": 1}.get(one.table)
    return "" if place is None else str(one.row[place])


def _last_day(step: Step) -> date:
    return date(step.dossier.year, 12, 31)
