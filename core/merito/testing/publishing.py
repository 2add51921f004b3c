"""What the folder to publish would hold of a record, for tests of published tables."""

from collections.abc import Mapping
from typing import Any

from attrs import evolve

from merito.model.record import Record
from merito.publication import published as guarded
from merito.regulations import Regulations
from merito.testing.enti import installed


def published(
    record: Record, *, fewest: int | None = None, regulations: Regulations | None = None
) -> Mapping[str, list[dict[str, Any]]]:
    """The tables to publish of a record, by name: each row by its heads, as the guard leaves it.

    `fewest` stands in for the fewest people that a row may tell of. Tables that an ente's own rules declare are left
    out.
    """
    if fewest is not None:
        record = evolve(record, publication=evolve(record.publication, fewest=fewest))
    stack = (installed() if regulations is None else regulations).stack(record.dossier.ente.regulation)
    return {name: [dict(row.columns) for row in rows] for name, rows in guarded(record, stack.inputs).items()}
