"""A managerial post is written in one way: by another word it would be paid as a posizione organizzativa."""

from collections.abc import Iterable

from merito.kit.written import MANAGERIAL
from merito.workspace.cells import CellError
from merito.workspace.columns import Read
from merito.workspace.heads import folded
from merito.workspace.problems import Problems

TYPE = "type"
OTHER_WORDS = frozenset(
    f"{before}{word}"
    for before in ("", "posizione ", "incarico ", "funzione ", "posto ", "qualifica ")
    for word in ("dirigente", "dirigenti", "dirigenza", "dirigenziale", "dirigenziali", "di dirigente", "managerial")
) - {MANAGERIAL}


def check_post_types(posts: Iterable[Read], problems: Problems) -> None:
    """Types of posts that mean `dirigenziale` and are not written so are problems."""
    for row in posts:
        written = str(row.values[TYPE] or "")
        if folded(written).replace("_", " ") in OTHER_WORDS:
            wanted = f"«{MANAGERIAL}» per una posizione dirigenziale; ogni altra è una posizione organizzativa"
            problems.add(row.problem(TYPE, written, CellError(wanted, f"Scrivere «{MANAGERIAL}».")))
