"""Runs of versions before 0.3 had what is about persons under `riservato/`: they are read as whole tables."""

from collections.abc import Mapping

import pytest
from attrs import field, frozen

from merito.register.differences import difference
from merito.register.entries import Entry
from merito.register.runs import figures_of, table_of

HEADS = "severity,phase,rule,subject,message\n"
OTHERS = "warning,d,X-1,,nota\n"
OWN = "warning,d,X-1,person:E1,bassa\n"
COUNT = ',,,,"1 riga su una persona, in riservato/findings.csv"\n'
FUNDS = "fund,item,amount,paid,withheld,savings\n"
FORMER = {
    "findings.csv": HEADS + OTHERS + COUNT,
    "riservato/findings.csv": HEADS + OWN,
    "funds.csv": FUNDS + "premi,tutte le voci,30.00,30.00,0.00,0.00\n",
    "riservato/funds.csv": FUNDS + "premi,a,10.00,10.00,0.00,0.00\npremi,b,20.00,20.00,0.00,0.00\n",
    "riservato/people.csv": "person,exact\nE1,80\n",
    "tables/premi.csv": "fascia,persone\nalta e bassa,10\n",
    "riservato/tables/premi.csv": "fascia,persone\nalta,3\nbassa,7\n",
}
PRESENT = {
    "findings.csv": HEADS + OWN + OTHERS,
    "funds.csv": FORMER["riservato/funds.csv"],
    "people.csv": FORMER["riservato/people.csv"],
    "tables/premi.csv": FORMER["riservato/tables/premi.csv"],
}


@frozen
class Kept:
    """The contents of some runs; the hash of each is its text."""

    texts: Mapping[str, str] = field(factory=dict)

    def content(self, known: str) -> bytes:
        return known.encode() if known not in ("{}",) else b"{}"


def entry(number: int, files: Mapping[str, str]) -> Entry:
    parts = dict.fromkeys(("inputs", "parameters", "readings", "given"), "{}")
    engine = {"version": "0.2", "files": "x"}
    body = {"ente": "prova", "year": 2021, "files": dict(files), "engine": engine, "plugins": [], **parts}
    more = {"as_of": "2022-01-31", "provisional": False, "regulation": "prova", "edition": "2021"}
    return Entry(number=number, hash="", body={**body, **more})


@pytest.mark.parametrize("name", PRESENT)
def test_a_table_of_a_former_run_is_whole(name: str) -> None:
    former, present = (table_of(Kept(), entry(1, files), name) for files in (FORMER, PRESENT))
    assert (former.heads, sorted(former.rows)) == (present.heads, sorted(present.rows))


def test_a_former_run_and_the_same_one_today_have_no_difference() -> None:
    found = difference(Kept(), entry(1, FORMER), entry(2, PRESENT))
    assert (found.changes, found.totals.funds, bool(found.totals.people)) == ((), (), False)


def test_a_former_run_with_other_figures_is_told_by_table_and_row() -> None:
    more = PRESENT | {"funds.csv": PRESENT["funds.csv"].replace("20.00,20.00", "25.00,25.00")}
    found = difference(Kept(), entry(1, FORMER), entry(2, more))
    assert [(one.file, one.key, one.state) for one in found.changes] == [("funds.csv", ("premi", "b"), "changed")]
    assert [(one.name, one.column, one.old, one.new) for one in found.totals.funds] == [
        ("premi", "amount", 30, 35),
        ("premi", "payable", 30, 35),
    ]


def test_the_tables_of_a_former_run_have_the_names_of_today() -> None:
    assert set(figures_of(FORMER)) == set(figures_of(PRESENT))
