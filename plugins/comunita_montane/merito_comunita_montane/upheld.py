"""Appeals that were upheld, and whether before or after the prizes were paid (art. 17; I-BL-38).

Before it, nobody has been paid on the old score: the ranking is made with the new one. Afterwards the reading says who
is raised. Without payments on file, an appeal before the gate of the prizes opened came before the payment; about a
later one the table of appeals must say it.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from attrs import evolve

from merito import Act, ExtraRow, Step
from merito.numbers import fraction
from merito_comunita_montane.bands import TOOL
from merito_comunita_montane.contenders import Contender
from merito_comunita_montane.levels import poor_performance

APPEALS, UPHELD, APPEAL, AGAIN = "appeals", "appeal_upheld", "I-BL-38", "rank_again"
GATE, PAYMENT = "IT-14.6", "payment"
Won = Mapping[str, ExtraRow]


def upheld(step: Step) -> Won:
    """The appeals won, by person: those with a known act about that person, and a possible score."""
    seen = {(act.id, act.subject) for act in step.acts_of(UPHELD)}
    rows = {str(row["person"]): row for row in step.dossier.tables.get(APPEALS, ()) if new_score(row) <= 1}
    return {person: row for person, row in rows.items() if (row["act"], f"person:{person}") in seen}


def ranked_anew(step: Step) -> Won:
    """The appeals whose scores the ranking uses: those before the payment, or all if the ente ranks again."""
    before, after = _parted(step)
    return {**before, **after} if after and ranks_again(step) else before


def raised_later(step: Step) -> Won:
    """The appeals that raise only the appellant: those after the payment, or not known to be before it."""
    after = _parted(step)[1]
    return {} if not after or ranks_again(step) else after


def not_known(step: Step) -> Won:
    """The appeals about which it is unknown whether the prizes were paid before them."""
    return {person: row for person, row in raised_later(step).items() if _after_payment(step, row) is None}


def contradicted(step: Step, row: ExtraRow) -> tuple[Act, ...]:
    """The acts of insufficient performance against an appeal with a score that admits (I-BL-12)."""
    admits = new_score(row) >= step.parameters.share("admission").value
    return poor_performance(step, str(row["person"])) if admits else ()


def _parted(step: Step) -> tuple[Won, Won]:
    """The appeals before the payment, and all others except those that an act contradicts.

    Before the payment, a score that an act contradicts is refused like any other (`levels`).
    """
    won = upheld(step)
    before = {person: row for person, row in won.items() if _after_payment(step, row) is False}
    rest = ((person, row) for person, row in won.items() if person not in before)
    return before, {person: row for person, row in rest if not contradicted(step, row)}


def _after_payment(step: Step, row: ExtraRow) -> bool | None:
    """Whether an appeal was upheld after the prizes were paid; None if it is unknown."""
    day, paid = step.dossier.acts[str(row["act"])].date, _paid_since(step)
    if paid:
        return day >= paid
    gate = step.gate(GATE)
    if gate is not None and (gate.since is None or day < gate.since):
        return False
    said = row["after_payment"]
    return said if isinstance(said, bool) else None


def _paid_since(step: Step) -> date | None:
    """The day of the first payment of these prizes, None if there is none on file."""
    rows = (row for row in step.dossier.payments if row.tool == TOOL and row.kind == PAYMENT)
    return min((row.date for row in rows if row.date <= step.as_of), default=None)


def ranks_again(step: Step) -> bool:
    """Whether the ente ranks everybody again with the new scores, even after the payment."""
    return step.readings[APPEAL].choice == AGAIN


def new_score(row: ExtraRow) -> Fraction:
    """The score of an appeal, as a fraction of the maximum."""
    return fraction(row["score"]) / 100  # type: ignore[arg-type]


def rescored(people: tuple[Contender, ...], won: Won, admission: Fraction) -> tuple[Contender, ...]:
    """The people of a ranking, with the new scores of those who won."""
    return tuple(better(one, won[one.person], admission) if one.person in won else one for one in people)


def better(one: Contender, row: ExtraRow, admission: Fraction) -> Contender:
    """Somebody with the score of an appeal, if it is higher."""
    if new_score(row) <= one.score:
        return one
    return evolve(one, score=new_score(row), admitted=new_score(row) >= admission, rated=True)
