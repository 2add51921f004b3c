"""The parameters that an ente sets, within their limits; and the files where it does."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeGuard

from attrs import evolve, field, frozen

from merito.contract.declared_parameters import Parameter
from merito.contract.parameters import Setting
from merito.declarations.shapes import shape_fault
from merito.declarations.values import EXPECTED, percent, read_value
from merito.model.acts import Act
from merito.model.language import ITALIAN, reader_in
from merito.model.source import Source
from merito.numbers import HUNDRED, number_text
from merito.regulations import Stack
from merito.workspace.competent_acts import ActsAt
from merito.workspace.heads import suggestion
from merito.workspace.problems import Problem, Problems
from merito.workspace.toml_files import as_toml

DECIDED, ACTS = "decided", ("act", "agreed")
NOT_ASKED = "nessun accordo o parere: questo valore non lo chiede"


@frozen(kw_only=True)
class SettingsFile:
    """[parameters] and [readings] of one file, its layer, and its path in messages.

    A `shared` one applies to several enti: an ente that does not have the named act has not adopted. Its values are in
    `[defaults.REGULATION]`, the `section`, and its `lines` are known.
    """

    shown: str
    layer: str
    parameters: Mapping[str, object]
    readings: Mapping[str, object]
    shared: bool = False
    section: str = ""
    lines: Mapping[tuple[str, ...], int] = field(factory=dict)

    def where(self, key: str, readings: bool = False) -> str:
        """A value or reading as messages name it, with its table."""
        if self.section:
            return f"[{self.section}.readings] {key}" if readings else f"[{self.section}] {key}"
        return f"[readings] {key}" if readings else f"[parameters] {key}"

    def source(self, key: str, readings: bool = False) -> Source:
        """Its place in the file."""
        path = (*self.section.split("."), *(("readings",) if readings else ()), key)
        return Source(self.shown, self.lines.get(path, 0))


def read_settings(
    files: Iterable[SettingsFile], stack: Stack, acts: ActsAt, problems: Problems, edition: str = ""
) -> dict[str, Setting]:
    """The parameters that an ente sets, later files overriding earlier ones; a value it may not set is a problem.

    A value may name its act: `{ value = 3, act = "A12" }`. Until that act is in force the value has no effect; but one
    that the text gives to a body has effect at once, and is provisional until the acts of that body are in force.
    """
    settings: dict[str, Setting] = {}
    for file in files:
        for entry in written_settings(file, problems):
            where, source = file.where(entry.key), file.source(entry.key)
            parameter = stack.parameters.get(entry.key)
            if parameter is None:
                problems.add(_unknown_parameter(where, source, entry.key, stack))
                continue
            value = setting_value(where, source, entry.value, parameter, problems)
            if value is None:
                continue
            unsourced = parameter.sourced and not entry.source
            setting = Setting(key=entry.key, value=value, layer=file.layer, source=entry.source, unsourced=unsourced)
            if parameter.competence.of_somebody:
                decided = _decided(file, where, entry, setting, parameter, acts, problems)
                if decided is not None:
                    settings[entry.key] = _of_the_text(decided, parameter, edition, acts.year)
                continue
            if entry.agreed is not None:
                problems.tell(source, f"{where}, agreed", found=as_toml(entry.agreed), expected=NOT_ASKED)
            if entry.act is None and not (parameter.ente_may_set and parameter.ente_may_set.wants_act(value)):
                settings[entry.key] = setting
            elif _in_force(file, entry, parameter, stack, acts, problems):
                settings[entry.key] = evolve(setting, act=str(entry.act))
    return settings


@frozen
class Entry:
    """A value as a file writes it, with its act and the agreement beside it, or with its source."""

    key: str
    value: object
    act: object = None
    agreed: object = None
    source: str = ""


def written_settings(file: SettingsFile, problems: Problems) -> list[Entry]:
    """The values of a file, with their acts: `{ value = 3, act = "A12" }`, or one act for several under `decided`."""
    entries = {key: _entry(key, raw) for key, raw in file.parameters.items() if key != DECIDED}
    for raw in _decisions(file, problems):
        for key in raw["parameters"]:
            entry = entries.get(key)
            if entry is None:
                expected = "i nomi di valori stabiliti in questo file"
                problems.tell(file.source(DECIDED), file.where(DECIDED), found=str(key), expected=expected)
            elif entry.act is not None:
                message = f"{file.where(key)}: l'atto è indicato due volte, accanto al valore e in {DECIDED}"
                problems.tell(file.source(key), message)
            else:
                entries[key] = evolve(entry, act=raw["act"], agreed=raw.get("agreed"))
    return list(entries.values())


def each_with_its_acts(parameters: Mapping[str, object]) -> dict[str, object]:
    """The written values, those under `decided` each with its acts: `{ value, act, agreed }`."""
    file = SettingsFile(shown="", layer="", parameters=parameters, readings={})
    found = dict(parameters)
    for entry in written_settings(file, Problems()):
        acts = {key: one for key, one in (("act", entry.act), ("agreed", entry.agreed)) if one is not None}
        more = {**acts, **({"source": entry.source} if entry.source else {})}
        found[entry.key] = {"value": entry.value, **more} if more else entry.value
    found.pop(DECIDED, None)
    return found


def _entry(key: str, raw: object) -> Entry:
    """A bare value, or one with its acts. A table named `value` is never a row of a table: so it is the value."""
    if isinstance(raw, dict) and {"value"} < raw.keys() <= {"value", "source", *ACTS}:
        return Entry(key, raw["value"], raw.get("act"), raw.get("agreed"), str(raw.get("source", "")))
    return Entry(key, raw)


def _decisions(file: SettingsFile, problems: Problems) -> list[Mapping[str, Any]]:
    raw = file.parameters.get(DECIDED, [])
    every = raw if isinstance(raw, list) else [raw]
    sound = [one for one in every if _is_decision(one)]
    if len(sound) != len(every):
        form = '[{ act = "...", agreed = "...", parameters = ["...", "..."] }]; agreed solo dove serve'
        problems.tell(file.source(DECIDED), file.where(DECIDED), found=as_toml(raw), expected=form)
    return sound


def _is_decision(one: object) -> TypeGuard[Mapping[str, Any]]:
    """`{ act, parameters }`, with `agreed` if need be."""
    if not isinstance(one, dict) or not {"act", "parameters"} <= one.keys() <= {"parameters", *ACTS}:
        return False
    texts = [one[key] for key in ACTS if key in one]
    keys = one["parameters"]
    return isinstance(keys, list) and all(isinstance(text, str) for text in (*texts, *keys))


def _decided(
    file: SettingsFile,
    where: str,
    entry: Entry,
    setting: Setting,
    parameter: Parameter,
    acts: ActsAt,
    problems: Problems,
) -> Setting | None:
    """The value with its acts, and why the body has not decided it; None, and a problem, if an act does not exist."""
    competence = parameter.competence
    if entry.agreed is not None and not (competence.bodies and competence.agreed_by):
        problems.tell(
            file.source(entry.key),
            f"{where}, agreed",
            found=as_toml(entry.agreed),
            expected=NOT_ASKED,
            article=competence.cites,
        )
        return None
    found: dict[str, Act | str | None] = {}
    for key, identifier in (("act", entry.act), ("agreed", entry.agreed)):
        known = acts.acts.get(identifier) if isinstance(identifier, str) else None
        unread = isinstance(identifier, str) and (file.shared or acts.unread(identifier))
        if identifier is not None and (known is None or known.subject is not None) and not (known is None and unread):
            expected = "l'id di un atto dell'ente, presente nella tabella degli atti"
            problems.tell(
                file.source(entry.key),
                f"{where}, {key}",
                found=str(identifier),
                expected=expected,
                remedy='Scrivere { value = ..., act = "..." }, con agreed = "..." dove serve.',
                article=competence.cites,
            )
            return None
        found[key] = known if known is not None else identifier if isinstance(identifier, str) else None
    unfit = acts.undecided(found["act"], found["agreed"], competence)
    act, agreed = (None if one is None else str(one) for one in (entry.act, entry.agreed))
    return evolve(setting, act=act, agreed=agreed, unfit=unfit)


def _of_the_text(setting: Setting, parameter: Parameter, edition: str, year: int) -> Setting:
    """A value that the text itself gives waits for nobody, though the ente writes it too."""
    own = parameter.in_force(edition, date(year, 1, 1))
    return evolve(setting, unfit="") if own is not None and own.value == setting.value else setting


def _in_force(
    file: SettingsFile,
    entry: Entry,
    parameter: Parameter,
    stack: Stack,
    acts: ActsAt,
    problems: Problems,
) -> bool:
    """Whether the act of a value belongs to the ente and is in force; if it does not exist, it is a problem."""
    act = entry.act
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
        file.source(entry.key),
        f"{file.where(entry.key)}, act",
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
            expected=reader_in(ITALIAN)(EXPECTED[parameter.kind]),
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
            expected=reader_in(ITALIAN)(fault.expected),
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
