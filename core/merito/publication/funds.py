"""Published fund lines: whole funds as the law requires, items if enough people draw on them.

Art. 20 c. 1 D.Lgs. 33/2013 requires the totals of what is set aside for prizes and of what is given. The sum of all
funds is published unless it belongs to one person. A fund with few people is merged with its neighbour (I-IT-07).
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from attrs import evolve, frozen

from merito.model.money import CENT_ZERO, Band, FundLine, Outcome, Reward
from merito.model.states import State
from merito.numbers import together_text
from merito.publication.joining import Classes, finest, joined
from merito.publication.known import Figure, Known
from merito.publication.masked import masked, public_rules, without_people
from merito.publication.money import Money

ALL_ITEMS = "tutte le voci"
NAMED = 3
COUNTED = re.compile(r": \d[\d.]*( person[ae])?$")
HOLDS = re.compile(r"^[A-Z][A-Z-]*-\S+")
FEWEST_BY_LAW = 3


@frozen(kw_only=True)
class PublicLine:
    """Lines of one or several funds, added up; None means not published, and `reason` says why.

    `item` is the common name of the lines, `held` why money of them is held, also if the amount is not published.
    `alternative` is shown for a single line, `state` if all have the same.
    """

    funds: tuple[str, ...]
    item: str
    amount: Decimal
    paid: Decimal | None
    withheld: Decimal | None
    savings: Decimal | None
    alternative: tuple[Outcome, ...] = ()
    reason: str = ""
    held: tuple[str, ...] = ()
    state: State | None
    rules: tuple[str, ...]


@frozen
class PublicFund:
    """A fund, or several merged funds, with its items if they are published separately."""

    whole: PublicLine
    items: tuple[PublicLine, ...] = ()

    @property
    def lines(self) -> tuple[PublicLine, ...]:
        """The items, or the whole."""
        return self.items or (self.whole,)


@frozen(eq=False)
class _Item:
    """Lines of a fund that belong together: those of a band, or those of a tool."""

    lines: tuple[FundLine, ...]
    band: Band | None = None


class PublicFunds:
    """The funds of a record to be published."""

    def __init__(self, lines: Sequence[FundLine], money: Money, known: Known, few: str) -> None:
        self._lines, self._money, self._known, self._few = lines, money, known, few
        self._wholes = self._made()

    def with_items(self) -> tuple[PublicFund, ...]:
        """Every fund; those published alone have their items."""
        return tuple(PublicFund(whole, self._items(whole)) for whole in self._wholes)

    def _made(self) -> list[PublicLine]:
        funds = [tuple(line for line in self._lines if line.fund == name) for name in self._names(self._lines)]
        cells = joined(funds, Classes(figures=self._figures, group=lambda _: ""), self._known)
        if cells or not funds:
            return [self._line_told(_flat(cell)) for cell in cells]
        return self._by_law(funds)

    def _by_law(self, funds: list[tuple[FundLine, ...]]) -> list[PublicLine]:
        """All funds that people draw on, merged: what is given is published, unless it goes to one or two people."""
        drawn = _flat([own for own in funds if self._money.drawn_on(own)])
        rest = [self._line_told(own) for own in funds if not self._money.drawn_on(own)]
        rewards = self._money.drawn_on(drawn)
        if few_by_law(rewards):
            return [evolve(self._line_told(drawn, divided=False), paid=None), *rest]
        self._known.let_out_by_law(self._money.figures(rewards))
        return [self._line_told(drawn), *rest]

    def _figures(self, cell: Sequence[tuple[FundLine, ...]]) -> tuple[Figure, ...]:
        return self._of_lines(_flat(cell))

    def _of_lines(self, lines: Sequence[FundLine]) -> tuple[Figure, ...]:
        return self._money.telling(self._money.drawn_on(lines), _saved(lines), self._known)

    def _items(self, whole: PublicLine) -> tuple[PublicLine, ...]:
        if len(whole.funds) > 1 or whole.paid is None:
            return ()
        items = _items([line for line in self._lines if line.fund == whole.funds[0]])
        by_ranking = Classes(figures=self._of_items, group=_ranking, quality=lambda one: one.band is not None)
        over_all = evolve(by_ranking, group=lambda one: one.band is not None)
        cells = finest(items, ((items, by_ranking), (_by_band(items), over_all)), self._known)
        return tuple(self._line_told(_flat([item.lines for item in cell])) for cell in cells) if len(cells) > 1 else ()

    def _of_items(self, cell: Sequence[_Item]) -> tuple[Figure, ...]:
        lines = _flat([item.lines for item in cell])
        return (*self._of_lines(lines), *self._money.on_posts(lines))

    def _line_told(self, lines: Sequence[FundLine], divided: bool | None = None) -> PublicLine:
        rewards, savings = self._money.drawn_on(lines), _saved(lines)
        if divided is None:
            divided = self._money.divides(rewards, savings, self._known)
        states = {line.state for line in lines}
        told = _reasons([line.reason for line in lines], bool(rewards))
        held = _reasons([line.held for line in lines if line.withheld], bool(rewards))
        return PublicLine(
            funds=self._names(lines),
            item=self._named(lines),
            amount=sum((line.amount for line in lines), CENT_ZERO),
            paid=sum((line.paid for line in lines), CENT_ZERO),
            withheld=sum((line.withheld for line in lines), CENT_ZERO) if divided else None,
            savings=savings if divided else None,
            alternative=lines[0].alternative if len(lines) == 1 else (),
            reason="; ".join((*told, *(() if divided else (self._few,)))),
            held=tuple(held) or (("",) if any(line.withheld for line in lines) else ()),
            state=states.pop() if len(states) == 1 else None,
            rules=public_rules([line.rules for line in lines]) if len(lines) > 1 else lines[0].rules,
        )

    def _named(self, lines: Sequence[FundLine]) -> str:
        """The common name of lines: by their bands, by the first and last of many, or as all lines."""
        own = [line for line in self._lines if line.fund == lines[0].fund]
        if len(lines) > 1 and len(lines) >= len(own):
            return ALL_ITEMS
        bands = [band for line in lines if (band := band_of(line))]
        if len(lines) > 1 and len(bands) == len(lines):
            every = {band.ranking for line in own if (band := band_of(line))}
            return _of_bands(bands, len(every) > 1)
        if len(lines) <= NAMED:
            return "; ".join(line.item for line in lines)
        return f"{len(lines)} voci, da «{lines[0].item}» a «{lines[-1].item}»"

    @staticmethod
    def _names(lines: Iterable[FundLine]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(line.fund for line in lines))


def few_by_law(rewards: Sequence[Reward]) -> bool:
    """Whether so few people are due something, or receive it, that the total would reveal another's sum."""
    due, paid = ({one.person for one in rewards if getattr(one, part)} for part in ("due", "paid"))
    return len(due) < FEWEST_BY_LAW or 0 < len(paid) < FEWEST_BY_LAW


