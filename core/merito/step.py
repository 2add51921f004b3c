"""What a hook is given: the dossier, the values in force, and what the cycle has given so far."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import TypeVar, cast

from attrs import field, frozen

from merito.declarations.inputs import ActKind, Named, Table, Tool
from merito.declarations.sections import near
from merito.model.acts import Act, GateState, in_effect
from merito.model.amended import AmendmentState
from merito.model.dossier import Dossier
from merito.model.results import Results
from merito.parameters import Parameters
from merito.rulebook import Readings

Made = TypeVar("Made")


@frozen(kw_only=True)
class Step:
    """What a hook may look at: the dossier, the values in force, and what the cycle has given so far.

    `as_of` is the date of the run: `acts` are those not later than it. `tool` is set in `merito_rewards` alone;
    `act_kinds`, `tools`, `funds` and `declared` (tables) are all that this stack of layers declares, by name.
    After the gates the plan of the dossier is the amended one, and `amendments` says which are applied and which wait.
    `gates` are the states of all gates, once they are evaluated; `gate` gives the one of a rule.
    """

    dossier: Dossier
    parameters: Parameters
    readings: Readings
    so_far: Results
    as_of: date
    act_kinds: Mapping[str, ActKind] = field(factory=dict)
    tools: Mapping[str, Tool] = field(factory=dict)
    funds: Mapping[str, Named] = field(factory=dict)
    declared: Mapping[str, Table] = field(factory=dict)
    amendments: tuple[AmendmentState, ...] = ()
    gates: tuple[GateState, ...] = ()
    tool: str | None = None
    made: dict[object, tuple[tuple[object, ...], object]] = field(factory=dict, repr=False)

    @cached_property
    def acts(self) -> tuple[Act, ...]:
        """Acts not later than `as_of`, in the order of their dates."""
        return self.dossier.acts_seen(self.as_of)

    @cached_property
    def in_effect(self) -> tuple[Act, ...]:
        """The acts seen, without those that open nothing: refused, not given, or taken back."""
        return in_effect(self.acts)

    def acts_of(self, kind: str, subject: str | None = None) -> tuple[Act, ...]:
        """Acts seen of one kind, about one subject (`person:0123`) where it is named.

        A validation that is refused is among `acts` alone, with those that it takes back.
        Raises LookupError on a kind that no inputs.toml declares, ValueError on a subject without its table.
        """
        if kind not in self.act_kinds:
            raise LookupError(f"act kind {kind!r} is in no inputs.toml of this stack{near(kind, self.act_kinds)}")
        if subject is not None and ":" not in subject:
            raise ValueError(f"the subject of an act is written with its table, as person:{subject}")
        return tuple(act for act in self.in_effect if act.kind == kind and subject in (None, act.subject))

    def gate(self, rule: str, subject: str | None = None) -> GateState | None:
        """How the gate of a rule stands, for all or about one subject (`person:0123`): open or not, since when, why.

        Of a gate on several tools, one that is closed; for a subject without a gate of its own, that of all. None where
        the rule has closed and opened nothing: it does not bind, or the gates are not evaluated yet.
        """
        own = [state for state in self.gates if rule in state.gate.rules and state.gate.subject in (subject, None)]
        return min(own, key=lambda state: (state.gate.subject is None, state.open), default=None)

    def due(self, rule: str) -> date | None:
        """The last day that the deadline of a rule sets; None where it sets none, or waits for an act."""
        return next((one.due for one in self.so_far.deadlines if rule in one.rules), None)

    def once(self, make: Callable[["Step"], Made], *rests_on: object) -> Made:
        """What `make` gives for this step, made once in a run: a ranking, say, that several hooks need.

        It is made again where a row or table of `so_far` that it `rests_on` is no longer the very same object; `make`
        may look at nothing else of `so_far`.
        """
        held = (self.dossier, *rests_on)
        known = self.made.get(make)
        if known is None or len(known[0]) != len(held) or any(a is not b for a, b in zip(known[0], held, strict=True)):
            known = self.made[make] = (held, make(self))
        return cast(Made, known[1])


def first_of(acts: Iterable[Act]) -> Act | None:
    """The earliest of some acts, if there is one."""
    return min(acts, key=lambda act: act.date, default=None)
