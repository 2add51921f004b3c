"""What is missing now, by name and day, in the order in which somebody has to see to it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from attrs import frozen

from merito.model.acts import DeadlineState, Phase
from merito.model.basis import Reading
from merito.model.messages import Listed, Message, Money, Ref, say
from merito.model.money import CENT_ZERO
from merito.numbers import euro_text
from merito.page.findings import PARAMETER
from merito.page.material import Material
from merito.page.shown import sentence
from merito.page.to_do import acts_awaited, awaited
from merito.publication.reserved import PERSON, POSITION
from merito.regulations.competence import deciding
from merito.wording.missing import not_evaluated, not_returned

SOON, NAMED = 90, 8
"""A term is told so many days before it."""
EVERY_TOOL = "senza, non si paga alcun premio"
SHEETS, ACT, READING, VALUES, FINDINGS, TABLE = "sheets", "act", "reading", "values", "findings", "table"
FIRST = (
    ("units", "Mancano le strutture", "aree, servizi e uffici, con chi li dirige"),
    ("people", "Manca chi è in servizio", "senza, nessuno è valutato né pagato"),
    ("objectives", "Mancano gli obiettivi del Piano, con i loro indicatori", "senza, non c'è niente da misurare"),
)
"""What a year begins with: each is told until it is there."""


@frozen(kw_only=True)
class ToDo:
    """Something that is missing now: what and whose, why it matters, by when; `page` and `of` lead to what does it.

    What has to be there before anything else is `first`."""

    what: str
    names: str = ""
    why: str = ""
    due: date | None = None
    late: bool = False
    page: str = ""
    of: str = ""
    first: bool = False


def to_do(material: Material) -> tuple[ToDo, ...]:
    """What a record lacks: first the tables of a year that is empty, then what is late, then by day."""
    return tuple(_in_order(_to_do(material)))


def _in_order(found: Iterable[ToDo]) -> list[ToDo]:
    """What is late first, then by day; what has no day last, in the order of the cycle."""
    return sorted(found, key=lambda one: (not one.first, not one.late, one.due or date.max))


def _to_do(material: Material) -> Iterator[ToDo]:
    record, inputs, dossier = material.record, material.stack.inputs, material.dossier
    begun = {
        "units": bool(dossier.units or dossier.people),
        "people": bool(dossier.people),
        "objectives": bool(dossier.objectives or dossier.indicators),
    }
    yield from (
        ToDo(what=what, why=why, page=TABLE, of=table, first=True) for table, what, why in FIRST if not begun[table]
    )
    for message in not_evaluated(record.dossier, record.as_of, inputs, record.results):
        yield _about_people(message, material)
    for message in not_returned(record.dossier, record.as_of):
        yield _about_people(message, material)
    told: set[str] = set()
    for one in _acts(material):
        told.add(one.of)
        yield one
    yield from (one for one in _terms(material) if one.of not in told)
    yield from (_reading(one, material) for one in record.open_readings)
    yield from _missing_values(material)
    yield from _values(material)
    yield from _faults(material)
    yield from _unmeasured(material)


def _about_people(message: Message, material: Material) -> ToDo:
    """People who are not evaluated or whose sheet is out, with what is held of theirs."""
    people = [ref.id for ref in _people_in(message)]
    held = sum((one.withheld for one in material.record.results.rewards if one.person in people), CENT_ZERO)
    why = say("di queste persone restano sospesi {held}", held=Money(held)) if held else say("")
    return ToDo(what=sentence(material.named(message)), why=material.named(why), page=SHEETS)


def _people_in(message: Message) -> Iterator[Ref]:
    for name, value in message.values:
        if name == "people" and isinstance(value, Listed):
            yield from (one for one in value.values if isinstance(one, Ref))


def _acts(material: Material) -> Iterator[ToDo]:
    """The acts that closed gates wait for, each once: what they stop, and by when they are due."""
    names = material.names
    for one in acts_awaited(material):
        gates = [state.gate for state in one.gates]
        everything = any(gate.phase is Phase.REWARDS and not gate.subject and not gate.tool for gate in gates)
        stopped = dict.fromkeys(names.tool(gate.tool) for gate in gates if gate.tool)
        told = [sentence(material.named(message)) for message in dict.fromkeys(one.why)]
        cited = dict.fromkeys(material.cited(gate.rules) for gate in gates)
        subjects = (names.subject(gate.subject) for gate in gates if gate.subject)
        held = f"senza, non si paga: {', '.join(stopped)}" if stopped else ""
        due = _due_of(one.kind, material)
        yield ToDo(
            what=f"Manca: {names.act(one.kind)} ({one.who})",
            names=", ".join(dict.fromkeys(subject.title or subject.id for subject in subjects)),
            why="; ".join(filter(None, (*told, EVERY_TOOL if everything else held, *cited))),
            due=due,
            late=due is not None and due < material.record.as_of,
            page=ACT,
            of=one.kind,
        )


def _due_of(kind: str, material: Material) -> date | None:
    return min(
        (one.deadline.due for one in awaited(material) if one.deadline.met_by == kind and one.deadline.due),
        default=None,
    )


def _terms(material: Material) -> Iterator[ToDo]:
    """Terms that have passed or are near."""
    for one in awaited(material):
        due = one.deadline.due
        if due is None or (due - material.record.as_of).days > SOON:
            continue
        subject = material.names.subject(one.deadline.subject) if one.deadline.subject else None
        yield ToDo(
            what=sentence(material.named(one.deadline.what)),
            names=(subject.title or subject.id) if subject else "",
            why=material.cited(one.deadline.rules),
            due=due,
            late=one.state is DeadlineState.OVERDUE,
            page=ACT if one.deadline.met_by in material.stack.inputs.acts else "",
            of=one.deadline.met_by,
        )


def _reading(reading: Reading, material: Material) -> ToDo:
    """A reading to be adopted: who decides, and whose money another choice would change."""
    known = material.rulebook.interpretations[reading.id]
    who = deciding(known.competence, material.stack.inputs.acts)
    changed = [
        abs((outcome.amount or CENT_ZERO) - row.due)
        for row in material.record.results.rewards
        for outcome in row.alternative
        if outcome.reading == reading.id
    ]
    people = {
        row.person
        for row in material.record.results.rewards
        for outcome in row.alternative
        if outcome.reading == reading.id
    }
    stake = f"cambia le somme di {len(people)} persone, fino a {euro_text(max(changed))}" if changed else ""
    return ToDo(
        what=f"Una lettura da adottare: {material.named(known.unclear)}",
        why="; ".join(filter(None, (stake, f"decide: {who}" if who else "", known.article))),
        page=READING,
        of=reading.id,
    )


def _values(material: Material) -> Iterator[ToDo]:
    """Values that a body decides, and whose act is not there."""
    for one in material.record.parameters_set:
        declared = material.stack.parameters.get(one.key)
        if one.unfit and declared is not None:
            who = deciding(declared.competence, material.stack.inputs.acts)
            yield ToDo(
                what=f"Un valore da decidere con un atto: {declared.label}",
                why="; ".join(filter(None, (f"decide: {who}" if who else "", declared.cites))),
                page=VALUES,
                of=one.key,
            )


def _missing_values(material: Material) -> Iterator[ToDo]:
    """Values without which something is not computed."""
    for one in material.record.results.findings:
        declared = material.stack.parameters.get(one.subject.removeprefix(PARAMETER))
        if not one.subject.startswith(PARAMETER) or declared is None or one.rule:
            continue
        stops = f"senza, non si calcola: {material.names.tool(one.tool)}" if one.tool else ""
        yield ToDo(
            what=f"Manca un valore: {declared.label}",
            why="; ".join(filter(None, (stops, declared.cites))),
            page=VALUES,
            of=declared.key,
        )


def _faults(material: Material) -> Iterator[ToDo]:
    """Errors, and warnings for which money waits, each with whom or what it is about."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in material.record.results.findings:
        if one.holds:
            found[material.named(one.message)].append(_about(one.subject, material))
    for text, about in found.items():
        names = list(dict.fromkeys(filter(None, about)))
        more = f" e altri {len(names) - NAMED}" if len(names) > NAMED else ""
        whose = f"{', '.join(names[:NAMED])}{more}: " if names else ""
        times = f"{len(about)} volte" if len(about) > 1 and not names else ""
        yield ToDo(what=f"{whose}{text}", why=times, page=FINDINGS)


