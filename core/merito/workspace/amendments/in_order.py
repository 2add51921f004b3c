"""Checks the amendments against the plan in the order of their acts: old values must match at that point."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, cast

from merito.contract.inputs import AMENDED_TABLES
from merito.cycle.amendments.amend import by_act
from merito.cycle.amendments.drafts import DraftPlan
from merito.model.acts import Act
from merito.model.amended import Amendment, PlanCell
from merito.model.columns import Column
from merito.model.dossier import Dossier, Ente
from merito.model.figures import Figure
from merito.model.messages import plain, say
from merito.model.rows import Rows
from merito.model.source import Source
from merito.numbers import day_text, decimal_text
from merito.workspace.amendments.cells import AmendedCell
from merito.workspace.cells import CellError
from merito.workspace.columns import Read
from merito.workspace.heads import Heads
from merito.workspace.model_rows import ModelRows, to_model
from merito.workspace.problems import Problem, Problems
from merito.workspace.references import Tables

PlanRows = Mapping[str, Mapping[tuple[object, ...], Read]]
NOTHING = "nulla"
OF_NOBODY = Ente(id="", name="", regulation="")


def check_in_order(
    cells: Iterable[AmendedCell],
    unsure: set[Source],
    plan: PlanRows,
    rows: Tables,
    made: ModelRows,
    year: int,
    problems: Problems,
) -> None:
    """Reports a wrong old value, a cell amended twice by one act, a row that becomes invalid.

    All acts count as in effect and all gates as open; amendments without an act are each checked against the plan after
    the last act. `cells` are resolved. Rows that are wrong already, or that an unreadable amendment changes (`unsure`),
    are not reported.
    """
    tables = made.tables
    wrong = {problem.source for problem in problems.found} | unsure
    named = {cast(Amendment, to_model(cell.row, tables["amendments"])): cell for cell in cells}
    dossier = _plan_alone(named, rows, made, year)
    draft, last = DraftPlan(dossier, tables), dict[PlanCell, Amendment]()
    for act, of_act in by_act(dossier):
        group = tuple(_once(of_act, named, year, problems)) if act else of_act
        for one in group:
            if not wrong & _sources(one, plan, year) and not draft.fits(one):
                problems.add(_not_there(one, named[one], draft, last.get(one.cells(year)[0]), plan))
        for together in (group,) if act else ((one,) for one in group):
            after, left_out = draft.together(together)
            for one, why in left_out.items():
                problems.add(_broken(named[one], plain(why)))
        if act:
            draft = after
            last.update({cell: one for one in group for cell in one.cells(year)})


def told(value: object, column: Column, heads: Heads) -> str:
    """A value of a row as its author would write it, in Italian; coded ones in the language of the headers."""
    if isinstance(value, Figure):
        return value.text or NOTHING
    if isinstance(value, bool):
        return "SI" if value else "NO"
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, Decimal):
        return decimal_text(value)
    text = str(value or "")
    return heads.word(text, column.values[text]) if text in column.values else text or NOTHING


def _plan_alone(amendments: Iterable[Amendment], rows: Tables, made: ModelRows, year: int) -> Dossier:
    plan: dict[str, Any] = {name: made.of(name, rows.get(name, ())) for name in AMENDED_TABLES}
    dated = [row for row in rows.get("acts", ()) if row.values["date"]]
    acts = Rows(cast(Act, to_model(row, made.tables["acts"])) for row in dated)
    return Dossier(ente=OF_NOBODY, year=year, acts=acts, amendments=Rows(amendments), **plan)


def _once(
    group: tuple[Amendment, ...], named: Mapping[Amendment, AmendedCell], year: int, problems: Problems
) -> Iterable[Amendment]:
    """The amendments of one act without duplicates of a cell, which are problems of their rows."""
    first: dict[PlanCell, Amendment] = {}
    for one in sorted(group, key=lambda one: one.source):
        earlier = first.setdefault(one.cells(year)[0], one)
        if earlier is one:
            yield one
            continue
        row = named[one].row
        problems.tell(
            row.source,
            say("lo stesso atto varia già la stessa cella in {place}", place=earlier.source),
            column=row.heads.name("act"),
            found=one.act,
            remedy="Tenere una sola delle due righe.",
        )


def _sources(one: Amendment, plan: PlanRows, year: int) -> set[Source]:
    """The rows that it changes."""
    return {plan[table][key].source for table, key, _ in one.cells(year) if key in plan[table]}


def _not_there(one: Amendment, cell: AmendedCell, draft: DraftPlan, last: Amendment | None, plan: PlanRows) -> Problem:
    column = cast(Column, cell.column)
    stands = told(draft.standing(one), column, cell.row.heads)
    shown = stands if stands == NOTHING else f"«{stands}»"
    there = say("ciò che sta in {place}: {shown}", place=plan[one.table][one.row].source, shown=shown)
    if last:
        there = say("ciò che sta dopo la variazione {amendment}: {shown}", amendment=last.id, shown=shown)
    return cell.row.problem("old", cell.written["old"], CellError(there))


def _broken(cell: AmendedCell, why: str) -> Problem:
    return Problem(
        source=cell.row.source,
        column=cell.row.heads.name("new"),
        found=cell.written["new"],
        message=f"con questa variazione {why}",
    )
