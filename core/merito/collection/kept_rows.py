"""A new row of ratings: its values by column, and their positions in a file."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from merito.collection.ledgers import RATINGS, Ledger, NotKeptError
from merito.collection.returned import Given
from merito.model.columns import Table
from merito.workspace.common import common_inputs
from merito.workspace.heads import plain
from merito.workspace.shared import OWNER

Value = str | Decimal | date | None


def columns_of(heads: Sequence[str], table: Table) -> dict[str, int]:
    """The positions of the columns of a file, by their English names; that of the enti by `ente`."""
    named = {plain(word): name for name, column in table.columns.items() for word in (name, column.label)}
    return {named.get(plain(head), plain(head)): place for place, head in enumerate(heads)}


def values_of(one: Given, ledger: Ledger) -> dict[str, Value]:
    """The values of a new row, by column."""
    item = one.asked.item
    return {
        OWNER: ledger.owner,
        "person": one.asked.person.id,
        "factor": item.factor,
        "section": item.section,
        "points": one.points,
        "max": item.maximum,
        "weight": item.weight,
        "from": item.start,
        "to": item.end,
    }


def places_of(cells: Mapping[str, object], columns: Mapping[str, int], ledger: Ledger) -> dict[str, int]:
    """The position of each value. Raises NotKeptError if a file lacks a column."""
    there = [name for name, cell in cells.items() if cell not in (None, "")]
    lacking = [name for name in there if name not in columns]
    if lacking:
        labels = common_inputs().tables[RATINGS].columns
        told = ", ".join(f"«{labels[name].label if name in labels else name}»" for name in lacking)
        raise NotKeptError(f"{ledger.shown}: manca la colonna {told}, che la scheda riempie: aggiungerla")
    return {name: columns[name] for name in there}
