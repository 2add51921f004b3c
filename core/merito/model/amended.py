"""Amendments of the plan and of results: the change of a cell, and its state at a date."""

from datetime import date
from typing import Annotated

from attrs import frozen

from merito.model.acts import Act
from merito.model.columns import InputRow, column, table
from merito.model.messages import NOTHING, Message
from merito.model.plan import TARGET_AT

PlanCell = tuple[str, tuple[object, ...], str]
CORRECTED = ("measures", "ratings", "evaluations")
OF_A_PERSON = ("ratings", "evaluations")


@frozen(eq=False, kw_only=True)
class Amendment(InputRow):
    """A change of one cell of the plan during the year, adopted by the act `act` (None: it is only proposed).

    An amendment of a measure, a rating or an evaluation `corrects` a result: its act decides an appeal, or corrects a
    mistake.

    `table` is an English name, `row` the key of the row (its parts in order), `attribute` that of the model's class or
    a column that a regulation adds. `old` (None: not given) and `new` are of the kind of that column.
    """

    TABLE = table("variazioni", "id")
    id: Annotated[str, column("id", "id")]
    table: Annotated[str, column("text", "tabella")]
    row: Annotated[tuple[object, ...], column("amended", "riga")]
    attribute: Annotated[str, column("text", "colonna", "column")]
    old: Annotated[object, column("amended", "vecchio")] = None
    new: Annotated[object, column("amended", "nuovo")]
    proposed: Annotated[date | None, column("date", "proposta", within="around")] = None
    reason: Annotated[str, column("text", "motivo")] = ""
    act: Annotated[str | None, column("ref", "atto", to=("act",))] = None

    @property
    def corrects(self) -> bool:
        """Whether it corrects a result, not the plan."""
        return self.table in CORRECTED

    @property
    def about(self) -> str:
        """Whose rating or evaluation it changes (`person:0123`); empty if it concerns no single person."""
        return f"person:{self.row[0]}" if self.table in OF_A_PERSON else ""

    def cells(self, year: int) -> tuple[PlanCell, ...]:
        """What it changes: table, key and attribute. The target graded in `year` is in two tables.

        The first is the one that is graded, whichever of the two the amendment names.
        """
        if self.table == "targets" and self.row[1] == year:
            indicator, at = str(self.row[0]), str(self.row[2])
            graded = {"value": TARGET_AT[at], "weight": "weight" if at == "final" else ""}.get(self.attribute)
            if graded:
                return ("indicators", (indicator,), graded), (self.table, self.row, self.attribute)
        if self.table == "indicators":
            at = next((at for at, target in TARGET_AT.items() if target == self.attribute), "")
            if at or self.attribute == "weight":
                planned = (self.row[0], year, at or "final")
                return (self.table, self.row, self.attribute), ("targets", planned, "value" if at else "weight")
        return ((self.table, self.row, self.attribute),)


@frozen(kw_only=True)
class AmendmentState:
    """An amendment at a date: applied, or waiting for `waits_for` .

    `before` is the value of its cell when it was applied, or the present value while it waits; `act` is the act that it
    names, in effect or not; `rules` are those of the gates that it must pass.
    """

    amendment: Amendment
    before: object
    act: Act | None = None
    waits_for: Message = NOTHING
    rules: tuple[str, ...] = ()

    @property
    def applied(self) -> bool:
        return not self.waits_for
