"""Names of people in texts: first name and surname, in either order, as a reader finds them."""

import re
from pathlib import Path

import pytest
from printed import lines, merito
from small_plugins import Install, WriteEnte

TEXTS = {
    "Ringrazia Anna Maria Di Prova.": "Ringrazia omissis.",
    "DI PROVA, ANNA MARIA": "omissis",
    "Persona e Due Persona": "Persona e omissis",
    "Due persone per quattro mesi": "Due persone per quattro mesi",
    "da Solo": "da Solo",
    "Persona Duebis": "Persona Duebis",
}
FIELD = '[texts.{0}]\ntitle = "{0}"\nabout = "ente"\ncites = "art. 1"\n'
PART = '[forms.relazione.parts.{0}]\nshape = "text"\ntext = "{0}"\n'
FORM = '[forms.relazione]\ntitle = "Relazione"\ncites = "art. 1"\nper = "ente"\n'
FIELDS = [f"t{number}" for number, _ in enumerate(TEXTS)]
NAMES = "person,surname,name,title\nP1,Di Prova,Anna Maria,dott.ssa\nP2,Due,Persona,\nP3,Solo,,\n"


@pytest.mark.long
def test_a_whole_name_is_left_out_of_a_form_without_persons_and_a_word_stays(
    install: Install, write_ente: WriteEnte
) -> None:
    forms = "".join((*map(FIELD.format, FIELDS), FORM, *map(PART.format, FIELDS)))
    install("prova", files={"forms.toml": forms})
    rows = "".join(f',{field},,"{text}"\n' for field, text in zip(FIELDS, TEXTS, strict=True))
    root = write_ente("prova", {"anagrafe.csv": NAMES, "2021/texts.csv": f"subject,field,part,text\n{rows}"})
    ran = merito("run", root)
    assert ran.exit_code == 0, ran.output
    told = merito("forms", root, "relazione").output
    assert re.findall(r"texts\.csv, riga (\d) nomina una persona", told) == ["2", "3", "4"]
    (form,) = Path(root / "out").rglob("*.docx")
    printed = [line for part in lines(form) for line in part.splitlines()]
    assert [line for line in printed if line in {*TEXTS, *TEXTS.values()}] == list(TEXTS.values())
