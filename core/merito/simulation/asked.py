"""`--set`: the supposed values of a command, checked before anything is computed; where the results are written."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from attrs import frozen
from rich.text import Text

from merito.contract.faults import PluginError
from merito.numbers import counted
from merito.regulations import Regulations, Stack
from merito.simulation.folder import begin_simulation, not_for_results, not_for_simulation, simulation_folder
from merito.terminal.console import console, stop
from merito.terminal.options import Option
from merito.terminal.selection import Selection
from merito.workspace.common import installed_regulations
from merito.workspace.config import Workspace
from merito.workspace.ente_config import read_ente
from merito.workspace.files import shown_path
from merito.workspace.heads import suggestion
from merito.workspace.problems import Problem, Problems
from merito.workspace.supposed import SOURCE, Asked, asked_in, known_keys, read_asked, touches
from merito.workspace.system_faults import fault_told

SHOWN = 8
SetOption = Annotated[
    list[str] | None,
    Option(
        "--set",
        metavar="KEY=VALUE",
        help="Suppose a parameter, a reading or a sum (funds.NAME, figures.NAME) for this time alone; may be repeated.",
    ),
]


@frozen
class Suppositions:
    """The supposed values, and the enti that they do not affect."""

    asked: tuple[Asked, ...] = ()
    untouched: tuple[str, ...] = ()


def suppositions(words: list[str] | None, chosen: Selection) -> Suppositions:
    """The values that `--set` supposes for the enti of a selection.

    Ends the program, with all errors, if no ente knows a key, or if a value is outside the limits for an ente of any of
    their regulations.
    """
    if not words:
        return Suppositions()
    problems = Problems()
    asked = asked_in(words, problems)
    stacks = dict(_stacks(chosen, installed_regulations()))
    for stack in {id(stack): stack for stack in stacks.values()}.values():
        read_asked(asked, stack, problems)
    known = dict.fromkeys(key for stack in stacks.values() for key in known_keys(stack))
    for one in asked:
        if stacks and not any(touches(one, stack) for stack in stacks.values()):
            problems.add(_unknown(one, tuple(known), stacks))
    if problems:
        stop("\n".join(dict.fromkeys(map(str, problems.found))))
    untouched = tuple(ente for ente, stack in stacks.items() if not any(touches(one, stack) for one in asked))
    return Suppositions(asked, untouched)


def _stacks(chosen: Selection, regulations: Regulations) -> Iterator[tuple[str, Stack]]:
    """The layers of every ente that can be read; of its own rules only the declarations, since nothing runs here."""
    for ente, home in chosen.homes.items():
        config = read_ente(home.folder, home.workspace)
        try:
            yield ente, regulations.stack(config.regulation, config.own, run_own=False)
        except PluginError:
            continue  # reported when that ente is run


def _unknown(one: Asked, known: tuple[str, ...], stacks: dict[str, Stack]) -> Problem:
    names = ", ".join(dict.fromkeys(stack.regulation.name for stack in stacks.values()))
    look = "merito parameters e merito rules --readings li elencano; i fondi e i dati: funds.NOME, figures.NOME"
    message = f"{one.key}: né un parametro, né una lettura, né un fondo o un dato di {names}"
    return Problem(source=SOURCE, message=message, remedy=f"{suggestion(one.key, known)} ({look})".lstrip())


def place_of_results(out: Path | None, workspace: Workspace, asked: tuple[Asked, ...]) -> Path:
    """The folder of a run's results; ends the program if real and simulated ones would be mixed."""
    target = out.resolve() if out else simulation_folder(workspace.out, asked) if asked else workspace.out
    if target.exists() and not target.is_dir():
        stop(f"{target}: è un file, mentre i risultati vanno in una cartella")
    try:
        outs = [part.out for part in workspace.every()]
        why = not_for_simulation(target, asked, outs) if asked else not_for_results(target)
        if why:
            stop(why)
        if asked:
            begin_simulation(target, asked)
    except OSError as error:
        stop(fault_told(error, target))
    return target


def tell_simulation(supposed: Suppositions, target: Path) -> None:
    """Reports at the end of a run that it was a simulation, which enti it affected, and where it is."""
    if not supposed.asked:
        return
    terminal, shown = console(), shown_path(target, Path.cwd())
    terminal.print(Text(f"SIMULAZIONE: {'; '.join(map(str, supposed.asked))}"), soft_wrap=True)
    if supposed.untouched:
        names = ", ".join(supposed.untouched[:SHOWN]) + (", ..." if len(supposed.untouched) > SHOWN else "")
        many = counted(len(supposed.untouched), "ente non toccato", "enti non toccati")
        terminal.print(Text(f"{many}, il cui regolamento non conosce nulla di ciò: {names}"), soft_wrap=True)
    told = f"non entra nel registro e non si adotta; sta in {shown}; si confronta con merito diff ESECUZIONE {shown}"
    terminal.print(Text(told), soft_wrap=True)
