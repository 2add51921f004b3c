"""A rule that asks for a gate's state or a due date runs again if a reading changes that."""

import pytest
from held_money import DATA, READINGS
from small_plugins import TWO_TOOLS, Install, RunIn, WriteEnte

OF_A_READING = """from datetime import date

@hookimpl
@rule("X-1", "I-1")
def merito_gates(step: Step) -> ResultRows:
    missing = step.choose("I-1", nobody="approval", shared="report_validation")
    yield Gate(phase=Phase.REWARDS, subject="person:P2", needs=(ActNeed(missing),), rules=("X-1",))

@hookimpl
@rule("X-1", "I-1")
def merito_deadlines(step: Step) -> ResultRows:
    day = step.choose("I-1", nobody=date(2022, 1, 31), shared=date(2022, 2, 28))
    yield Deadline(phase=Phase.REWARDS, what="Approvazione", due=day, met_by="approval", rules=("X-1",))

def is_open(step: Step) -> bool:
    state = step.gate("X-1", "person:P2")
    return state is not None and state.open

@hookimpl
@rule("X-1", tool="annual")
def merito_rewards(step: Step) -> ResultRows:
    due = Decimal("600.00") if ASKED else Decimal("500.00")
    yield Reward(person="P1", tool="annual", fund="premi", item="annual", due=due, rules=("X-1",), rests_on=())
    yield FundLine(
        fund="premi", item="annual", of="fondo", amount=Decimal("1000.00"), savings=1000 - due, rules=("X-1",)
    )
"""
ACTS = """id,kind,date,subject
R,performance_report,2022-05-01,
V,report_validation,2022-05-02,
A,approval,2022-05-03,person:P2
"""
GATE, ALL_GATES, DUE = (
    "step.once(is_open)",
    "all(one.open for one in step.gates if one.gate.subject)",
    'step.due("X-1") == date(2022, 1, 31)',
)


@pytest.mark.parametrize("asked", [GATE, ALL_GATES, DUE])
def test_what_hangs_on_the_state_of_a_gate_or_a_term_waits_for_its_reading(
    install: Install, write_ente: WriteEnte, run_in: RunIn, asked: str
) -> None:
    files = {"inputs.toml": TWO_TOOLS, "interpretations.toml": READINGS}
    root = write_ente("prova", {**DATA, "2021/acts.csv": ACTS})
    record = run_in(root, install("prova", OF_A_READING.replace("ASKED", asked), files=files))
    (row,) = record.results.rewards
    assert (row.state.value, str(row.payable), [*map(str, row.alternative)]) == (
        "withheld",
        "500.00",
        ["I-1=shared: 500.00"],
    )
