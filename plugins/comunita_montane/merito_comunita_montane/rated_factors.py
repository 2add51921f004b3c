"""The degree that ratings give each factor of an evaluation, and what in them refuses it (arts. 11 and 12)."""

from collections.abc import Mapping, Sequence

from attrs import frozen

from merito import Person, Rating, Step
from merito.kit import Axis, Factors, factors, weights_problem
from merito.numbers import number_text
from merito_comunita_montane.factors import KEYS, factors_of
from merito_comunita_montane.people import role_of


@frozen
class RatedOf:
    """How everybody of a role, who served in the year, is rated."""

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
        return factors(step, *names, axis=axis, max_given=True, also=of_the_ente, missing=missing, told=told)


def evaluated(step: Step) -> tuple[Person, ...]:
    """Everybody who served in the year."""
    return tuple(one for one in step.dossier.people if step.dossier.service_of(one.id))


@frozen
class _WeightOf:
    """What is wrong with the weight that stands beside a factor (Italian): it is that of the ente."""

    key: str
    weights: Mapping[str, object]

    def __call__(self, name: str, rows: Sequence[Rating]) -> str:
        given, weight = rows[0].weight, self.weights.get(name)
        if len(rows) > 1 or given is None or weight in (None, given):
            return ""
        return f"il peso scritto nella riga ({number_text(given)}) non è quello del parametro «{self.key}»"
