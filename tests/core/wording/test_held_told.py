"""Held money is shown with its sums and reasons: on the terminal, in the status, on the page, on the Giunta's sheet."""

from pathlib import Path

import pytest
from core.markup import read
from printed import merito
from small_plugins import DECLARES_GATES, HALF_EACH, PREMI_1000, TWO_TOOLS, Install, RunIn, WriteEnte

from merito import plain

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


REASONS = """
LINES = {lines}

@hookimpl
@rule("X-1")
def merito_funds(step: Step) -> Results | None:
    return Results(fund_lines=tuple(
        FundLine(fund="premi", item=item, amount=Decimal(due), tool="bonus", reason=why, rules=("X-1",))
        for item, due, why in LINES
    ))

@hookimpl
@rule("X-1")
def merito_rewards(step: Step) -> Results | None:
    return Results(rewards=tuple(
        Reward(person="P" + item, tool="bonus", fund="premi", item=item, due=Decimal(due), rules=("X-1",), rests_on=())
        for item, due, _ in LINES if step.tool == "bonus"
    ))
"""
ON_PAPER = WHY.removeprefix("X-1: ")
DAY = ("--as-of", "2022-12-31")


class Told:
    """What the office reads of an ente whose money is held: terminal, status, page, the sheet for the Giunta."""

    def __init__(self, root: Path) -> None:
        folder = root / "out" / "prova" / "2021"
        self.ran = merito("run", root, *DAY).output.splitlines()
        self.status = merito("status", root, *DAY).output.splitlines()
        self.page = read((folder / "index.html").read_text(encoding="utf-8"))
        self.sheet = read((folder / "giunta.html").read_text(encoding="utf-8")).text

    @property
    def notices(self) -> str:
        return self.page.classed("notices")[0].text


def test_a_fund_that_holds_money_says_why_wherever_the_office_reads_it(install: Install, write_ente: WriteEnte) -> None:
    install("prova", HALF_EACH + ON_A_TOOL, files={"inputs.toml": TWO_TOOLS})
    told = Told(write_ente("prova", PREMI_1000))
    assert f"prova: Premi, sospesi 500,00 €: {WHY}" in told.ran
    assert f"prova: Premi, sospesi 500,00 €: {WHY}" in told.status
    assert f"Premi, sospesi 500,00 € {WHY}" in told.notices
    assert f"Premi, sospesi 500,00 €: {ON_PAPER}" in told.sheet
    assert any("e. premi calcolata, con somme sospese" in line for line in told.status)


def test_a_sum_is_not_withheld_for_the_reason_of_the_savings_beside_it(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    regulations = install("prova", SAVES + ON_P2, files={"inputs.toml": TWO_TOOLS})
    root = write_ente("prova", PREMI_1000)
    [line] = run_in(root, regulations).results.fund_lines
    assert (line.payable, line.withheld, line.savings) == (500, 200, 300)
    assert plain(line.held) == WHY
    assert plain(line.reason) == f"{WHY}; nessuno nella fascia bassa"
    assert f"prova: Premi, sospesi 200,00 €: {WHY}" in Told(root).ran


def test_a_line_without_savings_is_withheld_for_what_its_rule_says_too(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    nothing_saved = SAVES.replace("300.00", "0.00").replace("200.00", "500.00").replace("nessuno nella", "tutti in")
    regulations = install("prova", nothing_saved + ON_P2, files={"inputs.toml": TWO_TOOLS})
    [line] = run_in(write_ente("prova", PREMI_1000), regulations).results.fund_lines
    assert (line.payable, line.withheld, line.savings) == (500, 500, 0)
    assert plain(line.held) == f"{WHY}; tutti in fascia bassa"


def test_conditions_on_people_say_whose_money_they_hold_and_a_paper_without_persons_counts_them(
    install: Install, write_ente: WriteEnte
) -> None:
    install("prova", HALF_EACH + ON_PERSONS, files={"inputs.toml": TWO_TOOLS})
    told = Told(write_ente("prova", PREMI_1000))
    held = f"dipendente P1, somme sospese: {WHY}"
    assert f"prova: {held}" in told.ran
    assert f"prova: {held}" in told.status
    assert held in told.notices
    assert f"1 condizione su una persona, somme sospese: {ON_PAPER}" in told.sheet
    assert "P1" not in told.sheet


def because(*lines: tuple[str, int, str]) -> str:
    """A plugin whose lines of the fund are withheld whole, each with what its rule says."""
    return REASONS.format(lines=repr(lines)) + ON_A_TOOL


PEOPLE = "id\n" + "".join(f"P{number}\n" for number in range(6))
THREE = because(("1", 500, "uno"), ("2", 300, "due"), ("3", 200, "uno"))
SIX = because(*((str(number), 100 if number else 500, f"motivo {number}") for number in range(6)))


@pytest.mark.parametrize(
    ("plugin", "reasons"),
    [
        (THREE, ["uno (700,00 €)", "due (300,00 €)"]),
        (
            SIX,
            [
                "motivo 0 (500,00 €)",
                *(f"motivo {number} (100,00 €)" for number in (1, 2, 3)),
                "2 altri motivi nella tabella dei fondi",
            ],
        ),
    ],
    ids=["each once", "the rest of a long list is counted"],
)
def test_reasons_are_told_with_their_sums(
    install: Install, write_ente: WriteEnte, plugin: str, reasons: list[str]
) -> None:
    install("prova", plugin, files={"inputs.toml": TWO_TOOLS})
    told = "; ".join(f"{WHY}; {one}" if one.endswith("€)") else one for one in reasons)
    assert (
        f"prova: Premi, sospesi 1.000,00 €: {told}"
        in Told(write_ente("prova", {**PREMI_1000, "2021/people.csv": PEOPLE})).ran
    )
