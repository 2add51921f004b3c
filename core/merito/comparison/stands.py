"""Where each ente stands, for `status`: from its last results, or from a record that was just computed."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from io import StringIO
from pathlib import Path

from merito.comparison.enti import ComparedEnte, compared
from merito.contract.inputs import Inputs
from merito.model.acts import DeadlineState
from merito.model.messages import plain
from merito.model.money import CENT_ZERO
from merito.model.record import NOTHING_COMPUTED, PhaseState, Record
from merito.outputs.declared.procedure import bodies_of
from merito.outputs.standing import BAD_DATA, STANDINGS
from merito.outputs.writer import result_folder, standing_of_record
from merito.regulations import Regulations
from merito.terminal.status_table import Stands
from merito.workspace.roster import Listed

DEADLINES, GATES = "deadlines.csv", "gates.csv"
OVER = (DeadlineState.MET, DeadlineState.LATE)
Causes = Mapping[tuple[str, int], tuple[str, tuple[str, ...]]]


def stands_from_results(
    out: Path, year: int, as_of: date, enti: tuple[Listed, ...], causes: Causes, regulations: Regulations
) -> list[Stands]:
    """The enti as their last results say. `causes` are the failures that the last run told, each with its state."""
    broken = {one.id: STANDINGS[BAD_DATA] for one in enti if one.broken}
    failures = {ente: STANDINGS[state] for (ente, _), (state, _) in causes.items()}
    rows = compared(out, year, as_of, enti, broken | failures).rows
    return [_from_row(row, out, causes.get((row.ente, row.year), ("", ()))[1], regulations) for row in rows]


def _from_row(row: ComparedEnte, out: Path, causes: tuple[str, ...], regulations: Regulations) -> Stands:
    folder = result_folder(out, row.ente, row.year)
    known = row.as_of is not None
    deadlines = list(_rows(folder / DEADLINES)) if known else []
    missing = list(_missing_of(folder, row, regulations)) if known else []
    due = min(((day, one["what"]) for one in deadlines if (day := _open_day(one))), default=(None, ""))
    findings = row.findings or {}
    return Stands(
        ente=row.ente,
        name=row.name,
        year=row.year,
        regulation=row.regulation,
        state=row.standing.state,
        phase=_first(list(row.phases.values())),
        missing=missing[0] if missing else "",
        more=max(len(missing) - 1, 0),
        due=due[0],
        what=due[1],
        overdue=sum(one["state"] == DeadlineState.OVERDUE for one in deadlines),
        held=row.measures.withheld,
        errors=findings.get("error", 0),
        as_of=row.as_of,
        stale=row.stale,
        causes=causes,
    )


def _rows(path: Path) -> Iterator[Mapping[str, str]]:
    with suppress(OSError, ValueError):
        yield from csv.DictReader(StringIO(path.read_text(encoding="utf-8")))


def _open_day(row: Mapping[str, str]) -> date | None:
    with suppress(ValueError, KeyError):
        if row["state"] not in OVER and row["due"]:
            return date.fromisoformat(row["due"])
    return None


def _missing_of(folder: Path, row: ComparedEnte, regulations: Regulations) -> Iterator[str]:
    """What is missing: acts with their bodies, then readings, then whatever else holds the results."""
    kinds = regulations.stack(row.regulation).inputs.acts if row.regulation in regulations.installed() else {}
    titles = {kind: act.title for kind, act in kinds.items()}
    closed = [one for one in _rows(folder / GATES) if one.get("state") != "open"]
    acts = _acts(((one["missing_act"].split(), one["body"]) for one in closed), titles)
    yield from acts
    yield from row.readings or ()
    if not acts and not row.readings:
        yield from row.standing.reasons


def _acts(missing: Iterable[tuple[Sequence[str], str]], titles: Mapping[str, str]) -> list[str]:
    """The acts that closed gates lack, each once, with the bodies that give them."""
    named = ((", ".join(titles.get(kind, kind) for kind in kinds), bodies) for kinds, bodies in missing if kinds)
    return list(dict.fromkeys(f"{acts} ({bodies})" if bodies else acts for acts, bodies in named))


def _first(phases: Sequence[PhaseState]) -> str:
    """The letter of the first phase that is not over."""
    left = (one for one in phases if one.state not in ("done", *NOTHING_COMPUTED) or one.held or one.lacking)
    return next((one.phase.value for one in left), "")


def stands_from_record(record: Record, inputs: Inputs) -> Stands:
    """An ente as a record says that is not written."""
    standing = standing_of_record(record, inputs)
    waiting = [one for one in record.deadlines if one.state not in OVER and one.deadline.due is not None]
    first = min(waiting, key=lambda one: one.deadline.due or date.max, default=None)
    titles = {kind: act.title for kind, act in inputs.acts.items()}
    closed = (one for one in record.gates if not one.open)
    acts = _acts((([need.kind for need in one.missing], bodies_of(one, inputs)) for one in closed), titles)
    missing = [*acts, *(one.id for one in record.open_readings)] or list(standing.reasons)
    lines = record.results.fund_lines
    ente = record.dossier.ente
    return Stands(
        ente=ente.id,
        name=ente.name,
        year=record.dossier.year,
        regulation=ente.regulation,
        state=standing.state,
        phase=_first(record.phases),
        missing=missing[0] if missing else "",
        more=max(len(missing) - 1, 0),
        due=first.deadline.due if first else None,
        what=plain(first.deadline.what) if first else "",
        overdue=sum(one.state is DeadlineState.OVERDUE for one in record.deadlines),
        held=sum((line.withheld for line in lines), CENT_ZERO) if lines else None,
        errors=sum(one.severity == "error" for one in record.results.findings),
        as_of=record.as_of,
    )
