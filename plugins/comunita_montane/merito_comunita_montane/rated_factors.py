"""The degree that ratings give each factor of an evaluation, and what in them refuses it (arts. 11 and 12)."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from merito import Rating, Step, sibling_weights
from merito.numbers import HUNDRED, Weighted, number_text, product, quotient, weighted_mean
from merito_comunita_montane.factors import KEYS, factors_of


@frozen(kw_only=True)
class Factor:
    """The degree of one factor in percent, or why there is none (Italian); `wrong` says that its rows do not hold."""

    name: str
    degree: Fraction | None = None
    reason: str = ""
    wrong: bool = False


def ratings_of(step: Step, person: str) -> Sequence[Rating]:
    """All the ratings of somebody, in the order of the table."""
    return step.dossier.ratings.of(person)


def rated(role: str, ratings: Sequence[Rating], weights: Mapping[str, object]) -> tuple[list[Factor], str]:
    """Every factor of a role, and why the ratings cannot be scored (Italian), or nothing.

    `weights` are those that the ente gives the factors, where it has.
    """
    names = factors_of(role)
    own: dict[str, list[Rating]] = {name: [] for name in names}
    strange: set[str] = set()
    for row in ratings:
        name = next((word for word in (row.section.casefold(), row.factor.casefold()) if word in own), None)
        if name is None:
            strange.add(row.section or row.factor)
        else:
            own[name].append(row)
    factors = [_factor(name, rows, weights.get(name), KEYS[role]) for name, rows in own.items()]
    wrong = [one.reason for one in factors if one.wrong]
    if strange:
        wrong.append(f"{', '.join(f'«{one}»' for one in sorted(strange))} non è un fattore: sono {', '.join(names)}")
    return factors, "; ".join(wrong)


def _factor(name: str, rows: Sequence[Rating], weight: object, key: str) -> Factor:
    """Points over their maximum; several rows of one factor by their weights, or equally."""
    if not rows:
        return Factor(name=name, reason=f"fattore {name} non valutato")
    problems = list(_problems(rows))
    shares: Sequence[Fraction | int] = (1,)
    if len(rows) == 1:
        given = rows[0].weight
        if given is not None and weight is not None and given != weight:
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
