"""What must be on the site: the criteria for prizes as data (art. 20 c. 2 D.Lgs. 33/2013), and whether all is there.

The criteria are parameters and readings in force, with their articles. What is on the site is known from the ente's own
records: an ente that records no day for anything is told that this cannot be determined (art. 10 c. 8 and art. 20).
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from merito import (
    Act,
    Basis,
    Finding,
    InForce,
    Listed,
    Phase,
    Publication,
    Reading,
    Ref,
    ResultRows,
    Step,
    TableRow,
    kit,
    rule,
    say,
)
from merito.numbers import HUNDRED, day_text, decimal_text, number_text
from merito_national.plan import adopted
from merito_national.transparency import VALIDATION, Value, row

TABLE = "art20_criteri"
PHASES = ("b", "d", "e")
NUMBERS = ("number", "share", "money", "list", "table")
OF_THE_NATION = ("I-IT-", "I-X-")
OF_PRIZES = ("criteria", "rewards", "distribution", "differentiation")
PROVISIONAL = "valore provvisorio dell'ente, da decidere con un atto"
OF_THE_REGULATION, BY_DEFAULT, OF_THE_ENTE = "regolamento dell'ente", "lettura predefinita", "scelta dell'ente"
ON_SITE = {
    "plan": say("Piano o PIAO"),
    "report": say("Relazione sulla performance"),
    "criteria": say("criteri dei premi"),
    "rewards": say("ammontare dei premi"),
    "distribution": say("distribuzione dei premi"),
    "differentiation": say("differenziazione dei premi"),
}


@rule("IT-20.2a", hook="merito_transparency")
def criteria(step: Step) -> ResultRows:
    """The figures of the regulation for evaluation and division, as the ente has set them; then the readings in force.

    An ente without funds gives no prizes in the year.
    """
    if not step.dossier.funds:
        return
    for key, declared in step.parameters.declared.items():
        if _evaluates(step, key) and step.parameters.has(key):
            found = step.parameters.in_force(key)
            if found.unverified:
                yield _not_compared(step, found)
            else:
                yield from _figures(step, declared.label, found)
    yield from _readings(step)


def _not_compared(step: Step, found: InForce[object]) -> Finding:
    """A figure that nobody has compared with its text is no public criterion: the office is told."""
    why = say(
        "la cifra {key} non si pubblica tra i criteri: nessuno l'ha confrontata col suo testo ({source}). Chi tiene il "
        "regolamento la legge lì e ne scrive il giorno (verified)",
        key=Ref("parameter", found.key),
        source=found.source,
    )
    return kit.told("info", step.rule, why, f"parameter:{found.key}", phase=Phase.REPORTING)


def _evaluates(step: Step, key: str) -> bool:
    """Whether a figure belongs to the regulation and, if it names its rule, to resources, evaluations or prizes."""
    declared = step.parameters.declared
    parameter, national = declared[key], declared["fewest_published"].layer
    known = step.rules.get(parameter.rule or "")
    of_phase = known.phase in PHASES if known else not parameter.rule
    return parameter.layer != national and parameter.kind in NUMBERS and of_phase


def _figures(step: Step, label: str, found: InForce[object]) -> Iterator[TableRow]:
    whole, unit = found.value, found.unit
    if found.kind == "share" and isinstance(whole, Fraction):
        whole, unit = whole * HUNDRED, "%"
    for item, value in _leaves(whole):
        values: dict[str, Value] = {
            "criterion": label,
            "item": item,
            "value": value,
            "unit": unit,
            "article": found.cites,
            "layer": _given_by(step, found),
            "since": found.since or "",
        }
        yield row(step, TABLE, values, basis=Basis(parameters=(found,)))


def _given_by(step: Step, found: InForce[object]) -> str:
    """Who sets a figure: the regulation, or the ente by its choice or act; file names mean nothing to a reader.

    An ente's own rules on the national base are its regulation, like a plugin.
    """
    setting = step.parameters.settings.get(found.key)
    if setting is None:
        of_plugin = step.dossier.ente.regulation == "national" or found.layer.startswith("regolamento ")
        return OF_THE_REGULATION if of_plugin else found.layer
    if setting.unfit:
        return PROVISIONAL
    return _by_act(step, setting.act) if setting.act else OF_THE_ENTE


def _leaves(value: object, item: str = "") -> Iterator[tuple[str, str]]:
    """The figures of a value with their names; a list of figures is one line."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(inner, f"{item}: {name}" if item else str(name))
    elif isinstance(value, tuple) and any(isinstance(one, Mapping | tuple) for one in value):
        for place, inner in enumerate(value, start=1):
            yield from _leaves(inner, f"{item} {place}".strip())
    else:
        yield item, _text(value)


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(map(_text, value))
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, Fraction):
        return number_text(value)
    return day_text(value) if isinstance(value, date) else str(value)


