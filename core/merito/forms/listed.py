"""The list of forms printed by `merito forms`: title, article, subject, parts and texts."""

from collections.abc import Iterator, Mapping

from merito.model.forms import ENTE, Form
from merito.wording.coded import SUBJECTS


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
        yield f"  {who}, {'riservato' if form.reserved else 'pubblico'}{asked_for}"
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
