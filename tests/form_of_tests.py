"""A form with a table and a text, and the values of one sheet of it."""

from merito.forms.templates import Form, FormColumn, FormPart

FORM = Form(
    name="prova",
    title="Prova & <prova>",
    cites="art. 1",
    per="person",
    reserved=True,
    signed_by=("evaluator",),
    parts={
        "voci": FormPart(
            name="voci",
            shape="table",
            rows="inputs.ratings",
            columns=(
                FormColumn(tag="factor", head="Fattore", column="factor"),
                FormColumn(tag="points", head="Punti", column="points"),
                FormColumn(tag="a_mano", head="Firma", hand=True),
            ),
        ),
        "note": FormPart(name="note", shape="text", title="Note", text="note"),
    },
)
TAGS = {
    **{name: name for name in ("ente", "anno", "titolo", "articolo", "soggetto", "nominativo", "piede", "stato")},
    "carta": ["Ente di prova"],
    "firme": [{"ruolo": "Chi valuta", "nome": "Persona Uno"}],
    "voci": [{"factor": "Rispetto dei tempi", "points": "7,5"}],
    "note": [{"parte": "", "testo": "Una nota"}],
}
