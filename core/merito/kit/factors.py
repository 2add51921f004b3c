"""The factors of an evaluation, from one rating or several: the degree of each, errors, the score."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from attrs import field, frozen

from merito.contract.step import Step
from merito.kit.findings import told
from merito.kit.people import people
from merito.kit.ratings import degree, most_of, periods_problems, rows_problems, sections_problems, unknown_problems
from merito.kit.series import Axis, Gap, How, Series, exact
from merito.kit.weights import weights_problem
from merito.model.acts import Phase
from merito.model.basis import InForce
from merito.model.people import Rating
from merito.model.results import Finding
from merito.model.states import State
from merito.numbers import HUNDRED, Number, number_text, quotient

Table = InForce[Mapping[str, object]]
Problem = Callable[[str, Sequence[Rating]], str]
OutOf = Number | Mapping[str, Number] | None
NONE = Fraction(0)


@frozen(eq=False, kw_only=True, slots=False)
class Factors(Mapping[str, Series]):
    """The degree (percent) of each factor, by its name, for everybody on an axis.

    `rows` are all ratings of each person, `own` those by factor. `wrong` are the errors in a person's ratings
    (Italian), by place and by the name of the factor; under the empty name, those of ratings that belong to no factor.
    """

    axis: Axis
    rows: Sequence[Sequence[Rating]] = field(repr=False)
    own: Sequence[Mapping[str, Sequence[Rating]]] = field(repr=False)
    columns: Mapping[str, Series] = field(repr=False)
    wrong: Mapping[int, Mapping[str, str]]

    def __getitem__(self, name: str) -> Series:
        return self.columns[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)

    @cached_property
    def refused(self) -> Mapping[int, str]:
        """Why a person's ratings are invalid (Italian), all reasons, by place."""
        return {at: "; ".join(why.values()) for at, why in sorted(self.wrong.items())}

    def inputs(self, at: int) -> tuple[object, ...]:
        """The person's own row, and all their ratings."""
        return (self.axis.rows[at], *self.rows[at])

    def of(self, name: str, at: int) -> tuple[Rating, ...]:
        """A person's ratings of a factor."""
        return tuple(self.own[at].get(name, ()))

    def weighed(self, weights: Table) -> Series:
        """The score of all factors by their weights (percent points); invalid weights refuse everybody's score."""
        if problem := weights_problem(weights.value, tuple(self)):
            gap = Gap(State.REFUSED, f"parametro «{weights.key}» rifiutato: {problem}")
            refused = dict.fromkeys(range(len(self.axis)), (gap,))
            return exact(self.axis, [Fraction(0)] * len(self.axis), refused, How("", (weights,), inputs=self.inputs))
        shares: dict[str, Fraction] = {name: quotient(weights.value[name], HUNDRED) for name in self}  # type: ignore[arg-type]
        first, *others = (self[name] * share for name, share in shares.items())
        score = sum(others, start=first)
        formula = " + ".join(f"{number_text(share * HUNDRED)}% × {name}" for name, share in shares.items())
        how = How("", (weights, *self.values()), inputs=self.inputs, formula=formula)
        found = Series(axis=self.axis, cells=score.cells, over=score.over, gaps=score.gaps, how=how)
        return found.refused({at: Gap(State.REFUSED, why) for at, why in self.refused.items()})


