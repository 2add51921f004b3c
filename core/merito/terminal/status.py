"""The state of an ente at a date: its phases, what is due and which acts are missing."""

from collections.abc import Iterator, Mapping
from datetime import date

from attrs import evolve

from merito.contract.inputs import Inputs
from merito.contract.parameters import by_missing_act
from merito.contract.rulebook import Rulebook
from merito.cycle.gates import reason_of
from merito.model.acts import DeadlineState, Gate
from merito.model.language import in_words, reader, worded
from merito.model.messages import NOTHING, Message, Ref, say, several
from merito.model.record import DeadlineAt, Record
from merito.regulations.competence import who_decides
from merito.wording.acts import done_text
from merito.wording.coded import PHASES
from merito.wording.figures import phase_text
from merito.wording.held import held_by_conditions, held_by_fund, tool_title
from merito.wording.missing import missing
from merito.wording.office import NO_NAMES, labels_of, office_reader
from merito.wording.rules_told import reading_text
from merito.wording.subjects import about

NO_INPUTS = Inputs()
DONE = (DeadlineState.MET, DeadlineState.LATE)


def dated_lines(
    record: Record,
    rulebook: Rulebook,
    due_within: int | None = None,
    inputs: Inputs = NO_INPUTS,
    people: Mapping[str, str] = NO_NAMES,
    *,
    past: bool = False,
) -> Iterator[tuple[date | None, str]]:
    """The lines of one ente, with the day on which each is due; None if it has no day.

    With `due_within` (days), only what is overdue or due by then, and its gates. `inputs` give the titles of the funds
    that hold money and of the tools that wait, `people` names by id. `past`: nobody asked for the record's day, and it
    is over, so that what was due on it is not told as due today.
    """
    office = office_reader(record.dossier, inputs, people, rulebook, labels_of(record))
    read = evolve(office, catalogue=reader().catalogue)
    yield from ((due, read(said)) for due, said in _dated(record, rulebook, due_within, inputs, past))


def _dated(
    record: Record, rulebook: Rulebook, due_within: int | None, inputs: Inputs, past: bool
) -> Iterator[tuple[date | None, Message]]:
    if due_within is None:
        yield None, say("fasi: {phases}", phases=_phases(record))
    yield from ((None, told) for told in missing(record, inputs))
    for deadline in sorted(record.deadlines, key=_when):
        if due_within is None or _is_near(deadline, record.as_of, due_within):
            yield deadline.deadline.due, _deadline(deadline, record.as_of, rulebook, inputs, past)
    for reading in record.open_readings:
        told = say(
            "{reading}: lettura da adottare con un atto, tiene sospese delle somme",
            reading=reading_text(reading.id, rulebook),
        )
        who = who_decides(rulebook.interpretations[reading.id].competence, inputs.acts)
        decides = say("decide: {who}", who=who) if who and not reading.unfit else NOTHING
        yield None, several(told, decides, reading.lacking)
    for lacking, keys in by_missing_act(record.parameters_set).items():
        known = tuple(Ref("parameter", key) for key in keys)
        yield None, say("valori provvisori, da decidere con un atto: {keys}: {why}", keys=known, why=lacking)
    for held in held_by_fund(record.results.fund_lines, inputs.funds):
        yield None, held.line()
    yield from ((None, text) for text in held_by_conditions(record))
    for gate in record.gates:
        if not gate.open:
            yield None, say("condizione chiusa, {stops}: {why}", stops=_stops(gate.gate, inputs), why=reason_of(gate))


def _stops(gate: Gate, inputs: Inputs) -> tuple[Message | Ref, ...]:
    """What a gate closes: its phase, and the tool and the subject that it names."""
    tool = [tool_title(gate.tool, inputs)] if gate.tool else []
    subject = [about([gate.subject])] if gate.subject else []
    return (Ref("phase", gate.phase.value), *tool, *subject)


def _phases(record: Record) -> str:
    told = [f"{worded(PHASES[one.phase.value])} {text}" for one in record.phases if (text := phase_text(one, worded))]
    return "; ".join(told) or in_words(say("nulla da calcolare"))


def _when(deadline: DeadlineAt) -> date:
    return deadline.deadline.due or date.max


def _is_near(deadline: DeadlineAt, as_of: date, days: int) -> bool:
    due = deadline.deadline.due
    return deadline.state not in DONE and due is not None and (due - as_of).days <= days


def _deadline(at: DeadlineAt, as_of: date, rulebook: Rulebook, inputs: Inputs, past: bool) -> Message:
    deadline = at.deadline
    cites = "; ".join(rulebook.cites(deadline.rules))
    due, what = _due(at, as_of, inputs, past), deadline.what
    told = say("{due}: {what} ({cites})", due=due, what=what, cites=cites)
    if deadline.subject:
        whom = about([deadline.subject])
        told = say("{due}: {what}, {whom} ({cites})", due=due, what=what, whom=whom, cites=cites)
    return several(told, at.waits_for)


def _due(at: DeadlineAt, as_of: date, inputs: Inputs, past: bool) -> Message:
    due = at.deadline.due
    if due is None:
        return say("senza data, {why}", why=at.deadline.reason) if at.deadline.reason else say("senza data")
    if at.act is not None:
        done = done_text(at.act, inputs.acts)
        if at.state is DeadlineState.MET:
            return say("{due}, fatto {done}", due=due, done=done)
        return say("{due}, fatto in ritardo {done}", due=due, done=done)
    days = (due - as_of).days
    if days < 0:
        late = say("{n} giorno", many="{n} giorni", number="n", n=-days)
        return say("{due}, SCADUTO da {late}", due=due, late=late)
    if not days and past:
        return say("{due}, già passato", due=due)
    if not days:
        return say("{due}, OGGI", due=due)
    return say("{due}, tra {n} giorno", many="{due}, tra {n} giorni", number="n", n=days, due=due)
