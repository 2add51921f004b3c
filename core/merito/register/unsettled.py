"""What is not settled in a run: errors, refusals, blocked phases, withheld money."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from merito.contract.inputs import Named
from merito.model.money import CENT_ZERO
from merito.numbers import counted
from merito.register.entries import Entry
from merito.register.runs import Contents, summary_of, table_of
from merito.wording.coded import PHASES
from merito.wording.held import HeldMoney


def errors_in(reader: Contents, run: Entry) -> Iterator[str]:
    """Why a run cannot be adopted (Italian): refused rows, and phases with them."""
    summary = summary_of(reader, run)
    if errors := summary["findings"].get("error", 0):
        yield counted(errors, "rilievo di errore (findings.csv)", "rilievi di errore (findings.csv)")
    if "error" in summary.get("findings_on_people", ()):  # before 0.3, which did not count them
        yield "rilievi di errore su persone (findings.csv)"
    for one in summary["phases"]:
        if one["refused"]:
            yield f"fase {PHASES[one['phase']]} con rifiuti"


def blocked_in(reader: Contents, run: Entry) -> tuple[str, ...]:
    """The blocked phases of a run, each with what is missing (Italian)."""
    return tuple(
        f"fase {PHASES[one['phase']]} bloccata: {'; '.join(one['missing'])}"
        for one in summary_of(reader, run)["phases"]
        if one["state"] == "blocked"
    )


def held_in(reader: Contents, run: Entry, funds: Mapping[str, Named]) -> tuple[HeldMoney, ...]:
    """The withheld money of a run, by fund, with its reasons; `funds` give their titles."""
    table = table_of(reader, run, "funds.csv")
    sums: dict[str, dict[str, Decimal]] = {}
    for cells in table.rows:
        row = dict(zip(table.heads, cells, strict=True))
        if withheld := Decimal(row["withheld"] or 0):
            reasons = sums.setdefault(row["fund"], {})
            reasons[row["reason"]] = reasons.get(row["reason"], CENT_ZERO) + withheld
    return tuple(
        HeldMoney(funds[fund].title if fund in funds else fund, sum(own.values(), CENT_ZERO), tuple(own.items()))
        for fund, own in sums.items()
    )
