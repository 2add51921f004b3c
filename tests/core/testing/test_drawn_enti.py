"""The enti on which a regulation is tested: most can be read, many pay, and twins are equal in everything."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import HealthCheck, Phase, given, settings

from merito import BadDataError
from merito.testing import Case
from merito.testing.conformance import (
    BrokenError,
    DraftCase,
    draft_of,
    drawn_enti,
    funds_of,
    same,
    subject_of,
    with_fund,
    with_twin,
)

DRAWN = 100
TABLES = {
    "people": "id,role\nP1,po\nP2,po\nP3,staff",
    "positions": "id,holder\nPO1,P1\nPO2,P2",
    "position_scores": "position,factor,points\nPO1,tecnicita,50\nPO2,tecnicita,70",
    "acts": """
id,kind,date,subject,refers_to
W,weighing,2021-01-10,,
N1,position_act,2021-01-20,position:PO1,
C1,correction,2021-02-01,,N1
""",
    "evaluations": "person,evaluator\nP1,P2\nP3,P2",
}


def of_tables(**tables: str) -> Case:
    return Case(file=Path("uno.toml"), regulation="brescia", title="x", rules=(), tables={**TABLES, **tables})


@pytest.mark.long
@pytest.mark.parametrize("regulation", ["bergamo", "brescia", "comunita_montane"])
def test_most_enti_can_be_read_and_many_pay(regulation: str) -> None:
    subject, counts = subject_of(regulation), Counter[str]()

    @settings(
        max_examples=DRAWN,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),
    )
    @given(drawn_enti(subject))
    def drawn(draft: DraftCase) -> None:
        counts["drawn"] += 1
        try:
            record = draft.run(subject)
        except BadDataError:
            return
        counts["read"] += 1
        counts["pay"] += any(reward.due for reward in record.results.rewards)

    drawn()
    assert counts["read"] * 10 >= counts["drawn"] * 7
    assert counts["pay"] * 10 >= counts["drawn"]


def test_the_twin_of_a_holder_has_a_post_and_acts_of_its_own() -> None:
    twin = with_twin(draft_of(of_tables()), subject_of("brescia"), 0)
    assert twin is not None
    assert twin.names == {"person:P1", "position:PO1", "act:N1", "act:C1"}
    tables = twin.draft.tables
    assert [row["id"] for row in tables["people"]] == ["P1", "P1-gemello", "P2", "P3"]
    assert tables["positions"][1] == {"id": "PO1-gemello", "holder": "P1-gemello"}
    assert tables["position_scores"][1] == {"position": "PO1-gemello", "factor": "tecnicita", "points": "50"}
    acts = [(row["id"], row["subject"], row["refers_to"]) for row in tables["acts"]]
    assert acts[1:3] == [("N1", "position:PO1", ""), ("N1-gemello", "position:PO1-gemello", "")]
    assert acts[4] == ("C1-gemello", "", "N1-gemello")
    assert tables["evaluations"][1] == {"person": "P1-gemello", "evaluator": "P2"}


def test_a_twin_s_rows_are_amended_like_the_person_s() -> None:
    ratings = "person,area,factor,points\nP1,a,conoscenze,20\nP2,a,conoscenze,20"
    rows = "id,table,row,column,old,new,act\nV1,ratings,P1 + a + conoscenze,points,20,60,C1\nV2,ratings,P2 + a + conoscenze,points,20,60,C1"
    twin = with_twin(draft_of(of_tables(ratings=ratings, amendments=rows)), subject_of("brescia"), 0)
    assert twin is not None
    assert twin.names == {"person:P1", "position:PO1", "act:N1", "act:C1", "amendment:V1"}
    amended = [
        tuple(row[head] for head in ("id", "row", "old", "new", "act")) for row in twin.draft.tables["amendments"]
    ]
    assert amended == [
        ("V1", "P1 + a + conoscenze", "20", "60", "C1"),
        ("V1-gemello", "P1-gemello + a + conoscenze", "20", "60", "C1-gemello"),
        ("V2", "P2 + a + conoscenze", "20", "60", "C1"),
    ]


def test_a_value_that_an_amendment_gives_to_somebody_else_s_row_leaves_no_twin() -> None:
    rows = "id,table,row,column,old,new,act\nV1,evaluations,P3,evaluator,P2,P1,C1"
    assert "person:P1" not in getattr(
        with_twin(draft_of(of_tables(amendments=rows)), subject_of("brescia"), 0), "names", ()
    )


def test_nobody_who_evaluates_others_has_a_twin() -> None:
    twin = with_twin(draft_of(of_tables()), subject_of("brescia"), 1)
    assert twin is not None
    assert "person:P3" in twin.names


def test_nobody_who_shares_a_post_has_a_twin() -> None:
    shared = "person,position,from,to\nP1,PO1,2021-01-01,2021-06-30\nP3,PO1,2021-07-01,"
    assert with_twin(draft_of(of_tables(appointments=shared)), subject_of("brescia"), 0) is None


def test_a_fund_is_another_sum_and_nothing_else_is() -> None:
    cycle = "[figures]\npo = 3\n[funds]\npo = 40000  # euro\nstaff = 5\n[parameters]\n"
    draft = with_fund(draft_of(evolve(of_tables(), cycle=cycle)), "po", "12.34")
    assert draft.case.cycle == "[figures]\npo = 3\n[funds]\npo = 12.34\nstaff = 5\n[parameters]\n"
    assert funds_of(draft.case) == ("po", "staff")
    assert "the fund po is 12.34" in str(draft)


def rows(amount: str, thirteenth: str) -> dict[tuple[str, ...], dict[str, object]]:
    return {("positions", "PO1"): {"amount": Decimal(amount), "thirteenth": Decimal(thirteenth), "rules": ()}}


def test_equal_posts_a_cent_apart_may_have_a_last_instalment_eleven_apart() -> None:
    one, other, draft = rows("6271.97", "482.57"), rows("6271.98", "482.46"), draft_of(of_tables())
    same(one, other, draft, cent=True)
    with pytest.raises(BrokenError, match=r"thirteenth is 482\.57, and 482\.46"):
        same(one, rows("6271.97", "482.46"), draft, cent=False)
    with pytest.raises(BrokenError, match="amount"):
        same(one, rows("6271.99", "482.57"), draft, cent=True)


def paid(due: str, state: str, on_line: str) -> dict[tuple[str, ...], dict[str, object]]:
    held = {"state": state, "rules": ()}
    return {
        ("rewards", "D1"): {"due": Decimal(due), "fund": "managers", "item": "premi", **held},
        ("fund_lines", "managers", "premi"): {"amount": Decimal("0.03"), "payable": Decimal(on_line), **held},
    }


def test_who_waits_for_the_odd_cent_may_be_another_and_nobody_else_may() -> None:
    draft = draft_of(of_tables())
    same(paid("0.02", "final", "0.02"), paid("0.01", "provisional", "0.00"), draft, cent=True)
    with pytest.raises(BrokenError, match=r"state is final, and provisional|payable is"):
        same(paid("0.02", "final", "0.02"), paid("0.02", "provisional", "0.00"), draft, cent=True)
    with pytest.raises(BrokenError):
        same(paid("0.02", "final", "0.02"), paid("0.01", "provisional", "0.00"), draft, cent=False)
