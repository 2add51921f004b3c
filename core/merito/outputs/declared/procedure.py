"""The tables of the procedure: findings, gates, deadlines, amendments of the plan."""

from datetime import date
from decimal import Decimal
from typing import Any

from merito.contract.bodies import titles_of
from merito.contract.inputs import Inputs
from merito.cycle.amendments.drafts import column_of
from merito.cycle.gates import reason_of
from merito.model.acts import GateState
from merito.model.amended import AmendmentState
from merito.model.figures import Figure
from merito.model.messages import NOTHING, plain
from merito.model.record import DeadlineAt
from merito.model.results import Finding
from merito.numbers import day_text
from merito.outputs.columns import (
    DAY,
    FIGURE,
    SAID,
    SEVERAL,
    STATE,
    VALUED,
    Names,
    OutCell,
    ResultTable,
    Subjects,
    column,
)
from merito.outputs.declared.shared import CITED, HOLDS, NO_VALUE, RULES, VALUES
from merito.regulations import Stack
from merito.wording.coded import APPLIED, DEADLINES_AT, GATES_AT, PHASES, SEVERITIES
from merito.workspace.amendments.cells import AND

PHASE, TOOL = "letter of the phase of the cycle", "the tool, by its English name"


def _cited(rules: tuple[str, ...], stack: Stack) -> str:
    return "; ".join(stack.rulebook.cites(rules))


def _about(row: Finding) -> Subjects:
    return tuple(filter(None, (f"finding:{row.rule}" if row.rule else row.subject, row.subject)))


def _finding(row: Finding, names: Names) -> str:
    about = f" su {names.subject(row.subject)}" if row.subject else ""
    return f"Rilievo{f' {row.rule}' if row.rule else ''}{about}"


FINDINGS = ResultTable(
    name="findings",
    label="rilievi",
    holds="Rilievi, con regola e articolo",
    row=Finding,
    kind=("finding", "rilievo", "rilievi"),
    asked=_about,
    title=_finding,
    figure=lambda row: row.message,
    firm="severity",
    columns=(
        column("severity", "gravità", "error, warning, info", words=SEVERITIES),
        column("phase", "fase", PHASE, STATE, names="phase"),
        column("rule", "regola", "id of the rule"),
        column("subject", "oggetto", "the subject, as `position:PO1`", names="subject"),
        column("message", "messaggio", "the message (Italian)", SAID),
        column("values", "valori", VALUES, VALUED, "message"),
        column("cites", "articolo", "the articles", of=lambda row, stack: _cited((row.rule,), stack)),
        column("tool", "strumento", TOOL, names="tool"),
    ),
)


def bodies_of(row: GateState, inputs: Inputs) -> str:
    """The bodies that give the acts which a gate lacks."""
    given = (titles_of(inputs.given_by(need.kind, need.by), inputs.bodies) for need in row.missing)
    return "; ".join(filter(None, given))


def _held(row: GateState) -> Subjects:
    about = tuple(filter(None, (row.gate.subject, f"tool:{row.gate.tool}" if row.gate.tool else "")))
    return (*(f"gate:{rule}" for rule in row.gate.rules), *about)


def _gate(row: GateState, names: Names) -> str:
    gate = row.gate
    on = [f"fase {PHASES[gate.phase.value]}"]
    if gate.tool:
        on.append(f"strumento «{names.tool(gate.tool)}»")
    if gate.subject:
        on.append(names.subject(gate.subject))
    return f"Condizione {gate.rules[0]}: {', '.join(on)}"


