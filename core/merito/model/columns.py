"""The declaration of an input table: its columns, and the class of its rows."""

from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar

from attrs import NOTHING, evolve, field, fields, frozen

from merito.model.source import NOWHERE, Source

Extra = Mapping[str, object]


@frozen(kw_only=True)
class Column:
    """A column: English name, Italian label, kind of value; `to` for references, `values` for coded ones.

    `not_before` names another date of the same row that a date may not precede. `lasts` says that the value still
    applies in the next year: a title, a weight of the plan, a structure; not a figure of one year. With `no_where` (a
    parameter by column), a yes or no is never yes if that column of the row contains one of the words in the
    parameter's list; a word that ends in `=` must match the whole cell. `within` is the period into which the dates and
    years of a column should fall, one of WITHIN; other values are questioned. `counts` names the table whose number of
    rows a number should not exceed. A blank cell of an `awaited` column, though required, stops its person alone.
    """

    name: str
    label: str
    kind: str
    required: bool = False
    awaited: bool = False
    lasts: bool = False
    to: tuple[str, ...] = ()
    not_before: str = ""
    no_where: Mapping[str, str] = field(factory=dict)
    within: str = ""
    counts: str = ""
    values: Mapping[str, str] = field(factory=dict)
    default: str | None = None
    attribute: str = ""
    cites: str = ""


@frozen(kw_only=True)
class Table:
    """A table: English name, Italian label, columns, key columns, and the folder where it may be.

    `model` is the class of its rows, which declares its columns; None if only one regulation has the table, which then
    says its `title` and its `purpose`: what it is for, in a sentence (Italian).
    """

    name: str
    label: str
    columns: Mapping[str, Column]
    key: tuple[str, ...] = ()
    model: type | None = None
    scope: str = "year"
    cites: str = ""
    title: str = ""
    purpose: str = ""

    @property
    def lasts(self) -> bool:
        """Whether a row can apply in the next year too: all columns of its key last."""
        return bool(self.key) and all(self.columns[name].lasts for name in self.key if name in self.columns)


@frozen(eq=False, kw_only=True)
class InputRow:
    """A row of a common table. Its class declares the table: `TABLE` its label and key, each attribute its column.

    `extra` contains the columns that a regulation adds.
    """

    TABLE: ClassVar[Table]
    extra: Extra = field(factory=dict)
    source: Source = NOWHERE


def table(label: str, *key: str, scope: str = "year") -> Table:
    """The table declared by the class of a row; the columns are taken from its attributes."""
    return Table(name="", label=label, columns={}, key=key, scope=scope)


def column(kind: str, label: str, name: str = "", **more: Any) -> Column:
    """The column declared by an attribute; it has the attribute's name, unless another is given.

    It is required if the attribute has no default; the default of a choice is that of the attribute.
    """
    return Column(name=name, label=label, kind=kind, **more)


def declared(name: str, model: type[InputRow]) -> Table:
    """The table that a class declares."""
    columns = [one for attribute in fields(model) for one in _column(attribute)]
    return evolve(model.TABLE, name=name, model=model, columns={one.name: one for one in columns})


def _column(attribute: Any) -> tuple[Column, ...]:
    """The column of an attribute; None if it is in no table."""
    default = attribute.default if isinstance(attribute.default, str) and attribute.default else None
    return tuple(
        evolve(
            one,
            name=one.name or attribute.name,
            attribute=attribute.name,
            required=one.required or attribute.default is NOTHING,
            default=default,
        )
        for one in getattr(attribute.type, "__metadata__", ())
    )


@cache
def of_several_tables(model: Any) -> dict[str, tuple[str, ...]]:
    """The attributes of a class that refer to a row of one of several tables (`unit:U1`), and those tables."""
    if not issubclass(model, InputRow):
        return {}
    columns = (one for attribute in fields(model) for one in _column(attribute))
    return {one.attribute: one.to for one in columns if one.kind == "ref" and len(one.to) > 1}
