"""Amendments of the plan whose act comes after the year that they are about."""

from collections.abc import Iterator
from datetime import date

from merito.contract.step import Step
from merito.model.acts import Act, ActNeed, Gate, Phase
from merito.model.amended import Amendment

TARGETS = "targets"


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


def _last_day(step: Step) -> date:
    return date(step.dossier.year, 12, 31)
