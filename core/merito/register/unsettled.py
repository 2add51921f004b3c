"""What is not settled in a run: errors, refusals, blocked phases, withheld money."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from merito.contract.inputs import Named
from merito.model.money import CENT_ZERO
from merito.numbers import counted
from merito.register.entries import Entry
from merito.register.runs import Contents, summary_of, table_of
from merito.wording.coded import PHASES
from merito.wording.held import HeldMoney

FUNDS, BEFORE_0_2 = "riservato/funds.csv", "funds.csv"


class Suspended(NamedTuple):
    """The withheld money of one fund (euro), and its reasons."""

    told: HeldMoney
    amount: Decimal


def errors_in(reader: Contents, run: Entry) -> Iterator[str]:
    """Why a run cannot be adopted (Italian): refused rows, and phases with them."""
    summary = summary_of(reader, run)
    if errors := summary["findings"].get("error", 0):
        yield counted(errors, "rilievo di errore (findings.csv)", "rilievi di errore (findings.csv)")
    if "error" in summary.get("findings_on_people", ()):
        yield "rilievi di errore su persone (riservato/findings.csv)"
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


def held_in(reader: Contents, run: Entry, funds: Mapping[str, Named]) -> tuple[Suspended, ...]:
    """The withheld money of a run, by fund, with its reasons; `funds` give their titles.

    The register belongs to the office: the sums are those of the reserved table.
    """
    table = table_of(reader, run, FUNDS if FUNDS in run.files else BEFORE_0_2)
    sums: dict[str, dict[str, Decimal]] = {}
    for cells in table.rows:
        row = dict(zip(table.heads, cells, strict=True))
        if withheld := Decimal(row["withheld"] or 0):
            reasons = sums.setdefault(row["fund"], {})
            reasons[row["reason"]] = reasons.get(row["reason"], CENT_ZERO) + withheld
    return tuple(
        Suspended(HeldMoney(funds[fund].title if fund in funds else fund, total(own), tuple(own.items())), total(own))
        for fund, own in sums.items()
    )


def total(reasons: Mapping[str, Decimal]) -> Decimal:
    """The total that some reasons hold (euro)."""
    return sum(reasons.values(), CENT_ZERO)
