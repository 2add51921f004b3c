"""Prints the forms of one ente: computes the record again, compares it with the written results, fills the forms."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from merito.cycle import run as run_cycle
from merito.explanation import Explainer
from merito.explanation.letter import letter as letter_of
from merito.forms.declared import forms_of
from merito.forms.ended import NOTHING, Judged
from merito.forms.folder import Sheet, gather_former, write_sheets
from merito.forms.orders import Orders, Printed
from merito.forms.rows import Sources
from merito.forms.sheets import Head, Letter, Sheets
from merito.forms.side_by_side import SIDE_BY_SIDE, side_by_side
from merito.forms.standing import Provenance
from merito.forms.titled import Titles
from merito.forms.told import no_form, of_nobody, told, told_ended, told_of_nobody
from merito.model.forms import Form
from merito.model.record import Record
from merito.outputs.marks import marked
from merito.outputs.own_folder import SUMMARY, read_json
from merito.outputs.result_tables import result_tables
from merito.outputs.writer import csv_of
from merito.register.canonical import canonical
from merito.regulations import Stack
from merito.workspace.config import WORKSPACE_FILE
from merito.workspace.dossiers import Opened
from merito.workspace.files import FileError, content_hash, content_of
from merito.workspace.one_writer import one_writer
from merito.workspace.people_names import read_names
from merito.workspace.system_faults import fault_told

TEMPLATES, LARGEST = "moduli", 32 * 2**20
BUSY = "un'altra esecuzione sta scrivendo i risultati o i moduli di {ente} del {year}: ripetere quando è finita"
OTHER_RESULTS = (
    "i risultati scritti non sono quelli che i dati e le regole di oggi danno ({names}): eseguire merito run, "
    "poi stampare i moduli"
)
FEW = 3


def print_forms(orders: Orders, opened: Opened) -> Printed:
    """The forms of an ente whose data are open; reasons that prevent printing are reported (Italian)."""
    dossier = opened.course.dossier
    try:
        with one_writer(orders.folder, BUSY.format(ente=dossier.ente.id, year=dossier.year)):
            return _printed(orders, opened)
    except OSError as error:
        return Printed(problems=(fault_told(error, orders.target),))


def _printed(orders: Orders, opened: Opened) -> Printed:
    """Prints while nobody else writes the results or the forms. Raises OSError."""
    stack = opened.course.stack
    forms = forms_of(stack)
    if unknown := [name for name in orders.forms if name not in (*forms, SIDE_BY_SIDE)]:
        return Printed(problems=tuple(no_form(name, forms) for name in unknown))
    record = run_cycle(opened.course, opened.hashes)
    sources = Sources(record, stack)
    if not orders.blank and (why := unlike_written(record, stack, orders.folder)):
        return Printed(problems=(why,))
    chosen = [one for name, one in forms.items() if name in orders.forms or not (orders.forms or one.on_request)]
    sheets: list[Sheet] = []
    problems: list[str] = []
    for made in _of_each(chosen, sources, orders, opened):
        problems += _filled(made, orders, sheets)
    unknown = [one for one in orders.subjects if all(sheet.subject != one for sheet in sheets)]
    if unknown and not problems:
        problems.append(of_nobody(unknown))
    if beside := side_by_side(record, stack, orders, opened):
        sheets.append(beside)
    if problems:
        return Printed(problems=tuple(problems))
    gather_former(orders.target)
    laid = write_sheets(orders.target, sheets, _judged(orders, forms))
    lines = (
        *told(chosen, sheets, len(laid.written), orders.target),
        *told_ended(laid.ended),
        *told_of_nobody(sheets, orders),
    )
    return Printed(lines=lines)


def _judged(orders: Orders, forms: Mapping[str, Form]) -> Judged:
    """Which forms have ended if they are not printed now: when only some subjects are printed, the others stay."""
    if orders.subjects:
        return NOTHING
    if orders.forms:
        return Judged(forms=frozenset(orders.forms), blank=orders.blank)
    return Judged(all_but=frozenset(name for name, one in forms.items() if one.on_request), blank=orders.blank)


def _of_each(forms: Iterable[Form], sources: Sources, orders: Orders, opened: Opened) -> Iterator[Sheets]:
    """The sheets of each form; one that is not reserved names nobody."""
    record, stack, config = sources.record, sources.stack, opened.config
    nameless = Titles.of(record.dossier, stack.inputs, {})
    names = read_names(config, orders.root, record.dossier.year)
    named = Titles.of(record.dossier, stack.inputs, names)
    provenance = Provenance(inputs=_of_inputs(opened.hashes, orders.shared), adoption=orders.adoption)
    head = Head(letterhead=config.letterhead, signatories=config.signatories, provenance=provenance)
    explainer = Explainer(record, stack, opened.written, paper=True)
    for form in forms:
        titles = named if form.reserved else nameless
        letter = letters(explainer, record, stack, form, titles.graded)
        yield Sheets(form, sources, titles, head, letter, explainer.read, orders.blank)


def _filled(made: Sheets, orders: Orders, sheets: list[Sheet]) -> Iterator[str]:
    """Fills the sheets of one form; errors in its template are reported."""
    from merito.forms.templates import FormTemplateError, ready, rendered  # noqa: PLC0415 (only here the extra is needed)

    form = made.form
    subjects = [one for one in made.subjects if not orders.subjects or one in orders.subjects]
    if not subjects:
        return
    try:
        content, name = template_for(form, orders.own)
        template = ready(content, form, name)
        for subject in subjects:
            tags = made.sheet(subject)
            filled = rendered(template, tags)
            state = str(tags["stato"])
            sheets.append(
                Sheet(
                    form=form.name,
                    subject=subject,
                    state=state,
                    blank=orders.blank,
                    content=filled,
                )
            )
    except FileError as error:
        yield f"{form.name}.docx: {error}"
    except FormTemplateError as error:
        yield from error.messages


def template_for(form: Form, own: Path) -> tuple[bytes, str]:
    """The ente's own template of a form, otherwise the generated one; and its name. Raises FileError, OSError."""
    from merito.forms.layout import template_of  # noqa: PLC0415 (the extra is needed only here)

    path = own / TEMPLATES / f"{form.name}.docx"
    if path.exists():
        if path.stat().st_size > LARGEST:
            raise FileError(f"occupa più di {LARGEST // 2**20} MB: un modulo è molto più piccolo")
        return content_of(path, own.resolve()), f"{TEMPLATES}/{path.name}"
    return template_of(form), f"modulo «{form.name}»"


