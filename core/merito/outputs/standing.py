"""The state of an ente in a year, in one word with its reasons, from the `summary.json` of its results."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

from attrs import frozen

from merito.model.acts import Phase
from merito.model.messages import as_message
from merito.model.record import CHECKED, NOTHING_COMPUTED, PhaseState
from merito.outputs.measures import Measures, from_json
from merito.outputs.own_folder import SUMMARY, is_of, read_json
from merito.wording.coded import PHASES

COMPLETE, PARTIAL, WAITING, PROVISIONAL, EMPTY = "complete", "partial", "waiting", "provisional", "empty"
BAD_DATA, PLUGIN_FAULT, NOT_WRITTEN, INTERRUPTED = "bad_data", "plugin_fault", "not_written", "interrupted"
UNREADABLE, NOT_RUN, NOT_TRUSTED = "unreadable", "not_run", "not_trusted"
STANDINGS = {
    COMPLETE: "completo",
    PARTIAL: "in parte",
    WAITING: "in attesa dei dati",
    PROVISIONAL: "provvisorio",
    EMPTY: "nulla da calcolare",
    BAD_DATA: "dati da correggere",
    PLUGIN_FAULT: "difetto del plugin",
    NOT_TRUSTED: "regole proprie non autorizzate",
    NOT_WRITTEN: "risultati non scritti",
    INTERRUPTED: "interrotto",
    UNREADABLE: "risultati illeggibili",
    NOT_RUN: "non ancora eseguito",
}
FAILED = (BAD_DATA, PLUGIN_FAULT, NOT_TRUSTED, NOT_WRITTEN, INTERRUPTED, UNREADABLE)
OF_THE_OPERATION = (PLUGIN_FAULT, NOT_WRITTEN, INTERRUPTED)
"""Failures of the operation itself, not of an ente's data."""
TRIAL = "elaborazione di prova, con le fasi chiuse aperte"
WITHOUT_RESULTS = "nessun risultato di quest'anno"
OLDER = "risultati di una versione precedente, senza le misure: da rieseguire"


@frozen
class Standing:
    """A word of `STANDINGS` and, if the year is not complete, why (Italian)."""

    state: str
    reasons: tuple[str, ...] = ()


def without_results(state: str) -> Standing:
    """The state of an ente without results of its last run, because it failed or never ran."""
    return Standing(state, (WITHOUT_RESULTS if state == NOT_RUN else STANDINGS[state],))


def failure(why: str) -> str:
    """The word for a failed run, from its Italian name."""
    return next((state for state in FAILED if STANDINGS[state] == why), BAD_DATA)


def phase_of(one: Mapping[str, object]) -> PhaseState:
    """A phase in a `summary.json`; one before 0.3 does not say what is held, and calls a checked phase empty."""
    awaits = one.get("awaits")
    return PhaseState(
        phase=Phase(str(one["phase"])),
        state=CHECKED if one.get("checked") else str(one["state"]),
        missing=tuple(map(as_message, _missing(one))),
        refused=bool(one.get("refused")),
        held=bool(one.get("held")),
        lacking=bool(one.get("lacking")),
        awaits=tuple(map(str, awaits)) if isinstance(awaits, list | tuple) else (),
    )


def standing(
    phases: Sequence[Mapping[str, object]],
    *,
    provisional: bool,
    grade_state: str,
    errors: int,
    readings: tuple[str, ...],
    measures: Measures | None,
) -> Standing:
    """The state of results that a run has just given. Complete means that nothing is missing and no money is held."""
    waits = tuple(f"{_named(one)}: in attesa dei dati" for one in phases if one["state"] == "waiting")
    stops = tuple(f"{_named(one)}: {why}" for one in phases for why in _missing(one))
    awaits = tuple(f"{_named(one)}: in attesa di «{title}»" for one in phases for title in phase_of(one).awaits)
    firm = (
        ("grado dell'ente provvisorio", grade_state == "provisional"),
        ("valutazioni provvisorie", measures is not None and measures.scores_state == "provisional"),
        ("rilievi di errore", errors > 0),
        (f"letture da adottare: {', '.join(readings)}", bool(readings)),
        ("somme sospese", measures is not None and (measures.money_held or bool(measures.withheld))),
        (OLDER, measures is None),
    )
    held = (*stops, *awaits, *(told for told, is_so in firm if is_so))
    if provisional:
        return Standing(PROVISIONAL, (TRIAL, *waits, *held))
    if held:
        return Standing(PARTIAL, (*waits, *held))
    if waits:
        return Standing(WAITING, waits)
    computed = any(one["state"] not in NOTHING_COMPUTED for one in phases)
    return Standing(COMPLETE) if computed else Standing(EMPTY, ("non ci sono dati da cui calcolare",))


def standing_of(summary: Mapping[str, Any]) -> Standing:
    """The state of the results of a `summary.json`. Raises one of KeyError, TypeError, ValueError."""
    whole, findings = summary["figures"]["ente"] or {}, summary["findings"]
    return standing(
        summary["phases"],
        provisional=bool(summary["provisional"]),
        grade_state=str(whole.get("state", "")),
        errors=int(findings.get("error", 0)) + ("error" in summary.get("findings_on_people", ())),
        readings=tuple(map(str, summary["readings_not_adopted"])),
        measures=from_json(summary["measures"]) if "measures" in summary else None,
    )


def _named(phase: Mapping[str, object]) -> str:
    return PHASES[str(phase["phase"])]


def _missing(phase: Mapping[str, object]) -> tuple[str, ...]:
    missing = phase["missing"]
    return tuple(map(str, missing)) if isinstance(missing, list | tuple) else ()


def figure_of(out: Path, ente: str, year: int) -> Fraction | None:
    """The exact grade of the ente in that year; None if there are no such results, or no grade in them."""
    with suppress(OSError, ValueError, TypeError, KeyError, ZeroDivisionError):
        data = read_json(out / ente / str(year) / SUMMARY)
        if is_of(data, ente, year) and data["simulation"] is None:
            return Fraction(data["figures"]["ente"]["exact"])
    return None
