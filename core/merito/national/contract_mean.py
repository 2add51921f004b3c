"""The mean prize from which a contract computes an increase, and the minimum increase."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from attrs import evolve, frozen

from merito import InForce, Reward, State, Step
from merito.national.set_aside import also_for_others, lines_of
from merito.numbers import fraction, quotient

READING = "I-IT-04"
SETTLED = {State.FINAL, State.REFUSED}
BEYOND, REDUCED = "oltre", "ridotta"


@frozen
class Mean:
    """The sum divided, the people, the number evaluated in total, and whether the sum is what was attributed."""

    euro: Decimal
    people: int
    evaluated: int
    attributed: bool

    @property
    def each(self) -> Fraction:
        return quotient(self.euro, self.people)


def mean_of(step: Step, rewards: Collection[Reward], people: frozenset[str], *, attributed: bool) -> Mean | None:
    """The mean of some prizes among some people, on what is due to them or on what was set aside.

    None while a prize is not final, and if what was set aside also pays others.
    """
    own = [one for one in rewards if one.person in people]
    scored = {one.person: one for one in step.so_far.scores if one.person in people}
    evaluated = {*scored, *(one.person for one in own)}
    states = {*(one.state for one in own), *(one.state for one in scored.values())}
    if not own or not states <= SETTLED:
        return None
    paid = {one.person for one in own if one.due}
    positive = sum(_positive(step, person, paid) for person in evaluated)
    counted = step.choose(READING, positive=positive, everybody=len(evaluated))
    euro = sum((one.due for one in own), Decimal(0)) if attributed else _set_aside(step, rewards, people)
    return Mean(euro, counted, len(evaluated), attributed) if euro and counted else None


def least_of(step: Step, key: str, size: Fraction, measure: str) -> InForce[Fraction]:
    """The minimum increase as a share of the mean, by the number of people of the ente; 0: the contract requires none.

    The contract is the one in force at the end of the year. If it allows a reduced share, and the parameter `measure`
    chooses it, the reduced share.
    """
    found = _of_contract(step, key)
    borders = sorted((int(name), share) for name, share in found.value.items() if name.isdecimal())
    share = next((share for most, share in borders if 0 < size <= most), found.value[BEYOND])
    if share and reduced(step, measure) and REDUCED in found.value:
        share = found.value[REDUCED]
    return evolve(found, value=fraction(share))  # type: ignore[arg-type, return-value]


def reduced(step: Step, measure: str) -> bool:
    """Whether the ente has chosen the reduced share."""
    return step.parameters.has(measure) and step.parameters.choice(measure).value == REDUCED


def knows_reduced(step: Step, key: str) -> bool:
    """Whether the contract of the year has a reduced share."""
    return REDUCED in _of_contract(step, key).value


def _of_contract(step: Step, key: str) -> InForce[Mapping[str, object]]:
    return step.parameters.table(key, on=date(step.dossier.year, 12, 31))


def _set_aside(step: Step, rewards: Collection[Reward], people: frozenset[str]) -> Decimal | None:
    if also_for_others(step, rewards, people):
        return None
    own = lines_of(step, (one for one in rewards if one.person in people))
    return sum((line.amount for line in own.values()), Decimal(0))


def _positive(step: Step, person: str, paid: Collection[str]) -> bool:
    """Positive according to the evaluation; if that does not say, whoever is due something."""
    written = step.dossier.evaluations.first(person)
    if written is not None and written.positive is not None:
        return written.positive
    return person in paid
