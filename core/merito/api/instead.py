"""What the rules say of a content before it is written: the findings that rest on its rows, and are new."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from merito.api.record import Year, computed_of
from merito.api.workspace import PATIENCE, Workspace
from merito.execution.worker import Computed
from merito.model.faults import MeritoError
from merito.regulations.patience import TooLongError
from merito.wording.beside import Said, findings_on
from merito.workspace.config import WORKSPACE_FILE
from merito.workspace.dossiers import Opened
from merito.workspace.exchange.checked import copied
from merito.workspace.exchange.composed import NewContent
from merito.workspace.exchange.site import Site
from merito.workspace.people_names import full_names

T = TypeVar("T")
View = Callable[[Computed], T]


@contextmanager
def with_content(site: Site, content: NewContent) -> Iterator[Path]:
    """A private copy of the year with a content in place, which `Workspace` opens, as long as the block lasts."""
    with copied(site, (content,)) as copy:
        root = copy.workspace.root
        yield root if (root / WORKSPACE_FILE).is_file() else copy.config.folder


def seen_at(year: Year, view: View[T]) -> T:
    """What a view sees in the computed year; an ente's own rules run in a process of their own."""
    return year.look(partial(_seen, view))


def _seen(view: View[T], opened: Opened) -> T:
    return view(computed_of(opened))


def rules_on(content: NewContent) -> "partial[tuple[Said, ...]]":
    """The view of what the rules find in the rows of the file that a content replaces, or makes."""
    return partial(_rules_on, content.shown, content.sheet)


def _rules_on(shown: str, sheet: str, computed: Computed) -> tuple[Said, ...]:
    names = full_names(computed.opened.config, computed.record.dossier.year)
    return findings_on(computed.record, computed.opened.course.stack, names, shown, sheet)


def newly_said(before: Iterable[Said], after: Iterable[Said]) -> Sequence[Said]:
    """What was not said before."""
    known = {one.text for one in before}
    return [one for one in after if one.text not in known]


def rules_say(site: Site, content: NewContent, as_of: date | None, patience: float = PATIENCE) -> Sequence[Said] | None:
    """What the rules newly find in the rows of a content; None if the year cannot be computed with it, or without."""
    view, ente = rules_on(content), site.config.id
    try:
        with with_content(site, content) as path:
            after = seen_at(Workspace(path, patience=patience).at(ente, site.year, as_of), view)
        before = seen_at(Workspace(site.workspace.root, patience=patience).at(ente, site.year, as_of), view)
    except (MeritoError, TooLongError):
        return None
    return newly_said(before, after)
