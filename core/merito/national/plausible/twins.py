"""Ids of one table that a person hardly tells apart: PO1 and P01, l1 and 11, a1 and A1."""

from collections.abc import Iterator
from typing import Any

from merito import Phase, Step, about, rule
from merito.national.plausible.asked import Question

AS_DIGITS = str.maketrans("OoIl|", "00111")


@rule("IT-PL.9", "I-IT-28")
def twin_ids(step: Step) -> Iterator[Question]:
    """Two ids that differ only by a letter that looks like a digit, or by capitals."""
    for name, table in step.declared.items():
        if table.key != ("id",):
            continue
        first: dict[str, Any] = {}
        for row in step.dossier.table(name):
            seen = [first.setdefault(mark + alike, row) for mark, alike in _alike(row.id)]
            same = next((one for one in seen if one is not row), None)
            if same is not None:
                yield Question(
                    rule="IT-PL.9",
                    subject=about(row, table),
                    message=f"{row.source}: l'id «{row.id}» si confonde con «{same.id}» ({same.source}): "
                    "O e zero, l e uno, maiuscole e minuscole",
                    found=(same.id,),
                    phase=Phase.OBJECTIVES,
                    inputs=(row, same),
                )


def _alike(identifier: str) -> tuple[tuple[str, str], ...]:
    """What two ids that are read as one have in common: letters for digits, or capitals."""
    return ("digits ", identifier.translate(AS_DIGITS)), ("case ", identifier.casefold())