def factors(
    step: Step,
    *names: str,
    axis: Axis | None = None,
    out_of: OutOf = None,
    max_given: bool = False,
    also: Problem | None = None,
    missing: str = "non valutato: {}",
    told: str = "{}",
) -> Factors:
    """The degree (percent) of each factor for everybody, or for those on an axis: points over their maximum.

    A rating belongs to the factor named by its section, otherwise by its own name. Several ratings of one factor count
    by their weights, or equally. A factor that nobody rated is a gap, and so is one with invalid ratings: a missing
    maximum (with `max_given`; otherwise it is 100), a maximum that differs from `out_of`, for all or for each by its
    name; points above it; a row without a section next to others; periods; weights. `also` may add errors about the
    rows of a factor (Italian): for single rows it is called once for equal points, maximum and weight. A row that
    belongs to no factor refuses all of them.

    `missing` and `told` are the names of an unrated factor, and of any factor in an explanation: `fattore {}`.
    """
    whom = people(step) if axis is None else axis
    rows = [step.dossier.ratings.of(one) for one in whom.ids]
    read = _Points(names, out_of, max_given, also)
    own, wrong, strange = [], dict[int, dict[str, str]](), dict[int, tuple[Gap, ...]]()
    for at, every in enumerate(rows):
        by_name, unknown = read.by_name(every)
        own.append(by_name)
        if unknown:
            wrong[at] = {"": unknown}
            strange[at] = (Gap(State.REFUSED, unknown),)
    columns = {}
    for name in names:
        gaps, values, lacking = dict(strange), [], Gap(State.NOT_MEASURED, missing.format(name), (name,))
        for at, of_each in enumerate(own):
            value, problem = read.degree(name, of_each[name]) if name in of_each else (NONE, "")
            if problem:
                wrong.setdefault(at, {})[name] = problem
                gaps[at] = (*gaps.get(at, ()), Gap(State.REFUSED, problem))
            elif name not in of_each:
                gaps[at] = (*gaps.get(at, ()), lacking)
            values.append(value)
        how = How(inputs=_FactorRows(whom, own, name), name=told.format(name), unit="%")
        columns[name] = exact(whom, values, gaps, how)
    return Factors(axis=whom, rows=rows, own=own, columns=columns, wrong=wrong)


def refusals(step: Step, own: Factors, rule: str = "", phase: Phase = Phase.EVALUATION) -> Iterator[Finding]:
    """An error for each person with invalid ratings, with all that is wrong; it cites the rule of the decorator."""
    for at, why in own.refused.items():
        said, subject = f"valutazione rifiutata: {why}", own.axis.subject(at)
        yield told("error", rule or step.rule, said, subject, phase=phase, inputs=tuple(own.rows[at]))


@frozen
class _Points:
    """How rows of these factors are read; equal rows are read once."""

    names: Sequence[str]
    out_of: OutOf
    max_given: bool
    also: Problem | None
    known: dict[tuple[object, ...], tuple[Fraction, str]] = field(factory=dict)
    folded: dict[str, str] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.folded.update({name.casefold(): name for name in self.names})

    def by_name(self, rows: Sequence[Rating]) -> tuple[dict[str, list[Rating]], str]:
        """A person's rows by factor, and the errors of rows that belong to none (Italian)."""
        found: dict[str, list[Rating]] = {}
        strange = []
        for row in rows:
            name = self.folded.get(row.section.casefold()) or self.folded.get(row.factor.casefold())
            if name is None:
                strange.append(row.section or row.factor)
            else:
                found.setdefault(name, []).append(row)
        return found, "; ".join(unknown_problems(strange, self.names))

    def degree(self, name: str, rows: Sequence[Rating]) -> tuple[Fraction, str]:
        """The degree of the rows of a factor, or what is wrong with them (Italian)."""
        if len(rows) > 1:
            return self._degree(name, rows)
        alike = (name, rows[0].points, rows[0].max, rows[0].weight)
        if alike not in self.known:
            self.known[alike] = self._degree(name, rows)
        return self.known[alike]

    def _degree(self, name: str, rows: Sequence[Rating]) -> tuple[Fraction, str]:
        found = [*self._of_another_maximum(name, rows), *rows_problems(rows, max_given=self.max_given)]
        found += [*sections_problems(rows), *periods_problems(rows)]
        found += filter(None, (self.also(name, rows) if self.also else "",))
        return (NONE, f"fattore {name}: {'; '.join(found)}") if found else (degree(rows), "")

    def _of_another_maximum(self, name: str, rows: Sequence[Rating]) -> Iterator[str]:
        wanted = self.out_of.get(name) if isinstance(self.out_of, Mapping) else self.out_of
        for row in rows:
            if wanted is not None and most_of(row) not in (wanted, 0):
                found = "vuoto (varrebbe 100)" if row.max is None else number_text(most_of(row))
                yield f"il massimo è {number_text(wanted)}, non {found}"


@frozen
class _FactorRows:
    """The rows behind a cell: all of a person's, or those of one factor."""

    axis: Axis
    rows: Sequence[Mapping[str, Sequence[Rating]]]
    name: str

    def __call__(self, at: int) -> tuple[object, ...]:
        return (self.axis.rows[at], *self.rows[at].get(self.name, ()))
