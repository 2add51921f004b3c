"""`merito run`: the cycle of every ente of a workspace."""

from collections.abc import Mapping
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from attrs import evolve
from rich.progress import track

from merito.cli.compare import beside, compare_enti
from merito.cli.keep import Keeping
from merito.cli.options import (
    ERRORS,
    AsOfOption,
    EnteOption,
    PathArgument,
    Selection,
    YearOption,
    console,
    errors,
    installed_regulations,
    select,
    stop,
)
from merito.cli.registers import register_place
from merito.cycle import run as run_cycle
from merito.declarations.sections import PluginError
from merito.model.record import Record
from merito.regulations import PluginFaultError, Regulations, Stack
from merito.report.run_table import Done, Failed, Line, print_run
from merito.workspace.comparison import years_text
from merito.workspace.problems import BadDataError
from merito.workspace.result_tables import OutTable
from merito.workspace.writer import mark_stale, write_record


class FailOn(StrEnum):
    """What else than an error makes the exit code 1."""

    BLOCKED = "blocked"
    WARNING = "warning"


def run(
    path: PathArgument,
    ente: EnteOption = None,
    year: YearOption = None,
    as_of: AsOfOption = None,
    provisional: Annotated[
        bool,
        typer.Option("--provisional", help="Open phase gates; every figure is marked, nothing withheld is paid."),
    ] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Folder of the results; default: the workspace's.")] = None,
    fail_on: Annotated[
        list[FailOn] | None, typer.Option("--fail-on", help="Exit with 1 also on this; may be repeated.")
    ] = None,
) -> None:
    """Run the cycle and write its results, one folder per ente and year."""
    chosen = select(path, ente, year, as_of)
    target = out.resolve() if out else chosen.workspace.out
    if target.exists() and not target.is_dir():
        stop(f"{target}: è un file, mentre i risultati vanno in una cartella")
    regulations, kept = installed_regulations(), Keeping(register_place(chosen.workspace))
    lines: list[Line] = [_bad_data(name, error, chosen, target) for name, error in chosen.broken.items()]
    enti = list(chosen.enti)
    for name in track(enti, description="enti", console=errors(), transient=True, disable=len(enti) < 2):
        lines.append(_one(name, chosen, regulations, provisional, target, kept))
    print_run(lines, years_text(chosen.years), chosen.as_of, console())
    compared, registered = compare_enti(lines, chosen, target), kept.end()
    if not (compared and registered) or any(_fails(line, fail_on or []) for line in lines):
        raise typer.Exit(ERRORS)


def _one(
    ente: str, chosen: Selection, regulations: Regulations, provisional: bool, target: Path, kept: Keeping
) -> Line:
    """Runs, writes and registers one ente; whatever is wrong with it stays its own, and its earlier results stand."""
    try:
        opened = chosen.open(ente, regulations, provisional)
        record = run_cycle(opened.course, opened.hashes)
        stack = opened.course.stack
        written = write_record(record, stack, target, partial(_pages, record, stack, beside(chosen)))
    except BadDataError as error:
        return _bad_data(ente, error, chosen, target)
    except (PluginError, PluginFaultError) as error:
        return _failed(ente, "difetto del plugin", error.messages, chosen, target)
    except OSError as error:
        return Failed(ente, "risultati non scritti", (f"{error.filename}: {error.strerror}",))
    kept.keep(record, opened.course, written.texts, chosen.homes[ente].workspace.root)
    return Done(ente, record, written.folder, stack.inputs, stack.rulebook)


def _pages(record: Record, stack: Stack, compared: bool, tables: tuple[OutTable, ...]) -> Mapping[str, str]:
    """The pages of an ente's results, by file name; `compared` where a page of all enti stands above them."""
    from merito.report.page import INDEX, index_page  # noqa: PLC0415 (heavy: only when results are written)

    return {INDEX: index_page(record, stack, tables, compared)}


def _bad_data(name: str, error: BadDataError, chosen: Selection, target: Path) -> Failed:
    return evolve(_failed(name, "dati da correggere", error.messages, chosen, target), places=error.places)


def _failed(name: str, why: str, messages: tuple[str, ...], chosen: Selection, target: Path) -> Failed:
    mark_stale(target, name, chosen.year_of(name), why, chosen.as_of)
    return Failed(name, why, messages)


def _fails(line: Line, fail_on: list[FailOn]) -> bool:
    if isinstance(line, Failed):
        return True
    severities = {finding.severity for finding in line.record.results.findings}
    blocked = any(state.state in ("blocked", "partial") for state in line.record.phases)
    return (
        "error" in severities
        or (FailOn.BLOCKED in fail_on and blocked)
        or (FailOn.WARNING in fail_on and "warning" in severities)
    )
