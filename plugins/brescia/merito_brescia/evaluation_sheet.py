"""The figures that the evaluation form prints next to the ratings: the Tot. of each row, the TOTALE, the levels.

If the ente has weighed the form against the contribution to the unit's objectives (par. 4.2.3), also these two.
"""

from collections.abc import Iterator
from itertools import pairwise

from merito import Basis, PersonScore, Rating, ResultRows, Step, TableRow, hookimpl, rule
from merito.numbers import HUNDRED, Number, fraction, half_up, number_text
from merito_brescia.evaluation_factors import CONTRIBUTION, FORM, OF_STAFF, WEIGHTS
from merito_brescia.evaluation_form import FORMULA, Form, form_of
from merito_brescia.evaluation_levels import LEVELS, MISPRINT
from merito_brescia.evaluation_people import STAFF, Evaluee, evaluees
from merito_brescia.staff import contribution

SHEET, SCALE, PARTS = "scheda_valutazione", "livelli_valutazione", "valutazione_finale"
CALLED = {CONTRIBUTION: "Contributo agli obiettivi della struttura", FORM: "Totale della scheda"}
TOTAL = "totale"


@hookimpl
@rule("BS-SM-4.c", "BS-SM-Sf1", "BS-SM-Sf2", "BS-SM-Lv", "I-BS-20", "I-BS-23", "I-BS-41")
def merito_documents(step: Step) -> ResultRows:
    """A row for each row of everybody's form, then its total; its weight next to the contribution; the levels."""
    staff = evaluees(step, STAFF)
    yield from (row for one in staff for row in _sheet(one, form_of(step, one), step.so_far.score(one.person.id)))
    if step.parameters.has(OF_STAFF.key):
        yield from (row for one in staff for row in _parts(step, one, form_of(step, one)))
    if staff:
        yield from _levels(step)


def _sheet(one: Evaluee, form: Form, score: PersonScore | None) -> Iterator[TableRow]:
    for rating, row in zip(one.ratings, form.rows, strict=False):  # a refused form has no totals
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


def _parts(step: Step, one: Evaluee, form: Form) -> Iterator[TableRow]:
    """The two parts of the final score, each with its weight and its result; for the form also the level."""
    weights = step.parameters.table(OF_STAFF.key)
    beside = contribution(step, one)
    why_none = form.blank or "; ".join(form.problems)
    score = step.so_far.score(one.person.id)
    level = score.level if score and score.level_on else ""
    for name, value, why in ((CONTRIBUTION, beside.value, beside.reason), (FORM, form.total, why_none)):
        weight = weights.value.get(name)
        yield TableRow(
            table=PARTS,
            columns=(
                ("persona", one.person.id),
                ("elemento", CALLED[name]),
                ("peso", half_up(fraction(weight), 2) if isinstance(weight, Number) else ""),
                ("grado", "" if value is None else half_up(value, 2)),
                ("livello", level if name == FORM else ""),
                ("motivo", why if value is None else ""),
            ),
            rules=(OF_STAFF.rule, WEIGHTS),
            rests_on=beside.grades if name == CONTRIBUTION else (),
            public=False,
            basis=Basis(inputs=(one.person, *(one.ratings if name == FORM else ())), parameters=(weights,)),
        )


def _levels(step: Step) -> Iterator[TableRow]:
    """The levels from the lowest, each with its whole points."""
    table = step.parameters.table(LEVELS)
    least = sorted((fraction(value), name) for name, value in table.value.items())  # type: ignore[arg-type]
    for (first, name), (following, _) in pairwise((*least, (HUNDRED + 1, ""))):
        yield TableRow(
            table=SCALE,
            columns=(("punteggio", f"{number_text(first)} – {number_text(following - 1)}"), ("livello", name)),
            rules=("BS-SM-Lv", MISPRINT),
            basis=Basis(parameters=(table,)),
        )
