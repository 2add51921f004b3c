"""The folder to put on the site: the tables that a law requires to be published, as CSV and JSON, with metadata.

It is part of the results, under `pubblicazione/<year>/`, so that it is built, hashed and verified with them; the
folders of several years together form the section of the site. It contains only publishable data, and names nobody. Its
CSV files suit an Italian spreadsheet (semicolons, decimal commas, BOM), which would read a decimal point as text.
Programs have JSON, and the data package declares the dialect.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256

from attrs import frozen

from merito.contract.inputs import Inputs
from merito.model.publication import PublishedTable
from merito.model.record import Record
from merito.model.results import TableRow
from merito.outputs.data_package import DECIMAL, DELIMITER, data_package
from merito.outputs.json_text import json_text
from merito.publication import published
from merito.workspace.in_place import PUBLIC
from merito.workspace.spreadsheet_safe import csv_text

PACKAGE = "datapackage.json"
FRAGMENT = "frammento.html"
MARK = "\ufeff"  # without it Excel misreads accents
Value = str | int | Decimal | date
TEXTS_KEPT = 4096
AS_JSON = json.JSONEncoder(ensure_ascii=False).encode


@frozen
class ToPublish:
    """A table with its declaration: what a law requires to be published, and the publishable rows."""

    declared: PublishedTable
    rows: tuple[TableRow, ...]

    @property
    def heads(self) -> tuple[str, ...]:
        return tuple(head for head, _ in self.rows[0].columns)


@frozen
class ToSite:
    """The tables to publish; and those that have rows, of which none may be published (`kept_back`)."""

    tables: tuple[ToPublish, ...] = ()
    kept_back: tuple[PublishedTable, ...] = ()


NO_SITE = ToSite()


def to_publish(record: Record, inputs: Inputs) -> ToSite:
    """The declared tables with any publishable row, those about people first; none in a simulation."""
    if record.simulated:
        return NO_SITE
    rows = published(record, inputs)
    made = {row.table for row in record.results.tables if row.public}
    found = (ToPublish(one, rows[name]) for name, one in inputs.published.items() if rows.get(name))
    return ToSite(
        tables=tuple(sorted(found, key=lambda one: all(row.tells is None for row in one.rows))),
        kept_back=tuple(one for name, one in inputs.published.items() if name in made and not rows.get(name)),
    )


def place_of(year: int, name: str = "") -> str:
    """The path of a file of the folder, in the results."""
    return f"{PUBLIC}/{year}/{name}"


def publication_set(record: Record, site: ToSite) -> dict[str, str]:
    """The texts of the folder by their paths; empty if there is nothing to publish."""
    if not site.tables:
        return {}
    texts = {name: text for one in site.tables for name, text in _files(one)}
    package = data_package(record, [one.declared for one in site.tables], _hashed(texts))
    texts[PACKAGE] = json_text(package)
    return {place_of(record.dossier.year, name): text for name, text in texts.items()}


def about_people(year: int, site: ToSite) -> dict[str, PublishedTable]:
    """The tables to publish whose rows are about people, by their paths in the results."""
    tables = (one.declared for one in site.tables if any(row.tells is not None for row in one.rows))
    return {place_of(year, f"{table.name}.csv"): table for table in tables}


def _files(one: ToPublish) -> Iterator[tuple[str, str]]:
    rows = [tuple(value for _, value in row.columns) for row in one.rows]
    yield f"{one.declared.name}.csv", MARK + csv_text([one.heads, *(map(_cell, row) for row in rows)], DELIMITER)
    yield f"{one.declared.name}.json", _json(one.heads, rows)


def _hashed(texts: Mapping[str, str]) -> dict[str, tuple[int, str]]:
    """The bytes of each file and their SHA-256."""
    coded = {name: text.encode() for name, text in texts.items()}
    return {name: (len(content), sha256(content).hexdigest()) for name, content in coded.items()}


def _cell(value: Value) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", DECIMAL)
    return _plain(value)


def _plain(value: str | int | date) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _json(heads: tuple[str, ...], rows: list[tuple[Value, ...]]) -> str:
    """A list of objects; sums are numbers, exact to the cent, and blanks are null."""
    names = list(map(_as_json, heads))
    cells = ([f"{name}: {_literal(one)}" for name, one in zip(names, row, strict=True)] for row in rows)
    objects = map(", ".join, cells)
    return "[\n" + ",\n".join(f"  {{{one}}}" for one in objects) + "\n]\n"


def _literal(value: Value) -> str:
    if value == "":
        return "null"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value) if isinstance(value, int) else _as_json(_plain(value))


@lru_cache(maxsize=TEXTS_KEPT)
def _as_json(text: str) -> str:
    """A text in JSON; most are those of the regulation, the same for every ente."""
    return AS_JSON(text)
