"""How an ente calls our columns: its headings and those that it leaves out, kept for the next upload.

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
        column = column_called(table, name)
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


def remembered(config: EnteConfig, table: Table) -> Headings:
    """What an ente has said of the headings of a table; columns that no longer exist are left out.

    Raises ExchangeError if its file cannot be read.
    """
    told = _read(config.folder).get(table.label, {})
    columns, ignored = told.get(COLUMNS, {}), told.get(IGNORED, [])
    if not isinstance(columns, dict) or not isinstance(ignored, list):
        raise _unreadable()
    known = {str(head): column_called(table, str(name)) for head, name in columns.items()}
    return Headings({head: name for head, name in known.items() if name is not None}, tuple(map(str, ignored)))


def remember(config: EnteConfig, table: Table, mapping: Headings) -> Path:
    """Adds what is said of the headings of a table to the file of the ente. Raises ExchangeError and OSError."""
    path = config.folder / MAPPINGS
    with one_writer(path, BUSY):
        whole = dict(_read(config.folder))
        both = remembered(config, table).plus(mapping)
        labels = {head: table.columns[name].label for head, name in both.columns.items()}
        whole[table.label] = {COLUMNS: labels, IGNORED: list(both.ignored)}
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
        raise _unreadable() from None
    if not isinstance(told, dict) or not all(isinstance(one, dict) for one in told.values()):
        raise _unreadable()
    return told


def _unreadable() -> ExchangeError:
    return ExchangeError(
        say("{file}: non si legge; correggerlo, o toglierlo e dire di nuovo le corrispondenze", file=MAPPINGS)
    )
