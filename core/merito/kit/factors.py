"""The factors of an evaluation, from one rating or several: the degree of each, errors, the score."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from attrs import field, frozen

from merito.contract.step import Step
from merito.kit.findings import told
from merito.kit.people import people
from merito.kit.ratings import degree, most_of, periods_problems, rows_problems, sections_problems, unknown_problems
from merito.kit.series import Axis, Gap, How, Series, added, exact
from merito.kit.weights import parameter_refused, weights_problem
from merito.model.acts import Phase
from merito.model.basis import InForce
from merito.model.messages import Message, Percent, Sayable, as_message, reasons_of, say, several
from merito.model.people import Rating
from merito.model.results import Finding
from merito.model.states import State
from merito.numbers import HUNDRED, Number, fraction, quotient

Table = InForce[Mapping[str, object]]
Problem = Callable[[str, Sequence[Rating]], Sayable]
OutOf = Number | Mapping[str, Number] | None
NONE = Fraction(0)
NO_VALUES: Mapping[str, Fraction] = {}


@frozen(eq=False, kw_only=True, slots=False)
class Factors(Mapping[str, Series]):
    """The degree (percent) of each factor, by its name, for everybody on an axis.

    `rows` are all ratings of each person, `own` those by factor. `wrong` are the errors in a person's ratings,
    by place and by the name of the factor; under the empty name, those of ratings that belong to no factor.
    """

    axis: Axis
    rows: Sequence[Sequence[Rating]] = field(repr=False)
    own: Sequence[Mapping[str, Sequence[Rating]]] = field(repr=False)
    columns: Mapping[str, Series] = field(repr=False)
    wrong: Mapping[int, Mapping[str, tuple[Message, ...]]]

    def __getitem__(self, name: str) -> Series:
        return self.columns[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)

    @cached_property
    def refused(self) -> Mapping[int, Message]:
        """Why a person's ratings are invalid, all reasons, by place."""
        return {
            at: several(*(_of_factor(name, why) for name, why in own.items())) for at, own in sorted(self.wrong.items())
        }

    def inputs(self, at: int) -> tuple[object, ...]:
        """The person's own row, and all their ratings."""
        return (self.axis.rows[at], *self.rows[at])

    def of(self, name: str, at: int) -> tuple[Rating, ...]:
        """A person's ratings of a factor."""
        return tuple(self.own[at].get(name, ()))

    def weighed(self, weights: Table) -> Series:
        """The score of all factors by their weights (percent points); invalid weights refuse everybody's score."""
        if problem := weights_problem(weights.value, tuple(self)):
            gap = Gap(State.REFUSED, parameter_refused(weights.key, problem))
            refused = dict.fromkeys(range(len(self.axis)), (gap,))
            return exact(self.axis, [Fraction(0)] * len(self.axis), refused, How("", (weights,), inputs=self.inputs))
        shares: dict[str, Fraction] = {name: quotient(weights.value[name], HUNDRED) for name in self}  # type: ignore[arg-type]
        first, *others = (self[name] * share for name, share in shares.items())
        score = sum(others, start=first)
        formula = weighted({name: share * HUNDRED for name, share in shares.items()})
        how = How("", (weights, *self.values()), inputs=self.inputs, formula=formula)
        found = Series(axis=self.axis, cells=score.cells, over=score.over, gaps=score.gaps, how=how)
        return found.refused({at: Gap(State.REFUSED, why) for at, why in self.refused.items()})


def unrated(name: str) -> Message:
    """That nobody has rated a factor."""
    return say("non valutato: {factor}", factor=name)


def weighted(weights: Mapping[str, Number], values: Mapping[str, Fraction] = NO_VALUES) -> Message:
    """`60% × scheda + 40% × contributo`, by percent points; with `values` (percent) `60% × scheda 80% + ...`."""
    return added(
        say("{weight} × {factor} {value}", weight=Percent(weight), factor=name, value=Percent(values[name]))
        if values
        else say("{weight} × {factor}", weight=Percent(weight), factor=name)
        for name, weight in weights.items()
    )


