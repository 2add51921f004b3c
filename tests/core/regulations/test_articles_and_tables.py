"""A regulation declares what it uses: the articles of its texts, by which citations are checked, and common tables."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from small_plugins import ONE_TOOL, Install

from merito import PluginError
from merito.cli import app
from merito.testing import Regulations

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
RULE = """["X-{number}"]
article = "{citation}"
phase = "d"
kind = "constraint"
text = "Una regola di prova."
status = "checked"
"""
TUTORIAL = '[uses]\ncommon = ["people", "ratings"]\n'


def refused(regulations: Regulations) -> tuple[str, ...]:
    with pytest.raises(PluginError) as error:
        regulations.stack("prova")
    return tuple(error.value.messages)


def test_a_citation_of_what_is_there_holds_and_of_what_is_not_is_told(install: Install) -> None:
    rules = "".join(RULE.format(number=place, citation=one) for place, one in enumerate((*HELD, *NOT_HELD), start=1))
    found = refused(install("prova", rules=rules, files={"text.toml": TEXTS}))
    assert len(found) == len(NOT_HELD)
    for fault, (citation, told) in zip(found, NOT_HELD.items(), strict=True):
        assert f" cites {citation!r}: " in fault and told in fault


def test_what_is_no_number_and_no_range_is_refused(install: Install) -> None:
    problems = refused(install("prova", files={"text.toml": '[""]\nart = "1-12, XIV, 5-3"\n'}))
    assert [problem.partition(" is no number")[0] for problem in problems] == [
        "prova: text.toml []: 'art': 'XIV'",
        "prova: text.toml []: 'art': '5-3'",
    ]


def test_an_article_that_the_text_does_not_have_is_refused(install: Install) -> None:
    regulations: Regulations = install("prova", "", files={"inputs.toml": ONE_TOOL, "text.toml": '[""]\nart = "2-9"\n'})
    told = [one for one in refused(regulations) if "is not in the text" in one]
    assert [one.partition(" cites")[0] for one in told] == ["prova: X-1", "prova: premi", "prova: annual"]


def test_init_writes_the_tables_that_are_used_and_no_other(install: Install, tmp_path: Path) -> None:
    install("prova", "", files={"inputs.toml": TUTORIAL})
    words = ["init", str(tmp_path / "spazio"), "--regulation", "prova", "--year", "2025"]
    assert CliRunner().invoke(app, words).exit_code == 0
    assert sorted(path.stem for path in (tmp_path / "spazio").rglob("*.csv")) == [
        *("atti", "conferme", "pagamenti", "personale", "pubblicazioni", "servizio", "unita", "valutazioni_fattori"),
    ]


def test_a_regulation_that_does_not_say_it_uses_all_tables(install: Install) -> None:
    assert install("prova", "").stack("prova").unused == frozenset()


def test_a_table_that_there_is_not_is_refused(install: Install) -> None:
    regulations = install("prova", "", files={"inputs.toml": '[uses]\ncommon = ["peple"]\n'})
    with pytest.raises(PluginError, match=r"\[uses\]: there is no common table 'peple'; did you mean 'people'"):
        regulations.stack("prova")
