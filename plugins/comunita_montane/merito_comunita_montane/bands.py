"""The merit bands in force, as the divisions take them."""

from fractions import Fraction

from attrs import frozen

from merito import InForce

TOOL = "annual"


@frozen(kw_only=True)
class Scheme:
    """The bands from the best: shares of people, and what each takes: shares of the money, or a weight per head.

    At most `cap` of the staff may stand in the first `capped` bands; a head of each band takes at least `ratio` times
    one of the next. The text says both for the fewest and for the most bands that there may be (`regulated`); a number
    `between` them has no rule of its own.
    """

    names: tuple[str, ...]
    people: tuple[Fraction, ...]
    money: tuple[Fraction, ...]
    by_head: bool
    capped: int
    cap: InForce[Fraction]
    ratio: InForce[Fraction]
    rules: tuple[str, ...]
    letters: tuple[str, ...] = ()
    cap_rule: str
    ratio_rule: str
    between: bool = False
    regulated: tuple[InForce[Fraction], ...] = ()
    inputs: tuple[object, ...] = ()
    parameters: tuple[InForce[object], ...] = ()

    @property
    def limits(self) -> tuple[str, ...]:
        """The rules that bound its people and its money."""
        return self.cap_rule, self.ratio_rule

    def rules_of(self, band: str) -> tuple[str, ...]:
        """The rules that make one band: in the first application each has its own letter."""
        return (self.rules[0], self.letters[self.names.index(band)]) if self.letters else self.rules

    @property
    def per_head(self) -> tuple[Fraction, ...]:
        """What a head of each band takes as decided, in any unit; a band without people takes it all."""
        if self.by_head:
            return self.money
        return tuple(share / people if people else share for share, people in zip(self.money, self.people, strict=True))
