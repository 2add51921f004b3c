"""The values of `--set KEY=VALUE`: a parameter that an ente may set, a reading, a sum or figure of `cycle.toml`.

A value is written as in an ente's files, with the same limits; quotes around a text are optional.
"""

from collections.abc import Iterable

from attrs import evolve, frozen

from merito.contract.declared_parameters import Parameter
from merito.contract.inputs import Named
from merito.contract.parameters import MissingParameterError, Setting
from merito.contract.rulebook import Interpretation
from merito.cycle.course import Course
from merito.model.basis import Reading
from merito.model.dossier import Given
from merito.model.rows import Rows
from merito.model.simulation import LAYER, Simulation, Supposed
from merito.model.source import Source
from merito.regulations import Stack
from merito.workspace.adopted_readings import offered
from merito.workspace.characters import character, unprintable
from merito.workspace.files import FileError
from merito.workspace.given_sums import named, read_given
from merito.workspace.problems import BadDataError, Problems
from merito.workspace.settings import setting_value
from merito.workspace.toml_files import sound_toml

OPTION = "--set"
SOURCE = Source(OPTION, 0)
FUNDS, FIGURES = "funds", "figures"
SECTIONS = (FUNDS, FIGURES)
TEXTS = ("choice", "day", "text")


@frozen
class Asked:
    """One `--set`: its key, and its value as written."""

    key: str
    text: str

    def __str__(self) -> str:
        return f"{self.key}={self.text}"

    def raw(self, kind: str) -> object:
        """The value as TOML; unchanged if it is not TOML, or is to be a text."""
        try:
            value = sound_toml(f"value = {self.text}")["value"]
        except FileError:
            return self.text
        return self.text if kind in TEXTS and not isinstance(value, str) else value


def asked_in(words: Iterable[str], problems: Problems) -> tuple[Asked, ...]:
    """The suppositions on a command line."""
    found: dict[str, Asked] = {}
    for word in words:
        key, _, text = (" ".join(part.split("\n")).strip() for part in word.partition("="))
        if not key or not text:
            expected = "chiave=valore, come quota=0.5, I-BL-04=savings o funds.premi=50000"
            problems.tell(SOURCE, found=word, expected=expected)
        elif fault := unprintable(word):
            problems.tell(SOURCE, f"{key}: c'è {character(fault)}")
        elif key in found:
            problems.tell(SOURCE, f"{key}: la chiave è data più volte")
        else:
            found[key] = Asked(key, text)
    return tuple(found.values())


def known_keys(stack: Stack) -> tuple[str, ...]:
    """All keys that can be supposed for an ente under these layers; sums and figures by name and by label."""
    settable = [key for key, parameter in stack.parameters.items() if parameter.ente_may_set is not None]
    given = [
        f"{section}.{known}"
        for section in SECTIONS
        for one in getattr(stack.inputs, section).values()
        for known in (one.name, one.label)
    ]
    return (*settable, *stack.rulebook.interpretations, *given)


def touches(one: Asked, stack: Stack) -> bool:
    """Whether these layers know the key, even if an ente may not set it."""
    section, _, name = one.key.partition(".")
    if section in SECTIONS and name:
        return named(name, getattr(stack.inputs, section)) is not None
    return one.key in stack.parameters or one.key in stack.rulebook.interpretations


@frozen
class Read:
    """The suppositions that affect one stack of layers, parsed and within limits."""

    settings: tuple[tuple[Asked, Setting], ...] = ()
    readings: tuple[tuple[Asked, str], ...] = ()
    given: tuple[tuple[Asked, str, Given], ...] = ()


