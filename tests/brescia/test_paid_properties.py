"""Nobody of Brescia who was paid finds the sum changed by a correction, for all ratings and places."""

from pathlib import Path

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st
from paid_enti import PaidEnte, decided_by_either, held_sound, paid

from merito.testing import shorthand

pytestmark = pytest.mark.long

CASES = Path(__file__).parent / "cases"
BY_AREA = tomli.loads((CASES / "attestazione_aree.toml").read_text(encoding="utf-8"))["common"]
READINGS = """
"I-BS-30" = { choice = "ente", act = "L1" }
"I-BS-54" = { choice = "own_post", act = "LC" }
"I-BS-55" = { choice = "savings", act = "LC" }
"I-BS-61" = { choice = "measured", act = "L1" }
"""
FACTORS = ("autonomia", "obiettivi", "apporto", "comportamento")


@st.composite
def enti(draw: st.DrawFn) -> PaidEnte:
    """Three posts with other ratings of their holders; who bears a difference, and whose grade cuts, vary."""
    points = st.sampled_from(("0", "40", "60", "87.5", "100"))
    ratings = "".join(f"{person},{factor},{draw(points)},100\n" for person in "ABC" for factor in FACTORS)
    tables = {
        **BY_AREA["tables"],
        "ratings": f"person,factor,points,max\n{ratings}",
        "oiv_attestation": "what,grade,judgement,reason,act\nente,97.5%,in_line,lievi,R2\n",
    }
    case = shorthand(CASES)({**BY_AREA, "tables": tables})
    bears = draw(st.sampled_from(("held", "savings")))
    readings = f'{READINGS}"I-IT-32" = {{ choice = "{bears}", act = "L1" }}\n'
    cycle = f"[funds]\npo = {draw(st.sampled_from((40000, 34000, 52000.01)))}\n"
    return PaidEnte("brescia", case["tables"], f"{cycle}[parameters]\n{BY_AREA['parameters']}\n[readings]\n{readings}")


@settings(max_examples=60, deadline=None)
@given(paid(enti()))
def test_nobody_who_was_paid_finds_the_paid_sum_changed(ente: PaidEnte) -> None:
    held_sound(ente, bears='"I-IT-32" = { choice = "savings"' in ente.cycle)


@pytest.mark.long
@settings(max_examples=40, deadline=None)
@given(paid(enti()))
def test_a_decision_on_an_appeal_gives_what_the_same_correction_gives(ente: PaidEnte) -> None:
    decided_by_either(ente)
