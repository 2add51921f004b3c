"""Texts of rules on paper contain no code of a rule or of a reading, nor its mark."""

import pytest

from merito import ActKind, Dossier, Ente
from merito.contract.inputs import Inputs
from merito.contract.rulebook import Rulebook
from merito.wording.plain_words import PlainWords

CODES = ("BG-44.2", "BG-43.1", "I-BG-14")


@pytest.fixture
def words() -> PlainWords:
    book = Rulebook(rules=dict.fromkeys(CODES[:2]), interpretations=dict.fromkeys(CODES[2:]))  # type: ignore[arg-type]
    dossier = Dossier(ente=Ente(id="prova", name="Prova", kind="chamber", regulation="prova"), year=2021)
    kind = ActKind(kind="report", label="relazione_oiv", title="Relazione", cites="art. 1")
    return PlainWords(dossier, book, Inputs(acts={"report": kind}))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("BG-44.2: manca l'atto (art. 44)", "manca l'atto (art. 44)"),
        ("BG-44.2: manca (art. 44); BG-43.1: manca (art. 43)", "manca (art. 44); manca (art. 43)"),
        ("lo valuta l'ente (I-BG-14)", "lo valuta l'ente"),
        ("il doppio ruolo si segnala (art. 25; I-BG-14)", "il doppio ruolo si segnala (art. 25)"),
        ("secondo BG-44.2 BG-43.1 basta", "secondo basta"),
        ("aspetta (atto accordo, tabella riparto)", "aspetta"),
        ("BG-44.21 resta", "BG-44.21 resta"),
        ("al massimo 30%; gli importi sono in documents/minimi_contratto.csv", "al massimo 30%"),
        ("non bastano (conguagli.csv)", "non bastano"),
        ("uno; 3 altri motivi in funds.csv", "uno; 3 altri motivi"),
        ("si accerta con un atto (relazione_oiv)", "si accerta con un atto"),
        ("è 97,33% (esatto 292/3) di cento", "è 97,33% di cento"),
    ],
)
def test_codes_tables_files_and_fractions_are_left_out(words: PlainWords, text: str, told: str) -> None:
    assert words(text) == told
