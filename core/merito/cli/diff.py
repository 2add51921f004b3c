"""`merito diff`: compares two runs of one ente, or a simulation with a run."""

import json
from contextlib import nullcontext, suppress
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import click
from attrs import asdict
from rich.text import Text

from merito.cli.registers import HERE, PathOption, reading
from merito.contract.faults import PluginError
from merito.register.differences import Difference, difference
from merito.register.entries import FOLDER, Entry
from merito.register.problems import RegisterError
from merito.register.runs import ADOPTED, run_called
from merito.register.told import difference_lines
from merito.regulations import Own
from merito.simulation.kept import Kept, names_folder, simulated_run
from merito.terminal.console import console, stop
from merito.terminal.options import Argument, Option
from merito.workspace.common import installed_regulations
from merito.workspace.config import open_workspace
from merito.workspace.ente_config import read_ente
from merito.workspace.problems import BadDataError, WorkspaceError

if TYPE_CHECKING:
    from merito.register.store import Reader

RUN_HELP = "A run: the number of its entry, 8 or more digits of its hash, or `adopted`. A simulation: its folder."


def diff(
    old: Annotated[str, Argument(metavar="RUN", help=RUN_HELP)],
    new: Annotated[str, Argument(metavar="RUN", help=RUN_HELP)],
    path: PathOption = HERE,
    every: Annotated[bool, Option("--all", help="Every row, also of long tables.")] = False,
    as_json: Annotated[bool, Option("--json", help="Versioned JSON instead of text.")] = False,
) -> None:
    """Show which figures changed from one run to another, or to a simulation, and what caused it."""
    only_folders = names_folder(old) and names_folder(new)
    with nullcontext() if only_folders else reading(path) as reader:
        try:
            found = _found(old, new, reader)
        except RegisterError as error:
            stop(str(error))
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
        console().print(Text(line), soft_wrap=True)


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


def _found(old: str, new: str, reader: "Reader | None") -> Difference:
    """The difference of what two words name; a word that depends on the other is resolved after it."""
    own: dict[str, bytes] = {}
    later = old == ADOPTED or (names_folder(old) and not names_folder(new))
    first, second = (new, old) if later else (old, new)
    one = _side(first, reader, own, None)
    two = _side(second, reader, own, one)
    before, after = (two, one) if later else (one, two)
    return difference(Kept(own, reader), before, after)


def _side(word: str, reader: "Reader | None", own: dict[str, bytes], beside: Entry | None) -> Entry:
    if names_folder(word):
        entry, contents = simulated_run(Path(word), *((beside.ente, beside.year) if beside else ()))
        own |= contents
        return entry
    if any(mark in word for mark in "/\\"):
        raise RegisterError(f"{word}: la cartella non c'è")
    assert reader is not None
    return run_called(reader, word, beside)


def _named(entry: Entry) -> int | str:
    return str(entry.body[FOLDER]) if FOLDER in entry.body else entry.number


def _exact(_: object, __: object, value: object) -> object:
    return str(value) if isinstance(value, Decimal) else value
