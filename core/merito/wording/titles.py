"""Titles for everything that a row names, by subject."""

from collections.abc import Iterator, Mapping

from merito.contract.inputs import REFERENCES
from merito.model.amended import Amendment
from merito.model.columns import Table
from merito.model.dossier import Dossier
from merito.workspace.common import common_inputs

PREFIXES = {table: prefix for prefix, table in REFERENCES.items()}
ROW = "id"


def titles(dossier: Dossier, tables: Mapping[str, Table] | None = None) -> dict[str, str]:
    """Titles by subject: `indicator:X`, `position:X`, ... and `ente`. Persons have none.

    `tables` are those of a regulation; by default the common ones.
    """
    found = {"ente": dossier.ente.name}
    for kind, rows in (
        ("indicator", dossier.indicators),
        ("objective", dossier.objectives),
        ("area", dossier.areas),
        ("perspective", dossier.areas),
        ("dashboard", dossier.dashboards),
        ("position", dossier.positions),
        ("project", dossier.projects),
    ):
        found.update({f"{kind}:{row.id}": row.title for row in rows})
    found.update({f"unit:{unit.id}": unit.name for unit in dossier.units})
    found.update({f"activity:{row.indicator}/{row.id}": row.title for row in dossier.activities})
    known = common_inputs().tables if tables is None else tables
    for one in dossier.amendments:
        if one.table in known and not one.about:
            found[f"amendment:{one.id}"] = _amended(one, known[one.table], found)
    return found


def _amended(one: Amendment, table: Table, titles: Mapping[str, str]) -> str:
    """What an amendment changes: `atteso di Giorni di attesa, 2021`; without a title, by the table that contains it."""
    column = next((known for known in table.columns.values() if known.attribute == one.attribute), None)
    what = column.label if column else one.attribute
    return f"{what.replace('_', ' ')} di {', '.join(_row(one, table, titles)) or table.label.replace('_', ' ')}"


def _row(one: Amendment, table: Table, titles: Mapping[str, str]) -> Iterator[str]:
    """The parts of the key of a row by their titles; an id without a title is left out."""
    for name, part in zip(table.key, one.row, strict=False):
        if part in (None, ""):
            continue
        column = table.columns[name]
        kinds = (PREFIXES.get(table.name, ""),) if name == ROW else column.to
        subjects = (str(part), *(f"{kind}:{part}" for kind in kinds))
        if title := next(filter(None, (titles.get(subject, "") for subject in subjects)), ""):
            yield title
        elif column.kind not in ("id", "ref", "who"):
            yield column.values.get(str(part), str(part))
