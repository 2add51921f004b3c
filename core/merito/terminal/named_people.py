"""Texts of an ente that may become public and name a person of `anagrafe.csv`."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from merito.model.columns import Table
from merito.model.source import NOWHERE
from merito.workspace.dossiers import Opened
from merito.workspace.people_names import OMITTED, NamesInTexts, read_names

TEXT, ABOUT_PEOPLE = "text", ("person:", "member:")


def named_lines(opened: Opened, root: Path, tables: Iterable[str]) -> Iterator[str]:
    """One line for each such row. Raises BadDataError if the names cannot be read."""
    dossier, declared = opened.course.dossier, opened.course.stack.inputs.tables
    names = NamesInTexts(read_names(opened.config, root, dossier.year))
    for name in tables:
        for row in dossier.table(name) if name in declared else ():
            reserved = str(getattr(row, "subject", "")).startswith(ABOUT_PEOPLE)
            if not reserved and any(map(names.are_in, _texts(row, declared[name]))):
                place = getattr(row, "source", NOWHERE)
                yield (
                    f"avviso: {place} nomina una persona di anagrafe.csv: le pagine pubbliche lo stampano com'è, i "
                    f"moduli pubblici con «{OMITTED}»; scriverlo senza nomi"
                )


def _texts(row: object, table: Table) -> Iterator[str]:
    for column in table.columns.values():
        value = getattr(row, column.attribute, None) if column.kind == TEXT else None
        if isinstance(value, str):
            yield value
