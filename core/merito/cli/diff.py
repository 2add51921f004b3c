"""`merito diff`: compares two runs of one ente, or a simulation with a run."""

import json
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import click
from attrs import asdict

from merito.api.register import Register
from merito.cli.registers import HERE, PathOption
from merito.contract.faults import PluginError
from merito.model.messages import say
from merito.register.entries import FOLDER, Entry
from merito.register.told import difference_lines
from merito.regulations import Own
from merito.terminal.console import console, one_line
from merito.terminal.options import RUN, Argument, Option
from merito.workspace.common import installed_regulations
from merito.workspace.config import open_workspace
from merito.workspace.ente_config import read_ente
from merito.workspace.problems import BadDataError, WorkspaceError


def diff(
    old: Annotated[
        str,
        Argument(
            help=say(
                "Un'esecuzione: il numero della sua voce, almeno 8 cifre della sua impronta, "
                "oppure «adopted» (quella adottata). Una simulazione: la sua cartella."
            ),
            metavar=RUN,
        ),
    ],
    new: Annotated[str, Argument(help=say("Un'esecuzione, o una simulazione, come la prima."), metavar=RUN)],
    path: PathOption = HERE,
    every: Annotated[bool, Option("--all", say("Ogni riga, anche di tabelle lunghe."))] = False,
    as_json: Annotated[bool, Option("--json", say("JSON, con la sua versione, in luogo del testo."))] = False,
) -> None:
    """Show which figures changed from one run to another, or to a simulation, and what caused it."""
    found = Register(path).diff(old, new)
    if as_json:
        told = {
            "version": 1,
            "old": _named(found.old),
            "new": _named(found.new),
            "several": found.several,
            "causes": list(map(asdict, found.causes)),
            "totals": asdict(found.totals, value_serializer=_exact),
            "changes": list(map(asdict, found.changes)),
        }
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for line in difference_lines(found, whole=every, titles=_titles(found.new, path)):
        console().print(one_line(line), soft_wrap=True)


def _titles(entry: Entry, path: Path) -> dict[str, dict[str, str]]:
    """The titles of funds and tools in the rules of a run; empty if these are not on this machine."""
    regulation = entry.body["regulation"]
    try:
        own = _own_rules(entry.ente, regulation, path)
        inputs = installed_regulations().stack(regulation, own, run_own=False).inputs
    except PluginError:
        return {}
    return {
        "fund": {name: fund.title for name, fund in inputs.funds.items()},
        "tool": {name: tool.title for name, tool in inputs.tools.items()},
    }


def _own_rules(ente: str, regulation: str, path: Path) -> Own:
    """The present own rules of an ente in the workspace of its register; None if it cannot be read."""
    try:
        homes = [(part, folder) for part in open_workspace(path).every() for folder in part.folders]
    except WorkspaceError:
        return Own()
    for part, folder in homes:
        with suppress(BadDataError):
            config = read_ente(folder, part)
            if (config.id, config.regulation) == (ente, regulation):
                return config.own
    return Own()


def _named(entry: Entry) -> int | str:
    return str(entry.body[FOLDER]) if FOLDER in entry.body else entry.number


def _exact(_: object, __: object, value: object) -> object:
    return str(value) if isinstance(value, Decimal) else value
