"""What came back in evaluators' workbooks (`schede_restituite`, `valutazioni_restituite`), read with the office's rows.

A rating stands in one of its two tables, and so does a cell of an evaluation. What both of them give is a problem that
names both: nobody chooses silently.
"""

from collections.abc import Mapping
from datetime import date

from attrs import evolve

from merito.model.columns import Table
from merito.model.messages import say
from merito.model.people import Evaluation, ReturnedEvaluation, ReturnedRating
from merito.numbers import day_text, number_text
from merito.workspace.cells import EMPTY
from merito.workspace.columns import Read, read_cell
from merito.workspace.heads import folded
from merito.workspace.problems import Problem, Problems
from merito.workspace.references import check_dates

RATINGS, RETURNED_RATINGS = "ratings", "returned_ratings"
EVALUATIONS, RETURNED_EVALUATIONS = "evaluations", "returned_evaluations"
RETURNED = (RETURNED_RATINGS, RETURNED_EVALUATIONS)
"""The tables that `merito collect --read` writes."""
EVALUATED = ("feedback", "proposal_told", "told", "reasons")
"""The columns of evaluations that an evaluator fills in."""
OTHERWISE = frozenset({(EVALUATIONS, "evaluator")})
"""Columns that mean something else in the two tables: the evaluator as the workbook calls them is no reference."""
BLANK = (None, "")
ONE = (
    "Tenere una sola delle due righe: quella della tabella dell'ufficio, se il punteggio l'ha scritto l'ufficio, "
    f"o quella di «{ReturnedRating.TABLE.label}», se vale la scheda."
)
ONE_CELL = (
    f"Tenere una sola delle due celle: quella di «{Evaluation.TABLE.label}», se l'ha scritta l'ufficio, o quella di "
    f"«{ReturnedEvaluation.TABLE.label}», se vale la scheda."
)


def join_returned(rows: dict[str, list[Read]], tables: Mapping[str, Table], problems: Problems) -> None:
    """Adds what came back to `ratings` and `evaluations`."""
    _join_ratings(rows, tables, problems)
    _join_evaluations(rows, tables, problems)


def _join_ratings(rows: dict[str, list[Read]], tables: Mapping[str, Table], problems: Problems) -> None:
    """A rating of both tables is a problem.

    Of a person with some blank points none is added: a mean of the others would be another figure.
    """
    returned = rows.get(RETURNED_RATINGS)
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
            joined.append(_as_of(row, tables[RATINGS]))
    rows[RATINGS] = [*own, *joined]


def _join_evaluations(rows: dict[str, list[Read]], tables: Mapping[str, Table], problems: Problems) -> None:
    """A cell of both tables is a problem; a person of whom the office has no row gets one."""
    returned = {row.values["person"]: row for row in rows.get(RETURNED_EVALUATIONS, ())}
    if not returned:
        return
    joined = []
    for office in rows.get(EVALUATIONS, []):
        row = returned.pop(office.values["person"], None)
        joined.append(office if row is None else _with_cells(office, row, tables, problems))
    rows[EVALUATIONS] = [*joined, *(_as_of(row, tables[EVALUATIONS]) for row in returned.values())]


def _with_cells(office: Read, row: Read, tables: Mapping[str, Table], problems: Problems) -> Read:
    """The office's row of a person with the cells that came back."""
    common = [name for name in tables[RETURNED_EVALUATIONS].columns if name in EVALUATED]
    given = {name: row.values[name] for name in common if row.values[name] not in BLANK}
    for name in given:
        if office.values[name] not in BLANK:
            problems.add(_both_cells(row, office, name, tables[EVALUATIONS]))
    values = {**given, **{name: value for name, value in office.values.items() if value not in BLANK}}
    whole = {**row.values, **{name: values.get(name) for name in common}}
    if whole != row.values:  # days that precede one another stand in two tables
        check_dates({RETURNED_EVALUATIONS: [evolve(row, values=whole)]}, tables, problems)
    return evolve(office, values={**office.values, **given})


def _key(row: Read, key: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(folded(part) if isinstance(part, str) else part for part in (row.values[one] for one in key))


def _as_of(row: Read, office: Table) -> Read:
    """The row with the columns of the office's table; those that a workbook does not have are blank."""
    values = {
        name: row.values[name]
        if name in row.values and (office.name, name) not in OTHERWISE
        else read_cell(column, EMPTY, row.locale, row.heads)
        for name, column in office.columns.items()
    }
    return Read(values, row.raw, row.heads, row.number, row.locale)


def _both(row: Read, office: Read) -> Problem:
    values = row.values
    what = f"{values['factor']} ({values['section']})" if values["section"] else str(values["factor"])
    told = say(
        "{person}, {what}: ha un punteggio dell'ufficio, {written} ({place}), e uno {came}, {given}",
        person=str(values["person"]),
        what=what,
        written=_points(office),
        place=office.source,
        came=_came(row),
        given=_points(row),
    )
    return Problem(source=row.source, message=told, remedy=ONE)


def _both_cells(row: Read, office: Read, name: str, table: Table) -> Problem:
    told = say(
        "{person}, {what}: l'ufficio ha scritto {written} ({place}), e la scheda {sheet} dà {given}",
        person=str(row.values["person"]),
        what=table.columns[name].label,
        written=_cell(office.values[name]),
        place=office.source,
        sheet=str(row.values["file"]),
        given=_cell(row.values[name]),
    )
    return Problem(source=row.source, column=row.heads.name(name), message=told, remedy=ONE_CELL)


def _came(row: Read) -> str:
    day = row.values["day"]
    return f"dalla scheda {row.values['file']}{f' ripresa il {day_text(day)}' if isinstance(day, date) else ''}"


def _points(row: Read) -> str:
    points = row.values["points"]
    return "in bianco" if points is None else number_text(points)  # type: ignore[arg-type]


def _cell(value: object) -> str:
    return day_text(value) if isinstance(value, date) else f"«{value}»"
