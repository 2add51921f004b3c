"""The end of a run of many enti: a line for each with a problem, then the totals."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from merito.comparison.enti import ComparedEnte
from merito.numbers import counted, decimal_text, euro_text
from merito.outputs.standing import STANDINGS
from merito.terminal.run_table import COUNTED, EnteTold
from merito.wording.coded import parts_text

MONEY = ("allocated", "paid", "withheld", "savings")


def lines_of_many(
    lines: Sequence[EnteTold], failing: Sequence[EnteTold], rows: Sequence[ComparedEnte]
) -> Iterator[str]:
    """`failing` are those that set the exit code; `rows` the enti of this run in the comparison."""
    by_ente = {row.ente: row for row in rows}
    for line in failing:
        yield f"{line.ente}: {_why(line, by_ente.get(line.ente))}"
    own = [line.ente for line in lines if line.own_rules]
    if own:
        yield f"con regole proprie: {', '.join(own)}; le impronte sono nel summary.json di ognuno"
    again = sum(line.unchanged for line in lines)
    if again:
        yield f"{_number(again)} su {_number(len(lines))} invariati: non rieseguiti"
    states = Counter(row.standing.state for row in rows)
    told = "; ".join(f"{word} {_number(states[state])}" for state, word in STANDINGS.items() if states[state])
    yield f"{_number(len(lines))} {'ente' if len(lines) == 1 else 'enti'}: {told}"
    fresh = [row for row in rows if row.fresh]
    given = [row.measures for row in fresh if None not in (getattr(row.measures, name) for name in MONEY)]
    if given:
        whole, *parts = (sum((getattr(one, name) or Decimal(0) for one in given), Decimal(0)) for name in MONEY)
        yield f"fondi di {_number(len(given))}, stanziati {euro_text(whole)}: {parts_text(*parts)}"
    found = Counter[str]()
    for row in fresh:
        found.update(row.findings or {})
    severities = [counted(found[one], *words) for one, words in COUNTED.items() if found[one]]
    yield f"rilievi: {', '.join(severities) or 'nessuno'}"


def _why(line: EnteTold, row: ComparedEnte | None) -> str:
    if line.why:
        rest = len(line.texts) - 1
        more = (
            f"; e {counted(rest, 'altro problema', 'altri problemi')}, da vedere con merito check" if rest > 0 else ""
        )
        return f"{line.why}: {line.texts[0]}{more}" if line.texts else line.why
    counts = (row.findings if row else None) or {}
    found = [counted(counts[one], *words) for one, words in COUNTED.items() if one != "info" and counts.get(one)]
    return "; ".join((*found, *(row.standing.reasons if row else ())))


def _number(value: int) -> str:
    return decimal_text(Decimal(value))
