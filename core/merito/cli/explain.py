"""`merito explain`: the way of one figure back to its rows."""

import json
from typing import Annotated

import typer
from rich.text import Text

from merito.cli.options import (
    ERRORS,
    UNUSABLE,
    AsOfOption,
    PathArgument,
    YearOption,
    console,
    installed_regulations,
    stop,
)
from merito.cli.selection import one_ente, select
from merito.cli.simulate import SetOption, suppositions
from merito.cycle import run as run_cycle
from merito.outputs.marks import simulation_json
from merito.report.explain_data import as_data
from merito.report.explain_text import as_text
from merito.report.explanation import Explainer, Index, UnknownSubjectError
from merito.report.simulated import simulation_lines
from merito.report.words import subject_text

SUBJECTS = (
    "What to explain: ente, or KIND:ID, or an ID alone where it is the only one. Kinds: indicator, activity, "
    "objective, area, perspective, dashboard, unit, manager, person, reward:PERSON/TOOL, position, fund, "
    "fund:FUND/ITEM, ranking, band:RANKING/BAND, table:NAME/ROW, document:NAME/ROW, tool, phase, gate:RULE, "
    "deadline:RULE, finding:RULE, act, amendment, parameter, reading, rule, member, group, resources; or their "
    "Italian words. Left out: what there is to ask for."
)
EXAMPLES = 3


def explain(
    path: PathArgument,
    subject: Annotated[str, typer.Argument(help=SUBJECTS, show_default=False)] = "",
    ente: Annotated[str | None, typer.Option("--ente", help="The ente; may be left out where there is one.")] = None,
    year: YearOption = None,
    as_of: AsOfOption = None,
    provisional: Annotated[bool, typer.Option("--provisional", help="As in `run`.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Versioned JSON instead of text.")] = False,
    supposed: SetOption = None,
) -> None:
    """Tell where a figure comes from: inputs, formula, parameters in force, articles, readings, acts and gates."""
    chosen, only = one_ente(select(path, [ente] if ente else None, year, as_of))
    asked = suppositions(supposed, chosen).asked
    try:
        opened = chosen.open(only, installed_regulations(), provisional, asked)
        record = run_cycle(opened.course)
    except UNUSABLE as error:
        stop(str(error), ERRORS)
    explainer = Explainer(record, opened.course.stack, opened.written)
    if not subject:
        console().print(Text(_what_there_is(explainer.index)), soft_wrap=True)
        return
    try:
        meant = explainer.index.meant(subject)
    except UnknownSubjectError as error:
        stop(_unknown(error, explainer.index))
    found = explainer.explain(meant)
    if not found:
        stop(f"{subject_text(meant)} è nei dati, ma nessun risultato lo riguarda")
    if as_json:
        told = as_data(found) | ({"simulation": simulation_json(record.simulation)} if record.simulation else {})
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for line in simulation_lines(record.simulation) if record.simulation else ():
        console().print(Text(f"SIMULAZIONE: {line}"), soft_wrap=True)
    console().print(Text(as_text(*found)), soft_wrap=True)


def _what_there_is(index: Index) -> str:
    """One line for each kind of subject: how many there are, and the first."""
    lines = ["Si può chiedere di:"]
    for kind, own in index.by_kind().items():
        named = ", ".join(own[:EXAMPLES]) + (", ..." if len(own) > EXAMPLES else "")
        lines.append(f"  {subject_text(kind)} ({len(own)}): {named}")
    return "\n".join(lines)


def _unknown(error: UnknownSubjectError, index: Index) -> str:
    if error.several:
        return f"«{error.subject}» può dire più cose: {', '.join(error.near)}"
    told = f"nessun risultato su «{error.subject}»"
    kind, mark, _ = error.subject.partition(":")
    if error.near:
        return f"{told}. Si può chiedere per esempio di: {', '.join(error.near)}"
    kinds = ", ".join(f"{subject_text(one)} ({one})" for one in index.by_kind())
    return f"{told}{f': «{kind}» non è tra ciò di cui si può chiedere' if mark else ''}. Si può chiedere di: {kinds}"
