"""What one holder is due as result pay, by the Giunta's method and between the limits of the CCNL (art. 21 c. 1).

For a holder without a score nothing is certain: the most that may be due is computed, and waits for the evaluation.
"""

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from attrs import frozen

from merito import Grade, InForce, PersonScore, Step
from merito.kit import Holding, Merit, managerial, merit_of, most_until, nothing, part_held
from merito.numbers import HUNDRED, cents_down, cents_half_up, cents_up, euro_text, fraction, percent_text, quotient
from merito_comunita_montane.evaluation.evaluators import OF_SINDACO
from merito_comunita_montane.organisation import role_of
from merito_comunita_montane.planning.units import degree_of, short, unmeasured
from merito_comunita_montane.result_method import GIVEN, Method, limits_of

BELOW, PART, STRUCTURE, EVALUATED = "I-BL-44", "I-BL-45", "I-BL-47", "I-BL-55"
NO_HOLDERS = "manca una valutazione come titolare, sui fattori dell'art. 11 c. 2 (I-BL-55)"
ZERO = Decimal("0.00")


@frozen(kw_only=True)
class Pay:
    """What one holder is due: the pay it is measured on, the share of it, the limits, and the sum (euro).

    `part` is that sum as a fraction of the maximum, before cents. `merit` says why it is not known yet, or why nothing
    is due; `structure` is the grade behind that.
    """

    one: Holding
    score: PersonScore | None
    base: Fraction
    rate: Fraction
    least: Decimal
    most: Decimal
    due: Decimal
    part: Fraction
    limits: tuple[InForce[Fraction], InForce[Fraction]]
    rules: tuple[str, ...]
    merit: Merit
    structure: tuple[Grade, ...]

    @property
    def formula(self) -> str:
        """The calculation, with the limit that changed it, if one did (Italian)."""
        pay, found = cents_half_up(self.base), cents_half_up(self.base * self.rate)
        moved = "" if found == self.due else f", portata a {euro_text(self.due)}"
        low, high = euro_text(self.least), euro_text(self.most)
        rate = percent_text(self.rate * HUNDRED)
        return f"{euro_text(pay)} × {rate} = {euro_text(found)}{moved} (tra {low} e {high})"


def pay_of(step: Step, method: Method, one: Holding, score: PersonScore | None) -> Pay:
    """What a holder is due for a score, under the readings in force."""
    limits = limits_of(step, "manager" if managerial(one.position) else "position")
    merit = _merit(step, one.person, score)
    amount = fraction(one.position.amount or 0)
    base = step.choose(PART, days=amount * part_held(step, one), whole=amount)
    rate = method.rate(merit.part * HUNDRED)
    low, high = limits[0].value, limits[1].value
    least, most = cents_up(base * low), cents_down(base * high)
    share = _below(step, low) if 0 < rate < low else min(rate, high)
    found = min(max(cents_half_up(base * share), least), most) if share else ZERO
    unit = _unit(step, one.person)
    if not merit.waits and (unit.waits or unit.lost):
        merit = most_until(unit.waits) if unit.waits else nothing(unit.lost)
    return Pay(
        one=one,
        score=score,
        base=base,
        rate=rate,
        least=least,
        most=most,
        due=ZERO if unit.lost else found,
        part=quotient(share, high) if high and not unit.lost else Fraction(0),
        limits=limits,
        rules=("BL-21.1", GIVEN),
        merit=merit,
        structure=unit.grades,
    )


def _merit(step: Step, person: str, score: PersonScore | None) -> Merit:
    """What the evaluation gives; for somebody who was a holder for the smaller part of the year, by I-BL-55."""
    merit = merit_of(score)
    if merit.waits or role_of(step.dossier, step.dossier.people[person]) in OF_SINDACO:
        return merit
    return step.choose(EVALUATED, of_the_year=merit, as_holder=most_until(NO_HOLDERS))


def _below(step: Step, low: Fraction) -> Fraction:
    """The share of the position pay if the method gives less than the minimum of the contract (I-BL-44)."""
    return step.choose(BELOW, minimum=low, nothing=Fraction(0))


class _Unit(NamedTuple):
    """What the 70% of the holder's unit takes away, or waits for (Italian), if it counts for result pay at all."""

    waits: str = ""
    lost: str = ""
    grades: tuple[Grade, ...] = ()


def _unit(step: Step, person: str) -> _Unit:
    grade = degree_of(step, person)
    return step.choose(STRUCTURE, annual_only=_Unit(), result_too=_of_unit(step, grade)) if grade else _Unit()


def _of_unit(step: Step, grade: Grade) -> _Unit:
    if short(step, grade):
        why = f"BL-17.2p: la struttura {grade.id} non ha raggiunto il 70% dei suoi obiettivi di PEG"
        return _Unit(lost=why, grades=(grade,))
    doubt = unmeasured(grade.id, grade)
    return _Unit(waits=f"BL-17.2p: {doubt}" if doubt else "")
