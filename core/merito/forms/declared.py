"""The forms of a stack, checked against the columns of results and what a form that is not reserved may print."""

from collections.abc import Iterator

from merito.contract.faults import Fault, PluginError
from merito.contract.inputs import Inputs
from merito.forms.rows import OPEN_INPUTS
from merito.model.columns import Column
from merito.model.forms import INPUTS, PERSON, RESULTS, Form
from merito.model.messages import Code, Message, nearly, say
from merito.outputs.declared import BY_NAME
from merito.regulations import Stack
from merito.regulations.printed import named_columns


def forms_of(stack: Stack) -> dict[str, Form]:
    """The forms by name. Raises PluginError with all that is wrong."""
    forms = dict(stack.inputs.printed.forms)
    problems = [
        Fault(stack.regulation.name, f"forms.toml [forms.{form.name}]", why)
        for form in forms.values()
        for why in form_faults(form, stack.inputs)
    ]
    if problems:
        raise PluginError(problems)
    return forms


def form_faults(form: Form, inputs: Inputs) -> Iterator[Message]:
    """Names in a form that no result table has, or that it may not print."""
    for rows, column in named_columns(form):
        source, _, name = rows.partition(".")
        if source == RESULTS:
            if name not in BY_NAME:
                yield nearly(say("non c'è una tabella {name}", name=Code(name)), name, BY_NAME)
                continue
            known = BY_NAME[name].by_head
            if column not in known:
                yield nearly(
                    say("la tabella {name} non ha una colonna {column}", name=Code(name), column=Code(column)),
                    column,
                    known,
                )
            if BY_NAME[name].personal and not form.reserved:
                yield say("la tabella {name} riguarda persone: scrivere reserved = true", name=Code(name))
        elif source == INPUTS and not form.reserved:
            if name not in OPEN_INPUTS:
                yield say("la tabella {name} può nominare persone: scrivere reserved = true", name=Code(name))
            elif _of_persons(inputs.tables[name].columns[column]):
                yield say(
                    "la colonna {column} della tabella {name} è di persone: scrivere reserved = true",
                    column=Code(column),
                    name=Code(name),
                )


def _of_persons(column: Column) -> bool:
    return column.kind == "who" or column.to == (PERSON,)
