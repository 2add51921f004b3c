"""Scores, admission at 70%, absences, and the bands of the ranking."""

from datetime import date
from fractions import Fraction
from typing import Literal, cast

from merito import Band, Basis, Intermediate, Person, PersonScore, Placement, Results, Step, Tried, hookimpl, rule
from merito.numbers import Period, bands_by_places, fraction, length_in_months, places_by_shares, rank

RANKING = "ente"
BANDS = ("alta", "intermedia", "bassa")


@hookimpl
@rule("BL-17.2a", "BL-17.2b")
def merito_person_scores(step: Step) -> Results | None:
    return Results(scores=tuple(_score(step, person) for person in step.dossier.people))


def _score(step: Step, person: Person) -> PersonScore:
    rating = next(row for row in step.dossier.ratings if row.person == person.id)
    score, maximum = fraction(rating.points), fraction(rating.max or 100)
    admission, months = step.parameters.share("admission"), step.parameters.number("absence_months")
    year = Period(date(step.dossier.year, 1, 1), date(step.dossier.year, 12, 31))
    away = [row for row in step.dossier.absences if row.person == person.id and row.counts]
    absent = length_in_months([Period(row.start, row.end) for row in away], year)
    level, rules, tried = "in fascia", ("BL-17.2i",), ()
    if score / maximum < admission.value:
        not_there = absent > months.value
        level = "non valutabile" if not_there else "adeguata"
        rules = ("BL-17.2b",) if not_there else ("BL-17.2a",)
        tried = () if not_there else (Tried("BL-17.2b", f"assenze di {absent} mesi: non più di {months.value}"),)
    return PersonScore(
        person=person.id,
        unit=person.unit or "",
        score=score,
        maximum=maximum,
        level=level,
        rules=rules,
        basis=Basis(
            inputs=(rating, *away),
            parameters=(admission, months),
            steps=(Intermediate("mesi di assenza", absent),),
            tried=tried,
        ),
    )


@hookimpl
@rule("BL-17.2i", "BL-17.D", "I-BL-05")
def merito_placements(step: Step) -> Results | None:
    admitted = [score for score in step.so_far.scores if score.level == "in fascia"]
    ranking = rank({score.person: (score.score or 0) / (score.maximum or 1) for score in admitted})
    shares = step.parameters.list("band_people")
    places = places_by_shares(len(ranking), cast(tuple[Fraction, ...], shares.value))
    ties = step.readings["I-BL-05"].choice
    band_of = bands_by_places(ranking, places, cast(Literal["last", "first"], ties))
    moved = {
        band
        for entry in ranking
        for band in {_band_at(places, entry.first_place), _band_at(places, entry.last_place)}
        if _band_at(places, entry.first_place) != _band_at(places, entry.last_place)
    }
    scores = {score.person: score for score in admitted}
    bands = tuple(
        Band(
            ranking=RANKING,
            band=name,
            places=places[index],
            people=sum(band == index for band in band_of.values()),
            rules=("BL-17.D", *(("I-BL-05",) if index in moved else ())),
            basis=Basis(parameters=(shares,)),
        )
        for index, name in enumerate(BANDS)
    )
    placed = tuple(
        Placement(
            ranking=RANKING,
            person=entry.id,
            score=entry.score,
            place=entry.first_place,
            band=BANDS[band_of[entry.id]],
            rules=("BL-17.2i", "BL-17.D"),
            basis=Basis(results=(scores[entry.id], bands[band_of[entry.id]])),
        )
        for entry in ranking
    )
    outside = tuple(
        Placement(
            ranking=RANKING, person=score.person, band=score.level, rules=score.rules, basis=Basis(results=(score,))
        )
        for score in step.so_far.scores
        if score.level != "in fascia"
    )
    return Results(placements=placed + outside, bands=bands)


def _band_at(places: tuple[int, ...], place: int) -> int:
    return next(index for index in range(len(places)) if place <= sum(places[: index + 1]))
