"""The individual form of the appendix: rows in three sections, weight × points over the maximum, and their TOTALE."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from merito import Intermediate, Rating, Step
from merito.kit import periods_problems, rows_problems, unknown_problems
from merito.numbers import HUNDRED, fraction, number_text, product, quotient
from merito_brescia.evaluation_people import STAFF, Evaluee, evaluees

SECTIONS = ("conoscenze", "attivita", "attitudini")
SUM, BLANK = "I-BS-23", "I-BS-22"
FORMULA = "somma, riga per riga, di peso × punti / punteggio massimo"


@frozen(kw_only=True)
class Form:
    """A form as read: its exact total, or what is blank or wrong (Italian); and the Tot. of each row."""

    total: Fraction | None = None
    blank: str = ""
    problems: tuple[str, ...] = ()
    rows: tuple[Intermediate, ...] = ()
    rules: tuple[str, ...] = ()


def form_of(step: Step, one: Evaluee) -> Form:
    """The form of one of the staff, read once in a run."""
    return step.once(_forms)[one.person.id]


def _forms(step: Step) -> Mapping[str, Form]:
    return {one.person.id: read_form(one.ratings) for one in evaluees(step, STAFF)}


def read_form(ratings: Sequence[Rating]) -> Form:
    """The total of a form whose weights sum to 100 (I-BS-23); none if a section has no rows (I-BS-22)."""
    written = [_section(row) for row in ratings]
    blank = [name for name in SECTIONS if name not in written]
    problems = tuple(_problems(ratings, whole=not blank))
    if problems:
        return Form(problems=problems)
    if blank:
        return Form(blank=f"la scheda non è compilata: manca {', '.join(blank)}", rules=(BLANK,))
    each = [_tot(row) for row in ratings]
    told = (f"Tot. {row.factor} ({row.section})" for row in ratings)
    return Form(
        total=sum(each, Fraction(0)),
        rows=tuple(map(Intermediate, told, each)),
        rules=(SUM,) if any(row.max != HUNDRED for row in ratings) else (),
    )


def _section(row: Rating) -> str:
    """The section of a row, written with or without its accent."""
    return row.section.casefold().replace("à", "a")


def _tot(row: Rating) -> Fraction:
    return product(row.weight or 0, quotient(row.points, row.max or 1))


def _problems(ratings: Sequence[Rating], *, whole: bool) -> Iterator[str]:
    """What is wrong with the rows; their weights must sum to 100 only if the form is `whole`."""
    strange = [row.section or row.factor for row in ratings if _section(row) not in SECTIONS]
    yield from unknown_problems(strange, SECTIONS, "una sezione della scheda")
    yield from rows_problems(ratings)
    yield from (f"{why} (SMVP, par. 4 e scheda di valutazione)" for why in periods_problems(ratings))
    without = [row.factor for row in ratings if row.weight is None]
    if without:
        yield f"senza peso: {', '.join(without)}"
    total = sum((fraction(row.weight or 0) for row in ratings), Fraction(0))
    if whole and not without and total != HUNDRED:
        yield f"i pesi delle righe sommano a {number_text(total)}, non a 100"
