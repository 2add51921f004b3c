"""The validation that precedes the prizes ("IT-14.6") in a body whose ordinamento has a Nucleo di valutazione."""

import pytest
from law_of_a_year import RESULT, In

from merito import plain

CODE = """
@hookimpl
@rule("X-1", tool="result")
def merito_rewards(step: Step) -> ResultRows:
    yield Reward(person="D1", tool="result", fund="risultato", item="fondo", due=Decimal("700.00"), rules=("X-1",),
                 rests_on=())
"""
NUCLEO = f"""{RESULT}
[acts.report_validation]
label = "validazione_relazione"
title = "Validazione della Relazione"
body = "Nucleo di valutazione"
cites = "art. 1"
after_year = true
"""


@pytest.mark.parametrize(("declared", "opens"), [(NUCLEO, True), (RESULT, False)])
def test_the_body_that_the_regulation_names_validates(in_year: In, declared: str, opens: bool) -> None:
    """Art. 16 D.Lgs. 150/2009 leaves a local body its Nucleo: its regulation says so, and an ente does not by itself."""
    acts = (
        "id,kind,date,body\nA,piao,2024-01-30,\nR,performance_report,2025-05-01,\nV,report_validation,2025-05-02,{}\n"
    )
    files = {
        "people.csv": "id,role\nD1,manager\n",
        "cycle.toml": "[funds]\nrisultato = 700\n",
        "acts.csv": acts.format("Nucleo di valutazione"),
    }
    gates = [one for one in in_year(2024, files, code=CODE, tools=declared).gates if "IT-14.6" in one.gate.rules]
    assert [one.open for one in gates] == [opens]
    if not opens:
        assert "mentre l'organo è: OIV" in plain(gates[0].reasons[0])
