"""`merito explain`: traces one figure back to its rows."""

import json
from collections.abc import Sequence
from functools import partial
from typing import Annotated

from attrs import frozen
from rich.text import Text

from merito.cli.options import PATIENCE, AsOfOption, NoOwnRulesOption, PathArgument, PatienceOption, YearOption
from merito.cycle import run as run_cycle
from merito.cycle.exploring import with_adopted
from merito.execution.look import Look, looked_at, tasks_without
from merito.explanation import Explainer, Index, UnknownSubjectError
from merito.explanation.data import as_data
from merito.explanation.text import as_text
from merito.outputs.marks import simulation_json
from merito.simulation.asked import SetOption, suppositions
from merito.terminal.console import ERRORS, UNREADABLE, console, stop
from merito.terminal.options import Argument, Option
from merito.terminal.selection import one_ente, select
from merito.wording.figures import reference_text, subject_text
from merito.wording.rules_told import own_rules_lines
from merito.wording.suppositions import simulation_lines
from merito.workspace.dossiers import Opened

SUBJECTS = (
    "What to explain: ente, or KIND:ID, or an ID alone where it is the only one. Kinds: indicator, activity, "
    "objective, area, perspective, dashboard, unit, manager, person, reward:PERSON/TOOL, balance:PERSON/TOOL, "
    "position, fund, fund:FUND/ITEM, ranking, band:RANKING/BAND, table:NAME/ROW, document:NAME/ROW, tool, phase, "
    "gate:RULE, deadline:RULE, finding:RULE, act, amendment, parameter, reading, rule, member, group, resources; or "
    "their Italian words. Left out: what there is to ask for."
)
EXAMPLES = 3


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
    record, stack = with_adopted(run_cycle(opened.course), opened.course), opened.course.stack
    explainer = Explainer(record, stack, opened.written)
    own = tuple(own_rules_lines(stack))
    if not subject:
        return _Said("\n".join((*own, _what_there_is(explainer.index))))
    try:
        meant = explainer.index.meant(subject)
    except UnknownSubjectError as error:
        return _Said(_unknown(error, explainer.index), UNREADABLE)
    found = explainer.explain(meant)
    if not found:
        return _Said(f"{subject_text(meant)} è nei dati, ma nessun risultato lo riguarda", UNREADABLE)
    if as_json:
        told = as_data(found)
        told |= {"simulation": simulation_json(record.simulation)} if record.simulation else {}
        told |= {"own_rules": list(own)} if own else {}
        return _Said(json.dumps(told, ensure_ascii=False, indent=2))
    supposed = simulation_lines(record.simulation) if record.simulation else ()
    return _Said("\n".join((*own, *(f"SIMULAZIONE: {line}" for line in supposed), as_text(*found))))


def _what_there_is(index: Index) -> str:
    """One line for each kind of subject: how many there are, and the first ones."""
    lines = ["Si può chiedere di:"]
    for kind, own in index.by_kind().items():
        named = ", ".join(map(reference_text, own[:EXAMPLES])) + (", ..." if len(own) > EXAMPLES else "")
        lines.append(f"  {subject_text(kind)} ({len(own)}): {named}")
    return "\n".join(lines)


def _unknown(error: UnknownSubjectError, index: Index) -> str:
    if error.several:
        return f"«{error.subject}» può dire più cose: {', '.join(map(reference_text, error.near))}"
    told = f"nessun risultato su «{error.subject}»"
    kind, mark, _ = error.subject.partition(":")
    if error.near:
        return f"{told}. Si può chiedere per esempio di: {', '.join(map(reference_text, error.near))}"
    kinds = ", ".join(f"{subject_text(one)} ({one})" for one in index.by_kind())
    return f"{told}{f': «{kind}» non è tra ciò di cui si può chiedere' if mark else ''}. Si può chiedere di: {kinds}"