def read_asked(asked: Iterable[Asked], stack: Stack, problems: Problems) -> Read:
    """The supposed values that the layers know; one that an ente could not set itself is a problem."""
    source = Source(f"{OPTION}, regolamento {stack.regulation.name}", 0)
    settings: list[tuple[Asked, Setting]] = []
    readings: list[tuple[Asked, str]] = []
    given: list[tuple[Asked, str, Given]] = []
    for one in asked:
        if not touches(one, stack):
            continue
        parameter: Parameter | None = stack.parameters.get(one.key)
        interpretation: Interpretation | None = stack.rulebook.interpretations.get(one.key)
        if parameter is not None:
            value = setting_value(one.key, source, one.raw(parameter.kind), parameter, problems)
            if value is not None:
                settings.append((one, Setting(key=one.key, value=value, layer=LAYER)))
        elif interpretation is not None:
            choice = str(one.raw("text"))
            if offered(one.key, source, choice, interpretation, problems):
                readings.append((one, choice))
        else:
            given += _given(one, stack, source, [known.id for _, _, known in given], problems)
    return Read(tuple(settings), tuple(readings), tuple(given))


def _given(
    one: Asked, stack: Stack, source: Source, known: list[str], problems: Problems
) -> list[tuple[Asked, str, Given]]:
    section, _, name = one.key.partition(".")
    declared = getattr(stack.inputs, section)
    kind = getattr(named(name, declared), "kind", "")
    found = read_given(source.file, section, {name: one.raw(kind)}, declared, problems)
    if found and found[0].id in known:
        message = f"{one.key}: la voce è già data, col nome o con l'etichetta"
        problems.tell(source, message)
    return [(one, section, evolve(row, source=Source(f"{LAYER} ({OPTION} {one})", 0))) for row in found]


def supposing(course: Course, asked: tuple[Asked, ...]) -> Course:
    """The same course with the supposed values in place of the ente's own.

    Raises BadDataError with all values that the ente could not set itself.
    """
    problems = Problems()
    read = read_asked(asked, course.stack, problems)
    if problems:
        raise BadDataError(tuple(problems.found))
    settings, readings, dossier = dict(course.parameters.settings), course.readings, course.dossier
    supposed: dict[str, Supposed] = {}
    for one, setting in read.settings:
        settings[setting.key] = setting
        supposed[one.key] = _parameter(one, setting, course)
    for one, choice in read.readings:
        readings = readings.supposing(one.key, choice)
        supposed[one.key] = _reading(one, choice, course.readings[one.key])
    for one, section, row in read.given:
        rows: Rows[Given] = dossier.funds if section == FUNDS else dossier.figures
        old = rows.get(row.id)
        rows = Rows([row if known is old else known for known in rows] + ([] if old else [row]))
        dossier = evolve(dossier, funds=rows) if section == FUNDS else evolve(dossier, figures=rows)
        declared = getattr(course.stack.inputs, section)[row.id]
        supposed[one.key] = _sum(one, declared, row, old)
    simulation = Simulation(
        asked=tuple(map(str, asked)), supposed=tuple(supposed[one.key] for one in asked if one.key in supposed)
    )
    parameters = evolve(course.parameters, settings=settings)
    return evolve(course, dossier=dossier, parameters=parameters, readings=readings, simulation=simulation)


def _parameter(one: Asked, setting: Setting, course: Course) -> Supposed:
    parameter = course.stack.parameters[setting.key]
    known = Supposed(
        key=one.key,
        text=one.text,
        label=parameter.label,
        value=setting.value,
        unit=parameter.unit,
        words=parameter.words,
    )
    try:
        now = course.parameters.in_force(setting.key)
    except MissingParameterError:
        return known
    return evolve(known, before=now.value, layer=now.layer)


def _reading(one: Asked, choice: str, standing: Reading) -> Supposed:
    how = "adottata" if standing.adopted else "da adottare" if standing.open else "predefinita"
    return Supposed(key=one.key, text=one.text, label="", value=choice, before=standing.choice, layer=how)


def _sum(one: Asked, declared: Named, row: Given, old: Given | None) -> Supposed:
    unit = "€" if declared.kind == "money" else ""
    known = Supposed(key=one.key, text=one.text, label=declared.title, value=row.value, unit=unit)
    return evolve(known, before=old.value, layer=str(old.source)) if old else known