def unlike_written(record: Record, stack: Stack, folder: Path) -> str:
    """Why the written results are not those of this record (Italian); blank if they are."""
    summary = read_json(folder / SUMMARY)
    if not isinstance(summary, dict):
        return f"{folder}: non ci sono risultati interi: eseguire merito run"
    told: Mapping[str, Any] = summary.get("hashes", {})
    differ = []
    for table in result_tables(record, stack):
        name = f"{table.name}.csv"
        text = csv_of(marked(table, record.simulation)).encode("utf-8")
        if told.get(name) != content_hash(text) or not _stands(folder / name, text):
            differ.append(name)
    names = ", ".join(differ[:FEW]) + (f" e altri {len(differ) - FEW}" if len(differ) > FEW else "")
    return OTHER_RESULTS.format(names=names) if differ else ""


def _stands(path: Path, text: bytes) -> bool:
    try:
        return path.read_bytes() == text
    except OSError:
        return False


def letters(
    explainer: Explainer,
    record: Record,
    stack: Stack,
    form: Form,
    called: Mapping[str, str],
) -> Letter:
    """The function that gives the letter to a person, as the rows of a form."""

    printed, people = stack.inputs.printed, record.dossier.people

    def factors_of(person: str) -> Mapping[str, str]:
        known = people.get(person)
        return printed.factors.get(known.role, {}) if known else {}

    def points(person: str) -> list[dict[str, object]]:
        found = letter_of(explainer, stack.rulebook, person, form.asks, called, factors_of(person))
        return [{"titolo": one.title, "righe": list(one.lines)} for one in found]

    return points


def _of_inputs(hashes: Mapping[str, str], shared: str) -> str:
    """The input hash that the register records for a run."""
    return content_hash(canonical({**({WORKSPACE_FILE: shared} if shared else {}), **hashes}))
