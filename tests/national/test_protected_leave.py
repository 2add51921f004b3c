"""Maternity, paternity and parental leave never count in the individual evaluation (art. 9 c. 3)."""

from collections.abc import Callable

import pytest
from small_plugins import Install, WriteEnte

from merito import BadDataError, PluginError
from merito.testing import Record

Read = Callable[[str, str], Record]


@pytest.fixture
def read(install: Install, write_ente: WriteEnte, run_in: Callable[..., Record]) -> Read:
    """An ente with one absence of some kind, and its statement on whether it counts."""

    def read_one(kind: str, counts: str) -> Record:
        files = {
            "2021/people.csv": "id\nP1\n",
            "2021/absences.csv": f"person,from,to,kind,counts\nP1,2021-01-01,2021-05-31,{kind},{counts}\n",
        }
        return run_in(write_ente("prova", files), install("prova"))

    return read_one


PROTECTED = (
    "maternità",
    "MATERNITA'",
    "Congedo di maternità (art. 16)",
    "maternita\u0300",
    "congedo per paternità",
    "congedo obbligatorio del padre",
    "congedo del padre",
    "Congedo padre 10 gg",
    "congedo papà",
    "astensione post-partum",
    "Congedo ante partum",
    "Congedi parentali",
    "congedo_parentale 30%",
    "astensione obbligatoria",
    "astensione facoltativa",
    "interdizione anticipata",
    "interdizione dal lavoro",
    "Interdizione",
    "congedo per adozione e affidamento",
    "Affidamento",
    "gravi complicanze della gestazione",
    "mat. obbligatoria",
    "cong. parent.",
    "gravidanza a rischio",
    "puerperio",
    "parental leave",
)
OTHERS = (
    "malattia",
    "ferie",
    "aspettativa",
    "sciopero",
    "congedo straordinario",
    "compaternale",
    "interdizione dai pubblici uffici",
    "Interdizione perpetua dai pubblici uffici",
    "affidamento in prova",
    "",
)


@pytest.mark.parametrize("kind", PROTECTED)
def test_a_protected_leave_that_counts_is_refused(read: Read, kind: str) -> None:
    """Rule "IT-9.3" and reading "I-IT-18": reported with the file, the row, the article and what to do."""
    with pytest.raises(BadDataError) as refused:
        read(kind, "yes")
    (problem,) = refused.value.problems
    assert (problem.source.file, problem.source.row) == ("enti/prova/2021/absences.csv", 2)
    assert (problem.column, problem.article) == ("counts", "D.Lgs. 150/2009, art. 9 c. 3")
    assert problem.remedy == "Scrivere NO; se si tratta di altro, correggere «kind»."


@pytest.mark.parametrize("counts", ["", "no"])
@pytest.mark.parametrize("kind", PROTECTED)
def test_a_protected_leave_never_counts(read: Read, kind: str, counts: str) -> None:
    """Even if a regulation counts every absence that does not say otherwise."""
    assert [one.counts for one in read(kind, counts).dossier.absences] == [False]


@pytest.mark.parametrize("kind", OTHERS)
def test_another_absence_counts_as_the_ente_says(read: Read, kind: str) -> None:
    assert [one.counts for one in read(kind, "yes").dossier.absences] == [True]


@pytest.mark.parametrize("kind", OTHERS)
def test_another_absence_that_says_nothing_stays_in_doubt(read: Read, kind: str) -> None:
    assert [one.counts for one in read(kind, "").dossier.absences] == [None]


COLUMN = """
[columns.absences.paid]
label = "retribuita"
kind = "{kind}"
no_where = {{ {other} = "{key}" }}
"""
WRONG = {
    "a column that is not there": (
        ("yes_no", "knd", "protected_leave"),
        "non è una colonna della tabella. Forse «kind»",
    ),
    "no list": (("yes_no", "kind", "plan_deadline"), "non è un parametro di tipo list"),
    "no yes or no": (("text", "kind", "protected_leave"), "solo una colonna di sì e no ha «no_where»"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_column_that_is_never_yes_names_what_there_is(install: Install, case: str) -> None:
    (kind, other, key), says = WRONG[case]
    regulations = install("prova", files={"inputs.toml": COLUMN.format(kind=kind, other=other, key=key)})
    with pytest.raises(PluginError, match=says):
        regulations.stack("prova")
