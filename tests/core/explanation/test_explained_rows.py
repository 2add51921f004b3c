"""What `explain` quotes from the files, and what it says of a figure that a blocked phase did not give."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from small_plugins import HALF_EACH, ONE_TOOL, PREMI_1000, TWO_TOOLS, VALIDATED, Install, WriteEnte

from merito import MeritoError, Workspace

QUOTES = """
@hookimpl
@rule("X-1")
def merito_person_scores(step: Step) -> Results | None:
    act, candidate = step.dossier.acts[0], step.dossier.candidates[0]
    position = step.dossier.positions["PO1"]
    steps = (Intermediate("fattore a", "fattore a: non è valutato"), Intermediate("k", Fraction(3, 2)))
    row = PersonScore(person="P1", score=80, maximum=100, level="in fascia di merito", rules=("X-1",),
                      basis=Basis(inputs=(act, candidate, position, position), steps=steps))
    return Results(scores=(row,))
"""
FILES = {
    "2021/people.csv": "id\nP1\n",
    "2021/acts.csv": VALIDATED,
    "2021/candidates.csv": "person,tool,score\nP1,bonus,10\n",
    "2021/positions.csv": "id,title\nPO1,Uno\n",
}


def text_of(root: Path, subject: str) -> str:
    return Workspace(root).run(as_of=date(2022, 12, 31)).explain(subject).text


def explained(root: Path, subject: str) -> list[dict[str, Any]]:
    data = Workspace(root).run(as_of=date(2022, 12, 31)).explain(subject).data
    return list(data["explanations"])


def test_a_row_is_quoted_as_its_file_writes_it_and_once(install: Install, write_ente: WriteEnte) -> None:
    install("prova", "from fractions import Fraction\n" + QUOTES, files={"inputs.toml": TWO_TOOLS})
    text = text_of(write_ente("prova", FILES), "person:P1")
    assert "enti/prova/2021/candidates.csv, riga 2: person «P1», tool «bonus», score «10»" in text
    assert text.count("positions.csv, riga 2") == 1


def test_a_level_and_a_step_are_told_as_italian_sentences(install: Install, write_ente: WriteEnte) -> None:
    install("prova", "from fractions import Fraction\n" + QUOTES, files={"inputs.toml": TWO_TOOLS})
    text = text_of(write_ente("prova", FILES), "person:P1")
    assert "80 su 100, in fascia di merito" in text
    assert "Passaggio: fattore a: non è valutato" in text
    assert "Passaggio: k = 1,5" in text


NOT_VALIDATED = {"2021/people.csv": "id\nP1\n", "2021/acts.csv": "id,kind,date\nR,performance_report,2022-05-01\n"}


def test_a_person_whose_prizes_a_blocked_phase_did_not_give_is_told_why_and_where(
    install: Install, write_ente: WriteEnte
) -> None:
    install("prova", files={"inputs.toml": TWO_TOOLS})
    root = write_ente("prova", NOT_VALIDATED)
    (one,) = explained(root, "person:P1")
    assert (one["title"], one["figure"], one["state"]) == ("Posto e premi di P1", "non calcolato", "bloccato")
    assert "la fase e. premi è bloccata: " in one["reason"]
    assert "manca l'atto «" in one["reason"]
    assert one["reason"].endswith("gli atti si scrivono in enti/prova/2021/acts.csv")
    assert text_of(root, "person:P1").splitlines()[1] == "  non calcolato  [bloccato]"


def test_nothing_is_said_of_whom_the_data_do_not_know_or_of_a_phase_that_ran(
    install: Install, write_ente: WriteEnte
) -> None:
    install("prova", files={"inputs.toml": TWO_TOOLS})
    root = write_ente("prova", NOT_VALIDATED)
    for unknown in ("person:P9", "position:PO1"):
        with pytest.raises(MeritoError, match=f"nessun risultato su «{unknown}»"):
            explained(root, unknown)
    (root / "enti/prova/2021/acts.csv").write_text(VALIDATED, encoding="utf-8")
    with pytest.raises(MeritoError, match="dipendente P1 è nei dati, ma nessun risultato lo riguarda"):
        explained(root, "person:P1")


CLOSED = """
@hookimpl
@rule("X-1")
def merito_gates(step: Step) -> Results | None:
    return Results(gates=(Gate(phase=Phase.EVALUATION, needs=(ActNeed("approval"),), rules=("X-1",)),))