GATES = ResultTable(
    name="gates",
    label="condizioni",
    holds="Condizioni e atti che le aprono",
    key=("phase", "tool", "subject", "rules"),
    row=GateState,
    kind=("gate", "condizione", "condizioni"),
    asked=_held,
    title=_gate,
    figure=lambda row: GATES_AT["open" if row.open else "closed"],
    firm="",
    columns=(
        column("phase", "fase", PHASE, STATE, "gate.phase", names="phase"),
        column("tool", "strumento", TOOL, of="gate.tool", names="tool"),
        column("subject", "oggetto", "the subject that it holds", of="gate.subject", names="subject"),
        column("state", "stato", "open, closed", of=lambda row, _: "open" if row.open else "closed", words=GATES_AT),
        column(
            "missing_act",
            "atto che manca",
            "kinds of act that are missing",
            SEVERAL,
            lambda row, _: [need.kind for need in row.missing],
            names="acts",
        ),
        column("body", "organo", "the bodies that give them", of=lambda row, stack: bodies_of(row, stack.inputs)),
        column("cites", "articolo", "the articles", of=lambda row, stack: _cited(row.gate.rules, stack)),
        column("reason", "motivo", HOLDS, SAID, of=lambda row, _: NOTHING if row.open else reason_of(row)),
        column("acts", "atti", "ids of the acts that open it", SEVERAL, lambda row, _: [act.id for act in row.acts]),
        column("rules", "regole", CITED, SEVERAL, "gate.rules"),
    ),
)


def _due(row: DeadlineAt) -> Subjects:
    about = (row.deadline.subject,) if row.deadline.subject else ()
    return (*(f"deadline:{rule}" for rule in row.deadline.rules), *about)


DEADLINES = ResultTable(
    name="deadlines",
    label="termini",
    holds="Termini",
    key=("phase", "what", "subject"),
    row=DeadlineAt,
    kind=("deadline", "termine", "termini"),
    asked=_due,
    title=lambda row, _: f"Termine: {plain(row.deadline.what)}",
    figure=lambda row: NO_VALUE if row.deadline.due is None else f"entro il {day_text(row.deadline.due)}",
    columns=(
        column("phase", "fase", PHASE, STATE, "deadline.phase", names="phase"),
        column("what", "che cosa", "what is due (Italian)", SAID, "deadline.what"),
        column("due", "termine", "the day", DAY, "deadline.due"),
        column("state", "stato", "met, late, open, overdue", STATE, words=DEADLINES_AT),
        column("act", "atto", "id of the act", of=lambda row, _: row.act.id if row.act else ""),
        column("subject", "oggetto", "the subject", of="deadline.subject", names="subject"),
        column(
            "waits_for",
            "che cosa attende",
            "for the deadline of a payment: the acts that must come first, and by which day (Italian)",
            SAID,
        ),
        column("cites", "articolo", "the articles", of=lambda row, stack: _cited(row.deadline.rules, stack)),
        column("rules", "regole", CITED, SEVERAL, "deadline.rules"),
    ),
)


def _cell(value: object) -> OutCell:
    if isinstance(value, Figure):
        return value.value if isinstance(value.value, Decimal | date) else value.text
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, Decimal | date) else str(value or "")


def _column(row: AmendmentState, stack: Stack) -> Any:
    return column_of(stack.inputs.tables[row.amendment.table], row.amendment.attribute).name


def _row(row: AmendmentState, _: Stack) -> str:
    return AND.join(str(part) for part in row.amendment.row if part not in (None, ""))


AMENDMENTS = ResultTable(
    name="amendments",
    label="variazioni",
    holds="Modifiche del piano",
    key=("id",),
    row=AmendmentState,
    kind=("amendment", "variazione", "variazioni"),
    asked=lambda row: (f"amendment:{row.amendment.id}",),
    columns=(
        column("id", "id", "of the amendment", of="amendment.id", page="Variazione"),
        column("act", "atto", "id of the act", of="amendment.act", page="Atto"),
        column("table", "tabella", "the table amended", of="amendment.table", page="Tabella", names="table"),
        column("row", "riga", "key of the row", of=_row, page="Riga"),
        column("column", "colonna", "the column amended", of=_column, page="Colonna", names="column"),
        column("old", "vecchio", "old value of the cell", FIGURE, lambda row, _: _cell(row.before), page="Da"),
        column("new", "nuovo", "new value of the cell", FIGURE, lambda row, _: _cell(row.amendment.new), page="A"),
        column("proposed", "proposta", "day of the proposal", DAY, "amendment.proposed"),
        column("reason", "motivo", "why (Italian)", of="amendment.reason"),
        column(
            "state",
            "stato",
            "applied, waiting",
            of=lambda row, _: "applied" if row.applied else "waiting",
            words=APPLIED,
            page="Stato",
        ),
        column("waits_for", "che cosa attende", "what it waits for (Italian)", SAID, page="Motivo"),
        RULES,
    ),
)
