"""A line contains each reason once, and the articles of a gate once even if several of its acts are missing."""

from small_plugins import DECLARES_GATES, HALF_EACH, PREMI_1000, TWO_TOOLS, Install, RunIn, WriteEnte

from merito import plain

CONSENT = '[acts.consent]\nlabel = "intesa"\ntitle = "Intesa"\ncites = "art. 3"\n'
ARTICLES = "Criteri PO (del. 9/C del 2018), art. 4 c. 5; SMVP, par. 3"
RULES = f"""
["X-1"]
article = "{ARTICLES}"
phase = "e"
kind = "gate"
text = "Una condizione."
status = "checked"
"""
OF_THE_TOOL = 'Gate(phase=Phase.REWARDS, tool="annual", needs=(*needs, ActNeed("consent")), rules=("X-1",))'
OF_ONE = 'Gate(phase=Phase.REWARDS, subject="person:P1", needs=(ActNeed("consent"),), rules=("X-1",))'
OF_THE_PHASE = 'Gate(phase=Phase.REWARDS, needs=(*needs, ActNeed("consent")), rules=("X-1",))'


def test_each_closed_gate_tells_all_that_it_lacks_with_its_articles(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    code = HALF_EACH + DECLARES_GATES.format(gates=f"({OF_THE_TOOL}, {OF_ONE})")
    regulations = install("prova", code, rules=RULES, files={"inputs.toml": TWO_TOOLS + CONSENT})
    annual, _ = run_in(write_ente("prova", PREMI_1000), regulations).results.rewards
    assert plain(annual.reason) == (
        f"X-1: manca l'atto «Approvazione», che spetta all'organo: Giunta; manca l'atto «Intesa» ({ARTICLES}); "
        f"X-1: manca l'atto «Intesa» ({ARTICLES})"
    )


def test_a_gate_without_several_acts_tells_its_articles_once(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    code = DECLARES_GATES.format(gates=f"({OF_THE_PHASE},)")
    regulations = install("prova", code, rules=RULES, files={"inputs.toml": TWO_TOOLS + CONSENT})
    (missing,) = (one.missing for one in run_in(write_ente("prova", PREMI_1000), regulations).phases if one.missing)
    assert tuple(map(plain, missing)) == (
        f"X-1: manca l'atto «Approvazione», che spetta all'organo: Giunta; manca l'atto «Intesa» ({ARTICLES})",
    )
