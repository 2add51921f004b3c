"""Runs of versions before 0.3 had what is about persons under `riservato/`: they are read as whole tables."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from registers import an_entry

from merito import Register
from merito.register.store import DraftEntry, Place, content_hash, open_register

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
    "riservato/conguagli.csv": "person,tool,due,paid\nE1,annual,10.00,8.00\n",
    "tables/premi.csv": "fascia,persone\nalta e bassa,10\n",
    "riservato/tables/premi.csv": "fascia,persone\nalta,3\nbassa,7\n",
}
PRESENT = {
    "findings.csv": HEADS + OWN + OTHERS,
    "funds.csv": FORMER["riservato/funds.csv"],
    "people.csv": FORMER["riservato/people.csv"],
    "balances.csv": FORMER["riservato/conguagli.csv"],
    "tables/premi.csv": FORMER["riservato/tables/premi.csv"],
}
OTHER = {
    "findings.csv": ("bassa", "alta"),
    "funds.csv": ("20.00,20.00", "25.00,25.00"),
    "people.csv": ("80", "81"),
    "balances.csv": ("8.00", "9.00"),
    "tables/premi.csv": ("alta,3", "alta,4"),
}
Compared = Callable[[Mapping[str, str]], Any]


def run_of(files: Mapping[str, str]) -> DraftEntry:
    run = an_entry(1)
    contents = {content_hash(text.encode()): text.encode() for text in files.values()}
    known = {name: content_hash(text.encode()) for name, text in files.items()}
    nothing = dict.fromkeys(("inputs", "parameters", "readings", "given"), content_hash(b"{}"))
    return DraftEntry(body={**run.body, **nothing, "files": known}, contents={**contents, content_hash(b"{}"): b"{}"})


@pytest.fixture
def compared(tmp_path: Path) -> Compared:
    """The difference of some results of today from those of the former run, or of one given."""

    def diff(files: Mapping[str, str], former: Mapping[str, str] = FORMER) -> Any:
        place = Place(shown="registro", file=tmp_path / "registro.sqlite")
        with open_register(place) as register:
            for one in (former, files):
                register.append(lambda _, one=one: run_of(one))  # type: ignore[misc]
        return Register(tmp_path / "registro.sqlite").diff(1, 2)

    return diff


def test_a_former_run_and_the_same_one_today_have_no_difference(compared: Compared) -> None:
    found = compared(PRESENT)
    assert (found.changes, found.totals.funds, bool(found.totals.people)) == ((), (), False)


@pytest.mark.parametrize("name", PRESENT)
def test_what_differs_from_the_whole_table_of_a_former_run_is_told(compared: Compared, name: str) -> None:
    found = compared(PRESENT | {name: PRESENT[name].replace(*OTHER[name])})
    assert {one.file for one in found.changes} == {name}


def test_a_former_run_with_other_figures_is_told_by_table_and_row(compared: Compared) -> None:
    found = compared(PRESENT | {"funds.csv": PRESENT["funds.csv"].replace(*OTHER["funds.csv"])})
    assert [(one.file, one.key, one.state) for one in found.changes] == [("funds.csv", ("premi", "b"), "changed")]
    assert [(one.name, one.column, one.old, one.new) for one in found.totals.funds] == [
        ("premi", "amount", 30, 35),
        ("premi", "payable", 30, 35),
    ]


def test_a_table_that_had_an_italian_name_is_compared_with_the_one_of_today(compared: Compared) -> None:
    before = {"conguagli.csv": PRESENT["balances.csv"]}
    assert compared({"balances.csv": PRESENT["balances.csv"]}, before).changes == ()


def test_of_a_table_that_had_an_italian_name_the_row_that_changed_is_told(compared: Compared) -> None:
    before = {"conguagli.csv": PRESENT["balances.csv"]}
    (change,) = compared({"balances.csv": PRESENT["balances.csv"].replace("8.00", "9.00")}, before).changes
    assert (change.file, change.key, change.cells[0].old) == ("balances.csv", ("E1", "annual"), "8.00")
