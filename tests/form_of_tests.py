"""A form with a table and a text, declared by a small regulation: its template, and the values of one sheet of it."""

from pathlib import Path
from tempfile import TemporaryDirectory

from distributions import importable, write_distribution
from printed import merito

from merito.testing import installed_regulations

DECLARED = """
[texts.note]
title = "Note"
about = "person"
cites = "art. 1"
[forms.prova]
title = "Prova & <prova>"
cites = "art. 1"
per = "person"
reserved = true
signed_by = ["evaluator"]
[forms.prova.parts.voci]
shape = "table"
rows = "inputs.ratings"
columns = ["factor = Fattore", "points = Punti", { tag = "a_mano", head = "Firma", hand = true }]
[forms.prova.parts.note]
shape = "text"
title = "Note"
text = "note"
[forms.somme]
title = "Somme"
cites = "art. 1"
per = "person"
reserved = true
[forms.somme.parts.somme]
shape = "table"
rows = "results.rewards"
columns = [
    "person = persona", "tool = strumento", "subject = oggetto", "due = spettante", "payable = liquidabile",
    "withheld = sospeso", "reason = motivo",
]
"""
TAGS = {
    **{name: name for name in ("ente", "anno", "titolo", "articolo", "soggetto", "nominativo", "piede", "stato")},
    "carta": ["Ente di prova"],
    "firme": [{"ruolo": "Chi valuta", "nome": "Persona Uno"}],
    "voci": [{"factor": "Rispetto dei tempi", "points": "7,5"}],
    "note": [{"parte": "", "testo": "Una nota"}],
}

with TemporaryDirectory() as _place, importable(Path(_place)):
    write_distribution(Path(_place), "modulistica", files={"forms.toml": DECLARED})
    FORM = installed_regulations().stack("modulistica").inputs.printed.forms["prova"]
    for _form in ("prova", "somme"):
        _told = merito("forms", "modulistica", _form, "--template", Path(_place) / f"{_form}.docx")
        assert _told.exit_code == 0, _told.output
    PLAIN, OF_SUMS = ((Path(_place) / f"{_form}.docx").read_bytes() for _form in ("prova", "somme"))
