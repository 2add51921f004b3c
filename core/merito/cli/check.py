"""`merito check`: reads and checks, computes nothing."""

from collections.abc import Sequence
from typing import NamedTuple

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
    checked = [_Checked(name, error.messages, wrong=True) for name, error in chosen.broken.items()]
    checked += [_one(name, chosen, regulations) for name in chosen.enti]
    terminal = console()
    for one in checked:
        for text in one.told:
            terminal.print(Text(f"{one.ente}: {text}"), soft_wrap=True)
    if any(one.wrong for one in checked):
        raise typer.Exit(ERRORS)


class _Checked(NamedTuple):
    ente: str
    told: Sequence[str]
    wrong: bool


def _one(ente: str, chosen: Selection, regulations: Regulations) -> _Checked:
    try:
        opened = chosen.open(ente, regulations)
        findings = check_course(opened.course)
    except UNUSABLE as error:
        return _Checked(ente, error.messages, wrong=True)
    told = [line.text for line in finding_lines(findings, opened.course.stack.rulebook)]
    told = told or ["dati leggibili, nessun rilievo"]
    if opened.empty:
        told.append(f"tabelle ancora vuote: {', '.join(opened.empty)}")
    return _Checked(ente, told, any(finding.severity == "error" for finding in findings))
