"""Whom a publication tells about by its difference from the one that it replaces.

Where a correction is recorded, the groups that it concerns are left out of the new one (`publication/unsettled.py`). A
row that somebody overwrote or deleted leaves no trace in the data: only the earlier results, still in the folder then,
show it. So the office is told, before anybody puts the new tables on the site.
"""

import csv
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from merito.model.publication import PublishedTable
from merito.outputs.data_package import DELIMITER
from merito.outputs.declared import BY_NAME

PERSONAL = ("people", "placements", "rewards")
EXPLAINING = ("alternative", "state", "reason", "rules")
FIGURES = ("count", "euro", "percent")
MARKED = "utf-8-sig"
WHO = "person"
Row = dict[str, str]
Texts = Mapping[str, str]


def told_by_difference(
    folder: Path, texts: Texts, public: Mapping[str, PublishedTable], fewest: int
) -> tuple[str, ...]:
    """The people, fewer than `fewest`, whose figures differ from the results in a folder, if public figures do too.

    `texts` are the new tables, and `public` those about people to publish, by their paths in the folder. Nobody if
    there were no results, or no figure is published in both. Raises OSError.
    """
    if not any(_tells(folder, path, texts[path], table) for path, table in public.items()):
        return ()
    changed: set[str] = set()
    for name in PERSONAL:
        path = f"{name}.csv"
        before, now = _of_people(_written(folder / path), name), _of_people(texts.get(path, ""), name)
        changed |= {person for person in before.keys() | now.keys() if before.get(person) != now.get(person)}
    return tuple(sorted(changed)) if len(changed) < fewest else ()


def _tells(folder: Path, path: str, text: str, table: PublishedTable) -> bool:
    """Whether a public table gives other figures than before, or merges its rows otherwise.

    A figure that either leaves blank tells nothing, nor does a table of which either has none.
    """
    about = [column.head for column in table.columns.values() if column.kind not in FIGURES and not column.words]
    figures = [column.head for column in table.columns.values() if column.kind in FIGURES]
    before, now = (
        {tuple(row.get(head, "") for head in about): row for row in rows if any(row.get(head) for head in figures)}
        for rows in (_rows(_written(folder / path), DELIMITER), _rows(text.removeprefix("\ufeff"), DELIMITER))
    )
    if before.keys() != now.keys():
        return bool(before and now)
    return any(
        row[head] not in ("", before[key][head])
        for key, row in now.items()
        for head in figures
        if before[key].get(head)
    )


def _of_people(text: str, table: str) -> dict[str, set[tuple[str, ...]]]:
    """The figures of each person in a result table."""
    kept = [head for head in BY_NAME[table].by_head if head not in EXPLAINING]
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for row in _rows(text, ","):
        found[row[WHO]].add(tuple(row.get(head, "") for head in kept))
    return found


def _rows(text: str, delimiter: str) -> list[Row]:
    return list(csv.DictReader(text.splitlines(), delimiter=delimiter))


def _written(path: Path) -> str:
    return path.read_text(encoding=MARKED) if path.is_file() else ""
