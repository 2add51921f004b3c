"""Rules on money that the program does not implement are reported wherever the figures are read."""

from collections.abc import Callable

import pytest
from printed import merito
from small_plugins import Install, WriteEnte

LEFT = """
["X-1"]
article = "art. 1"
phase = "{phase}"
kind = "{kind}"
text = "Il compenso non supera il tetto."
status = "{status}"
reason = "Il tetto non è nei dati."
{binds}
"""
Told = Callable[..., tuple[str, str]]


@pytest.fixture
def told(install: Install, write_ente: WriteEnte) -> Told:
    """The output of a run and the page of a municipality whose regulation has one rule left out."""

    def tell(
        phase: str = "e", kind: str = "constraint", binds: str = "", status: str = "not modelled"
    ) -> tuple[str, str]:
        install("prova", rules=LEFT.format(phase=phase, kind=kind, binds=binds, status=status))
        root = write_ente("prova", {})
        ran = merito("run", root, "--as-of", "2022-06-01", "--formats", "csv,html")
        return ran.output, (root / "out/prova/2021/index.html").read_text(encoding="utf-8")

    return tell


LINE = "X-1, art. 1 (Il tetto non è nei dati)"


@pytest.mark.parametrize(("phase", "kind"), [("b", "computation"), ("e", "gate"), ("e", "constraint")])
def test_a_rule_left_out_is_on_the_terminal_and_on_the_page(told: Told, phase: str, kind: str) -> None:
    terminal, page = told(phase, kind)
    line = next(one for one in terminal.splitlines() if "regole sul denaro che il programma non calcola" in one)
    assert line.startswith("prova: ")
    assert LINE in line
    section = page[page.index('id="non_calcolate"') :]
    assert "Il compenso non supera il tetto." in section
    assert "Il tetto non è nei dati." in section


@pytest.mark.parametrize(("phase", "kind"), [("d", "computation"), ("e", "document"), ("f", "constraint")])
def test_a_rule_that_is_not_of_money_does_not(told: Told, phase: str, kind: str) -> None:
    terminal, page = told(phase, kind)
    assert LINE not in terminal
    assert "Il compenso non supera il tetto." not in page


@pytest.mark.parametrize("other", [{"binds": 'binds = ["chamber_of_commerce"]'}, {"kind": "gate", "status": "checked"}])
def test_a_rule_that_does_not_bind_the_ente_or_is_carried_out_does_not(told: Told, other: dict[str, str]) -> None:
    terminal, page = told(**other)
    assert LINE not in terminal
    assert "Il compenso non supera il tetto." not in page


def test_the_list_of_rules_ends_with_those_of_every_layer(install: Install) -> None:
    install("prova", rules=LEFT.format(phase="b", kind="constraint", binds="", status="not modelled"))
    last = merito("rules", "prova", "--phase", "b").stdout.splitlines()[-1]
    assert last == f"regole sul denaro che il programma non calcola: {LINE}"
