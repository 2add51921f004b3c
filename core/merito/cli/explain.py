"""`merito explain`: traces one figure back to its rows."""

import json
from collections.abc import Sequence
from functools import partial
from typing import Annotated

from attrs import frozen
from rich.text import Text

from merito.api.record import computed_of, explained
from merito.cli.options import PATIENCE, AsOfOption, NoOwnRulesOption, PathArgument, PatienceOption, YearOption
from merito.execution.look import Look, looked_at, tasks_without
from merito.model.faults import MeritoError
from merito.simulation.asked import SetOption, suppositions
from merito.terminal.console import ERRORS, console, stop
from merito.terminal.options import Argument, Option
from merito.workspace.dossiers import Opened
from merito.workspace.selection import one_ente, select

SUBJECTS = (
    "What to explain: ente, or KIND:ID, or an ID alone where it is the only one. Kinds: indicator, activity, "
    "objective, area, perspective, dashboard, unit, manager, person, reward:PERSON/TOOL, balance:PERSON/TOOL, "
    "position, fund, fund:FUND/ITEM, ranking, band:RANKING/BAND, table:NAME/ROW, document:NAME/ROW, tool, phase, "
    "gate:RULE, deadline:RULE, finding:RULE, act, amendment, parameter, reading, rule, member, group, resources; or "
    "their Italian words. Left out: what there is to ask for."
)


def explain(
    path: PathArgument,
    subject: Annotated[str, Argument(help=SUBJECTS, show_default=False)] = "",
    ente: Annotated[str | None, Option("--ente", help="The ente; may be left out where there is one.")] = None,
    year: YearOption = None,
    as_of: AsOfOption = None,
    provisional: Annotated[bool, Option("--provisional", help="As in `run`.")] = False,
    as_json: Annotated[bool, Option("--json", help="Versioned JSON instead of text.")] = False,
    supposed: SetOption = None,
    no_own_rules: NoOwnRulesOption = False,
    patience: PatienceOption = PATIENCE,
) -> None:
    """Show where a figure comes from: inputs, formula, parameters in force, articles, readings, acts and gates."""
    chosen, _ = one_ente(select(path, [ente] if ente else None, year, as_of))
    look = Look(
        root=chosen.workspace.root,
        as_of=chosen.as_of,
        say=partial(_explained, subject, as_json),
        failed=_unusable,
        patience=patience,
        provisional=provisional,
        asked=suppositions(supposed, chosen).asked,
    )
    ((_, said),) = looked_at(tasks_without(chosen, no_own_rules), look, chosen.workspace)
    if said.code:
        stop(said.text, said.code)
    console().print(Text(said.text), soft_wrap=True)


@frozen
class _Said:
    """The text of an explanation, or why there is none, with the exit code."""

    text: str
    code: int = 0


def _unusable(why: Sequence[str]) -> _Said:
    return _Said("\n".join(why), ERRORS)


def _explained(subject: str, as_json: bool, opened: Opened) -> _Said:
    try:
        found = explained(subject, computed_of(opened))
    except MeritoError as error:
        return _Said(str(error), error.exit_code)
    return _Said(json.dumps(found.data, ensure_ascii=False, indent=2) if as_json else found.text)
