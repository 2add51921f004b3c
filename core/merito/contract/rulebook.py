"""The rules and interpretations of a layer, with their citations."""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Literal, get_args

from attrs import evolve, field, frozen

from merito.model.basis import Reading
from merito.model.conditions import DeclaredDeadline, DeclaredGate
from merito.model.language import in_words
from merito.model.messages import Code, say

Status = Literal["computed", "checked", "recorded", "not modelled"]
STATUSES: tuple[str, ...] = get_args(Status)
CLAIMED = ("computed", "checked")
KINDS = ("constraint", "document", "computation", "gate", "deadline", "role", "procedure")
MONEY_PHASES, MONEY_KINDS = ("b", "e"), ("computation", "gate", "constraint")
PHASES = ("a", "b", "c", "d", "e", "f", "appointments")
ALL_TEXTS = "tutti i testi"
LESS, KNOWN, SUBJECT, PARTS = "less", "known", "subject:", "parts"
PAUSE, SHORTEST = re.compile(r"[,;:] "), 12


def _says(article: str, other: str) -> bool:
    """Whether an article's text contains another one completely, not as the beginning of a narrower one."""
    return re.search(rf"(?:^|[\s;,(]){re.escape(other)}(?:$|[;,)]| e )", article) is not None


@frozen(kw_only=True)
class Rule:
    """A rule of the text: its article, its content in one line, and what the program does with it.

    A gate that `implements` a rule of a lower layer replaces its gate; so does a check, for the `tools` that it names.
    `gate` and `deadline` are declared as data, without code. `editions` are those that contain it; empty means all.
    `since` and `until` are the first and last cycle year in which it is in force.
    """

    id: str
    article: str
    text: str
    phase: str
    kind: str
    status: str
    reason: str = ""
    implements: str | None = None
    tools: tuple[str, ...] = ()
    interpretations: tuple[str, ...] = ()
    binds: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    gate: DeclaredGate | None = None
    deadline: DeclaredDeadline | None = None

    @property
    def of_money(self) -> bool:
        """Whether it decides what is due, to whom or on what condition."""
        return self.phase in MONEY_PHASES and self.kind in MONEY_KINDS

    def in_force(self, year: int) -> bool:
        """Whether it is in force in the cycle of a year."""
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)

    def in_text(self, year: int, edition: str) -> bool:
        """Whether it is in the text of a year: in force and, if it names editions, in that year's edition."""
        return self.in_force(year) and (not self.editions or edition in self.editions)


@frozen(kw_only=True)
class Competence:
    """Who may adopt a reading, or decide the value of a parameter.

    It is an act of one of `bodies`, or of `before_by` until there is an act of kind `before_act`.

    If collective bargaining must agree, or an opinion binds, an act of one of the kinds `agreed_by` is needed as well;
    without bodies, such an act alone decides. `cites` is the source of this power. Bodies are codes; `titles` are their
    names.
    """

    bodies: tuple[str, ...] = ()
    before_by: tuple[str, ...] = ()
    titles: Mapping[str, str] = field(factory=dict)
    before_act: str = ""
    agreed_by: tuple[str, ...] = ()
    cites: str = ""

    @property
    def of_somebody(self) -> bool:
        """Whether anybody is named who decides."""
        return bool(self.bodies or self.agreed_by)


NOBODY = Competence()


@frozen(kw_only=True)
class Interpretation:
    """An unclear passage: the choices it offers, the default, the reason for it, and who decides.

    `lifts` are the choices under which a gate that cites this interpretation does not exist. `decides` limits whose
    rewards it decides: `less`, those that another choice would lower; `known`, those whose other outcome is known;
    `subject:appeal`, those given for an appeal. `by_savings` are the choices under which the savings of a line pay for
    what a correction adds after the line was paid; an interpretation that has them decides who pays, for its `tools`
    (none: for all), and `savings_of` says of which lines: blank, the own line; `parts`, all parts of the line that is
    divided, as the bands of a ranking. Under those of `only_corrected` the rules themselves say what a correction of
    somebody after the payment changes, and it changes what is due to nobody else.
    """

    id: str
    article: str
    unclear: str
    choices: Mapping[str, str]
    default: str
    why: str
    must_adopt: bool = False
    competence: Competence = NOBODY
    lifts: tuple[str, ...] = ()
    decides: str = ""
    by_savings: tuple[str, ...] = ()
    savings_of: str = ""
    only_corrected: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()

    def shortly(self, choice: str) -> str:
        """The beginning of a choice's text that distinguishes it from all others; an unknown choice itself."""
        text = self.choices.get(choice, choice).rstrip(".")
        others = [one for name, one in self.choices.items() if name != choice]
        for pause in PAUSE.finditer(text):
            begun = text[: pause.start()]
            told_apart = not any(other.startswith(begun) for other in others)
            if len(begun) >= SHORTEST and told_apart and begun.count("(") == begun.count(")"):
                return begun
        return text


