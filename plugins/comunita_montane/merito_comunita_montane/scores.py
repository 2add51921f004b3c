"""Individual evaluation (arts. 11 and 12): factors by the ente's weights, one exact score of 100 for each person."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from merito import (
    Basis,
    Finding,
    InForce,
    Intermediate,
    Person,
    PersonScore,
    Phase,
    Rating,
    Results,
    State,
    Step,
    hookimpl,
    rule,
    sibling_weights,
    told,
)
from merito.numbers import HUNDRED, Number, Weighted, number_text, product, quotient, weighted_mean
from merito_comunita_montane.factors import GIVEN, KEYS, RULES, factors_of, weights_problem
from merito_comunita_montane.levels import absences, levelled
from merito_comunita_montane.people import STAFF, role_of


@frozen(kw_only=True)
class Factor:
    """The degree of one factor in percent, or why there is none (Italian); `wrong` says that its rows do not hold."""

    name: str
    degree: Fraction | None = None
    reason: str = ""
    wrong: bool = False


@frozen(kw_only=True)
class Scale:
    """How a role is scored: its factors, the ente's weights, and what is wrong with these (Italian)."""

    role: str
    names: tuple[str, ...]
    weights: InForce[Mapping[str, object]]
    problem: str
    formula: str

    def weight(self, factor: str) -> Number:
        """The weight of a factor, in percent points."""
        return self.weights.value[factor]  # type: ignore[return-value]


@hookimpl
@rule("BL-12.1", "BL-17.2a", "BL-17.2b", "BL-17.2c", "I-BL-35")
def merito_person_scores(step: Step) -> Results | None:
    """The staff on three factors; holders and managers are scored apart: their weights do not stop the staff."""
    return scores_of(step, STAFF)


def scores_of(step: Step, role: str) -> Results | None:
    """Everybody of a role by its factors. Raises MissingParameterError until the ente sets their weights."""
    people = [one for one in step.dossier.people if step.dossier.service_of(one.id)]
    evaluated = [one for one in people if role_of(step.dossier, one) == role]
    if not evaluated:
        return None
    by_person: dict[str, list[Rating]] = {}
    for row in step.dossier.ratings:
        by_person.setdefault(row.person, []).append(row)
    away, scale = absences(step.dossier), _scale(step, role)
    rows: list[PersonScore] = []
    findings: list[Finding] = []
    for person in evaluated:
        score, wrong = _scored(person, scale, by_person.get(person.id, []))
        final, told_too = levelled(step, person, role, score, away.get(person.id, ()))
        rows.append(final)
        findings += [*wrong, *told_too]
    return Results(scores=tuple(rows), findings=tuple(findings))


def _scale(step: Step, role: str) -> Scale:
    weights, names = step.parameters.table(KEYS[role]), factors_of(role)
    problem = weights_problem(role, weights.value)
    parts = () if problem else (f"{number_text(weights.value[name])}% × {name}" for name in names)  # type: ignore[arg-type]
    return Scale(role=role, names=names, weights=weights, problem=problem, formula=" + ".join(parts))


def _scored(person: Person, scale: Scale, ratings: Sequence[Rating]) -> tuple[PersonScore, list[Finding]]:
    if scale.problem:
        why = f"parametro «{scale.weights.key}» rifiutato: {scale.problem}"
        return _row(person, scale, ratings, State.REFUSED, why), []
    factors, strange = _factors(scale, ratings)
    wrong = [one.reason for one in factors if one.wrong]
    if strange:
        wrong.append(f"{', '.join(f'«{one}»' for one in strange)} non è un fattore: sono {', '.join(scale.names)}")
    if wrong:
        why = "; ".join(wrong)
        finding = told(
            "error",
            RULES[scale.role],
            f"valutazione rifiutata: {why}",
            f"person:{person.id}",
            phase=Phase.EVALUATION,
            inputs=tuple(ratings),
        )
        return _row(person, scale, ratings, State.REFUSED, why, factors), [finding]
    missing = [one for one in factors if one.degree is None]
    if missing:
        why = "; ".join(one.reason for one in missing)
        return _row(person, scale, ratings, State.NOT_MEASURED, why, factors), []
    return _row(person, scale, ratings, State.FINAL, "", factors), []


