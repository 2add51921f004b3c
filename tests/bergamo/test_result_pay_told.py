"""A result pay's explanation shows how its maximum follows from the fund: by the part of the year, and by weight."""

from pathlib import Path

from merito import plain
from merito.testing import read_cases

CASE = Path(__file__).parent / "cases" / "risultato_in_parte.toml"


def test_a_part_of_the_year_is_told_as_the_fraction_that_it_is() -> None:
    case, *_ = read_cases(CASE)
    wrong, record = case.judged()
    assert not wrong
    assert record is not None
    (told,) = [plain(row.basis.formula) for row in record.results.rewards if row.tool == "position_result"]
    assert told == (
        "1.983,56 € (la parte del massimo: 4.000,00 € × 181/365, il peso; posizione tenuta 181 giorni su 365) × 80%, "
        "al centesimo più vicino"
    )
