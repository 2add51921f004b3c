"""How a cell was computed, found by walking back from it, only for the subject that somebody asks about."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial, reduce
from typing import Any

from merito.kit.series.axis import why_of
from merito.kit.series.figure import AxisColumn, Operation
from merito.kit.series.marks import Flags
from merito.kit.series.series import Series
from merito.model.basis import Basis, InForce, Intermediate, Made
from merito.model.messages import NOTHING, Message, Percent, as_message, plain, say
from merito.numbers import fraction

TIGHT = ("×", "/")
LOOSE = ("+", "-")
EURO = "EUR"
Cell = tuple[AxisColumn[Any], int]


def basis_of(column: AxisColumn[Any], place: int) -> Basis:
    """The basis of one cell: rows that were read, parameters in force, named columns, the calculation."""
    cells = list(_behind((column, place), _told_at))
    inputs = (row for one, at in cells if one.how.inputs for row in one.how.inputs(at))
    steps = (_step(one, at) for one, at in cells[1:] if one.how.name)
    return Basis(
        inputs=tuple({id(row): row for row in inputs}.values()),
        parameters=parameters_of(column),
        steps=tuple({one.name: one for one in steps}.values()),
        formula=formula_of(column, place),
    )


def resting(column: AxisColumn[Any]) -> Callable[[int], tuple[Made, ...]]:
    """Gives the result rows from which a cell was computed: the columns behind it are found once for all cells."""
    behind, folded = _columns_behind(column)
    read = [one for one in behind if one.how.results]
    if not read:
        return lambda place: ()
    return partial(_rests_on, column) if folded else partial(_of_each, read)


def _rests_on(column: AxisColumn[Any], place: int) -> tuple[Made, ...]:
    cells = _behind((column, place), _columns_at)
    found = (row for one, at in cells if one.how.results for row in one.how.results(at))
    return tuple({id(row): row for row in found}.values())


def _of_each(read: list[AxisColumn[Any]], place: int) -> tuple[Made, ...]:
    found = [row for one in read for row in one.how.results(place)]  # type: ignore[misc]
    return tuple({id(row): row for row in found}.values()) if len(found) > 1 else tuple(found)


def _columns_behind(column: AxisColumn[Any]) -> tuple[list[AxisColumn[Any]], bool]:
    """A column and those from which it was computed, each once; and whether any of them is on another axis."""
    waiting, seen, folded = [column], dict[int, AxisColumn[Any]](), False
    while waiting:
        one = waiting.pop()
        if id(one) not in seen:
            seen[id(one)] = one
            folded = folded or one.how.at is not None
            waiting += reversed(_columns(one))
    return list(seen.values()), folded


def parameters_of(column: AxisColumn[Any]) -> tuple[InForce[Any], ...]:
    """The parameters from which a column was computed, whichever cell is asked about."""
    behind, _ = _columns_behind(column)
    found = {part.key: part for one in behind for part in one.how.parts if isinstance(part, InForce)}
    return tuple(found.values())


def formula_of(column: AxisColumn[Any], place: int) -> Message:
    """The calculation as carried out: the author's words if there are any, otherwise the operations."""
    own = column.how.formula
    if own:
        return as_message(own(place) if callable(own) else own)
    return _made(column, place) if column.how.parts and place not in column.gaps else NOTHING


def is_only(formula: Message, figure: Fraction) -> bool:
    """Whether a formula is nothing but its result."""
    return formula in (_written(figure), _written(Percent(figure)))


def added(parts: Iterable[Message]) -> Message:
    """A sum, as a formula writes it: `a + b + c`."""
    every = tuple(parts)
    return reduce(lambda one, other: say("{one} + {other}", one=one, other=other), every) if every else NOTHING


def _behind(cell: Cell, parts: Callable[[AxisColumn[Any], int], list[AxisColumn[Any]]]) -> Iterator[Cell]:
    """A cell, and those from which it was computed, each once, in the order in which they are written."""
    waiting, seen = [cell], set[tuple[int, int]]()
    while waiting:
        column, place = waiting.pop()
        if (id(column), place) in seen:
            continue
        seen.add((id(column), place))
        yield column, place
        waiting += reversed([(part, at) for part in parts(column, place) for at in _places(column, place)])


