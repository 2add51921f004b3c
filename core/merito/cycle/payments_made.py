"""Checks payments against the gates of their tools, people and posts: what was paid while one was closed."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from merito.contract.inputs import POST, RESULT, Inputs
from merito.cycle.gates import opened_apart
from merito.cycle.payments import before_its_gate, before_paying, opened, stands_before
from merito.kit.tenure import tenures
from merito.kit.written import HOLDER, INTERIM
from merito.model.acts import GateState, Phase
from merito.model.dossier import Dossier
from merito.model.messages import Ref, say
from merito.model.paid import RECOVERY, Payment
from merito.model.results import Finding

PERSON, POSITION = "person:", "position:"
Rules = tuple[str, ...]
Paid = tuple[str, date, str]  # tool, day and act
On = Callable[[date], tuple[GateState, ...]]


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


def made_too_early(
    dossier: Dossier, gates: tuple[GateState, ...], on: On, inputs: Inputs, as_of: date
) -> tuple[Finding, ...]:
    """An error for everything that an act paid out through a tool on a day on which a gate on it was closed.

    The payment remains. `on` gives the gates as they were on a day, `gates` as they are now. If the act itself came too
    early, that is reported about the act. Payments to people with a gate of their own are reported together, so that
    nobody is named.
    """
    together: dict[Paid, list[Payment]] = {}
    for row in dossier.payments:
        if row.kind != RECOVERY and row.date <= as_of:
            together.setdefault((row.tool, row.date, row.act), []).append(row)
    made = _Made(dossier, gates, on, inputs)
    return tuple(finding for paid, rows in together.items() for finding in made.findings(paid, rows))


class _Made:
    """The gates against which payments are checked."""

    def __init__(self, dossier: Dossier, gates: tuple[GateState, ...], on: On, inputs: Inputs) -> None:
        self._dossier, self._gates, self._on, self._inputs = dossier, gates, on, inputs
        self._of_one = OfOne(gates, dossier, inputs)

    def findings(self, paid: Paid, rows: list[Payment]) -> Iterator[Finding]:
        tool, day, name = paid
        act = self._dossier.acts[name]
        open_then, known = _open(self._on(day)), _open(self._on(act.date))
        pays = {id(state.gate) for state in before_paying(self._inputs.acts[act.kind], self._gates, self._inputs)}
        for state in stands_before(tool, self._gates, self._inputs):
            told_of_act = id(state.gate) in pays and state.gate not in known
            if state.gate not in open_then and not told_of_act:
                apart = opened_apart(self._gates, state)
                held = [row for row in rows if apart.isdisjoint(self._of_one.subjects(row))]
                if held:
                    yield self._finding(paid, len(held), state)
        for state, number in self._closed_for_some(rows, open_then):
            yield self._finding(paid, number, state)

    def _closed_for_some(self, rows: list[Payment], open_then: list[object]) -> Iterator[tuple[GateState, int]]:
        """For each rule of gates on one person or post: the last of them to open, and how many payments it held."""
        held: dict[tuple[str, ...], list[GateState]] = {}
        number: dict[tuple[str, ...], int] = {}
        for row in rows:
            for states in self._of_one.holding(row):
                if not any(state.gate in open_then for state in states):
                    rules = states[0].gate.rules
                    held.setdefault(rules, []).extend(states)
                    number[rules] = number.get(rules, 0) + 1
        yield from ((max(states, key=opened), number[rules]) for rules, states in held.items())

    def _finding(self, paid: Paid, number: int, state: GateState) -> Finding:
        tool, day, name = paid
        given = say(
            "{count} pagamento del {day} con l'atto {act}, strumento «{tool}»:",
            many="{count} pagamenti del {day} con l'atto {act}, strumento «{tool}»:",
            number="count",
            count=number,
            day=day,
            act=Ref("act", name),
            tool=self._inputs.tools[tool].label,
        )
        return before_its_gate(given, self._dossier.acts[name], state, self._inputs)


def _open(states: Iterable[GateState]) -> list[object]:
    return [state.gate for state in states if state.open]
