"""The way of a figure: rules and articles, formula, parameters in force, readings, and the rows it was read from."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from merito.model.basis import NO_BASIS, Basis, InForce, Intermediate, Reading
from merito.model.measured import Carried, Grade, PersonScore, Placement
from merito.model.money import Band, FundLine, Outcome, PositionValue, Reward
from merito.model.record import Record
from merito.numbers import counted, euro_text, percent_text, point_text
from merito.parameters import Parameter
from merito.regulations import Stack
from merito.report.changes import Changes
from merito.report.not_computed import not_computed
from merito.report.quoted import InputShown, Quoter
from merito.report.titles import titles
from merito.report.words import value_text
from merito.rulebook import Interpretation, Rule
from merito.workspace.coded import BOUNDS, SCOPES, STATES

SCHEMA_VERSION = 1
NO_FIGURE = "non calcolato"
MONEY = (Reward, FundLine, Band)


@frozen(kw_only=True)
class Explanation:
    """One figure and everything it rests on; `rests_on` are the earlier results, explained in turn.

    `name` is the title of what the figure is of (an indicator's, a dashboard's), where it has one; `beside` are
    the other figures of the same row, by their Italian names.
    """

    title: str
    subject: str
    figure: str
    state: str
    reason: str
    name: str = ""
    exact: str = ""
    if_zero: str = ""
    beside: Mapping[str, str] = field(factory=dict)
    lacks: tuple[str, ...] = ()
    formula: str = ""
    rules: tuple[Rule, ...] = ()
    readings: tuple[tuple[Interpretation, Reading], ...] = ()
    parameters: tuple[tuple[InForce[object], Parameter], ...] = ()
    steps: tuple[Intermediate, ...] = ()
    tried: tuple[tuple[str, str], ...] = ()
    inputs: tuple[InputShown, ...] = ()
    alternatives: tuple[str, ...] = ()
    rests_on: tuple["Explanation", ...] = ()


class Explainer:
    """Explains the figures of one record."""

    def __init__(self, record: Record, stack: Stack) -> None:
        self._record, self._rulebook, self._parameters = record, stack.rulebook, stack.parameters
        self._tools = {tool.name: tool.title for tool in stack.inputs.tools.values()}
        self._funds = {fund.name: fund.title for fund in stack.inputs.funds.values()}
        self._readings = {reading.id: reading for reading in record.readings}
        self._titles = titles(record.dossier)
        self._quoter = Quoter(record.dossier, stack.inputs, Changes(record, stack.inputs.tables))
        self._known: dict[int, Explanation] = {}
        money: tuple[Any, ...] = (*record.results.rewards, *record.results.fund_lines, *record.results.bands)
        self._settled: dict[tuple[type, tuple[str, ...]], Any] = {(type(row), row.key): row for row in money}

    def explain(self, subject: str) -> tuple[Explanation, ...]:
        """Everything the record says about `indicator:X`, `person:X`, ..., or `ente`; empty if nothing.

        Then the figures that a blocked phase did not give, and why.
        """
        rows = rows_about(self._record, subject)
        absent = tuple(
            Explanation(title=one.title, subject=subject, figure=NO_FIGURE, state=STATES["blocked"], reason=one.reason)
            for one in not_computed(self._record, subject, rows)
        )
        return (*(self._explained(row) for row in rows), *absent)

    def _explained(self, given: Any) -> Explanation:
        """A row of money is told as it was settled, whoever rests on it."""
        row = self._settled.get((type(given), given.key), given) if isinstance(given, MONEY) else given
        if id(row) not in self._known:
            self._known[id(row)] = self._make(row)
        return self._known[id(row)]

    def _make(self, row: Any) -> Explanation:
        basis: Basis = getattr(row, "basis", NO_BASIS)
        subject = _subject(row)
        title = self._titles.get(subject, "")
        return Explanation(
            title=f"{self._title(row)}: {title}" if title else self._title(row),
            subject=subject,
            name=title,
            figure=_figure(row),
            exact=_exact(row),
            if_zero=_if_zero(row),
            beside=_beside(row) if isinstance(row, PositionValue) else {},
            state=STATES[row.state.value] if hasattr(row, "state") else "",
            reason=getattr(row, "reason", ""),
            lacks=getattr(row, "lacks", ()),
            formula=basis.formula,
            rules=tuple(self._rulebook.rules[rule] for rule in row.rules if rule in self._rulebook.rules),
            readings=tuple(self._reading(rule) for rule in row.rules if rule in self._rulebook.interpretations),
            parameters=tuple((value, self._parameters[value.key]) for value in basis.parameters),
            steps=basis.steps,
            tried=tuple((f"{tried.rule}, {self._rulebook.cite(tried.rule)}", tried.why) for tried in basis.tried),
            inputs=self._quoter.quoted(basis.inputs),
            alternatives=tuple(map(self._outcome, getattr(row, "alternative", ()))),
            rests_on=tuple(self._explained(earlier) for earlier in basis.results),
        )

    def _title(self, row: Any) -> str:
        if isinstance(row, Reward):
            return f"{self._tools.get(row.tool, row.tool)}, a {row.person}"
        if isinstance(row, FundLine):
            return f"{self._funds.get(row.fund, row.fund)}, voce «{row.item}»"
        return _title(row)

    def _outcome(self, outcome: Outcome) -> str:
        choice = self._rulebook.interpretations[outcome.reading].choices[outcome.choice]
        amount = "non si può ancora dividere" if outcome.amount is None else euro_text(outcome.amount)
        return f"{amount} ({outcome.reading}, {outcome.choice}: {choice})"

    def _reading(self, identifier: str) -> tuple[Interpretation, Reading]:
        known = self._rulebook.interpretations[identifier]
        standing = Reading(identifier, known.default, known.default, known.must_adopt, adopted=False)
        return known, self._readings.get(identifier, standing)


def rows_about(record: Record, subject: str) -> tuple[object, ...]:
    """The result rows about a subject, in the order of the cycle."""
    results, kind, _, identifier = record.results, *subject.partition(":")
    if kind == "ente":
        return tuple(grade for grade in results.grades if grade.scope == "ente")
    if kind == "person":
        people: Iterable[Any] = (*results.scores, *results.placements, *results.rewards)
        return tuple(row for row in people if row.person == identifier)
    if kind == "position":
        values = tuple(row for row in results.positions if row.position == identifier)
        return (*values, *(row for row in results.rewards if row.subject == subject))
    if kind == "fund":
        return tuple(line for line in results.fund_lines if line.fund == identifier)
    if kind == "indicator":
        carried = tuple(row for row in results.cascade if row.indicator == identifier)
        return (*_grades(record, kind, identifier), *carried)
    return _grades(record, kind, identifier)


def subjects(record: Record) -> tuple[str, ...]:
    """Everything that can be explained in a record."""
    results = record.results
    found = [_subject(row) for row in (*results.grades, *results.positions, *results.scores, *results.rewards)]
    funds = [f"fund:{line.fund}" for line in results.fund_lines]
    return tuple(dict.fromkeys([*found, *funds]))


def _grades(record: Record, scope: str, identifier: str) -> tuple[Grade, ...]:
    return tuple(grade for grade in record.results.grades if (grade.scope, grade.id) == (scope, identifier))


def _subject(row: Any) -> str:
    if isinstance(row, Grade):
        return "ente" if row.scope == "ente" else f"{row.scope}:{row.id}"
    if isinstance(row, PersonScore | Placement | Reward):
        return f"person:{row.person}"
    if isinstance(row, PositionValue):
        return f"position:{row.position}"
    if isinstance(row, Carried):
        return f"indicator:{row.indicator}"
    if isinstance(row, FundLine):
        return f"fund:{row.fund}"
    return ""


def _title(row: Any) -> str:
    if isinstance(row, Grade):
        view = f" nel cruscotto «{row.view}»" if row.view and row.view != row.id else ""
        return f"Grado di raggiungimento, {SCOPES.get(row.scope, row.scope)} {row.id}{view}"
    if isinstance(row, PersonScore):
        return f"Valutazione individuale di {row.person}"
    if isinstance(row, Placement):
        return f"Collocazione di {row.person} nella graduatoria «{row.ranking}»"
    if isinstance(row, PositionValue):
        return f"Retribuzione di posizione di {row.position}"
    if isinstance(row, Band):
        return f"Fascia «{row.band}» della graduatoria «{row.ranking}»"
    if isinstance(row, Carried):
        return f"Indicatore {row.indicator} nel cruscotto «{row.dashboard}»"
    return type(row).__name__


def _figure(row: Any) -> str:
    if isinstance(row, Grade):
        return "—" if row.value is None else percent_text(row.value)
    if isinstance(row, Reward):
        return f"spettano {euro_text(row.due)}: pagati {euro_text(row.paid)}, trattenuti {euro_text(row.withheld)}"
    if isinstance(row, FundLine):
        if not row.paid + row.withheld + row.savings:
            return euro_text(row.amount)
        parts = f"pagati {euro_text(row.paid)}, trattenuti {euro_text(row.withheld)}, economie {euro_text(row.savings)}"
        return f"{euro_text(row.amount)}: {parts}"
    if isinstance(row, PositionValue):
        points = "" if row.score is None else f", {point_text(row.score)} punti"
        return ("—" if row.amount is None else f"{euro_text(row.amount)} l'anno") + points
    if isinstance(row, PersonScore):
        score = "—" if row.score is None else point_text(row.score)
        level = f", {row.level}" if row.level.startswith("in ") else f": {row.level}" if row.level else ""
        return f"{score} su {value_text(row.maximum)}{level}"
    if isinstance(row, Placement):
        return f"posto {row.place}, fascia «{row.band}»" if row.place else row.band
    if isinstance(row, Band):
        each = "" if row.per_head is None else f", {euro_text(row.per_head)} a testa"
        people = counted(row.people, "persona", "persone")
        return f"{people} in {counted(row.places, 'posto', 'posti')}{each}"
    return ""


def _exact(row: Any) -> str:
    value: Fraction | None = getattr(row, "value", None) if isinstance(row, Grade) else getattr(row, "score", None)
    return value_text(value)


def _if_zero(row: Any) -> str:
    """What zeros would give, beside a figure that there is."""
    told = isinstance(row, Grade) and row.value is not None and row.if_zero is not None
    return percent_text(row.if_zero) if told else ""


def _beside(row: PositionValue) -> dict[str, str]:
    """What else is known of the pay of a post: how it falls due, and what no limit has touched."""
    sums = {
        "al mese": row.monthly,
        "tredicesima": row.thirteenth,
        "quota proporzionale, senza limiti": row.proportional,
    }
    told = {name: euro_text(amount) for name, amount in sums.items() if amount is not None}
    limit = BOUNDS.get(row.bound, row.bound)
    return told | ({"limite": limit} if limit else {})
