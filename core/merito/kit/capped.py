"""A maximum over rewards that another rule has given: what an ente decides for itself."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from attrs import evolve

from merito.contract.step import Step
from merito.model.basis import Basis, InForce, Intermediate
from merito.model.messages import Sayable, several
from merito.model.money import CENT_ZERO, FundLine, Reward

Row = Any


def capped(
    step: Step, given: Iterable[Row] | None, most: Decimal | InForce[Decimal], *, name: str, saved: Sayable
) -> Iterator[Row]:
    """Rows of another rule, with no reward above a sum (euro); the excess becomes savings of the line that pays.

    Changed rows cite the rules of the running function. `name` is the name of the sum in an explanation, `saved` the
    reason why money is left (both Italian).
    """
    rows = list(given or ())
    limit = most.value if isinstance(most, InForce) else most
    cut: dict[tuple[str, ...], Decimal] = defaultdict(lambda: CENT_ZERO)
    for row in rows:
        if isinstance(row, Reward):
            cut[row.fund, row.item] += max(row.due - limit, CENT_ZERO)
    for row in rows:
        if isinstance(row, Reward) and row.due > limit:
            own = partial(_basis, row, most, name)
            yield evolve(row, due=limit, rules=(*row.rules, *step.bears), basis=own)
        elif isinstance(row, FundLine) and cut[row.key]:
            reason = several(row.reason, saved)
            savings = row.savings + cut[row.key]
            yield evolve(row, savings=savings, reason=reason, rules=(*row.rules, *step.bears))
        else:
            yield row


def _basis(row: Reward, most: Decimal | InForce[Decimal], name: str) -> Basis:
    before = row.basis
    if isinstance(most, InForce):
        before = evolve(before, parameters=(*before.parameters, most))
    limit = most.value if isinstance(most, InForce) else most
    return evolve(before, steps=(*before.steps, Intermediate(name, limit)))
