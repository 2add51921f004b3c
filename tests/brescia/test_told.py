"""What an explanation needs so that a figure can be recomputed by hand."""

from fractions import Fraction
from pathlib import Path

from merito.testing import read_cases

CASES = Path(__file__).parent / "cases"


def test_the_share_of_a_holder_can_be_redone_from_the_weights_that_are_told() -> None:
    case = next(one for one in read_cases(CASES / "retribuzioni.toml") if one.title.startswith("97.5% attested"))
    rewards = [row for row in case.run().results.rewards if row.tool == "result"]
    assert len(rewards) == 3
    for row in rewards:
        told = {step.name: step.value for step in row.basis.steps}
        assert told["somma dei pesi"] == 34000  # 8,000, 12,000 and 14,000
        share = Fraction(told["fondo da dividere"]) * Fraction(told["peso nel riparto"]) / 34000
        assert abs(share - Fraction(told["parte del fondo"])) < Fraction(1, 100)


def test_an_indicator_bears_the_rule_of_its_objective_strategic_or_operational() -> None:
    of_two_levels = (one for one in read_cases(CASES / "albero.toml") if "operational" in one.tables["objectives"])
    run = next(of_two_levels).run()
    levels = {one.id: one.level for one in run.dossier.objectives}
    rules = {
        levels[run.dossier.indicators[one.id].objective or ""]: one.rules
        for one in run.results.grades
        if one.scope == "indicator"
    }
    assert rules == {"strategic": ("BS-SM-3.1b", "I-BS-27"), "operational": ("BS-SM-3.1a", "I-BS-27")}