"""


def test_whoever_waits_for_an_earlier_phase_is_told_what_blocks_that(install: Install, write_ente: WriteEnte) -> None:
    install("prova", CLOSED, files={"inputs.toml": TWO_TOOLS})
    root = write_ente("prova", {"2021/people.csv": "id\nP1\n", "2021/acts.csv": VALIDATED})
    score, prize = explained(root, "person:P1")
    assert score["title"] == "Valutazione individuale di P1"
    assert "la fase d. valutazione è bloccata: X-1: manca l'atto «Approvazione»" in prize["reason"]


UNDIVIDED = {**NOT_VALIDATED, "2021/acts.csv": VALIDATED, "2021/cycle.toml": "[funds]\npremi = 1000\n"}


def test_a_person_whom_a_tool_may_pay_is_told_that_its_fund_is_not_divided(
    install: Install, write_ente: WriteEnte
) -> None:
    install("prova", "", files={"inputs.toml": ONE_TOOL + 'roles = ["staff"]\n'})
    (one,) = explained(write_ente("prova", UNDIVIDED), "person:P1")
    assert one["title"] == "Premio annuale, a P1"
    assert one["reason"] == "il fondo non è ancora diviso: nessuno strumento ha diviso questa parte del fondo"


def test_whom_it_cannot_pay_hears_nothing_of_it(install: Install, write_ente: WriteEnte) -> None:
    install("prova", "", files={"inputs.toml": ONE_TOOL + 'roles = ["manager"]\n'})
    with pytest.raises(MeritoError, match="nessun risultato lo riguarda"):
        explained(write_ente("prova", UNDIVIDED), "person:P1")


RESULT_AMONG_INPUTS = """
@rule("X-1", hook="merito_funds")
def line_of_the_fund(step: Step) -> ResultRows:
    yield FundLine(fund="premi", item="annual", amount=step.dossier.funds["premi"].euro, rules=("X-1",))

@rule("X-1", hook="merito_check_rewards")
def line_looked_at(step: Step) -> ResultRows:
    line = step.so_far.line("premi", "annual")
    yield told("info", "X-1", "la riga del fondo", phase=Phase.REWARDS, inputs=(line, step.dossier.people["P1"]))
"""


def test_a_result_among_the_rows_read_is_told_as_what_the_finding_rests_on(
    install: Install, write_ente: WriteEnte
) -> None:
    install("prova", RESULT_AMONG_INPUTS, files={"inputs.toml": ONE_TOOL})
    root = write_ente(
        "prova",
        {"2021/people.csv": "id\nP1\n", "2021/cycle.toml": "[funds]\npremi = 1000\n", "2021/acts.csv": VALIDATED},
    )
    (one,) = explained(root, "finding:X-1")
    assert [(row["file"], row["row"]) for row in one["inputs"]] == [("enti/prova/2021/people.csv", 2)]
    assert [earlier["subject"] for earlier in one["rests_on"]] == ["fund:premi/annual"]


@pytest.mark.parametrize("asked", ["reward:P1/annual", "reward:P1/annuale", "premio:P1/annuale"])
def test_a_reward_is_asked_for_by_the_name_of_its_tool_or_by_an_ente_s_own_words(
    install: Install, write_ente: WriteEnte, asked: str
) -> None:
    install("prova", HALF_EACH, files={"inputs.toml": TWO_TOOLS})
    (one,) = explained(write_ente("prova", PREMI_1000), asked)
    assert one["title"] == "Premio annuale, a P1"


def test_a_reward_of_a_tool_that_there_is_not_is_not_explained(install: Install, write_ente: WriteEnte) -> None:
    install("prova", HALF_EACH, files={"inputs.toml": TWO_TOOLS})
    with pytest.raises(MeritoError, match=r"premio:P1/annuali.*premio:P1/annual,"):
        explained(write_ente("prova", PREMI_1000), "premio:P1/annuali")


def test_the_codes_of_a_parameter_are_said_in_words_as_data_too(write_ente: WriteEnte) -> None:
    root = write_ente("bergamo", {"2021/people.csv": "id\nP1\n"})
    (shown,) = explained(root, "parameter:plan_documents")[0]["parameters"]
    assert (shown["value"], shown["said"]) == ("performance_plan; peg", "Piano della performance; PEG")
