"""`merito parameters`: the parameters of a regulation, or those in force in an ente."""

from datetime import date
from pathlib import Path
from typing import Annotated

from merito.cli.options import YearOption
from merito.cli.regulations import stack_of
from merito.contract.declared_parameters import Dated, Parameter
from merito.contract.inputs import Inputs
from merito.contract.parameters import MissingParameterError, Parameters
from merito.model.language import in_words
from merito.model.messages import Code, say
from merito.numbers import day_text
from merito.regulations.competence import who_decides
from merito.simulation.asked import SetOption, suppositions
from merito.terminal.console import ERRORS, UNUSABLE, console, in_lines, stop
from merito.terminal.options import NAME_OF_ENTE, PLACE, REGULATION, Argument, Option
from merito.wording.figures import value_text
from merito.wording.rules_told import not_needed_lines
from merito.workspace.common import installed_regulations
from merito.workspace.selection import one_ente, select

KIND_WORDS = {
    "number": "numero",
    "share": "quota",
    "money": "importo",
    "day": "giorno dell'anno",
    "date": "data",
    "choice": "scelta",
    "list": "elenco",
    "table": "tabella",
}


def parameters(
    regulation: Annotated[
        str,
        Argument(
            help=say(
                "Un regolamento, come lo elenca «merito regulations», o la cartella di un ente che ha regole proprie."
            ),
            metavar=REGULATION,
        ),
    ],
    path: Annotated[
        Path | None, Argument(help=say("Uno spazio di lavoro, per i valori di uno dei suoi enti."), metavar=PLACE)
    ] = None,
    ente: Annotated[str | None, Option("--ente", say("L'ente; si può omettere dove è uno solo."), NAME_OF_ENTE)] = None,
    year: YearOption = None,
    supposed: SetOption = None,
    unverified: Annotated[
        bool,
        Option(
            "--unverified",
            say("Solo i valori che hanno una fonte e che nessuno ha ancora confrontato con il testo."),
        ),
    ] = False,
) -> None:
    """List the parameters of a regulation: value in force, layer, article, and what an ente may set."""
    stack = stack_of(regulation)
    if path is None and supposed:
        stop(say("--set vuole un ente: indicare anche lo spazio di lavoro"))
    if path is None:
        for parameter in stack.parameters.values():
            values = [(edition, one) for edition, one in _values(parameter) if one.unverified or not unverified]
            if values or not unverified:
                told = _parameter(parameter, _dated(parameter, values), stack.inputs)
                console().print(in_lines(told), soft_wrap=True)
        return
    chosen, only = one_ente(select(path, [ente] if ente else None, year, None))
    asked = suppositions(supposed, chosen).asked
    try:
        opened = chosen.opened(only, installed_regulations(), asked=asked)
    except UNUSABLE as error:
        stop(str(error), ERRORS)
    if opened.config.regulation != regulation:
        stop(
            say(
                "l'ente {id} ha il regolamento {regulation}",
                id=Code(opened.config.id),
                regulation=Code(opened.config.regulation),
            )
        )
    for line in not_needed_lines(opened.course.stack):
        console().print(in_lines(line), soft_wrap=True)
    inputs, in_force = opened.course.stack.inputs, opened.course.parameters
    for parameter in opened.course.stack.parameters.values():
        if unverified and not _is_unverified(in_force, parameter):
            continue
        told = _parameter(parameter, _in_force(in_force, parameter), inputs)
        console().print(in_lines(told), soft_wrap=True)


def _is_unverified(values: Parameters, parameter: Parameter) -> bool:
    try:
        return values.in_force(parameter.key).unverified
    except MissingParameterError:
        return False


def _in_force(values: Parameters, parameter: Parameter) -> list[str]:
    try:
        found = values.in_force(parameter.key)
    except MissingParameterError:
        return [in_words(say("  senza valore: lo stabilisce l'ente"))]
    since = in_words(say(", dal {since}", since=day_text(found.since))) if found.since else ""
    where = f"  ({found.layer}{since}){_read(found.source, found.verified)}"
    lacking = [f"  {in_words(found.unfit)}"] if found.unfit else []
    return [f"  {value_text(found.value, found.words)} {found.unit}".rstrip() + where, *lacking]


def _read(source: str, verified: date | None) -> str:
    """Where a figure was read, and on which day it was held against its text."""
    told = (
        in_words(say("verificato il {verified}", verified=day_text(verified)))
        if verified
        else in_words(say("NON VERIFICATO: dà solo note, mai errori"))
    )
    return in_words(say("  [fonte: {source}; {what}]", source=source, what=told)) if source else ""


def _values(parameter: Parameter) -> list[tuple[str, Dated]]:
    """Every value of a parameter, after the words of its edition."""
    every = [("", one) for one in parameter.values]
    return every + [
        (in_words(say(", edizione {name}", name=name)), one)
        for name, values in parameter.by_edition.items()
        for one in values
    ]


def _dated(parameter: Parameter, values: list[tuple[str, Dated]]) -> list[str]:
    told = [
        f"  {value_text(one.value, parameter.words)} {parameter.unit}".rstrip()
        + (in_words(say(", dal {since}", since=day_text(one.since))) if one.since else in_words(say(", da sempre")))
        + edition
        + _read(one.source, one.verified)
        for edition, one in values
    ]
    return told or [in_words(say("  senza valore: lo stabilisce l'ente"))]


def _parameter(parameter: Parameter, values: list[str], inputs: Inputs) -> str:
    may_set = (
        ""
        if parameter.ente_may_set is None
        else in_words(say("  l'ente può stabilirlo: {ente_may_set}", ente_may_set=parameter.ente_may_set))
    )
    who = who_decides(parameter.competence, inputs.acts)
    decides = in_words(say("  decide: {who}", who=who)) if who else ""
    head = f"{parameter.key}  {parameter.label}  [{KIND_WORDS[parameter.kind]}; {parameter.cites}]"
    return "\n".join(line for line in (head, *values, may_set, decides) if line)
