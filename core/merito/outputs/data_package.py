"""Metadata of a folder of open data: tables, columns, hashes and licence (Frictionless Data Package)."""

import re
from collections.abc import Iterable, Iterator, Mapping

from merito.model.publication import PublishedColumn, PublishedTable
from merito.model.record import Record
from merito.numbers import day_text

TYPES = {"year": "year", "text": "string", "count": "integer", "euro": "number", "percent": "number", "day": "date"}
LICENCES = {
    "CC-BY-4.0": ("https://creativecommons.org/licenses/by/4.0/", "Creative Commons Attribuzione 4.0"),
    "CC0-1.0": ("https://creativecommons.org/publicdomain/zero/1.0/", "Creative Commons Zero 1.0"),
    "IODL-2.0": ("https://www.dati.gov.it/iodl/2.0/", "Italian Open Data Licence 2.0"),
}
FORMATS = {
    "csv": ("text/csv", {"profile": "tabular-data-resource", "type": "table"}),
    "json": ("application/json", {"profile": "data-resource", "type": "json"}),
}
DELIMITER, DECIMAL = ";", ","
NOT_OF_A_NAME = re.compile(r"[^a-z0-9._-]+")
Json = dict[str, object]


def data_package(record: Record, tables: Iterable[PublishedTable], files: Mapping[str, tuple[int, str]]) -> Json:
    """The content of `datapackage.json`; `files` are the bytes and the SHA-256 of every file, by name."""
    ente, year = record.dossier.ente, record.dossier.year
    path, title = LICENCES[record.publication.licence]
    every = list(tables)
    return {
        "profile": "data-package",
        "name": _name(f"premi-{ente.id}-{year}"),
        "title": f"{ente.name}: premi e differenziazione, {year}",
        "description": f"Dati pubblicati secondo {_cited(every)}, in forma aggregata, al {day_text(record.as_of)}.",
        "created": f"{record.as_of.isoformat()}T00:00:00Z",
        "licenses": [{"name": record.publication.licence, "path": path, "title": title}],
        "contributors": [{"title": ente.name, "role": "publisher"}],
        "resources": [one for table in every for one in _resources(table, files)],
    }


def _resources(table: PublishedTable, files: Mapping[str, tuple[int, str]]) -> Iterator[Json]:
    schema = {"fields": [_field(one) for one in table.columns.values()], "missingValues": [""]}
    for kind, (media, of_kind) in FORMATS.items():
        file = f"{table.name}.{kind}"
        size, digest = files[file]
        yield {
            **of_kind,
            "name": _name(table.name if kind == "csv" else f"{table.name}-{kind}"),
            "path": file,
            "title": table.title,
            "description": f"{table.holds} ({table.cites})",
            "format": kind,
            "mediatype": media,
            "encoding": "utf-8",
            "bytes": size,
            "hash": f"sha256:{digest}",
            **({"dialect": {"delimiter": DELIMITER}, "schema": schema} if kind == "csv" else {}),
        }


def _field(column: PublishedColumn) -> Json:
    decimal = {"decimalChar": DECIMAL} if TYPES[column.kind] == "number" else {}
    return {
        "name": column.head,
        "title": column.title,
        "description": column.means,
        "type": TYPES[column.kind],
        **decimal,
    }


def _cited(tables: Iterable[PublishedTable]) -> str:
    return "; ".join(dict.fromkeys(table.cites for table in tables))


def _name(text: str) -> str:
    return NOT_OF_A_NAME.sub("-", text.lower())
