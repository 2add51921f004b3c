"""The pay of a post divided by the days of its holders; the days on which nobody held it are saved."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from merito.contract.step import Step
from merito.kit.lines import drawn, saved
from merito.kit.tenure import Holding, at_once
from merito.model.basis import Basis
from merito.model.money import FundLine, PositionValue, Reward
from merito.numbers import counted, days_of_year, euro_text, quotient, split

HOLDERS, VACANT = "titolari", "scoperta"


def part_held(step: Step, one: Holding) -> Fraction:
    """The part of the year for which a post is held."""
    return quotient(one.days, days_of_year(step.dossier.year))


def free_days(step: Step, holders: Sequence[Holding]) -> int:
    """On how many days of the year nobody holds a post; below nought where days are counted twice."""
    return days_of_year(step.dossier.year) - sum(one.days for one in holders)


def two_holders(holders: Sequence[Holding]) -> str:
    """That a post has two holders on the same days (Italian), or nothing."""
    return f"due titolari negli stessi giorni per {holders[0].position.id}" if any(at_once(holders)) else ""


def paid_by_days(
    step: Step, value: PositionValue, line: FundLine, holders: Sequence[Holding], *, by_days: str, revocation: str = ""
) -> Iterator[Reward | FundLine]:
    """What each holder of a post is due of its line, to the last cent, and what its days of nobody save.

    Rows bear the running rule; where the year is divided, the reading `by_days` too. With `revocation`, the rule by
    which pay ends, whoever was revoked is told so. Raises ValueError on days that are counted twice.
    """
    free, year = free_days(step, holders), days_of_year(step.dossier.year)
    parts = split(line.amount, {**{str(at): one.days for at, one in enumerate(holders)}, VACANT: free})
    item = f"{line.item}, {HOLDERS}"
    for at, one in enumerate(holders):
        act = one.revoked if revocation else None
        yield Reward(
            person=one.person,
            tool=step.tool or "",
            fund=line.fund,
            item=item,
            due=parts[str(at)],
            subject=f"position:{value.position}",
            reason=f"incarico revocato con l'atto {act.id}: niente dal giorno della revoca" if act else "",
            rules=(step.rule, *((revocation,) if act else ()), *((by_days,) if one.days < year else ())),
            rests_on=(value,),
            basis=Basis(
                inputs=(*one.rows, *((act,) if act else ())),
                formula=f"{euro_text(line.amount)} × {one.days} giorni su {year}",
            ),
        )
    rules = (step.rule, *((by_days,) if free or len(holders) > 1 else ()))
    vacant = parts[VACANT]
    if holders:
        yield drawn(line, item, line.amount - vacant, rules, (value,))
    if vacant:
        why = f"posizione scoperta per {counted(free, 'giorno', 'giorni')}"
        yield saved(line, f"{line.item}, {VACANT}", vacant, why, rules, (value,))
