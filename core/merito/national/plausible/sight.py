"""Properties of a table that its cells do not show: hidden sheets and rows, tables that no rule uses."""

from collections.abc import Iterator

from merito import Phase, Step, rule
from merito.national.plausible.asked import Question


@rule("IT-PL.10", "I-IT-29")
def out_of_sight(step: Step) -> Iterator[Question]:
    """Every hidden sheet, and the rows hidden by a filter or by hand."""
    yield from _asked(step, "IT-PL.10", unused=False)


@rule("IT-PL.13", "I-IT-30")
def not_used(step: Step) -> Iterator[Question]:
    """Every table with rows that the regulation does not use."""
    yield from _asked(step, "IT-PL.13", unused=True)


def _asked(step: Step, rule_of: str, *, unused: bool) -> Iterator[Question]:
    for remark in step.dossier.remarks:
        if remark.unused is unused:
            yield Question(
                rule=rule_of,
                subject=remark.subject,
                message=remark.text,
                found=(remark.found,),
                phase=Phase.OBJECTIVES,
            )
