"""Who is in which ranking: one for the ente, or one for each structure (art. 17 c. 2; 12 c. 2 bis)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property

from attrs import frozen

from merito import ExtraRow, Grade, Person, PersonScore, State, Step
from merito.kit import part_of_year
from merito.numbers import fraction, natural_key, quotient
from merito_comunita_montane.contenders import Contender
from merito_comunita_montane.evaluation.factors import NOT_RATEABLE, months_away, on_leave, ranked_roles
from merito_comunita_montane.organisation import evaluator_of, role_of, structure_of, structures_at_once
from merito_comunita_montane.planning.units import Standing, tested_units, unmeasured
from merito_comunita_montane.ties import tie_breaks

ENTE, STRUCTURES = "ente", "structures"
LEAVE = "I-BL-50"


@frozen(kw_only=True)
class RankingEntry:
    """Somebody in a ranking: the score (None: not known yet), the structure, and the evaluator.

    `short` says that the unit whose 70% counts (`grade_of`) is below its threshold, `doubt` why that is not known
    (Italian); `on_leave` is somebody away all year on leave that never counts, and never rated: nothing waits for them
    (I-BL-50).
    `at_once` are structures served on the same days; `inputs` has the value that separates equal scores, if any.
    """

    person: Person
    score: PersonScore | None
    contender: Contender | None
    structure: str
    short: bool = False
    doubt: str = ""
    at_once: tuple[str, ...] = ()
    evaluator: str = ""
    on_leave: bool = False
    inputs: tuple[object, ...] = ()


@frozen(kw_only=True)
class Ranking:
    """The people of one ranking, in the order of their ids; `unsure` people may belong to it or to another."""

    id: str
    entries: tuple[RankingEntry, ...]
    unsure: int = 0

    @cached_property
    def contenders(self) -> tuple[Contender, ...]:
        return tuple(one.contender for one in self.entries if one.contender is not None)

    @cached_property
    def evaluators(self) -> tuple[str, ...]:
        return tuple(sorted({one.evaluator for one in self.entries if one.evaluator}))

    def doubts(self, *, leaving: bool) -> Iterator[str]:
        """Why its places are uncertain (Italian); with `leaving`, people of a structure below its threshold leave."""
        waited = [one for one in self.entries if not one.on_leave]
        unknown = sum(one.contender is None and not (leaving and one.short) for one in waited)
        if unknown:
            yield f"valutazioni mancanti o rifiutate: {unknown} su {len(self.entries)}"
        unmeasured = sum(one.contender is not None and one.contender.unsure for one in self.entries)
        if leaving and unmeasured:
            yield f"obiettivi di PEG non misurati: non è certo che restino in graduatoria {unmeasured} persone"
        if self.unsure:
            yield f"persone di cui non è certa la struttura, e quindi la graduatoria: {self.unsure}"


def grade_of(step: Step, entry: RankingEntry) -> Grade | None:
    """How far the unit whose 70% counts for somebody has reached its PEG objectives."""
    return step.once(_grades)[entry.person.id]


def _grades(step: Step) -> Mapping[str, Grade | None]:
    units = tested_units(step)
    return {entry.person.id: units.of(entry.person, entry.structure) for one in rankings(step) for entry in one.entries}


def by_structure(step: Step) -> bool:
    """Whether each structure of the largest size has its own ranking."""
    return step.parameters.choice("rankings").value == STRUCTURES


def rankings(step: Step) -> tuple[Ranking, ...]:
    """The rankings of the year; by structure, people without one are in none (`placements` reports it)."""
    return step.once(_rankings)


def _rankings(step: Step) -> tuple[Ranking, ...]:
    entries = _entries(step)
    if not by_structure(step):
        return (Ranking(id=ENTE, entries=entries),) if entries else ()
    own: dict[str, list[RankingEntry]] = defaultdict(list)
    for one in entries:
        if one.structure:
            own[one.structure].append(one)
    lost = sum(not one.structure for one in entries)
    return tuple(
        Ranking(id=name, entries=tuple(own[name]), unsure=lost + sum(name in one.at_once for one in entries))
        for name in sorted(own, key=natural_key)
    )


def ranked_people(step: Step) -> list[Person]:
    """Everybody in service whose role is ranked, in the order of their ids."""
    dossier, roles = step.dossier, ranked_roles(step)
    people = [one for one in dossier.people if dossier.service_of(one.id) and role_of(dossier, one) in roles]
    return sorted(people, key=lambda one: natural_key(one.id))


def _entries(step: Step) -> tuple[RankingEntry, ...]:
    make = _Making(step)
    return tuple(make.entry(one) for one in ranked_people(step))


class _Making:
    """What the entries of one dossier are made from."""

    def __init__(self, step: Step) -> None:
        self.step = step
        self.units = tested_units(step)
        self.away = step.dossier.absences
        self.breaks = {str(row["person"]): row for row in tie_breaks(step)}
        self.admission = step.parameters.share("admission").value
        self.months = step.parameters.number("absence_months").value

    def entry(self, person: Person) -> RankingEntry:
        structure = structure_of(self.step.dossier, person)
        grade = self.units.of(person, structure)
        score = self.step.so_far.score(person.id)
        breaker = self.breaks.get(person.id)
        known = score is not None and score.state is State.FINAL and bool(score.level)
        here = self.units.standing(grade)
        return RankingEntry(
            person=person,
            score=score,
            contender=self._contender(person, score, here, breaker) if known and score else None,
            structure=structure,
            short=here.unpaid,
            doubt=unmeasured(structure, grade),
            at_once=structures_at_once(self.step.dossier, person),
            evaluator=evaluator_of(self.step.dossier, person, self.step.dossier.evaluations.first(person.id)),
            on_leave=not self.step.dossier.ratings.of(person.id) and not known and self._on_leave(person),
            inputs=(breaker,) if breaker else (),
        )

    def _on_leave(self, person: Person) -> bool:
        return on_leave(self.step, person, self.away.of(person.id))

    def _contender(self, person: Person, score: PersonScore, here: Standing, breaker: ExtraRow | None) -> Contender:
        reached = quotient(score.score or 0, score.maximum or 1)
        return Contender(
            person=person.id,
            score=reached,
            admitted=score.score is not None and reached >= self.admission,
            rated=score.score is not None or score.level != NOT_RATEABLE,
            breaker=fraction(breaker["value"]) if breaker else None,  # type: ignore[arg-type]
            absent=months_away(self.step, self.away.of(person.id)) > self.months,
            unpaid=here.unpaid,
            unsure=here.unsure,
            part=part_of_year(self.step.dossier, person.id),
        )
