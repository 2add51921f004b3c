"""A reason about a person does not bypass the guard: points and counts are left out, sums of money stay."""

from decimal import Decimal

import pytest

from merito import FundLine, Tells
from merito.publication.funds import _reasons
from merito.publication.masked import masked, without_people
from merito.publication.tables import _counts

SAID = {
    "«fondo» non si divide: 1 persona: fattore r: oltre il massimo: 101 punti su 100": "«fondo» non si divide: … persona: "
    "fattore r: oltre il massimo: … punti su …",
    "fattore r: oltre il massimo: 7,5 punti su 5": "fattore r: oltre il massimo: … punti su …",
    "oltre il massimo: prima (8 punti su 5)": "oltre il massimo: prima (… punti su …)",
    "«fondo» non si divide: la somma attende 1 figura": "«fondo» non si divide: la somma attende … figura",
    "posizione scoperta per 245 giorni": "posizione scoperta per 245 giorni",
    "sono ammessi da 24 a 73 punti": "sono ammessi da 24 a 73 punti",
    "eccedono di 1.000,00 €": "eccedono di 1.000,00 €",
}


@pytest.mark.parametrize("text", SAID)
def test_a_count_and_the_points_of_somebody_are_left_out(text: str) -> None:
    assert without_people(text) == SAID[text]


def test_a_line_that_nobody_draws_on_yet_tells_no_rating_either() -> None:
    line = FundLine(fund="premi", item="fondo", amount=Decimal("100.00"), reason="1 persona: 31 punti su 30")
    assert list(_reasons([line.reason], of_people=False)) == ["… persona: … punti su …"]
    assert masked("spettano 10,00 € a 2 persone") == "spettano … € a … persone"


def test_a_table_that_sums_what_people_have_counts_them_though_it_does_not_say_so() -> None:
    """`amount` alone revealed one prize: what rests on people is subject to the fewest that may be published."""
    assert _counts(Tells(of="fascia", amount="premi"))
    assert _counts(Tells(of="fascia", people="persone", paid="liquidabili"))
    assert not _counts(Tells(of="premi", amount="stanziati", paid="liquidabili"))