def _reasons(reasons: Sequence[str], of_people: bool) -> dict[str, None]:
    """The reasons of lines, each once, without counts of people.

    For several lines on which people draw, only what holds them and what all have in common: a reason of one of them
    would identify it.
    """
    own = [[part for part in reason.split("; ") if part] for reason in reasons]
    told = dict.fromkeys(part for parts in own for part in parts)
    if not of_people:
        return dict.fromkeys(without_people(part) for part in told)
    kept = [part for part in told if HOLDS.match(part) or all(part in parts for parts in own)]
    return dict.fromkeys(masked(COUNTED.sub("", part)) for part in kept)


def _of_bands(bands: Sequence[Band], several: bool) -> str:
    """`fasce alta e media`; with their rankings if there are several."""
    names, rankings = (dict.fromkeys(getattr(one, name) for one in bands) for name in ("band", "ranking"))
    told = f"{'fascia' if len(names) == 1 else 'fasce'} {together_text(names)}"
    of = f", graduatori{'a' if len(rankings) == 1 else 'e'} {together_text(rankings)}"
    return f"{told}{of}" if several else told


def _flat(parts: Iterable[Sequence[FundLine]]) -> tuple[FundLine, ...]:
    return tuple(line for part in parts for line in part)


def _saved(lines: Iterable[FundLine]) -> Decimal:
    return sum((line.savings for line in lines), CENT_ZERO)


def band_of(line: FundLine) -> Band | None:
    """The merit band to which the money of a line belongs: it rests on the band, and has its pool."""
    return next((one for one in line.rests_on if isinstance(one, Band) and one.pool == line.amount), None)


def _items(lines: Sequence[FundLine]) -> tuple[_Item, ...]:
    """A line of a band is an item; the other lines of a tool are one; undivided lines are items of their own."""
    by_tool: dict[object, list[FundLine]] = {}
    for line in lines:
        band = band_of(line)
        by_tool.setdefault(line.key if band or line.tool is None else line.tool, []).append(line)
    return tuple(_Item(tuple(own), band_of(own[0]) if len(own) == 1 else None) for own in by_tool.values())


def _ranking(item: _Item) -> str:
    return item.band.ranking if item.band else ""


def _by_band(items: Sequence[_Item]) -> tuple[_Item, ...]:
    """The items of a band over all rankings as one; then the others."""
    by_band: dict[object, list[_Item]] = {}
    for one in items:
        by_band.setdefault(one.band.band if one.band else one, []).append(one)
    made = [_Item(_flat([one.lines for one in own]), own[0].band) for own in by_band.values()]
    return tuple(sorted(made, key=lambda one: one.band is None))
