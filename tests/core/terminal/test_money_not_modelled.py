"""Rules on money that the program does not implement are reported wherever the figures are read."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from small_plugins import Install, RunIn, WriteEnte

from merito.cli import app
from merito.contract.rulebook import Rule, Rulebook
from merito.page.index import index_page
from merito.terminal.ran import Done
from merito.terminal.run_texts import run_texts
from merito.testing import Regulations

LEFT = """
["X-1"]
article = "art. 1"
phase = "{phase}"
kind = "{kind}"
text = "Il compenso non supera il tetto."
status = "not modelled"
reason = "Il tetto non è nei dati."
{binds}
"""


@pytest.fixture
def told(install: Install, write_ente: WriteEnte, run_in: RunIn) -> Callable[..., tuple[str, str]]:
    """The lines of the terminal and the page of a municipality whose regulation has one rule left out."""

    def tell(phase: str = "e", kind: str = "constraint", binds: str = "") -> tuple[str, str]:
        regulations: Regulations = install("prova", rules=LEFT.format(phase=phase, kind=kind, binds=binds))
        record, stack = run_in(write_ente("prova", {}), regulations), regulations.stack("prova")
        done = Done(
            ente="prova",
            record=record,
            folder=Path("out"),
            inputs=stack.inputs,
            rulebook=stack.rulebook,
        )
        return "\n".join(run_texts(done)), index_page(record, stack, ())

    return tell


LINE = "X-1, art. 1 (Il tetto non è nei dati)"


@pytest.mark.parametrize(("phase", "kind"), [("b", "computation"), ("e", "gate"), ("e", "constraint")])
def test_a_rule_left_out_is_on_the_terminal_and_on_the_page(
    told: Callable[..., tuple[str, str]], phase: str, kind: str
) -> None:
    terminal, page = told(phase, kind)
    line = next(one for one in terminal.splitlines() if "regole sul denaro che il programma non calcola" in one)
    assert line.startswith("prova: ")
    assert LINE in line
    section = page[page.index('id="non_calcolate"') :]
    assert "Il compenso non supera il tetto." in section
    assert "Il tetto non è nei dati." in section


@pytest.mark.parametrize(("phase", "kind"), [("d", "computation"), ("e", "document"), ("f", "constraint")])
def test_a_rule_that_is_not_of_money_does_not(told: Callable[..., tuple[str, str]], phase: str, kind: str) -> None:
    terminal, page = told(phase, kind)
    assert LINE not in terminal
    assert "Il compenso non supera il tetto." not in page


def test_a_rule_that_does_not_bind_the_ente_does_not(told: Callable[..., tuple[str, str]]) -> None:
    terminal, page = told(binds='binds = ["chamber_of_commerce"]')
    assert LINE not in terminal
    assert "Il compenso non supera il tetto." not in page


def test_the_list_of_rules_ends_with_those_of_every_layer(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    regulations = install("prova", rules=LEFT.format(phase="b", kind="constraint", binds=""))
    monkeypatch.setattr("merito.cli.regulations.installed_regulations", lambda: regulations)
    last = CliRunner().invoke(app, ["rules", "prova", "--phase", "b"]).stdout.splitlines()[-1]
    assert last == f"regole sul denaro che il programma non calcola: {LINE}"


def test_a_rule_that_is_carried_out_is_not_left() -> None:
    rule = Rule(id="X-1", article="art. 1", text="t", phase="e", kind="gate", status="checked")
    assert Rulebook({"X-1": rule}).money_not_modelled("municipality") == ()
