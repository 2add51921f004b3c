"""Limits for publishing figures about people, and what a published row of a regulation reveals."""

from collections.abc import Mapping
from fractions import Fraction

from attrs import frozen


@frozen(kw_only=True)
class PublicationLimits:
    """From how many people (`fewest`) and up to which share of one of them a figure is published.

    `score_classes` are the borders, in percent of the maximum, between the classes in which scores are counted;
    `licence` is that of the publication.
    """

    fewest: int
    most_of_one: Fraction
    score_classes: tuple[Fraction, ...]
    licence: str = "CC-BY-4.0"


@frozen(kw_only=True)
class Tells:
    """What a public row reveals about the people that it rests on (rewards, scores, placements, fund lines), by header.

    Rows that differ only in `of` are neighbouring classes, merged first; then those that differ in `among`. Merging
    adds up the counts in `people` and the sums in `amount`, `released` (what nothing holds), `withheld` and `savings`.
    A `total` is the sum of the other rows; `by_law` is the article that wants its `amount` and `released` published,
    however few the people are. With `qualities`, being in a class says something about a person, so nobody
    may be recognisable.

    `mean` is `released` divided by people, `attainable` the mean of everybody's maximum, `share` the percentage of the
    people of a group (`among`) in a class: they are published if their sources are. With `everybody`, people are
    counted even if nothing is paid to them.
    """

    of: str
    among: tuple[str, ...] = ()
    people: str = ""
    amount: str = ""
    released: str = ""
    withheld: str = ""
    savings: str = ""
    mean: str = ""
    attainable: str = ""
    share: str = ""
    by_law: str = ""
    total: bool = False
    qualities: bool = False
    everybody: bool = False


PUBLISHED_KINDS = ("year", "text", "count", "euro", "percent", "day")


@frozen(kw_only=True)
class PublishedColumn:
    """A column of a table that a law requires to be published: its header, title and meaning (Italian).

    `words` are the only texts that it may have, such as the states of a figure.
    """

    name: str
    head: str
    title: str
    kind: str
    means: str
    words: tuple[str, ...] = ()


@frozen(kw_only=True)
class PublishedTable:
    """A table that a law requires to be published, as data: its file, title, article, and columns in order."""

    name: str
    title: str
    cites: str
    holds: str
    columns: Mapping[str, PublishedColumn]

    def head(self, name: str) -> str:
        """The header of a column by its English name; blank if the table lacks it."""
        known = self.columns.get(name)
        return known.head if known else ""
