"""What `explain` quotes from the files, and what it says of a figure that a blocked phase did not give."""

from small_plugins import ONE_TOOL, TWO_TOOLS, VALIDATED, Install, RunIn, WriteEnte

from merito.explanation import Explainer, Explanation
from merito.explanation.text import as_text
from merito.testing import Regulations

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


def explained(record_in: RunIn, root: object, regulations: Regulations, subject: str) -> tuple[Explanation, ...]:
    record = record_in(root, regulations)
    return Explainer(record, regulations.stack("prova")).explain(subject)


def test_without_its_files_a_row_is_told_by_labels_as_the_run_had_it_and_once(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    code = "from fractions import Fraction\n" + QUOTES
    regulations = install("prova", code, files={"inputs.toml": TWO_TOOLS})
    text = as_text(explained(run_in, write_ente("prova", FILES), regulations, "person:P1")[0])
    assert "i file non sono riletti" in text and "tipo «relazione_performance»" in text
    assert "performance_report" not in text
    assert "strumento «bonus»" in text
    assert text.count("positions.csv, riga 2") == 1


def test_a_level_and_a_step_are_told_as_italian_sentences(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    code = "from fractions import Fraction\n" + QUOTES
    regulations = install("prova", code, files={"inputs.toml": TWO_TOOLS})
    text = as_text(explained(run_in, write_ente("prova", FILES), regulations, "person:P1")[0])
    assert "80 su 100, in fascia di merito" in text
    assert "Passaggio: fattore a: non è valutato" in text
    assert "Passaggio: k = 1,5" in text


NOT_VALIDATED = {"2021/people.csv": "id\nP1\n", "2021/acts.csv": "id,kind,date\nR,performance_report,2022-05-01\n"}


def test_a_person_whose_prizes_a_blocked_phase_did_not_give_is_told_why_and_where(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    regulations = install("prova", files={"inputs.toml": TWO_TOOLS})
    found = explained(run_in, write_ente("prova", NOT_VALIDATED), regulations, "person:P1")
    assert [(one.title, one.figure, one.state) for one in found] == [
        ("Posto e premi di P1", "non calcolato", "bloccato"),
    ]
    assert "la fase e. premi è bloccata: " in found[0].reason
    assert "manca l'atto «" in found[0].reason
    assert found[0].reason.endswith("gli atti si scrivono in enti/prova/2021/acts.csv")
    assert as_text(found[0]).splitlines()[1] == "  non calcolato  [bloccato]"


def test_nothing_is_said_of_whom_the_data_do_not_know_or_of_a_phase_that_ran(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    regulations = install("prova", files={"inputs.toml": TWO_TOOLS})
    root = write_ente("prova", NOT_VALIDATED)
    assert explained(run_in, root, regulations, "person:P9") == ()
    assert explained(run_in, root, regulations, "position:PO1") == ()
    (root / "enti/prova/2021/acts.csv").write_text(VALIDATED, encoding="utf-8")
    assert explained(run_in, root, regulations, "person:P1") == ()


CLOSED = """
@hookimpl
@rule("X-1")
def merito_gates(step: Step) -> Results | None:
    return Results(gates=(Gate(phase=Phase.EVALUATION, needs=(ActNeed("approval"),), rules=("X-1",)),))
"""


def test_whoever_waits_for_an_earlier_phase_is_told_what_blocks_that(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    regulations = install("prova", CLOSED, files={"inputs.toml": TWO_TOOLS})
    root = write_ente("prova", {"2021/people.csv": "id\nP1\n", "2021/acts.csv": VALIDATED})
    score, prize = explained(run_in, root, regulations, "person:P1")
    assert score.title == "Valutazione individuale di P1"
    assert "la fase d. valutazione è bloccata: X-1: manca l'atto «Approvazione»" in prize.reason


def undivided(install: Install, write_ente: WriteEnte, run_in: RunIn, tool: str) -> tuple[Explanation, ...]:
    """The explanation of P1, whose fund no tool has divided."""
    regulations = install("prova", "", files={"inputs.toml": ONE_TOOL + tool})
    files = {**NOT_VALIDATED, "2021/acts.csv": VALIDATED, "2021/cycle.toml": "[funds]\npremi = 1000\n"}
    return explained(run_in, write_ente("prova", files), regulations, "person:P1")


def test_a_person_whom_a_tool_may_pay_is_told_that_its_fund_is_not_divided(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    (one,) = undivided(install, write_ente, run_in, 'roles = ["staff"]\n')
    assert one.title == "Premio annuale, a P1"
    assert one.reason == "il fondo non è ancora diviso: nessuno strumento ha diviso questa parte del fondo"


def test_whom_it_cannot_pay_hears_nothing_of_it(install: Install, write_ente: WriteEnte, run_in: RunIn) -> None:
    assert undivided(install, write_ente, run_in, 'roles = ["manager"]\n') == ()


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
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    regulations = install("prova", RESULT_AMONG_INPUTS, files={"inputs.toml": ONE_TOOL})
    root = write_ente(
        "prova",
        {"2021/people.csv": "id\nP1\n", "2021/cycle.toml": "[funds]\npremi = 1000\n", "2021/acts.csv": VALIDATED},
    )
    (one,) = explained(run_in, root, regulations, "finding:X-1")
    assert [row.source.row for row in one.inputs] == [2]
    assert [earlier.subject for earlier in one.rests_on] == ["fund:premi/annual"]
