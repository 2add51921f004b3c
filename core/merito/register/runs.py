"""Finds the entry meant by `12`, by the beginning of a hash, or by `adopted`; and reads its contents."""

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from attrs import frozen

from merito.model.messages import Code, say
from merito.outputs.own_folder import FORMER, SUMMARY
from merito.register.entries import ADOPTION, RUN, Entry
from merito.register.problems import RegisterError

if TYPE_CHECKING:
    from merito.register.store import Reader

ADOPTED = "adopted"
PARTED = tuple(
    f"{name}.csv" for name in ("amendments", "cascade", "deadlines", "findings", "gates", "grades", "monitoring")
)
REWARDS, FUNDS = "rewards.csv", "funds.csv"
FORMER_NAMES = {"balances.csv": "conguagli.csv"}
"""How versions before 0.3 called a table."""
NAMES_NOW = {before: now for now, before in FORMER_NAMES.items()}
TOGETHER, NET, PAYABLE = "paid", "net_paid", "payable"
SHORT_HASH = re.compile(r"[0-9a-f]{8,64}")


class Contents(Protocol):
    """Anything that returns a content by its hash."""

    def content(self, known: str) -> bytes: ...


@frozen
class Filed:
    """A result table as written: its headers, and its rows by header."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def run_called(reader: "Reader", word: str, beside: Entry | None = None) -> Entry:
    """The run that a word names; `adopted` is that of the ente and year of the run `beside`. Raises RegisterError."""
    if word == ADOPTED:
        return _adopted(reader, beside)
    if word.isdecimal() and len(word) < 8:
        found = [entry for entry in (reader.entry(int(word)),) if entry]
    elif SHORT_HASH.fullmatch(word.lower()):
        found = reader.with_hash(word.lower())
    else:
        raise RegisterError(
            say(
                "{word}: un'esecuzione si indica col numero della voce, o con almeno 8 cifre della sua impronta",
                word=Code(word),
            )
        )
    if not found:
        raise RegisterError(say("nel registro non c'è la voce {word}: vedere merito history", word=word))
    if len(found) > 1:
        raise RegisterError(
            say(
                "{word} è l'inizio di più impronte: voci {found}",
                word=Code(word),
                found=tuple(str(one.number) for one in found),
            )
        )
    if found[0].kind == ADOPTION:
        raise RegisterError(say("la voce {entry} è un'adozione, non un'esecuzione", entry=found[0].number))
    if found[0].kind != RUN:
        raise RegisterError(
            say(
                "la voce {entry} è un'esecuzione non riuscita, senza risultati: {why}",
                entry=found[0].number,
                why=found[0].body["why"],
            )
        )
    return found[0]


def _adopted(reader: "Reader", beside: Entry | None) -> Entry:
    if beside is None:
        raise RegisterError(say("«adopted» vuole accanto un'esecuzione, che dica l'ente e l'anno"))
    adoption = reader.adoption(beside.ente, beside.year)
    run = reader.entry(adoption.body["run"]) if adoption else None
    if run is None:
        raise RegisterError(
            say("nessuna esecuzione di {ente} {year} è stata adottata", ente=beside.ente, year=beside.year)
        )
    return run


def told_in(reader: Contents, entry: Entry, part: str) -> Mapping[str, Any]:
    """The inputs, parameters, readings or given sums of a run."""
    return json.loads(reader.content(entry.body[part]))  # type: ignore[no-any-return]


def summary_of(reader: Contents, entry: Entry) -> Mapping[str, Any]:
    """The `summary.json` of a run."""
    if SUMMARY not in entry.files:
        raise RegisterError(
            say("la voce {entry} non ha {summary}: vedere merito register verify", entry=entry.number, summary=SUMMARY)
        )
    return json.loads(reader.content(entry.files[SUMMARY]))  # type: ignore[no-any-return]


def filed(reader: Contents, entry: Entry, file: str) -> Filed:
    """A file of a run; without rows if the run gave none."""
    if file not in entry.files:
        return Filed((), ())
    heads, *rows = csv.reader(io.StringIO(reader.content(entry.files[file]).decode("utf-8"), newline=""))
    return Filed(tuple(heads), tuple(map(tuple, rows)))


def table_of(reader: Contents, entry: Entry, name: str) -> Filed:
    """A whole table of a run by its file, in the columns of this version.

    Before 0.3 the column `paid` of prizes and funds held what was paid and what is payable.
    """
    table = _whole(reader, entry, name)
    if TOGETHER not in table.heads or name not in (REWARDS, FUNDS):
        return table
    if name == REWARDS:
        return _told_apart(table, _net)
    cash: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in _by_head(_whole(reader, entry, REWARDS)):
        cash[row["fund"], row["item"]] += _net(row)
    return _told_apart(table, lambda row: cash[row["fund"], row["item"]])


def _whole(reader: Contents, entry: Entry, name: str) -> Filed:
    """A whole table of a run by its file, as written.

    Versions before 0.3 wrote the rows about persons, or the whole table, under `riservato/`, and in the other file a
    row that counted them.
    """
    name = name if name in entry.files else FORMER_NAMES.get(name, name)
    apart = f"{FORMER}/{name}"
    if apart not in entry.files:
        return filed(reader, entry, name)
    own = filed(reader, entry, apart)
    if name not in PARTED:
        return own
    others = (row for row in filed(reader, entry, name).rows if not any(cell.endswith(f", in {apart}") for cell in row))
    return Filed(own.heads, (*others, *own.rows))


def _by_head(table: Filed) -> list[dict[str, str]]:
    return [dict(zip(table.heads, row, strict=True)) for row in table.rows]


def _net(row: Mapping[str, str]) -> Decimal:
    return Decimal(row.get(NET) or 0)


def _told_apart(table: Filed, net: Callable[[Mapping[str, str]], Decimal]) -> Filed:
    """A table with `paid` in its two parts, what was paid and what is payable."""
    rows = []
    for row in _by_head(table):
        out, together = net(row), row.pop(TOGETHER)
        rows.append(row | {NET: f"{out:.2f}", PAYABLE: f"{Decimal(together) - out:.2f}" if together else ""})
    heads = tuple(dict.fromkeys((*(head for head in table.heads if head != TOGETHER), NET, PAYABLE)))
    return Filed(heads, tuple(tuple(row[head] for head in heads) for row in rows))


def figures_of(files: Mapping[str, str]) -> Mapping[str, str]:
    """The tables of a run by their file, with the hashes of what holds them; the summary also has date and inputs."""
    found: dict[str, str] = {}
    for file, known in files.items():
        written = file.removeprefix(f"{FORMER}/")
        name = NAMES_NOW.get(written, written)
        public = file == name and name not in PARTED and f"{FORMER}/{name}" in files
        if name != SUMMARY and not public:
            found[name] = f"{found[name]} {known}" if name in found else known
    return found


def is_former(files: Iterable[str]) -> bool:
    """Whether a version before 0.3 wrote these files."""
    return any(name.startswith(f"{FORMER}/") for name in files)
