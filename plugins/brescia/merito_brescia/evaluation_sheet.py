"""The figures that the evaluation form prints beside the ratings: the Tot. of each row, the TOTALE, the levels."""

from collections.abc import Iterator
from itertools import pairwise

from merito import Basis, PersonScore, Rating, ResultRows, Step, TableRow, hookimpl, rule
from merito.numbers import HUNDRED, Number, fraction, half_up, number_text
from merito_brescia.evaluation_form import FORMULA, Form, form_of
from merito_brescia.evaluation_levels import LEVELS, MISPRINT
from merito_brescia.evaluation_people import STAFF, Evaluee, evaluees

SHEET, SCALE = "scheda_valutazione", "livelli_valutazione"
TOTAL = "totale"


@hookimpl
@rule("BS-SM-Sf1", "BS-SM-Sf2", "BS-SM-Lv", "I-BS-20", "I-BS-23")
def merito_documents(step: Step) -> ResultRows:
    """A row for each row of everybody's form, then its total; and the levels as they are read."""
    staff = evaluees(step, STAFF)
    yield from (row for one in staff for row in _sheet(one, form_of(step, one), step.so_far.score(one.person.id)))
    if staff:
        yield from _levels(step)


def _sheet(one: Evaluee, form: Form, score: PersonScore | None) -> Iterator[TableRow]:
    for rating, row in zip(one.ratings, form.rows, strict=False):  # a form that is refused has no totals
        if isinstance(row.value, Number):
            yield _row(one, rating.section, rating.factor, row.value, form, "", (rating,))
    why = form.blank or "; ".join(form.problems)
    yield _row(one, TOTAL, "TOTALE", form.total, form, why, one.ratings, score)


def _row(
    one: Evaluee,
    section: str,
    factor: str,
    total: Number | None,
    form: Form,
    why: str,
    ratings: tuple[Rating, ...],
    score: PersonScore | None = None,
) -> TableRow:
    return TableRow(
        table=SHEET,
        columns=(
            ("persona", one.person.id),
            ("sezione", section),
            ("fattore", factor),
            ("totale", "" if total is None else half_up(total, 2)),
            ("motivo", why),
        ),
        rules=("BS-SM-Sf1", "BS-SM-Sf2", *form.rules),
        rests_on=(score,) if score else (),
        public=False,
        basis=Basis(inputs=(one.person, *ratings), formula=FORMULA),
    )


def _levels(step: Step) -> Iterator[TableRow]:
    """The levels from the lowest, each with the whole points that are read as it."""
    table = step.parameters.table(LEVELS)
    least = sorted((fraction(value), name) for name, value in table.value.items())  # type: ignore[arg-type]
    for (first, name), (following, _) in pairwise((*least, (HUNDRED + 1, ""))):
        yield TableRow(
            table=SCALE,
            columns=(("punteggio", f"{number_text(first)} – {number_text(following - 1)}"), ("livello", name)),
            rules=("BS-SM-Lv", MISPRINT),
            basis=Basis(parameters=(table,)),
        )
