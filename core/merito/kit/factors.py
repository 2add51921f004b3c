"""Points of an evaluation, factor by factor: over their maximum, in percent; and what does not hold of them."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from merito.contract.step import Step
from merito.kit.findings import told
from merito.kit.people import people
from merito.kit.series import Axis, Gap, How, Series, exact, why_of
from merito.model.acts import Phase
from merito.model.people import Rating
from merito.model.results import Finding
from merito.model.states import State
from merito.numbers import HUNDRED, Number, number_text, product, quotient

Pair = tuple[Decimal, Decimal | None]


def factors(
    step: Step, *names: str, out_of: Number | Mapping[str, Number] | None = None, max_given: bool = False
) -> Mapping[str, Series]:
    """The degree (percent) of each factor, of everybody: points over their maximum, or over 100 where none is given.

    A factor that nobody rated is a gap, and so is every factor of somebody whose rows do not hold: a factor that is
    none of these, one rated twice, points above the maximum; with `out_of`, another maximum than that, of
    all or of each by its name; with `max_given`, none at all.
    """
    axis = people(step)
    rows: list[Sequence[Rating]] = [step.dossier.ratings.of(one) for one in axis.ids]
    wrong = {at: problem for at, own in enumerate(rows) if (problem := _problem(own, names, out_of, max_given))}
    refused = {at: (Gap(State.REFUSED, problem),) for at, problem in wrong.items()}
    return {name: _factor(axis, rows, name, refused) for name in names}


def refusals(step: Step, columns: Mapping[str, Series], phase: Phase = Phase.EVALUATION) -> Iterator[Finding]:
    """An error for each of those whose figures are refused, with the rows that do not hold."""
    first = next(iter(columns.values()))
    for at, reasons in first.gaps.items():
        if any(gap.state is State.REFUSED for gap in reasons):
            rows = tuple({id(row): row for one in columns.values() for row in one.how.inputs(at)}.values())  # type: ignore[misc]
            yield told("error", step.rule, why_of(reasons), first.axis.subject(at), phase=phase, inputs=rows)


@frozen
class _Rated:
    """The rows of ratings behind a cell: whose they are, and those of one factor."""

    axis: Axis
    rows: Sequence[Sequence[Rating]]
    name: str

    def __call__(self, at: int) -> tuple[object, ...]:
        return (self.axis.rows[at], *(row for row in self.rows[at] if row.factor == self.name))


def _factor(axis: Axis, rows: Sequence[Sequence[Rating]], name: str, refused: Mapping[int, tuple[Gap, ...]]) -> Series:
    missing = (Gap(State.NOT_MEASURED, f"non valutato: {name}", (name,)),)
    known: dict[Pair, Fraction] = {}
    values, gaps = [Fraction(0)] * len(axis), dict(refused)
    for at, own in enumerate(rows):
        if at in refused:
            continue
        row = next((one for one in own if one.factor == name), None)
        if row is None:
            gaps[at] = missing
            continue
        pair = (row.points, row.max)
        if pair not in known:
            known[pair] = quotient(product(row.points, HUNDRED), row.max or HUNDRED)
        values[at] = known[pair]
    return exact(axis, values, gaps, How(inputs=_Rated(axis, rows, name), name=name, unit="%"))


def _problem(
    rows: Sequence[Rating], names: Sequence[str], out_of: Number | Mapping[str, Number] | None, max_given: bool
) -> str:
    """What does not hold of somebody's rows (Italian), or nothing."""
    found = []
    given = [row.factor for row in rows]
    if strange := sorted(set(given) - set(names)):
        found.append(f"fattori che il regolamento non ha: {', '.join(strange)}")
    if twice := sorted({one for one in given if given.count(one) > 1}):
        found.append(f"fattori valutati due volte: {', '.join(twice)}")
    for row in rows:
        most = row.max if row.max is not None else HUNDRED
        if max_given and row.max is None:
            found.append(f"«{row.factor}»: manca il punteggio massimo")
        elif (wanted := out_of.get(row.factor) if isinstance(out_of, Mapping) else out_of) not in (None, most):
            found.append(f"«{row.factor}»: il massimo è {number_text(wanted or 0)}, non {number_text(most)}")
        elif not 0 <= row.points <= most or not most:
            found.append(f"«{row.factor}»: {number_text(row.points)} punti su {number_text(most)}")
    return "; ".join(found)
