"""A person without one rating on an item that the regulation names: a score without it is incomplete."""

from collections.abc import Iterator, Sequence, Set

import tomli
from attrs import frozen
from hypothesis import strategies as st

from merito.testing.cases import Case
from merito.testing.conformance.drafts import DraftCase, draft_of, without
from merito.testing.conformance.drawn import enti
from merito.testing.conformance.seen import seen
from merito.testing.conformance.subject import Subject
from merito.testing.conformance.values import parts_of

RATINGS = "ratings"


@frozen
class Incomplete:
    """An ente, and the same one in which a person has no rating on an item."""

    whole: DraftCase
    lacking: DraftCase
    person: str
    item: str


@frozen
class Rated:
    """A case, and the numbers of its ratings on named items of people whose scores are final."""

    case: Case
    rows: tuple[int, ...]


def named_items(subject: Subject) -> tuple[Rated, ...]:
    """The ratings of the worked cases on items that the plugin names in a parameter or its code, or its ente does."""
    declared = subject.own.parameters.values()
    values = [one.value for own in declared for one in (*own.values, *sum(own.by_edition.values(), ()))]
    named = subject.words | {name for value in values for name in _names(value)}
    found = (Rated(case, _rated(subject, case, named | _set_by_the_ente(case))) for case in subject.readable)
    return tuple(one for one in found if one.rows)


def _rated(subject: Subject, case: Case, named: Set[str]) -> tuple[int, ...]:
    ratings = draft_of(case).tables.get(RATINGS, ())
    scored = seen(subject, case).scored
    return tuple(
        number for number, row in enumerate(ratings) if row.get("factor") in named and row.get("person") in scored
    )


def incomplete(subject: Subject, items: Sequence[Rated]) -> st.SearchStrategy[Incomplete]:
    """Enti in which a person lacks a rating."""

    @st.composite
    def draw(draw_one: st.DrawFn) -> Incomplete:
        one = draw_one(st.sampled_from(items))
        number = draw_one(st.sampled_from(one.rows))
        draft = draw_one(enti(subject, (one.case,)))
        row = draft.tables[RATINGS][number]
        return Incomplete(draft, without(draft, RATINGS, number), row["person"], row["factor"])

    return draw()


def _set_by_the_ente(case: Case) -> set[str]:
    """The names in parameters that the ente of a case sets."""
    return {name for value in tomli.loads(case.cycle).get("parameters", {}).values() for name in _names(value)}


def _names(value: object) -> Iterator[str]:
    """Every text of a parameter, including the row names of a table."""
    return (one for one in parts_of(value) if isinstance(one, str))
