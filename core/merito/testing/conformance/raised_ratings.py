"""A person whose ratings are raised, one or several at once, often across a border.

A border is a number of the plugin's own parameters: with all ratings at that percentage of their maximum the score is
at it, whatever the weights are.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from attrs import frozen
from hypothesis import assume
from hypothesis import strategies as st

from merito.testing.cases import Case
from merito.testing.conformance.drafts import DraftCase, changed, draft_of, funds_of, is_number
from merito.testing.conformance.drawn import enti
from merito.testing.conformance.seen import never_less_paid
from merito.testing.conformance.subject import Subject
from merito.testing.conformance.values import CENT, HUNDRED, borders, written

RATINGS = "ratings"
STEPS = (CENT, Decimal("0.1"), Decimal(1), Decimal(10))
Points = Mapping[int, Decimal]


@frozen
class Raised:
    """An ente, and the same one in which a person has more points."""

    before: DraftCase
    after: DraftCase
    person: str


def rated_cases(subject: Subject) -> tuple[Case, ...]:
    """The cases in which a person with points out of a maximum is rewarded by a tool that declares `never_less`."""
    rated = [case for case in subject.readable if funds_of(case)]
    return tuple(case for case in rated if _rows_of(draft_of(case), never_less_paid(subject, case)))


def raised_ratings(subject: Subject, cases: Sequence[Case]) -> st.SearchStrategy[Raised]:
    """Enti in which a person's ratings are raised."""
    known = borders(subject)

    @st.composite
    def draw(draw_one: st.DrawFn) -> Raised:
        assume(cases)
        case = draw_one(st.sampled_from(cases))
        draft = draw_one(enti(subject, (case,)))
        rows = _rows_of(draft, never_less_paid(subject, case))
        assume(rows)
        person = draw_one(st.sampled_from(sorted(rows)))
        most = rows[person]
        over_a_border = known and draw_one(st.sampled_from((False, True)))
        if over_a_border:
            before, after = draw_one(_over_a_border(most, known))
        else:
            before = {row: Decimal(draft.tables[RATINGS][row]["points"]) for row in most}
            after = draw_one(_more(before, most))
        below = _with_points(draft, before)
        return Raised(below, _with_points(below, after), person)

    return draw()


def _rows_of(draft: DraftCase, people: frozenset[str]) -> Mapping[str, Points]:
    """The ratings of some people with points out of a maximum, by their number, with that maximum."""
    found: dict[str, dict[int, Decimal]] = {}
    for number, row in enumerate(draft.tables.get(RATINGS, ())):
        if row.get("person") in people and is_number(row.get("points", "")) and is_number(row.get("max", "")):
            found.setdefault(row["person"], {})[number] = Decimal(row["max"])
    return found


def _over_a_border(most: Points, known: Sequence[Decimal]) -> st.SearchStrategy[tuple[Points, Points]]:
    """All ratings at, just below or well below a border, then at it or beyond."""
    sides = st.tuples(
        st.sampled_from(known), st.sampled_from((Decimal(0), *STEPS)), st.sampled_from((Decimal(0), *STEPS))
    )
    return sides.map(lambda one: (_at(one[0] - one[1], most), _at(one[0] + one[2], most)))


def _at(percent: Decimal, most: Points) -> Points:
    held = min(max(percent, Decimal(0)), HUNDRED)
    return {row: held * maximum / HUNDRED for row, maximum in most.items()}


def _more(before: Points, most: Points) -> st.SearchStrategy[Points]:
    """More points on one rating, on some or on all that are below their maximum."""
    below = [row for row in before if before[row] < most[row]]

    @st.composite
    def draw(draw_one: st.DrawFn) -> Points:
        assume(below)
        rows = draw_one(st.one_of(st.just(below), st.lists(st.sampled_from(below), min_size=1, unique=True)))
        return {row: max(before[row], draw_one(_between(before[row], most[row]))) for row in rows}

    return draw()


def _between(least: Decimal, most: Decimal) -> st.SearchStrategy[Decimal]:
    return st.one_of(st.just(most), st.decimals(least, most, places=2))


def _with_points(draft: DraftCase, points: Points) -> DraftCase:
    for row, value in points.items():
        if Decimal(draft.tables[RATINGS][row]["points"]) != value:
            draft = changed(draft, RATINGS, row, "points", written(value))
    return draft
