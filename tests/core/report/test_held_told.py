"""Money that is held is told with its reasons: on the terminal, in the status, on the page. Nobody is named."""

from io import StringIO
from pathlib import Path

from core.report.conftest import Make
from core.report.markup import read
from rich.console import Console
from small_plugins import DECLARES_GATES, HALF_EACH, PREMI_1000, TWO_TOOLS, Install, RunIn, WriteEnte

from merito.model.money import FundLine
from merito.model.record import Record
from merito.numbers import euro_text
from merito.regulations import Regulations
from merito.report.held import held_by_conditions, held_by_fund
from merito.report.ran import Done
from merito.report.run_table import print_run, told
from merito.report.status import status_lines

ON_A_TOOL = DECLARES_GATES.format(
    gates='(Gate(phase=Phase.REWARDS, tool="bonus", needs=needs, rules=("X-1",)),)',
)
ON_PERSONS = DECLARES_GATES.format(
    gates="""tuple(
        Gate(phase=Phase.REWARDS, subject=f"person:{one}", needs=needs, rules=("X-1",)) for one in ("P1", "P2")
    )"""
)
WHY = "X-1: manca l'atto «Approvazione», che spetta all'organo: Giunta (art. 1)"


def ran(record: Record, regulations: Regulations) -> str:
    """What the terminal of a run says of an ente."""
    inputs, text = regulations.stack("prova").inputs, StringIO()
    done = Done("prova", record, Path("out"), inputs, regulations.stack("prova").rulebook)
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
    assert told in list(status_lines(record, stack.rulebook, inputs=stack.inputs))
    assert "e. premi: calcolata, con somme sospese" in ran(record, regulations)


def test_the_points_of_attention_of_the_page_tell_what_is_held_and_why(
    install: Install, write_ente: WriteEnte, make: Make
) -> None:
    regulations = install("prova", HALF_EACH + ON_A_TOOL, files={"inputs.toml": TWO_TOOLS})
    _, page = make(write_ente("prova", PREMI_1000), regulations=regulations)
    notices = read(page).classed("notices")[0].text
    assert f"Premi, sospesi 500,00 € {WHY}" in notices


def test_conditions_on_persons_are_counted_with_what_they_hold_and_nobody_is_named(
    install: Install, write_ente: WriteEnte, run_in: RunIn, make: Make
) -> None:
    regulations = install("prova", HALF_EACH + ON_PERSONS, files={"inputs.toml": TWO_TOOLS})
    root = write_ente("prova", PREMI_1000)
    record = run_in(root, regulations)
    told = "1 condizione su una persona, tiene sospesi 1.000,00 € (riservato/gates.csv)"
    assert list(held_by_conditions(record)) == [told]
    assert f"prova: {told}" in ran(record, regulations)
    _, page = make(root, regulations=regulations)
    assert told in read(page).classed("notices")[0].text
    assert "P1" not in page


def line(item: str, held: int, reason: str) -> FundLine:
    return FundLine(fund="premi", item=item, amount=held, withheld=held, reason=reason)  # type: ignore[arg-type]


def test_each_reason_is_told_once_with_its_sum_and_the_rest_of_a_long_list_is_counted() -> None:
    two = held_by_fund((line("a", 100, "uno"), line("b", 50, "due"), line("c", 25, "uno"), line("d", 0, "")), {})
    assert [(one.told, one.why()) for one in two] == [("premi, sospesi 175,00 €", "uno (125,00 €); due (50,00 €)")]
    six = held_by_fund([line(str(number), 10, f"motivo {number}") for number in range(6)], {})[0]
    assert euro_text(six.amount) == "60,00 €"
    assert six.why(5).endswith("motivo 4 (10,00 €); 1 altro motivo in funds.csv")
