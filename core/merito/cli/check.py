"""`merito check`: reads and checks, computes nothing."""

from pathlib import Path

import typer
from rich.text import Text

from merito.cli.options import (
    ERRORS,
    AsOfOption,
    EnteOption,
    PathArgument,
    Selection,
    YearOption,
    console,
    installed_regulations,
    select,
)
from merito.cycle import check as check_course
from merito.declarations.sections import PluginError
from merito.regulations import PluginFaultError, Regulations
from merito.report.run_table import told_finding
from merito.workspace.config import read_ente
from merito.workspace.dossiers import open_ente
from merito.workspace.problems import BadDataError


def check(path: PathArgument, ente: EnteOption = None, year: YearOption = None, as_of: AsOfOption = None) -> None:
    """Read everything, check parameters and plan, compute nothing."""
    chosen = select(path, ente, year, as_of)
    regulations = installed_regulations()
    bad = [(name, tuple(map(str, error.problems)), True) for name, error in chosen.broken.items()]
    bad += [_one(folder, chosen, regulations) for folder in chosen.folders]
    terminal = console()
    for name, messages, _ in bad:
        for message in messages:
            terminal.print(Text(f"{name}: {message}"), soft_wrap=True)
        if not messages:
            terminal.print(Text(f"{name}: dati leggibili, nessun rilievo"), soft_wrap=True)
    if any(error for _, _, error in bad):
        raise typer.Exit(ERRORS)


def _one(folder: Path, chosen: Selection, regulations: Regulations) -> tuple[str, tuple[str, ...], bool]:
    name = folder.name
    try:
        name = read_ente(folder, chosen.workspace).id
        opened = open_ente(folder, chosen.workspace, regulations, chosen.year, chosen.as_of)
        findings = check_course(opened.course)
    except BadDataError as error:
        return name, tuple(map(str, error.problems)), True
    except PluginError as error:
        return name, error.messages, True
    except PluginFaultError as fault:
        return name, (str(fault),), True
    told = tuple(told_finding(finding) for finding in findings)
    return name, told, any(finding.severity == "error" for finding in findings)
