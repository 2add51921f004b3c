"""All enti of a workspace side by side, each in the year of its cycle, from the `summary.json` of each."""

import json
import pickle
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, overload

from attrs import define, evolve, field, frozen

from merito.model.record import PhaseState
from merito.outputs.measures import Measures, exact_of, from_json
from merito.outputs.own_folder import SUMMARY
from merito.outputs.packed import Packing
from merito.outputs.standing import (
    BAD_DATA,
    NOT_RUN,
    STANDINGS,
    UNREADABLE,
    Standing,
    failure,
    phase_of,
    standing_of,
    without_results,
)
from merito.outputs.writer import result_folder
from merito.wording.coded import SEVERITIES
from merito.workspace.roster import Listed

INDEX = "index.html"
NO_PLACES: Mapping[str, tuple[str, ...]] = {}
NOT_OURS = (ValueError, KeyError, TypeError, AttributeError, OSError)


@frozen(kw_only=True)
class ComparedEnte:
    """An ente in the comparison. With `stale`, the day of a later run that failed, its figures are the earlier ones.

    `page` says whether its own page is in the folder of its results; `year_told`, whether its year must be shown
    because there are several. `places` are files and rows to correct, without their content, which may name a person.
    """

    ente: str
    name: str
    year: int
    standing: Standing
    regulation: str = ""
    title: str = ""
    edition: str = ""
    as_of: date | None = None
    provisional: bool | None = None
    stale: date | None = None
    phases: Mapping[str, PhaseState] = field(factory=dict)
    grade: Fraction | None = None
    grade_state: str = ""
    findings: Mapping[str, int] | None = None
    readings: tuple[str, ...] | None = None
    measures: Measures = field(factory=Measures)
    page: bool = False
    year_told: bool = False
    places: tuple[str, ...] = ()
    simulation: str = ""

    @property
    def fresh(self) -> bool:
        """Whether its figures exist and are those of its last run."""
        return self.as_of is not None and self.stale is None


@define(eq=False)
class KeptRows(Sequence[ComparedEnte]):
    """Rows of thousands of enti, each kept compressed and made again when it is asked for."""

    _packing: Packing = field(factory=Packing, init=False)
    _packed: list[bytes] = field(factory=list, init=False)

    def add(self, row: ComparedEnte) -> None:
        self._packed.append(self._packing.pack(pickle.dumps(row, pickle.HIGHEST_PROTOCOL)))

    def __len__(self) -> int:
        return len(self._packed)

    def __iter__(self) -> Iterator[ComparedEnte]:
        return map(self._row, self._packed)

    @overload
    def __getitem__(self, place: int) -> ComparedEnte: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[ComparedEnte]: ...
    def __getitem__(self, place: int | slice) -> ComparedEnte | Sequence[ComparedEnte]:
        if isinstance(place, slice):
            return tuple(map(self._row, self._packed[place]))
        return self._row(self._packed[place])

    def _row(self, packed: bytes) -> ComparedEnte:
        row: ComparedEnte = pickle.loads(self._packing.unpack(packed))
        return row


@frozen
class Comparison:
    """Every ente of a workspace: in one year, or each in its own if workspaces of several years are included."""

    year: int
    rows: Sequence[ComparedEnte]
    simulation: str = ""

    @property
    def years(self) -> str:
        """The years of the enti, for display."""
        return years_text(row.year for row in self.rows) or str(self.year)


def years_text(years: Iterable[int]) -> str:
    """Years in order, each once: `2020, 2021`."""
    return ", ".join(map(str, sorted(set(years))))


def compared(
    out: Path,
    year: int,
    as_of: date,
    enti: tuple[Listed, ...],
    failures: Mapping[str, str],
    places: Mapping[str, tuple[str, ...]] = NO_PLACES,
    simulation: str = "",
) -> Comparison:
    """The enti with their present results; `failures` are those of the run just made at `as_of` (Italian).

    `year` is that of enti without their own; `places` are the positions of that run's bad data. For a `simulation`, the
    supposed values: real and simulated results are never mixed.
    """
    rows, several = KeptRows(), len({one.year or year for one in enti}) > 1
    for one in enti:
        row = _compared(out, one.year or year, as_of, one, failures.get(one.id, ""), simulation)
        rows.add(evolve(row, places=places.get(one.id, ()), year_told=several))
    return Comparison(year, rows, simulation)


def _compared(out: Path, year: int, as_of: date, ente: Listed, failed: str, simulation: str) -> ComparedEnte:
    folder = result_folder(out, ente.id, year)
    why = failed or (STANDINGS[BAD_DATA] if ente.broken else "")
    row = ComparedEnte(
        ente=ente.id,
        name=ente.name,
        year=year,
        regulation=ente.regulation,
        standing=without_results(failure(why) if why else NOT_RUN),
        simulation=simulation,
    )
    if not (folder / SUMMARY).is_file():
        return row
    try:
        row = _read(row, json.loads((folder / SUMMARY).read_text(encoding="utf-8")))
    except NOT_OURS:
        return row if why else evolve(row, standing=without_results(UNREADABLE))
    if why and row.as_of:
        row = evolve(row, standing=without_results(failure(why)), stale=row.stale or as_of)
    return evolve(row, page=(folder / INDEX).is_file())


def _read(row: ComparedEnte, data: Any) -> ComparedEnte:
    """The row from a summary; raises one of `NOT_OURS` on a file that merito did not write."""
    if (data["ente"], data["year"]) != (row.ente, row.year):
        raise ValueError("a summary of another ente or year")
    simulated = data.get("simulation")
    if bool(simulated) is not bool(row.simulation):
        raise ValueError("a summary of a simulation among real ones, or the other way round")
    stale = data.get("stale")
    if stale:
        row = evolve(
            row, standing=without_results(failure(str(stale["reason"]))), stale=date.fromisoformat(stale["as_of"])
        )
        if "as_of" not in data:
            return row
    whole = data["figures"]["ente"] or {}
    readings = tuple(map(str, data["readings_not_adopted"]))
    measures = from_json(data["measures"]) if "measures" in data else None
    findings = {severity: int(data["findings"].get(severity, 0)) for severity in SEVERITIES}
    stands = row.standing if stale else standing_of(data)
    return evolve(
        row,
        name=str(data["name"]) if row.standing.state == BAD_DATA else row.name,
        standing=stands,
        regulation=str(data["regulation"]),
        title=str(data.get("regulation_title", "")),
        edition=str(data["edition"]),
        as_of=date.fromisoformat(data["as_of"]),
        provisional=bool(data["provisional"]),
        phases={str(one["phase"]): phase_of(one) for one in data["phases"]},
        grade=exact_of(whole.get("exact")),
        grade_state=str(whole.get("state", "")),
        findings=findings,
        readings=readings,
        measures=measures or Measures(),
        simulation=str(simulated["mark"]) if simulated else "",
    )
