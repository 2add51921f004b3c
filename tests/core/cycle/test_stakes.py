"""What is held while readings are open: by which, with which outcomes, and what an unfinished search leaves."""

from collections.abc import Callable

import pytest
from held_money import DATA, READINGS
from small_plugins import ONE_TOOL, Install, RunIn, WriteEnte

from merito import plain
from merito.cycle.search import BUDGET, search
from merito.testing import Record

CODE = """
@hookimpl
@rule("X-1", tool="annual")
def merito_rewards(step: Step) -> ResultRows:
    dues = {dues}
    for person, due in dues.items():
        yield Reward(person=person, tool="annual", fund="premi", item="annual", due=due, rules=("X-1",), rests_on=())
    amount = Decimal("1000.00")
    yield FundLine(fund="premi", item="annual", of="fondo", amount=amount, savings=amount - sum(dues.values()),
                   rules=("X-1",))
"""
PLAIN = '{"P1": Decimal("600.00"), "P2": Decimal("300.00")}'
OF_P1 = '{"P1": step.choose("I-1", nobody=Decimal("600.00"), shared=Decimal("599.99")), "P2": Decimal("300.00")}'
FAULTY = '{"P1": Decimal(1 / step.choose("I-1", nobody=1, shared=0)), "P2": Decimal("300.00")}'
TWELVE = "".join(READINGS.replace("I-1", f"I-{number}") for number in range(1, 13))
EACH_A_CENT = (
    '{"P1": Decimal("600.00") + sum(step.choose(f"I-{n}", nobody=Decimal("0.00"), shared=Decimal("0.01")) '
    'for n in range(1, 13)), "P2": Decimal("300.00")}'
)
Pay = Callable[..., Record]


@pytest.fixture
def pay(install: Install, write_ente: WriteEnte, run_in: RunIn) -> Pay:
    def run(dues: str, readings: str = READINGS) -> Record:
        files = {"inputs.toml": ONE_TOOL, "interpretations.toml": readings}
        return run_in(write_ente("prova", DATA), install("prova", CODE.replace("{dues}", dues), files=files))

    return run


def paid(record: Record) -> dict[str, str]:
    return {row.person: str(row.payable) for row in record.results.rewards}


def test_a_reading_that_nobody_asks_for_holds_nothing(pay: Pay) -> None:
    assert paid(pay(PLAIN)) == {"P1": "600.00", "P2": "300.00"}


def test_a_cent_holds_the_sum_that_it_changes_and_the_savings_and_no_other_sum(pay: Pay) -> None:
    record = pay(OF_P1)
    assert paid(record) == {"P1": "0.00", "P2": "300.00"}
    assert [str(one) for one in record.results.rewards[0].alternative] == ["I-1=shared: 599.99"]
    assert record.results.rewards[0].rules == ("X-1", "I-1")
    line = record.results.fund_lines[0]
    assert (str(line.payable), str(line.withheld), str(line.savings)) == ("300.00", "700.00", "0.00")


def test_a_rule_that_raises_under_another_choice_holds_all_and_stops_nobody(pay: Pay) -> None:
    record = pay(FAULTY)
    assert paid(record) == {"P1": "0.00", "P2": "0.00"}
    told = [plain(one.message) for one in record.results.findings if one.subject == "reading:I-1"]
    assert len(told) == 1
    assert told[0].startswith("con la scelta I-1 = shared il plugin si ferma")


def test_of_twelve_readings_not_all_are_tried_together_and_nothing_is_paid(
    pay: Pay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("merito.cycle.search.BUDGET", 240)
    record = pay(EACH_A_CENT, TWELVE)
    assert paid(record) == {"P1": "0.00", "P2": "0.00"}
    first, second = record.results.rewards
    assert [str(one) for one in first.alternative][:2] == ["I-1=shared: 600.01", "I-10=shared: 600.01"]
    assert "non tutte le combinazioni sono state provate" in plain(first.reason)
    assert plain(second.reason).endswith("non tutte le combinazioni sono state provate")


def test_a_search_goes_from_few_changes_to_many_and_ends_at_its_budget() -> None:
    offered = {f"R{number}": ("other",) for number in range(12)}
    found = search(lambda changes: (len(changes), tuple(offered)), offered)
    assert len(found.tried) == BUDGET
    assert [one.walked for one in found.tried] == sorted(one.walked for one in found.tried)
    assert found.whole == 4


def test_a_reading_that_only_some_choice_makes_a_rule_ask_for_is_tried_under_that_choice_alone() -> None:
    def walk(changes: object) -> tuple[object, tuple[str, ...]]:
        return changes, ("A", "B") if changes else ("A",)

    found = search(walk, {"A": ("other",), "B": ("other",)})
    assert [one.changes for one in found.tried] == [{}, {"A": "other"}, {"A": "other", "B": "other"}]
    assert found.whole is None
