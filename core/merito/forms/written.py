"""The written results from which forms are printed: their date, and the hashes of their files."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from attrs import field, frozen

from merito.outputs.own_folder import SUMMARY, is_of, read_json


class NoResultsError(Exception):
    """There are no results to print forms from, or they are out of date (Italian)."""


@frozen(kw_only=True)
class Results:
    """The date of some results, whether their run was provisional, and the hashes of their files."""

    as_of: date
    provisional: bool = False
    hashes: Mapping[str, str] = field(factory=dict)


def results_in(folder: Path, ente: str, year: int, today: date, *, needed: bool) -> Results:
    """The results in a folder; if none are `needed` and there are none, today's. Raises NoResultsError."""
    summary = read_json(folder / SUMMARY)
    if not is_of(summary, ente, year):
        if needed:
            raise NoResultsError(f"{folder}: non ci sono risultati di {ente} del {year}: eseguire prima merito run")
        return Results(as_of=today)
    if summary.get("stale") and needed:
        raise NoResultsError(f"{folder}: un'esecuzione successiva è fallita: correggere i dati ed eseguire merito run")
    return Results(
        as_of=date.fromisoformat(str(summary["as_of"])),
        provisional=bool(summary.get("provisional")),
        hashes=summary.get("hashes", {}),
    )
