"""Compares two runs of one ente: which rows of their results changed, and from which causes they may have."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from attrs import field, frozen

from merito.model.messages import say
from merito.outputs.columns import VALUED, ResultTable
from merito.outputs.declared import table_called
from merito.register.causes import Cause, causes_of
from merito.register.entries import FOLDER, Entry
from merito.register.problems import RegisterError
from merito.register.runs import Contents, Filed, figures_of, table_of
from merito.register.totals import Totals, totals_of

CHANGED, ADDED, REMOVED = "changed", "added", "removed"
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
        raise RegisterError(
            say(
                "{old} e {new} sono di due enti: {ente} e {ente2}",
                old=named(old),
                new=named(new),
                ente=old.ente,
                ente2=new.ente,
            )
        )
    before, after = figures_of(old.files), figures_of(new.files)
    changes = [
        change
        for name in dict.fromkeys((*before, *after))
        if before.get(name) != after.get(name) and not table_called(table_name(name)).follows
        for change in _rows(name, table_of(reader, old, name), table_of(reader, new, name))
    ]
    causes = tuple(causes_of(reader, old, new))
    return Difference(old=old, new=new, changes=tuple(changes), causes=causes, totals=totals_of(reader, old, new))


def named(entry: Entry) -> str:
    """A run by its number, a simulation by its folder."""
    return f"la simulazione {entry.body[FOLDER]}" if FOLDER in entry.body else f"la voce {entry.number}"


def table_name(file: str) -> str:
    """The table in a result file: `grades` for `grades.csv`."""
    return file.removesuffix(".csv")


def _rows(name: str, old: Filed, new: Filed) -> Iterator[Change]:
    table = table_called(table_name(name))
    heads = [head for head in new.heads or old.heads if not _for_programs(table, head)]
    keyed = table.key or heads
    before, after = _by_key(old, keyed), _by_key(new, keyed)
    for key in dict.fromkeys((*before, *after)):
        one, two = before.get(key), after.get(key)
        if one == two:
            continue
        state = CHANGED if one and two else ADDED if two else REMOVED
        cells = [
            ChangedCell(head, (one or {}).get(head, ""), (two or {}).get(head, ""))
            for head in dict.fromkeys((*old.heads, *new.heads))
            if (head not in keyed or keyed is heads) and not _for_programs(table, head)
        ]
        shown = () if keyed is heads else tuple(part for part in key[:-1] if part)
        told = tuple(cell for cell in cells if cell.old != cell.new)
        yield Change(name, shown, state, told)


def _for_programs(table: ResultTable, head: str) -> bool:
    """Whether a column repeats a message for programs."""
    return head in table.by_head and table.by_head[head].kind is VALUED


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
