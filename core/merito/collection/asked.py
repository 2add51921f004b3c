"""What is asked of each evaluator of an opened ente, with the words beside it: as the sheets are handed out."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from merito.collection.beside import called
from merito.collection.forms import Forms, forms
from merito.collection.model_form import read_model
from merito.collection.workbooks import Called
from merito.model.dossier import Dossier
from merito.model.faults import MeritoError
from merito.workspace.common import installed_regulations
from merito.workspace.dossiers import Opened
from merito.workspace.people_names import read_names
from merito.workspace.selection import select


def asked_of(opened: Opened, evaluators: Mapping[str, str], as_of: date, form: Path | None) -> tuple[Forms, Called]:
    """The rows for each evaluator, and the words for their ids and codes; `form` says on what people are evaluated.

    Raises BadDataError and FormError.
    """
    dossier = opened.course.dossier
    model = read_model(form, opened.config.locale) if form is not None else None
    names = read_names(opened.config, opened.written.root, dossier.year)
    before = _before(opened, as_of)
    words = called(dossier, opened.course.stack.inputs, names, before)
    return forms(dossier, evaluators, before, model), words


def _before(opened: Opened, as_of: date) -> Dossier | None:
    """The data of the previous year, if they exist and can be read."""
    ente, year = opened.config.id, opened.course.dossier.year
    if not (opened.config.folder / str(year - 1)).is_dir():
        return None
    try:
        chosen = select(opened.written.root, [ente], year - 1, min(as_of, date(year, 12, 31)))
        return chosen.opened(ente, installed_regulations()).course.dossier
    except MeritoError:
        return None
