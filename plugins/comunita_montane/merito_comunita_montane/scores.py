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
from merito.numbers import HUNDRED, Weighted, number_text, percent_text, product, quotient, weighted_mean
from merito_comunita_montane.factors import GIVEN, KEYS, RULES, factors_of, weights_problem
from merito_comunita_montane.levels import absences, levelled
from merito_comunita_montane.people import SECRETARY, role_of

Table = InForce[Mapping[str, object]]


@frozen(kw_only=True)
class Factor:
    """The degree of one factor in percent, or why there is none (Italian); `wrong` says that its rows do not hold."""

    name: str
    degree: Fraction | None = None
    reason: str = ""
    wrong: bool = False


@hookimpl
@rule("BL-11.2", "BL-12.1", "BL-17.2a", "BL-17.2b", "BL-17.2c", "I-BL-35")
def merito_person_scores(step: Step) -> Results | None:
    """Staff on three factors, managers and posizioni organizzative on four; not the Segretario."""
    people = [one for one in step.dossier.people if step.dossier.service_of(one.id)]
    evaluated = [(one, role) for one in people if (role := role_of(step.dossier, one)) != SECRETARY]
    if not evaluated:
        return None
    step.parameters.need(*dict.fromkeys(KEYS[role] for _, role in evaluated))
    by_person: dict[str, list[Rating]] = {}
    for row in step.dossier.ratings:
        by_person.setdefault(row.person, []).append(row)
    away = absences(step.dossier)
    rows: list[PersonScore] = []
    findings: list[Finding] = []
    for person, role in evaluated:
        score, wrong = _scored(step, person, role, by_person.get(person.id, []))
        final, told_too = levelled(step, person, role, score, away.get(person.id, ()))
        rows.append(final)
        findings += [*wrong, *told_too]
    return Results(scores=tuple(rows), findings=tuple(findings))


def _scored(step: Step, person: Person, role: str, ratings: Sequence[Rating]) -> tuple[PersonScore, list[Finding]]:
    weights = step.parameters.table(KEYS[role])
    problem = weights_problem(role, weights.value)
    if problem:
        why = f"parametro «{weights.key}» rifiutato: {problem}"
        return _row(person, role, ratings, weights, State.REFUSED, why), []
    names = factors_of(role)
    strange = sorted({row.section or row.factor for row in ratings if _name(row, names) is None})
    factors = [_factor(name, [row for row in ratings if _name(row, names) == name], weights) for name in names]
    wrong = [one.reason for one in factors if one.wrong]
    if strange:
        wrong.append(f"{', '.join(f'«{one}»' for one in strange)} non è un fattore: sono {', '.join(names)}")
    if wrong:
        why = "; ".join(wrong)
        finding = told(
            "error",
            RULES[role],
            f"valutazione rifiutata: {why}",
            f"person:{person.id}",
            phase=Phase.EVALUATION,
            inputs=tuple(ratings),
        )
        return _row(person, role, ratings, weights, State.REFUSED, why, factors), [finding]
    missing = [one for one in factors if one.degree is None]
    if missing:
        why = "; ".join(one.reason for one in missing)
        return _row(person, role, ratings, weights, State.NOT_MEASURED, why, factors), []
    return _row(person, role, ratings, weights, State.FINAL, "", factors), []


def degrees(step: Step, person: Person) -> Mapping[str, Fraction | None]:
    """The degree of each factor of somebody's evaluation in percent, by its letter; None where it is not known."""
    role = role_of(step.dossier, person)
    weights, names = step.parameters.table(KEYS[role]), factors_of(role)
    own = [row for row in step.dossier.ratings if row.person == person.id]
    return {name: _factor(name, [row for row in own if _name(row, names) == name], weights).degree for name in names}


def _name(row: Rating, names: Sequence[str]) -> str | None:
    """The factor that the section of a row, or else its name, is a letter of."""
    return next((word for word in (row.section.casefold(), row.factor.casefold()) if word in names), None)


def _factor(name: str, rows: Sequence[Rating], weights: Table) -> Factor:
    """Points over their maximum; several rows of one factor by their weights, or equally."""
    if not rows:
        return Factor(name=name, reason=f"fattore {name} non valutato")
    problems = list(_problems(rows))
    own = [row.weight for row in rows]
    if len(rows) == 1:
        if own[0] not in (None, weights.value[name]):
            why = f"il peso scritto nella riga ({number_text(own[0] or 0)}) non è quello del parametro «{weights.key}»"
            problems.append(why)
        own = [None]
    try:
        shares: Sequence[Fraction | int] = sibling_weights(own) or (1,) * len(rows)
    except ValueError as error:
        problems.append(str(error))
    if problems:
        return Factor(name=name, reason=f"fattore {name}: {'; '.join(problems)}", wrong=True)
    degrees = (quotient(product(row.points, HUNDRED), row.max or 1) for row in rows)
    degree = weighted_mean(Weighted(one, share) for one, share in zip(degrees, shares, strict=True))
    return Factor(name=name, degree=degree)


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
    if len({(row.start, row.end) for row in rows}) > 1:
        yield "righe di periodi diversi, mentre la valutazione è una per l'anno"


def _row(
    person: Person,
    role: str,
    ratings: Sequence[Rating],
    weights: Table,
    state: State,
    reason: str,
    factors: Sequence[Factor] = (),
) -> PersonScore:
    final = state is State.FINAL
    shares = weights.value
    parts = [Weighted(one.degree or 0, shares[one.name]) for one in factors] if final else []  # type: ignore[arg-type]
    return PersonScore(
        person=person.id,
        unit=person.unit or "",
        score=weighted_mean(parts) if final else None,
        maximum=HUNDRED,
        state=state,
        lacks=tuple(one.name for one in factors if one.degree is None and not one.wrong),
        reason=reason,
        rules=(RULES[role], GIVEN),
        basis=Basis(
            inputs=(person, *ratings),
            parameters=(weights,),
            steps=tuple(
                Intermediate(f"fattore {one.name}", one.reason if one.degree is None else percent_text(one.degree))
                for one in factors
            ),
            formula=" + ".join(f"{number_text(shares[one.name])}% × {one.name}" for one in factors),  # type: ignore[arg-type]
        ),
    )
