"""The kind of the figures of a row: that of its indicator, if it is of this year."""

from typing import cast

from merito.workspace.columns import Read
from merito.workspace.figures import ANY
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
