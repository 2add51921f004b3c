"""The degree that ratings give each factor of an evaluation, and errors that refuse them (arts. 11 and 12)."""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from attrs import evolve, frozen

from merito import Person, Rating, Step
from merito.kit import Axis, Factors, factors, periods_problems, sections_problems, weights_problem
from merito.numbers import HUNDRED, number_text, product, quotient
from merito_comunita_montane.factors import KEYS, factors_of
from merito_comunita_montane.organisation import role_of

ONE_A_YEAR = (
    "mentre i risultati della valutazione sono annuali (art. 17 c. 1) e chi valuta è il responsabile della struttura "
    "in cui il dipendente è collocato (art. 12 c. 2): scrivere una sola valutazione dell'anno, una riga per fattore"
)


@frozen
class RatedOf:
    """The ratings of everybody in a role who served in the year."""

    role: str

    def __call__(self, step: Step) -> Factors:
        people = tuple(one for one in evaluated(step) if role_of(step.dossier, one) == self.role)
        axis, key, names = (
            Axis("person", tuple(one.id for one in people), people),
            KEYS[self.role],
            factors_of(self.role),
        )
        given = step.parameters.table(key).value if step.parameters.has(key) else {}
        of_the_ente = _WeightOf(key, {} if weights_problem(given, names) else given)
        missing, told = "fattore {} non valutato", "fattore {}"
        found = factors(step, *names, axis=axis, max_given=True, also=of_the_ente, missing=missing, told=told)
        return evolve(found, wrong={at: _periods_first(found.own[at], wrong) for at, wrong in found.wrong.items()})


def _periods_first(own: Mapping[str, Sequence[Rating]], wrong: Mapping[str, str]) -> Mapping[str, str]:
    """What is wrong with somebody's ratings (Italian): rows of several periods are reported once, before all else."""
    several = [name for name, rows in own.items() if any(periods_problems(rows))]
    if not several:
        return wrong
    of_periods = {name: {*sections_problems(own[name]), *periods_problems(own[name])} for name in several}
    rest = {name: "; ".join(_but(why, of_periods.get(name, ()))) for name, why in wrong.items()}
    return {
        "periods": f"righe di periodi diversi (fattori {', '.join(several)}), {ONE_A_YEAR}",
        **{name: why for name, why in rest.items() if why},
    }


def _but(why: str, told_already: Collection[str]) -> list[str]:
    parts = why.split("; ")
    return [part for part in parts if not any(part.endswith(known) for known in told_already)]


def degrees(step: Step, person: Person) -> Mapping[str, Fraction | None]:
    """The degree of each factor of somebody's evaluation in percent, by its letter; None if it is unknown."""
    own = step.once(RatedOf(role_of(step.dossier, person)))
    return {name: column.of(person.id) for name, column in own.items()}


def most_reached(step: Step, person: Person) -> Fraction:
    """The most that somebody's score (of 100) can be, whatever the factors whose degree is unknown are rated."""
    weights, given = step.parameters.table(KEYS[role_of(step.dossier, person)]).value, degrees(step, person)
    if weights_problem(weights, tuple(given)):
        return Fraction(HUNDRED)
    parts = ((weights[name], HUNDRED if one is None else one) for name, one in given.items())
    return sum((product(weight, quotient(one, HUNDRED)) for weight, one in parts), Fraction(0))  # type: ignore[arg-type]


def evaluated(step: Step) -> tuple[Person, ...]:
    """Everybody who served in the year."""
    return tuple(one for one in step.dossier.people if step.dossier.service_of(one.id))


@frozen
class _WeightOf:
    """What is wrong with the weight in a factor's row (Italian): it must be the ente's."""

    key: str
    weights: Mapping[str, object]

    def __call__(self, name: str, rows: Sequence[Rating]) -> str:
        given, weight = rows[0].weight, self.weights.get(name)
        if len(rows) > 1 or given is None or weight in (None, given):
            return ""
        return f"il peso scritto nella riga ({number_text(given)}) non è quello del parametro «{self.key}»"
