"""The results as tables in the office's words, each figure with the subject of its explanation."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

from attrs import frozen

from merito.api.record import Explained, explained
from merito.cycle.exploring import with_adopted
from merito.execution.worker import Computed
from merito.explanation import Explainer
from merito.explanation.kinds import subjects_of
from merito.model.faults import MeritoError
from merito.model.language import in_words
from merito.model.messages import say
from merito.numbers import day_text, decimal_text
from merito.outputs.columns import EXACT, SAID, VALUED, OutColumn
from merito.outputs.result_tables import OutTable, result_tables, rows_of
from merito.outputs.words import Words
from merito.page.findings import Severity, findings
from merito.page.names import Names
from merito.window.views.year import material_of
from merito.workspace.people_names import full_names

HIDDEN = (VALUED, EXACT)
EXPLAINERS = 4
NAMED = ("ente", "person", "unit", "position", "objective", "indicator", "dashboard", "activity")
KINDS = {
    "act": say("Atti"),
    "activity": say("Attività"),
    "amendment": say("Variazioni"),
    "balance": say("Pagamenti e conguagli"),
    "dashboard": say("Cruscotti e schede"),
    "deadline": say("Termini"),
    "document": say("Documenti del regolamento"),
    "ente": say("L'ente"),
    "finding": say("Rilievi"),
    "fund": say("Fondi"),
    "gate": say("Condizioni"),
    "indicator": say("Indicatori"),
    "objective": say("Obiettivi"),
    "parameter": say("Valori"),
    "person": say("Persone"),
    "perspective": say("Prospettive"),
    "phase": say("Fasi"),
    "position": say("Posizioni"),
    "ranking": say("Graduatorie"),
    "reading": say("Letture del testo"),
    "rule": say("Regole"),
    "table": say("Tabelle del regolamento"),
    "tool": say("Strumenti"),
    "unit": say("Strutture"),
}
_explainers: list[tuple[Computed, Explainer]] = []


@frozen
class TableName:
    """A table of results: its name in addresses, its title, how many rows it has, whether a regulation adds it."""

    name: str
    title: str
    count: int
    of_regulation: bool


@frozen
class Cell:
    """A value as the office reads it; `number` is set flush right."""

    text: str
    number: bool = False


@frozen
class KindAsked:
    """Figures of a kind that can be explained: each subject with its title; whether an office knows them by name."""

    kind: str
    subjects: tuple[tuple[str, str], ...]
    named: bool

    def with_words(self, words: str) -> "KindAsked":
        """Those whose title holds these words."""
        found = tuple(one for one in self.subjects if words.casefold() in one[1].casefold())
        return KindAsked(self.kind, found, self.named)

    @property
    def told(self) -> str:
        """What they are, in the office's words."""
        return in_words(KINDS[self.kind]) if self.kind in KINDS else self.kind


@frozen(kw_only=True)
class TableView:
    """A table for display: `subjects` are what each row is explained by, blank without one."""

    name: str
    title: str
    heads: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[Cell, ...], ...]
    subjects: tuple[str, ...]


def table_names(computed: Computed) -> tuple[TableName, ...]:
    """The tables of results that have rows."""
    words = _words(computed)
    tables = result_tables(computed.record, computed.opened.course.stack)
    return tuple(TableName(one.name, _title(one, words), len(one.rows), one.of_regulation) for one in tables)


def one_table(name: str) -> "partial[TableView | None]":
    """The view of one table, by name."""
    return partial(_one_table, name)


def _one_table(name: str, computed: Computed) -> TableView | None:
    words, stack = _words(computed), computed.opened.course.stack
    found = next((one for one in result_tables(computed.record, stack) if one.name == name), None)
    if found is None:
        return None
    shown = [(place, one) for place, one in enumerate(found.table.columns) if one.kind not in HIDDEN]
    _, heads = words.of_table(found.table.label) if found.of_regulation else ("", {})
    columns = [list(_column(one, place, found, words)) for place, one in shown]
    rows = tuple(zip(*columns, strict=True)) if columns else ()
    numeric = [any(cell.number for cell in cells) for cells in columns]
    return TableView(
        name=name,
        title=_title(found, words),
        heads=tuple(
            (_capital(heads.get(one.label) or one.label.replace("_", " ")), right)
            for (_, one), right in zip(shown, numeric, strict=True)
        ),
        rows=rows,
        subjects=tuple(_subjects(found, computed)),
    )


