"""The argument of a hook: the dossier, the values in force, and the results so far."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TypeVar, cast

from attrs import field, frozen

from merito.contract.inputs import ActKind, Named, Tool
from merito.contract.memory import Memory
from merito.contract.offices import BodyKind, Office
from merito.contract.parameters import AS_SET, PROVISIONAL, MissingParameterError, Parameters
from merito.contract.proceedings import Proceeding
from merito.contract.rulebook import Interpretation, Readings, Rule, Rulebook
from merito.contract.watch import Choices, Watch, watched
from merito.contract.weighing import GATES
from merito.model.acts import Act, GateState, in_effect
from merito.model.amended import AmendmentState
from merito.model.basis import Reading
from merito.model.columns import Table
from merito.model.dossier import Dossier
from merito.model.language import in_words
from merito.model.messages import Code, nearly, say
from merito.model.publication import PublishedTable
from merito.model.results import Results
from merito.model.rows import Rows

Made = TypeVar("Made")
OF_ONE_ALONE = ("bears", "so_far")
"""Values that a step computes for its rule; copies of the step do not take them over."""


@frozen(kw_only=True, slots=False)
class Step:
    """Everything that a hook may look at: the dossier, the values in force, and the results so far.

    `as_of` is the date of the run; `acts` are those up to it. `tool` is set only in `merito_rewards`. `marked` are the
    ids in the decorator of the running function. `act_kinds`, `tools`, `funds`, `declared` (tables), `published`
    (tables that a law requires to be published), `offices`, `bodies`, `proceedings` and `interpretations` are all that
    the layers declare, by name. After the gates are evaluated, the dossier has the amended plan, and `amendments` says
    which amendments are applied and which wait.
    """

    dossier: Dossier
    _parameters: Parameters
    _readings: Readings
    given: Results
    as_of: date
    unwritten_conferred: bool = False
    act_kinds: Mapping[str, ActKind] = field(factory=dict)
    tools: Mapping[str, Tool] = field(factory=dict)
    funds: Mapping[str, Named] = field(factory=dict)
    declared: Mapping[str, Table] = field(factory=dict)
    offices: Mapping[str, Office] = field(factory=dict)
    bodies: Mapping[str, BodyKind] = field(factory=dict)
    proceedings: Mapping[str, Proceeding] = field(factory=dict)
    published: Mapping[str, PublishedTable] = field(factory=dict)
    interpretations: Mapping[str, Interpretation] = field(factory=dict, repr=False)
    _rules: Mapping[str, Rule] = field(factory=dict, repr=False)
    _amendments: tuple[AmendmentState, ...] = ()
    _gates: tuple[GateState, ...] = ()
    tool: str | None = None
    marked: tuple[str, ...] = ()
    watch: Watch = field(factory=Watch, repr=False)
    memory: Memory = field(factory=Memory, repr=False)
    _made: dict[object, object] = field(factory=dict, init=False, repr=False)

    @cached_property
    def bears(self) -> tuple[str, ...]:
        """The rules in the decorator of the running function that the year's text contains. Its rows cite them."""
        known = (self._rules[one] for one in self.marked if one in self._rules)
        year, edition = self.dossier.year, self._parameters.edition
        return tuple(rule.id for rule in known if rule.in_text(year, edition))

    def in_force(self, *rules: str) -> bool:
        """Whether one of some rules is in force in the year of the cycle, or none of the ids is a rule's."""
        return Rulebook(self._rules).in_force(rules, self.dossier.year)

    @property
    def rule(self) -> str:
        """The first rule in the decorator of the running function: the one that its findings cite."""
        return next(iter(self.bears), "")

    @cached_property
    def so_far(self) -> Results:
        """The results of the cycle so far."""
        return watched(self.given, self.watch)

    @property
    def parameters(self) -> Parameters:
        """The parameters of the ente; that a provisional value is asked for is recorded."""
        given = self._parameters
        return given.choosing(self._choice_on_value) if given.provisional else given

    def _choice_on_value(self, key: str) -> str:
        identifier = f"{PROVISIONAL}{key}"
        if identifier not in self._readings.values:
            return AS_SET
        choice = self._readings[identifier].choice
        self.watch.ask(identifier, choice)
        return choice

    @property
    def readings(self) -> Choices:
        """The choice in force on every reading of the text, by its id."""
        return Choices(self._readings, self.watch)

    def choose(self, reading: str, **ways: Made) -> Made:
        """The value for the choice in force on a reading; `ways` are the results under each choice, by its name.

        If all values are equal, nothing depends on the reading here. Raises LookupError on a choice without a value.
        """
        return cast(Made, self.readings.among(reading, ways))

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """The rules of the year's text, of all layers, by id."""
        year, edition = self.dossier.year, self._parameters.edition
        return {name: one for name, one in self._rules.items() if one.in_text(year, edition)}

    def reading_told(self, reading: str) -> Reading:
        """The choice in force on a reading and its act, for messages; this does not count as asking for the reading."""
        return self._readings[reading]

    def choice_of(self, reading: str) -> str:
        """The choice in force, for the engine; this does not count as asking for the reading."""
        return self._readings[reading].choice

    def choosing(self, choices: Mapping[str, str]) -> "Step":
        """The same step under other choices, for the engine."""
        return self._but(_readings=self._readings.with_choices(choices))

    def watched_by(self, watch: Watch) -> "Step":
        """The same step with a record of what is looked at, for the engine."""
        return self._but(watch=watch)

    def marked_with(self, rules: tuple[str, ...]) -> "Step":
        """The same step for a function with these ids in its decorator, for the engine."""
        return self._but(marked=rules)

    def _but(self, **changed: object) -> "Step":
        """The same step with other attributes: every rule gets its own, and `evolve` would be far slower."""
        made = object.__new__(type(self))
        own = vars(made)
        own.update(vars(self), _made={}, **changed)
        for name in OF_ONE_ALONE:
            own.pop(name, None)
        return made

    @property
    def constant(self) -> tuple[object, ...]:
        """What is the same for all rules of a walk, and may differ in another walk."""
        return (self.dossier, self._amendments)

    @property
    def amendments(self) -> tuple[AmendmentState, ...]:
        """The amendments of the plan; corrections of results are not among them."""
        return tuple(one for one in self._amendments if not one.amendment.corrects)

    @property
    def corrections(self) -> tuple[AmendmentState, ...]:
        """The amendments of results that are applied, in their order; `dossier` has their new values."""
        return tuple(one for one in self._amendments if one.amendment.corrects and one.applied)

    @property
    def acts(self) -> Rows[Act]:
        """Acts up to `as_of`, in the order of their dates."""
        return self.once(_seen)

    @property
    def in_effect(self) -> Rows[Act]:
        """The acts in effect: without those that open nothing because they were refused, not given, or withdrawn."""
        return self.once(_in_effect)

    def acts_of(self, kind: str, subject: str | None = None) -> tuple[Act, ...]:
        """Acts in effect of one kind, about one subject (`person:0123`) if given.

        A refused validation is only in `acts`, with those that it withdraws. Raises LookupError on a kind that no
        inputs.toml declares, ValueError on a subject without its table.
        """
        if kind not in self.act_kinds:
            what = say("il tipo di atto {kind} non è in nessun inputs.toml", kind=Code(kind))
            raise LookupError(in_words(nearly(what, kind, self.act_kinds)))
        if subject is not None and ":" not in subject:
            raise ValueError(f"the subject of an act is written with its table, as person:{subject}")
        if subject is None:
            return self.in_effect.of(kind=kind)
        return self.in_effect.of(kind=kind, subject=subject)

    @property
    def gates(self) -> tuple[GateState, ...]:
        """The states of all gates, once they are evaluated; `gate` gives the one of a rule."""
        self.watch.states = self._gates
        self.watch.gates.add(GATES)
        return self._gates

    def gates_stand(self, states: tuple[GateState, ...]) -> bool:
        """Whether all gates have these states, for the engine; this does not count as looking at them."""
        return self._gates is states

    def gate(self, rule: str, subject: str | None = None) -> GateState | None:
        """The state of the gate of a rule, in general or for one subject (`person:0123`): open or not, since when, why.

        Of a gate on several tools, a closed one if there is any; for a subject without a gate of its own, the general
        one. None if the rule has no gate here: it does not bind, or the gates are not evaluated yet. Raises LookupError
        on a rule that no rules.toml declares.
        """
        self._declared(rule)
        self.watch.states = self._gates
        self.watch.gates.add(rule)
        known = self._gates_by_rule
        own = known.get((rule, subject), ()) or known.get((rule, None), ())
        return min(own, key=lambda state: state.open, default=None)

    @cached_property
    def _gates_by_rule(self) -> Mapping[tuple[str, str | None], Sequence[GateState]]:
        found: dict[tuple[str, str | None], list[GateState]] = {}
        for state in self._gates:
            for rule in state.gate.rules:
                found.setdefault((rule, state.gate.subject), []).append(state)
        return found

    def due(self, rule: str) -> date | None:
        """The last day of the deadline of a rule; None if it sets none, or waits for an act.

        Raises LookupError on a rule that no rules.toml declares.
        """
        self._declared(rule)
        return next((one.due for one in self.so_far.deadlines if rule in one.rules), None)

    def _declared(self, rule: str) -> None:
        if rule not in self._rules:
            what = say("la regola {rule} non è in nessun rules.toml", rule=Code(rule))
            raise LookupError(in_words(nearly(what, rule, self._rules)))

    def once(self, make: Callable[["Step"], Made]) -> Made:
        """The result of `make` for this step, made once for several rules, such as a ranking.

        It is made again if a table of `so_far`, a choice or the gates that it looked at differ.
        """
        if make not in self._made:
            self._made[make] = self.memory.made(make, self, MissingParameterError)
        return cast(Made, self._made[make])


def _seen(step: Step) -> Rows[Act]:
    return Rows(step.dossier.acts_seen(step.as_of))


def _in_effect(step: Step) -> Rows[Act]:
    return Rows(in_effect(step.acts))


def first_of(acts: Iterable[Act]) -> Act | None:
    """The earliest of some acts, if there is one."""
    return min(acts, key=lambda act: act.date, default=None)
