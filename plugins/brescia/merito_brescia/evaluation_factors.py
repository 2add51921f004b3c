"""The factors of an individual evaluation, measured or rated, and the weights that the ente gives them (par. 4)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from merito import Grade, InForce, Intermediate, Rating, ResultRows, State, Step, hookimpl, rule
from merito.kit import degree, named_for, sibling_weights, units_above, wrong_weights
from merito.numbers import Number, Weighted, number_text, percent_text, weighted_mean

WEIGHTS = "I-BS-41"
ENTE, AREA, SCOPE = "ente", "area", "ambito"
CONTRIBUTION, FORM, DIFFERENCES = "contributo", "scheda", "differenziazione"
BEHAVIOURS = ("autonomia", "obiettivi", "apporto", "comportamento")
OF_A_MANAGER = (CONTRIBUTION, DIFFERENCES)
MANAGERS_VIEW, MANAGER_SCOPE = "managers", "manager"

Table = InForce[Mapping[str, object]]


@frozen(kw_only=True)
class Weighing:
    """Whose factors they are: the parameter that holds their weights, their names, and the rule of the text."""

    key: str
    names: tuple[str, ...]
    rule: str


OF_STAFF = Weighing(key="staff_factors", names=(CONTRIBUTION, FORM), rule="BS-SM-4.c")
OF_HOLDERS = Weighing(key="po_factors", names=(ENTE, AREA, *BEHAVIOURS), rule="BS-SM-4.b")
OF_MANAGERS = Weighing(key="manager_factors", names=(SCOPE, CONTRIBUTION, DIFFERENCES), rule="BS-SM-4.a")


@frozen(kw_only=True)
class EvaluationFactor:
    """A factor of one person: its degree in percent, or why there is none (Italian), and the rows it rests on.

    `refused` says that the ratings are wrong, `firm` that nothing under the degree is provisional.
    """

    name: str
    value: Fraction | None = None
    lacks: tuple[str, ...] = ()
    reason: str = ""
    refused: bool = False
    firm: bool = True
    ratings: tuple[Rating, ...] = ()
    grades: tuple[Grade, ...] = ()
    steps: tuple[Intermediate, ...] = ()


@hookimpl
@rule("BS-SM-4.a", "BS-SM-4.b", "BS-SM-4.c", "I-BS-41")
def merito_check_parameters(step: Step) -> ResultRows:
    """Weights that the ente has set and that do not hold are errors; those that it has not set block their scores."""
    for one in (OF_STAFF, OF_HOLDERS, OF_MANAGERS):
        yield from wrong_weights(step, one.key, one.names, one.rule)


def by_name(ratings: Iterable[Rating], names: Sequence[str]) -> tuple[dict[str, list[Rating]], list[str]]:
    """The ratings by the factor that their section, or else they, are named for; and what is named for none."""
    found: dict[str, list[Rating]] = {name: [] for name in names}
    strange: list[str] = []
    for row in ratings:
        known = named_for(row, names)
        if known is None:
            strange.append(row.section or row.factor)
        else:
            found[known].append(row)
    return found, strange


def strange_problem(strange: Sequence[str], names: Sequence[str]) -> str:
    """Ratings of no known name (Italian), or nothing."""
    quoted = ", ".join(f"«{name}»" for name in dict.fromkeys(strange))
    return f"{quoted} non è tra ciò che si valuta: {', '.join(names)}" if strange else ""


def rows_problems(rows: Sequence[Rating]) -> Iterator[str]:
    """What is wrong with the rows of a form (Italian): no maximum, points above it, periods that differ."""
    without = [row.factor for row in rows if not row.max]
    if without:
        yield f"senza punteggio massimo: {', '.join(without)}"
    over = [row for row in rows if row.max and row.points > row.max]
    if over:
        which = (f"{row.factor} ({number_text(row.points)} su {number_text(row.max or 0)})" for row in over)
        yield f"punti oltre il massimo: {', '.join(which)}"
    if len({(row.start, row.end) for row in rows}) > 1:
        yield "le righe hanno periodi diversi, mentre la scheda è una per l'anno"


def rated(name: str, rows: Sequence[Rating]) -> EvaluationFactor:
    """A factor that the evaluator rates: points over their maximum; several rows by their weights, or equally."""
    ratings = tuple(rows)
    if not rows:
        return EvaluationFactor(name=name, lacks=(name,), reason=f"fattore {name}: non è valutato")
    problems = list(rows_problems(rows))
    if len(rows) > 1 and any(not row.section for row in rows):
        problems.append(
            "una riga senza sezione sta accanto ad altre: il fattore si valuta in una riga, o in più righe di sezione"
        )
    try:
        sibling_weights([row.weight for row in rows])
    except ValueError as error:
        problems.append(str(error))
    if problems:
        return EvaluationFactor(
            name=name, reason=f"fattore {name}: {'; '.join(problems)}", refused=True, ratings=ratings
        )
    return EvaluationFactor(name=name, value=degree(rows), ratings=ratings)


def measured(name: str, parts: Sequence[tuple[Grade, Number]], otherwise: str) -> EvaluationFactor:
    """A factor that the plan measures: the grades by their parts, or why there is none (`otherwise`, Italian)."""
    if not parts:
        return EvaluationFactor(name=name, lacks=(name,), reason=f"fattore {name}: {otherwise}")
    grades = tuple(grade for grade, _ in parts)
    lacks = tuple(dict.fromkeys(missing for grade in grades for missing in grade.lacks))
    unknown = [f"{grade.id}: {grade.reason or 'senza grado'}" for grade in grades if grade.value is None]
    if unknown:
        reason = f"fattore {name}: {'; '.join(unknown)}"
        return EvaluationFactor(name=name, lacks=lacks or (name,), reason=reason, grades=grades)
    weak = [grade.reason or grade.id for grade in grades if grade.state is not State.FINAL]
    return EvaluationFactor(
        name=name,
        value=weighted_mean(Weighted(grade.value or 0, part) for grade, part in parts),
        lacks=lacks,
        reason=f"fattore {name} provvisorio: {'; '.join(weak)}" if weak else "",
        firm=not weak,
        grades=grades,
        steps=tuple(Intermediate(f"grado di {grade.id}", percent_text(grade.value or 0)) for grade in grades),
    )


def of_ente(step: Step) -> list[tuple[Grade, Number]]:
    """The grade of the ente, where there is one."""
    grade = step.so_far.grade("ente", step.dossier.ente.id)
    return [(grade, 1)] if grade else []


def area_grades(step: Step) -> Mapping[str, Grade]:
    """The grades of the managerial areas (par. 3.1, second view), by unit."""
    return {one.id: one for one in step.so_far.grades if (one.view, one.scope) == (MANAGERS_VIEW, MANAGER_SCOPE)}


def nearest(step: Step, grades: Mapping[str, Grade], unit: str | None) -> Grade | None:
    """The grade of a unit, or of the nearest unit above that has one."""
    return next((grades[one.id] for one in units_above(step.dossier, unit) if one.id in grades), None)
