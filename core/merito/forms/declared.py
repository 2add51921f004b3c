"""The forms of a stack, checked against the columns of results and what a form that is not reserved may print."""

from collections.abc import Iterator

from merito.contract.faults import PluginError, near
from merito.contract.inputs import Inputs
from merito.forms.rows import OPEN_INPUTS
from merito.model.columns import Column
from merito.model.forms import INPUTS, PERSON, RESULTS, Form
from merito.outputs.declared import BY_NAME
from merito.regulations import Stack
from merito.regulations.italian import in_italian
from merito.regulations.printed import named_columns


def forms_of(stack: Stack) -> dict[str, Form]:
    """The forms by name. Raises PluginError with all that is wrong (Italian)."""
    forms = dict(stack.inputs.printed.forms)
    problems = [
        f"forms.toml [forms.{form.name}]: {why}" for form in forms.values() for why in form_faults(form, stack.inputs)
    ]
    if problems:
        raise PluginError([in_italian(one, stack.regulation.name) for one in problems])
    return forms


def form_faults(form: Form, inputs: Inputs) -> Iterator[str]:
    """Names in a form that no result table has, or that it may not print (English)."""
    for rows, column in named_columns(form):
        source, _, name = rows.partition(".")
        if source == RESULTS:
            if name not in BY_NAME:
                yield f"there is no table {name!r}{near(name, BY_NAME)}"
                continue
            known = BY_NAME[name].by_head
            if column not in known:
                yield f"the table {name!r} has no column {column!r}{near(column, known)}"
            if BY_NAME[name].personal and not form.reserved:
                yield f"the table {name!r} is about persons: write `reserved = true`"
        elif source == INPUTS and not form.reserved:
            if name not in OPEN_INPUTS:
                yield f"the table {name!r} may name persons: write `reserved = true`"
            elif _of_persons(inputs.tables[name].columns[column]):
                yield f"the column {column!r} of the table {name!r} is of persons: write `reserved = true`"


def _of_persons(column: Column) -> bool:
    return column.kind == "who" or column.to == (PERSON,)
