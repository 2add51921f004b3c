"""What `--set` accepts: keys, values as in an ente's files, and the same limits."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from merito import BadDataError
from merito.contract.declared_parameters import DayOfYear
from merito.cycle.course import Course
from merito.model.simulation import LAYER
from merito.testing import Regulations
from merito.workspace.config import open_workspace
from merito.workspace.dossiers import open_ente
from merito.workspace.problems import Problems
from merito.workspace.supposed import Asked, asked_in

Supposing = Callable[..., Course]
PARAMETERS = """[{key}]
kind = "{kind}"
cites = "art. 1 c. 2"
label = "ciò che si prova"
ente_may_set = {limits}
"""
KINDS = {"numero": "number", "parte": "share", "euro": "money", "giorno": "day", "data": "date"}
KINDS |= {"scelta": "choice", "elenco": "list", "tavola": "table"}
FIXED = '[fisso]\nkind = "share"\ncites = "art. 9"\nlabel = "fissato"\nvalues = { always = 0.5 }\n'
BOUNDED = PARAMETERS.format(key="limitato", kind="share", limits="{ at_least = 0.1, at_most = 0.2 }")
BOUNDED += "values = { always = 0.15 }\n"
READINGS = """["I-1"]
article = "art. 3"
unclear = "Se la somma spetti."
choices = { whole = "spetta", none = "non spetta" }
default = "whole"
why = "Il testo tace."
must_adopt = true
"""
INPUTS = """[funds.premi]
label = "premi annuali"
title = "Premi"
cites = "art. 1"
[figures.quanti]
label = "quanti"
title = "Quanti"
kind = "number"
cites = "art. 2"
[figures.nome]
label = "nome"
title = "Nome"
kind = "text"
cites = "art. 2"
"""


@pytest.fixture
def supposing(install: Callable[..., Regulations], write_ente: Callable[..., Path]) -> Supposing:
    """Opens an ente that gives 1000 to its fund, supposing what the words say."""
    texts = [PARAMETERS.format(key=key, kind=kind, limits="true") for key, kind in KINDS.items()]
    files = {"parameters.toml": "".join([*texts, FIXED, BOUNDED])}
    files |= {"interpretations.toml": READINGS, "inputs.toml": INPUTS}
    known = install("collina", files=files)
    root = write_ente("collina", {"2021/cycle.toml": "[funds]\npremi = 1000\n"})

    def open_supposing(*words: str) -> Course:
        problems = Problems()
        asked = asked_in(words, problems)
        assert not problems
        folder, workspace = root.resolve() / "enti" / "prova", open_workspace(root)
        return open_ente(folder, workspace, known, 2021, date(2022, 7, 31), asked=asked).course

    return open_supposing


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("numero", "3", Fraction(3)),
        ("numero", "2/3", Fraction(2, 3)),
        ("numero", '"2/3"', Fraction(2, 3)),
        ("parte", "0.15", Fraction(3, 20)),
        ("euro", "9000.50", Decimal("9000.50")),
        ("giorno", "07-31", DayOfYear(7, 31)),
        ("giorno", '"02-last"', DayOfYear(2, 0)),
        ("data", "2021-07-31", date(2021, 7, 31)),
        ("scelta", "anziani", "anziani"),
        ("scelta", '"anziani"', "anziani"),
        ("scelta", "2021", "2021"),
        ("elenco", '["uno", 2]', ("uno", Fraction(2))),
        ("tavola", '{ a = 40, b = "2/3" }', {"a": Fraction(40), "b": Fraction(2, 3)}),
    ],
)
def test_a_value_is_written_as_in_an_entes_file_and_a_text_may_go_without_quotes(
    supposing: Supposing, key: str, text: str, value: object
) -> None:
    found = supposing(f"{key}={text}").parameters.in_force(key)
    assert (found.value, found.layer) == (value, LAYER)


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("parte=0,5", "regolamento collina: parte, trovato «0,5», atteso una quota tra 0 e 1"),
        ("parte=1.5", "parte, trovato «1.5», atteso una quota tra 0 e 1"),
        ("euro=9.000", "euro, trovato «9.000», atteso un importo in euro con al massimo due decimali"),
        ("limitato=0.21", "limitato, trovato «0.21», atteso almeno 0,1 e al massimo 0,2, art. 1 c. 2"),
        ("fisso=0.4", "fisso: «fissato» è fissato dal regolamento, l'ente non può stabilirlo, art. 9"),
        ("tavola=[1]", "tavola, trovato «[1]», atteso una tabella, art. 1 c. 2"),
        ("I-1=half", "I-1, trovato «half», atteso uno tra whole, none, art. 3"),
        ("I-1=[1]", "I-1, trovato «[1]», atteso uno tra whole, none, art. 3"),
        ("funds.premi=-1", "[funds] premi, trovato «-1», atteso un importo in euro, non negativo"),
    ],
)
def test_what_an_ente_could_not_set_is_refused_with_its_limit_and_article(
    supposing: Supposing, word: str, told: str
) -> None:
    with pytest.raises(BadDataError) as refused:
        supposing(word)
    assert told in str(refused.value)


def test_all_that_is_refused_is_told_together(supposing: Supposing) -> None:
    with pytest.raises(BadDataError) as refused:
        supposing("fisso=0.4", "limitato=1", "I-1=half")
    assert len(refused.value.messages) == 3


def test_a_fund_is_supposed_by_name_or_label_and_never_by_both(supposing: Supposing) -> None:
    for key in ("funds.premi", "funds.premi annuali"):
        course = supposing(f"{key}=50000")
        assert [(one.id, one.euro) for one in course.dossier.funds] == [("premi", Decimal("50000.00"))]
        assert course.dossier.funds["premi"].source.file == f"{LAYER} (--set {key}=50000)"
    with pytest.raises(BadDataError, match="la voce è già data"):
        supposing("funds.premi=1", "funds.premi annuali=2")


def test_figures_that_the_year_has_not_given_may_be_supposed(supposing: Supposing) -> None:
    figures = supposing("figures.quanti=7", "figures.nome=Alto Lago").dossier.figures
    assert (figures["quanti"].number, figures["nome"].value) == (Fraction(7), "Alto Lago")


def test_a_reading_counts_as_adopted_and_is_told_as_supposed(supposing: Supposing) -> None:
    reading = supposing("I-1=none").readings["I-1"]
    assert (reading.choice, reading.adopted, reading.supposed, reading.open) == ("none", True, True, False)
    assert supposing("limitato=0.1").readings["I-1"].open


def test_a_supposition_tells_what_stands_otherwise(supposing: Supposing) -> None:
    simulation = supposing("limitato=0.2", "I-1=none", "funds.premi=5", "parte=1/2", "altrove=3").simulation
    assert simulation is not None
    assert simulation.asked == ("limitato=0.2", "I-1=none", "funds.premi=5", "parte=1/2", "altrove=3")
    assert [(one.key, one.before, one.layer) for one in simulation.supposed] == [
        ("limitato", Fraction(3, 20), "regolamento collina"),
        ("I-1", "whole", "da adottare"),
        ("funds.premi", Decimal("1000.00"), "enti/prova/2021/cycle.toml"),
        ("parte", None, ""),
    ]
    assert simulation.mark == "limitato=0.2; I-1=none; funds.premi=5; parte=1/2"


def test_without_suppositions_nothing_is_simulated(supposing: Supposing) -> None:
    assert supposing().simulation is None


def test_a_word_that_is_no_key_and_value_or_a_key_given_twice_is_told() -> None:
    problems = Problems()
    assert asked_in(("quota=1", "quota", "=1", "altra=", "quota=2"), problems) == (Asked("quota", "1"),)
    told = [str(problem) for problem in problems.found]
    assert [line.partition(",")[0] for line in told] == [
        "--set: trovato «quota»",
        "--set: trovato «=1»",
        "--set: trovato «altra=»",
        "--set: quota: la chiave è data più volte",
    ]
