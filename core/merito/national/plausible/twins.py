"""Ids of one table that people can hardly distinguish: PO1 and P01, l1 and 11."""

from collections.abc import Iterator
from typing import Any

from merito import Phase, Step, rule
from merito.kit import about
from merito.national.plausible.asked import Question

AS_DIGITS = str.maketrans("OoIl|", "00111")


@rule("IT-PL.9", "I-IT-28")
def twin_ids(step: Step) -> Iterator[Question]:
    """Two ids that differ only by a letter that looks like a digit; ids that differ by capitals are refused earlier."""
    for name, table in step.declared.items():
        if table.key != ("id",):
            continue
        first: dict[str, Any] = {}
        for row in step.dossier.table(name):
            same = first.setdefault(row.id.translate(AS_DIGITS).casefold(), row)
            if same is not row:
                yield Question(
                    rule="IT-PL.9",
                    subject=about(row, table),
                    message=f"{row.source}: l'id «{row.id}» si confonde con «{same.id}» ({same.source}): "
                    "O e zero, l e uno",
                    found=(same.id,),
                    phase=Phase.OBJECTIVES,
                    inputs=(row, same),
                )