def _about(subject: str, material: Material) -> str:
    """A person or a post as the office calls them; blank for anything else, which the message names itself."""
    if not subject.startswith((PERSON, POSITION)):
        return ""
    return material.named(say("{about}", about=Ref.to(subject)))


def _unmeasured(material: Material) -> Iterator[ToDo]:
    lacks = {one for grade in material.grades.values() for one in grade.lacks}
    if lacks and not material.planning:
        titles = [
            material.names.indicator(one.id).title or one.id for one in material.dossier.indicators if one.id in lacks
        ]
        more = f" e altri {len(titles) - 3}" if len(titles) > 3 else ""
        yield ToDo(
            what=f"Mancano le misure di {len(titles)} indicatori"
            if len(titles) > 1
            else "Manca la misura di un indicatore",
            names=f"{'; '.join(titles[:3])}{more}",
            page=TABLE,
            of="measures",
        )


def days_told(due: date, as_of: date, past: bool = False) -> str:
    """`fra 12 giorni`, `scaduto da 3 giorni`, `oggi`; `past`: nobody asked for that day, and it is over."""
    days = (due - as_of).days
    if not days:
        return "già passato" if past else "oggi"
    count = f"{abs(days)} {'giorno' if abs(days) == 1 else 'giorni'}"
    return f"fra {count}" if days > 0 else f"scaduto da {count}"
