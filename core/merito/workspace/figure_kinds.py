"""The figures of indicators: their kinds, and the targets that come from a table of several years."""

from collections.abc import Mapping
from typing import cast

from merito.model.figures import BLANK
from merito.model.messages import say
from merito.model.plan import TARGET_AT
from merito.workspace.cells import CellError
from merito.workspace.columns import Read
from merito.workspace.figures import ANY
from merito.workspace.problems import Problems
from merito.workspace.references import Tables


class FigureKinds:
    """The kinds of the indicators of a year, and so of every figure."""

    def __init__(self, rows: Tables, year: int) -> None:
        self._year = year
        self._kinds = {row.values["id"]: row.values["kind"] for row in rows.get("indicators", ()) if row.values["id"]}

    def of(self, table: str, row: Read) -> str | None:
        """The kind of a row's figures; None if that of its indicator is unknown, which was reported already.

        A target of another year is read as written, since an indicator may change its kind; so are the figures of an
        activity, which are not those of its project.
        """
        if table == "activities" or (table == "targets" and row.values["year"] not in (None, self._year)):
            return ANY
        return cast(
            str | None, row.values["kind"] if table == "indicators" else self._kinds.get(row.values.get("indicator"))
        )


def set_targets(rows: Mapping[str, list[Read]], year: int, problems: Problems) -> None:
    """Fills target and weight of each indicator from the year's row; two different values are a problem of that row.

    A row whose moment or value could not be read is a problem already, and fills nothing.
    """
    indicators = {row.values["id"]: row for row in rows.get("indicators", ())}
    for target in rows.get("targets", ()):
        indicator = indicators.get(target.values["indicator"])
        column = TARGET_AT.get(str(target.values["at"]))
        if target.values["year"] != year or indicator is None or column is None or target.values["value"] is None:
            continue
        _fill(indicator, column, target, "value", BLANK, problems)
        if column == "target" and target.values["weight"] is not None:
            _fill(indicator, "weight", target, "weight", None, problems)


def _fill(indicator: Read, column: str, target: Read, own: str, empty: object, problems: Problems) -> None:
    given, wanted = indicator.values[column], target.values[own]
    if given in (empty, ""):
        indicator.values[column] = wanted
    elif given != wanted:
        same = say("lo stesso che sta già in {place}", place=indicator.source)
        error = CellError(same, "Lasciarlo in una sola delle due tabelle.")
        problems.add(target.problem(own, getattr(wanted, "text", wanted), error))
