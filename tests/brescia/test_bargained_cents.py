"""The odd cents of equal shares under an agreement."""

from pathlib import Path

from attrs import evolve

from merito.testing import read_cases

CASES = Path(__file__).parent / "cases" / "contrattazione.toml"
TITLE = "coefficients that reduce equal shares leave a rest, which nobody has and is saved"


def test_odd_cents_of_equal_shares_follow_the_ids_and_not_the_rows() -> None:
    case = next(one for one in read_cases(CASES) if one.title == TITLE)
    case = evolve(case, cycle=case.cycle.replace("staff = 10000", "staff = 0.02"))
    head, *rows = case.tables["people"].strip().splitlines()
    turned = evolve(case, tables={**case.tables, "people": "\n".join([head, *reversed(rows)])})
    dues = [
        {row.person: str(row.due) for row in one.run().results.rewards if row.tool == "staff_prizes"}
        for one in (case, turned)
    ]
    assert dues[0] == dues[1] == {"E": "0.01", "F": "0.01", "G": "0.00", "H": "0.00"}
