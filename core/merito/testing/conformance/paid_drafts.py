"""Enti that have paid some of what was due, then correct ratings, recover sums and change a fund, in any order.

What a drawn ente is due decides what it may have paid: a part, all, or too much. Acts are of the kinds that the layers
declare: one that pays or any other, one that corrects results, the recovery. Corrections and appeals come before the
payment, on its day or after it; appeals are written by corrected ratings, or in a table of the regulation's own.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import assume
from hypothesis import strategies as st

from merito.model.columns import Table
from merito.model.messages import Message, say
from merito.model.record import Record
from merito.testing.conformance.drafts import DraftCase, Row, funds_of, is_number, with_fund
from merito.testing.conformance.drawn import enti
from merito.testing.conformance.runs import outcome
from merito.testing.conformance.subject import Subject

RATINGS, RECOVERY, JOINED, ENTE = "ratings", "recovery", " + ", "ente"
PERSON, ACT, NUMBERS = "person", "act", ("weight", "points", "number", "percent")
PAID, CORRECTED, RECOVERED, UPHELD = "PAID1", "CORR1", "RECO1", "UPHELD"
BEFORE = {PAID: 90, RECOVERED: 30}  # days before the run
DECIDED = st.sampled_from((120, 90, 60, 60, 45))  # days before the run
PARTS = st.sampled_from((0, 50, 100, 100, 104, 130))
GIVEN_BACK = st.sampled_from((0, 0, 4, 50, 100))
OF_FUND = st.sampled_from((100, 100, 90, 50, 110))
SCORES = st.sampled_from((50, 75, 90, 97, 100))
MOST_CORRECTED, MOST_APPEALS, CENT = 4, 2, Decimal("0.01")


def paid_enti(subject: Subject) -> st.SearchStrategy[DraftCase]:
    """Enti with payments, and later corrections, recoveries and another fund."""

    @st.composite
    def draw(draw_one: st.DrawFn) -> DraftCase:
        draft = draw_one(enti(subject))
        record = outcome(subject, draft)
        due = _due(record)
        assume(due)
        shares = {owed: draw_one(PARTS) for owed in due}
        sums = {owed: _part(due[owed], share) for owed, share in shares.items() if share}
        back = {owed: _part(paid, draw_one(GIVEN_BACK)) for owed, paid in sums.items()}
        before = {**BEFORE, CORRECTED: draw_one(DECIDED)}
        days = {act: draft.case.as_of - timedelta(days=one) for act, one in before.items()}
        rows = [_payment(owed, paid, PAID, days[PAID], "") for owed, paid in sums.items()]
        rows += [_payment(owed, paid, RECOVERED, days[RECOVERED], RECOVERY) for owed, paid in back.items() if paid]
        draft = draft.having(
            "payments", tuple(rows), say("pagati {sums}", sums=_told(sums)), say("recuperati {sums}", sums=_told(back))
        )
        draft = draft.having("acts", (*draft.tables.get("acts", ()), *_acts(subject, days)))
        points = draw_one(st.dictionaries(st.integers(0, 9), st.integers(0, 100), max_size=MOST_CORRECTED))
        amended = tuple(_amendments(subject, draft, points))
        if amended:
            told = (say("{row} diventa {points} punti", row=one["row"], points=one["new"]) for one in amended)
            draft = draft.having("amendments", (*draft.tables.get("amendments", ()), *amended), *told)
        scores = draw_one(st.dictionaries(st.integers(0, 9), SCORES, max_size=MOST_APPEALS))
        day = draft.case.as_of - timedelta(days=draw_one(DECIDED))
        draft = _with_appeals(subject, draft, scores, day)
        for fund in funds_of(draft.case):
            percent = draw_one(OF_FUND)
            given = next((one.euro for one in record.dossier.funds if one.id == fund), None)
            if percent != 100 and given is not None:
                draft = with_fund(draft, fund, str(_part(given, percent)))
        return draft

    return draw()


def _due(record: Record) -> Mapping[tuple[str, str], Decimal]:
    """What nothing holds, by person and tool."""
    found: dict[tuple[str, str], Decimal] = {}
    for one in record.results.rewards:
        if one.payable:
            found[one.person, one.tool] = found.get((one.person, one.tool), Decimal(0)) + one.payable
    return found


def _part(amount: Decimal, percent: int) -> Decimal:
    return (amount * percent / 100).quantize(CENT)


def _payment(owed: tuple[str, str], amount: Decimal, act: str, day: date, kind: str) -> Row:
    person, tool = owed
    return {"person": person, "tool": tool, "amount": str(amount), "date": day.isoformat(), "act": act, "kind": kind}


def _acts(subject: Subject, days: Mapping[str, date]) -> Iterator[Row]:
    """One act that pays, one that corrects results, one that recovers, on different days up to the run."""
    kinds = subject.stack.inputs.acts
    pays = next((kind for kind, one in kinds.items() if one.pays), next(iter(kinds)))
    corrects = next((kind for kind, one in kinds.items() if one.corrects and one.about == ENTE), pays)
    named = {PAID: pays, CORRECTED: corrects, RECOVERED: RECOVERY if RECOVERY in kinds else pays}
    for name, kind in named.items():
        yield {"id": name, "kind": kind, "date": days[name].isoformat()}


def _amendments(subject: Subject, draft: DraftCase, points: Mapping[int, int]) -> Iterator[Row]:
    """Corrections of the points of some ratings, by their number."""
    key = subject.stack.inputs.tables[RATINGS].key
    rows = draft.tables.get(RATINGS, ())
    for number, new in points.items():
        row = rows[number] if number < len(rows) else {}
        if is_number(row.get("points", "")) and row["points"] != str(new):
            place = JOINED.join(filter(None, (row.get(name, "") for name in key)))
            cell = {"table": RATINGS, "row": place, "column": "points", "old": row["points"], "new": str(new)}
            yield {"id": f"CORR{number}", **cell, "act": CORRECTED}


def _with_appeals(subject: Subject, draft: DraftCase, scores: Mapping[int, int], day: date) -> DraftCase:
    """The draft with appeals of some who are rated, by their number, in the tables that a regulation has for them."""
    inputs = subject.stack.inputs
    kind = next((kind for kind, one in reversed([*inputs.acts.items()]) if one.corrects and one.about == PERSON), None)
    tables = [table for table in inputs.tables.values() if table.model is None and _of_appeals(table)]
    rated = [*dict.fromkeys(row.get(PERSON, "") for row in draft.tables.get(RATINGS, ()))]
    for table in tables if kind else ():
        rows, acts = draft.tables.get(table.name, ()), draft.tables.get("acts", ())
        score = next(one.name for one in table.columns.values() if one.required and one.kind in NUMBERS)
        for number, reached in scores.items():
            who = rated[number] if number < len(rated) else ""
            if not who or any(row.get(PERSON) == who for row in rows):
                continue
            act = f"{UPHELD}{number}"
            acts = (*acts, {"id": act, "kind": kind or "", "date": day.isoformat(), "subject": f"{PERSON}:{who}"})
            rows = (*rows, {PERSON: who, score: str(reached), ACT: act})
        if len(rows) > len(draft.tables.get(table.name, ())):
            told = say("{table} di {n} persone, il {day}", table=table.label, n=len(rows), day=day)
            draft = draft.having("acts", acts).having(table.name, rows, told)
    return draft


def _of_appeals(table: Table) -> bool:
    """Whether a row of a table is about one person, and names an act and a number: the score that the act gives."""
    columns = table.columns
    named = table.key == (PERSON,) and ACT in columns and columns[ACT].required
    return named and any(one.required and one.kind in NUMBERS for one in columns.values())


def _told(sums: Mapping[tuple[str, str], Decimal]) -> Message | tuple[Message, ...]:
    given = tuple(
        say("{amount} a {person} ({tool})", amount=str(amount), person=person, tool=tool)
        for (person, tool), amount in sums.items()
        if amount
    )
    return given or say("nulla")
