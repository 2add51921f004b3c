"""Enti, and the same ones in which one person's evaluation lacks one formality."""

from collections.abc import Iterator

from attrs import frozen
from hypothesis import assume
from hypothesis import strategies as st

from merito.testing.conformance.drafts import DraftCase, changed, columns_of, draft_of
from merito.testing.conformance.drawn import enti
from merito.testing.conformance.subject import Subject

EVALUATIONS, YES_NO, OUTCOME = "evaluations", "yes_no", "positive"
OF_ALL = ("reasons", "feedback")


@frozen
class Formality:
    """An ente, and the same without one formality of one person: blank reasons or interview, a `no`."""

    whole: DraftCase
    lacking: DraftCase
    person: str
    column: str


def formalities(subject: Subject) -> st.SearchStrategy[Formality]:
    """Enti with evaluations: a cell of one is blanked, or becomes `no`.

    They are the reasons, the interview, and what a regulation or the common table answers with yes or no about how
    somebody was evaluated; whether the outcome is positive is no formality.
    """

    @st.composite
    def draw(draw_one: st.DrawFn) -> Formality:
        draft = draw_one(enti(subject, [one for one in subject.readable if any(_cells(subject, draft_of(one)))]))
        cells = list(_cells(subject, draft))
        assume(cells)
        number, column = draw_one(st.sampled_from(cells))
        row = draft.tables[EVALUATIONS][number]
        value = "no" if columns_of(subject, EVALUATIONS)[column].kind == YES_NO else ""
        return Formality(draft, changed(draft, EVALUATIONS, number, column, value), row["person"], column)

    return draw()


def tried_on(subject: Subject) -> bool:
    """Whether some worked case has a formality to take away."""
    return any(any(_cells(subject, draft_of(case))) for case in subject.readable)


def _cells(subject: Subject, draft: DraftCase) -> Iterator[tuple[int, str]]:
    known = columns_of(subject, EVALUATIONS)
    asked = [name for name, column in known.items() if column.kind == YES_NO and name != OUTCOME]
    for number, row in enumerate(draft.tables.get(EVALUATIONS, ())):
        yield from ((number, name) for name in (*OF_ALL, *asked) if row.get(name))