@frozen
class Rulebook:
    """Rules and interpretations of several layers, later ones added to earlier ones. Ids are unique.

    `retired` are the interpretations that are no longer asked, each with those that replace it. An ente that still
    names one is told; its choice there counts for none of these.
    """

    rules: Mapping[str, Rule] = field(factory=dict)
    interpretations: Mapping[str, Interpretation] = field(factory=dict)
    retired: Mapping[str, tuple[str, ...]] = field(factory=dict)

    def plus(self, other: "Rulebook") -> "Rulebook":
        return Rulebook(
            {**self.rules, **other.rules},
            {**self.interpretations, **other.interpretations},
            {**self.retired, **other.retired},
        )

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of all rules and interpretations."""
        return frozenset((*self.rules, *self.interpretations))

    def cite(self, rule_id: str) -> str:
        """Article of a rule or interpretation; the id itself if no layer knows it."""
        if rule_id in self.rules:
            return self.rules[rule_id].article
        if rule_id in self.interpretations:
            return self.interpretations[rule_id].article
        return rule_id

    def cites(self, rule_ids: Iterable[str]) -> tuple[str, ...]:
        """Articles of rules, each once, without those contained in another (`art. 5` in `art. 5 e art. 6`)."""
        articles = list(dict.fromkeys(self.cite(rule_id) for rule_id in rule_ids if rule_id))
        told = [one for one in articles if not any(one != other and _says(other, one) for other in articles)]
        return tuple(one for one in told if one != ALL_TEXTS) or tuple(told)

    def binds(self, rule_ids: Iterable[str], kind: str) -> bool:
        """Whether rules bind a kind of ente; a rule that names no kind binds all."""
        named = [self.rules[rule_id] for rule_id in rule_ids if rule_id in self.rules]
        return all(not known.binds or kind in known.binds for known in named)

    def in_force(self, rule_ids: Iterable[str], year: int) -> bool:
        """Whether one of some rules is in force in a cycle year, or none of the ids is a rule's."""
        named = [self.rules[rule_id] for rule_id in rule_ids if rule_id in self.rules]
        return not named or any(known.in_force(year) for known in named)

    def money_not_modelled(self, kind: str, year: int | None = None) -> tuple[Rule, ...]:
        """The rules about money that bind a kind of ente (in a cycle year, if given) and are not computed."""
        left = (rule for rule in self.rules.values() if rule.of_money and rule.status == "not modelled")
        known = (rule for rule in left if year is None or rule.in_force(year))
        return tuple(rule for rule in known if self.binds((rule.id,), kind))


@frozen
class Readings:
    """The reading of every interpretation for an ente: the choice in force.

    Beside them stand the provisional values of parameters, so that other lawful values can be tried like other choices.
    """

    _by_id: Mapping[str, Reading] = field(factory=dict)
    _values: Mapping[str, Reading] = field(factory=dict)
    _others: dict[tuple[tuple[str, str], ...], "Readings"] = field(factory=dict, init=False, eq=False, repr=False)
    _changed: dict[tuple[str, str], Reading] = field(factory=dict, init=False, eq=False, repr=False)

    def __getitem__(self, interpretation: str) -> Reading:
        found = self._by_id.get(interpretation) or self._values.get(interpretation)
        if found is None:
            raise UnknownReadingError(interpretation)
        return found

    def get(self, interpretation: str) -> Reading | None:
        return self._by_id.get(interpretation)

    def with_values(self, values: Mapping[str, Reading]) -> "Readings":
        """These readings beside the provisional values of parameters, by their ids."""
        return Readings(self._by_id, values)

    @property
    def values(self) -> Mapping[str, Reading]:
        """The provisional values of parameters, by their ids."""
        return self._values

    def choosing(self, interpretation: str, choice: str) -> "Readings":
        """These readings as if the ente had adopted that choice."""
        known = self[interpretation]
        changed = Reading(known.id, choice, known.default, known.must_adopt, adopted=True)
        return self._but({interpretation: changed})

    def with_choices(self, choices: Mapping[str, str]) -> "Readings":
        """These readings with other choices on some; whether each is adopted does not change."""
        asked = tuple(choices.items())
        if asked not in self._others:
            self._others[asked] = self._but({one[0]: self._with(one) for one in asked})
        return self._others[asked]

    def _but(self, changed: Mapping[str, Reading]) -> "Readings":
        """These readings, some of them changed."""
        values = {key: one for key, one in changed.items() if key in self._values}
        by_id = {key: one for key, one in changed.items() if key not in self._values}
        return Readings({**self._by_id, **by_id}, {**self._values, **values})

    def _with(self, choice: tuple[str, str]) -> Reading:
        """A reading with another choice."""
        if choice not in self._changed:
            self._changed[choice] = evolve(self[choice[0]], choice=choice[1])
        return self._changed[choice]

    def unadopted(self) -> "Readings":
        """These readings as if the ente had adopted none of those that it must adopt."""
        return self._but({key: evolve(one, adopted=False) for key, one in self._by_id.items() if one.must_adopt})

    def supposing(self, interpretation: str, choice: str) -> "Readings":
        """These readings with a choice that counts as adopted in a simulation."""
        known = self[interpretation]
        supposed = Reading(known.id, choice, known.default, known.must_adopt, adopted=True, supposed=True)
        return self._but({interpretation: supposed})

    def all(self) -> tuple[Reading, ...]:
        """Every reading, in the order of the layers."""
        return tuple(self._by_id.values())


class UnknownReadingError(LookupError):
    """A rule asked for an interpretation that no layer declares: a defect of the plugin."""

    def __init__(self, interpretation: str) -> None:
        super().__init__(
            in_words(say("la lettura {reading} non è in nessun interpretations.toml", reading=Code(interpretation)))
        )
