"""How an ente calls our columns: its headings, its words, and those that it leaves out, kept for the next upload.

They stand in `corrispondenze.json` in the folder of the ente, since a file of next year has the same shape.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from attrs import field, frozen

from merito.model.columns import Table
from merito.model.messages import Code, say
from merito.workspace.config import ENTE_FILE
from merito.workspace.ente_config import EnteConfig
from merito.workspace.exchange.site import ExchangeError
from merito.workspace.files import FileError, content_of
from merito.workspace.heads import nearest, plain
from merito.workspace.in_place import write_new, write_whole
from merito.workspace.one_writer import one_writer

MAPPINGS = "corrispondenze.json"
COLUMNS, IGNORED = "colonne", "tralasciate"
PLUS = "+"
SURNAME_AND_NAME = ("surname", "name")
"""Two columns that an office may have in one; `surname+name` in the place of a column says so, in their order."""
BUSY = f"un altro sta scrivendo {MAPPINGS}: ripetere quando ha finito"


@frozen
class Headings:
    """Headings of an office with our columns, by their English names; and the headings that it leaves out."""

    columns: Mapping[str, str] = field(factory=dict)
    ignored: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.columns or self.ignored)

    def plus(self, other: "Headings") -> "Headings":
        """Both; what `other` says of a heading counts."""
        said = {plain(head) for head in (*other.columns, *other.ignored)}
        kept = {head: column for head, column in self.columns.items() if plain(head) not in said}
        ignored = (head for head in self.ignored if plain(head) not in said)
        return Headings({**kept, **other.columns}, (*ignored, *other.ignored))


NO_HEADINGS = Headings()


def headings_of(table: Table, pairs: Iterable[tuple[str, str]], ignored: Iterable[str] = ()) -> Headings:
    """Headings with columns by English name or Italian label; a blank column leaves a heading out.

    Raises ExchangeError if the table has no such column.
    """
    columns, out = dict[str, str](), list(ignored)
    for head, name in pairs:
        if not name.strip():
            out.append(head)
            continue
        column = meaning_of(table, name)
        if column is None:
            labels = tuple(one.label for one in table.columns.values())
            near = nearest(name, (*labels, *table.columns))
            what = say(
                "{head}: la tabella {table} non ha la colonna {name}; ha {labels}",
                head=Code(head),
                table=Code(table.label),
                name=Code(name),
                labels=labels,
            )
            raise ExchangeError(say("{what}. Forse {close}?", what=what, close=Code(near)) if near else what)
        columns[head] = column
    return Headings(columns, tuple(out))


def column_called(table: Table, name: str) -> str | None:
    """A column by its English name or Italian label; None if there is none."""
    wanted = plain(name)
    labels = {plain(one.label): one.name for one in table.columns.values()}
    return labels.get(wanted) or (wanted if wanted in table.columns else None)


def meaning_of(table: Table, name: str) -> str | None:
    """A column, or two that stand in one (`cognome+nome`); None if the table lacks them."""
    parts = [column_called(table, one) for one in name.split(PLUS)]
    if len(parts) == 1:
        return parts[0]
    found = PLUS.join(filter(None, parts))
    return found if found in both_in_one(table) else None


def both_in_one(table: Table) -> tuple[str, ...]:
    """What a column with both surname and name may mean; nothing in a table that does not have both."""
    if not all(one in table.columns for one in SURNAME_AND_NAME):
        return ()
    return PLUS.join(SURNAME_AND_NAME), PLUS.join(reversed(SURNAME_AND_NAME))


def label_of(table: Table, meaning: str) -> str:
    """The Italian label of a column, or of two in one."""
    return PLUS.join(table.columns[one].label for one in meaning.split(PLUS))


def remembered(config: EnteConfig, table: Table) -> Headings:
    """What an ente has said of the headings of a table; columns that no longer exist are left out.

    Raises ExchangeError if its file cannot be read.
    """
    told = kept_of_table(config, table)
    columns, ignored = told.get(COLUMNS, {}), told.get(IGNORED, [])
    if not isinstance(columns, dict) or not isinstance(ignored, list):
        raise unreadable()
    known = {str(head): meaning_of(table, str(name)) for head, name in columns.items()}
    return Headings({head: name for head, name in known.items() if name is not None}, tuple(map(str, ignored)))


def remember(config: EnteConfig, table: Table, mapping: Headings) -> Path:
    """Adds what is said of the headings of a table to the file of the ente. Raises ExchangeError and OSError."""
    both = remembered(config, table).plus(mapping)
    labels = {head: label_of(table, name) for head, name in both.columns.items()}
    return keep_of_table(config, table, {COLUMNS: labels, IGNORED: list(both.ignored)})


def kept_of_table(config: EnteConfig, table: Table) -> Mapping[str, object]:
    """All that is kept of a table. Raises ExchangeError if it cannot be read."""
    return _read(config.folder).get(table.label, {})


def keep_of_table(config: EnteConfig, table: Table, told: Mapping[str, object]) -> Path:
    """Keeps something of a table beside the rest. Raises ExchangeError and OSError."""
    path = config.folder / MAPPINGS
    with one_writer(path, BUSY):
        whole = dict(_read(config.folder))
        whole[table.label] = {**whole.get(table.label, {}), **told}
        text = json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
        if path.exists():
            write_whole(path, text)
        else:
            write_new(path, text, like=config.folder / ENTE_FILE)
    return path


def _read(folder: Path) -> Mapping[str, Mapping[str, object]]:
    path = folder / MAPPINGS
    if not path.exists():
        return {}
    try:
        told = json.loads(content_of(path, folder).decode("utf-8-sig"))
    except (FileError, ValueError, RecursionError):
        raise unreadable() from None
    if not isinstance(told, dict) or not all(isinstance(one, dict) for one in told.values()):
        raise unreadable()
    return told


def unreadable() -> ExchangeError:
    """What is said where the file of the ente is not one of ours."""
    return ExchangeError(
        say("{file}: non si legge; correggerlo, o toglierlo e dire di nuovo le corrispondenze", file=MAPPINGS)
    )
