"""The degree that ratings give each factor of an evaluation, and what in them refuses it (arts. 11 and 12)."""

from collections.abc import Iterator, Mapping, Sequence

from attrs import field, frozen

from merito import Person, Rating, Step
from merito.kit import Axis, Rated, rated, sibling_weights, weights_problem
from merito.numbers import number_text
from merito_comunita_montane.factors import KEYS, factors_of
from merito_comunita_montane.people import role_of


@frozen
class RatedOf:
    """How everybody of a role, who served in the year, is rated."""

    role: str

    def __call__(self, step: Step) -> Rated:
        people = tuple(one for one in evaluated(step) if role_of(step.dossier, one) == self.role)
        axis = Axis("person", tuple(one.id for one in people), people)
        rows = tuple(step.dossier.ratings.of(one.id) for one in people)
        given = step.parameters.table(KEYS[self.role]).value if step.parameters.has(KEYS[self.role]) else {}
        problem = _Problem(KEYS[self.role], {} if weights_problem(given, factors_of(self.role)) else given)
        return rated(axis, rows, factors_of(self.role), problem, "fattore {} non valutato", "fattore {}")


def evaluated(step: Step) -> tuple[Person, ...]:
    """Everybody who served in the year."""
    return tuple(one for one in step.dossier.people if step.dossier.service_of(one.id))


def refused(own: Rated, role: str) -> Mapping[int, str]:
    """Why the ratings of somebody cannot be scored (Italian), by place on the axis."""
    wrong: dict[int, list[str]] = {}
    for column in own.factors.values():
        for at, (gap, *_) in column.gaps.items():
            if not gap.lacks:
                wrong.setdefault(at, []).append(gap.why)
    for at, names in own.strange.items():
        quoted = ", ".join(f"«{one}»" for one in sorted(set(names)))
        wrong.setdefault(at, []).append(f"{quoted} non è un fattore: sono {', '.join(factors_of(role))}")
    return {at: "; ".join(reasons) for at, reasons in sorted(wrong.items())}


@frozen
class _Problem:
    """What is wrong with the rows of one factor (Italian), by the weights that the ente gives."""

    key: str
    weights: Mapping[str, object]
    known: dict[tuple[object, ...], str] = field(factory=dict)

    def __call__(self, name: str, rows: Sequence[Rating]) -> str:
        if len(rows) > 1:
            return self._problem(name, rows)
        alike = (name, rows[0].points, rows[0].max, rows[0].weight)  # all that one row alone is asked about
        if alike not in self.known:
            self.known[alike] = self._problem(name, rows)
        return self.known[alike]

    def _problem(self, name: str, rows: Sequence[Rating]) -> str:
        problems = [*_problems(rows), *self._of_weights(name, rows)]
        return f"fattore {name}: {'; '.join(problems)}" if problems else ""

    def _of_weights(self, name: str, rows: Sequence[Rating]) -> Iterator[str]:
        if len(rows) == 1:
            given, weight = rows[0].weight, self.weights.get(name)
            if given is not None and weight is not None and given != weight:
                yield f"il peso scritto nella riga ({number_text(given)}) non è quello del parametro «{self.key}»"
            return
        try:
            sibling_weights([row.weight for row in rows])
        except ValueError as error:
            yield str(error)


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
