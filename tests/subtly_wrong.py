"""Faults that worked cases do not show: the check that catches each, the edit that causes it, the message."""

from collections.abc import Mapping

Edit = tuple[str, str, str]

SCORE_OF = "quotient(product(points, HUNDRED), whole) if"
EQUAL_PARTS = "{row.person: 1 for row in inside}"
ONE_RATING = "P1,a,80,100"
RATINGS = "P1,a,80,100\nP2,a,60,100\nP3,a,59,100"


def of_each(*factors: str) -> str:
    """The same ratings on several factors."""
    return "\n".join(line.replace(",a,", f",{factor},") for line in RATINGS.splitlines() for factor in factors)


INSIDE = "if row.score > threshold.value or"
WEIGHTS = """
[weights]
label = "Pesi"
kind = "table"
cites = "art. 1"
[weights.values.always]
a = 60
b = 40
"""
COEFFICIENTS = """
[coefficients]
label = "Coefficienti"
kind = "table"
cites = "art. 2"
[coefficients.values.always]
A = 1
B = 2
"""
TOP = """
[top]
label = "Fascia alta"
kind = "number"
cites = "art. 2"
values = { 2010-01-01 = 87.5 }
"""
THRESHOLD = '[threshold]\nlabel = "Soglia"'
WEIGHTED = """weights = step.parameters.table("weights").value
    parts = (quotient(product(row.points, weights.get(row.factor, 0)), row.max) for row in rows if row.max)
    score = sum(parts, Fraction(0)) if all(row.points <= (row.max or 0) for row in rows) and"""
SUBTLY_WRONG: Mapping[str, tuple[str, tuple[Edit, ...], str]] = {
    "a text in which a set is joined": (
        "hash_seed",
        (
            ("only.py", 'reason="" if known', 'reason=", ".join({row.factor for row in rows}) if known'),
            ("cases.toml", ONE_RATING, "P1,a,80,100\nP1,b,80,100"),
        ),
        "hangs on PYTHONHASHSEED",
    ),
    "a category that the table of coefficients lacks": (
        "missing",
        (
            ("parameters.toml", THRESHOLD, COEFFICIENTS + THRESHOLD),
            (
                "only.py",
                EQUAL_PARTS,
                '{row.person: step.parameters.table("coefficients").value[step.dossier.people[row.person].category or "A"] for row in inside}',
            ),
            ("cases.toml", "id,unit\nP1,\nP2,\nP3,", "id,category\nP1,A\nP2,A\nP3,B"),
        ),
        "raised KeyError('ignoto')",
    ),
    "one item of two is missing and the score is called final": (
        "whole",
        (
            ("parameters.toml", THRESHOLD, WEIGHTS + THRESHOLD),
            ("only.py", f"score = {SCORE_OF}", WEIGHTED),
            ("cases.toml", RATINGS, of_each("a", "b")),
        ),
        "is final, without 'a'",
    ),
    "a quotient of two whole numbers": (
        "quotients",
        (("only.py", EQUAL_PARTS, "{row.person: Fraction(1 / len(inside)) for row in inside}"),),
        "1 / 2 is a float",
    ),
    "nothing for a score just at a border": (
        "never_less",
        (
            ("parameters.toml", THRESHOLD, TOP + THRESHOLD),
            (
                "only.py",
                INSIDE,
                'if threshold.value < row.score < step.parameters.number("top").value or row.score > step.parameters.number("top").value or',
            ),
        ),
        "and 0 with more points",
    ),
    "less where four ratings are the best at once": (
        "never_less",
        (
            ("only.py", EQUAL_PARTS, "{row.person: 2 - (row.score == HUNDRED) for row in inside}"),
            ("cases.toml", RATINGS, of_each("a", "b", "c", "d")),
        ),
        "with more points",
    ),
    "a choice that nobody has adopted in a case": (
        "bases",
        (
            (
                "only.py",
                'choice = step.readings["I-X-1"].choice',
                'choice = {"reaches": "reaches"}[step.readings["I-X-1"].choice]',
            ),
        ),
        "raised KeyError('passes')",
    ),
}
