"""Every row of a record by its subjects, and the resolution of what a reader types."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from typing import Any

from merito.contract.declared_parameters import Parameter
from merito.explanation.kinds import NAMED_BY_RULE, Ranking, subjects_of
from merito.explanation.not_computed import known_subjects
from merito.explanation.rows import rests_on, result_rows
from merito.model.basis import Reading
from merito.model.record import Record
from merito.regulations import Stack
from merito.wording.figures import subject_of
from merito.workspace.heads import same_but_for_zeros

CLOSE = 0.6


class UnknownSubjectError(LookupError):
    """No subject, or more than one, has that name; `near` are subjects that may have been meant."""

    def __init__(self, subject: str, near: tuple[str, ...], several: bool = False) -> None:
        super().__init__(subject)
        self.subject, self.near, self.several = subject, near, several


class Index:
    """The rows of a record by subject, in the order of the cycle."""

    def __init__(self, record: Record, stack: Stack) -> None:
        self._by_subject: dict[str, list[object]] = {}
        self._own: dict[str, None] = {}
        for row in _every(record, stack):
            subjects = subjects_of(row)
            self._own[subjects[0]] = None
            for subject in dict.fromkeys(subjects):
                self._by_subject.setdefault(subject, []).append(row)
        for row in _made_on_the_way(record):
            subject = subjects_of(row)[0]
            if subject not in self._by_subject:
                self._own[subject] = None
                self._by_subject[subject] = [row]
        self._silent = known_subjects(record.dossier)
        self._labels = {f"fund:{one.label}": f"fund:{one.name}" for one in stack.inputs.funds.values()}
        self._labels |= {f"tool:{one.label}": f"tool:{one.name}" for one in stack.inputs.tools.values()}

    def about(self, subject: str) -> tuple[object, ...]:
        """The rows about a subject."""
        return tuple(self._by_subject.get(subject, ()))

    @property
    def subjects(self) -> tuple[str, ...]:
        """The most specific subject of every row, in the order of the cycle."""
        return tuple(self._own)

    def meant(self, text: str) -> str:
        """The subject that a reader means, in words of the tables or as a bare id. Raises UnknownSubjectError."""
        subject = subject_of(text)
        subject = "ente" if subject.partition(":")[0] == "ente" else subject
        whole, slash, part = subject.partition("/")
        if whole.startswith("reward:") and slash:
            tool, mark, further = part.partition("/")
            part = self._labels.get(f"tool:{tool}", f"tool:{tool}").removeprefix("tool:") + mark + further
        subject = self._labels.get(whole, whole) + slash + part
        known = {**self._by_subject, **dict.fromkeys(self._silent)}
        if subject in known:
            return subject
        if ":" not in subject:
            bare = [one for one in known if one.partition(":")[2] == subject and not one.startswith(NAMED_BY_RULE)]
            told = [one for one in bare if one in self._by_subject] or bare
            if len(told) == 1:
                return told[0]
            if told:
                raise UnknownSubjectError(text, tuple(told), several=True)
        raise UnknownSubjectError(text, self._near(subject, tuple(known)))

    def by_kind(self) -> dict[str, list[str]]:
        """All subjects by kind, the kinds in the order of the cycle."""
        found: dict[str, list[str]] = {}
        for subject in self._own:
            found.setdefault(subject.partition(":")[0], []).append(subject)
        return found

    def _near(self, subject: str, known: tuple[str, ...]) -> tuple[str, ...]:
        kind, mark, identifier = subject.partition(":")
        same = [one for one in known if one.partition(":")[0] == kind] if mark else []
        near = same_but_for_zeros(subject, same) or get_close_matches(subject, same or known, n=3, cutoff=CLOSE)
        if near:
            return tuple(near)
        by_id = {one.partition(":")[2].casefold(): one for one in known}
        elsewhere = get_close_matches((identifier or kind).casefold(), by_id, n=3, cutoff=CLOSE)
        return tuple(by_id[one] for one in elsewhere) or tuple(same[:3])


def _every(record: Record, stack: Stack) -> Iterator[object]:
    yield from record.phases
    yield from (*_rankings(record), *result_rows(record))
    yield from (*record.amendments, *stack.inputs.tools.values(), *record.dossier.acts)
    rules = (one for one in stack.rulebook.rules.values() if one.in_force(record.dossier.year))
    yield from (*_parameters(record, stack), *_readings(record, stack), *rules)


def _parameters(record: Record, stack: Stack) -> Iterator[Parameter]:
    """All parameters except those of the law of other years: without a value in the year, of a rule not in force."""
    year = record.dossier.year
    for one in stack.parameters.values():
        dated = one.in_force(record.edition, date(year, 1, 1))
        if dated or stack.rulebook.in_force((one.rule or "",), year):
            yield one


def _readings(record: Record, stack: Stack) -> Iterator[Reading]:
    """All readings except those that only rules of other years name."""
    naming: dict[str, list[str]] = defaultdict(list)
    for rule in stack.rulebook.rules.values():
        for reading in rule.interpretations:
            naming[reading].append(rule.id)
    yield from (one for one in record.readings if stack.rulebook.in_force(naming[one.id], record.dossier.year))


def _made_on_the_way(record: Record) -> Iterator[Any]:
    """Rows from which others are computed, some of them in no table (a divided line, an activity's grade)."""
    ahead: list[Any] = list(result_rows(record))
    seen = {id(row) for row in ahead}
    for row in ahead:
        new = {id(earlier): earlier for earlier in rests_on(row) if id(earlier) not in seen}
        seen.update(new)
        ahead += new.values()
        yield from new.values()


def _rankings(record: Record) -> Iterator[Ranking]:
    results = record.results
    ranked: tuple[Any, ...] = (*results.bands, *results.placements)
    for name in dict.fromkeys(row.ranking for row in ranked):
        bands = tuple(band for band in results.bands if band.ranking == name)
        yield Ranking(name, bands, tuple(row for row in results.placements if row.ranking == name))
