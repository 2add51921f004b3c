"""The table that a run prints: ente, phases, grade, findings, and the folder of the results."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import frozen
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from merito.model.record import Record
from merito.numbers import counted, day_text, decimal_text, half_up
from merito.terminal.console import in_common, in_lines, one_line
from merito.terminal.ran import Failed, Line
from merito.terminal.run_texts import run_texts
from merito.wording.coded import PHASES, STATES
from merito.wording.figures import phase_text

COUNTED = {"error": ("errore", "errori"), "warning": ("avviso", "avvisi"), "info": ("nota", "note")}
TERMS = {"overdue": ("termine scaduto", "termini scaduti"), "late": ("atto in ritardo", "atti in ritardo")}
COLUMNS = ("Ente", "Fasi", "Grado dell'ente", "Rilievi")


@frozen(kw_only=True)
class EnteTold:
    """The output about an ente at the end of a run, without its record: row, texts, input of the exit code.

    `why` is the failure of one that did not run; `unchanged` says that it was not run again.
    """

    ente: str
    row: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    why: str = ""
    places: tuple[str, ...] = ()
    severities: frozenset[str] = frozenset()
    held: bool = False
    own_rules: bool = False
    unchanged: bool = False


def told(line: Line, year: int | None = None, texts: bool = True) -> EnteTold:
    """The output about one ente; `year` is shown if there are several years, `texts` if there are few enti."""
    if isinstance(line, Failed):
        return EnteTold(ente=line.ente, row=_row(line), texts=line.messages, why=line.why, places=line.places)
    record = line.record
    name, *cells = _row(line) if texts else (line.ente,)
    return EnteTold(
        ente=line.ente,
        row=(f"{name}\n{year}" if year else name, *cells),
        texts=tuple(run_texts(line)) if texts else (),
        severities=frozenset(finding.severity for finding in record.results.findings),
        held=any(state.state in ("blocked", "partial") for state in record.phases),
        own_rules=bool(record.own_rules),
    )


def told_again(ente: str, summary: Mapping[str, Any], year: int | None = None) -> EnteTold:
    """The same for an ente that was not run again, from the summary of its results."""
    whole, counts = summary["figures"]["ente"] or {}, summary["findings"]
    grade = whole.get("grade")
    found = [counted(counts[severity], *words) for severity, words in COUNTED.items() if counts.get(severity)]
    return EnteTold(
        ente=ente,
        row=(
            f"{ente}\n{summary['name']}" + (f"\n{year}" if year else ""),
            "invariato, non rieseguito",
            f"{decimal_text(Decimal(grade))}%\n{STATES[whole['state']]}" if grade else "—",
            "\n".join(found) or "nessuno",
        ),
        severities=frozenset(severity for severity, count in counts.items() if count),
        held=any(one["state"] in ("blocked", "partial") for one in summary["phases"]),
        own_rules=bool(summary.get("own_rules")),
        unchanged=True,
    )


def print_run(lines: Sequence[EnteTold], year: int | str, as_of: date, console: Console) -> None:
    """One row per ente; then what is missing, the findings, and where the results are."""
    table = Table(title=f"Ciclo della performance {year}, al {day_text(as_of)}", title_justify="left", box=SIMPLE_HEAD)
    for head in COLUMNS:
        table.add_column(head, overflow="fold")
    for line in lines:
        table.add_row(*map(in_lines, line.row))
    console.print(table)
    for text in in_common((line.ente, text) for line in lines if line.why for text in line.texts):
        console.print(one_line(text), soft_wrap=True)
    for line in lines:
        for text in () if line.why else line.texts:
            console.print(one_line(text), soft_wrap=True)


def _row(line: Line) -> tuple[str, str, str, str]:
    if isinstance(line, Failed):
        return line.ente, "non eseguito", "—", f"{line.why}: {len(line.messages)}"
    record = line.record
    return (
        f"{line.ente}\n{record.dossier.ente.name}",
        _phases(record),
        _figure(record),
        _findings(record),
    )


def _phases(record: Record) -> str:
    told = [f"{PHASES[state.phase.value]}: {text}" for state in record.phases if (text := phase_text(state))]
    return "\n".join(told) or "nulla da calcolare"


def _figure(record: Record) -> str:
    whole = record.results.grade("ente", record.dossier.ente.id)
    if whole is None:
        return "—"
    lines = ["—" if whole.value is None else _two_decimals(whole.value), STATES[whole.state.value]]
    if whole.if_zero is not None and whole.value is not None:
        lines.append(f"con zeri: {_two_decimals(whole.if_zero)}")
    return "\n".join(lines)


def _two_decimals(value: Fraction) -> str:
    return f"{decimal_text(half_up(value, 2))}%"


def _findings(record: Record) -> str:
    counts: Counter[str] = Counter(finding.severity for finding in record.results.findings)
    found = [counted(counts[severity], *words) for severity, words in COUNTED.items() if counts[severity]]
    late = Counter(deadline.state.value for deadline in record.deadlines)
    found += [counted(late[state], *words) for state, words in TERMS.items() if late[state]]
    return "\n".join(found) or "nessuno"