def factors(
    step: Step,
    *names: str,
    axis: Axis | None = None,
    out_of: OutOf = None,
    max_given: bool = False,
    also: Problem | None = None,
    missing: Callable[[str], Sayable] = unrated,
    told: str = "{}",
) -> Factors:
    """The degree (percent) of each factor for everybody, or for those on an axis: points over their maximum.

    A rating belongs to the factor named by its section, otherwise by its own name. Several ratings of one factor count
    by their weights, or equally. A factor that nobody rated is a gap, and so is one with invalid ratings: a missing
    maximum (with `max_given`; otherwise it is 100), a maximum that differs from `out_of`, for all or for each by its
    name; points above it; a row without a section next to others; periods; weights. `also` may add errors about the
    rows of a factor: for single rows it is called once for equal points, maximum and weight. A row that
    belongs to no factor refuses all of them.

    `missing` says of a factor that it is not rated; `told` names one in an explanation: `fattore {}`.
    """
    whom = people(step) if axis is None else axis
    rows = [step.dossier.ratings.of(one) for one in whom.ids]
    read = _Points(names, out_of, max_given, also)
    own, wrong, strange = [], dict[int, dict[str, tuple[Message, ...]]](), dict[int, tuple[Gap, ...]]()
    for at, every in enumerate(rows):
        by_name, unknown = read.by_name(every)
        own.append(by_name)
        if unknown:
            wrong[at] = {"": unknown}
            strange[at] = (Gap(State.REFUSED, several(*unknown)),)
    columns = {}
    for name in names:
        gaps, values, lacking = dict(strange), [], Gap(State.NOT_MEASURED, missing(name), (name,))
        for at, of_each in enumerate(own):
            value, problems = read.degree(name, of_each[name]) if name in of_each else (NONE, ())
            if problems:
                wrong.setdefault(at, {})[name] = problems
                gaps[at] = (*gaps.get(at, ()), Gap(State.REFUSED, _of_factor(name, problems)))
            elif name not in of_each:
                gaps[at] = (*gaps.get(at, ()), lacking)
            values.append(value)
        how = How(inputs=_FactorRows(whom, own, name), name=told.format(name), unit="%")
        columns[name] = exact(whom, values, gaps, how)
    return Factors(axis=whom, rows=rows, own=own, columns=columns, wrong=wrong)


def _of_factor(name: str, problems: Sequence[Message]) -> Message:
    """What is wrong with the ratings of a factor, or of none."""
    why = several(*problems)
    return say("fattore {factor}: {why}", factor=name, why=why) if name else why


def refusals(step: Step, own: Factors, rule: str = "", phase: Phase = Phase.EVALUATION) -> Iterator[Finding]:
    """An error for each person with invalid ratings, with all that is wrong; it cites the rule of the decorator."""
    for at, why in own.refused.items():
        said, subject = say("valutazione rifiutata: {why}", why=why), own.axis.subject(at)
        yield told("error", rule or step.rule, said, subject, phase=phase, inputs=tuple(own.rows[at]))


@frozen
class _Points:
    """How rows of these factors are read; equal rows are read once."""

    names: Sequence[str]
    out_of: OutOf
    max_given: bool
    also: Problem | None
    known: dict[tuple[object, ...], tuple[Fraction, tuple[Message, ...]]] = field(factory=dict)
    folded: dict[str, str] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.folded.update({name.casefold(): name for name in self.names})

    def by_name(self, rows: Sequence[Rating]) -> tuple[dict[str, list[Rating]], tuple[Message, ...]]:
        """A person's rows by factor, and the errors of rows that belong to none."""
        found: dict[str, list[Rating]] = {}
        strange = []
        for row in rows:
            name = self.folded.get(row.section.casefold()) or self.folded.get(row.factor.casefold())
            if name is None:
                strange.append(row.section or row.factor)
            else:
                found.setdefault(name, []).append(row)
        return found, tuple(unknown_problems(strange, self.names))

    def degree(self, name: str, rows: Sequence[Rating]) -> tuple[Fraction, tuple[Message, ...]]:
        """The degree of the rows of a factor, or what is wrong with them."""
        if len(rows) > 1:
            return self._degree(name, rows)
        alike = (name, rows[0].points, rows[0].max, rows[0].weight)
        if alike not in self.known:
            self.known[alike] = self._degree(name, rows)
        return self.known[alike]

    def _degree(self, name: str, rows: Sequence[Rating]) -> tuple[Fraction, tuple[Message, ...]]:
        found = [*self._of_another_maximum(name, rows), *rows_problems(rows, max_given=self.max_given)]
        found += [*sections_problems(rows), *periods_problems(rows)]
        found += reasons_of(as_message(self.also(name, rows))) if self.also else ()
        return (NONE, tuple(found)) if found else (degree(rows), ())

    def _of_another_maximum(self, name: str, rows: Sequence[Rating]) -> Iterator[Message]:
        wanted = self.out_of.get(name) if isinstance(self.out_of, Mapping) else self.out_of
        for row in rows:
            if wanted is not None and most_of(row) not in (wanted, 0):
                if row.max is None:
                    yield say(
                        "il massimo è {most}, non vuoto (varrebbe {default})", most=fraction(wanted), default=HUNDRED
                    )
                else:
                    yield say("il massimo è {most}, non {found}", most=fraction(wanted), found=fraction(row.max))


@frozen
class _FactorRows:
    """The rows behind a cell: all of a person's, or those of one factor."""

    axis: Axis
    rows: Sequence[Mapping[str, Sequence[Rating]]]
    name: str

    def __call__(self, at: int) -> tuple[object, ...]:
        return (self.axis.rows[at], *self.rows[at].get(self.name, ()))
