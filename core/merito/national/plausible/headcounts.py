"""Numbers of people above the actual number: 200 assigned to an objective of an ente of 6."""

from collections.abc import Iterator
from decimal import Decimal

from merito import Phase, Step, rule
from merito.kit import about, cell_of
from merito.national.plausible.asked import Question, written_as
from merito.numbers import fraction, number_text


@rule("IT-PL.7", "I-IT-26")
def more_than_there_are(step: Step) -> Iterator[Question]:
    """A number that counts rows of a table (`counts`), and exceeds them. Without that table nothing is known."""
    for name, table in step.declared.items():
        for column in table.columns.values():
            there = len(step.dossier.table(column.counts)) if column.counts else 0
            if not there:
                continue
            for row in step.dossier.table(name):
                value = cell_of(row, column)
                if isinstance(value, Decimal) and value > there:
                    written = number_text(fraction(value))
                    counted = step.declared[column.counts].label
                    yield Question(
                        rule="IT-PL.7",
                        subject=about(row, table),
                        message=f"{row.source}, colonna «{column.label}»: {written}, più delle {there} righe della "
                        f"tabella «{counted}»",
                        found=written_as((column.label, column.name), (written, f"{value:f}")),
                        phase=Phase.RESOURCES,
                        inputs=(row,),
                    )
