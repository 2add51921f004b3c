"""Acts in texts for people: by kind, body, number and day, never by the id of the data."""

from datetime import date

import pytest

from merito import Act, ActKind
from merito.wording.acts import ActNames

KINDS = {"plan": ActKind(kind="plan", label="piano", title="Approvazione del Piano", body="Giunta", cites="art. 1")}
ACTS = (
    Act(id="A1", kind="plan", date=date(2021, 1, 28), body="Giunta", number="5"),
    Act(id="A1-bis", kind="other", date=date(2021, 2, 3)),
)
NAMED = "«Approvazione del Piano (Giunta, n. 5 del 28/1/2021)»"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("l'atto A1 è in ritardo", f"l'atto {NAMED} è in ritardo"),
        ("l'atto A1 («Approvazione del Piano», 28/1/2021) vale", f"l'atto {NAMED} vale"),
        ("30 giorni dall'atto A1", f"30 giorni dall'atto {NAMED}"),
        (
            "adottata con l'atto A1 e l'accordo A1-bis",
            f"adottata con l'atto {NAMED} e l'accordo «other (del 3/2/2021)»",
        ),
        ("prima del suo atto, A1 del 28/1/2021", f"prima del suo atto {NAMED}"),
        ("l'atto A1 è «Approvazione del Piano»", f"l'atto {NAMED} è «Approvazione del Piano»"),
        ("manca l'atto A2", "manca l'atto A2"),
        ("un atto A11", "un atto A11"),
        ("fatto A1", "fatto A1"),
    ],
)
def test_an_act_is_told_by_kind_body_number_and_day(text: str, told: str) -> None:
    assert ActNames(ACTS, KINDS)(text) == told


def test_without_acts_nothing_changes() -> None:
    assert ActNames((), {})("l'atto A1") == "l'atto A1"
