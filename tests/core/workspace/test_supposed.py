"""What `--set` accepts: keys, values as in an ente's files, and the same limits."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from merito import Workspace, WorkspaceError
from merito.cli import app
from merito.testing import Regulations

AS_OF = date(2022, 7, 31)
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
def office(install: Callable[..., Regulations], write_ente: Callable[..., Path]) -> Workspace:
    """A workspace of an ente that gives 1000 to its fund."""
    texts = [PARAMETERS.format(key=key, kind=kind, limits="true") for key, kind in KINDS.items()]
    files = {"parameters.toml": "".join([*texts, FIXED, BOUNDED])}
    install("collina", files=files | {"interpretations.toml": READINGS, "inputs.toml": INPUTS})
    return Workspace(write_ente("collina", {"2021/cycle.toml": "[funds]\npremi = 1000\n"}))


WRITTEN = {
    "numero": {"3": "3", "2/3": "2/3", '"2/3"': "2/3"},
    "parte": {"0.15": "3/20"},
    "euro": {"9000.50": "9000.50"},
    "giorno": {"07-31": "07-31", '"02-last"': "02-last"},
    "data": {"2021-07-31": "2021-07-31"},
    "scelta": {"anziani": "anziani", '"anziani"': "anziani", "2021": "2021"},
    "elenco": {'["uno", 2]': ["uno", "2"]},
    "tavola": {'{ a = 40, b = "2/3" }': {"a": "40", "b": "2/3"}},
    "figures.quanti": {"7": "7"},
    "figures.nome": {"Alto Lago": "Alto Lago"},
}


@pytest.mark.parametrize("way", range(3))
def test_a_value_is_written_as_in_an_entes_file_and_a_text_may_go_without_quotes(office: Workspace, way: int) -> None:
    asked = {key: list(ways)[min(way, len(ways) - 1)] for key, ways in WRITTEN.items()}
    told = office.simulate(asked, as_of=AS_OF).explain("parameter:numero").data
    assert told["explanations"][0]["parameters"][0]["layer"] == "simulazione"
    assert {key: one["value"] for key, one in told["simulation"]["supposed"].items()} == {
        key: WRITTEN[key][text] for key, text in asked.items()
    }


BEYOND = {
    "parte=0,5": "parte, trovato «0,5», atteso una quota tra 0 e 1",
    "euro=9.000": "euro, trovato «9.000», atteso un importo in euro con al massimo due decimali",
    "limitato=0.21": "limitato, trovato «0.21», atteso almeno 0,1 e al massimo 0,2, art. 1 c. 2",
    "fisso=0.4": "fisso: «fissato» è fissato dal regolamento, l'ente non può stabilirlo, art. 9",
    "tavola=[1]": "tavola, trovato «[1]», atteso una tabella, art. 1 c. 2",
    "I-1=half": "I-1, trovato «half», atteso uno tra whole, none, art. 3",
    "funds.premi=-1": "[funds] premi, trovato «-1», atteso un importo in euro, non negativo",
    "parte=1.5": "parte, trovato «1.5», atteso una quota tra 0 e 1",
    "I-1=[1]": "I-1, trovato «[1]», atteso uno tra whole, none, art. 3",
}


def test_what_an_ente_could_not_set_is_refused_with_its_limit_and_article_all_together(office: Workspace) -> None:
    words = list(BEYOND)
    for some in (words[:7], words[7:]):
        with pytest.raises(WorkspaceError) as refused:
            office.simulate(dict(word.split("=", 1) for word in some), as_of=AS_OF)
        told = str(refused.value).splitlines()
        assert [BEYOND[word] in line for word, line in zip(some, told, strict=True)] == [True] * len(some), told
        assert "regolamento collina: parte" in str(refused.value)


def test_a_fund_is_supposed_by_name_or_label_and_never_by_both(office: Workspace) -> None:
    for key in ("funds.premi", "funds.premi annuali"):
        record = office.simulate({key: 50000}, as_of=AS_OF)
        (line,) = record.explain("fund:premi").data["explanations"]
        assert [(one["file"], one["row"]) for one in line["inputs"]] == [(f"simulazione (--set {key}=50000)", 0)]
        assert record.explain("fund:premi").data["simulation"]["supposed"][key]["value"] == "50000.00"
    with pytest.raises(WorkspaceError, match="la voce è già data"):
        office.simulate({"funds.premi": 1, "funds.premi annuali": 2}, as_of=AS_OF)


def test_a_reading_counts_as_adopted_and_is_told_as_supposed(office: Workspace) -> None:
    told = office.simulate({"I-1": "none"}, as_of=AS_OF).explain("I-1").text
    assert "Lettura I-1 (supposta nella simulazione: nessuno l'ha adottata)" in told and "Vale: non spetta" in told
    told = office.simulate({"limitato": 0.1}, as_of=AS_OF).explain("I-1").text
    assert "Lettura I-1 (da adottare" in told


def test_a_supposition_tells_what_stands_otherwise(office: Workspace) -> None:
    asked = {"limitato": "0.2", "I-1": "none", "funds.premi": "5", "parte": "1/2"}
    told = office.simulate(asked, as_of=AS_OF).explain("I-1").data["simulation"]
    assert told["asked"] == [f"{key}={value}" for key, value in asked.items()]
    assert told["mark"] == "limitato=0.2; I-1=none; funds.premi=5; parte=1/2"
    assert {key: (one["before"], one["layer"]) for key, one in told["supposed"].items()} == {
        "limitato": ("3/20", "regolamento collina"),
        "I-1": ("whole", "da adottare"),
        "funds.premi": ("1000.00", "enti/prova/2021/cycle.toml"),
        "parte": (None, ""),
    }


def test_without_suppositions_nothing_is_simulated(office: Workspace) -> None:
    record = office.simulate({}, as_of=AS_OF)
    assert not record.simulated and "simulation" not in record.explain("I-1").data


def test_a_word_that_is_no_key_and_value_or_a_key_given_twice_is_told(office: Workspace) -> None:
    words = [word for one in ("parte=1", "parte", "=1", "euro=", "parte=1/2") for word in ("--set", one)]
    ran = CliRunner().invoke(app, ["run", str(office.path), *words])
    assert ran.exit_code == 2
    assert [line.partition(",")[0] for line in ran.output.splitlines() if "--set: " in line] == [
        "--set: trovato «parte»",
        "--set: trovato «=1»",
        "--set: trovato «euro=»",
        "--set: parte: la chiave è data più volte",
    ]
