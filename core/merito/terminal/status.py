"""The state of an ente at a date: its phases, what is due and which acts are missing."""

from collections.abc import Iterator, Mapping
from datetime import date

from merito.contract.inputs import Inputs
from merito.contract.parameters import by_missing_act
from merito.contract.rulebook import Rulebook
from merito.cycle.gates import reason_of
from merito.model.acts import DeadlineState, Gate
from merito.model.messages import plain
from merito.model.record import DeadlineAt, Record
from merito.numbers import counted, day_text
from merito.regulations.competence import who_decides
from merito.wording.acts import done_text
from merito.wording.coded import PHASES
from merito.wording.figures import phase_text, subject_text
from merito.wording.held import held_by_conditions, held_by_fund, tool_text
from merito.wording.named import NO_NAMES, DossierNames
from merito.wording.rules_told import reading_text

NO_INPUTS = Inputs()
DAYS = ("giorno", "giorni")
DONE = (DeadlineState.MET, DeadlineState.LATE)


def dated_lines(
    record: Record,
    rulebook: Rulebook,
    due_within: int | None = None,
    inputs: Inputs = NO_INPUTS,
    people: Mapping[str, str] = NO_NAMES,
) -> Iterator[tuple[date | None, str]]:
    """The lines of one ente (Italian), with the day on which each is due; None if it has no day.

    With `due_within` (days), only what is overdue or due by then, and its gates. `inputs` give the titles of the funds
    that hold money and of the tools that wait, `people` names by id.
    """
    names = DossierNames(record.dossier, inputs, people)
    yield from ((due, names(text)) for due, text in _dated(record, rulebook, due_within, inputs))


def _dated(
    record: Record, rulebook: Rulebook, due_within: int | None, inputs: Inputs
) -> Iterator[tuple[date | None, str]]:
    if due_within is None:
        yield None, f"fasi: {_phases(record)}"
    for deadline in sorted(record.deadlines, key=_when):
        if due_within is None or _is_near(deadline, record.as_of, due_within):
            yield deadline.deadline.due, _deadline(deadline, record.as_of, rulebook, inputs)
    for reading in record.open_readings:
        told = f"{reading_text(reading.id, rulebook)}: lettura da adottare con un atto, tiene sospese delle somme"
        who = who_decides(rulebook.interpretations[reading.id].competence, inputs.acts)
        decides = f"decide: {who}" if who and not reading.unfit else ""
        yield None, "; ".join(filter(None, (told, decides, plain(reading.lacking))))
    for lacking, keys in by_missing_act(record.parameters_set).items():
        yield None, f"valori provvisori, da decidere con un atto: {', '.join(keys)}: {plain(lacking)}"
    for held in held_by_fund(record.results.fund_lines, inputs.funds):
        yield None, f"{held.told}: {held.why()}"
    yield from ((None, text) for text in held_by_conditions(record))
    for gate in record.gates:
        if not gate.open:
            yield None, f"condizione chiusa, {_stops(gate.gate, inputs)}: {plain(reason_of(gate))}"


def _stops(gate: Gate, inputs: Inputs) -> str:
    """What a gate closes: its phase, and the tool and the subject that it names."""
    tool = [tool_text(gate.tool, inputs)] if gate.tool else []
    subject = [subject_text(gate.subject)] if gate.subject else []
    return ", ".join([PHASES[gate.phase.value], *tool, *subject])


def _phases(record: Record) -> str:
    told = [f"{PHASES[one.phase.value]} {text}" for one in record.phases if (text := phase_text(one))]
    return "; ".join(told) or "nulla da calcolare"


def _when(deadline: DeadlineAt) -> date:
    return deadline.deadline.due or date.max


def _is_near(deadline: DeadlineAt, as_of: date, days: int) -> bool:
    due = deadline.deadline.due
    return deadline.state not in DONE and due is not None and (due - as_of).days <= days


def _deadline(at: DeadlineAt, as_of: date, rulebook: Rulebook, inputs: Inputs) -> str:
    deadline = at.deadline
    cites = "; ".join(rulebook.cites(deadline.rules))
    subject = f", {subject_text(deadline.subject)}" if deadline.subject else ""
    waits = f"; {plain(at.waits_for)}" if at.waits_for else ""
    return f"{_due(at, as_of, inputs)}: {deadline.what}{subject} ({cites}){waits}"


def _due(at: DeadlineAt, as_of: date, inputs: Inputs) -> str:
    due = at.deadline.due
    if due is None:
        return f"senza data, {plain(at.deadline.reason)}" if at.deadline.reason else "senza data"
    if at.act is not None:
        how = "fatto" if at.state is DeadlineState.MET else "fatto in ritardo"
        return f"{day_text(due)}, {how} {done_text(at.act, inputs.acts)}"
    days = (due - as_of).days
    if days < 0:
        return f"{day_text(due)}, SCADUTO da {counted(-days, *DAYS)}"
    return f"{day_text(due)}, tra {counted(days, *DAYS)}" if days else f"{day_text(due)}, OGGI"
