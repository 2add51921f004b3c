"""The borders between the bands of a ranking: the last score inside and the first outside, without names."""

from collections.abc import Iterator
from fractions import Fraction

from merito.explanation.kinds import Ranking
from merito.model.measured import Placement
from merito.model.messages import plain
from merito.model.money import Band
from merito.numbers import counted, euro_text, point_text

Fact = tuple[str, str]


class Borders:
    """The scores at the borders of one ranking. Nobody is named."""

    def __init__(self, ranking: Ranking) -> None:
        self._ranking = ranking
        self._scores = {band.band: _scores(ranking.placements, band.band) for band in ranking.bands}
        self._order = [band.band for band in ranking.bands]

    def of_person(self, row: Placement) -> Iterator[Fact]:
        """How far the borders are from a person: those of the band, or the one below which there is no band."""
        if row.place is None or row.band not in self._scores:
            last = min((score for scores in self._scores.values() for score in scores), default=None)
            if last is not None:
                yield "Confine", f"l'ultimo punteggio che entra in una fascia è {point_text(last)}"
            return
        alike = sum(one.score == row.score for one in self._ranking.placements if one.place is not None)
        if alike > 1:
            yield "Parità", f"{alike} persone hanno lo stesso punteggio, {point_text(row.score or 0)}"
        yield from self.of_band(row.band)

    def of_band(self, band: str) -> Iterator[Fact]:
        """The lowest score of the nearest occupied band above, and the highest of the nearest below."""
        place = self._order.index(band)
        own = self._scores[band]
        if own:
            yield f"Punteggi della fascia «{band}»", _range(own)
        above = next((one for one in reversed(self._order[:place]) if self._scores[one]), "")
        below = next((one for one in self._order[place + 1 :] if self._scores[one]), "")
        if above:
            yield "Confine sopra", f"l'ultimo punteggio in fascia «{above}» è {point_text(min(self._scores[above]))}"
        if below:
            yield "Confine sotto", f"il primo punteggio in fascia «{below}» è {point_text(max(self._scores[below]))}"
        elif place == len(self._order) - 1:
            yield from self._first_out()

    def _first_out(self) -> Iterator[Fact]:
        out = [one.score for one in self._ranking.placements if one.place is None and one.score is not None]
        if out:
            yield "Confine sotto", f"il primo punteggio fuori dalle fasce è {point_text(max(out))}"

    def of_ranking(self) -> Iterator[Fact]:
        """Each band in one line, then people in no band, counted by reason."""
        for band in self._ranking.bands:
            yield f"Fascia «{band.band}»", _band_told(band, self._scores[band.band])
        out: dict[str, int] = {}
        for row in self._ranking.placements:
            if row.place is None:
                why = plain(row.reason) or row.band or "senza posto"
                out[why] = out.get(why, 0) + 1
        for why, number in out.items():
            yield "Fuori dalle fasce", f"{counted(number, 'persona', 'persone')}: {why}"


def _band_told(band: Band, scores: list[Fraction]) -> str:
    each = "" if band.per_head is None else f", {euro_text(band.per_head)} a testa"
    reached = f", {_range(scores)}" if scores else ""
    people = counted(band.people, "persona", "persone")
    return f"{people} in {counted(band.places, 'posto', 'posti')}{reached}{each}"


def _range(scores: list[Fraction]) -> str:
    least, most = min(scores), max(scores)
    return f"punteggio {point_text(least)}" if least == most else f"da {point_text(least)} a {point_text(most)}"


def _scores(placements: tuple[Placement, ...], band: str) -> list[Fraction]:
    return [one.score for one in placements if one.place is not None and one.band == band and one.score is not None]
