"""`merito check`: reads and checks, computes nothing."""

import typer
from rich.text import Text

from merito.cli.options import (
    ERRORS,
    UNUSABLE,
    AsOfOption,
    EnteOption,
    PathArgument,
    YearOption,
    console,
    installed_regulations,
)
from merito.cli.selection import Selection, select
from merito.cycle import check as check_course
from merito.regulations import Regulations
from merito.report.finding_lines import finding_lines


def check(path: PathArgument, ente: EnteOption = None, year: YearOption = None, as_of: AsOfOption = None) -> None:
    """Read everything, check parameters and plan, compute nothing."""
    chosen = select(path, ente, year, as_of)
    regulations = installed_regulations()
    bad = [(name, error.messages, True) for name, error in chosen.broken.items()]
    bad += [_one(name, chosen, regulations) for name in chosen.enti]
    terminal = console()
    for name, messages, _ in bad:
        for message in messages:
            terminal.print(Text(f"{name}: {message}"), soft_wrap=True)
        if not messages:
            terminal.print(Text(f"{name}: dati leggibili, nessun rilievo"), soft_wrap=True)
    if any(error for _, _, error in bad):
        raise typer.Exit(ERRORS)


def _one(ente: str, chosen: Selection, regulations: Regulations) -> tuple[str, tuple[str, ...], bool]:
    try:
        course = chosen.open(ente, regulations).course
        findings = check_course(course)
    except UNUSABLE as error:
        return ente, error.messages, True
    lines = tuple(line.text for line in finding_lines(findings, course.stack.rulebook))
    return ente, lines, any(finding.severity == "error" for finding in findings)
