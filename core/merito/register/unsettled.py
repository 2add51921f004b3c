"""What of a run is not settled: errors, refusals, phases that did not go through, money that is withheld."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from merito.declarations.inputs import Named
from merito.model.money import FundLine
from merito.numbers import counted
from merito.outputs.coded import PHASES
from merito.register.entries import Entry
from merito.register.runs import Contents, summary_of, table_of
from merito.report.held import Held, held_by_fund

FUNDS = "funds.csv"
SUMS = ("amount", "paid", "withheld", "savings")


def errors_in(reader: Contents, run: Entry) -> Iterator[str]:
    """Why nobody may adopt a run as it is (Italian): rows that were refused, and phases with them."""
    summary = summary_of(reader, run)
    if errors := summary["findings"].get("error", 0):
        yield counted(errors, "rilievo di errore (findings.csv)", "rilievi di errore (findings.csv)")
    for one in summary["phases"]:
        if one["refused"]:
            yield f"fase {PHASES[one['phase']]} con rifiuti"


def blocked_in(reader: Contents, run: Entry) -> tuple[str, ...]:
    """The phases of a run that something stopped, each with what it misses (Italian)."""
    return tuple(
        f"fase {PHASES[one['phase']]} bloccata: {'; '.join(one['missing'])}"
        for one in summary_of(reader, run)["phases"]
        if one["state"] == "blocked"
    )


def held_in(reader: Contents, run: Entry, funds: Mapping[str, Named]) -> tuple[Held, ...]:
    """The money of a run that is withheld, by fund, with its reasons; `funds` give their titles."""
    table = table_of(reader, run, FUNDS)
    rows = (dict(zip(table.heads, row, strict=True)) for row in table.rows)
    lines = (
        FundLine(
            fund=row["fund"],
            item=row["item"],
            reason=row["reason"],
            **{name: Decimal(row[name]) for name in SUMS if row[name]},  # type: ignore[arg-type]
        )
        for row in rows
    )
    return held_by_fund(lines, funds)
