"""Forms as a regulation declares them: errors are refused when it is loaded, all together."""

import pytest
from click.testing import CliRunner
from small_plugins import Install

from merito import PluginError
from merito.cli import app

TEXTS = '[texts.note]\ntitle = "Note"\nabout = "person"\ncites = "art. 1"\n'
DOCUMENT = '[documents.righe]\ncolumns = ["persona", "totale"]\n'
FORM = """
[forms.scheda]
title = "Scheda"
cites = "art. 1"
rules = ["X-1"]
per = "person"
reserved = true
signed_by = ["evaluator"]
[forms.scheda.parts.voci]
shape = "table"
rows = "inputs.ratings"
where = { person = "{subject}" }
columns = ["factor = Fattore", { column = "totale", head = "Totale", rows = "documents.righe", where = { persona = "{person}" } }]
[forms.scheda.parts.finale]
shape = "box"
rows = "results.people"
where = { person = "{subject}" }
columns = ["score = Punteggio"]
[forms.scheda.parts.note]
shape = "text"
text = "note"
"""
FACTORS = '[factors.staff]\na = "Apporto"\n'
WHOLE = TEXTS + DOCUMENT + FACTORS + FORM
WRONG = {
    'rules = ["X-1"]': ('rules = ["X-2"]', "there is no rule 'X-2'; did you mean 'X-1'?"),
    'rows = "inputs.ratings"': ('rows = "inputs.rating"', "there is no table 'rating'; did you mean 'ratings'?"),
    '"factor = Fattore"': ('"fattore = Fattore"', "the table 'ratings' has no column 'fattore'"),
    '"score = Punteggio"': ('"scor = Punteggio"', "the table 'people' has no column 'scor'; did you mean 'score'?"),
    'rows = "results.people"': ('rows = "results.persons"', "there is no table 'persons'"),
    'column = "totale"': ('column = "total"', "the table 'righe' has no column 'total'; did you mean 'totale'?"),
    '"documents.righe"': ('"documents.riga"', "no [documents.riga] says which columns that table has"),
    'text = "note"': ('text = "nota"', "there is no text 'nota'; did you mean 'note'?"),
    'per = "person"': ('per = "persona"', "'per' is 'persona', not one of"),
    'shape = "box"': ('shape = "scatola"', "'shape' is 'scatola', not one of"),
    "reserved = true": ("", "a form of each person is reserved: write `reserved = true`"),
    'title = "Scheda"': ('titolo = "Scheda"', "unknown key 'titolo'"),
    'rows = "documents.righe"': ('rows = "righe"', "'rows' is 'righe', not a table written"),
    "parts.voci": ("parts.titolo", "a template calls something else 'titolo' in every form"),
    "parts.finale": ("parts.Finale", "the name 'Finale' may hold small letters, digits and _ alone"),
    'where = { persona = "{person}" }': ("where = { persona = 1 }", "'where' of 'persona' must be text"),
    '"factor = Fattore",': ('"factor = Fattore", "factor = Ancora",', "several columns have the tag factor"),
    'signed_by = ["evaluator"]': (
        'signed_by = ["responsible"]',
        "who answers for an objective or an indicator signs a form of each one, not of each person",
    ),
    "[factors.staff]": ("[factors.impiegati]", "'impiegati' is no role: secretary_general, manager, po, staff"),
    'a = "Apporto"': ("a = 1", "'a' must be text"),
    'columns = ["score = Punteggio"]': ("", "'columns' is missing: a table has at least one"),
}


def listed(install: Install, text: str) -> tuple[int, list[str]]:
    """What `merito forms` lists of a regulation, or why it is refused."""
    install("prova", files={"forms.toml": text})
    ran = CliRunner().invoke(app, ["forms", "prova"])
    return ran.exit_code, ran.output.splitlines()


def told(install: Install, text: str) -> list[str]:
    code, lines = listed(install, text)
    assert code == 1
    return lines


def test_a_regulation_adds_its_forms_to_those_of_the_nation(install: Install) -> None:
    code, lines = listed(install, WHOLE)
    names = [line.partition(":")[0] for line in lines if not line.startswith(" ")]
    assert (code, names[-1]) == (0, "scheda")
    assert {"liquidazione", "lettera"} <= set(names)


def test_a_form_of_the_same_name_stands_in_the_place_of_the_nation_s(install: Install) -> None:
    text = FORM.replace("forms.scheda", "forms.lettera")
    code, lines = listed(install, TEXTS + DOCUMENT + text)
    assert [line for line in lines if line.startswith("lettera")] == ["lettera: Scheda — art. 1"]
    assert code == 0


@pytest.mark.parametrize("right", WRONG)
def test_what_a_form_names_and_nothing_has_is_refused(install: Install, right: str) -> None:
    wrong, why = WRONG[right]
    assert right in WHOLE
    found = told(install, WHOLE.replace(right, wrong))
    assert any(why in one for one in found), found


def test_all_that_is_wrong_is_told_together(install: Install) -> None:
    text = WHOLE
    for right in ('rules = ["X-1"]', 'rows = "inputs.ratings"', 'text = "note"'):
        text = text.replace(right, WRONG[right][0])
    found = " ".join(told(install, text))
    assert all(WRONG[right][1] in found for right in ('rules = ["X-1"]', 'rows = "inputs.ratings"', 'text = "note"'))


def test_an_article_that_the_text_does_not_have_is_refused(install: Install) -> None:
    files = {"forms.toml": WHOLE.replace('cites = "art. 1"', 'cites = "art. 99"'), "text.toml": '[""]\nart = "1-5"\n'}
    with pytest.raises(PluginError) as refused:
        install("prova", files=files).stack("prova")
    assert any("scheda cites 'art. 99': art. 99 is not in the text" in one for one in refused.value.messages)


@pytest.mark.usefixtures("in_italian")
@pytest.mark.parametrize(
    ("part", "why"),
    [
        ('rows = "inputs.people"\ncolumns = ["category = Categoria"]', "può nominare persone"),
        ('rows = "results.rewards"\ncolumns = ["paid = Somma"]', "riguarda persone"),
        ('rows = "inputs.units"\ncolumns = ["head = Chi"]', "la colonna «head» della tabella «units» è di persone"),
        (
            'rows = "inputs.units"\ncolumns = [{ column = "head", head = "Chi", printed_as = "name" }]',
            "non nomina nessuno, ma lo fa «Chi»",
        ),
    ],
)
def test_a_form_that_is_not_reserved_prints_nothing_of_persons(install: Install, part: str, why: str) -> None:
    text = f'[forms.f]\ntitle = "F"\ncites = "art. 1"\nper = "ente"\n[forms.f.parts.voci]\nshape = "table"\n{part}\n'
    assert any(why in one for one in told(install, text))


def test_only_a_reserved_form_is_signed_by_a_person_and_prints_a_text_about_one(install: Install) -> None:
    text = (
        f'{TEXTS}[forms.f]\ntitle = "F"\ncites = "art. 1"\nper = "ente"\nsigned_by = ["evaluated"]\n'
        '[forms.f.parts.nota]\nshape = "text"\ntext = "note"\n'
    )
    found = told(install, text)
    assert any("only a reserved form" in one for one in found)
    assert any("the text 'note' is about a person" in one for one in found)