def _columns(column: AxisColumn[Any]) -> list[AxisColumn[Any]]:
    return [part for part in column.how.parts if isinstance(part, AxisColumn)]


def _columns_at(column: AxisColumn[Any], _: int) -> list[AxisColumn[Any]]:
    return _columns(column)


def _told_at(column: AxisColumn[Any], place: int) -> list[AxisColumn[Any]]:
    """The parts shown for a cell: none for a sum over others; of several alternatives, the one taken."""
    if column.how.joins:
        return []
    if column.how.taken is None:
        return _columns(column)
    way = column.how.parts[column.how.taken(place)]
    return [part for part in _columns(column) if part is way or isinstance(part, Flags)]


def _places(column: AxisColumn[Any], place: int) -> Any:
    return (place,) if column.how.at is None else column.how.at(place)


def _step(column: AxisColumn[Any], place: int) -> Intermediate:
    value = column.at(place)
    told: Any = (
        plain(why_of(column.why(place))) if value is None else _yes(value) if isinstance(column, Flags) else value
    )
    return Intermediate(column.how.name, told, "" if value is None else column.how.unit or _unit(column))


def _unit(part: Any) -> str:
    """`EUR` for money: a sum, a part of it, a case; no other unit is guessed."""
    if isinstance(part, InForce):
        return EURO if part.kind == "money" else ""
    if not isinstance(part, Series) or part.how.unit:
        return part.how.unit if isinstance(part, Series) else ""
    units = [_unit(one) for one in part.how.parts if not isinstance(one, Flags)]
    if part.how.operation == "/":
        return units[0] if units[1] != EURO else ""
    if part.how.operation == "×":
        return EURO if units.count(EURO) == 1 else ""
    return EURO if (part.how.keeps or part.how.operation in LOOSE) and EURO in units else ""


def _made(column: AxisColumn[Any], place: int) -> Message:
    how = column.how
    if how.taken is not None:
        return _part(how.parts[how.taken(place)], column, place)
    if callable(how.operation):
        if how.joins:
            return how.operation(len(_places(column, place)))  # type: ignore[no-any-return]
        return how.operation(*(_part(part, column, place) for part in how.parts))  # type: ignore[no-any-return]
    if not how.operation:
        return NOTHING
    one, other = (_part(part, column, place) for part in how.parts)
    return _joined(how.operation, one, other)


def _joined(sign: str, one: Message, other: Message) -> Message:
    """Two parts and the sign between them."""
    match sign:
        case "e":
            return say("{one} e {other}", one=one, other=other)
        case "o":
            return say("{one} o {other}", one=one, other=other)
    return say("{one} {sign} {other}", one=one, sign=sign, other=other)


def _part(part: Any, of: AxisColumn[Any], place: int) -> Message:
    """A part as written in a formula: a named or read one by its value, another by its own operation."""
    if not isinstance(part, AxisColumn):
        return _value(part)
    return added(_cell(part, at, of.how.operation) for at in _places(of, place))


def _cell(part: AxisColumn[Any], place: int, within: Operation) -> Message:
    value = part.at(place)
    if value is None:
        return _written("?")
    if part.how.name or part.how.joins or not part.how.parts:
        return _value(value, part.how.unit)
    made = _made(part, place)
    return say("({made})", made=made) if within in TIGHT and part.how.operation in LOOSE else made


def _value(value: Any, unit: str = "") -> Message:
    if isinstance(value, InForce):
        if isinstance(value.value, int | Fraction | Decimal):
            share = value.kind == "share"
            return _written(Percent(value.value * 100) if share else fraction(value.value))
        return say("«{label}»", label=value.label or value.key)
    if isinstance(value, bool):
        return say("sì") if value else say("no")
    if isinstance(value, str | date):
        return _written(value)
    return _written(Percent(value) if unit == "%" else fraction(value))


def _written(value: Any) -> Message:
    """A value alone."""
    return say("{value}", value=value)


def _yes(value: bool) -> str:
    return "sì" if value else "no"
