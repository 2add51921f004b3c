"""What prevents the forms of a stack from being filled from a record: for `merito verify`."""

from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING

from merito.contract.faults import Fault
from merito.explanation import Explainer
from merito.forms.declared import form_faults
from merito.forms.printing import letters
from merito.forms.rows import Sources
from merito.forms.sheets import Head, Sheets
from merito.forms.standing import Provenance
from merito.forms.titled import Titles
from merito.model.forms import DOCUMENTS, TABLES, Form
from merito.model.messages import Message, say
from merito.model.record import Record
from merito.regulations import Stack

if TYPE_CHECKING:
    from merito.forms.templates import Ready

NOBODY = Head(letterhead=(), signatories={}, provenance=Provenance(inputs="", adoption=""))


def undeclared(stack: Stack) -> Iterator[Message]:
    """Names in forms that no result table has."""
    for form in stack.inputs.printed.forms.values():
        yield from (
            Fault("", f"forms.toml [forms.{form.name}]", why).message for why in form_faults(form, stack.inputs)
        )


def unlike_declared(record: Record, stack: Stack) -> Iterator[Message]:
    """Tables of the regulation whose rows have other columns than `[documents]` declares."""
    declared = stack.inputs.printed.documents
    for group, rows in ((DOCUMENTS, record.results.documents), (TABLES, record.results.tables)):
        heads = {row.table: tuple(head for head, _ in row.columns) for row in rows if row.table in declared}
        for table, found in heads.items():
            if found != declared[table]:
                yield say(
                    "forms.toml [documents.{table}]: dice {declared}, ma le righe di {group} hanno {found}",
                    table=table,
                    declared=declared[table],
                    group=group,
                    found=found,
                )


def unfilled(record: Record, stack: Stack, templates: "dict[str, Ready]") -> Iterator[Message]:
    """Forms that cannot be filled; if the extra is installed, the document of the first sheet of each is made.

    `templates` are those prepared before, by form: they are the same for every record of a stack.
    """
    if any(unlike_declared(record, stack)):
        return
    sources, explainer = Sources(record, stack), Explainer(record, stack, paper=True)
    titles = Titles.of(record.dossier, stack.inputs, {})
    for form in stack.inputs.printed.forms.values():
        letter = letters(explainer, record, stack, form, titles.graded)
        made = Sheets(form, sources, titles, NOBODY, letter, explainer.read)
        sheets = [made.sheet(subject) for subject in made.subjects]
        if sheets and find_spec("docxtpl") is not None:
            yield from _not_rendered(form, sheets[0], templates)


def _not_rendered(form: Form, tags: dict[str, object], templates: "dict[str, Ready]") -> Iterator[Message]:
    from merito.forms.layout import template_of  # noqa: PLC0415 (the extra is needed only here)
    from merito.forms.templates import FormTemplateError, ready, rendered  # noqa: PLC0415

    try:
        if form.name not in templates:
            templates[form.name] = ready(template_of(form), form, form.name)
        rendered(templates[form.name], tags)
    except FormTemplateError as error:
        yield say("forms.toml [forms.{form}]: {error}", form=form.name, error=str(error))
