"""Which gates decide a row: those of its tool, of its subject and of its whole phase, with the acts that open them."""

from collections.abc import Iterator, Mapping
from typing import Any

from merito.contract.inputs import POST, Inputs
from merito.contract.rulebook import Rulebook
from merito.cycle.gates import with_articles
from merito.explanation.kinds import Ranking, subjects_of
from merito.explanation.shape import ActShown, Condition
from merito.model.acts import Act, Gate, GateState, Phase
from merito.model.measured import Carried, Grade, Monitored, PersonScore, Placement
from merito.model.messages import Reader
from merito.model.money import Band, FundLine, PositionValue, Reward
from merito.model.record import PhaseState, Record

PHASES: Mapping[type, Phase] = {
    Carried: Phase.OBJECTIVES,
    PositionValue: Phase.RESOURCES,
    Monitored: Phase.MONITORING,
    Grade: Phase.EVALUATION,
    PersonScore: Phase.EVALUATION,
    Placement: Phase.REWARDS,
    Ranking: Phase.REWARDS,
    Band: Phase.REWARDS,
}


class Conditions:
    """The gates of one record, by what they decide."""

    def __init__(self, record: Record, inputs: Inputs, rulebook: Rulebook, read: Reader) -> None:
        self._gates, self._inputs, self._rulebook, self._read = record.gates, inputs, rulebook, read
        self._posts = {tool.name for tool in inputs.tools.values() if tool.pays == POST}

    def of(self, row: object) -> tuple[Condition, ...]:
        """The gates that decide a row of results, or that belong to a phase."""
        if isinstance(row, PhaseState):
            decides = [state for state in self._gates if state.gate.phase is row.phase]
        else:
            decides = [state for state in self._gates if self._decides(state.gate, row)]
        return tuple(map(self.shown, decides))

    def shown(self, state: GateState) -> Condition:
        """A gate for display."""
        return Condition(
            subject=subjects_of(state)[0],
            open=state.open,
            article="; ".join(self._rulebook.cites(state.gate.rules)),
            acts=tuple(map(self.act, state.acts)),
            missing=tuple(self._read(with_articles(one, state)) for one in state.reasons),
        )

    def act(self, act: Act) -> ActShown:
        """An act by the title of its kind; its body is the recorded one, otherwise that of the kind."""
        known = self._inputs.acts.get(act.kind)
        return ActShown(
            id=act.id,
            title=known.title if known else act.kind,
            day=act.date,
            body=act.body or (known.body if known else ""),
            source=act.source,
        )

    def _decides(self, gate: Gate, row: object) -> bool:
        if isinstance(row, Reward):
            return self._decides_reward(gate, row)
        if isinstance(row, FundLine):
            own = gate.tool is None and gate.phase is Phase.REWARDS and row.tool not in self._posts
            return row.tool is not None and not gate.subject and (gate.tool == row.tool or own)
        phase = PHASES.get(type(row))
        if phase is None or gate.tool is not None:
            return False
        return gate.subject in subjects_of(row) if gate.subject else gate.phase is phase

    def _decides_reward(self, gate: Gate, reward: Reward) -> bool:
        if gate.tool is None and reward.tool in self._posts and gate.phase in (Phase.EVALUATION, Phase.REWARDS):
            return False
        about = gate.subject in (None, reward.subject, f"person:{reward.person}")
        whole = gate.tool is None and gate.subject is None
        return (
            about
            and reward.of_posts(gate.posts)
            and gate.tool in (None, reward.tool)
            and (not whole or gate.phase is Phase.REWARDS)
        )


def evaluated_in(record: Record, person: str) -> Iterator[Any]:
    """The rows with a person's evaluator: the evaluation, and the periods of service with an evaluator."""
    yield from record.dossier.evaluations.of(person)
    yield from (row for row in record.dossier.service.of(person) if row.evaluator)
