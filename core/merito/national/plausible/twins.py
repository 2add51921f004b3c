"""Ids of one table that people can hardly distinguish: PO1 and P01, l1 and 11, Rl and RI."""

from collections.abc import Iterator
from typing import Any

from merito import Phase, Step, rule
from merito.kit import about
from merito.national.plausible.asked import Question

AS_DIGITS = str.maketrans("Ool|", "0011")
AS_STROKES = str.maketrans("OoIl|", "00\0\0\0")
"""A capital I looks like l, and l like one; I and one do not: an office has an act RI beside an act R1."""


@rule("IT-PL.9", "I-IT-28")
def twin_ids(step: Step) -> Iterator[Question]:
    """Two ids that differ only by a letter that looks like a digit; ids that differ by capitals are refused earlier."""
    for name, table in step.declared.items():
        if table.key != ("id",):
            continue
        seen: tuple[dict[str, Any], ...] = ({}, {})
        for row in step.dossier.table(name):
            looks = (row.id.translate(one).casefold() for one in (AS_DIGITS, AS_STROKES))
            alike = [first.setdefault(look, row) for first, look in zip(seen, looks, strict=True)]
            same = next((one for one in alike if one is not row), row)
            if same is not row:
                yield Question(
                    rule="IT-PL.9",
                    subject=about(row, table),
                    message=f"{row.source}: l'id «{row.id}» si confonde con «{same.id}» ({same.source}): "
                    "O e zero, l e uno, l e I",
                    found=(same.id,),
                    phase=Phase.OBJECTIVES,
                    inputs=(row, same),
                )
