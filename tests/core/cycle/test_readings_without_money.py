"""Readings that change texts but no sum are not combined with each other: the search ends, and money is paid."""

import pytest
from held_money import DATA
from small_plugins import ONE_TOOL, Install, RunIn, WriteEnte

from merito import plain

NAMES = tuple(f"I-{number}" for number in range(1, 12))
READINGS = "".join(
    f"""
["{name}"]
article = "art. 4"
unclear = "Prova."
default = "a"
why = "Il testo tace."
must_adopt = true
choices = {{ a = "Una.", b = "Altra." }}
"""
    for name in NAMES
)
CODE = """
@hookimpl
@rule("X-1", tool="annual")
def merito_rewards(step: Step) -> ResultRows:
    yield Reward(person="P1", tool="annual", fund="premi", item="annual", due=Decimal("600.00"), rules=("X-1",),
                 rests_on=tuple(step.so_far.scores))
    yield FundLine(fund="premi", item="annual", of="fondo", amount=Decimal("1000.00"), savings=Decimal("400.00"),
                   rules=("X-1",))
"""
OF_ONE = """
@hookimpl(specname="HOOK")
@rule("X-1")
def of_NAME(step: Step) -> ResultRows:
    other = step.readings["I-NAME"].choice == "b"
    YIELD
"""
GATE = (
    "merito_gates",
    'if other: yield Gate(phase=Phase.REWARDS, tool="annual", needs=(ActNeed("report_validation"),), rules=("X-1",))',
)
WARNING = (
    "merito_check_plan",
    'if other: yield Finding(severity="warning", phase=Phase.OBJECTIVES, rule="X-1", subject="", message="NAME")',
)
ERROR = (WARNING[0], WARNING[1].replace("warning", "error").replace('subject=""', 'subject="person:P1"'))
SCORE = (
    "merito_person_scores",
    """grade = Grade(scope="unit", id="S2" if other else "S1", value=90, rules=("X-1",), state=State.STATE)
    yield PersonScore(person="Q-NAME", score=90, maximum=100, rules=("X-1",), rests_on=(grade,))""",
)
PEOPLE = "id\nP1\n" + "".join(f"Q-{name}\n" for name in range(1, 12))


def code(hook: str, yields: str, state: str = "FINAL") -> str:
    """A module with one function of a hook for each reading."""
    one = OF_ONE.replace("HOOK", hook).replace("YIELD", yields).replace("STATE", state)
    return CODE + "".join(one.replace("NAME", name.removeprefix("I-")) for name in NAMES)


@pytest.mark.parametrize("answer", [GATE, WARNING, SCORE], ids=lambda one: one[0])
def test_eleven_readings_that_change_no_sum_hold_none(
    install: Install, write_ente: WriteEnte, run_in: RunIn, answer: tuple[str, str]
) -> None:
    root = write_ente("prova", {**DATA, "2021/people.csv": PEOPLE})
    files = {"inputs.toml": ONE_TOOL, "interpretations.toml": READINGS}
    (row,) = run_in(root, install("prova", code(*answer), files=files)).results.rewards
    assert (str(row.payable), row.alternative, plain(row.reason)) == ("600.00", (), "")


@pytest.mark.long
@pytest.mark.parametrize("answer", [ERROR, (*SCORE, "BLOCKED")], ids=["error", "not final"])
def test_what_holds_a_sum_under_another_choice_is_looked_for(
    install: Install, write_ente: WriteEnte, run_in: RunIn, answer: tuple[str, ...]
) -> None:
    root = write_ente("prova", {**DATA, "2021/people.csv": PEOPLE})
    files = {"inputs.toml": ONE_TOOL, "interpretations.toml": READINGS}
    (row,) = run_in(root, install("prova", code(*answer), files=files)).results.rewards
    assert str(row.payable) == "0.00"
    assert "non tutte le combinazioni sono state provate" in plain(row.reason)
