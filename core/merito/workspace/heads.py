"""Recognises tables and columns by English name or Italian label, never mixed in one table."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from attrs import frozen

from merito.model.columns import Column, Table
from merito.model.source import Source
from merito.workspace.problems import Problem, Problems
from merito.workspace.raw import RawTable

ENGLISH, ITALIAN = "en", "it"
LONGEST_NAME = 80
NAMES_KEPT = 4096  # there are some hundred names, and every file is compared with them
LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


@frozen
class Heads:
    """The positions of the columns of a table, by English name, and their names in the file."""

    index: Mapping[str, int]
    written: tuple[str, ...]
    language: str

    def name(self, column: str) -> str:
        """A column by its header in the file."""
        return self.written[self.index[column]] if column in self.index else column

    def word(self, english: str, label: str) -> str:
        """A name or its Italian label, in the language of these headers."""
        return english if self.language == ENGLISH else label


@lru_cache(maxsize=NAMES_KEPT)
def plain(name: str) -> str:
    """A name without accents, capitals or spaces, for comparing headers."""
    if name.isascii():
        return name.strip().lower().replace(" ", "_")
    decomposed = unicodedata.normalize("NFKD", name.strip().casefold())
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark)).replace(" ", "_")


def folded(text: str) -> str:
    """A text without what readers overlook (capitals, accents), invisible characters and repeated spaces."""
    seen = "".join(mark for mark in text if unicodedata.category(mark) != "Cf") if not text.isascii() else text
    return "_".join(plain(seen).replace("_", " ").split())


def suggestion(name: str, known: Iterable[str]) -> str:
    """`Forse «x»?` for a name close to a known one, otherwise an empty text."""
    close = nearest(name, known)
    return f"Forse «{close}»?" if close else ""


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that a written one is close to; blank if none is."""
    if len(name) > LONGEST_NAME:
        return ""
    from difflib import get_close_matches  # noqa: PLC0415 (only where there is a fault)

    written = {plain(one): one for one in known}
    close = same_but_for_zeros(plain(name), written) or get_close_matches(plain(name), list(written), n=1, cutoff=0.6)
    return written[close[0]] if close else ""


def near_key(key: str, known: Sequence[str]) -> str:
    """What to do about an unknown key: the similar one, or all valid ones."""
    return suggestion(key, known) or f"Chiavi ammesse: {', '.join(known)}."


def same_but_for_zeros(name: str, known: Iterable[str]) -> list[str]:
    """Names that differ only by zeros before a number: `PO01` for `PO1`, and no other post."""
    bare = LEADING_ZEROS.sub("", name)
    return [one for one in known if LEADING_ZEROS.sub("", one) == bare]


def find_table(name: str, tables: Mapping[str, Table]) -> Table | None:
    """The table for the name of a file or sheet."""
    wanted = plain(name)
    return next((table for table in tables.values() if wanted in (table.name, plain(table.label))), None)


def unknown_table(name: str, source: Source, tables: Mapping[str, Table]) -> Problem:
    """The problem of a file or sheet that no layer declares."""
    known = [known for table in tables.values() for known in (table.name, table.label)]
    return Problem(
        source=source,
        message=f"la tabella «{name}» non è tra quelle che questa versione legge per questo regolamento",
        expected="una tra " + ", ".join(sorted(f"{table.name} ({table.label})" for table in tables.values())),
        remedy=suggestion(name, known) or "Togliere il file, o dargli il nome di una di queste tabelle.",
    )


def match_heads(raw: RawTable, table: Table, problems: Problems) -> Heads | None:
    """The columns that the headers name. None if they are invalid."""
    english = {plain(column.name): column for column in table.columns.values()}
    italian = {plain(column.label): column for column in table.columns.values()}
    written = [plain(head) for head in raw.heads]
    language = _language(written, english, italian)
    known = english if language == ENGLISH else italian
    before = len(problems.found)
    found: dict[str, int] = {}
    for index, (head, name) in enumerate(zip(raw.heads, written, strict=True)):
        column = known.get(name)
        if column is None:
            _unknown(raw, head or str(index + 1), name, known, english | italian, problems)
        elif column.name in found:
            problems.tell(
                raw.source(raw.head_row), "la colonna compare due volte", column=head, remedy="Tenerne una sola."
            )
        else:
            found[column.name] = index
    heads = Heads(found, raw.heads, language)
    for column in table.columns.values():
        here, elsewhere = heads.word(column.name, column.label), heads.word(column.label, column.name)
        if column.required and column.name not in found and plain(elsewhere) not in written:
            problems.tell(
                raw.source(raw.head_row), "manca la colonna, che è obbligatoria", column=here, article=column.cites
            )
    return heads if len(problems.found) == before else None


def _language(written: list[str], english: Mapping[str, Column], italian: Mapping[str, Column]) -> str:
    in_english = sum(name in english for name in written)
    in_italian = sum(name in italian for name in written)
    return ITALIAN if in_italian > in_english else ENGLISH


def _unknown(
    raw: RawTable,
    head: str,
    name: str,
    known: Mapping[str, Column],
    either: Mapping[str, Column],
    problems: Problems,
) -> None:
    if name in either:
        remedy = "Nomi inglesi e italiani non si mescolano nella stessa tabella."
    elif "\t" in head:
        remedy = "Le celle si separano con una virgola o un punto e virgola, non con tabulazioni."
    else:
        remedy = suggestion(name, known) or f"Colonne ammesse: {', '.join(known)}."
    message = "colonna sconosciuta" if name else "la cella d'intestazione è vuota"
    problems.tell(raw.source(raw.head_row), message, column=head, remedy=remedy)
