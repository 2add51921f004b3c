"""A rule runs again under another choice only if something differs that it asked for."""

import sys
from typing import Any

import pytest
from held_money import DATA, READINGS
from small_plugins import ONE_TOOL, Install, RunIn, WriteEnte

CODE = """
from types import MappingProxyType
from typing import NamedTuple
from attrs import define

class Pair(NamedTuple):
    first: object
    second: object

@define(eq=False)
class Held:
    inside: object

RUNS = []

@hookimpl
@rule("X-1")
def merito_person_scores(step: Step) -> ResultRows:
    of_p2 = 90 if step.readings["I-1"].choice == "shared" else 70
    for person, score in (("P1", 80), ("P2", of_p2)):
        yield PersonScore(person=person, score=score, maximum=100, rules=("X-1",))

def best(step):
    return max(one.score for one in step.so_far.scores)

def evaluated(step):
    return [one.person for one in step.so_far.scores]

def shapes(step):
    passed = [one.score > 60 for one in step.so_far.scores]
    row = Placement(ranking="R", person="P1", score=Decimal("80.0"))
    values = (1, Decimal("0.5"), True, None, "a", frozenset({1, 2}), row, Pair(row, [2]), Held((row, [3])))
    return [values, passed, list(values), MappingProxyType({"a": values, "b": Held(values)})]

def number(step):
    return len(step.once(evaluated))

@hookimpl
@rule("X-1", tool="annual")
def merito_rewards(step: Step) -> ResultRows:
    RUNS.append({asked})
    yield Reward(person="P1", tool="annual", fund="premi", item="annual", due=Decimal("600.00"), rules=("X-1",),
                 rests_on=())
    yield FundLine(fund="premi", item="annual", of="fondo", amount=Decimal("1000.00"), savings=Decimal("400.00"),
                   rules=("X-1",))
"""
RUNS = {
    'step.so_far.score("P1").score': [80],
    'step.so_far.score("P3")': [None],
    'step.so_far.score("P2").score': [70, 90],
    "len(step.so_far.scores)": [2, 2],
    "step.once(evaluated)": [["P1", "P2"]],
    "step.once(number)": [2],
    "len(step.once(shapes))": [4],
    "step.once(best)": [80, 90],
}


@pytest.mark.parametrize("asked", RUNS)
def test_a_rule_runs_again_only_if_what_it_asked_for_differs(
    install: Install, write_ente: WriteEnte, run_in: RunIn, asked: str
) -> None:
    files = {"inputs.toml": ONE_TOOL, "interpretations.toml": READINGS}
    record = run_in(write_ente("prova", DATA), install("prova", CODE.replace("{asked}", asked), files=files))
    module: Any = sys.modules["merito_prova.only"]
    assert list(module.RUNS) == RUNS[asked]
    assert str(record.results.rewards[0].payable) == "600.00"
