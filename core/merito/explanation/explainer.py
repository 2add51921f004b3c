"""Explains every row of results in a record, and what decides it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import evolve

from merito.contract.rulebook import Interpretation
from merito.explanation import row_figures
from merito.explanation.amendments import Changes
from merito.explanation.conditions import Conditions, evaluated_in
from merito.explanation.grounds import Grounds
from merito.explanation.index import Index
from merito.explanation.kinds import Ranking, kind_of, subjects_of, told_of
from merito.explanation.not_computed import not_computed
from merito.explanation.privacy import Privacy, person_of
from merito.explanation.procedure import Procedure
from merito.explanation.quoted import Quoter
from merito.explanation.ranked import Borders, Fact
from merito.explanation.rows import RowTitles, basis_of, rests_on, rules_of
from merito.explanation.shape import Explanation
from merito.model.acts import GateState
from merito.model.basis import Basis, Made, Reading
from merito.model.measured import PersonScore, Placement
from merito.model.messages import NOTHING
from merito.model.money import Band, FundLine, Reward
from merito.model.record import DeadlineAt, Record
from merito.model.states import State
from merito.numbers import half_up, point_text
from merito.regulations import Stack
from merito.wording.coded import STATES
from merito.wording.office import NO_NAMES, office_reader, on_paper
from merito.wording.rules_told import outcome_text
from merito.workspace.written import WrittenFiles

NO_FIGURE = "non calcolato"
DOUBTED = "da verificare"
LEVEL = "Livello"
MONEY = (Reward, FundLine, Band)


class Explainer:
    """Explains the figures of one record; rows are quoted from the files that are given with it.

    `people` are names by id. On `paper` it says no code of a rule and no exact fraction.
    """

    def __init__(
        self,
        record: Record,
        stack: Stack,
        written: WrittenFiles | None = None,
        people: Mapping[str, str] = NO_NAMES,
        *,
        paper: bool = False,
    ) -> None:
        labels = {key: one.label for key, one in stack.parameters.items()}
        read = office_reader(record.dossier, stack.inputs, people, stack.rulebook, labels)
        self.read = on_paper(read) if paper else read
        self.index = Index(record, stack)
        self._record, self._stack = record, stack
        self._rulebook, self._parameters = stack.rulebook, stack.parameters
        self._readings = {reading.id: reading for reading in record.readings}
        self.titles = RowTitles(record.dossier, stack.inputs)
        self._quoter = Quoter(record.dossier, stack.inputs, Changes(record, stack.inputs.tables), written)
        self._conditions = Conditions(record, stack.inputs, stack.rulebook, self.read)
        self._procedure = Procedure(record, stack.inputs, self._conditions, self._quoter, self.read)
        self._grounds = Grounds(record, stack, self.titles, self._quoter, self.read)
        self._known: dict[tuple[int, str], Explanation] = {}
        self._people_of: dict[int, frozenset[str]] = {}
        results = record.results
        money: tuple[Any, ...] = (*results.rewards, *results.fund_lines, *results.bands)
        self._settled: dict[tuple[type, tuple[str, ...]], Any] = {(type(row), row.key): row for row in money}

    def explain(self, subject: str) -> tuple[Explanation, ...]:
        """Everything in the record about `indicator:X`, `person:X`, ..., or `ente`; empty if there is nothing.

        Then the figures that a blocked phase did not give, and why. An explanation of a person shows nothing about
        others.
        """
        privacy = Privacy.of(subject)
        rows = self.index.about(subject)
        absent = tuple(
            Explanation(
                kind="not_computed",
                title=one.title,
                subject=subject,
                figure=NO_FIGURE,
                state=STATES["blocked"],
                reason=self.read(one.reason),
                row=one,
            )
            for one in not_computed(self._record, subject, rows, self._stack.inputs.tools.values())
        )
        told = (self._with_what_rests_on(row, self._explained(row, privacy), privacy) for row in rows)
        return (*told, *absent)

    @property
    def money_waits(self) -> bool:
        """Whether a fund line waits as a whole, with nobody's sum in it: a person may be due some of it."""
        results = self._record.results
        drawn = {(reward.fund, reward.item) for reward in results.rewards}
        return any(line.withheld and not line.released and line.key not in drawn for line in results.fund_lines)

    def _with_what_rests_on(self, given: Any, one: Explanation, privacy: Privacy) -> Explanation:
        """An explanation with pointers to what rests on its row; rows of other people are not shown."""
        resting = tuple(privacy.own(self._grounds.resting_on(self._as_settled(given))))
        pointers = tuple(map(self._grounds.pointer, resting))
        return evolve(one, supports=pointers) if pointers else one

    def _explained(self, given: Any, privacy: Privacy) -> Explanation:
        """A row of money is explained as settled, whatever rests on it."""
        row = self._as_settled(given)
        whose = privacy.person if self._people(row) - {privacy.person} else ""
        key = (id(row), whose)
        if key not in self._known:
            self._known[key] = self._make(row, privacy)
        return self._known[key]

    def _as_settled(self, given: Any) -> Any:
        return self._settled.get((type(given), given.key), given) if isinstance(given, MONEY) else given

    def _people(self, row: Any) -> frozenset[str]:
        """Everybody whom a row, or what it rests on, is about."""
        if id(row) not in self._people_of:
            basis = basis_of(row)
            own = {person_of(one) for one in (row, *self._inputs(row, basis))} - {""}
            earlier = self._earlier(row)
            self._people_of[id(row)] = frozenset(own).union(*map(self._people, earlier))
        return self._people_of[id(row)]

    def _make(self, row: Any, privacy: Privacy) -> Explanation:
        told = self._procedure.explained(row) or self._grounds.explained(row)
        return told or self._figure(row, privacy)

    def _doubted(self, row: Any) -> bool:
        """Whether a score that its rule calls final is refused by an error about its person."""
        if not isinstance(row, PersonScore) or row.state is not State.FINAL:
            return False
        errors = (one for one in self._record.results.findings if one.severity == "error" and one.tool is None)
        return any(one.subject == f"person:{row.person}" for one in errors)

    def _figure(self, row: Any, privacy: Privacy) -> Explanation:
        basis = basis_of(row)
        rules = rules_of(row)
        inputs = tuple(privacy.own(self._inputs(row, basis)))
        earlier = self._earlier(row)
        results = tuple(privacy.own(earlier))
        rests_on = tuple(self._explained(one, privacy) for one in results)
        return Explanation(
            kind=kind_of(row),
            title=self.titles.title(row),
            subject=subjects_of(row)[0],
            name=self.titles.name(row),
            figure=self.read(told_of(row).figure(row)),
            exact=row_figures.exact(row),
            if_zero=row_figures.if_zero(row),
            beside=row_figures.beside(row, self._stack),
            facts=(*self._procedure.facts(row), *self._level(row), *self._borders(row)),
            state=DOUBTED if self._doubted(row) else row_figures.state(row, self._stack),
            reason=self._reason(row),
            lacks=getattr(row, "lacks", ()),
            formula=self.read(basis.formula),
            rounded=self.read(basis.formula) != evolve(self.read, exact=True)(basis.formula),
            row=row,
            rules=tuple(self._rulebook.rules[rule] for rule in rules if rule in self._rulebook.rules),
            readings=tuple(self._reading(rule) for rule in rules if rule in self._rulebook.interpretations),
            parameters=tuple((value, self._parameters[value.key]) for value in basis.parameters),
            steps=basis.steps,
            conditions=self._conditions.of(row),
            tried=tuple(
                (f"{tried.rule}, {self._rulebook.cite(tried.rule)}", self.read(tried.why)) for tried in basis.tried
            ),
            inputs=self._quoter.quoted(inputs),
            alternatives=tuple(outcome_text(one, self._rulebook) for one in getattr(row, "alternative", ())),
            rests_on=rests_on,
            others=len(earlier) - len(results) + len(self._inputs(row, basis)) - len(inputs),
        )

    def _reason(self, row: Any) -> str:
        """The reason of a row."""
        return self.read(getattr(row.deadline if isinstance(row, DeadlineAt) else row, "reason", NOTHING))

    def _inputs(self, row: Any, basis: Basis) -> tuple[object, ...]:
        """The rows read for it; for a score also the evaluator's, for a gate or deadline the acts that are there."""
        more: Iterable[object] = ()
        if isinstance(row, PersonScore):
            more = evaluated_in(self._record, row.person)
        elif isinstance(row, GateState):
            more = row.acts
        elif isinstance(row, DeadlineAt) and row.act:
            more = (row.act,)
        read = [one for one in basis.inputs if not isinstance(one, Made)]
        there = {id(one) for one in read}
        return (*read, *(one for one in more if id(one) not in there))

    def _earlier(self, row: Any) -> tuple[Any, ...]:
        """The results that it rests on, also those that its rule gives among the rows read; of a ranking, its bands."""
        if isinstance(row, Ranking):
            return row.bands
        named = rests_on(row)
        there = {id(one) for one in named}
        among = (one for one in basis_of(row).inputs if isinstance(one, Made))
        return (*named, *(one for one in among if id(one) not in there))

    def _level(self, row: Any) -> Iterator[Fact]:
        """What the level of a score is read from, if not from the score."""
        if isinstance(row, PersonScore) and row.level and row.level_points is not None:
            points = point_text(half_up(row.level_points, 2))
            yield LEVEL, f"{row.level}: si legge {row.level_on}, {points} punti"

    def _borders(self, row: Any) -> Iterator[Fact]:
        if not isinstance(row, Placement | Band | Ranking):
            return
        name = row.name if isinstance(row, Ranking) else row.ranking
        whole = next(one for one in self.index.about(f"ranking:{name}") if isinstance(one, Ranking))
        borders = Borders(whole)
        if isinstance(row, Placement):
            yield from borders.of_person(row)
        elif isinstance(row, Band):
            yield from borders.of_band(row.band)
        else:
            yield from borders.of_ranking()

    def _reading(self, identifier: str) -> tuple[Interpretation, Reading]:
        known = self._rulebook.interpretations[identifier]
        standing = Reading(identifier, known.default, known.default, known.must_adopt, adopted=False)
        return known, self._readings.get(identifier, standing)
