"""Worked cases in a few lines: `scores = { P1 = 90 }` gives a person the same points out of 100 on every factor.

A case with `plain` has its own tables and none of these words.
"""

from decimal import Decimal
from typing import Any

DEFAULTS = {
    "01": "accepted",
    "02": "admitted",
    "03": "cumulative_floor",
    "04": "savings",
    "05": "last",
    "06": "people",
    "07": "realised",
    "08": "everyone_in_service",
    "11": "score",
    "13": "stays_unpaid",
    "14": "weighted_mean",
    "15": "assigned",
    "22": "staff_in_service",
    "31": "bound",
    "34": "heads",
    "38": "appellant_only",
    "40": "equal",
    "41": "savings",
    "42": "equal",
    "43": "individual_only",
    "44": "minimum",
    "45": "days",
    "48": "largest",
    "76": "levels",
    "77": "warning",
    "52": "year_of_effect",
    "53": "stands",
    "54": "first_application",
    "55": "of_the_year",
    "56": "not_counted",
    "80": "condition",
}


CONFERENZA = ("01", "02", "03", "04", "05", "06", "13", "15", "22", "34", "42", "60")
AGREED = ("04", "05", "06", "42", "60")
OWN = ("scores", "adopted", "choices", "where", "many", "spread", "evaluator", "plain")


def spelled_out(case: dict[str, Any]) -> dict[str, Any]:
    """The case as it is read: only with its tables and readings."""
    spelled = case if case.get("plain") else scored(case)
    return {name: value for name, value in spelled.items() if name not in OWN}


def scored(case: dict[str, Any]) -> dict[str, Any]:
    """The case with its scores as rows, everybody in structure A and evaluated by M, and its readings adopted.

    `adopted` is "all" or the numbers of the readings (I-BL-..) that the ente adopts; `choices` replace the default
    ones. `where` puts people elsewhere (`{ P1 = "B" }`). `many` is a number of rated people, P1 with 100, P2 with 99.9
    and so on; `spread` puts them in several structures in turn.
    """
    many = [f"P{number}" for number in range(1, case.get("many", 0) + 1)]
    scores = {**{one: 100 - Decimal(place) / 10 for place, one in enumerate(many)}, **case.get("scores", {})}
    spread = case.get("spread", ["A"])
    where = {**{one: spread[place % len(spread)] for place, one in enumerate(many)}, **case.get("where", {})}
    tables = dict(case["tables"])
    rows = [f"{person},{where.get(person, 'A')},staff" for person in scores]
    tables["people"] = "\n".join(["id,unit,role", "M,,manager", *tables.pop("others", "").split(), *rows])
    rated = [f"{person},{factor},{points},100" for person, points in scores.items() for factor in "abc"]
    rated = [row for row in rated if ",-," not in row]
    more = [row for row in tables.pop("more_ratings", "").strip().splitlines() if row]
    tables["ratings"] = "\n".join(["person,factor,points,max", *rated, *more])
    by = case.get("evaluator", {})
    tables["evaluations"] = "\n".join(
        ["person,evaluator", *(f"{person},person:{by.get(person, 'M')}" for person in scores)]
    )
    choices = {**DEFAULTS, **case.get("choices", {})}
    given = DEFAULTS if case.get("adopted", "all") == "all" else case["adopted"]
    adopted = dict.fromkeys((*given, *case.get("choices", {})))
    readings = [f'"I-BL-{one}" = {{ choice = "{choices[one]}", {_acts_of(one)} }}' for one in adopted]
    tables["acts"] = _with_conferenza(tables.get("acts", "id,kind,date,body"), any(one in AGREED for one in adopted))
    if "I-IT-02" not in case.get("readings", ""):
        readings.append('"I-IT-02" = { choice = "binding", act = "L1" }')
    return {**case, "tables": tables, "readings": "\n".join([*readings, case.get("readings", "")])}


def _acts_of(reading: str) -> str:
    """The act of the body that decides a reading, and the agreement if bargaining must agree."""
    agreed = ', agreed = "LI"' if reading in AGREED else ""
    return f'act = "{"LC" if reading in CONFERENZA else "L1"}"{agreed}'


def _with_conferenza(acts: str, agreed: bool) -> str:
    """The acts, with those of the conferenza and of bargaining on the same day as the Giunta's (L1)."""
    head, *rows = acts.strip().splitlines()
    day = next((row.split(",")[2] for row in rows if row.startswith("L1,")), "")
    if not day:
        return acts
    more = [f"LC,reading_adoption,{day},Conferenza delle posizioni organizzative"]
    more += [f"LI,integrative_contract,{day},"] if agreed else []
    blank = "," * (head.count(",") - 3)
    return "\n".join([head, *rows, *(row + blank for row in more)])