def degrees(step: Step, person: Person) -> Mapping[str, Fraction | None]:
    """The degree of each factor of somebody's evaluation in percent, by its letter; None where it is not known."""
    own = [row for row in step.dossier.ratings if row.person == person.id]
    factors, _ = _factors(_scale(step, role_of(step.dossier, person)), own)
    return {one.name: one.degree for one in factors}


def _factors(scale: Scale, ratings: Sequence[Rating]) -> tuple[list[Factor], list[str]]:
    """Every factor of a role, and what the rows name that is none of them."""
    own: dict[str, list[Rating]] = {name: [] for name in scale.names}
    strange: set[str] = set()
    for row in ratings:
        name = next((word for word in (row.section.casefold(), row.factor.casefold()) if word in own), None)
        if name is None:
            strange.add(row.section or row.factor)
        else:
            own[name].append(row)
    return [_factor(name, rows, scale) for name, rows in own.items()], sorted(strange)


def _factor(name: str, rows: Sequence[Rating], scale: Scale) -> Factor:
    """Points over their maximum; several rows of one factor by their weights, or equally."""
    if not rows:
        return Factor(name=name, reason=f"fattore {name} non valutato")
    problems = list(_problems(rows))
    shares: Sequence[Fraction | int] = (1,)
    if len(rows) == 1:
        given = rows[0].weight
        if given is not None and given != scale.weight(name):
            key = scale.weights.key
            problems.append(f"il peso scritto nella riga ({number_text(given)}) non è quello del parametro «{key}»")
    else:
        try:
            shares = sibling_weights([row.weight for row in rows]) or (1,) * len(rows)
        except ValueError as error:
            problems.append(str(error))
    if problems:
        return Factor(name=name, reason=f"fattore {name}: {'; '.join(problems)}", wrong=True)
    if len(rows) == 1:
        return Factor(name=name, degree=quotient(product(rows[0].points, HUNDRED), rows[0].max or 1))
    reached = (quotient(product(row.points, HUNDRED), row.max or 1) for row in rows)
    parts = (Weighted(degree, share) for degree, share in zip(reached, shares, strict=True))
    return Factor(name=name, degree=weighted_mean(parts))


def _problems(rows: Sequence[Rating]) -> Iterator[str]:
    if any(not row.max or row.max < 0 for row in rows):
        yield "manca il punteggio massimo"
    over = [row for row in rows if row.max and row.points > row.max]
    if over:
        yield "punti oltre il massimo: " + ", ".join(
            f"{number_text(row.points)} su {number_text(row.max or 0)}" for row in over
        )
    if any(row.points < 0 for row in rows):
        yield "punti sotto zero"
    if len(rows) > 1 and any(not row.section for row in rows):
        yield "una riga senza sezione sta accanto ad altre: il fattore si valuta in una riga, o in più righe di sezione"
    if len({(row.start, row.end) for row in rows}) > 1:
        yield "righe di periodi diversi, mentre la valutazione è una per l'anno"


def _row(
    person: Person, scale: Scale, ratings: Sequence[Rating], state: State, reason: str, factors: Sequence[Factor] = ()
) -> PersonScore:
    parts = (Weighted(one.degree or 0, scale.weight(one.name)) for one in factors)
    return PersonScore(
        person=person.id,
        unit=person.unit or "",
        score=weighted_mean(parts) if state is State.FINAL else None,
        maximum=HUNDRED,
        state=state,
        lacks=tuple(one.name for one in factors if one.degree is None and not one.wrong),
        reason=reason,
        rules=(RULES[scale.role], GIVEN),
        basis=Basis(
            inputs=(person, *ratings),
            parameters=(scale.weights,),
            steps=tuple(_step(one) for one in factors),
            formula=scale.formula if factors else "",
        ),
    )


def _step(one: Factor) -> Intermediate:
    name = f"fattore {one.name}"
    return Intermediate(name, one.reason) if one.degree is None else Intermediate(name, one.degree, "%")
