"""Who shares in the funds that bargaining divides, and whom an agreement names or forgets."""

from collections.abc import Iterator

from merito import ExtraRow, Step
from merito.kit import period_of
from merito_brescia.bargained_agreement import AMOUNT, BargainedFund, criteria_of, rows_of
from merito_brescia.evaluation.people import POSITION, STAFF, Evaluee, evaluees
from merito_brescia.service_places import own_service


def taking_part(step: Step, of: BargainedFund) -> tuple[Evaluee, ...]:
    """Everybody in the roles of a fund who serves on some day of the year outside a special agency.

    Somebody who held a posizione organizzativa for a part of the year shares in the staff's fund if the agreement names
    them.
    """
    named = {row["person"] for row in rows_of(step, of)}
    return tuple(
        one
        for one in (*evaluees(step, *of.roles), *(_for_a_part(step) if STAFF in of.roles else ()))
        if own_service(step, one) and (one.role != POSITION or one.person.id in named)
    )


def _for_a_part(step: Step) -> Iterator[Evaluee]:
    """People who held a posizione organizzativa for a part of their service: for the rest they are staff."""
    for one in evaluees(step, POSITION):
        periods = step.dossier.service_of(one.person.id)
        days = sum(period_of(row).days for row in periods)
        if sum(held.days for held in one.posts) < days:
            yield one


def unnamed(step: Step, of: BargainedFund) -> tuple[Evaluee, ...]:
    """People who might share and whom no row names: anyone if sums are agreed, and those who held a post for a part."""
    rows = rows_of(step, of)
    named = {row["person"] for row in rows}
    everybody = taking_part(step, of) if AMOUNT in criteria_of(rows) else ()
    in_part = _for_a_part(step) if rows and STAFF in of.roles else ()
    return tuple(one for one in (*everybody, *in_part) if one.person.id not in named)


def strangers(step: Step, of: BargainedFund) -> tuple[ExtraRow, ...]:
    """Rows about people who do not share in the fund."""
    people = {one.person.id for one in taking_part(step, of)}
    return tuple(row for row in rows_of(step, of) if row["person"] and row["person"] not in people)
