"""Explains the procedure: phases, acts, amendments, and details of gates, deadlines and findings."""

from collections.abc import Iterator

from merito.contract.bodies import titles_of
from merito.contract.inputs import Inputs
from merito.cycle.amendments.drafts import column_of
from merito.cycle.gates import with_articles
from merito.explanation.amendments import told_value
from merito.explanation.conditions import Conditions
from merito.explanation.kinds import kind_of, subjects_of
from merito.explanation.quoted import Quoter
from merito.explanation.ranked import Fact
from merito.explanation.shape import Explanation
from merito.model.acts import Act, GateState, Phase
from merito.model.amended import AmendmentState
from merito.model.messages import Reader
from merito.model.money import FundLine
from merito.model.record import DeadlineAt, PhaseState, Record
from merito.model.results import Finding
from merito.numbers import day_text
from merito.wording.coded import APPLIED, PHASES
from merito.wording.figures import WITH_REFUSALS, phase_text, subject_text

NOT_SEEN = "non ancora in vigore"


class Procedure:
    """The procedure of one record."""

    def __init__(self, record: Record, inputs: Inputs, conditions: Conditions, quoter: Quoter, read: Reader) -> None:
        self._record, self._inputs, self._conditions, self._quoter = record, inputs, conditions, quoter
        self._read = read
        self._seen = {act.id for act in record.dossier.acts_seen(record.as_of)}

    def explained(self, row: object) -> Explanation | None:
        """A phase, an act or an amendment; None for anything else."""
        if isinstance(row, PhaseState):
            return self._phase(row)
        if isinstance(row, Act):
            return self._act(row)
        return self._amendment(row) if isinstance(row, AmendmentState) else None

    def facts(self, row: object) -> tuple[Fact, ...]:
        """Details of a gate, a deadline, a finding or a fund line besides its figure."""
        if isinstance(row, GateState):
            return tuple(self._needs(row))
        if isinstance(row, DeadlineAt):
            return tuple(self._meeting(row))
        if isinstance(row, FundLine):
            return self._given(row)
        return tuple(self._told_in(row)) if isinstance(row, Finding) else ()

    def _given(self, row: FundLine) -> tuple[Fact, ...]:
        """The article of a line that no rule made: the fund as given by the ente."""
        fund = self._inputs.funds.get(row.fund)
        return () if row.rules or fund is None else (("Articolo", fund.cites),)

    def _phase(self, row: PhaseState) -> Explanation:
        return Explanation(
            kind=kind_of(row),
            title=f"Fase {PHASES[row.phase.value]}",
            subject=subjects_of(row)[0],
            figure=phase_text(row) or ("nulla di calcolato" if not row.refused else WITH_REFUSALS),
            state="",
            reason="; ".join(map(self._read, row.missing)),
            conditions=self._conditions.of(row),
        )

    def _gates_of(self, row: PhaseState) -> Iterator[GateState]:
        yield from (state for state in self._record.gates if state.gate.phase is row.phase)

    def _act(self, act: Act) -> Explanation:
        shown = self._conditions.act(act)
        return Explanation(
            kind=kind_of(act),
            title=f"Atto {act.id}: {shown.title}",
            subject=subjects_of(act)[0],
            figure=", ".join(filter(None, (day_text(act.date), shown.body, act.number))),
            state="in vigore" if act.id in self._seen else NOT_SEEN,
            reason="" if act.id in self._seen else f"al {day_text(self._record.as_of)} non conta",
            facts=tuple(self._serves(act)),
            inputs=self._quoter.quoted((act,)),
        )

    def _serves(self, act: Act) -> Iterator[Fact]:
        """The uses of an act: the gates that it opens, the deadlines that it meets, what it adopts."""
        for state in self._record.gates:
            if act in state.acts:
                about = f" su {subject_text(state.gate.subject)}" if state.gate.subject else ""
                yield "Apre", f"{subject_text(subjects_of(state)[0])}{about}"
        for at in self._record.deadlines:
            if at.act is act:
                yield "Rispetta il termine", self._read(at.deadline.what)
        for reading in self._record.readings:
            if act.id in (reading.act, reading.agreed) and reading.adopted:
                yield "Adotta la lettura", reading.id
        for one in self._record.amendments:
            if one.amendment.act == act.id:
                yield "Adotta la variazione", one.amendment.id

    def _amendment(self, row: AmendmentState) -> Explanation:
        one = row.amendment
        table = self._inputs.tables[one.table]
        column = column_of(table, one.attribute)
        key = ", ".join(str(part) for part in one.row if part not in (None, ""))
        before, after = told_value(row.before, column), told_value(one.new, column)
        return Explanation(
            kind=kind_of(row),
            title=f"Variazione {one.id} di «{table.label}», {key}",
            subject=subjects_of(row)[0],
            figure=f"{column.label}: da {before} a {after}",
            state=APPLIED["applied" if row.applied else "waiting"],
            reason=self._read(row.waits_for) or one.reason,
            conditions=tuple(map(self._conditions.shown, self._gates_on(one.id))),
            inputs=self._quoter.quoted((one, *((row.act,) if row.act else ()))),
        )

    def _gates_on(self, amendment: str) -> Iterator[GateState]:
        subject = f"amendment:{amendment}"
        yield from (state for state in self._record.gates if state.gate.subject == subject)

    def _needs(self, row: GateState) -> Iterator[Fact]:
        for need in row.gate.needs:
            title, _ = self._kind(need.kind)
            by = titles_of(self._inputs.given_by(need.kind, need.by), self._inputs.bodies)
            after = f", dopo «{self._kind(need.after)[0]}»" if need.after else ""
            yield "Serve", f"l'atto «{title}»{f' ({by})' if by else ''}{after}"
        for act in map(self._conditions.act, row.acts):
            yield "C'è", f"{act.id} «{act.title}» del {day_text(act.day)}"
        for reason in row.reasons:
            yield "È chiusa perché", self._read(with_articles(reason, row))
        if row.lifted_by:
            yield "Potrebbe non servire", self._read(row.lifted_by)
        if not row.open:
            yield "Finché manca", self._stops(row)

    def _stops(self, row: GateState) -> str:
        if row.gate.subject and row.gate.subject.startswith("amendment:"):
            return f"{subject_text(row.gate.subject)} non si applica: il piano resta com'era"
        if row.gate.subject:
            return f"ciò che riguarda {subject_text(row.gate.subject)} è calcolato e sospeso"
        if row.gate.tool:
            return "lo strumento è calcolato e sospeso"
        of_posts = ", salvo ciò che paga una posizione" if row.gate.phase is Phase.REWARDS else ""
        return f"la fase non si calcola{of_posts}"

    def _meeting(self, row: DeadlineAt) -> Iterator[Fact]:
        title, body = self._kind(row.deadline.met_by)
        yield "Lo rispetta" if row.act else "Serve", f"l'atto «{title}»{f' ({body})' if body else ''}"
        if row.act:
            yield "Atto", f"{row.act.id} del {day_text(row.act.date)}"
        if row.waits_for:
            yield "Cede a", self._read(row.waits_for)

    def _told_in(self, row: Finding) -> Iterator[Fact]:
        yield "Fase", PHASES[row.phase.value]
        if row.tool:
            yield "Strumento", self._inputs.tools[row.tool].title
        if row.severity == "error" and (row.tool or row.subject):
            yield "Effetto", "ciò che il rilievo riguarda è rifiutato, il resto è calcolato"
        if row.waits:
            yield "Effetto", "ciò che il rilievo riguarda è sospeso finché l'ente non decide"

    def _kind(self, kind: str) -> tuple[str, str]:
        known = self._inputs.acts.get(kind)
        return (known.title, known.body) if known else (kind, "")
