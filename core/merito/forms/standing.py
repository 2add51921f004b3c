"""The state of a form: that of its run, and of the rows that it prints."""

from collections.abc import Iterable
from decimal import Decimal

from attrs import frozen

from merito.model.messages import Reader, Sayable
from merito.model.record import Record
from merito.model.states import State

FINAL, PROVISIONAL, SIMULATION, BLANK = "definitivo", "PROVVISORIO", "SIMULAZIONE", "modulo da compilare"
FIRM = (State.FINAL, State.MONITORING, State.WITHHELD)
NO_REASON = "un atto o un dato che manca"
MOST = 2


@frozen(kw_only=True)
class Provenance:
    """The run of the forms: the hash of its inputs, and whether it is the adopted one (Italian)."""

    inputs: str
    adoption: str


def standing(record: Record, printed: Iterable[object], blank: bool, read: Reader) -> str:
    """`definitivo`, `PROVVISORIO`, `SIMULAZIONE`, or `somme sospese: ...` with the reasons (Italian)."""
    if record.simulation is not None:
        return f"{SIMULATION}: {record.simulation.mark}"
    if blank:
        return BLANK
    rows = list(_with_what_they_rest_on(printed))
    told = [PROVISIONAL] if record.provisional or any(map(_open, rows)) else []
    held = list(dict.fromkeys(read(_reason(row)) for row in rows if _held(row)))
    if held:
        more = f" e altri {len(held) - MOST} motivi" if len(held) > MOST else ""
        told.append(f"somme sospese: {'; '.join(held[:MOST])}{more}")
    return ", ".join(told) or FINAL


def _with_what_they_rest_on(printed: Iterable[object]) -> Iterable[object]:
    """The rows and, for those of a regulation's own tables, the rows that they rest on."""
    for row in printed:
        yield row
        if hasattr(row, "columns"):
            yield from getattr(row, "rests_on", ())


def _open(row: object) -> bool:
    """Whether a figure is not final; held money is reported separately."""
    state = getattr(row, "state", None)
    return isinstance(state, State) and state not in FIRM


def _reason(row: object) -> Sayable:
    reason: Sayable = getattr(row, "reason", "") or NO_REASON
    return reason


def _held(row: object) -> bool:
    withheld = getattr(row, "withheld", None)
    return isinstance(withheld, Decimal) and withheld > 0
