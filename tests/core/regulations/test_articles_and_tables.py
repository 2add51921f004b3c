"""A regulation declares what it uses: the articles of its texts, by which citations are checked, and common tables."""

from collections.abc import Callable
from pathlib import Path

import pytest
from small_plugins import ONE_TOOL, Install

from merito import PluginError
from merito.declarations.texts import Text, not_there, read_texts
from merito.testing import Regulations
from merito.workspace.starter import write_workspace

TEXTS = """
[""]
art = "1-12, 14-bis"
["SMVP (del. 81/2021)"]
par = "3, 3.1-3.2, 3.2.1"
["CCNL 21.5.2018"]
"""
HELD = (
    "art. 3 c. 4, primo trattino",
    "artt. 1, 2 e 12",
    "art. 14-bis",
    "art. 1 c. 5 e 99; CCNL 21.5.2018, art. 99",
    "art. 2 (SMVP (del. 81/2021), par. 3.2.1)",
    "SMVP (del. 81/2021), par. 3 e 3.2 e appendice, scheda d)",
    "art. 12; per la Giunta il frontespizio",
    "da citare: il riparto",
    "tutti i testi",
)
NOT_HELD = {
    "art. 13": "art. 13 is not in the text, which has art. 1-12, 14-bis",
    "art. 3 e art. 14": "art. 14 is not in the text",
    "artt. 3, 4 e 15": "art. 15 is not in the text",
    "SMVP (del. 81/2021), par. 3.3": "par. 3.3 is not in SMVP (del. 81/2021), which has par. 3, 3.1-3.2, 3.2.1",
    "SMVP (del. 81/2021), art. 3": "art. 3 is not in SMVP",
    "par. 3": "par. 3 is not in the text",
    "SMPV (del. 81/2021), par. 3": "is of no text that text.toml names",
    "CCNL 21.5.2019, art. 7": "is of no text that text.toml names; did you mean 'CCNL 21.5.2018'?",
}
Read = Callable[[str], tuple[tuple[Text, ...], list[str]]]
TUTORIAL = '[uses]\ncommon = ["people", "ratings"]\n'


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """The texts that a `text.toml` names, and what is wrong in it."""

    def texts(text: str) -> tuple[tuple[Text, ...], list[str]]:
        (tmp_path / "text.toml").write_text(text, encoding="utf-8")
        problems: list[str] = []
        return read_texts(tmp_path / "text.toml", "prova", problems), problems

    return texts


@pytest.mark.parametrize("citation", HELD)
def test_a_citation_of_what_is_there_holds(read: Read, citation: str) -> None:
    assert list(not_there(citation, read(TEXTS)[0])) == []


@pytest.mark.parametrize(("citation", "told"), NOT_HELD.items())
def test_a_citation_of_what_is_not_there_is_told(read: Read, citation: str, told: str) -> None:
    (fault,) = not_there(citation, read(TEXTS)[0])
    assert told in fault


def test_what_is_no_number_and_no_range_is_refused(read: Read) -> None:
    _, problems = read('[""]\nart = "1-12, XIV, 5-3"\n')
    assert [problem.partition(" is no number")[0] for problem in problems] == [
        "prova: text.toml [] : 'art': 'XIV'".replace("[] ", "[]"),
        "prova: text.toml []: 'art': '5-3'",
    ]


def test_an_article_that_the_text_does_not_have_is_refused(install: Install) -> None:
    regulations: Regulations = install("prova", "", files={"inputs.toml": ONE_TOOL, "text.toml": '[""]\nart = "2-9"\n'})
    with pytest.raises(PluginError) as refused:
        regulations.stack("prova")
    told = [one for one in refused.value.messages if "is not in the text" in one]
    assert [one.partition(" cites")[0] for one in told] == ["prova: X-1", "prova: premi", "prova: annual"]


def test_init_writes_the_tables_that_are_used_and_no_other(install: Install, tmp_path: Path) -> None:
    stack = install("prova", "", files={"inputs.toml": TUTORIAL}).stack("prova")
    written = write_workspace(tmp_path / "spazio", stack, "alfa", 2025)
    assert sorted(path.stem for path in written if path.suffix == ".csv") == [
        *("atti", "conferme", "pagamenti", "personale", "pubblicazioni", "servizio", "unita", "valutazioni_fattori"),
    ]


def test_a_regulation_that_does_not_say_it_uses_all_tables(install: Install) -> None:
    assert install("prova", "").stack("prova").unused == frozenset()


def test_a_table_that_there_is_not_is_refused(install: Install) -> None:
    regulations = install("prova", "", files={"inputs.toml": '[uses]\ncommon = ["peple"]\n'})
    with pytest.raises(PluginError, match=r"\[uses\]: there is no common table 'peple'; did you mean 'people'"):
        regulations.stack("prova")
