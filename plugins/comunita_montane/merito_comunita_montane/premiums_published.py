"""What art. 28 c. 1 c-d has published of the rewards: how much, to how many, and how differently. Nobody is named.

Of fewer than three people neither sums nor scores are told: they would be those of somebody (I-BL-46).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from merito import Basis, FundLine, PersonScore, Results, Reward, State, Step, TableRow, hookimpl, rule
from merito.numbers import half_up, product, quotient
from merito_comunita_montane.people import MANAGER, POSITION, STAFF, role_of

FEW, SHOWN = "I-BL-46", "I-BL-36"
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

Columns = dict[str, str | int | Decimal | date]


@hookimpl
@rule("BL-28.1c", "BL-28.1d", SHOWN, FEW)
def merito_transparency(step: Step) -> Results | None:
    """Sums set aside, payable, suspended and saved by fund; scores by group; people and sums by tool and band."""
    rows = (*_sums(step.so_far.fund_lines), *_scores(step), *_bands(step))
    return Results(tables=rows) if rows else None


def _sums(lines: Sequence[FundLine]) -> Iterator[TableRow]:
    by_fund: dict[str, list[FundLine]] = defaultdict(list)
    for line in lines:
        by_fund[line.fund].append(line)
    for fund, own in by_fund.items():
        yield _sum(NAMES.get(fund, fund), own)
    if by_fund:
        yield _sum("totale", lines)


def _sum(what: str, lines: Sequence[FundLine]) -> TableRow:
    columns: Columns = {
        "premi": what,
        "stanziati": sum((line.amount for line in lines), NOTHING),
        "liquidabili": sum((line.paid for line in lines), NOTHING),
        "sospesi": sum((line.withheld for line in lines), NOTHING),
        "economie": sum((line.savings for line in lines), NOTHING),
    }
    return TableRow(
        table="premi", columns=tuple(columns.items()), rules=("BL-28.1c",), basis=Basis(results=tuple(lines))
    )


def _scores(step: Step) -> Iterator[TableRow]:
    """How far the scores of a group lie apart, in percent of the maximum."""
    groups = _groups(step)
    for group in dict.fromkeys(GROUPS.values()):
        every = [row for row in step.so_far.scores if groups[row.person] == group]
        own = [row for row in every if row.state is State.FINAL and row.score is not None and row.maximum]
        if every:
            yield _spread(step, group, len(every), own)


def _spread(step: Step, group: str, people: int, own: Sequence[PersonScore]) -> TableRow:
    degrees = [quotient(product(row.score or 0, 100), row.maximum or 1) for row in own]
    few = _too_few(step, len(own))
    least, most = (min(degrees), max(degrees)) if degrees and not few else (None, None)
    columns: Columns = {
        "gruppo": group,
        "persone": people,
        "valutate": len(own),
        "punteggio minimo": "" if least is None else half_up(least, 2),
        "punteggio massimo": "" if most is None else half_up(most, 2),
        "escursione": "" if most is None or least is None else half_up(most - least, 2),
        "nota": few,
    }
    return _told("differenziazione", columns, Basis(results=tuple(own)))


def _bands(step: Step) -> Iterator[TableRow]:
    """People and what may be paid to them, by tool and, where there are, by merit band from the best."""
    groups = _groups(step)
    order = {band.band: place for place, band in enumerate(step.so_far.bands)}
    parts: dict[tuple[str, str, str], list[Reward]] = defaultdict(list)
    reached = {(row.person, row.tool): row.band for row in step.so_far.rewards}  # an appeal won comes after the prize
    for row in step.so_far.rewards:
        if row.paid and groups[row.person]:
            parts[groups[row.person], row.tool, reached[row.person, row.tool]].append(row)
    in_order = sorted(parts, key=lambda part: (part[0], part[1], order.get(part[2], 0)))
    for group, tool, band in in_order:
        own = parts[group, tool, band]
        paid, people = sum((row.paid for row in own), NOTHING), len({row.person for row in own})
        few = _too_few(step, people)
        columns: Columns = {
            "gruppo": group,
            "premi": NAMES.get(tool, tool),
            "fascia": band,
            "persone": people,
            "liquidabili": "" if few else paid,
            "nota": few,
        }
        yield _told("differenziazione_premi", columns, Basis(results=tuple(own)))


def _groups(step: Step) -> dict[str, str]:
    return {one.id: GROUPS.get(role_of(step.dossier, one), "") for one in step.dossier.people}


def _too_few(step: Step, people: int) -> str:
    """Why the figures of so few people are not published (Italian), or nothing."""
    least = int(step.parameters.number("fewest_published").value)
    return f"meno di {least} persone: cifre non pubblicate ({FEW})" if 0 < people < least else ""


def _told(table: str, columns: Columns, basis: Basis) -> TableRow:
    return TableRow(table=table, columns=tuple(columns.items()), rules=("BL-28.1d", SHOWN, FEW), basis=basis)
