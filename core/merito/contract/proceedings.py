"""A proceeding as a text orders it: its steps, by whom, within how many days of which step, what silence means.

All of it is data of `inputs.toml`; the acts of an ente are held to it, chain by chain.
"""

from collections.abc import Mapping
from functools import cached_property

from attrs import field, frozen

WAITS, PROCEEDS, NEVER = "waits", "proceeds", "never"
SILENCE = (WAITS, PROCEEDS, NEVER)
NOTED, BLOCKS = "noted", "blocks"
CONTRARY = (NOTED, BLOCKS)


@frozen(kw_only=True)
class ProceedingStep:
    """A step: the kind of act, its rule with others (`also`) and the readings that it bears.

    `by` are the bodies that may give it (none: nobody is asked for). It comes after the act `after`, and is due
    `within` days of it, where the text says so; of several, each sets a day of its own. `when` are the causes for which
    it is needed (none: all). `silence` says what the lack of the act means once its days are over: `waits` (whoever
    must give it may say that it is not given), `proceeds`, or `never`. An outcome that is contrary is `noted`, or it
    `blocks` the act that closes; `late_contrary` is the reading, with these choices, of one that comes after its days.
    """

    act: str
    rule: str
    also: tuple[str, ...] = ()
    bears: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    within: int = 0
    after: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    silence: str = WAITS
    contrary: str = NOTED
    late_contrary: str = ""

    @property
    def rules(self) -> tuple[str, ...]:
        """Its rules, and the readings that it rests on."""
        return (self.rule, *self.also, *self.bears)


@frozen(kw_only=True)
class Proceeding:
    """A proceeding about one subject, closed by an act that needs its steps or ended by one that does not.

    `posts` narrows one about posts to those of the staff or of managers. `causes` (Italian, by code) are the only ones
    for which the closing act may be given, as the `value` of one of its acts says.
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
        """Every kind of act of it, in the order of its steps."""
        return tuple(dict.fromkeys((*(one.act for one in self.steps), *self.closing)))

    @property
    def held_to(self) -> frozenset[str]:
        """The rules to which its acts are held."""
        return frozenset(
            filter(None, (self.cause_rule, *(name for one in self.steps for name in (one.rule, *one.also))))
        )

    @property
    def readings(self) -> frozenset[str]:
        """The readings that it names."""
        return frozenset(filter(None, (name for one in self.steps for name in (*one.bears, one.late_contrary))))
