"""The terminal messages about forms: how many were printed and where, what ended, which exist (Italian)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from merito.forms.ended import Ended
from merito.forms.folder import Sheet
from merito.forms.orders import Orders
from merito.forms.side_by_side import SIDE_BY_SIDE
from merito.model.forms import ENTE, Form
from merito.model.language import in_words
from merito.model.messages import Code, nearly, say
from merito.numbers import counted
from merito.wording.coded import SUBJECTS

ENDED = ("modulo non compilato che non si stampa più, tolto", "moduli non compilati che non si stampano più, tolti")
FEW = 3


def no_form(name: str, forms: Mapping[str, Form]) -> str:
    """The message that there is no form of that name, with those that exist."""
    known = tuple(forms) or say("nessuno", context="form")
    what = say("il modulo {name} non c'è; ci sono: {known}", name=Code(name), known=known)
    return in_words(nearly(what, name, forms))


def told(forms: list[Form], sheets: list[Sheet], written: int, target: Path) -> Iterator[str]:
    for form in forms:
        own = [one for one in sheets if one.form == form.name]
        if own:
            whose = "" if form.reserved else ", senza persone"
            yield f"{form.title}: {counted(len(own), 'modulo', 'moduli')}{whose}"
    if any(one.form == SIDE_BY_SIDE for one in sheets):
        yield "Valutazioni a confronto, con i nomi: una pagina"
    yield f"{counted(written, 'file', 'file')} in {target}" if written else "nessun modulo da stampare con questi dati"


def of_nobody(subjects: Iterable[str]) -> str:
    """That no form is about any of these subjects."""
    return f"nessun modulo riguarda {', '.join(f'«{one}»' for one in subjects)}"


def told_of_nobody(sheets: Sequence[Sheet], orders: Orders) -> Iterator[str]:
    """Of each form that was named, the named subjects that it is not about."""
    printed = {(one.form, one.subject) for one in sheets}
    for form in orders.forms:
        lacking = [subject for subject in orders.subjects if (form, subject) not in printed]
        if lacking:
            yield f"{form}: {of_nobody(lacking)}"


def told_ended(ended: Ended) -> Iterator[str]:
    """The message about forms that are no longer printed."""
    if ended.gone:
        named = ", ".join(path.name for path in ended.gone[:FEW])
        more = f" e altri {len(ended.gone) - FEW}" if len(ended.gone) > FEW else ""
        yield f"{counted(len(ended.gone), *ENDED)}: {named}{more}"
    yield from (f"{path}: modulo compilato o modificato che non si stampa più, messo da parte" for path in ended.apart)


def listed(forms: Mapping[str, Form], asked: tuple[str, ...]) -> Iterator[str]:
    """The lines of each form; for forms given by name also every tag."""
    if not forms:
        yield "questo regolamento non dichiara moduli"
    for form in forms.values():
        if asked and form.name not in asked:
            continue
        yield f"{form.name}: {form.title} — {form.cites}"
        who = "uno per l'ente" if form.per == ENTE else f"uno per {SUBJECTS.get(form.per, (form.per,))[0]}"
        asked_for = ", solo se lo si nomina" if form.on_request else ""
        yield f"  {who}, {'con persone' if form.reserved else 'senza persone'}{asked_for}"
        if form.fields:
            yield f"  testi (tabella testi, colonna campo): {', '.join(form.fields)}"
        if asked:
            yield from _tags(form)


def _tags(form: Form) -> Iterator[str]:
    for part in form.parts.values():
        tags = [one.tag for one in part.columns if not one.hand]
        inside = f": {', '.join(tags)}" if tags else ""
        yield f"  {part.name} ({part.title or part.shape}){inside}"
    if form.signed_by:
        yield f"  firme: {', '.join(form.signed_by)}"