def _subjects(table: OutTable, computed: Computed) -> Iterator[str]:
    if table.of_regulation:
        folder, _, label = table.name.partition("/")
        kind = "table" if folder == "tables" else "document"
        yield from (f"{kind}:{label}/{number}" for number in range(2, len(table.rows) + 2))
        return
    for row in rows_of(table.table, computed.record):
        try:
            yield next(iter(subjects_of(row)), "")
        except (KeyError, TypeError, AttributeError):
            yield ""


def _column(declared: OutColumn, place: int, table: OutTable, words: Words) -> Iterator[Cell]:
    cells: Sequence[Any] = [row[place] for row in table.rows]
    if declared.kind is SAID and words.read is not None:
        yield from (Cell(words.read(value)) for value in table.values(declared))
        return
    written = words.for_column(declared.names)
    for cell in cells:
        if isinstance(cell, str) and cell:
            text = declared.words.get(cell, cell)
            yield Cell(written(cell) if written is not None else text, declared.kind.numeric)
        else:
            yield _plain(cell, declared)


def _plain(cell: object, declared: OutColumn) -> Cell:
    match cell:
        case None | "":
            return Cell("")
        case date():
            return Cell(day_text(cell))
        case Decimal():
            return Cell(decimal_text(cell, 2) if declared.kind.decimals else decimal_text(cell), number=True)
        case int() | Fraction():
            return Cell(str(cell), number=True)
    return Cell(str(cell))


def _title(table: OutTable, words: Words) -> str:
    if not table.of_regulation:
        return _capital(table.table.label)
    title, _ = words.of_table(table.table.label)
    return _capital(title)


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _words(computed: Computed) -> Words:
    names = full_names(computed.opened.config, computed.record.dossier.year)
    return Words.of(computed.record, computed.opened.course.stack, names)


def all_findings(computed: Computed) -> tuple[Severity, ...]:
    """The findings, errors first."""
    return findings(material_of(computed))


def explanation(subject: str) -> "partial[Explained | str]":
    """Where a figure comes from. A text says that nothing is known of it."""
    return partial(_explanation, subject)


def explained_of(computed: Computed) -> tuple[KindAsked, ...]:
    """What can be asked for, what has a name first."""
    names = material_of(computed).names
    kinds = _explainer(computed).index.by_kind()
    named = [kind for kind in NAMED if kind in kinds]
    return tuple(
        KindAsked(kind, tuple((one, _called(one, names)) for one in kinds[kind]), kind in NAMED)
        for kind in (*named, *(one for one in kinds if one not in NAMED))
    )


def _called(subject: str, names: Names) -> str:
    kind, _, identifier = subject.partition(":")
    link = names.person(identifier) if kind == "person" else names.subject(subject)
    return f"{link.title} ({identifier})" if link.title else identifier or link.id


def _explanation(subject: str, computed: Computed) -> Explained | str:
    try:
        return explained(subject, computed, _explainer(computed))
    except MeritoError as error:
        return str(error)


def _explainer(computed: Computed) -> Explainer:
    """What explains the figures of a record, with the names of the ente; kept, since it costs more than the record."""
    for known, explainer in _explainers:
        if known is computed:
            return explainer
    course, year = computed.opened.course, computed.record.dossier.year
    names: Mapping[str, str] = full_names(computed.opened.config, year)
    made = Explainer(with_adopted(computed.record, course), course.stack, computed.opened.written, names)
    _explainers.append((computed, made))
    del _explainers[:-EXPLAINERS]
    return made
