"""The weights by which each fund is divided among the managerial areas before their attestations apply (par. 3).

The result of the posts follows the weights of their holders. A fund that an agreement divides follows the weights that
it gives the people of each area, so that each bears only the reduction of their own area. Without such weights the
managers' fund follows position pay, and the staff's the number of people. People in no area count under `ente`.
"""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from merito import Basis, Made, Step
from merito.numbers import product
from merito_brescia.attestation import ENTE
from merito_brescia.bargained_agreement import AMOUNT, FUNDS, BargainedFund
from merito_brescia.bargained_rows import agreement_of
from merito_brescia.bargained_stakes import lacking, sharing, stakes
from merito_brescia.posts.position_pay import FUND
from merito_brescia.posts.result_pay import FORMULA, area_held, entitled, undivided
from merito_brescia.service_places import areas_served
from merito_brescia.variable_areas import HEADS_DATE, placed


class By(NamedTuple):
    """The weights of the areas in a fund and what they rest on, or why it cannot be divided (Italian)."""

    weights: Mapping[str, Fraction] = MappingProxyType({})
    basis: Basis = Basis()
    problem: str = ""
    rests_on: tuple[Made, ...] = ()


def weights_of(step: Step, fund: str) -> By:
    """The weights by which a fund is divided among the areas."""
    if fund == FUND:
        return _posts(step)
    agreed = _agreed(step, next(one for one in FUNDS if one.fund == fund))
    if agreed is not None:
        return agreed
    return _heads(step) if fund == "staff" else _pay(step)


def _posts(step: Step) -> By:
    """The weights of each area's holders in the result, so that each bears only the reduction of their own area."""
    if not step.parameters.has(FORMULA):
        return By(problem=f"l'ente non ha stabilito il parametro «{FORMULA}»")
    people = entitled(step)
    problem = undivided(step, people)
    if problem:
        return By(problem=problem)
    found: dict[str, Fraction] = {}
    for one in people:
        area = area_held(step, one)
        found[area] = found.get(area, Fraction(0)) + one.weight
    formula = step.parameters.choice(FORMULA)
    values = step.so_far.positions if formula.value != "equal" else ()
    return By(found, Basis(parameters=(formula,)), rests_on=values)


def _agreed(step: Step, of: BargainedFund) -> By | None:
    """The weights that the agreement gives the people of each area; None if no agreement divides by weights."""
    agreement = agreement_of(step, of)
    if agreement is None or AMOUNT in agreement.rows:
        return None
    taking = sharing(step, stakes(step, agreement, cut=False))
    problem = "; ".join(lacking(taking))
    found: dict[str, Fraction] = {}
    for one in taking:
        for area, part in areas_served(step, one.one).items():
            found[area] = found.get(area, Fraction(0)) + product(one.weight or 0, part)
    if not problem and not any(found.values()):
        problem = "nessuno ha un peso nel riparto"
    scores = tuple(one.score for one in taking if one.score) if agreement.evaluated else ()
    return By(found, Basis(inputs=(agreement.act, *agreement.inputs)), problem, scores)


def _heads(step: Step) -> By:
    known, day = placed(step), step.parameters.day(HEADS_DATE, step.dossier.year)
    heads = {**known.heads, ENTE: len(known.people_nowhere) + len(known.without_unit)}
    weights = {area: Fraction(count) for area, count in heads.items()}
    return By(weights, Basis(parameters=(day,)), "" if any(heads.values()) else "non c'è nessuno tra i dipendenti")


def _pay(step: Step) -> By:
    known = placed(step)
    posts = {**known.posts, ENTE: known.posts_nowhere}
    every = [post for own in posts.values() for post in own]
    unpaid = [post.id for post in every if post.amount is None]
    if unpaid:
        return By(problem=f"manca la retribuzione di posizione di {', '.join(unpaid)}")
    weights = {area: sum((Fraction(post.amount or 0) for post in own), Fraction(0)) for area, own in posts.items()}
    problem = "" if any(weights.values()) else "non c'è retribuzione di posizione di dirigenti"
    return By(weights, Basis(inputs=tuple(every)), problem)
