"""What an office reads of the columns of a table: what each is, whether it is required, and what may stand in it."""

from collections.abc import Iterable, Mapping
from contextlib import suppress

from attrs import field, frozen

from merito.contract.inputs import IN_ITALIAN, REFERENCES
from merito.model.columns import Column, Table
from merito.workspace.exchange.held import Held, tables_at
from merito.workspace.exchange.site import ExchangeError, Site
from merito.workspace.heads import ENGLISH
from merito.workspace.people_names import NAMES, full_names
from merito.workspace.problems import BadDataError

KINDS = {
    "id": "un identificativo, scritto come testo",
    "ref": "un identificativo che c'è già in: {tables}",
    "text": "un testo",
    "number": "un numero, come 1.234,56",
    "points": "un numero non negativo, come 7,5",
    "weight": "punti percentuali, come 30 oppure 30%",
    "money": "un importo in euro, con al massimo due decimali",
    "date": "un giorno, come 30/6/2021",
    "yes_no": "SI oppure NO",
    "choice": "una delle parole dell'elenco",
    "figure": "un valore del tipo dell'indicatore; «-» se il Piano non ne prevede",
    "moment": "un giorno, oppure una delle parole dell'elenco",
    "year": "un anno di quattro cifre",
    "tool": "uno strumento del regolamento",
    "who": "l'identificativo di una persona, oppure un organo",
    "amended": "come lo scrive la tabella che si modifica; le parti di una chiave con « + » in mezzo",
}
YES_NO = {"SI": "", "NO": ""}
TITLES = ("title", "name", "kind")


@frozen(kw_only=True)
class ColumnTold:
    """A column in Italian: what it is, whether it is required, its article, and the values of its list.

    `choices` are the values with a title beside each, blank where the value says enough; unless it is `strict`, other
    values may stand there too.
    """

    column: Column
    what: str
    required: bool
    article: str
    choices: Mapping[str, str] = field(factory=dict)
    strict: bool = True

    @property
    def note(self) -> str:
        """All of it in a few lines."""
        must = "Da scrivere sempre." if self.required else "Si può lasciare in bianco."
        return "\n".join(filter(None, (f"{self.column.label}: {self.what}.", must, self.article)))


def columns_told(site: Site, table: Table) -> tuple[ColumnTold, ...]:
    """Every column of a table, in its order; identifiers are those that the tables of the ente have now."""
    known = _Known(site)
    return tuple(_told(known, table, column) for column in table.columns.values())


def identifiers(site: Site, name: str) -> Mapping[str, str]:
    """The identifiers that a table of the ente has now, each with a title or name if the ente gives one."""
    return _Known(site).ids(name)


def in_italian(held: Held, column: Column, text: str) -> str:
    """A cell of a table with English headers as one with Italian headers has it."""
    return column.values.get(text.strip(), text) if held.language == ENGLISH else text


def _told(known: "_Known", table: Table, column: Column) -> ColumnTold:
    choices, strict = known.choices(table, column)
    tables = ", ".join(f"«{label}»" for label in known.labels(column))
    return ColumnTold(
        column=column,
        what=KINDS[column.kind].format(tables=tables),
        required=column.required and not column.awaited,
        article=column.cites or table.cites,
        choices=choices,
        strict=strict,
    )


class _Known:
    """The identifiers that may be referred to, each table read once."""

    def __init__(self, site: Site) -> None:
        self.site, self.inputs = site, site.stack.inputs
        self._ids: dict[str, Mapping[str, str]] = {}

    def labels(self, column: Column) -> list[str]:
        return [self.inputs.tables[REFERENCES[one]].label for one in column.to if REFERENCES[one] in self.inputs.tables]

    def choices(self, table: Table, column: Column) -> tuple[Mapping[str, str], bool]:
        """The values of a column with their titles, and whether there are no others."""
        match column.kind:
            case "yes_no":
                return YES_NO, True
            case "choice" | "moment":
                return dict.fromkeys(column.values.values(), ""), column.kind == "choice"
            case "tool":
                return {one.label: one.title for one in self.inputs.tools.values()}, True
            case "ref":
                return self._references(column), len(column.to) == 1
            case "who":
                return {**self.ids("people"), **dict.fromkeys(self._bodies(), "")}, False
        if table is NAMES and column.name == "person":
            return self.ids("people"), False
        return self._declared(table, column)

    def _declared(self, table: Table, column: Column) -> tuple[Mapping[str, str], bool]:
        """The words that a regulation declares for a column of texts."""
        match table.name, column.name:
            case "acts", "kind":
                return {one.label: one.title for one in self.inputs.acts.values()}, True
            case "acts", "body":
                return dict.fromkeys(self._bodies(), ""), False
            case "bodies", "body":
                return {one.label: one.title for one in self.inputs.bodies.values() if one.rule}, False
            case "texts", "field":
                return dict.fromkeys(self.inputs.printed.texts, ""), True
        return {}, False

    def _bodies(self) -> Iterable[str]:
        return sorted(one.title for one in self.inputs.bodies.values() if one.title)

    def _references(self, column: Column) -> Mapping[str, str]:
        """Identifiers of one or several tables; one that several have is told apart by what it names."""
        by_kind = {kind: self.ids(REFERENCES[kind]) for kind in column.to}
        words = {english: italian for italian, english in reversed(IN_ITALIAN.items())}
        found: dict[str, str] = {}
        for kind, ids in by_kind.items():
            for identifier, title in ids.items():
                others = any(identifier in other for one, other in by_kind.items() if one != kind)
                found[f"{words.get(kind, kind)}:{identifier}" if others else identifier] = title
        return found

    def ids(self, name: str) -> Mapping[str, str]:
        """The identifiers of a table, each with a title or name if the ente gives one."""
        if name not in self._ids:
            found: dict[str, str] = {}
            with suppress(BadDataError, ExchangeError):  # told where that table is
                for held in tables_at(self.site, name):
                    found |= _ids_of(held)
            names = full_names(self.site.config, self.site.year) if name == "people" else {}
            self._ids[name] = {one: names.get(one, title) for one, title in found.items()}
        return self._ids[name]


def _ids_of(held: Held) -> Mapping[str, str]:
    place = held.index.get("id")
    title = next((held.index[name] for name in TITLES if name in held.index), None)
    if place is None:
        return {}
    return {
        line.cells[place]: line.cells[title] if title is not None else "" for line in held.lines if line.cells[place]
    }
