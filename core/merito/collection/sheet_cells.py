"""Parses the cells of a returned sheet."""

import datetime
from collections.abc import Mapping
from decimal import Decimal

from merito.workspace.cells import Broken, Cell, CellError, read_date, read_id, read_points, text_of

LOCALE = "it"
NO_NUMBER = Decimal(-1)
Key = tuple[str, str, str, datetime.date | None]


def number_of(cell: Cell | Broken) -> Decimal | None:
    """The number in a cell; None if it is blank, and a value that no maximum or weight equals if it is not a number."""
    if cell == "":
        return None
    try:
        return read_points(sound(cell), LOCALE)
    except CellError:
        return NO_NUMBER


def sound(cell: Cell | Broken) -> Cell:
    """A cell that could be read. Raises CellError."""
    if isinstance(cell, Broken):
        raise CellError("un numero", f"{cell.why[0].upper()}{cell.why[1:]}.")
    return cell


def key_of(own: Mapping[str, Cell | Broken]) -> Key:
    """The person, factor, section and period of a row; a cell that cannot be read matches no row."""
    person, start = own["persona"], own["dal"]
    try:
        identifier = person.text if isinstance(person, Broken) else read_id(person)
    except CellError:
        identifier = text_of(person)
    try:
        day = None if start == "" else read_date(sound(start), LOCALE)
    except CellError:
        day = datetime.date.min
    return (identifier, text_of(own["fattore"]), text_of(own["sezione"]), day)
