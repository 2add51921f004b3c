"""Templates by an office or a stranger: what can be printed is filled in, anything more is refused and reported."""

import io
import zipfile

import pytest
from docx import Document
from form_of_tests import FORM, OF_SUMS, PLAIN, TAGS
from printed import TEMPLATE_PART, lines, saying

from merito.forms.templates import FormTemplateError, ready, rendered

HOSTILE = {
    "{{ 7*7 }}": "stampa e non calcola",
    "{{ titolo.__class__.__mro__ }}": "«titolo.__class__» non c'è",
    "{{ ''.__class__ }}": "__class__",
    "{{ cycler.__init__.__globals__.os.system('id') }}": "stampa e non calcola",
    "{{ range(999999999) }}": "stampa e non calcola",
    "{% for a in voci %}{% for b in voci %}{% for c in voci %}x{% endfor %}{% endfor %}{% endfor %}": "un ciclo sta",
    "{% set a = 1 %}": "stampa e non calcola",
    "{% include 'altro' %}": "stampa e non calcola",
    "{% import 'altro' as a %}": "stampa e non calcola",
    "{% macro a() %}{% endmacro %}": "stampa e non calcola",
    "{{ titolo|safe }}": "il filtro «safe» non si può usare",
    "{{ titolo|attr('x') }}": "il filtro «attr» non si può usare",
    "{{ titolo_sbagliato }}": "l'etichetta «titolo_sbagliato» non è di questo modulo",
    "{% for r in voci %}{{ r.point }}{% endfor %}": "«r.point» non c'è in questo modulo (forse «points»?)",
    "{% for r in voci %}{{ r.a_mano }}{% endfor %}": "«r.a_mano» non c'è in questo modulo",
    "{% for r in voci %}": "un'etichetta non si legge: «for» è aperto, e manca il suo «endfor»",
    "{% if titolo %}a{% endfor %}": "un'etichetta non si legge: «endfor» non è un ciclo né una condizione, o chiude ciò",
    "{% include 'x' %}{{ titolo oggi }}": "un'etichetta non si legge: tra le parentesi ci va il nome di un'etichetta",
    "{{ titolo": "un'etichetta si apre e non si chiude",
    "titolo %}": "un'etichetta si apre e non si chiude",
}


def test_what_is_laid_out_from_the_declaration_is_filled() -> None:
    told = lines(rendered(ready(PLAIN, FORM, "prova.docx"), TAGS))
    assert "Rispetto dei tempi | 7,5 | " in told
    assert any("Una nota" in line for line in told)
    assert any("Persona Uno" in line for line in told)
    assert told[-1].startswith("piede · pagina ")


def test_the_day_and_the_signatures_stay_on_one_page() -> None:
    document = Document(io.BytesIO(PLAIN))
    (day,) = (one for one in document.paragraphs if one.text.startswith("Data "))
    assert day.paragraph_format.keep_with_next
    assert "cantSplit" in document.tables[-1].rows[0]._tr.xml


def test_a_column_of_money_holds_its_figures_in_one_line() -> None:
    document = Document(io.BytesIO(OF_SUMS))
    assert [document.tables[0].columns[place].width.cm > 2.3 for place in (3, 4, 5)] == [True] * 3


def test_the_same_tags_give_the_same_bytes() -> None:
    once, again = (rendered(ready(PLAIN, FORM, "prova.docx"), TAGS) for _ in range(2))
    assert once == again
    with zipfile.ZipFile(io.BytesIO(once)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    "text", ["A & B", "<D1>", "{{7*7}}", "{% for x in y %}", "&lt;w:t&gt;", "a\nb", "]]>", "{_{x}_}"]
)
def test_a_value_stands_as_it_was_written_whatever_it_looks_like(text: str) -> None:
    tags = TAGS | {"nominativo": text, "note": [{"parte": text, "testo": text}]}
    told = lines(rendered(ready(PLAIN, FORM, "prova.docx"), tags))
    assert f"Anno anno – {text}" in told
    assert any(line.count(text) == 2 for line in told)


@pytest.mark.parametrize("tag", HOSTILE)
def test_a_tag_that_does_more_than_print_is_refused_before_anything_is_filled(tag: str) -> None:
    with pytest.raises(FormTemplateError) as refused:
        ready(saying(PLAIN, tag.replace("<", "&lt;")), FORM, "prova.docx")
    assert any(HOSTILE[tag] in message for message in refused.value.messages), refused.value.messages


def test_what_is_wrong_is_told_with_its_tag_and_paragraph() -> None:
    with pytest.raises(FormTemplateError) as refused:
        ready(saying(PLAIN, "Primo", "Secondo {{ tittolo }}"), FORM, "prova.docx")
    (told,) = refused.value.messages
    assert told == (
        "prova.docx: l'etichetta «tittolo» non è di questo modulo (forse «titolo»?): {{ tittolo }}, paragrafo 2"
    )


def test_a_tag_split_over_runs_as_word_saves_it_is_one() -> None:
    split = "</w:t></w:r><w:r><w:t>".join(("{", "{ tit", "olo }", "}"))
    told = lines(rendered(ready(saying(PLAIN, f"Qui: {split}"), FORM, "prova.docx"), TAGS))
    assert "Qui: titolo" in told


def test_what_is_no_document_or_grows_too_large_or_says_a_part_twice_is_refused() -> None:
    twice = io.BytesIO(PLAIN)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(twice, "a") as archive:
        archive.writestr(TEMPLATE_PART, b"<w:document/>")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(TEMPLATE_PART, b"0" * (100 * 2**20))
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    for content, why in (
        (twice.getvalue(), "ha due volte la stessa parte: non è un modulo"),
        (bomb.getvalue(), "troppo grande"),
        (b"PK nothing", "non è un file .docx"),
        (empty.getvalue(), "non è un documento di testo"),
    ):
        with pytest.raises(FormTemplateError, match=why):
            ready(content, FORM, "prova.docx")
