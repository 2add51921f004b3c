"""Held money is shown with its sums and reasons: on the terminal, in the status, on the page."""

from decimal import Decimal
from io import StringIO
from pathlib import Path

from core.conftest import Make
from core.markup import read
from rich.console import Console
from small_plugins import DECLARES_GATES, HALF_EACH, PREMI_1000, TWO_TOOLS, Install, RunIn, WriteEnte

from merito import FundLine, plain
from merito.terminal.ran import Done
from merito.terminal.run_table import print_run, told
from merito.terminal.status import dated_lines
from merito.testing import Record, Regulations
from merito.wording.held import held_by_conditions, held_by_fund

ON_A_TOOL = DECLARES_GATES.format(
    gates='(Gate(phase=Phase.REWARDS, tool="bonus", needs=needs, rules=("X-1",)),)',
)
ON_PERSONS = DECLARES_GATES.format(
    gates="""tuple(
        Gate(phase=Phase.REWARDS, subject=f"person:{one}", needs=needs, rules=("X-1",)) for one in ("P1", "P2")
    )"""
)
SAVES = """
@hookimpl
@rule("X-1")
def merito_funds(step: Step) -> Results | None:
    return Results(fund_lines=(FundLine(
        fund="premi", item="annual", amount=Decimal("1000.00"), savings=Decimal("300.00"), tool="annual",
        reason="nessuno nella fascia bassa", rules=("X-1",),
    ),))

@hookimpl
@rule("X-1")
def merito_rewards(step: Step) -> Results | None:
    return Results(rewards=tuple(
        Reward(person=one, tool="annual", fund="premi", item="annual", due=due, rules=("X-1",), rests_on=())
        for one, due in (("P1", Decimal("500.00")), ("P2", Decimal("200.00"))) if step.tool == "annual"
    ))
"""
ON_P2 = DECLARES_GATES.format(gates='(Gate(phase=Phase.REWARDS, subject="person:P2", needs=needs, rules=("X-1",)),)')
WHY = "X-1: manca l'atto «Approvazione», che spetta all'organo: Giunta (art. 1)"


def ran(record: Record, regulations: Regulations) -> str:
    """The terminal output of a run about an ente."""
    inputs, text = regulations.stack("prova").inputs, StringIO()
    done = Done(
        ente="prova",
        record=record,
        folder=Path("out"),
        inputs=inputs,
        rulebook=regulations.stack("prova").rulebook,
    )
    print_run([told(done)], 2021, record.as_of, Console(file=text, width=200))
    return text.getvalue()


def test_a_fund_that_holds_money_says_why_on_the_terminal_and_in_the_status(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    regulations = install("prova", HALF_EACH + ON_A_TOOL, files={"inputs.toml": TWO_TOOLS})
    record = run_in(write_ente("prova", PREMI_1000), regulations)
    stack = regulations.stack("prova")
    told = f"Premi, sospesi 500,00 €: {WHY}"
    assert f"prova: {told}" in ran(record, regulations)
    assert told in [text for _, text in dated_lines(record, stack.rulebook, inputs=stack.inputs)]
    assert "e. premi: calcolata, con somme sospese" in ran(record, regulations)


def test_the_points_of_attention_of_the_page_tell_what_is_held_and_why(
    install: Install, write_ente: WriteEnte, make: Make
) -> None:
    install("prova", HALF_EACH + ON_A_TOOL, files={"inputs.toml": TWO_TOOLS})
    page = make(write_ente("prova", PREMI_1000)).page
    notices = read(page).classed("notices")[0].text
    assert f"Premi, sospesi 500,00 € {WHY}" in notices


def test_a_sum_is_not_withheld_for_the_reason_of_the_savings_beside_it(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    regulations = install("prova", SAVES + ON_P2, files={"inputs.toml": TWO_TOOLS})
    record = run_in(write_ente("prova", PREMI_1000), regulations)
    [line] = record.results.fund_lines
    assert (line.payable, line.withheld, line.savings) == (500, 200, 300)
    assert plain(line.held) == WHY
    assert plain(line.reason) == f"{WHY}; nessuno nella fascia bassa"
    assert [one.reasons for one in held_by_fund([line], {})] == [((line.held, Decimal("200.00")),)]


def test_a_line_without_savings_is_withheld_for_what_its_rule_says_too(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    nothing_saved = SAVES.replace("300.00", "0.00").replace("200.00", "500.00").replace("nessuno nella", "tutti in")
    regulations = install("prova", nothing_saved + ON_P2, files={"inputs.toml": TWO_TOOLS})
    [line] = run_in(write_ente("prova", PREMI_1000), regulations).results.fund_lines
    assert (line.payable, line.withheld, line.savings) == (500, 500, 0)
    assert plain(line.held) == f"{WHY}; tutti in fascia bassa"


def test_conditions_on_people_say_whose_money_they_hold_and_a_paper_without_persons_counts_them(
    install: Install, write_ente: WriteEnte, run_in: RunIn, make: Make
) -> None:
    regulations = install("prova", HALF_EACH + ON_PERSONS, files={"inputs.toml": TWO_TOOLS})
    root = write_ente("prova", PREMI_1000)
    record = run_in(root, regulations)
    told = f"dipendente P1, somme sospese: {WHY}"
    assert list(map(plain, held_by_conditions(record))) == [told]
    assert list(map(plain, held_by_conditions(record, names_persons=False))) == [
        f"1 condizione su una persona, somme sospese: {WHY}"
    ]
    assert f"prova: {told}" in ran(record, regulations)
    page = make(root).page
    assert told in read(page).classed("notices")[0].text


def line(item: str, held: int, reason: str) -> FundLine:
    amount = Decimal(held)
    return FundLine(fund="premi", item=item, amount=Decimal(100), withheld=amount, held=reason, rules=())


def test_each_reason_is_told_once_with_its_sum_and_the_rest_of_a_long_list_is_counted() -> None:
    lines = (line("a", 100, "uno"), line("b", 50, "due"), line("c", 25, "uno"), line("d", 0, ""))
    two = held_by_fund(lines, {})
    assert [(plain(one.told), plain(one.why())) for one in two] == [
        ("premi, sospesi 175,00 €", "uno (125,00 €); due (50,00 €)")
    ]
    six = held_by_fund([line(str(number), 10, f"motivo {number}") for number in range(6)], {})[0]
    assert six.amount == 60
    assert plain(six.why(5)).endswith("motivo 4 (10,00 €); 1 altro motivo nella tabella dei fondi")
