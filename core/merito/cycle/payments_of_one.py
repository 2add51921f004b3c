"""Gates on one person or one post, and the payments that they hold."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from merito.contract.inputs import POST, RESULT, Inputs
from merito.kit.tenure import tenures
from merito.kit.written import HOLDER, INTERIM
from merito.model.acts import GateState, Phase
from merito.model.dossier import Dossier
from merito.model.paid import Payment

PERSON, POSITION = "person:", "position:"
Rules = tuple[str, ...]


class OfOne:
    """The gates of a year that are about one person or one post, by subject."""

    def __init__(self, gates: Sequence[GateState], dossier: Dossier, inputs: Inputs) -> None:
        self._gates: dict[str, list[GateState]] = defaultdict(list)
        for state in gates:
            if state.gate.subject is not None:
                self._gates[state.gate.subject].append(state)
        self._posts = _posts(dossier) if self._gates else {}
        self._tools = inputs.tools

    def subjects(self, row: Payment) -> set[str]:
        """The person of a payment, and the posts that it may be for, as acts name them."""
        return {f"{PERSON}{row.person}", *(f"{POSITION}{post}" for post in self._posts.get(row.person, ()))}

    def holding(self, row: Payment) -> Iterator[list[GateState]]:
        """The gates that hold a payment, grouped by rule: it was too early if all of a group were closed.

        A payment does not say for which post it is: a person with several may have been paid for one that was free.
        """
        together: dict[Rules, list[GateState]] = defaultdict(list)
        for state in self._gates.get(f"{PERSON}{row.person}", ()):
            if self._on_person(state, row):
                together[state.gate.rules].append(state)
        for post in self._posts.get(row.person, ()):
            for state in self._gates.get(f"{POSITION}{post}", ()):
                if self._on_post(state, row):
                    together[state.gate.rules].append(state)
        yield from together.values()

    def _on_person(self, state: GateState, row: Payment) -> bool:
        gate = state.gate
        if gate.tool is None and gate.phase is Phase.EVALUATION and self._tools[row.tool].pays == POST:
            return False
        others = gate.posts and not self._posts.get(row.person, set()).issubset(gate.posts)
        return gate.tool in (None, row.tool) and not others

    def _on_post(self, state: GateState, row: Payment) -> bool:
        return state.gate.tool in (None, row.tool) and self._tools[row.tool].pays in (POST, RESULT)


def _posts(dossier: Dossier) -> dict[str, set[str]]:
    """The posts that everybody has had on some day of the year, also ad interim."""
    posts: dict[str, set[str]] = defaultdict(set)
    for kind in (HOLDER, INTERIM):
        for one in tenures(dossier, kind):
            posts[one.person].add(one.position.id)
    return posts
