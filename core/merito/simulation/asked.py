"""`--set`: the supposed values of a command, checked before anything is computed; the marked folder of its results."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

from attrs import frozen

from merito.contract.faults import PluginError
from merito.model.language import in_words
from merito.model.messages import say
from merito.outputs.marks import MARK, mark_text
from merito.outputs.own_folder import RUN_FILE
from merito.regulations import Regulations, Stack
from merito.terminal.console import console, in_lines, one_line
from merito.terminal.options import Option
from merito.workspace.common import installed_regulations
from merito.workspace.config import Workspace
from merito.workspace.ente_config import read_ente
from merito.workspace.files import shown_path
from merito.workspace.heads import suggestion
from merito.workspace.in_place import clear_left, left_beside, make_own_folder, rights_of, write_whole
from merito.workspace.problems import Problem, Problems, WorkspaceError
from merito.workspace.selection import Selection
from merito.workspace.supposed import SOURCE, Asked, asked_in, known_keys, read_asked, touches
from merito.workspace.system_faults import fault_told

BESIDE = "-simulazione"
LONGEST = 60
UNSAFE = re.compile(r"[^A-Za-z0-9.-]+")
SHOWN = 8
SetOption = Annotated[
    list[str] | None,
    Option(
        "--set",
        say(
            "Suppone, per questa volta soltanto, un parametro, una lettura o una somma "
            "(funds.NOME, figures.NOME); si può ripetere."
        ),
        say("CHIAVE=VALORE"),
    ),
]


def simulation_folder(out: Path, asked: Iterable[Asked]) -> Path:
    """The folder for exactly these supposed values, in any order, next to the results."""
    texts = sorted(map(str, asked))
    keys = "_".join(UNSAFE.sub("-", text.partition("=")[0]) for text in texts)[:LONGEST]
    known = hashlib.sha256("\n".join(texts).encode("utf-8")).hexdigest()[:8]
    out = out.resolve()
    return out.with_name(out.name + BESIDE) / f"{keys}-{known}"


def not_for_results(target: Path) -> str:
    """Why the results of a real run cannot be in a folder (Italian); blank if they can."""
    around = _simulated(target)
    return (
        in_words(
            say(
                "{around}: contiene una simulazione ({mark}): i risultati veri vogliono un'altra cartella",
                around=around,
                mark=MARK,
            )
        )
        if around
        else ""
    )


def _of_a_beginning(path: Path) -> bool:
    """Whether it is `run.json`, its lock or a part: a run that was killed before it marked its folder has left it."""
    return path.name == RUN_FILE or path.name.startswith(f".{RUN_FILE}.")


def not_for_simulation(target: Path, asked: Iterable[Asked], outs: Iterable[Path]) -> str:
    """Why this simulation cannot use a folder (Italian); blank if it can. `outs` contain real results."""
    real = next((out for out in map(Path.resolve, outs) if target.is_relative_to(out)), None)
    if real is not None:
        return in_words(
            say(
                "{target}: è la cartella dei risultati veri, o sta tra quelli: una simulazione ne vuole un'altra",
                target=target,
            )
        )
    around = _simulated(target.parent)
    if around is not None:
        return in_words(
            say(
                "{target}: sta dentro un'altra simulazione ({around}): indicare un'altra cartella",
                target=target,
                around=around,
            )
        )
    left = left_beside(target / MARK)
    if not target.is_dir() or all(one in left or _of_a_beginning(one) for one in target.iterdir()):
        return ""
    if not (target / MARK).is_file():
        return in_words(
            say(
                "{target}: contiene altri file, che non sono di una simulazione: indicare una cartella vuota o nuova",
                target=target,
            )
        )
    if (target / MARK).read_text(encoding="utf-8") != _text(asked):
        return in_words(
            say(
                "{target}: contiene una simulazione con altre ipotesi ({mark} le dice): indicare un'altra cartella",
                target=target,
                mark=MARK,
            )
        )
    return ""


def begin_simulation(target: Path, asked: Iterable[Asked]) -> None:
    """Creates the folder with its mark, before any result is in it."""
    make_own_folder(target)
    clear_left(target / MARK)
    _, mode = rights_of()
    write_whole(target / MARK, _text(asked), mode)


def _simulated(folder: Path) -> Path | None:
    """The folder of a simulation that contains this one, or is it."""
    return next((place for place in (folder, *folder.parents) if (place / MARK).is_file()), None)


def _text(asked: Iterable[Asked]) -> str:
    return mark_text(sorted(map(str, asked)))


@frozen
class Suppositions:
    """The supposed values, and the enti that they do not affect."""

    asked: tuple[Asked, ...] = ()
    untouched: tuple[str, ...] = ()


def suppositions(words: list[str] | None, chosen: Selection) -> Suppositions:
    """The values that `--set` supposes for the enti of a selection.

    Raises WorkspaceError, with all errors, if no ente knows a key, or if a value is outside the limits for an ente of
    any of their regulations.
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
        raise WorkspaceError("\n".join(dict.fromkeys(map(str, problems.found))))
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
    look = in_words(
        say("merito parameters e merito rules --readings li elencano; i fondi e i dati: funds.NOME, figures.NOME")
    )
    for stack in stacks.values():
        if one.key in stack.rulebook.retired:
            instead = in_words(say("Al suo posto: {retired}.", retired=tuple(stack.rulebook.retired[one.key])))
            return Problem(SOURCE, in_words(say("{key}: questa lettura non c'è più", key=one.key)), remedy=instead)
    message = in_words(
        say("{key}: né un parametro, né una lettura, né un fondo o un dato di {names}", key=one.key, names=names)
    )
    return Problem(source=SOURCE, message=message, remedy=f"{suggestion(one.key, known)} ({look})".lstrip())


def place_of_results(out: Path | None, workspace: Workspace, asked: tuple[Asked, ...]) -> Path:
    """The folder of a run's results; raises WorkspaceError if real and simulated ones would be mixed."""
    target = out.resolve() if out else simulation_folder(workspace.out, asked) if asked else workspace.out
    if target.exists() and not target.is_dir():
        raise WorkspaceError(
            in_words(say("{target}: è un file, mentre i risultati vanno in una cartella", target=target))
        )
    try:
        outs = [part.out for part in workspace.every()]
        why = not_for_simulation(target, asked, outs) if asked else not_for_results(target)
        if why:
            raise WorkspaceError(why)
        if asked:
            begin_simulation(target, asked)
    except OSError as error:
        raise WorkspaceError(fault_told(error, target)) from error
    return target


def tell_simulation(supposed: Suppositions, target: Path) -> None:
    """Reports at the end of a run that it was a simulation, which enti it affected, and where it is."""
    if not supposed.asked:
        return
    terminal, shown = console(), shown_path(target, Path.cwd())
    terminal.print(in_lines(f"SIMULAZIONE: {'; '.join(map(str, supposed.asked))}"), soft_wrap=True)
    if supposed.untouched:
        names = ", ".join(supposed.untouched[:SHOWN]) + (", ..." if len(supposed.untouched) > SHOWN else "")
        many = in_words(say("{n} ente non toccato", many="{n} enti non toccati", number="n", n=len(supposed.untouched)))
        terminal.print(
            one_line(say("{what}, il cui regolamento non conosce nulla di ciò: {names}", what=many, names=names)),
            soft_wrap=True,
        )
    told = in_words(
        say(
            "non entra nel registro e non si adotta; sta in {shown}; si confronta con merito diff ESECUZIONE {shown2}",
            shown=shown,
            shown2=shown,
        )
    )
    terminal.print(in_lines(told), soft_wrap=True)
