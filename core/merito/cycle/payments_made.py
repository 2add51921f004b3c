"""Payments held against the gates of their tools: what was paid on a day on which a gate was closed."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from merito.contract.inputs import Inputs
from merito.cycle.payments import before_its_gate, before_paying, stands_before
from merito.model.acts import GateState
from merito.model.dossier import Dossier
from merito.model.paid import RECOVERY, Payment
from merito.model.results import Finding
from merito.numbers import counted, day_text

Paid = tuple[str, date, str]  # tool, day and act


def made_too_early(
    dossier: Dossier,
    gates: tuple[GateState, ...],
    on: Callable[[date], tuple[GateState, ...]],
    inputs: Inputs,
    as_of: date,
) -> tuple[Finding, ...]:
    """An error for all that an act paid out by a tool on a day on which a gate on it was closed; it stands.

    `on` gives the gates as they stood on a day, `gates` as they stand now. Where the act itself came too early, that
    is told of the act.
    """
    together: dict[Paid, list[Payment]] = {}
    for row in dossier.payments:
        if row.kind != RECOVERY and row.date <= as_of:
            together.setdefault((row.tool, row.date, row.act), []).append(row)
    return tuple(finding for paid, rows in together.items() for finding in _of(paid, rows, dossier, gates, on, inputs))


def _of(
    paid: Paid,
    rows: list[Payment],
    dossier: Dossier,
    gates: tuple[GateState, ...],
    on: Callable[[date], tuple[GateState, ...]],
    inputs: Inputs,
) -> Iterator[Finding]:
    tool, day, name = paid
    act = dossier.acts[name]
    open_then, known = _open(on(day)), _open(on(act.date))
    pays = {id(state.gate) for state in before_paying(inputs.acts[act.kind], gates, inputs)}
    for state in stands_before(tool, gates, inputs):
        told_of_act = id(state.gate) in pays and state.gate not in known
        if state.gate in open_then or told_of_act:
            continue
        how_many = counted(len(rows), "pagamento", "pagamenti")
        given = f"{how_many} del {day_text(day)} con l'atto {act.id}, strumento «{inputs.tools[tool].label}»:"
        yield before_its_gate(given, act, state, inputs)


def _open(states: Iterable[GateState]) -> list[object]:
    return [state.gate for state in states if state.open]
