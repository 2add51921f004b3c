"""Checks the forms of a layer against the rules, input tables, documents and texts of all layers."""

from collections.abc import Iterable, Iterator

from merito.contract.faults import Fault
from merito.contract.inputs import Inputs
from merito.contract.rulebook import Rulebook
from merito.model.forms import (
    ACCEPTING,
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
from merito.model.messages import Code, Message, nearly, say
from merito.regulations.stack import Layer

OBJECTIVE, INDICATOR = "objective", "indicator"


def form_problems(layer: Layer, inputs: Inputs, rulebook: Rulebook) -> Iterator[Fault]:
    """Names in a layer's forms that no layer has. Columns of results are checked where these are declared."""
    for form in layer.inputs.printed.forms.values():
        at = f"forms.toml [forms.{form.name}]"
        for rule in (*form.rules, *form.asks):
            if rule not in rulebook.rules:
                yield Fault(
                    layer.name, at, nearly(say("non c'è una regola {rule}", rule=Code(rule)), rule, rulebook.rules)
                )
        for rows, column in named_columns(form):
            yield from (Fault(layer.name, at, why) for why in _column_problems(rows, column, inputs))
        yield from (Fault(layer.name, at, why) for why in _reserved_problems(form, inputs))


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


def _column_problems(rows: str, column: str, inputs: Inputs) -> Iterator[Message]:
    source, _, name = rows.partition(".")
    if source == INPUTS:
        if name not in inputs.tables:
            yield nearly(say("non c'è una tabella {name}", name=Code(name)), name, inputs.tables)
        elif column not in inputs.tables[name].columns:
            known = inputs.tables[name].columns
            yield nearly(
                say("la tabella {name} non ha una colonna {column}", name=Code(name), column=Code(column)),
                column,
                known,
            )
    elif source and source != RESULTS:
        documents = inputs.printed.documents
        if name not in documents:
            what = say("nessun titolo [documents.{name}] dice quali colonne ha quella tabella", name=name)
            yield nearly(what, name, documents)
        elif column not in documents[name]:
            yield nearly(
                say("la tabella {name} non ha una colonna {column}", name=Code(name), column=Code(column)),
                column,
                documents[name],
            )


def _reserved_problems(form: Form, inputs: Inputs) -> Iterator[Message]:
    """Undeclared texts, and data about persons that a form that is not reserved would print."""
    known = inputs.printed.texts
    for field in form.fields:
        if field not in known:
            yield nearly(
                say("non c'è un testo {field}: i testi si dichiarano sotto [texts]", field=Code(field)), field, known
            )
        elif known[field].reserved and not form.reserved:
            yield say("il testo {field} riguarda una persona: scrivere reserved = true", field=Code(field))
    if form.per == PERSON and not form.reserved:
        yield say("un modulo per ciascuna persona è riservato: scrivere reserved = true")
    if not form.reserved and {EVALUATOR, EVALUATED, ACCEPTING} & set(form.signed_by):
        yield say("solo un modulo riservato è firmato da chi valuta, è valutato o accetta")
    if RESPONSIBLE in form.signed_by and form.per not in (OBJECTIVE, INDICATOR):
        yield say(
            "chi risponde di un obiettivo o di un indicatore firma un modulo per ciascuno, non uno per {per}",
            per=form.per,
        )
    names = [one.head for part in form.parts.values() for one in part.columns if one.printed_as == "name"]
    if names and not form.reserved:
        yield say("un modulo non riservato non nomina nessuno, ma lo fa {repr}", repr=tuple(map(Code, names)))
