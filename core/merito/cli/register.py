"""`merito register`: verifies the chain, and prints its head."""

import json
from pathlib import Path
from typing import Annotated

import click
from attrs import evolve
from click.exceptions import Exit

from merito.api.register import Register
from merito.cli.registers import HERE, RegisterArgument, ids_of
from merito.model.language import in_words
from merito.model.messages import say
from merito.register.access import reading, workspace_of
from merito.register.heads import heads_outside
from merito.register.place import anchor_of
from merito.register.results import ResultsHeld, results_held
from merito.register.told import moment_text
from merito.register.verification import verify as verified
from merito.terminal.console import ERRORS, console, one_line
from merito.terminal.options import DIRECTORY, Option

JsonOption = Annotated[bool, Option("--json", say("JSON, con la sua versione, in luogo del testo."))]


def verify(
    path: RegisterArgument = HERE,
    anchor: Annotated[
        list[str] | None,
        Option("--anchor", say("Un'impronta stampata prima da «register digest»; si può ripetere."), say("IMPRONTA")),
    ] = None,
    out: Annotated[
        Path | None,
        Option(
            "--out",
            say("Cartella dei risultati; se manca: quella dello spazio di lavoro, nessuna per un file."),
            DIRECTORY,
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Find any change made directly in the register, also in the results; with an anchor, also a missing end."""
    workspace = workspace_of(path)
    place = out or (workspace.out if workspace else None)
    with reading(path) as reader:
        found = verified(reader, anchor or ())
        results = results_held(reader, place, ids_of(workspace)) if place else None
        if place is not None:
            outside = heads_outside(place, anchor_of(workspace) if workspace else None)
            found = evolve(found, problems=(*found.problems, *map(str, outside.lost(reader))))
    if as_json:
        told = {"version": 1, "entries": found.entries, "contents": found.contents, "head": found.head}
        told |= {"anchored": dict(found.anchored), "problems": list(found.problems)}
        told |= {"remarks": list(found.remarks)}
        if results is not None:
            beside = {"problems": list(results.problems), "remarks": list(results.remarks)}
            told["results"] = {"folders": results.folders, **beside}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for problem in found.problems:
            console().print(one_line(problem), soft_wrap=True)
        for remark in found.remarks:
            console().print(one_line(in_words(say("da spiegare: {remark}", remark=remark))), soft_wrap=True)
        for known, number in found.anchored.items():
            console().print(
                one_line(in_words(say("{known}: è l'impronta della voce {entry}", known=known[:12], entry=number))),
                soft_wrap=True,
            )
        state = (
            in_words(say("NON è intero: problemi {problems}", problems=len(found.problems)))
            if found.problems
            else in_words(say("è intero"))
        )
        console().print(
            in_words(
                say(
                    "il registro {state}: voci {entries}, contenuti {contents}",
                    state=state,
                    entries=found.entries,
                    contents=found.contents,
                )
            ),
            soft_wrap=True,
        )
        if results is not None:
            _print(results)
    if found.problems or (results is not None and results.problems):
        raise Exit(ERRORS)


def _print(results: ResultsHeld) -> None:
    for problem in results.problems:
        console().print(one_line(problem), soft_wrap=True)
    for remark in results.remarks:
        console().print(one_line(in_words(say("da spiegare: {remark}", remark=remark))), soft_wrap=True)
    state = (
        in_words(say("NON sono quelli del registro: problemi {problems}", problems=len(results.problems)))
        if results.problems
        else in_words(say("sono quelli del registro"))
    )
    console().print(
        in_words(say("i risultati {state}; cartelle {folders}", state=state, folders=results.folders)), soft_wrap=True
    )


def digest(path: RegisterArgument = HERE, as_json: JsonOption = False) -> None:
    """Print the head of the chain, to be recorded in the ente's protocol: it reveals a register made anew."""
    last = Register(path).last()
    if as_json:
        told = {"version": 1, "head": last.hash if last else None, "entry": last.number if last else 0}
        click.echo(json.dumps(told, indent=2))
        return
    if last is None:
        console().print(in_words(say("il registro è vuoto")))
        return
    click.echo(last.hash)
    console().print(
        in_words(say("impronta della voce {entry}, l'ultima, del {last}", entry=last.number, last=moment_text(last))),
        soft_wrap=True,
    )


register = {
    "verify": (
        verify,
        say(
            "Trova ogni modifica fatta di nascosto al registro, anche nei risultati; con "
            "un'impronta, anche una coda tagliata."
        ),
    ),
    "digest": (
        digest,
        say(
            "Stampa l'ultima impronta della catena, da mettere a protocollo: fa riconoscere "
            "un registro rifatto da capo."
        ),
    ),
}
