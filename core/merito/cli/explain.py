"""`merito explain`: the way of one figure back to its rows."""

import json
from difflib import get_close_matches
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
    one_ente,
    select,
    stop,
)
from merito.cycle import run as run_cycle
from merito.report.explain_text import as_data, as_text
from merito.report.explanation import Explainer, subjects
from merito.report.words import subject_of


def explain(
    path: PathArgument,
    subject: Annotated[
        str,
        typer.Argument(help="ente, indicator:ID, objective:ID, dashboard:ID, person:ID, position:ID, fund:ID"),
    ],
    ente: Annotated[str | None, typer.Option("--ente", help="The ente; may be left out where there is one.")] = None,
    year: YearOption = None,
    as_of: AsOfOption = None,
    provisional: Annotated[bool, typer.Option("--provisional", help="As in `run`.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Versioned JSON instead of text.")] = False,
) -> None:
    """Tell where a figure comes from: inputs, formula, parameters in force, articles, readings."""
    chosen, only = one_ente(select(path, [ente] if ente else None, year, as_of))
    try:
        opened = chosen.open(only, installed_regulations(), provisional)
        record = run_cycle(opened.course)
    except UNUSABLE as error:
        stop(str(error), ERRORS)
    stack = opened.course.stack
    found = Explainer(record, stack).explain(subject_of(subject))
    if not found:
        stop(_nothing(subject, subjects(record)))
    if as_json:
        typer.echo(json.dumps(as_data(found), ensure_ascii=False, indent=2))
        return
    for one in found:
        console().print(Text(as_text(one)), soft_wrap=True)


def _nothing(subject: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(subject, known, n=3, cutoff=0.6)
    one_of_each = {one.partition(":")[0]: one for one in reversed(known)}
    hint = ", ".join(near or reversed(one_of_each.values())) or "nulla"
    return f"nessun risultato su «{subject}». Si può chiedere per esempio di: {hint}"
