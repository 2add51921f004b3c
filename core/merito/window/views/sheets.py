"""The evaluators of an ente: whom they evaluate, how many points they have given; and a sheet as it is printed."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import partial

from attrs import frozen

from merito.execution.worker import Computed
from merito.model.people import Rating, ReturnedRating
from merito.numbers import Number, day_text, number_text
from merito.window.views.year import material_of
from merito.wording.evaluators import evaluators_of


@frozen(kw_only=True)
class EvaluatorLine:
    """Somebody who evaluates: the people, how many of them have points and a communicated evaluation."""

    id: str
    name: str
    people: tuple[str, ...]
    rated: int
    told: int
    day: str = ""
    file: str = ""


@frozen(kw_only=True)
class RatingLine:
    """A factor on a sheet."""

    section: str
    factor: str
    most: str
    weight: str
    points: str


@frozen(kw_only=True)
class PersonSheet:
    """The sheet of one person."""

    id: str
    name: str
    unit: str
    role: str
    score: str
    level: str
    rows: tuple[RatingLine, ...]
    interview: str = ""
    told: str = ""
    motivation: str = ""


@frozen(kw_only=True)
class Sheet:
    """All people of one evaluator."""

    evaluator: str
    people: tuple[PersonSheet, ...]


def _called(who: str, names: Mapping[str, str]) -> str:
    kind, _, identifier = who.partition(":")
    person = identifier if kind == "person" and identifier else who
    return names.get(person, who)


def evaluators(computed: Computed) -> tuple[EvaluatorLine, ...]:
    """Everybody who evaluates, by name."""
    material = material_of(computed)
    dossier, names = material.dossier, dict(material.people)
    whose: dict[str, list[str]] = defaultdict(list)
    for person, who in evaluators_of(computed.record).items():
        if who:
            whose[who].append(person)
    out = {sheet.evaluator: sheet for sheet in dossier.sheets_out}
    rated = {row.person for row in dossier.ratings} | {
        row.person for row in dossier.returned_ratings if row.points is not None
    }
    told = {row.person for row in dossier.evaluations if row.told}
    found = []
    for who, people in whose.items():
        sheet = out.get(who)
        found.append(
            EvaluatorLine(
                id=who,
                name=_called(who, names),
                people=tuple(names.get(one, one) for one in people),
                rated=sum(one in rated for one in people),
                told=sum(one in told for one in people),
                day="" if sheet is None else day_text(sheet.day),
                file="" if sheet is None else sheet.file,
            )
        )
    return tuple(sorted(found, key=lambda one: one.name))


def one_sheet(evaluator: str) -> "partial[Sheet]":
    """The sheet of an evaluator, as it is printed."""
    return partial(_one_sheet, evaluator)


def _one_sheet(evaluator: str, computed: Computed) -> Sheet:
    material = material_of(computed)
    dossier, names = material.dossier, dict(material.people)
    owners = evaluators_of(computed.record)
    people = []
    for person in dossier.people:
        if owners.get(person.id) != evaluator:
            continue
        rows: list[Rating | ReturnedRating] = [*dossier.ratings.of(person.id), *dossier.returned_ratings.of(person.id)]
        told = dossier.evaluations.first(person.id)
        factors = material.stack.inputs.printed.factors.get(person.role, {})
        score = computed.record.results.score(person.id)
        served = dossier.service_of(person.id)
        unit = dossier.units.get(person.unit or (served[-1].unit if served else "") or "")
        people.append(
            PersonSheet(
                id=person.id,
                name=names.get(person.id, ""),
                unit=(unit.name or unit.id) if unit else "",
                role=material.names.coded("people", "role", person.role),
                score="" if score is None or score.score is None else number_text(score.score),
                level="" if score is None else str(getattr(score, "level", "") or ""),
                rows=tuple(
                    RatingLine(
                        section=row.section or "",
                        factor=factors.get(row.factor, row.factor),
                        most=_number(row.max),
                        weight=_number(row.weight),
                        points=_number(row.points),
                    )
                    for row in rows
                ),
                interview=_day(told.feedback if told else None),
                told=_day(told.told if told else None),
                motivation=told.reasons if told else "",
            )
        )
    return Sheet(evaluator=_called(evaluator, names), people=tuple(people))


def _number(value: Number | None) -> str:
    return "" if value is None else number_text(value)


def _day(day: date | None) -> str:
    return "" if day is None else day_text(day)
