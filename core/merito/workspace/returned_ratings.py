"""Ratings that came back in evaluators' workbooks (`schede_restituite`): read together with those of the office.

A rating stands in one of the two tables. What both of them give is a problem that names both: nobody chooses silently.
"""

from collections.abc import Mapping
from datetime import date

from merito.model.columns import Table
from merito.model.people import ReturnedRating
from merito.numbers import day_text, number_text
from merito.workspace.cells import EMPTY
from merito.workspace.columns import Read, read_cell
from merito.workspace.heads import folded
from merito.workspace.problems import Problem, Problems

RATINGS, RETURNED = "ratings", "returned_ratings"
LABEL = ReturnedRating.TABLE.label
ONE = (
    "Tenere una sola delle due righe: quella della tabella dell'ufficio, se il punteggio l'ha scritto l'ufficio, "
    f"o quella di «{LABEL}», se vale la scheda."
)


def join_returned(rows: dict[str, list[Read]], tables: Mapping[str, Table], problems: Problems) -> None:
    """Adds the returned ratings to `ratings`; a rating of both tables is a problem.

    Of a person with some blank points none is added: a mean of the others would be another figure.
    """
    returned = rows.get(RETURNED)
    if not returned:
        return
    own, key = rows.get(RATINGS, []), tables[RATINGS].key
    written = {_key(row, key): row for row in own}
    incomplete = {row.values["person"] for row in returned if row.values["points"] is None}
    joined = []
    for row in returned:
        office = written.get(_key(row, key))
        if office is not None:
            problems.add(_both(row, office))
        elif row.values["person"] not in incomplete:
            joined.append(_as_rating(row, tables[RATINGS]))
    rows[RATINGS] = [*own, *joined]


def _key(row: Read, key: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(folded(part) if isinstance(part, str) else part for part in (row.values[one] for one in key))


def _as_rating(row: Read, ratings: Table) -> Read:
    """The row with the columns of `ratings`; those that a workbook does not have are blank."""
    blank = {name: row.values.get(name) for name in ratings.columns}
    for name, column in ratings.columns.items():
        if name not in row.values:
            blank[name] = read_cell(column, EMPTY, row.locale, row.heads)
    return Read(blank, row.raw, row.heads, row.number, row.locale)


def _both(row: Read, office: Read) -> Problem:
    values = row.values
    what = f"{values['factor']} ({values['section']})" if values["section"] else str(values["factor"])
    day = values["day"]
    came = f"dalla scheda {values['file']}{f' ripresa il {day_text(day)}' if isinstance(day, date) else ''}"
    told = (
        f"{values['person']}, {what}: ha un punteggio dell'ufficio, {_points(office)} ({office.source}), "
        f"e uno {came}, {_points(row)}"
    )
    return Problem(source=row.source, message=told, remedy=ONE)


def _points(row: Read) -> str:
    points = row.values["points"]
    return "in bianco" if points is None else number_text(points)  # type: ignore[arg-type]
