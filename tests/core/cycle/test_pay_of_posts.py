"""The pay of a post waits for the weighing, and for no gate on rewards."""

from held_money import DATA, READINGS
from small_plugins import TWO_TOOLS, Install, RunIn, WriteEnte

from merito import plain
from merito.testing import Record

POSTS = """
@hookimpl
@rule("X-1")
def merito_funds(step: Step) -> Results | None:
    parts = {"posti": Decimal("600.00"), "merito": Decimal("400.00")}
    return Results(fund_lines=tuple(
        FundLine(fund="premi", item=item, amount=amount, rules=("X-1",)) for item, amount in parts.items()
    ))

@hookimpl
@rule("X-1")
def merito_position_values(step: Step) -> Results | None:
    whole = step.so_far.line("premi", "posti")
    value = PositionValue(position="PO1", amount=whole.amount, rules=("X-1",))
    line = FundLine(fund="premi", item="posto PO1", of="posti", amount=whole.amount, rules=("X-1",))
    return Results(positions=(value,), fund_lines=(line,))

@hookimpl
@rule("X-1", "I-1")
def merito_available(step: Step) -> Results | None:
    cut = Decimal("0.00") if step.readings["I-1"].choice == "shared" else Decimal("100.00")
    left = Decimal("400.00") - cut
    lines = [FundLine(fund="premi", item="disponibile", of="merito", amount=left, rules=("X-1",))]
    if cut:
        lines.append(FundLine(fund="premi", item="taglio", of="merito", amount=cut, savings=cut, rules=("X-1", "I-1")))
    return Results(fund_lines=tuple(lines))

@hookimpl
@rule("X-1")
def merito_rewards(step: Step) -> Results | None:
    item = {"annual": "disponibile", "bonus": "posto PO1"}[step.tool]
    line = step.so_far.line("premi", item)
    if line is None:
        return Results()
    return Results(rewards=(
        Reward(person="P1", tool=step.tool, fund="premi", item=item, due=line.amount, rules=("X-1",), rests_on=()),
    ))
"""
PAYS_A_POST = {
    "inputs.toml": TWO_TOOLS.replace("[tools.bonus]", '[tools.bonus]\npays = "post"'),
    "interpretations.toml": READINGS,
}


LEAST = 'decides = "less"\ndecides_why = "L\'altra scelta darebbe solo di più."\n'
PAYS_A_POST["interpretations.toml"] += LEAST


def paid_by_tool(record: Record) -> dict[str, str]:
    return {row.tool: str(row.payable) for row in record.results.rewards}


def test_the_pay_of_a_post_does_not_wait_for_the_gate_on_rewards(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    regulations = install("prova", POSTS, files=PAYS_A_POST)
    data = {**DATA, "2021/positions.csv": "id\nPO1\n", "2021/acts.csv": "id,kind,date\n"}
    record = run_in(write_ente("prova", data), regulations)
    assert record.phase("e").state == "blocked"
    assert paid_by_tool(record) == {"bonus": "600.00"}
    left = next(row for row in record.results.fund_lines if row.item == "merito")
    assert (str(left.withheld), plain(left.reason).split()[0]) == ("400.00", "IT-14.6")


CHECKED = """
@hookimpl
@rule("X-1")
def merito_check_positions(step: Step) -> Results | None:
    (post,) = step.so_far.positions
    why = f"{post.position}: {post.amount}"
    return Results(findings=(Finding(severity="warning", phase=Phase.RESOURCES, rule="X-1", message=why),))
"""


def test_the_pay_of_a_post_is_checked_also_while_a_gate_stops_the_rewards(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    regulations = install("prova", POSTS + CHECKED, files=PAYS_A_POST)
    data = {**DATA, "2021/positions.csv": "id\nPO1\n", "2021/acts.csv": "id,kind,date\n"}
    record = run_in(write_ente("prova", data), regulations)
    assert record.phase("e").state == "blocked"
    assert [plain(one.message) for one in record.results.findings if one.rule == "X-1"] == ["PO1: 600.00"]


UNWEIGHED = """
@hookimpl
@rule("X-1")
def merito_funds(step: Step) -> Results | None:
    parts = {"posti": (Decimal("600.00"), "bonus"), "merito": (Decimal("400.00"), None)}
    return Results(fund_lines=tuple(
        FundLine(fund="premi", item=item, amount=amount, left_to=tool, rules=("X-1",))
        for item, (amount, tool) in parts.items()
    ))

@hookimpl
@rule("X-1")
def merito_position_values(step: Step) -> Results | None:
    why = "manca il punteggio di PO1"
    return Results(findings=(Finding(severity="warning", phase=Phase.RESOURCES, rule="X-1", tool="bonus", message=why),))
"""


def test_what_is_left_to_the_pay_of_a_post_says_what_that_waits_for_and_not_the_gate_on_rewards(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    regulations = install("prova", UNWEIGHED, files=PAYS_A_POST)
    record = run_in(write_ente("prova", {**DATA, "2021/acts.csv": "id,kind,date\n"}), regulations)
    reasons = {row.item: plain(row.reason) for row in record.results.fund_lines}
    assert reasons["posti"] == "manca il punteggio di PO1"
    assert reasons["merito"].startswith("IT-14.6")


def test_a_cut_that_rests_on_a_reading_waits_alone_and_tells_the_other_outcome(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    regulations = install("prova", POSTS, files=PAYS_A_POST)
    record = run_in(write_ente("prova", {**DATA, "2021/positions.csv": "id\nPO1\n"}), regulations)
    assert paid_by_tool(record) == {"annual": "300.00", "bonus": "600.00"}
    cut = next(row for row in record.results.fund_lines if row.item == "taglio")
    assert (str(cut.withheld), str(cut.savings)) == ("100.00", "0.00")
    assert [str(outcome) for outcome in cut.alternative] == ["I-1=shared: 0.00"]
    prize = next(row for row in record.results.rewards if row.tool == "annual")
    assert [str(outcome) for outcome in prize.alternative] == ["I-1=shared: 400.00"]
