"""What `status` prints of many enti: a line for each, what cannot be read first, and the totals."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from attrs import frozen
from rich.console import Console

from merito.model.language import in_words, worded
from merito.model.messages import Message, say
from merito.model.money import CENT_ZERO
from merito.numbers import day_text, decimal_text
from merito.outputs.standing import COMPLETE, EMPTY, FAILED, NOT_RUN, STANDINGS
from merito.terminal.console import one_line
from merito.terminal.run_table import cut, days_text, in_charset
from merito.wording.coded import PHASES

WIDTH, NARROWEST = 80, 12
ENTE, PHASE = 16, 14
GAPS = 2 * 6
NEVER = date.max
HEADS = (say("ente"), say("fase"), say("manca"), say("entro"), say("sospeso"), say("errori"))


@frozen(kw_only=True)
class Stands:
    """Where an ente stands: its state, the letter of the first phase that is not over, the first of what is missing.

    `more` is how many other things are missing, `due` the day of the next deadline and `what` it is, `overdue` how many
    are over. `held` is None without funds. `as_of` is the day of the results; `stale` that of a later run that
    failed. `causes` say why there are no results of the last run.
    """

    ente: str
    name: str
    year: int
    state: str
    phase: str = ""
    missing: str = ""
    more: int = 0
    due: date | None = None
    what: str = ""
    overdue: int = 0
    held: Decimal | None = None
    errors: int = 0
    as_of: date | None = None
    stale: date | None = None
    causes: tuple[str, ...] = ()
    regulation: str = ""

    @property
    def failed(self) -> bool:
        """Whether its last run gave no results."""
        return self.state in FAILED

    def as_json(self) -> Mapping[str, object]:
        """The same for a program."""
        return {
            "ente": self.ente,
            "name": self.name,
            "year": self.year,
            "regulation": self.regulation,
            "state": self.state,
            "phase": self.phase or None,
            "missing": self.missing or None,
            "missing_others": self.more,
            "next_deadline": None if self.due is None else {"due": self.due.isoformat(), "what": self.what},
            "overdue": self.overdue,
            "withheld": None if self.held is None else str(self.held),
            "errors": self.errors,
            "as_of": None if self.as_of is None else self.as_of.isoformat(),
            "failed_at": None if self.stale is None else self.stale.isoformat(),
            "causes": list(self.causes),
        }


def in_their_order(rows: Sequence[Stands]) -> list[Stands]:
    """Those without results of their last run first, then those that wait by their next deadline, then the others."""
    return sorted(rows, key=lambda one: (_rank(one), one.due or NEVER, one.ente, one.year))


def _rank(one: Stands) -> int:
    if one.failed:
        return 0
    return 1 if one.state == NOT_RUN else 3 if one.state in (COMPLETE, EMPTY) else 2


def print_status(rows: Sequence[Stands], years: str, now: date | None, console: Console) -> None:
    """The table; `now` is the day of rows that were computed for it, None if they are from the last results."""
    width = max(console.width if console.is_terminal else WIDTH, WIDTH)
    for text in _lines(in_their_order(rows), years, now, width):
        console.print(one_line(in_charset(text, console)), soft_wrap=True)


def _lines(rows: Sequence[Stands], years: str, now: date | None, width: int) -> Iterator[str]:
    yield in_words(_head(rows, years, now))
    yield ""
    held = {one.ente: "" if one.held is None else decimal_text(one.held) for one in rows}
    total = decimal_text(sum((one.held or CENT_ZERO for one in rows), CENT_ZERO))
    heads = list(map(in_words, HEADS))
    together = in_words(say("insieme"))
    days = [day_text(one.due) for one in rows if one.due is not None]
    of_ente = min(max(len(heads[0]), len(together), *(len(one.ente) for one in rows)), ENTE)
    of_phase = min(max(len(heads[1]), *(len(_phase(one)) for one in rows)), PHASE)
    of_held = max(len(heads[4]), len(total), *map(len, held.values()))
    of_day = max(map(len, (heads[3], *days)))
    of_missing = max(width - GAPS - of_ente - of_phase - of_day - of_held - len(heads[5]), NARROWEST)
    widths = (of_ente, of_phase, of_missing, of_day, of_held, len(heads[5]))
    yield _row(heads, widths)
    for one in rows:
        due = "" if one.due is None else day_text(one.due)
        yield _row((one.ente, _phase(one), _missing(one), due, held[one.ente], str(_errors(one) or "")), widths)
    errors = sum(map(_errors, rows))
    yield _row((together, "", "", "", total, str(errors or "")), widths)
    yield ""
    states = {state: sum(one.state == state for one in rows) for state in STANDINGS}
    yield "  " + "; ".join(f"{worded(word)} {states[state]}" for state, word in STANDINGS.items() if states[state])
    if overdue := sum(one.overdue for one in rows):
        yield "  " + in_words(say("{n} termine scaduto", many="{n} termini scaduti", number="n", n=overdue))
    yield "  " + in_words(say("di un ente: la stessa riga con --ente ID"))


def _head(rows: Sequence[Stands], years: str, now: date | None) -> Message:
    if now is not None:
        day = days_text({one.as_of for one in rows if one.as_of is not None} or {now})
        return say("Ciclo della performance {years}, al {as_of}", years=years, as_of=day)
    days = sorted({one.as_of for one in rows if one.as_of is not None})
    if not days:
        return say("Ciclo della performance {years}, senza risultati", years=years)
    if len(days) == 1:
        return say(
            "Ciclo della performance {years}, dai risultati al {day} (--now calcola)",
            years=years,
            day=day_text(days[0]),
        )
    return say(
        "Ciclo della performance {years}, dai risultati dal {first} al {last} (--now calcola)",
        years=years,
        first=day_text(days[0]),
        last=day_text(days[-1]),
    )


def _errors(one: Stands) -> int:
    """Findings that are errors, or what stops an ente that cannot run."""
    return len(one.causes) or one.errors


def _phase(one: Stands) -> str:
    if one.failed or one.state == NOT_RUN:
        return "—"
    return worded(PHASES[one.phase]) if one.phase else in_words(say("compiuto")) if one.state == COMPLETE else ""


def _missing(one: Stands) -> str:
    if one.failed:
        return f"✗ {worded(STANDINGS[one.state])}"
    if one.state == NOT_RUN:
        return worded(STANDINGS[NOT_RUN])
    return f"{one.missing} (+{one.more})" if one.more else one.missing


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    ente, phase, missing, due, held, errors = cells
    left = (cut(text, width) for text, width in zip((ente, phase, missing), widths, strict=False))
    right = (f"{text:>{width}}" for text, width in zip((due, held, errors), widths[3:], strict=True))
    return "  ".join(("", *left, *right)).rstrip()
