"""Who gains and who loses by a supposition: sums and scores of two records side by side."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from merito.model.money import CENT_ZERO
from merito.numbers import point_text
from merito.page.material import Material

PARTS = ("due", "payable", "withheld", "uncovered")


@frozen(kw_only=True)
class Sum:
    """What somebody is due through a tool (euro)."""

    person: str
    tool: str
    about: str
    parts: Mapping[str, Decimal]


@frozen(kw_only=True)
class Figures:
    """The money and scores of a record, by their keys; and the totals of each fund by its title."""

    sums: Mapping[tuple[str, ...], Sum]
    scores: Mapping[str, tuple[str, str, Fraction | None]]
    funds: Mapping[str, Mapping[str, Decimal]]


@frozen(kw_only=True)
class Side:
    """A row of two records side by side; `by` is by how much it grows (euro)."""

    person: str
    what: str
    before: Decimal
    after: Decimal

    @property
    def by(self) -> Decimal:
        return self.after - self.before


def figures(material: Material) -> Figures:
    """The money and scores of a record."""
    results, names = material.record.results, material.names
    sums = {
        row.key: Sum(
            person=_called(row.person, names.person(row.person).title),
            tool=names.tool(row.tool),
            about=names.subject(row.subject).title if row.subject else "",
            parts={part: getattr(row, part) for part in PARTS},
        )
        for row in results.rewards
    }
    funds: dict[str, dict[str, Decimal]] = {}
    for line in results.fund_lines:
        own = funds.setdefault(
            names.fund(line.fund), dict.fromkeys(("amount", "payable", "withheld", "savings"), CENT_ZERO)
        )
        for part in own:
            own[part] += getattr(line, part)
    scores = {
        one.person: (
            _called(one.person, names.person(one.person).title),
            "" if one.score is None else point_text(one.score),
            one.score,
        )
        for one in results.scores
    }
    return Figures(sums=sums, scores=scores, funds=funds)


def sides(before: Figures, after: Figures) -> Sequence[Side]:
    """Who gains and who loses, those whose sums change most first."""
    found = []
    for key in dict.fromkeys((*before.sums, *after.sums)):
        old, new = before.sums.get(key), after.sums.get(key)
        known = new or old
        assert known is not None
        one = Side(
            person=known.person,
            what=f"{known.tool}{f', {known.about}' if known.about else ''}",
            before=old.parts["due"] if old else CENT_ZERO,
            after=new.parts["due"] if new else CENT_ZERO,
        )
        if one.by:
            found.append(one)
    return sorted(found, key=lambda one: (-abs(one.by), one.person))


def moved_scores(before: Figures, after: Figures) -> Iterable[tuple[str, str, str]]:
    """Scores that differ: whose, before, after."""
    for person, (name, text, value) in after.scores.items():
        old = before.scores.get(person)
        if old is None or old[2] != value:
            yield name, old[1] if old else "", text


def _called(person: str, name: str) -> str:
    return f"{name} ({person})" if name else person
