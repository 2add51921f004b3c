"""A small regulation that rates, ranks and pays people, and the year of an ente with given points."""

from collections.abc import Sequence

from small_plugins import PREMI_1000

RATED = """
from merito.numbers import fraction

@hookimpl
@rule("X-1")
def merito_person_scores(step: Step) -> Results | None:
    return Results(scores=tuple(
        PersonScore(person=row.person, score=fraction(row.points), maximum=fraction(row.max), rules=("X-1",))
        if row.max else PersonScore(person=row.person, score=fraction(row.points), rules=("X-1",))
        for row in step.dossier.ratings
    ))

@hookimpl
@rule("X-1")
def merito_placements(step: Step) -> Results | None:
    rated = [row.person for row in step.dossier.ratings]
    third = len(rated) // 3
    first, others, rest = rated[:third], rated[third:2 * third], rated[2 * third:]
    return Results(
        placements=tuple(
            Placement(ranking="r", person=one, place=place, band="alta" if one in first else "bassa", rules=("X-1",))
            for place, one in enumerate((*first, *others), 1)
        ) + tuple(Placement(ranking="r", person=one, rules=("X-1",)) for one in rest),
        bands=(
            Band(ranking="r", band="alta", places=5, people=len(first), per_head=Decimal("300.00"), rules=("X-1",)),
            Band(ranking="r", band="vuota", places=1, people=0, per_head=Decimal("900.00"), rules=("X-1",)),
            Band(ranking="r", band="bassa", places=9, people=len(others), per_head=Decimal("80.00"), rules=("X-1",)),
        ),
    )

@hookimpl
@rule("X-1")
def merito_funds(step: Step) -> Results | None:
    half = step.dossier.funds["premi"].euro / 2
    return Results(fund_lines=(
        FundLine(fund="premi", item="annual", amount=half, rules=("X-1",)),
        FundLine(fund="premi", item="bonus", amount=half, rules=("X-1",)),
    ))

@hookimpl
@rule("X-1")
def merito_rewards(step: Step) -> Results | None:
    line, each = step.so_far.line("premi", step.tool), [row.person for row in step.dossier.ratings]
    due = Decimal("20.01") if step.tool == "annual" else Decimal("10.00")
    whole, item = due * len(each), f"{step.tool}, premi"
    euro = Decimal("1.00")
    more = {each[0]: euro, each[-1]: -euro} if len(each) > 1 else {}  # not all alike, which the law forbids
    rewards = tuple(
        Reward(person=one, tool=step.tool, fund="premi", item=item, due=due + more.get(one, 0), rules=("X-1",), rests_on=())
        for one in each
    )
    part = FundLine(fund="premi", item=item, of=step.tool, amount=whole, rules=("X-1",))
    left = line.amount - whole
    rest = FundLine(fund="premi", item=f"{item}: resto", of=step.tool, amount=left, savings=left, rules=("X-1",))
    return Results(rewards=rewards, fund_lines=(part, rest))
"""
POINTS = (
    *("90,100", "45,50", "95,100", "92,100", "91,100", "80,100", "7,9", "60,100", "70,100", "88,100"),
    *("75,100", "65,100", "62,100", "55,100", "50,100"),
)


def rated(points: Sequence[str]) -> dict[str, str]:
    """A year in which each person has these points out of this maximum."""
    people = [f"P{number}" for number, _ in enumerate(points, start=1)]
    rows = "".join(f"{person},totale,{each}\n" for person, each in zip(people, points, strict=True))
    return PREMI_1000 | {
        "2021/people.csv": "id\n" + "".join(f"{person}\n" for person in people),
        "2021/ratings.csv": f"person,factor,points,max\n{rows}",
    }
