"""The parameters that an ente sets, within their limits; and the files where it does."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from attrs import evolve, frozen

from merito.contract.declared_parameters import Parameter
from merito.contract.parameters import Setting
from merito.declarations.shapes import shape_fault
from merito.declarations.values import EXPECTED, percent, read_value
from merito.model.source import Source
from merito.numbers import HUNDRED, number_text
from merito.regulations import Stack
from merito.workspace.competent_acts import ActsAt
from merito.workspace.heads import suggestion
from merito.workspace.problems import Problem, Problems
from merito.workspace.toml_files import as_toml


@frozen(kw_only=True)
class SettingsFile:
    """[parameters] and [readings] of one file, its layer, and its path in messages.

    A `shared` one applies to several enti: an ente that does not have the named act has not adopted.
    """

    shown: str
    layer: str
    parameters: Mapping[str, object]
    readings: Mapping[str, object]
    shared: bool = False


def read_settings(files: Iterable[SettingsFile], stack: Stack, acts: ActsAt, problems: Problems) -> dict[str, Setting]:
    """The parameters that an ente sets, later files overriding earlier ones; a value it may not set is a problem.

    A value may name its act: `{ value = 3, act = "A12" }`. Until that act is in force the value has no effect.
    """
    settings: dict[str, Setting] = {}
    for file in files:
        for key, raw in file.parameters.items():
            where, source = f"[parameters] {key}", Source(file.shown, 0)
            parameter = stack.parameters.get(key)
            if parameter is None:
                problems.add(_unknown_parameter(where, source, key, stack))
                continue
            given, act = _with_act(raw, parameter)
            value = setting_value(where, source, given, parameter, problems)
            if value is None:
                continue
            setting = Setting(key=key, value=value, layer=file.layer)
            if act is None and not (parameter.ente_may_set and parameter.ente_may_set.wants_act(value)):
                settings[key] = setting
            elif _in_force(file, where, act, parameter, stack, acts, problems):
                settings[key] = evolve(setting, act=str(act))
    return settings


def _with_act(raw: object, parameter: Parameter) -> tuple[object, object]:
    """The written value, and its act if there is one."""
    if isinstance(raw, dict) and parameter.kind != "table" and set(raw) == {"value", "act"}:
        return raw["value"], raw["act"]
    return raw, None


def _in_force(
    file: SettingsFile,
    where: str,
    act: object,
    parameter: Parameter,
    stack: Stack,
    acts: ActsAt,
    problems: Problems,
) -> bool:
    """Whether the act of a value belongs to the ente and is in force; if it does not exist, it is a problem."""
    known = acts.acts.get(act) if isinstance(act, str) else None
    limits = parameter.ente_may_set
    kind = stack.inputs.acts.get(limits.by_act) if limits else None
    if known is not None and known.subject is None and (kind is None or known.kind == kind.kind):
        return acts.seen(known)
    if known is None and isinstance(act, str) and (file.shared or acts.unread(act)):
        return False
    below = "" if limits is None or limits.act_below is None else f": sotto {number_text(limits.act_below)} ci vuole"
    of_kind = f" («{kind.label}»: {kind.title})" if kind else ""
    problems.tell(
        Source(file.shown, 0),
        f"{where}, act",
        found="" if act is None else str(act),
        expected=f"l'id di un atto dell'ente, presente nella tabella degli atti{of_kind}{below}",
        remedy='Scrivere { value = ..., act = "..." }.',
        article=parameter.cites,
    )
    return False


def _unknown_parameter(where: str, source: Source, key: str, stack: Stack) -> Problem:
    settable = [name for name, known in stack.parameters.items() if known.ente_may_set is not None]
    remedy = suggestion(key, settable) or f"L'ente può stabilire: {', '.join(settable) or 'nessun parametro'}."
    return Problem(source=source, message=f"{where}: parametro sconosciuto", remedy=remedy)


def setting_value(where: str, source: Source, raw: object, parameter: Parameter, problems: Problems) -> object:
    """The value that an ente gives to a parameter; None, and a problem, if it may not set it."""
    if parameter.ente_may_set is None:
        problems.tell(
            source,
            f"{where}: «{parameter.label}» è fissato dal regolamento, l'ente non può stabilirlo",
            article=parameter.cites,
        )
        return None
    try:
        value = read_value(parameter.kind, raw)
    except ValueError:
        problems.tell(
            source,
            where,
            found=as_toml(raw),
            expected=_EXPECTED_IT[parameter.kind],
            article=parameter.cites,
            remedy=_remedy(parameter.kind, raw),
        )
        return None
    if not parameter.ente_may_set.allows(value):
        problems.tell(source, where, found=as_toml(raw), expected=str(parameter.ente_may_set), article=parameter.cites)
        return None
    if fault := shape_fault(parameter, value):
        problems.tell(
            source,
            where,
            found=fault.found,
            expected=fault.expected,
            article=parameter.cites,
            remedy=f"È «{parameter.label}».",
        )
        return None
    return value


def _remedy(kind: str, raw: object) -> str:
    """What to write instead of a percent where a number stands, or of a number where a share stands."""
    points = percent(raw)
    if kind == "number" and points is not None:
        return f"Scrivere {_decimal(points)} se sono punti percentuali, {_decimal(points / HUNDRED)} se è una quota."
    if kind == "share" and isinstance(raw, int | Decimal) and 1 < raw <= HUNDRED:
        return f'Scrivere {_decimal(Fraction(raw) / HUNDRED)}, oppure "{_decimal(Fraction(raw))}%".'
    return ""


def _decimal(value: Fraction) -> str:
    """A number as TOML writes it."""
    return number_text(value).replace(",", ".")


_EXPECTED_IT = {
    **EXPECTED,
    "number": 'un numero, o una frazione scritta "2/3"',
    "share": 'una quota tra 0 e 1 (0.15 è il 15%), una percentuale scritta "15%", o una frazione scritta "2/3"',
    "money": "un importo in euro con al massimo due decimali (novemila si scrive 9000, non 9.000)",
    "day": 'un giorno dell\'anno scritto "MM-GG", o "MM-last"',
    "date": "una data AAAA-MM-GG",
    "choice": "un testo",
    "list": "un elenco",
    "table": "una tabella",
}
