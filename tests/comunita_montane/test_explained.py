"""The explanations that an employee who appeals gets: a sum from the fund to the head, and the place that decides."""

from decimal import Decimal
from pathlib import Path

from merito import plain
from merito.testing import run_tables, shorthand

scored = shorthand(Path(__file__).parent / "cases")

TABLES = {
    "units": "id,peg_reached\nA,100",
    "acts": "id,kind,date,body\n"
    "L1,reading_adoption,2021-01-15,Giunta\n"
    "R1,performance_report,2022-05-20,Giunta\n"
    "V1,report_validation,2022-06-01,OIV",
    "more_ratings": "M,a,90,100\nM,b,90,100\nM,c,90,100\nM,d,90,100",
}
WEIGHTS = "staff_factors = { a = 40, b = 20, c = 40 }\nmanager_factors = { a = 25, b = 25, c = 25, d = 25 }"
TIED = {"P1": 95, "P2": 94, "P3": 94, "P4": 92, "P5": 91, "P6": 90, "P7": 89, "P8": 88, "P9": 87, "P10": 86}


def test_a_tied_person_is_told_the_share_the_pool_the_heads_and_the_place_that_decides() -> None:
    case = scored({"scores": TIED, "tables": TABLES, "choices": {"05": "mean"}})
    cycle = f"[funds]\nannual = 10000\n[parameters]\n{WEIGHTS}\n[readings]\n{case['readings']}\n"
    results = run_tables("comunita_montane", case["tables"], cycle).results

    placed = next(row for row in results.placements if row.person == "P3")
    steps = {one.name: one.value for one in placed.basis.steps}
    assert steps["posto in graduatoria"] == "da 2 a 3, a pari punteggio"
    assert steps["posto che decide la fascia (I-BL-05)"] == 3
    assert steps["fascia intermedia"] == "posti da 3 a 6"
    assert placed.rules[2:] == ("BL-17.D", "BL-17.Db")
    assert [one.key for one in placed.basis.parameters] == ["default_people"]

    prize = next(row for row in results.rewards if row.person == "P3")
    assert prize.due == Decimal("800.00")
    assert plain(prize.basis.formula) == "40% di 10.000,00 € = 4.000,00 €; 4.000,00 € / 5 persone = 800,00 € a testa"
    assert "BL-17.Db" in prize.rules
    assert "BL-17.Da" not in prize.rules
    assert [one.key for one in prize.basis.parameters] == ["structure_threshold", "default_money"]


def test_by_coefficients_the_part_of_a_head_is_told_in_one_step() -> None:
    tables = {
        **TABLES,
        "acts": f"{TABLES['acts']}\nD1,bands_decision,2020-12-10,Conferenza",
        "merit_bands": "decision,order,band,people,coefficient\nD1,1,a,20,4\nD1,2,b,30,2\nD1,3,c,50,1",
    }
    case = scored({"scores": {name: points - (name == "P3") for name, points in TIED.items()}, "tables": tables})
    cycle = f"[funds]\nannual = 10000\n[parameters]\n{WEIGHTS}\n[readings]\n{case['readings']}\n"
    prize = next(
        row for row in run_tables("comunita_montane", case["tables"], cycle).results.rewards if row.person == "P3"
    )
    head = "10.000,00 € × 2 / 19 (somma dei coefficienti di tutti) = 1.052,63 € a testa"
    assert plain(prize.basis.formula) == head
