"""Checks the forms of a layer against the rules, input tables, documents and texts of all layers."""

from collections.abc import Iterable, Iterator

from merito.contract.faults import near
from merito.contract.inputs import Inputs
from merito.contract.rulebook import Rulebook
from merito.model.forms import (
    ACCEPTING,
    DOCUMENTS,
    EVALUATED,
    EVALUATOR,
    INPUTS,
    PERSON,
    RESPONSIBLE,
    RESULTS,
    Form,
    FormPart,
    Where,
)
from merito.regulations.stack import Layer

OBJECTIVE, INDICATOR = "objective", "indicator"


def form_problems(layer: Layer, inputs: Inputs, rulebook: Rulebook) -> Iterator[str]:
    """Names in a layer's forms that no layer has. Columns of results are checked where these are declared."""
    for form in layer.inputs.printed.forms.values():
        told = f"{layer.name}: forms.toml [forms.{form.name}]"
        for rule in (*form.rules, *form.asks):
            if rule not in rulebook.rules:
                yield f"{told}: there is no rule {rule!r}{near(rule, rulebook.rules)}"
        for rows, column in named_columns(form):
            yield from (f"{told}: {why}" for why in _column_problems(rows, column, inputs))
        yield from (f"{told}: {why}" for why in _reserved_problems(form, inputs))


def named_columns(form: Form) -> Iterator[tuple[str, str]]:
    """Every table that a form names with a column of it, as `inputs.people` and `id`."""
    found: dict[tuple[str, str], None] = {}
    if form.rows:
        found[form.rows, form.column] = None
        found.update(dict.fromkeys(_of_where(form.rows, form.where)))
    for part in form.parts.values():
        found.update(dict.fromkeys(_of_part(part)))
    yield from found


def _of_part(part: FormPart) -> Iterator[tuple[str, str]]:
    yield from _of_where(part.rows, part.where)
    if part.order:
        yield part.rows, part.order
    for one in (*part.columns, *(one.otherwise for one in part.columns if one.otherwise)):
        rows = one.rows or part.rows
        yield from ((rows, name) for name in (one.column, one.missing) if name)
        if one.rows:
            yield from _of_where(one.rows, one.where)


def _of_where(rows: str, where: Iterable[Where]) -> Iterator[tuple[str, str]]:
    for one in where:
        yield rows, one.column
        if one.among is not None:
            yield one.among.rows, one.among.column
            yield from _of_where(one.among.rows, one.among.where)


def _column_problems(rows: str, column: str, inputs: Inputs) -> Iterator[str]:
    source, _, name = rows.partition(".")
    if source == INPUTS:
        if name not in inputs.tables:
            yield f"there is no table {name!r}{near(name, inputs.tables)}"
        elif column not in inputs.tables[name].columns:
            known = inputs.tables[name].columns
            yield f"the table {name!r} has no column {column!r}{near(column, known)}"
    elif source and source != RESULTS:
        documents = inputs.printed.documents
        if name not in documents:
            yield f"no [{DOCUMENTS}.{name}] says which columns that table has{near(name, documents)}"
        elif column not in documents[name]:
            yield f"the table {name!r} has no column {column!r}{near(column, documents[name])}"


def _reserved_problems(form: Form, inputs: Inputs) -> Iterator[str]:
    """Undeclared texts, and data about persons that a form that is not reserved would print."""
    known = inputs.printed.texts
    for field in form.fields:
        if field not in known:
            yield f"there is no text {field!r}{near(field, known)}"
        elif known[field].reserved and not form.reserved:
            yield f"the text {field!r} is about a person: write `reserved = true`"
    if form.per == PERSON and not form.reserved:
        yield "a form of each person is reserved: write `reserved = true`"
    if not form.reserved and {EVALUATOR, EVALUATED, ACCEPTING} & set(form.signed_by):
        yield "only a reserved form is signed by whoever evaluates, is evaluated or accepts"
    if RESPONSIBLE in form.signed_by and form.per not in (OBJECTIVE, INDICATOR):
        yield f"who answers for an objective or an indicator signs a form of each one, not of each {form.per}"
    names = [one.head for part in form.parts.values() for one in part.columns if one.printed_as == "name"]
    if names and not form.reserved:
        yield f"a form that is not reserved names nobody, but {', '.join(map(repr, names))} does"
