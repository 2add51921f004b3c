"""Sheets and rows of a workbook that nobody sees and that count all the same."""

from collections.abc import Iterator

from merito import Phase, Step, rule
from merito.national.plausible.asked import Question


@rule("IT-PL.10", "I-IT-29")
def out_of_sight(step: Step) -> Iterator[Question]:
    """Every hidden sheet, and the rows that a filter or somebody hides."""
    for remark in step.dossier.remarks:
        yield Question(
            rule="IT-PL.10",
            subject=f"table:{remark.source.sheet}",
            message=remark.text,
            found=("nascosto" if not remark.source.row else f"riga {remark.source.row}",),
            phase=Phase.OBJECTIVES,
        )
