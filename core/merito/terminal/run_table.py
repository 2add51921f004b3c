"""The table that a run prints: a line for each ente, with marks for its phases and its sums; or the phases of one."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from attrs import field, frozen
from rich.console import Console

from merito.model.language import in_words, worded
from merito.model.messages import Message, say
from merito.model.money import CENT_ZERO
from merito.model.record import PhaseState, Record
from merito.numbers import day_text, decimal_text, half_up, money_text
from merito.outputs.standing import failure, phase_of
from merito.terminal.console import in_common, one_line, together
from merito.terminal.ran import Failed, Line
from merito.terminal.run_texts import disclosed_texts, run_texts, shown_folder
from merito.wording.coded import PHASES, STATES
from merito.wording.figures import phase_mark, phase_text

COUNTED: Mapping[str, Callable[[int], Message]] = {
    "error": lambda n: say("{n} errore", many="{n} errori", number="n", n=n),
    "warning": lambda n: say("{n} avviso", many="{n} avvisi", number="n", n=n),
    "info": lambda n: say("{n} nota", many="{n} note", number="n", n=n),
}
TERMS: Mapping[str, Callable[[int], Message]] = {
    "overdue": lambda n: say("{n} termine scaduto", many="{n} termini scaduti", number="n", n=n),
    "late": lambda n: say("{n} atto in ritardo", many="{n} atti in ritardo", number="n", n=n),
}
MARKS = {"done": "✓", "partial": "◐", "provisional": "◐", "waiting": "·", "blocked": "✗", "empty": "–"}
IN_ASCII = {"✓": "v", "◐": "o", "·": ".", "✗": "x", "–": "-", "…": "~"}
NOTHING_TO_COMPUTE = say("nulla da calcolare")
LEGEND = {
    "✓": say("calcolata"),
    "◐": say("in parte, o con mancanze"),
    "✗": say("bloccata"),
    "·": say("in attesa dei dati"),
    "–": NOTHING_TO_COMPUTE,
}
SUMS = {"payable": say("liquidabile"), "withheld": say("sospeso"), "savings": say("economie")}
UNCHANGED = say("invariato, non rieseguito")
LETTERS = "a b c d e f"
LABEL, WIDEST = 20, 24
NO_GRADE = "—"


@frozen(kw_only=True)
class PhaseTold:
    """A phase as a run prints it: its letter, its mark, and its state in words."""

    letter: str
    mark: str
    words: str


@frozen(kw_only=True)
class EnteTold:
    """The output about an ente at the end of a run, without its record: its line, texts, input of the exit code.

    `texts` follow its name. `why` is the failure of one that did not run, `code` its cause for a machine, `crash`
    the traceback of an exception; `unchanged` says that it was not run again. `sums` are in euro, by the names of
    `SUMS`; empty without funds. `counts` are findings by severity and deadlines by state. `results` is the folder
    of the results of all enti, `as_of` the day of its own.
    """

    ente: str
    name: str = ""
    year: int | None = None
    phases: tuple[PhaseTold, ...] = ()
    grade: str = NO_GRADE
    grade_state: str = ""
    sums: Mapping[str, Decimal] = field(factory=dict)
    counts: Mapping[str, int] = field(factory=dict)
    texts: tuple[str, ...] = ()
    results: str = ""
    why: str = ""
    code: str = ""
    crash: str = ""
    places: tuple[str, ...] = ()
    severities: frozenset[str] = frozenset()
    held: bool = False
    own_rules: bool = False
    unchanged: bool = False
    as_of: date | None = None

    @property
    def title(self) -> str:
        """Its id, with the year if several are run."""
        return f"{self.ente} {self.year}" if self.year else self.ente


def told(line: Line, year: int | None = None, texts: bool = True, alone: bool = False) -> EnteTold:
    """The output about one ente; `year` is shown if there are several years, `texts` if there are few enti.

    One that runs `alone` has all its texts; among others each has only what is not well.
    """
    if isinstance(line, Failed):
        code = line.code or failure(line.why)
        return EnteTold(
            ente=line.ente, texts=line.messages, why=line.why, code=code, crash=line.crash, places=line.places
        )
    record = line.record
    whole = record.results.grade("ente", record.dossier.ente.id)
    return EnteTold(
        ente=line.ente,
        name=record.dossier.ente.name,
        year=year,
        phases=tuple(map(_phase, record.phases)),
        grade=NO_GRADE if whole is None or whole.value is None else _percent(half_up(whole.value, 2)),
        grade_state="" if whole is None else _grade_state(whole.state.value, whole.if_zero),
        sums=_sums(record),
        counts=_counts(record),
        texts=tuple(run_texts(line, alone=alone) if texts else disclosed_texts(line)),
        results=shown_folder(line.folder.parents[1]),
        severities=frozenset(finding.severity for finding in record.results.findings),
        held=any(state.state in ("blocked", "partial") for state in record.phases),
        own_rules=bool(record.own_rules),
        as_of=record.as_of,
    )


def told_again(ente: str, summary: Mapping[str, Any], year: int | None = None) -> EnteTold:
    """The same for an ente that was not run again, from the summary of its results."""
    whole, counts, measures = summary["figures"]["ente"] or {}, summary["findings"], summary.get("measures", {})
    grade = whole.get("grade")
    return EnteTold(
        ente=ente,
        name=summary["name"],
        year=year,
        phases=tuple(_phase(phase_of(one)) for one in summary["phases"]),
        grade=_percent(Decimal(grade)) if grade else NO_GRADE,
        grade_state=worded(STATES[whole["state"]]) if grade else "",
        sums={name: Decimal(measures[name]) for name in SUMS} if all(measures.get(name) for name in SUMS) else {},
        counts={**counts, **{state: measures.get(f"deadlines_{state}") or 0 for state in TERMS}},
        severities=frozenset(severity for severity, count in counts.items() if count),
        held=any(one["state"] in ("blocked", "partial") for one in summary["phases"]),
        own_rules=bool(summary.get("own_rules")),
        unchanged=True,
        as_of=date.fromisoformat(summary["as_of"]),
    )


def in_short(line: EnteTold) -> EnteTold:
    """What is told of an ente among many that have no line of their own; what several have is one object."""
    return EnteTold(
        ente=line.ente,
        counts=_same_counts(tuple(line.counts.items())),
        texts=line.texts,
        why=line.why,
        code=line.code,
        crash=line.crash,
        places=line.places,
        severities=_same_severities(line.severities),
        held=line.held,
        own_rules=line.own_rules,
        unchanged=line.unchanged,
    )


@cache
def _same_counts(counts: tuple[tuple[str, int], ...]) -> Mapping[str, int]:
    return dict(counts)


@cache
def _same_severities(severities: frozenset[str]) -> frozenset[str]:
    return severities


def print_run(lines: Sequence[EnteTold], year: int | str, as_of: date, console: Console, errors: Console) -> None:
    """One line per ente, or the phases of one alone; then what is not well, and where the results are.

    `as_of` is the day if none of them has run. Why an ente could not run goes to `errors`.
    """
    alone = len(lines) == 1 and bool(lines[0].phases)
    day = days_text({line.as_of for line in lines if line.as_of} or {as_of})
    for text in _of_one(lines[0], year, day) if alone else _of_several(lines, year, day):
        console.print(one_line(in_charset(text, console)), soft_wrap=True)
    for text in in_common((line.ente, text) for line in lines if line.why for text in line.texts):
        errors.print(one_line(text), soft_wrap=True)
    for names, text in together((line.ente, text) for line in lines if not line.why for text in line.texts):
        console.print(one_line(f"{names}{text}"), soft_wrap=True)


def days_text(days: Collection[date]) -> str:
    """The common day of all enti, or the first and the last."""
    return " – ".join(dict.fromkeys(map(day_text, (min(days), max(days)))))


def counts_told(lines: Iterable[EnteTold]) -> Iterator[str]:
    """The findings and deadlines of enti that ran, those with the same ones together: `alfa, beta: 2 avvisi`."""
    yield from in_common(
        (line.ente, counts_in_words(line.counts) or worded(STATES["blocked"])) for line in lines if not line.why
    )


def _of_one(line: EnteTold, year: int | str, as_of: str) -> Iterator[str]:
    yield in_words(
        say(
            "Ciclo della performance {year}, al {as_of}: {name} ({ente})",
            name=line.name,
            ente=line.ente,
            year=str(year),
            as_of=as_of,
        )
    )
    yield ""
    for phase in line.phases:
        yield f"  {worded(PHASES[phase.letter]):<{LABEL}}{phase.mark}  {phase.words or in_words(NOTHING_TO_COMPUTE)}"
    yield ""
    yield _labelled(say("grado dell'ente"), ", ".join(filter(None, (line.grade, line.grade_state))))
    if line.sums:
        parts = (f"{in_words(word)} {money_text(line.sums[name])}" for name, word in SUMS.items())
        yield _labelled(say("somme"), ", ".join(parts))
    yield _labelled(say("rilievi"), counts_in_words(line.counts) or in_words(say("nessuno")))
    if line.unchanged:
        yield f"  {in_words(UNCHANGED)}"
    yield ""


def _labelled(label: Message, text: str) -> str:
    return f"  {in_words(label):<{LABEL}}{text}"


def _of_several(lines: Sequence[EnteTold], year: int | str, as_of: str) -> Iterator[str]:
    yield in_words(
        say(
            "Ciclo della performance {year}, al {as_of}: {n} ente",
            many="Ciclo della performance {year}, al {as_of}: {n} enti",
            number="n",
            n=len(lines),
            year=str(year),
            as_of=as_of,
        )
    )
    yield ""
    yield from _table(lines)
    yield ""
    used = {phase.mark for line in lines for phase in line.phases}
    if used:
        yield "  " + ", ".join(f"{mark} {in_words(words)}" for mark, words in LEGEND.items() if mark in used)
    every = sum((Counter(line.counts) for line in lines), Counter[str]())
    if found := counts_in_words(every):
        yield f"  {in_words(say('rilievi: {found}; sono nel findings.csv di ogni ente', found=found))}"
    for folder in dict.fromkeys(line.results for line in lines if line.results):
        yield f"  {in_words(say('risultati in {folder}', folder=folder))}"
    yield ""


def _table(lines: Sequence[EnteTold]) -> Iterator[str]:
    """A line for each ente under the heads, and the totals of those that ran."""
    ran = [line for line in lines if not line.why]
    total = {name: sum((line.sums.get(name, CENT_ZERO) for line in ran), CENT_ZERO) for name in SUMS}
    heads = (in_words(say("ente")), LETTERS, in_words(say("grado")), *map(in_words, SUMS.values()))
    below = (in_words(say("{ran} su {every}", ran=len(ran), every=len(lines))), "", "", *_shown(total))
    rows = {line.title: _cells(line) for line in ran}
    widths = [max(map(len, column)) for column in zip(heads, *rows.values(), below, strict=True)]
    widths[0] = min(max(widths[0], *(len(line.title) for line in lines)), WIDEST)
    yield _in_columns(heads, widths)
    for line in lines:
        again = f"  {in_words(UNCHANGED)}" if line.unchanged else ""
        yield _failed(line, widths[0]) if line.why else f"{_in_columns(rows[line.title], widths)}{again}"
    yield _in_columns(below, widths)


def _failed(line: EnteTold, width: int) -> str:
    return f"  {cut(line.title, width)}  ✗ {worded(line.why)}: {len(line.texts)}"


def _cells(line: EnteTold) -> tuple[str, ...]:
    marks = " ".join(phase.mark for phase in line.phases)
    return line.title, marks, line.grade, *_shown(line.sums)


def _shown(sums: Mapping[str, Decimal]) -> Iterable[str]:
    return (decimal_text(sums[name]) if sums else NO_GRADE for name in SUMS)


def _in_columns(cells: tuple[str, ...], widths: Sequence[int]) -> str:
    """A line of the table: the name of the ente, marks, and figures one under the other."""
    name, marks, *figures = cells
    right = (f"{one:>{width}}" for one, width in zip(figures, widths[2:], strict=True))
    return "  ".join(("", cut(name, widths[0]), f"{marks:<{widths[1]}}", *right)).rstrip()


def cut(text: str, width: int) -> str:
    """A text filled up to a width, or cut to it."""
    return f"{text:<{width}}" if len(text) <= width else f"{text[: width - 1]}…"


def in_charset(text: str, console: Console) -> str:
    """The text with marks that the terminal can show."""
    try:
        text.encode(console.encoding)
    except (UnicodeEncodeError, LookupError):
        return "".join(IN_ASCII.get(one, one) for one in text)
    return text


def _phase(state: PhaseState) -> PhaseTold:
    why = "" if state.state == "empty" else phase_text(state, worded)
    return PhaseTold(letter=state.phase.value, mark=MARKS.get(phase_mark(state), "–"), words=why)


def _sums(record: Record) -> Mapping[str, Decimal]:
    lines = record.results.fund_lines
    return {name: sum((getattr(line, name) for line in lines), CENT_ZERO) for name in SUMS} if lines else {}


def _grade_state(state: str, if_zero: Fraction | None) -> str:
    told = worded(STATES[state])
    if if_zero is None:
        return told
    return in_words(say("{state}, con zeri {grade}", state=told, grade=_percent(half_up(if_zero, 2))))


def _percent(points: Decimal) -> str:
    return f"{decimal_text(points)}%"


def _counts(record: Record) -> Mapping[str, int]:
    severities = (finding.severity for finding in record.results.findings)
    states = (deadline.state.value for deadline in record.deadlines if deadline.state.value in TERMS)
    return Counter((*severities, *states))


def counts_in_words(counts: Mapping[str, int]) -> str:
    """Findings and deadlines: `1 errore, 2 avvisi, 3 termini scaduti`."""
    words = {**COUNTED, **TERMS}
    return ", ".join(in_words(said(counts[one])) for one, said in words.items() if counts.get(one))
