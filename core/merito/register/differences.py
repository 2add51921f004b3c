"""Compares two runs of one ente: which rows changed, and which of their inputs did."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve, field, frozen

from merito.model.simulation import LAYER
from merito.outputs.declared import TABLES, table_called
from merito.outputs.own_folder import RESERVED
from merito.register.entries import FOLDER, GIVEN, INPUTS, PARAMETERS, READINGS, SUPPOSED, Entry
from merito.register.problems import RegisterError
from merito.register.runs import Contents, Filed, figures_of, table_of, told_in
from merito.register.totals import Totals, totals_of

TWINS = tuple(f"{table.name}.csv" for table in TABLES if table.published)
CHANGED, ADDED, REMOVED = "changed", "added", "removed"
ACTS_OF_A_READING = (("act", "atto"), ("agreed", "accordo"))
INPUT, PARAMETER, READING, SUM = "input", "parameter", "reading", "given"
EDITION, REGULATION, PLUGIN, ENGINE = "edition", "regulation", "plugin", "engine"
AS_OF, PROVISIONAL, YEAR = "as_of", "provisional", "year"
SETTINGS = ("merito.toml", "ente.toml", "cycle.toml")
Row = tuple[str, ...]


@frozen
class ChangedCell:
    """A column of a row that changed, with old and new value."""

    column: str
    old: str
    new: str


@frozen
class Change:
    """A row of a table (its result file, its key) that was `changed`, `added` or `removed`, with its `cells`."""

    file: str
    key: tuple[str, ...]
    state: str
    cells: tuple[ChangedCell, ...]


@frozen
class Cause:
    """An input of the figures that differs: its kind, its name, old and new value.

    `told` is True for a settings file whose changes are causes of their own (a parameter, a reading, a sum).
    """

    kind: str
    name: str
    old: str
    new: str
    told: bool = False


@frozen(kw_only=True)
class Difference:
    """The changes from one run to the other, and their possible causes."""

    old: Entry
    new: Entry
    changes: tuple[Change, ...]
    causes: tuple[Cause, ...]
    totals: Totals = field(factory=Totals)

    @property
    def several(self) -> bool:
        """Whether more than one cause changed, so that no change can be attributed to one of them."""
        return sum(not cause.told for cause in self.causes) > 1


def difference(reader: Contents, old: Entry, new: Entry) -> Difference:
    """Compares two runs, the first as the earlier one. Raises RegisterError if they are of two enti."""
    if old.ente != new.ente:
        raise RegisterError(f"{named(old)} e {named(new)} sono di due enti: {old.ente} e {new.ente}")
    before, after = figures_of(old.files), figures_of(new.files)
    was = {name: _whole(name, before) for name in dict.fromkeys((*before, *after)) if not _is_twin(name, before, after)}
    changes = [
        change
        for name, earlier in was.items()
        if before.get(earlier) != after.get(name)
        for change in _rows(name, table_of(reader, old, earlier), table_of(reader, new, name))
    ]
    causes = tuple(_causes(reader, old, new))
    return Difference(old=old, new=new, changes=tuple(changes), causes=causes, totals=totals_of(reader, old, new))


def _is_twin(name: str, before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    """Whether a table is the public version of a complete one under `riservato/`."""
    return name in TWINS and any(f"{RESERVED}/{name}" in files for files in (before, after))


def _whole(name: str, files: Mapping[str, str]) -> str:
    """The file of a complete table; runs of earlier versions had it among the public ones."""
    public = name.removeprefix(f"{RESERVED}/")
    return public if public in TWINS and name not in files else name


def named(entry: Entry) -> str:
    """A run by its number, a simulation by its folder."""
    return f"la simulazione {entry.body[FOLDER]}" if FOLDER in entry.body else f"la voce {entry.number}"


def table_name(file: str) -> str:
    """The table in a result file: `grades` for `riservato/grades.csv`."""
    return file.removeprefix(f"{RESERVED}/").removesuffix(".csv")


def _rows(name: str, old: Filed, new: Filed) -> Iterator[Change]:
    heads = new.heads or old.heads
    keyed = table_called(table_name(name)).key or heads
    before, after = _by_key(old, keyed), _by_key(new, keyed)
    for key in dict.fromkeys((*before, *after)):
        one, two = before.get(key), after.get(key)
        if one == two:
            continue
        state = CHANGED if one and two else ADDED if two else REMOVED
        cells = [
            ChangedCell(head, (one or {}).get(head, ""), (two or {}).get(head, ""))
            for head in dict.fromkeys((*old.heads, *new.heads))
            if head not in keyed or keyed is heads
        ]
        shown = () if keyed is heads else tuple(part for part in key[:-1] if part)
        told = tuple(cell for cell in cells if cell.old != cell.new)
        yield Change(name, shown, state, told)


def _by_key(table: Filed, keyed: Sequence[str]) -> dict[Row, Mapping[str, str]]:
    """Rows by their key and, since some tables have duplicate keys, their rank among equals."""
    seen: Counter[Row] = Counter()
    found: dict[Row, Mapping[str, str]] = {}
    for cells in table.rows:
        row = dict(zip(table.heads, cells, strict=True))
        key = tuple(row.get(head, "") for head in keyed)
        seen[key] += 1
        found[(*key, str(seen[key]))] = row
    return found


def _causes(reader: Contents, old: Entry, new: Entry) -> Iterator[Cause]:
    one, two = old.body, new.body
    for kind in (YEAR, REGULATION, EDITION, AS_OF, PROVISIONAL):
        if one[kind] != two[kind]:
            yield Cause(kind, "", str(one[kind]), str(two[kind]))
    yield from _made_by(ENGINE, "", one[ENGINE], two[ENGINE])
    before, after = ({plugin["layer"]: plugin for plugin in body["plugins"]} for body in (one, two))
    for layer in dict.fromkeys((*before, *after)):
        yield from _made_by(PLUGIN, layer, before.get(layer, {}), after.get(layer, {}))
    settings = [
        *_values(PARAMETER, *_both(reader, old, new, PARAMETERS)),
        *_values(READING, *_both(reader, old, new, READINGS)),
        *_sums(reader, old, new),
    ]
    yield from settings
    files, other = _both(reader, old, new, INPUTS)
    for file in dict.fromkeys((*files, *other)):
        if files.get(file) != other.get(file):
            told = bool(settings) and file.rpartition("/")[2] in SETTINGS
            yield Cause(INPUT, file, files.get(file, ""), other.get(file, ""), told)


def _both(reader: Contents, old: Entry, new: Entry, part: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    if old.body[part] == new.body[part]:
        return {}, {}
    return told_in(reader, old, part), told_in(reader, new, part)


def _sums(reader: Contents, old: Entry, new: Entry) -> Iterator[Cause]:
    before, after = _both(reader, old, new, GIVEN)
    for section in dict.fromkeys((*before, *after)):
        for cause in _values(SUM, before.get(section, {}), after.get(section, {})):
            name = f"{section}.{cause.name}"
            yield evolve(cause, old=cause.old + _said(old, name), new=cause.new + _said(new, name))


def _said(entry: Entry, name: str) -> str:
    return f" ({LAYER})" if name in entry.body.get(SUPPOSED, ()) else ""


def _made_by(kind: str, name: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Cause]:
    """A version that changed; with the same version, the hash of its files."""
    if old != new:
        same = old.get("version") == new.get("version")
        yield Cause(kind, name, _version(old, with_files=same), _version(new, with_files=same))


def _version(made_by: Mapping[str, str], *, with_files: bool) -> str:
    if not made_by:
        return ""
    return f"{made_by['version']}, file {made_by['files'][:12]}" if with_files else made_by["version"]


def _values(kind: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Cause]:
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            yield Cause(kind, name, setting_text(kind, old.get(name)), setting_text(kind, new.get(name)))


def setting_text(kind: str, value: Any) -> str:
    """A value as shown: a parameter with its layer, a reading with the act that adopts it."""
    if value is None:
        return ""
    if kind == PARAMETER:
        since = f", dal {value['since']}" if value["since"] else ""
        return f"{_text(value['value'])} ({value['layer']}{since})"
    if kind == READING:
        adopted = "adottata" if value["adopted"] else "da adottare" if value["open"] else "non adottata"
        adopted = LAYER if value.get("supposed") else adopted
        acts = "".join(f", {word} {value[key]}" for key, word in ACTS_OF_A_READING if value.get(key))
        return f"{value['choice']} ({adopted}{acts})"
    return _text(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "sì" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{key} {_text(one)}" for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    return str(value)
