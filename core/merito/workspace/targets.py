"""Expected results of several years: those of the cycle's year become the targets of its indicators."""

from collections.abc import Mapping

from merito.model.figures import BLANK
from merito.model.plan import TARGET_AT
from merito.workspace.cells import CellError
from merito.workspace.columns import Read
from merito.workspace.problems import Problems


def set_targets(rows: Mapping[str, list[Read]], year: int, problems: Problems) -> None:
    """Fills target and weight of each indicator from the year's row; two different values are a problem of that row.

    A row whose moment could not be read is a problem already, and fills nothing.
    """
    indicators = {row.values["id"]: row for row in rows.get("indicators", ())}
    for target in rows.get("targets", ()):
        indicator = indicators.get(target.values["indicator"])
        column = TARGET_AT.get(str(target.values["at"]))
        if target.values["year"] != year or indicator is None or column is None:
            continue
        _fill(indicator, column, target, "value", BLANK, problems)
        if column == "target" and target.values["weight"] is not None:
            _fill(indicator, "weight", target, "weight", None, problems)


def _fill(indicator: Read, column: str, target: Read, own: str, empty: object, problems: Problems) -> None:
    given, wanted = indicator.values[column], target.values[own]
    if given in (empty, ""):
        indicator.values[column] = wanted
    elif given != wanted:
        error = CellError(f"lo stesso che sta già in {indicator.source}", "Lasciarlo in una sola delle due tabelle.")
        problems.add(target.problem(own, getattr(wanted, "text", wanted), error))
