"""Cases that say only what differs: `like` takes the ente of another case; `add`, `change`, `remove` edit its rows.

A case with `like` starts from its base and no longer from `[common]`. It takes tables, readings, parameters, the rest
of `cycle.toml`, year, day and files; never the title, the rules and what is expected. A table that it writes replaces
the table of the base, a key of `parameters`, `readings` and `cycle` that key alone.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import tomli

from merito.model.messages import Code, Message, nearly, say

LIKE, BETWEEN = "like", ": "
OWN = frozenset(("title", "rules", "expect", "whole", "refused", LIKE))
EDITED = ("remove", "change")
EDITS = (*EDITED, "add")
TEXTS = ("cycle", "parameters", "readings")
EARLIER = "earlier edits"  # those of the bases, first base first; no key that a file can have

Raw = Mapping[str, Any]
Row = dict[str, str]


class Inheritance:
    """The cases of a file, each with what it takes from its base; bases may be in other files of the folder."""

    def __init__(self, path: Path, common: Raw, listed: Sequence[Raw]) -> None:
        self._path, self._common, self._listed = path, common, listed
        self._files: dict[str, Inheritance] = {}

    def whole(self, case: Raw, below: tuple[str, ...] = ()) -> dict[str, Any]:
        """A case with its base or `[common]`. Raises ValueError on a base that is not there, or rests on the case."""
        if LIKE in case:
            return _over(self._base(str(case[LIKE]), below), case)
        joined = _joined(self._common, case)
        return _over(self._base(str(joined[LIKE]), below), joined) if LIKE in joined else joined

    def _base(self, named: str, below: tuple[str, ...]) -> dict[str, Any]:
        file, mark, title = named.partition(f".toml{BETWEEN}")
        around, wanted = (self._file(f"{file}.toml"), title) if mark else (self, named)
        place = f"{around._path.name}{BETWEEN}{wanted}"
        if place in below:
            chain = " → ".join((*below, place))
            raise ValueError(say("like: {chain}: un caso non può essere la base di se stesso", chain=chain))
        titles = [str(one.get("title")) for one in around._listed]
        if wanted not in titles:
            what = say("like: {file} non ha un caso {title}", file=around._path.name, title=Code(wanted))
            raise ValueError(nearly(what, wanted, titles))
        return around.whole(around._listed[titles.index(wanted)], (*below, place))

    def _file(self, name: str) -> "Inheritance":
        if name not in self._files:
            path = self._path.parent / name
            try:
                known = tomli.loads(path.read_text(encoding="utf-8"), parse_float=str)
            except (OSError, UnicodeDecodeError, tomli.TOMLDecodeError) as error:
                raise ValueError(say("like: {file} non si legge: {error}", file=name, error=str(error))) from None
            self._files[name] = Inheritance(path, known.get("common", {}), known.get("case", []))
        return self._files[name]


def _joined(common: Raw, case: Raw) -> dict[str, Any]:
    return {**common, **case, "tables": {**common.get("tables", {}), **case.get("tables", {})}}


def _over(base: Raw, case: Raw) -> dict[str, Any]:
    """A case on its base: tables, words of a shorthand and files one by one, the texts of `cycle.toml` key by key."""
    found = {key: value for key, value in base.items() if key not in OWN and key not in EDITS}
    for key, value in case.items():
        before = found.get(key)
        if key in TEXTS and before is not None:
            found[key] = _texts_joined(str(before), str(value))
        elif isinstance(value, Mapping) and isinstance(before, Mapping) and key not in OWN:
            found[key] = {**before, **value}
        else:
            found[key] = value
    own = {key: base[key] for key in EDITS if key in base}
    written = case.get("tables", {})
    found[EARLIER] = [_without(one, written) for one in (*base.get(EARLIER, ()), own)]
    return found


def _without(edits: Raw, written: Raw) -> Raw:
    """Edits without those of tables that a later case writes whole."""
    left = {kind: [one for one in edits.get(kind, ()) if one.get("table") not in written] for kind in EDITED}
    return {**left, "add": {name: text for name, text in edits.get("add", {}).items() if name not in written}}


def _texts_joined(base: str, text: str) -> str:
    """Two texts of `cycle.toml`, where a key of the second replaces that of the first."""
    whole = _statements(base) | _statements(text)
    heads = dict.fromkeys(("", *(head for head, _ in whole)))
    return "\n".join(line for head in heads for (at, _), line in whole.items() if at == head)


def _statements(text: str) -> dict[tuple[str, str], str]:
    """The heads and keys of a text, by the head that they stand under; blank lines and comments are left out."""
    found: dict[tuple[str, str], str] = {}
    head, lines = "", list[str]()
    for line in text.splitlines():
        if not lines and line.lstrip().startswith("["):
            head = line.strip()
            found[head, ""] = line
            continue
        lines.append(line)
        statement = "\n".join(lines)
        try:
            known = tomli.loads(statement)
        except tomli.TOMLDecodeError:
            continue
        if known:
            found[head, statement.partition("=")[0].strip()] = statement
        lines = []
    if lines:
        found[head, "\n".join(lines)] = "\n".join(lines)  # no TOML, as the case is told later
    return found


def edited(case: Mapping[str, Any]) -> tuple[dict[str, Any], list[Message]]:
    """A case with the edits of its bases and its own carried out on its tables, and what is wrong with them."""
    problems: list[Message] = []
    tables = dict(case.get("tables", {}))
    for edits in (*case.get(EARLIER, ()), case):
        problems += _carried_out(edits, tables)
    kept = {key: value for key, value in case.items() if key not in EDITS and key not in (EARLIER, LIKE)}
    return {**kept, "tables": tables}, problems


def _carried_out(edits: Raw, tables: dict[str, str]) -> Iterator[Message]:
    """Removes, changes and adds rows, in this order."""
    for kind in EDITED:
        for one in edits.get(kind, ()):
            name, where, cells = one.get("table", ""), one.get("where", {}), one.get("cells", {})
            if not name or not where or (kind == "change") != bool(cells):
                yield say(
                    "{kind}: una riga si nomina con «table» e «where», e «change» ne dà le «cells»: {one}",
                    kind=kind,
                    one=Code(one),
                )
                continue
            head, rows = _read(tables.get(name, ""))
            meant = [row for row in rows if all(row.get(column) == str(value) for column, value in where.items())]
            if not meant:
                yield say("{kind}: nessuna riga di {table} ha {where}", kind=kind, table=name, where=Code(where))
            for row in meant:
                row.update({column: str(value) for column, value in cells.items()})
            left = [row for row in rows if kind == "change" or row not in meant]
            tables[name] = _written([*head, *(column for column in cells if column not in head)], left)
    for name, text in edits.get("add", {}).items():
        (head, rows), (further, added) = _read(tables.get(name, "")), _read(text)
        tables[name] = _written([*head, *(column for column in further if column not in head)], [*rows, *added])


def _read(text: str) -> tuple[list[str], list[Row]]:
    reader = csv.DictReader(StringIO(text.strip()), restval="")
    rows = [{column: value for column, value in row.items() if column is not None} for row in reader]
    return list(reader.fieldnames or ()), rows


def _written(head: Sequence[str], rows: Sequence[Row]) -> str:
    text = StringIO()
    writer = csv.DictWriter(text, head, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
