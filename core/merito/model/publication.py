"""What is published of people: from how many on, and what a row that a regulation publishes tells of them."""

from collections.abc import Mapping
from fractions import Fraction

from attrs import frozen


@frozen(kw_only=True)
class PublicationLimits:
    """From how many people (`fewest`) and up to which share of one of them a figure is published.

    `score_classes` are the borders, in percent of the maximum, between the classes in which scores are counted;
    `licence` is that of what is published.
    """

    fewest: int
    most_of_one: Fraction
    score_classes: tuple[Fraction, ...]
    licence: str = "CC-BY-4.0"


@frozen(kw_only=True)
class Tells:
    """What a public row tells of the people that it rests on (rewards, scores, placements, lines of a fund): its heads.

    Rows that differ in `of` alone are neighbouring classes, joined first; then those that differ in `among`. What
    `people` counts and what `amount`, `paid`, `withheld` and `savings` sum is added up. A `total` is the sum of the
    other rows. With `qualities`, to stand in a class says something of a person: nobody may be known by it.

    `mean` is what is paid over how many, `attainable` the mean of what each could have at the most, `share` the percent
    of the people of its group (`among`) that stand in a class: they are told where what they are made of is. With
    `everybody`, people are counted also where nothing is paid to them.
    """

    of: str
    among: tuple[str, ...] = ()
    people: str = ""
    amount: str = ""
    paid: str = ""
    withheld: str = ""
    savings: str = ""
    mean: str = ""
    attainable: str = ""
    share: str = ""
    total: bool = False
    qualities: bool = False
    everybody: bool = False


PUBLISHED_KINDS = ("year", "text", "count", "euro", "percent", "day")


@frozen(kw_only=True)
class PublishedColumn:
    """A column of a table that a law has published: its head, its title for people and what it holds (Italian)."""

    name: str
    head: str
    title: str
    kind: str
    means: str


@frozen(kw_only=True)
class PublishedTable:
    """A table that a law has published, as data: its file, its title, its article, its columns in their order."""

    name: str
    title: str
    cites: str
    holds: str
    columns: Mapping[str, PublishedColumn]

    def head(self, name: str) -> str:
        """The head of a column by its English name; blank where the table does not have it."""
        known = self.columns.get(name)
        return known.head if known else ""
