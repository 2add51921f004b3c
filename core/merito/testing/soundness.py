"""Properties of the figures of any run: each has a basis, money is conserved, bounds are respected."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from merito.cycle.paid.sums import Owed, net, paid_by
from merito.model.basis import Basis, Made
from merito.model.dossier import Given
from merito.model.measured import Grade, PersonScore, Placement
from merito.model.messages import Message, say
from merito.model.money import CENT_ZERO, FundLine, PositionValue, Reward
from merito.model.record import Record
from merito.model.states import State

FIGURES: Mapping[str, Callable[[Any], bool]] = {
    "cascade": lambda row: True,
    "fund_lines": lambda row: True,
    "positions": lambda row: row.amount is not None,
    "monitoring": lambda row: bool(row.measured),
    "grades": lambda row: row.value is not None,
    "scores": lambda row: row.score is not None,
    "placements": lambda row: row.place is not None,
    "bands": lambda row: row.people > 0,
    "rewards": lambda row: True,
    "tables": lambda row: any(isinstance(value, Decimal) and value for _, value in row.columns),
    "documents": lambda row: any(isinstance(value, Decimal) and value for _, value in row.columns),
}
MEASURED = ("grades", "positions", "scores", "placements")
NOT_FINAL = (State.PROVISIONAL, State.NOT_MEASURED, State.BLOCKED)


def unfounded(record: Record) -> Iterator[Message]:
    """Result rows that cite nothing, or have a figure whose basis does not lead to input rows or parameters."""
    for table, bears_figure in FIGURES.items():
        for row in getattr(record.results, table):
            if not row.rules and not _given(row.basis):
                yield say("{table} {row}: non cita regole", table=table, row=_key(row))
            if bears_figure(row) and not _founded(row, set()):
                yield say(
                    "{table} {row} ({rules}): non poggia su nessuna riga di dati né parametro",
                    table=table,
                    row=_key(row),
                    rules=row.rules,
                )


def _given(basis: Basis) -> bool:
    """Whether a row is a whole fund as given by the ente."""
    return any(isinstance(row, Given) for row in basis.inputs)


def _founded(row: Made, seen: set[int]) -> bool:
    if row.basis.inputs or row.basis.parameters:
        return True
    earlier = [one for one in row.rests_on if id(one) not in seen]
    seen |= {id(one) for one in earlier}
    return any(_founded(one, seen) for one in earlier)


def unconserved(record: Record) -> Iterator[Message]:
    """Money lost or created, by fund: cash out - recovered + payable + withheld + savings = fund + overdrawn.

    An overdrawn fund has nothing payable, withheld or saved. Of every reward, what is due is what was paid, is payable,
    is withheld and lacks cover, without the credit. Sums are whole cents.
    """
    lines = record.results.fund_lines
    divided = {(line.fund, line.of) for line in lines}
    leaves = [line for line in lines if (line.fund, line.item) not in divided]
    drawn: dict[tuple[str, str], list[Reward]] = defaultdict(list)
    for reward in record.results.rewards:
        drawn[reward.fund, reward.item].append(reward)
        parts = reward.net + reward.payable + reward.withheld + reward.uncovered - reward.credit
        if reward.due != parts:
            yield say(
                "premio {row}: {due} spettanti, e le sue parti fanno {parts}",
                row=_key(reward),
                due=str(reward.due),
                parts=str(parts),
            )
    for fund in record.dossier.funds:
        own = [line for line in leaves if line.fund == fund.id]
        yield from _of_fund(fund, own, [reward for line in own for reward in drawn[line.fund, line.item]])
    for line in leaves:
        rewards = drawn[line.fund, line.item]
        paid = sum((reward.released for reward in rewards), CENT_ZERO)
        if paid != line.released:
            yield say(
                "voce {item} di {fund}: {paid} liquidabili, {paid2} alle persone",
                item=line.item,
                fund=line.fund,
                paid=str(line.released),
                paid2=str(paid),
            )
        for amount in (line.amount, line.released, line.withheld, line.savings, *(reward.due for reward in rewards)):
            if amount != amount.quantize(CENT_ZERO):
                yield say(
                    "voce {item} di {fund}: {amount} non è in centesimi interi",
                    item=line.item,
                    fund=line.fund,
                    amount=str(amount),
                )
    yield from _paid_out(record)


def _of_fund(fund: Given, lines: Sequence[FundLine], rewards: Sequence[Reward]) -> Iterator[Message]:
    if not lines:
        return
    cash = sum((one.net for one in rewards), CENT_ZERO)
    payable = sum((one.payable for one in rewards), CENT_ZERO)
    withheld = sum((one.withheld for one in lines), CENT_ZERO)
    savings = sum((one.savings for one in lines), CENT_ZERO)
    overdrawn = sum((one.overdrawn for one in lines), CENT_ZERO)
    told = say(
        "fondo {fund} di {euro}: {cash} usciti, {payable} liquidabili, {withheld} sospesi, {savings} di economie",
        fund=fund.id,
        euro=str(fund.euro),
        cash=str(cash),
        payable=str(payable),
        withheld=str(withheld),
        savings=str(savings),
    )
    if cash + payable + withheld + savings != fund.euro + overdrawn:
        yield say("{told}, {over} oltre il fondo: il denaro si conserva", told=told, over=str(overdrawn))
    if overdrawn != max(cash - fund.euro, CENT_ZERO):
        yield say("{told}: {over} oltre il fondo", told=told, over=str(overdrawn))
    if overdrawn and payable + withheld + savings:
        yield say("{told}: a un fondo superato non resta nulla", told=told)
    if sum((one.uncovered for one in lines), CENT_ZERO) != sum((one.uncovered for one in rewards), CENT_ZERO):
        yield say("{told}: ciò che non ha copertura non è lo stesso sulle voci e nei premi", told=told)


def _paid_out(record: Record) -> Iterator[Message]:
    """Payments that no reward holds; people from a fund that is not divided have none yet."""
    given: dict[Owed, Decimal] = defaultdict(lambda: CENT_ZERO)
    for reward in record.results.rewards:
        given[reward.person, reward.tool] += reward.net
    for owed, rows in paid_by(record.dossier, record.as_of).items():
        if owed in given and given[owed] != net(rows):
            yield say(
                "{person} {tool}: {paid} pagati, e i premi ne hanno {held}",
                person=owed[0],
                tool=owed[1],
                paid=str(net(rows)),
                held=str(given[owed]),
            )


def out_of_bounds(record: Record) -> Iterator[Message]:
    """Impossible figures: below zero, above their maximum, without a place, beyond their limits."""
    results = record.results
    for score in results.scores:
        if score.score is not None and not 0 <= score.score <= (score.maximum or score.score):
            yield say(
                "punteggio di {person} ({rules}): {score} su {maximum}",
                person=score.person,
                rules=tuple(score.rules),
                score=str(score.score),
                maximum=str(score.maximum),
            )
    for table, names in (
        ("rewards", ("due", "net", "payable", "withheld", "uncovered", "credit")),
        ("fund_lines", ("amount", "net", "payable", "withheld", "savings", "uncovered", "overdrawn")),
        ("positions", ("amount", "proportional", "monthly", "thirteenth")),
        ("bands", ("pool", "per_head", "savings")),
    ):
        for row in getattr(results, table):
            for name in names:
                if (getattr(row, name) or Decimal(0)) < 0:
                    yield say(
                        "{table} {row} ({rules}): {name} è {value}",
                        table=table,
                        row=_key(row),
                        rules=row.rules,
                        name=name,
                        value=str(getattr(row, name)),
                    )
    for placed in results.placements:
        if placed.place is not None and placed.place < 1:
            yield say(
                "posto di {person} ({rules}): {place}",
                person=placed.person,
                rules=tuple(placed.rules),
                place=str(placed.place),
            )


def _key(row: Any) -> str:
    return " ".join(str(part) for part in getattr(row, "key", ()) if part) or getattr(row, "table", "")


def not_final_yet(now: Record, then: Record) -> tuple[str, ...]:
    """Grades, scores and places that wait for something in one record, and are final in another.

    A grade without a value and without missing figures is not measured this year: it waits for nothing.
    """
    return tuple(
        f"{table} {_key(row)}"
        for table in MEASURED
        for row, other in _pairs(table, now, then)
        if _waits(row) and other is not None and other.state is State.FINAL
    )


def _waits(row: Grade | PersonScore | Placement | PositionValue) -> bool:
    not_of_this_year = isinstance(row, Grade) and row.state is State.NOT_MEASURED and not row.lacks
    return row.state in NOT_FINAL and not not_of_this_year


def refusals(record: Record) -> set[tuple[str, str | None, str]]:
    """What errors refuse: their rule, tool and subject."""
    return {(one.rule, one.tool, one.subject) for one in record.results.findings if one.severity == "error"}


def paid_otherwise(now: Record, then: Record) -> Iterator[Message]:
    """Sums that are paid or saved in one record and differ in the other; one that `may_grow` is only not less there.

    Sums that were already paid, according to the table of payments, may stay. Savings are compared by fund.
    """
    already = paid_by(now.dossier, now.as_of)
    for row, other in _pairs("rewards", now, then):
        due = other.due if other else CENT_ZERO
        as_due = due >= row.due - row.waits if row.may_grow else due == row.due
        if row.payable and not as_due and (row.person, row.tool) not in already:
            yield _of(row, say("{now} è liquidabile, e poi spetta {then}", now=str(row.payable), then=str(due)))
    for fund in dict.fromkeys(line.fund for line in now.results.fund_lines):
        lines = [line for line in then.results.fund_lines if line.fund == fund]
        most = sum((line.savings + line.withheld for line in lines), CENT_ZERO) if already else _left(then, fund)
        saved = _saved(now, fund)
        if saved > most:
            yield say("fondo {fund}: {now} è economia, e poi {then}", fund=fund, now=str(saved), then=str(most))


def _saved(record: Record, fund: str) -> Decimal:
    """What a fund saves in a record (euro). Savings that only move to another of its lines are given to nobody."""
    return sum((line.savings for line in record.results.fund_lines if line.fund == fund), CENT_ZERO)


def _left(record: Record, fund: str) -> Decimal:
    """What a fund leaves once everybody has what is due (euro), with the most that may be due to whoever waits."""
    whole = sum((line.amount for line in record.results.fund_lines if line.fund == fund), CENT_ZERO)
    given = sum((one.due - one.uncovered for one in record.results.rewards if one.fund == fund), CENT_ZERO)
    return max(whole - given, CENT_ZERO)


def held_with(whole: Record, lacking: Record, person: str) -> Iterator[Message]:
    """Rewards of others than a person of which more is held, or more is to be paid, in the second record."""
    for row, other in _pairs("rewards", lacking, whole):
        held, payable = (other.withheld, other.payable) if other else (CENT_ZERO, CENT_ZERO)
        if row.person != person and row.withheld > held:
            yield _of(row, say("{now} è sospeso, e {before} prima", now=str(row.withheld), before=str(held)))
        elif row.person != person and row.payable > held + payable:
            yield _of(
                row, say("{now} è liquidabile, e {before} prima", now=str(row.payable), before=str(held + payable))
            )
    there = {row.key for row in lacking.results.rewards}
    for row in whole.results.rewards:
        if row.person != person and row.released and row.key not in there:
            yield _of(row, say("{before} era liquidabile, e ora non si divide nulla", before=str(row.released)))


def _of(row: Any, what: Message) -> Message:
    """What is wrong with a row of results."""
    return say("{row} ({rules}): {what}", row=_key(row), rules=row.rules, what=what)


def _pairs(table: str, now: Record, then: Record) -> Iterator[tuple[Any, Any]]:
    """The rows of a table with those of the same key in another record, or None."""
    others = {row.key: row for row in getattr(then.results, table)}
    return ((row, others.get(row.key)) for row in getattr(now.results, table))


def beyond(now: Record, then: Record) -> Iterator[Message]:
    """Sums that are paid or payable while readings are open, and savings, above what a record under a choice gives.

    Savings are compared by fund: those that only move to another of its lines are given to nobody.
    """
    for row, other in _pairs("rewards", now, then):
        given = other.due - other.uncovered if other and other.fund == row.fund else CENT_ZERO
        if row.payable and row.released > given:
            what = say(
                "{now} è liquidabile a letture aperte, e una scelta dà {given}", now=str(row.released), given=str(given)
            )
            yield _of(row, what)
    for fund in dict.fromkeys(line.fund for line in now.results.fund_lines if not now.dossier.payments):
        saved, left = _saved(now, fund), _left(then, fund)
        if saved > left:
            yield say(
                "fondo {fund}: {now} sono economie a letture aperte, e una scelta ne lascia {saved}",
                fund=fund,
                now=str(saved),
                saved=str(left),
            )


def final_without(whole: Record, lacking: Record, person: str) -> Iterator[Message]:
    """Scores that are final in both records, and differ; a level that an act gives without any score is none."""
    for row, other in _pairs("scores", whole, lacking):
        counted = other is not None and other.score not in (None, row.score)
        if row.person == person and counted and row.state is other.state is State.FINAL:
            yield _of(row, say("{score} è definitivo", score=str(other.score)))


def due_less(before: Record, after: Record, person: str) -> Iterator[tuple[str, Decimal, Decimal]]:
    """The tools through which a person is due less in a second record, with both sums.

    Funds that are not divided in the second, for instance because all sums together exceed them, are not compared.
    """
    blocked = {line.fund for line in after.results.fund_lines if line.state is State.BLOCKED}
    first, second = _due(before, person, blocked), _due(after, person, blocked)
    return ((tool, due, second[tool]) for tool, due in first.items() if second[tool] < due)


def _due(record: Record, person: str, apart: Collection[str]) -> Mapping[str, Decimal]:
    due: dict[str, Decimal] = defaultdict(Decimal)
    for row in record.results.rewards:
        if row.person == person and row.fund not in apart:
            due[row.tool] += row.due
    return due
