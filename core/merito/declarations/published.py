"""Reads `published.toml`: the tables that a law requires to be published, with the headers of their columns."""

from pathlib import Path

from merito.contract.faults import Fault
from merito.declarations.sections import Readable, Section, sections
from merito.model.messages import say
from merito.model.publication import PUBLISHED_KINDS, PublishedColumn, PublishedTable


def read_published(file: Readable | Path, owner: str, problems: list[Fault]) -> dict[str, PublishedTable]:
    """The published tables of one layer, by their names; errors go to `problems`."""
    return {section.key: _table(section) for section in sections(file, owner, problems)}


def _table(section: Section) -> PublishedTable:
    columns = section.columns(section.mapping("columns"), _column)
    if not columns:
        section.problem(say("manca «columns»: una tabella ne ha almeno una"))
    heads = [one.head for one in columns.values()]
    if twice := sorted({head for head in heads if heads.count(head) > 1}):
        section.problem(say("più colonne hanno l'intestazione {twice}", twice=tuple(twice)))
    made = section.fill(PublishedTable, name=section.key, columns=columns)
    section.close()
    return made


def _column(section: Section) -> PublishedColumn:
    kind = section.one_of("kind", PUBLISHED_KINDS)
    return section.fill(PublishedColumn, name=section.key, kind=kind)
