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
        yield Reward(person=person, tool="annual", fund="premi", item="annual", due=due, rules=("X-1",), rests_on=(),
                     waits=Decimal({waits}) if person == "P1" else Decimal(0))
    amount = Decimal("1000.00")
    yield FundLine(fund="premi", item="annual", of="fondo", amount=amount, savings=amount - sum(dues.values()),
                   rules=("X-1",))
"""
PLAIN = '{"P1": Decimal("600.00"), "P2": Decimal("300.00")}'
OF_P1 = '{"P1": step.choose("I-1", nobody=Decimal("600.00"), shared=Decimal("599.99")), "P2": Decimal("300.00")}'
TOGETHER = (
    '{"P1": Decimal("600.00") - 100 * (step.readings["I-1"].choice == "shared") '
    '- 100 * (step.readings["I-2"].choice == "shared") '
    '- 100 * (step.readings["I-1"].choice == step.readings["I-2"].choice == "shared"), "P2": Decimal("300.00")}'
)
FAULTY = '{"P1": Decimal(1 / step.choose("I-1", nobody=1, shared=0)), "P2": Decimal("300.00")}'
TWELVE = "".join(READINGS.replace("I-1", f"I-{number}") for number in range(1, 13))
EACH_A_CENT = (
    '{"P1": Decimal("600.00") + sum(step.choose(f"I-{n}", nobody=Decimal("0.00"), shared=Decimal("0.01")) '
    'for n in range(1, 13)), "P2": Decimal("300.00")}'
)
Pay = Callable[..., Record]

TWO_LINES = """
@hookimpl
@rule("X-1", tool="annual")
def merito_rewards(step: Step) -> ResultRows:
    other = step.readings["I-1"].choice == "shared"
    for item, due in {lines}.items():
        if due:
            yield Reward(person="P1" if item == "1" else "P2", tool="annual", fund="premi", item=item, due=Decimal(due), rules=("X-1",),
                         rests_on=())
        yield FundLine(fund="premi", item=item, of="fondo", amount=Decimal("500.00"), savings=Decimal(f"{500 - due}.00"),
                       rules=("X-1",))
"""


@pytest.fixture
def pay(install: Install, write_ente: WriteEnte, run_in: RunIn) -> Pay:
    def run(dues: str, readings: str = READINGS, waits: str = "0") -> Record:
        files = {"inputs.toml": ONE_TOOL, "interpretations.toml": readings}
        code = CODE.replace("{dues}", dues).replace("{waits}", waits)
        return run_in(write_ente("prova", DATA), install("prova", code, files=files))

    return run


@pytest.fixture
def pay_two_lines(install: Install, write_ente: WriteEnte, run_in: RunIn) -> Pay:
    def run(lines: str) -> Record:
        files = {"inputs.toml": ONE_TOOL, "interpretations.toml": READINGS}
        code = TWO_LINES.replace("{lines}", lines)
        return run_in(write_ente("prova", DATA), install("prova", code, files=files))

    return run


def paid(record: Record) -> dict[str, str]:
    return {row.person: str(row.payable) for row in record.results.rewards}


def test_a_reading_that_nobody_asks_for_holds_nothing(pay: Pay) -> None:
    assert paid(pay(PLAIN)) == {"P1": "600.00", "P2": "300.00"}


def test_a_cent_that_another_choice_takes_is_held_and_nothing_else(pay: Pay) -> None:
    record = pay(OF_P1)
    assert paid(record) == {"P1": "599.99", "P2": "300.00"}
    assert [str(one) for one in record.results.rewards[0].alternative] == ["I-1=shared: 599.99"]
    assert record.results.rewards[0].rules == ("X-1", "I-1")
    line = record.results.fund_lines[0]
    assert (str(line.payable), str(line.withheld), str(line.savings)) == ("899.99", "0.01", "100.00")


def test_two_readings_together_may_leave_less_than_either_and_the_least_of_all_is_payable(pay: Pay) -> None:
    record = pay(TOGETHER, READINGS + READINGS.replace("I-1", "I-2"))
    assert paid(record) == {"P1": "300.00", "P2": "300.00"}
    assert [str(one) for one in record.results.rewards[0].alternative] == ["I-1=shared: 500.00", "I-2=shared: 500.00"]
    line = record.results.fund_lines[0]
    assert (str(line.payable), str(line.withheld), str(line.savings)) == ("600.00", "300.00", "100.00")


def test_a_sum_that_another_choice_only_raises_is_payable_and_what_it_may_add_waits_in_the_savings(pay: Pay) -> None:
    record = pay(OF_P1.replace("599.99", "650.00"))
    first = record.results.rewards[0]
    assert (str(first.payable), str(first.withheld), first.state.value) == ("600.00", "0.00", "final")
    assert plain(first.reason).startswith("I-1: lettura non ancora adottata")
    line = record.results.fund_lines[0]
    assert (str(line.payable), str(line.withheld), str(line.savings)) == ("900.00", "50.00", "50.00")


def test_a_sum_that_another_choice_itself_holds_in_part_is_payable_as_far_as_that_one_pays(pay: Pay) -> None:
    record = pay(PLAIN, READINGS, '600 - step.choose("I-1", nobody=600, shared=200)')
    first = record.results.rewards[0]
    assert (str(first.due), str(first.payable), str(first.withheld)) == ("600.00", "200.00", "400.00")


def settled_lines(record: Record) -> list[tuple[str, str, str]]:
    return [(str(one.payable), str(one.withheld), str(one.savings)) for one in record.results.fund_lines]


def test_savings_that_another_choice_only_moves_to_another_line_are_saved(pay_two_lines: Pay) -> None:
    record = pay_two_lines('{"1": 500 if other else 300, "2": 300 if other else 500}')
    assert paid(record) == {"P1": "300.00", "P2": "300.00"}
    assert settled_lines(record) == [("300.00", "0.00", "200.00"), ("300.00", "200.00", "0.00")]
    first = record.results.fund_lines[0]
    assert [str(one) for one in first.alternative] == ["I-1=shared: 500.00"]
    assert plain(first.reason).startswith("I-1: lettura non ancora adottata")


def test_of_savings_moved_and_lessened_only_what_the_fund_may_lose_is_held(pay_two_lines: Pay) -> None:
    record = pay_two_lines('{"1": 500 if other else 300, "2": 350 if other else 500}')
    assert settled_lines(record) == [("300.00", "50.00", "150.00"), ("350.00", "150.00", "0.00")]


def test_savings_that_move_to_a_line_that_the_ente_does_not_have_are_saved(pay_two_lines: Pay) -> None:
    record = pay_two_lines('({"1": 500, "3": 300} if other else {"1": 300, "2": 500})')
    assert settled_lines(record) == [("300.00", "0.00", "200.00"), ("300.00", "200.00", "0.00")]


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
    assert "non tutte le combinazioni sono state provate" in plain(second.reason)


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
