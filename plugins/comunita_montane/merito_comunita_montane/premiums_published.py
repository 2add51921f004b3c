"""What art. 28 c. 1 c-d publishes of the rewards: how much, to how many, and how differentiated. Nobody is named.

Every row declares what it reveals about people; the core publishes nothing about too few of them (I-IT-07).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from merito import (
    Basis,
    FundLine,
    InForce,
    Made,
    PersonScore,
    ResultRows,
    Reward,
    State,
    Step,
    TableRow,
    Tells,
    hookimpl,
    rule,
)
from merito.numbers import number_text, product, quotient
from merito_comunita_montane.organisation import MANAGER, POSITION, STAFF, role_of

SHOWN = "I-BL-36"
NOTHING = Decimal("0.00")
HEADS, PEOPLE = "dirigenti e posizioni organizzative", "dipendenti"
GROUPS = {MANAGER: HEADS, POSITION: HEADS, STAFF: PEOPLE}
NAMES = {
    "annual": "premi annuali per fasce di merito",
    "collective": "premi annuali collettivi",
    "bonus": "bonus delle eccellenze",
    "innovation": "premio per l'innovazione",
    "efficiency": "premio per l'efficienza",
    "progression": "progressioni economiche",
    "result": "retribuzione di risultato",
    "savings": "quota dei risparmi",
}
SUMS = Tells(of="premi", amount="stanziati", paid="liquidabili", withheld="sospesi", savings="economie")
TOTAL = Tells(of="premi", amount="stanziati", paid="liquidabili", withheld="sospesi", savings="economie", total=True)
REWARDED = Tells(of="fascia", among=("gruppo", "premi"), people="persone", paid="liquidabili", qualities=True)
SCORED = Tells(of="punteggio", among=("gruppo",), people="persone", qualities=True)

Columns = dict[str, str | int | Decimal | date]


@hookimpl
@rule("BL-28.1c", "BL-28.1d", SHOWN)
def merito_transparency(step: Step) -> ResultRows:
    """Sums set aside, payable, suspended and saved by fund; people and sums by tool and band; scores by group."""
    yield from (*_sums(step.so_far.fund_lines), *_bands(step), *_scores(step))


def _sums(lines: Sequence[FundLine]) -> Iterator[TableRow]:
    by_fund: dict[str, list[FundLine]] = defaultdict(list)
    for line in lines:
        by_fund[line.fund].append(line)
    for fund, own in by_fund.items():
        yield _sum(NAMES.get(fund, fund), own, SUMS)
    if by_fund:
        yield _sum("totale", lines, TOTAL)


def _sum(what: str, lines: Sequence[FundLine], tells: Tells) -> TableRow:
    columns: Columns = {
        "premi": what,
        "stanziati": sum((line.amount for line in lines), NOTHING),
        "liquidabili": sum((line.paid for line in lines), NOTHING),
        "sospesi": sum((line.withheld for line in lines), NOTHING),
        "economie": sum((line.savings for line in lines), NOTHING),
    }
    return TableRow(
        table="premi",
        columns=tuple(columns.items()),
        rules=("BL-28.1c",),
        tells=tells,
        rests_on=tuple(lines),
    )


def _scores(step: Step) -> Iterator[TableRow]:
    """How many people of a group have a score in each class, in percent of the maximum, from the best."""
    groups = _groups(step)
    borders = step.parameters.list("published_score_classes")
    for group in dict.fromkeys(GROUPS.values()):
        every = [row for row in step.so_far.scores if groups[row.person] == group]
        own = [row for row in every if row.state is State.FINAL and row.score is not None and row.maximum]
        classes: list[list[PersonScore]] = [[] for _ in range(len(borders.value) + 1)]
        for row in own:
            degree = quotient(product(row.score or 0, 100), row.maximum or 1)
            classes[sum(degree >= border for border in borders.value)].append(row)  # type: ignore[operator]
        for place in reversed(range(len(classes))) if own else ():
            columns: Columns = {
                "gruppo": group,
                "punteggio": _named(place, [number_text(border) for border in borders.value]),  # type: ignore[arg-type]
                "persone": len(classes[place]),
            }
            yield _premium_row("differenziazione", columns, SCORED, tuple(classes[place]), (borders,))


def _named(place: int, borders: Sequence[str]) -> str:
    """The name of a class of scores, by its limits."""
    if place == len(borders):
        return f"dal {borders[-1]}%"
    return f"dal {borders[place - 1]}% al {borders[place]}%" if place else f"sotto il {borders[0]}%"


def _bands(step: Step) -> Iterator[TableRow]:
    """People and what may be paid to them, by tool and, if there are any, by merit band from the best."""
    groups = _groups(step)
    order = {band.band: place for place, band in enumerate(step.so_far.bands)}
    parts: dict[tuple[str, str, str], list[Reward]] = defaultdict(list)
    reached = {(row.person, row.tool): row.band for row in step.so_far.rewards}  # an appeal follows its prize
    paid_out = {(groups[row.person], row.tool) for row in step.so_far.rewards if row.paid}
    for row in step.so_far.rewards:
        if groups[row.person] and (groups[row.person], row.tool) in paid_out:
            parts[groups[row.person], row.tool, reached[row.person, row.tool]].append(row)
    in_order = sorted(parts, key=lambda part: (part[0], part[1], order.get(part[2], 0)))
    for group, tool, band in in_order:
        own = parts[group, tool, band]
        columns: Columns = {
            "gruppo": group,
            "premi": NAMES.get(tool, tool),
            "fascia": band,
            "persone": len({row.person for row in own if row.paid}),
            "liquidabili": sum((row.paid for row in own), NOTHING),
        }
        yield _premium_row("differenziazione_premi", columns, REWARDED, tuple(own))


def _groups(step: Step) -> dict[str, str]:
    return {one.id: GROUPS.get(role_of(step.dossier, one), "") for one in step.dossier.people}


def _premium_row(
    table: str,
    columns: Columns,
    tells: Tells,
    rests_on: tuple[Made, ...],
    parameters: tuple[InForce[object], ...] = (),
) -> TableRow:
    return TableRow(
        table=table,
        columns=tuple(columns.items()),
        rules=("BL-28.1d", SHOWN),
        tells=tells,
        rests_on=rests_on,
        basis=Basis(parameters=parameters),
    )
