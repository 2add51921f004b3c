"""The evaluators of an ente: whom they evaluate, how far each is; and a sheet as it is printed."""

from collections.abc import Mapping
from fractions import Fraction
from functools import partial
from pathlib import Path

from attrs import frozen

from merito.collection.asked import asked_of
from merito.collection.came_back import Returned
from merito.collection.forms import NO_FORM, NO_ONE, Forms
from merito.collection.model_form import FormError
from merito.collection.returned import read_back
from merito.collection.sealed import SealError, read_sealed
from merito.collection.state import EvaluatorPage, SheetState, evaluator_page, sheets_state
from merito.collection.workbooks import Called
from merito.execution.worker import Computed
from merito.model.faults import MeritoError
from merito.window.views.year import material_of
from merito.wording.evaluators import evaluators_of
from merito.workspace.files import FileError
from merito.workspace.system_faults import fault_told


@frozen(kw_only=True)
class Sheets:
    """Everybody who evaluates, with their sheet; who has none, by what is lacking; names; who has been told."""

    states: tuple[SheetState, ...]
    no_one: tuple[str, ...]
    no_form: tuple[str, ...]
    names: Mapping[str, str]
    told: frozenset[str]


@frozen(kw_only=True)
class OneSheet:
    """The sheet of an evaluator, as it is printed; everybody's name, and the scores so far."""

    page: EvaluatorPage
    names: Mapping[str, str]
    scores: Mapping[str, Fraction | None]


def evaluators(model: Path, stamp: str) -> "partial[Sheets]":
    """Everybody who evaluates, by name; `model` is the form in use, and `stamp` changes with it."""
    return partial(_evaluators, model, stamp)


def _evaluators(model: Path, _: str, computed: Computed) -> Sheets:
    dossier, (asked, words) = computed.opened.course.dossier, _asked(computed, model)
    try:
        sealed = tuple(read_sealed(computed.opened.config.folder / str(dossier.year)).values())
    except (SealError, FileError, OSError):  # `merito collect` tells why
        sealed = ()
    return Sheets(
        states=sheets_state(dossier, asked, sealed, words),
        no_one=tuple(person for person, why in asked.left.items() if why is NO_ONE),
        no_form=tuple(person for person, why in asked.left.items() if why is NO_FORM),
        names=material_of(computed).people,
        told=frozenset(row.person for row in dossier.evaluations if row.told),
    )


def came_back(folder: Path, stamp: str) -> "partial[tuple[Returned | str, Mapping[str, str]]]":
    """What the sheets of a folder say, or why they cannot be read; and everybody's name. `stamp` changes with them."""
    return partial(_came_back, folder, stamp)


def _came_back(folder: Path, _: str, computed: Computed) -> tuple[Returned | str, Mapping[str, str]]:
    dossier, evaluators = computed.opened.course.dossier, evaluators_of(computed.record)
    owners = {one.id: evaluators[one.id] for one in dossier.people if evaluators.get(one.id)}
    names = material_of(computed).people
    try:
        sealed = read_sealed(computed.opened.config.folder / str(dossier.year))
        return read_back(folder, dossier.ente.id, dossier.year, sealed, owners, dossier), names
    except (SealError, FileError) as error:
        return str(error), names
    except OSError as error:
        return fault_told(error, folder), names


def one_sheet(evaluator: str, model: Path, stamp: str) -> "partial[OneSheet | None]":
    """The sheet of an evaluator, as it is printed; None if nothing is asked of them."""
    return partial(_one_sheet, evaluator, model, stamp)


def _one_sheet(evaluator: str, model: Path, _: str, computed: Computed) -> OneSheet | None:
    asked, words = _asked(computed, model)
    if evaluator not in asked.asked:
        return None
    page = evaluator_page(computed.opened.course.dossier, evaluator, asked, words)
    scores = {one.person.id: computed.record.results.score(one.person.id) for one in page.people}
    return OneSheet(
        page=page,
        names=material_of(computed).people,
        scores={person: one.score for person, one in scores.items() if one is not None},
    )


def _asked(computed: Computed, model: Path) -> tuple[Forms, Called]:
    """What is asked of each evaluator, as `merito collect` asks it; without a form that it would refuse."""
    evaluators, as_of = evaluators_of(computed.record), computed.record.as_of
    try:
        return asked_of(computed.opened, evaluators, as_of, model if model.is_file() else None)
    except (FormError, MeritoError):
        return asked_of(computed.opened, evaluators, as_of, None)
