"""What is wrong with the data in the words of an office: the table by its title, the row by its person or its name.

«Personale, Rossi Maria (E7), colonna categoria: …», where the terminal tells the file and the number of the row.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import PurePosixPath

from attrs import define, evolve, field

from merito.model.columns import Table
from merito.model.faults import MeritoError
from merito.model.language import in_words, reader
from merito.model.messages import Message, Reader, Ref, say
from merito.model.source import Source
from merito.wording.tables import title_of
from merito.workspace.characters import in_one_line
from merito.workspace.config import CYCLE_FILE, ENTE_FILE
from merito.workspace.exchange.held import Held, tables_at
from merito.workspace.exchange.site import Site
from merito.workspace.heads import find_table
from merito.workspace.people_names import read_names
from merito.workspace.problems import Problem
from merito.workspace.references import TABLE, names_an_empty_table

FILES: Mapping[str, Message] = {CYCLE_FILE: say("Valori dell'anno"), ENTE_FILE: say("Dati dell'ente")}
NAMING = ("title", "name", "kind")
PERSON = "person"
MOST_PARTS = 3


@define(eq=False)
class OfficeReader:
    """Tells where a problem is by the tables of an ente and year; each is read once.

    `rows` gives a row of a file the number that it has in the sheet of the office, where that is another.
    """

    site: Site
    rows: Callable[[Source], Source] = lambda source: source
    _held: dict[str, tuple[Held, ...]] = field(factory=dict, init=False)
    _names: dict[str, str] | None = field(default=None, init=False)

    def told(self, problem: Problem) -> str:
        """A whole problem."""
        return f"{self.place(problem.source, problem.column)}: {self.what(problem)}"

    def what(self, problem: Problem) -> str:
        """What is wrong and what to do; another row is told by what it is about too."""
        return problem.said(self._reader)

    def short(self, problem: Problem) -> str:
        """What is wrong with a cell, without where it is."""
        read = self._reader
        expected = in_words(say("atteso {what}", what=read(problem.expected))) if problem.expected else ""
        return "; ".join(filter(None, (read(problem.message), expected))) or read(problem.remedy)

    def remedy(self, problem: Problem) -> str:
        """What to do about a problem."""
        return self._reader(problem.remedy)

    def first_of_each(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """The problems, without the further ones of a column that names a table without rows."""
        seen = set[tuple[str, str, str, str]]()
        kept = []
        for one in problems:
            same = (one.source.file, one.source.sheet, one.column, self.remedy(one))
            if not (names_an_empty_table(one) and same in seen):
                kept.append(one)
            seen.add(same)
        return tuple(kept)

    @property
    def _reader(self) -> Reader:
        return evolve(reader(), named=self._named, located=self._located)

    def _named(self, ref: Ref) -> str:
        table = find_table(ref.id, {one.name: one for one in self.site.tables}) if ref.kind == TABLE else None
        return in_words(say("«{word}»", word=title_of(table))) if table is not None else ref.id

    def place(self, source: Source, column: str = "") -> str:
        """Where something is: table, row, column."""
        parts = [self.of_source(source)]
        if column:
            parts.append(in_words(say("colonna {column}", column=in_one_line(column).replace("_", " "))))
        return ", ".join(parts)

    def of_source(self, source: Source) -> str:
        """The table by its title, and the row by what it is about."""
        path = PurePosixPath(source.file)
        held = self._holding(source)
        if held is None:
            known = FILES.get(path.name)
            row = in_words(say("riga {row}", row=source.row)) if source.row else ""
            return ", ".join(filter(None, (in_words(known) if known else path.name, source.sheet, row)))
        line = next((one for one in held.lines if one.number == source.row), None)
        columns = tuple(sorted(held.index, key=held.index.__getitem__))
        who = self.row(held.table, columns, line.cells) if line is not None and held.index else ""
        row = in_words(say("riga {row}", row=source.row)) if source.row > held.head_row and not who else ""
        return ", ".join(filter(None, (title_of(held.table), who or row)))

    def row(self, table: Table, columns: Sequence[str], cells: Sequence[str]) -> str:
        """What a row is about: `Rossi Maria (E7)`, `Sportello unico (O3)`, `Rossi Maria (E7), collaborazione`."""
        by_name = {name: cells[place] for place, name in enumerate(columns) if place < len(cells)}
        parts = []
        for name in (table.key or tuple(table.columns))[:MOST_PARTS]:
            text, column = by_name.get(name, ""), table.columns[name]
            if not text:
                continue
            title = ""
            if PERSON in column.to or name == PERSON or (table.name == "people" and name == "id"):
                title = self.people.get(text, "")
            elif column.kind == "id":
                title = next((by_name[one] for one in NAMING if by_name.get(one)), "")
            parts.append(f"{title.replace('_', ' ')} ({text})" if title else text)
        return ", ".join(parts)

    @property
    def people(self) -> Mapping[str, str]:
        """Everybody by surname and name; nobody if the names cannot be read."""
        if self._names is None:
            self._names = {}
            with suppress(MeritoError):
                names = read_names(self.site.config, self.site.workspace.root, self.site.year)
                self._names = {one: f"{own.surname} {own.name}".strip() for one, own in names.items()}
        return self._names

    def _located(self, source: Source) -> str:
        """Another row: what it is about alone would not tell two rows with the same key apart."""
        held = self._holding(source)
        if held is None:
            return str(source)
        return in_words(say("{table}, riga {row}", table=title_of(held.table), row=self.rows(source).row))

    def _holding(self, source: Source) -> Held | None:
        return next(
            (one for one in self._tables(source) if (one.shown, one.sheet) == (source.file, source.sheet)), None
        )

    def _tables(self, source: Source) -> tuple[Held, ...]:
        table = find_table(source.sheet or PurePosixPath(source.file).stem, {one.name: one for one in self.site.tables})
        return self._of(table) if table is not None else ()

    def _of(self, table: Table) -> tuple[Held, ...]:
        if table.name not in self._held:
            self._held[table.name] = ()
            with suppress(MeritoError):
                self._held[table.name] = tables_at(self.site, table.name)
        return self._held[table.name]
