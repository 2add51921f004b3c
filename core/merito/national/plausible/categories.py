"""Categories of staff that neither the contract nor the regulation knows."""

from collections.abc import Iterator

from merito import Phase, Step, rule
from merito.kit import about, cell_of
from merito.national.plausible.asked import Question

CATEGORY = "category"


@rule("IT-PL.8", "I-IT-27")
def unknown_categories(step: Step) -> Iterator[Question]:
    """A category that is none of `known_categories`, with or without the digit of the economic position (D, D3)."""
    known = tuple(str(one) for one in step.parameters.list("known_categories").value)
    plain = {one.casefold() for one in known}
    for name, table in step.declared.items():
        column = table.columns.get(CATEGORY)
        rows = step.dossier.table(name) if column else ()
        seen: dict[str, bool] = {}
        for row in rows:
            written = str(cell_of(row, column) or "").strip() if column else ""
            if written not in seen:
                bare = written.casefold()
                seen[written] = not bare or bare in plain or (bare[-1:].isdigit() and bare[:-1].rstrip() in plain)
            if not seen[written]:
                yield Question(
                    rule="IT-PL.8",
                    subject=about(row, table),
                    message=f"{row.source}: la categoria «{written}» non è tra quelle conosciute ({', '.join(known)})",
                    found=(written,),
                    phase=Phase.OBJECTIVES,
                    inputs=(row,),
                )
