"""The evaluators of an ente: whom they evaluate, how far each is; and a sheet as it is printed."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from attrs import frozen

from merito.collection.beside import called
from merito.collection.forms import Forms, forms
from merito.collection.model_form import FormError, read_model
from merito.collection.returned import read_back
from merito.collection.sealed import FACTORS, NAMES, PEOPLE, WEIGHTS, SealError, read_sealed
from merito.collection.state import EvaluatorPage, evaluator_page, sheets_state
from merito.collection.told import value_told
from merito.collection.workbooks import Called
from merito.execution.worker import Computed
from merito.model.dossier import Dossier
from merito.model.faults import MeritoError
from merito.model.language import in_words
from merito.model.messages import Message, say
from merito.numbers import day_text, number_text
from merito.window.views.year import material_of
from merito.wording.evaluators import evaluators_of
from merito.workspace.common import installed_regulations
from merito.workspace.files import FileError
from merito.workspace.people_names import read_names
from merito.workspace.selection import select

CHANGED: Mapping[str, Message] = {
    PEOPLE: say("le persone"),
    FACTORS: say("i fattori"),
    WEIGHTS: say("i massimi, i pesi o i periodi"),
    NAMES: say("i nomi"),
}


@frozen(kw_only=True)
class EvaluatorLine:
    """Somebody who evaluates: the people, how many have all their points and have been told, the sheet if it is out.

    `changed` is what is asked otherwise than in that sheet, in words.
    """

    id: str
    name: str
    people: tuple[str, ...]
    rated: int
    told: int
    day: str = ""
    file: str = ""
    back: bool = False
    changed: tuple[str, ...] = ()


@frozen(kw_only=True)
class FactorView:
    """A factor on a printed sheet."""

    section: str
    factor: str
    criteria: str
    weight: str
    most: str
    earlier: str
    points: str


@frozen(kw_only=True)
class PersonView:
    """A person on a printed sheet; `about` are what is asked of them as a whole, each with what is there."""

    id: str
    name: str
    unit: str
    role: str
    criteria: str
    factors: tuple[FactorView, ...]
    about: tuple[tuple[str, str], ...]
    score: str


@frozen(kw_only=True)
class SheetView:
    """The sheet of an evaluator, as it is printed."""

    evaluator: str
    people: tuple[PersonView, ...]


@frozen(kw_only=True)
class ContestedView:
    """A cell in which a sheet and the office differ: its key, whose it is, both values."""

    key: str
    who: str
    what: str
    office: str
    sheet: str
    evaluator: str


def contested(folder: Path, stamp: str) -> "partial[tuple[ContestedView, ...]]":
    """Where the sheets of a folder and the office differ; `stamp` changes with the sheets."""
    return partial(_contested, folder, stamp)


def _contested(folder: Path, _: str, computed: Computed) -> tuple[ContestedView, ...]:
    dossier, record = computed.opened.course.dossier, computed.record
    evaluators = evaluators_of(record)
    owners = {one.id: evaluators[one.id] for one in dossier.people if evaluators.get(one.id)}
    try:
        sealed = read_sealed(computed.opened.config.folder / str(dossier.year))
        found = read_back(folder, dossier.ente.id, dossier.year, sealed, owners, dossier)
    except (SealError, FileError, OSError):  # `merito collect` tells why
        return ()
    names = material_of(computed).people
    return tuple(
        ContestedView(
            key=one.key,
            who=names.get(one.asked.person.id, one.asked.person.id),
            what=one.asked.what,
            office=value_told(one.asked.was),
            sheet=value_told(one.value),
            evaluator=names.get(one.evaluator, one.evaluator),
        )
        for one in found.contested
    )


def evaluators(model: Path, stamp: str) -> "partial[tuple[EvaluatorLine, ...]]":
    """Everybody who evaluates, by name; `model` is the form in use, and `stamp` changes with it."""
    return partial(_evaluators, model, stamp)


def _evaluators(model: Path, _: str, computed: Computed) -> tuple[EvaluatorLine, ...]:
    dossier, (asked, words) = computed.opened.course.dossier, _asked(computed, model)
    material = material_of(computed)
    told = {row.person for row in dossier.evaluations if row.told}
    found = []
    try:
        sealed = read_sealed(computed.opened.config.folder / str(dossier.year))
    except (SealError, FileError, OSError):
        sealed = {}
    for one in sheets_state(dossier, asked, sealed.values(), words):
        people = [each.person.id for each in one.people]
        found.append(
            EvaluatorLine(
                id=one.evaluator,
                name=material.people.get(one.evaluator, one.evaluator),
                people=tuple(words.person(person) or person for person in people),
                rated=sum(not each.blank for each in one.people),
                told=sum(person in told for person in people),
                day="" if one.day is None else day_text(one.day),
                file=one.file,
                back=one.returned,
                changed=tuple(in_words(CHANGED[what]) for what in one.changed),
            )
        )
    return tuple(found)


def one_sheet(evaluator: str, model: Path, stamp: str) -> "partial[SheetView | None]":
    """The sheet of an evaluator, as it is printed; None if nothing is asked of them."""
    return partial(_one_sheet, evaluator, model, stamp)


def _one_sheet(evaluator: str, model: Path, _: str, computed: Computed) -> SheetView | None:
    asked, words = _asked(computed, model)
    if evaluator not in asked.asked:
        return None
    page = evaluator_page(computed.opened.course.dossier, evaluator, asked, words)
    names = material_of(computed).people
    return SheetView(evaluator=names.get(evaluator, evaluator), people=tuple(_people(page, computed)))


def _people(page: EvaluatorPage, computed: Computed) -> list[PersonView]:
    found = []
    for one in page.people:
        score = computed.record.results.score(one.person.id)
        factors = tuple(
            FactorView(
                section=line.asked.item.section,
                factor=line.title,
                criteria=line.criteria,
                weight="" if line.asked.item.weight is None else number_text(line.asked.item.weight),
                most="" if line.asked.item.maximum is None else number_text(line.asked.item.maximum),
                earlier="" if line.earlier is None else str(line.earlier).replace(".", ","),
                points="" if line.asked.points is None else number_text(line.asked.points),
            )
            for line in one.factors
        )
        found.append(
            PersonView(
                id=one.person.id,
                name=one.name,
                unit=one.unit,
                role=one.role,
                criteria=one.criteria,
                factors=factors,
                about=tuple((each.what, value_told(each.was).strip("«»")) for each in one.about),
                score="" if score is None or score.score is None else number_text(score.score),
            )
        )
    return found


def _asked(computed: Computed, model: Path) -> tuple[Forms, Called]:
    """What is asked of each evaluator, as `merito collect` asks it, and the words for its codes."""
    opened = computed.opened
    dossier = opened.course.dossier
    before = _before(computed)
    try:
        names = read_names(opened.config, opened.written.root, dossier.year)
    except MeritoError:
        names = {}
    words = called(dossier, opened.course.stack.inputs, names, before)
    try:
        form = read_model(model, opened.config.locale) if model.is_file() else None
    except (FormError, MeritoError):
        form = None
    return forms(dossier, evaluators_of(computed.record), before, form), words


def _before(computed: Computed) -> Dossier | None:
    """The data of the previous year, if they exist and can be read."""
    config, year = computed.opened.config, computed.record.dossier.year - 1
    if not (config.folder / str(year)).is_dir():
        return None
    try:
        chosen = select(computed.opened.written.root, [config.id], year, None)
        return chosen.opened(config.id, installed_regulations()).course.dossier
    except MeritoError:
        return None
