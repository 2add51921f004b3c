"""The merit bands in force, as the divisions use them."""

from fractions import Fraction

from attrs import frozen

from merito import InForce

TOOL = "annual"


@frozen(kw_only=True)
class Scheme:
    """The bands from the best: their shares of people, and their shares of the money or weights per head.

    At most `cap` of the staff may be in the first `capped` bands; a head of each band receives at least `ratio` times
    one of the next. The text gives both for the fewest and for the most bands allowed (`regulated`), and no rule for a
    number `between` them: then `ratio` is the lower of the two, and `cap_of_two` the cap of the most bands.
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
    cap_of_two: InForce[Fraction] | None = None
    regulated: tuple[InForce[Fraction], ...] = ()
    inputs: tuple[object, ...] = ()
    parameters: tuple[InForce[object], ...] = ()

    @property
    def between(self) -> bool:
        """Whether the text has no rule for this number of bands."""
        return self.cap_of_two is not None

    @property
    def limits(self) -> tuple[str, ...]:
        """The rules that limit its people and its money."""
        return self.cap_rule, self.ratio_rule

    def rules_of(self, band: str) -> tuple[str, ...]:
        """The rules of one band: in the first application each has its own letter."""
        return (self.rules[0], self.letters[self.names.index(band)]) if self.letters else self.rules

    @property
    def per_head(self) -> tuple[Fraction, ...]:
        """What a head of each band receives as decided, in any unit; a band without people has all its money."""
        if self.by_head:
            return self.money
        return tuple(share / people if people else share for share, people in zip(self.money, self.people, strict=True))