def _readings(step: Step) -> Iterator[TableRow]:
    """The readings of the regulation that its rules on evaluations and prizes name."""
    named = (one for rule in step.rules.values() if rule.phase in PHASES for one in rule.interpretations)
    for identifier in dict.fromkeys(named):
        known = step.interpretations.get(identifier)
        if known is None or identifier.startswith(OF_THE_NATION):
            continue
        reading = step.reading_told(identifier)
        values: dict[str, Value] = {
            "criterion": known.unclear,
            "item": identifier,
            "value": known.choices.get(reading.choice, reading.choice),
            "article": known.article,
            "layer": _who(step, reading),
        }
        yield row(step, TABLE, values)


def _who(step: Step, reading: Reading) -> str:
    if reading.act and reading.adopted:
        return _by_act(step, reading.act)
    return BY_DEFAULT if reading.choice == reading.default and not reading.adopted else OF_THE_ENTE


def _by_act(step: Step, identifier: str) -> str:
    """The ente, by an act: its kind, body, number and day, since its id means nothing to a reader."""
    act = step.dossier.acts.get(identifier)
    if act is None or act.kind not in step.act_kinds:
        return f"{OF_THE_ENTE}, atto {identifier}"
    number = f"n. {act.number} del " if act.number else "" if act.body else "del "
    dated = ", ".join(filter(None, (act.body, f"{number}{day_text(act.date)}")))
    return f"{OF_THE_ENTE}: {step.act_kinds[act.kind].title} ({dated})"


@rule("IT-PUB.1", hook="merito_check_plan")
def on_the_site(step: Step) -> ResultRows:
    """Everything that is due by now and has no day on the site, or was removed."""
    rows = {row.item: row for row in step.dossier.publications}
    written = rows or any(act.published for act in step.acts)
    missing = [ON_SITE[item] for item, act in _due(step) if not _is_there(step, rows.get(item), act)]
    if missing:
        why = say(
            "non risulta sul sito: {items}. Il giorno si scrive nella tabella pubblicazioni, o per Piano e Relazione "
            "nella colonna pubblicato dell'atto",
            items=Listed(missing),
        )
        if not written:
            why = say(
                "nessun giorno di pubblicazione è scritto, e sul sito è dovuto: {items}. Il giorno si scrive nella "
                "tabella pubblicazioni, o per Piano e Relazione nella colonna pubblicato dell'atto",
                items=Listed(missing),
            )
        yield kit.told("info", step.rule, why, phase=Phase.REPORTING)


def _due(step: Step) -> Iterator[tuple[str, Act | None]]:
    """What is due by now, with its act if it has a separate day; prizes only if there are funds."""
    report = next(iter(step.acts_of("performance_report")), None)
    yield from ((item, act) for item, act in (("plan", adopted(step)), ("report", report)) if act is not None)
    if step.dossier.funds:
        validated = bool(step.acts_of(VALIDATION))
        yield from ((item, None) for item in OF_PRIZES if validated or item == "criteria")


def _is_there(step: Step, row: Publication | None, act: Act | None) -> bool:
    if row is not None and row.removed is not None and row.removed <= step.as_of:
        return False
    days = (row.published if row else None, act.published if act else None)
    return any(day is not None and day <= step.as_of for day in days)
