"""An HTML fragment for the page of a site: the published tables."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import frozen

from merito.model.publication import PublishedTable
from merito.model.record import Record
from merito.numbers import day_text, decimal_text
from merito.outputs.data_package import LICENCES
from merito.outputs.publication_set import ToPublish, ToSite, Value
from merito.page.index import ALIKE, environment

if TYPE_CHECKING:
    from markupsafe import Markup

Rows = tuple[tuple[bool, tuple[str, ...]], ...]
RIGHT = ("count", "euro", "percent")
TOTALS = ("totale",)


@frozen
class Head:
    """The header of a column, and whether its figures are right-aligned."""

    title: str
    right: bool


@frozen
class Shown:
    """A table for display: rows of its total are marked; `instead` replaces a table without figures yet."""

    declared: PublishedTable
    heads: tuple[Head, ...]
    rows: Rows
    instead: str


def fragment(record: Record, site: ToSite) -> str:
    """The text of `frammento.html`; blank if there is nothing to publish."""
    tables = tuple(map(_shown, site.tables))
    if not tables:
        return ""
    path, title = LICENCES[record.publication.licence]
    return (
        environment()
        .get_template("fragment.html.j2")
        .render(
            ente=record.dossier.ente.name,
            year=record.dossier.year,
            day=day_text(record.as_of),
            licence=title,
            licence_path=path,
            tables=tables,
            kept_back=site.kept_back,
            rows_of=_rows_of,
        )
    )


@lru_cache(ALIKE)
def _rows_of(heads: tuple[Head, ...], rows: Rows) -> "Markup":
    """The rows of a table; those that are the same for all enti of a regulation are made once."""
    from markupsafe import Markup  # noqa: PLC0415 (comes with the templates)

    return Markup(environment().get_template("fragment_rows.html.j2").render(heads=heads, rows=rows))


def _shown(one: ToPublish) -> Shown:
    by_head = {column.head: column for column in one.declared.columns.values()}
    kinds = [by_head[head].kind if head in by_head else "text" for head in one.heads]
    titles = [by_head[head].title if head in by_head else head for head in one.heads]
    heads = tuple(Head(title, kind in RIGHT) for title, kind in zip(titles, kinds, strict=True))
    rows = tuple(_rows(one, kinds))
    return Shown(one.declared, heads, rows, _instead(heads, rows))


def _instead(heads: tuple[Head, ...], rows: Rows) -> str:
    """For a table with one row that has only its year and one other value, that value."""
    told = [(head.title, cell) for head, cell in zip(heads, rows[0][1], strict=True) if cell][1:]
    return f"{told[0][0]}: {told[0][1]}." if len(rows) == len(told) == 1 else ""


def _rows(one: ToPublish, kinds: list[str]) -> Iterator[tuple[bool, tuple[str, ...]]]:
    for row in one.rows:
        values = [value for _, value in row.columns]
        cells = tuple(_text(value, kind) for value, kind in zip(values, kinds, strict=True))
        yield any(cell in TOTALS for cell in cells), cells


def _text(value: Value, kind: str) -> str:
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, Decimal):
        return decimal_text(value, 2)
    return decimal_text(Decimal(value)) if kind == "count" and isinstance(value, int) else str(value)
