"""The table that a run prints: ente, phases, figure, findings, and where the results lie."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from attrs import frozen
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from merito.cycle.gates import reason_of
from merito.declarations.inputs import Inputs
from merito.model.money import CENT_ZERO, FundLine
from merito.model.record import Record
from merito.model.results import Finding
from merito.numbers import counted, day_text, decimal_text, euro_text, half_up
from merito.outputs.coded import PHASES, STATES
from merito.outputs.reserved import Reserved, reserved_of
from merito.report.finding_lines import finding_lines
from merito.report.held import held_by_conditions, held_by_fund, tool_text
from merito.report.words import phase_text
from merito.rulebook import Rulebook

COUNTED = {"error": ("errore", "errori"), "warning": ("avviso", "avvisi"), "info": ("nota", "note")}
TERMS = {"overdue": ("termine scaduto", "termini scaduti"), "late": ("atto in ritardo", "atti in ritardo")}
INDICATORS = (("final", "valutati"), ("monitoring", "in monitoraggio"), ("not_measured", "non misurati"))
COLUMNS = ("Ente", "Fasi", "Grado dell'ente", "Rilievi")
SHOWN = 20
NAMED = 8
LEFT = ("altro rilievo", "altri rilievi")


@frozen
class Done:
    """An ente that ran, its record, the folder of its results, the inputs that name its funds, and its rules."""

    ente: str
    record: Record
    folder: Path
    inputs: Inputs
    rulebook: Rulebook


@frozen
class Failed:
    """An ente that could not run: why, and every message; `places` are those of its bad data, not what they hold."""

    ente: str
    why: str
    messages: tuple[str, ...]
    places: tuple[str, ...] = ()


Line = Done | Failed


@frozen(kw_only=True)
class Told:
    """What the end of a run says of an ente, without its record: its row, its texts, and what the exit code looks at.

    `why` tells the failure of one that did not run; `unchanged`, that its results stand and it was not run again.
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


def told(line: Line, year: int | None = None, texts: bool = True) -> Told:
    """The end of a run about one ente; `year` is said where the years are several, `texts` where enti are few."""
    if isinstance(line, Failed):
        return Told(ente=line.ente, row=_row(line), texts=line.messages, why=line.why, places=line.places)
    record = line.record
    name, *cells = _row(line) if texts else (line.ente,)
    return Told(
        ente=line.ente,
        row=(f"{name}\n{year}" if year else name, *cells),
        texts=tuple(_told(line)) if texts else (),
        severities=frozenset(finding.severity for finding in record.results.findings),
        held=any(state.state in ("blocked", "partial") for state in record.phases),
        own_rules=bool(record.own_rules),
    )


def told_again(ente: str, summary: Mapping[str, Any], year: int | None = None) -> Told:
    """The same about an ente that was not run again, from the summary of its results."""
    whole, counts = summary["figures"]["ente"] or {}, summary["findings"]
    grade = whole.get("grade")
    found = [counted(counts[severity], *words) for severity, words in COUNTED.items() if counts.get(severity)]
    return Told(
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


def print_run(lines: Sequence[Told], year: int | str, as_of: date, console: Console) -> None:
    """One row per ente; then what is missing, what was found, and where the results are."""
    table = Table(title=f"Ciclo della performance {year}, al {day_text(as_of)}", title_justify="left", box=SIMPLE_HEAD)
    for head in COLUMNS:
        table.add_column(head, overflow="fold")
    for line in lines:
        table.add_row(*map(Text, line.row))
    console.print(table)
    for line in lines:
        for text in line.texts:
            console.print(Text(f"{line.ente}: {text}" if line.why else text), soft_wrap=True)


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


def _indicators(record: Record) -> str:
    counts = Counter(grade.state.value for grade in record.results.grades if grade.scope == "indicator")
    return ", ".join(f"{counts[state]} {word}" for state, word in INDICATORS if counts[state])


def _funds(line: Done) -> Iterator[str]:
    lines = line.record.results.fund_lines
    for fund in dict.fromkeys(row.fund for row in lines):
        own = [row for row in lines if row.fund == fund]
        named = line.inputs.funds.get(fund)
        whole, paid, withheld, saved = (
            euro_text(_total(own, column)) for column in ("amount", "paid", "withheld", "savings")
        )
        yield f"{named.title if named else fund}, {whole}: pagati {paid}, trattenuti {withheld}, economie {saved}"


def _held(line: Done) -> Iterator[str]:
    for one in held_by_fund(line.record.results.fund_lines, line.inputs.funds):
        yield f"{one.told}: {one.why()}"
    yield from held_by_conditions(line.record)


def _total(lines: list[FundLine], column: str) -> Decimal:
    return sum((getattr(line, column) for line in lines), CENT_ZERO)


def _findings(record: Record) -> str:
    counts: Counter[str] = Counter(finding.severity for finding in record.results.findings)
    found = [counted(counts[severity], *words) for severity, words in COUNTED.items() if counts[severity]]
    late = Counter(deadline.state.value for deadline in record.deadlines)
    found += [counted(late[state], *words) for state, words in TERMS.items() if late[state]]
    return "\n".join(found) or "nessuno"


def _told(line: Done) -> Iterator[str]:
    record = line.record
    for file, digest in record.own_rules.items():
        yield f"{line.ente}: regole proprie dell'ente: {file}, impronta {digest}"
    if indicators := _indicators(record):
        yield f"{line.ente}: indicatori: {indicators}"
    whole = record.results.grade("ente", record.dossier.ente.id)
    if whole is not None and whole.reason:
        yield f"{line.ente}: grado dell'ente {STATES[whole.state.value]}: {whole.reason}"
    for text in _funds(line):
        yield f"{line.ente}: {text}"
    for text in _held(line):
        yield f"{line.ente}: {text}"
    missing = [f"{PHASES[state.phase.value]}: {why}" for state in record.phases for why in state.missing]
    missing += [
        f"{tool_text(tool, line.inputs)}: {reason_of(gate)}"
        for gate in record.gates
        if not gate.open and (tool := gate.gate.tool)
    ]
    for text in dict.fromkeys(missing):
        yield f"{line.ente}, {text}"
    grave = [one for severity in ("error", "warning") for one in record.results.findings if one.severity == severity]
    lines = finding_lines(grave, line.rulebook, NAMED)[:SHOWN]
    for one in lines:
        yield f"{line.ente}, {one.text}"
    shown = {id(finding) for one in lines for finding in one.findings}
    left = [one for one in record.results.findings if id(one) not in shown]
    for file, rows in _files(left, reserved_of(record.dossier)):
        yield f"{line.ente}: {counted(len(rows), *LEFT)} in {file}"
    for reading in record.open_readings:
        yield f"{line.ente}: lettura {reading.id} da adottare: trattiene denaro"
    yield f"{line.ente}: risultati in {_shown(line.folder)}"


def _files(findings: list[Finding], reserved: Reserved) -> Iterator[tuple[str, list[Finding]]]:
    """The files in which findings stand, those about persons apart."""
    apart = [one for one in findings if reserved.about(one.subject)]
    public = [one for one in findings if not reserved.about(one.subject)]
    for file, rows in (("findings.csv", public), ("riservato/findings.csv", apart)):
        if rows:
            yield file, rows


def _shown(folder: Path) -> str:
    here = Path.cwd()
    return str(folder.relative_to(here)) if folder.is_relative_to(here) else str(folder)
