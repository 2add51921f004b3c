"""What an ente sets: parameters inside their limits, readings that it adopts, funds and single figures."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from attrs import evolve, frozen

from merito.declarations.inputs import Named
from merito.declarations.values import EXPECTED, read_value
from merito.model.acts import Act
from merito.model.basis import Reading
from merito.model.dossier import Given
from merito.model.source import Source
from merito.parameters import Parameter, Setting
from merito.regulations import Stack
from merito.rulebook import Interpretation, Readings
from merito.workspace.heads import suggestion
from merito.workspace.problems import Problem, Problems


@frozen(kw_only=True)
class SettingsFile:
    """[parameters] and [readings] of one file, the layer it stands for, and where it is told to lie.

    A `shared` one speaks for several enti: where it names an act that an ente does not have, that ente has not adopted.
    """

    shown: str
    layer: str
    parameters: Mapping[str, object]
    readings: Mapping[str, object]
    shared: bool = False


def read_settings(files: Iterable[SettingsFile], stack: Stack, problems: Problems) -> dict[str, Setting]:
    """The parameters that an ente sets, later files over earlier ones; what it may not set is a problem."""
    settings: dict[str, Setting] = {}
    for file in files:
        for key, raw in file.parameters.items():
            where, source = f"[parameters] {key}", Source(file.shown, 0)
            parameter = stack.parameters.get(key)
            if parameter is None:
                problems.add(_unknown_parameter(where, source, key, stack))
                continue
            value = setting_value(where, source, raw, parameter, problems)
            if value is not None:
                settings[key] = Setting(key=key, value=value, layer=file.layer)
    return settings


def _unknown_parameter(where: str, source: Source, key: str, stack: Stack) -> Problem:
    settable = [name for name, known in stack.parameters.items() if known.ente_may_set is not None]
    remedy = suggestion(key, settable) or f"L'ente può stabilire: {', '.join(settable) or 'nessun parametro'}."
    return Problem(source=source, message=f"{where}: parametro sconosciuto", remedy=remedy)


def setting_value(where: str, source: Source, raw: object, parameter: Parameter, problems: Problems) -> object:
    """The value that an ente gives to a parameter; None, and a problem, for what it may not set."""
    if parameter.ente_may_set is None:
        problems.add(
            Problem(
                source=source,
                message=f"{where}: «{parameter.label}» è fissato dal regolamento, l'ente non può stabilirlo",
                article=parameter.cites,
            )
        )
        return None
    try:
        value = read_value(parameter.kind, raw)
    except ValueError:
        problems.add(
            Problem(
                source=source,
                message=where,
                found=str(raw),
                expected=_EXPECTED_IT[parameter.kind],
                article=parameter.cites,
            )
        )
        return None
    if not parameter.ente_may_set.allows(value):
        problems.add(
            Problem(
                source=source,
                message=where,
                found=str(raw),
                expected=str(parameter.ente_may_set),
                article=parameter.cites,
            )
        )
        return None
    return value


_EXPECTED_IT = {
    **EXPECTED,
    "number": 'un numero, o una frazione scritta "2/3"',
    "share": 'una quota tra 0 e 1 (0.15 è il 15%), o una frazione scritta "2/3"',
    "money": "un importo in euro con al massimo due decimali (novemila si scrive 9000, non 9.000)",
    "day": 'un giorno dell\'anno scritto "MM-GG", o "MM-last"',
    "date": "una data AAAA-MM-GG",
    "choice": "un testo",
    "list": "un elenco",
    "table": "una tabella",
}


def read_readings(
    files: Iterable[SettingsFile], stack: Stack, acts: Iterable[Act], year: int, as_of: date, problems: Problems
) -> Readings:
    """The choice in force on every interpretation; one that must be adopted needs an act, seen at `as_of`.

    Where the act named is not in force, the choice of an earlier file stands, or else the default.
    """
    by_id = {act.id: act for act in acts}
    known = stack.rulebook.interpretations
    readings = {identifier: _standing(known[identifier]) for identifier in known}
    for file in files:
        for identifier, raw in file.readings.items():
            reading = _chosen(file, identifier, raw, stack, by_id, year, as_of, problems)
            if reading is not None and (reading.adopted or not readings[identifier].adopted):
                readings[identifier] = reading
    return Readings(readings)


def _standing(interpretation: Interpretation) -> Reading:
    default = interpretation.default
    return Reading(interpretation.id, default, default, interpretation.must_adopt, adopted=False)


def _chosen(
    file: SettingsFile,
    identifier: str,
    raw: object,
    stack: Stack,
    acts: Mapping[str, Act],
    year: int,
    as_of: date,
    problems: Problems,
) -> Reading | None:
    where, source = f"[readings] {identifier}", Source(file.shown, 0)
    known = stack.rulebook.interpretations
    interpretation = known.get(identifier)
    if interpretation is None:
        near = suggestion(identifier, known) or f"Letture di questo regolamento: {', '.join(known)}."
        problems.add(Problem(source=source, message=f"{where}: lettura sconosciuta", remedy=near))
        return None
    if not isinstance(raw, dict) or set(raw) - {"choice", "act"} or "choice" not in raw:
        problems.add(
            Problem(
                source=source,
                message=where,
                found=str(raw),
                expected='{ choice = "...", act = "..." }',
                article=interpretation.article,
            )
        )
        return None
    choice, act_id = raw["choice"], raw.get("act")
    if not offered(f"{where}, choice", source, choice, interpretation, problems):
        return None
    if act_id is None and not interpretation.must_adopt:
        return Reading(identifier, choice, interpretation.default, interpretation.must_adopt, adopted=True)
    act = acts.get(act_id) if isinstance(act_id, str) else None
    if act is None and file.shared and isinstance(act_id, str):
        return evolve(_standing(interpretation), act=act_id)
    if act is None:
        problems.add(
            Problem(
                source=source,
                message=f"{where}, act",
                found="" if act_id is None else str(act_id),
                expected="l'id dell'atto con cui l'ente adotta la lettura, presente nella tabella degli atti",
                article=interpretation.article,
            )
        )
        return None
    if act.subject is not None:
        problems.add(
            Problem(
                source=source,
                message=f"{where}, act",
                found=act.id,
                expected="un atto dell'ente, non su una persona o una posizione",
                article=interpretation.article,
            )
        )
        return None
    if not act.seen(year, as_of):
        return evolve(_standing(interpretation), act=act.id)
    return Reading(identifier, choice, interpretation.default, interpretation.must_adopt, adopted=True, act=act.id)


def offered(where: str, source: Source, choice: object, interpretation: Interpretation, problems: Problems) -> bool:
    """Whether an interpretation offers a choice; it is a problem where it does not."""
    if isinstance(choice, str) and choice in interpretation.choices:
        return True
    problems.add(
        Problem(
            source=source,
            message=where,
            found=str(choice),
            expected="uno tra " + ", ".join(interpretation.choices),
            article=interpretation.article,
        )
    )
    return False


def named(name: str, known: Mapping[str, Named]) -> Named | None:
    """What a layer declares under a name or its Italian label."""
    return known.get(name) or next((one for one in known.values() if one.label == name), None)


def read_given(
    shown: str, section: str, raw: Mapping[str, object], known: Mapping[str, Named], problems: Problems
) -> list[Given]:
    """Funds or single figures that `cycle.toml` gives; what no layer declares is a problem."""
    given: list[Given] = []
    source = Source(shown, 0)
    for name, value in raw.items():
        where = f"[{section}] {name}"
        declared = named(name, known)
        if declared is None:
            words = (*(one.label for one in known.values()), *known)
            every = ", ".join(f"{one.label} ({one.name})" for one in known.values())
            told = f"Ammessi per questo regolamento: {every or 'nessuno'}."
            remedy = f"{suggestion(name, words)} {told}".lstrip()
            problems.add(Problem(source=source, message=f"{where}: voce sconosciuta", remedy=remedy))
            continue
        if any(one.id == declared.name for one in given):
            problems.add(Problem(source=source, message=f"{where}: la voce è già data, col nome o con l'etichetta"))
            continue
        read = _given_value(declared.kind, value)
        if read is None:
            problems.add(
                Problem(
                    source=source,
                    message=where,
                    found=str(value),
                    expected=_GIVEN_EXPECTED[declared.kind],
                    article=declared.cites,
                )
            )
            continue
        given.append(Given(id=declared.name, value=read, source=source))
    return given


_GIVEN_EXPECTED = {
    "money": "un importo in euro, non negativo, con al massimo due decimali (novemila si scrive 9000, non 9.000)",
    "number": "un numero",
    "percent": "punti percentuali",
    "date": "una data AAAA-MM-GG",
    "text": "un testo",
    "yes_no": "true o false",
}


def _given_value(kind: str, raw: object) -> object:
    if kind == "text":
        return raw if isinstance(raw, str) else None
    if kind == "yes_no":
        return raw if isinstance(raw, bool) else None
    try:
        value = read_value("number" if kind == "percent" else kind, raw)
    except ValueError:
        return None
    return None if kind == "money" and isinstance(value, Decimal) and value < 0 else value
