"""A proceeding as a text orders it: its steps, who takes them, within how many days, what silence means.

All of it is data of `inputs.toml`; the acts of an ente are checked against it.
"""

from collections.abc import Mapping
from functools import cached_property

from attrs import field, frozen

WAITS, PROCEEDS, NEVER = "waits", "proceeds", "never"
SILENCE = (WAITS, PROCEEDS, NEVER)
NOTED, BLOCKS = "noted", "blocks"
CONTRARY = (NOTED, BLOCKS)
LEADERS = ("manager", "secretary_general")


@frozen(kw_only=True)
class ProceedingStep:
    """A step: the kind of act, its rule with others (`also`), and the readings that it cites.

    `by` are the bodies that may give the act (empty: not checked). The step comes after the act `after` and, if the
    text says so, is due `within` days of it; several acts set a day each. `when` are the causes that require it
    (empty: all); about a post `not_under` are roles of who leads its unit, under whom it is not required. `silence`
    says what a missing act means once its days are over: `waits` (the body may state that it is not given),
    `proceeds`, or `never`. A contrary outcome is `noted`, or it `blocks` the closing act; `late_contrary` is the
    reading, with these choices, for an outcome after its days. `favourable` says that the outcome must be written,
    since the text requires a favourable one. Likewise a step that is `missing`, or done by another body, is `noted` or
    `blocks` the closing act, and so does a required outcome that is not written. What follows a revocation that is
    blocked, or given by a body to which the text does not give it, is withheld.
    """

    act: str
    rule: str
    also: tuple[str, ...] = ()
    bears: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    within: int = 0
    after: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    not_under: tuple[str, ...] = ()
    silence: str = WAITS
    contrary: str = NOTED
    missing: str = NOTED
    late_contrary: str = ""
    favourable: bool = False

    @property
    def rules(self) -> tuple[str, ...]:
        """Its rules, and the readings that it rests on."""
        return (self.rule, *self.also, *self.bears)


@frozen(kw_only=True)
class Proceeding:
    """A proceeding about one subject, closed by an act that needs its steps or ended by one that does not.

    `posts` limits a proceeding about posts to those of the staff or of managers. `causes` (Italian, by code) are the
    only ones for which the closing act may be given; the `value` of one of its acts names the cause.
    """

    name: str
    title: str
    closed_by: str
    steps: tuple[ProceedingStep, ...]
    about: str = "ente"
    posts: str = ""
    ended_by: tuple[str, ...] = ()
    causes: Mapping[str, str] = field(factory=dict)
    cause_rule: str = ""

    @cached_property
    def closing(self) -> tuple[str, ...]:
        """The kinds of act that close it."""
        return (self.closed_by, *self.ended_by)

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """Every kind of act in it, in the order of its steps."""
        return tuple(dict.fromkeys((*(one.act for one in self.steps), *self.closing)))

    @property
    def held_to(self) -> frozenset[str]:
        """The rules that its acts are checked against."""
        return frozenset(
            filter(None, (self.cause_rule, *(name for one in self.steps for name in (one.rule, *one.also))))
        )

    @property
    def readings(self) -> frozenset[str]:
        """The readings that it names."""
        return frozenset(filter(None, (name for one in self.steps for name in (*one.bears, one.late_contrary))))
