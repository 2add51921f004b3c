"""A phase is not over while its money waits, or before the act that concludes it."""

from datetime import date

from small_plugins import HALF_EACH, PREMI_1000, TWO_TOOLS, Install, RunIn, WriteEnte

from merito.testing import Record

DUE = """
from datetime import date
@hookimpl
@rule("X-1")
def merito_deadlines(step: Step) -> Results | None:
    return Results(deadlines=(Deadline(
        phase=Phase.REPORTING, what="Bilancio sociale", due=date(2022, 6, 30), met_by="social_report", rules=("X-1",)
    ),))

@hookimpl
@rule("X-1")
def merito_transparency(step: Step) -> Results | None:
    return Results(tables=(TableRow(table="fondi", columns=(("fondi", 1),), rules=("X-1",)),))
"""
KINDS = """
[acts.social_report]
label = "bilancio_sociale"
title = "Bilancio sociale"
cites = "art. 4"
concludes = "f"
"""
ACTS = PREMI_1000["2021/acts.csv"] + "B,social_report,2022-05-03\n"


def phase(record: Record, letter: str) -> tuple[str, bool, tuple[str, ...]]:
    (found,) = (one for one in record.phases if one.phase.value == letter)
    return found.state, found.held, found.awaits


def test_the_phase_of_the_rewards_tells_that_some_money_of_it_waits(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    gate = """
@hookimpl
@rule("X-1")
def merito_gates(step: Step) -> Results | None:
    return Results(gates=(Gate(phase=Phase.REWARDS, tool="bonus", needs=(ActNeed("approval"),), rules=("X-1",)),))
"""
    regulations = install("prova", HALF_EACH + gate, files={"inputs.toml": TWO_TOOLS})
    approved = PREMI_1000["2021/acts.csv"] + "A,approval,2022-05-03\n"
    root = write_ente("prova", PREMI_1000 | {"2021/acts.csv": approved})
    before, after = (run_in(root, regulations, as_of=date(2022, 5, day)) for day in (2, 3))
    assert phase(before, "e") == ("done", True, ())
    assert phase(after, "e") == ("done", False, ())


def test_a_phase_awaits_the_act_that_concludes_it_until_the_day_of_the_act(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    regulations = install("prova", HALF_EACH + DUE, files={"inputs.toml": TWO_TOOLS + KINDS})
    root = write_ente("prova", PREMI_1000 | {"2021/acts.csv": ACTS})
    before, after = (run_in(root, regulations, as_of=date(2022, 5, day)) for day in (2, 3))
    assert phase(before, "f") == ("done", False, ("Bilancio sociale",))
    assert phase(after, "f") == ("done", False, ())


def test_an_act_that_nothing_asks_of_the_ente_is_not_awaited(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    code = HALF_EACH + DUE.replace('met_by="social_report"', 'met_by="approval"')
    regulations = install("prova", code, files={"inputs.toml": TWO_TOOLS + KINDS})
    record = run_in(write_ente("prova", PREMI_1000), regulations, as_of=date(2022, 5, 2))
    assert phase(record, "f") == ("done", False, ())


PLAN_DUE = """
from datetime import date
@hookimpl
@rule("X-1")
def merito_deadlines(step: Step) -> Results | None:
    return Results(deadlines=(Deadline(
        phase=Phase.OBJECTIVES, what="Piano", due=date(2022, 5, 10), met_by="approval", rules=("X-1",)
    ),))
"""


def test_a_phase_that_computes_nothing_is_checked_and_tells_when_its_terms_are_not_met(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    regulations = install("prova", HALF_EACH + PLAN_DUE, files={"inputs.toml": TWO_TOOLS})
    planned = PREMI_1000["2021/acts.csv"] + "P,performance_plan,2021-01-20\n"
    root = write_ente("prova", PREMI_1000 | {"2021/acts.csv": planned})
    before, after = (run_in(root, regulations, as_of=date(2022, 5, day)).phases[0] for day in (10, 11))
    assert (before.state, before.lacking) == ("checked", False)
    assert (after.state, after.lacking) == ("checked", True)


def test_a_phase_to_which_nobody_looks_is_neither_computed_nor_checked(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    regulations = install("prova", HALF_EACH, files={"inputs.toml": TWO_TOOLS})
    found = run_in(write_ente("prova", PREMI_1000), regulations)
    checked = {one.phase.value for one in found.phases if one.state == "checked"}
    looked = {one.gate.phase.value for one in found.gates} | {one.deadline.phase.value for one in found.deadlines}
    assert checked <= looked and "c" not in checked
