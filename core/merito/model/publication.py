"""What is published of people: from how many on, and what a row that a regulation publishes tells of them."""

from fractions import Fraction

from attrs import frozen


@frozen(kw_only=True)
class PublicationLimits:
    """From how many people (`fewest`) and up to which share of one of them a figure is published.

    `score_classes` are the borders, in percent of the maximum, between the classes in which scores are counted.
    """

    fewest: int
    most_of_one: Fraction
    score_classes: tuple[Fraction, ...]


@frozen(kw_only=True)
class Tells:
    """What a public row tells of the people that it rests on (rewards, scores, placements, lines of a fund): its heads.

    Rows that differ in `of` alone are neighbouring classes, joined first; then those that differ in `among`. What
    `people` counts and what `amount`, `paid`, `withheld` and `savings` sum is added up. A `total` is the sum of the
    other rows. With `qualities`, to stand in a class says something of a person: nobody may be known by it.
    """

    of: str
    among: tuple[str, ...] = ()
    people: str = ""
    amount: str = ""
    paid: str = ""
    withheld: str = ""
    savings: str = ""
    total: bool = False
    qualities: bool = False
