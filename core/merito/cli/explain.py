"""`merito explain`: traces one figure back to its rows."""

import json
from collections.abc import Sequence
from functools import partial
from typing import Annotated

from attrs import frozen

from merito.api.record import computed_of, explained
from merito.cli.options import (
    PATIENCE,
    AsOfOption,
    DebugOption,
    NoOwnRulesOption,
    PathArgument,
    PatienceOption,
    YearOption,
)
from merito.execution.look import Look, looked_at, tasks_without
from merito.model.faults import MeritoError
from merito.model.messages import say
from merito.simulation.asked import SetOption, suppositions
from merito.terminal.console import ERRORS, OPERATION, console, in_lines, stop
from merito.terminal.options import NAME_OF_ENTE, Argument, Option
from merito.wording.coded import SUBJECTS
from merito.workspace.dossiers import Opened
from merito.workspace.selection import one_ente, select


def explain(
    path: PathArgument,
    subject: Annotated[
        str,
        Argument(
            help=say(
                "Che cosa spiegare: ente, oppure TIPO:ID, oppure il solo ID dove è l'unico. "
                "Tipi: {subjects}. Per premi, voci di fondi, fasce e tabelle: "
                "premio:DIPENDENTE/STRUMENTO, fondo:FONDO/VOCE, fascia:GRADUATORIA/FASCIA, "
                "tabella:NOME/RIGA, documento:NOME/RIGA. Senza: che cosa si può chiedere.",
                subjects=tuple(one for one, _ in SUBJECTS.values()),
            ),
            metavar=say("SOGGETTO"),
        ),
    ] = "",
    ente: Annotated[str | None, Option("--ente", say("L'ente; si può omettere dove è uno solo."), NAME_OF_ENTE)] = None,
    year: YearOption = None,
    as_of: AsOfOption = None,
    provisional: Annotated[bool, Option("--provisional", say("Come in «run»."))] = False,
    as_json: Annotated[bool, Option("--json", say("JSON, con la sua versione, in luogo del testo."))] = False,
    supposed: SetOption = None,
    no_own_rules: NoOwnRulesOption = False,
    patience: PatienceOption = PATIENCE,
    debug: DebugOption = False,
) -> None:
    """Show where a figure comes from: inputs, formula, parameters in force, articles, readings, acts and gates."""
    chosen, _ = one_ente(select(path, [ente] if ente else None, year, as_of))
    look = Look(
        root=chosen.workspace.root,
        as_of=chosen.as_of,
        say=partial(_explained, subject, as_json),
        failed=_unusable,
        faulty=_faulty,
        patience=patience,
        debug=debug,
        provisional=provisional,
        asked=suppositions(supposed, chosen).asked,
    )
    ((_, said),) = looked_at(tasks_without(chosen, no_own_rules), look, chosen.workspace)
    if said.code:
        stop(said.text, said.code)
    console().print(in_lines(said.text), soft_wrap=True)


@frozen
class _Said:
    """The text of an explanation, or why there is none, with the exit code."""

    text: str
    code: int = 0


def _unusable(why: Sequence[str]) -> _Said:
    return _Said("\n".join(why), ERRORS)


def _faulty(why: Sequence[str]) -> _Said:
    return _Said("\n".join(why), OPERATION)


def _explained(subject: str, as_json: bool, opened: Opened) -> _Said:
    try:
        found = explained(subject, computed_of(opened))
    except MeritoError as error:
        return _Said(str(error), error.exit_code)
    return _Said(json.dumps(found.data, ensure_ascii=False, indent=2) if as_json else found.text)
