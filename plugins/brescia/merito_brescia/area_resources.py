"""The value of the projects divided among the managerial areas: by position pay and by heads (par. 5 n. 3)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from merito import Basis, Finding, Phase, ResultRows, Step, TableRow, hookimpl, rule
from merito.kit import listed, told
from merito.numbers import HUNDRED, Number, day_text, exact_text, half_up, quotient, split
from merito_brescia.variable_areas import HEADS_DATE, Placed, placed
from merito_brescia.variable_resources import state_of
from merito_brescia.variable_valuation import SUBJECT, valuation

Parts = Mapping[str, Decimal]
MANAGERS, STAFF, HEADS = "BS-SM-5.3d", "BS-SM-5.3p", "I-BS-38"


class AreaParts(NamedTuple):
    """The parts (euro) of the areas; None if nothing can divide that value."""

    managers: Parts | None
    staff: Parts | None


def divided(of_managers: Decimal, of_staff: Decimal, known: Placed) -> AreaParts:
    """Divided to the last cent: the managers' value by each area's position pay, the staff's by its heads."""
    pay = {area: known.pay(area) for area in known.areas}
    by_pay = None if known.unpaid else _by(of_managers, pay)
    return AreaParts(managers=by_pay, staff=_by(of_staff, known.heads))


def _by(amount: Decimal, weights: Mapping[str, Number]) -> Parts | None:
    return split(amount, weights) if any(weights.values()) else None


@hookimpl
@rule("BS-SM-5.3d", "BS-SM-5.3p", "I-BS-38")
def merito_check_plan(step: Step) -> ResultRows:
    """What is missing to divide the value among the areas, and who counts in none of them."""
    if step.dossier.projects:
        yield from _findings(step, placed(step))


def _findings(step: Step, known: Placed) -> Iterator[Finding]:
    if not known.areas:
        yield _finding(MANAGERS, "nessuna area dirigenziale (unità di tipo area): il valore dei progetti non si divide")
        return
    if known.posts_nowhere:
        posts = listed(one.id for one in known.posts_nowhere)
        yield _finding(MANAGERS, f"posizioni dirigenziali che non stanno in nessuna area, e non contano: {posts}")
    if known.unpaid:
        why = f"il valore per i dirigenti non si divide: manca la retribuzione di posizione di {listed(known.unpaid)}"
        yield _finding(MANAGERS, why)
    elif not any(known.pay(area) for area in known.areas):
        why = "il valore per i dirigenti non si divide: nelle aree non c'è retribuzione di posizione di dirigenti"
        yield _finding(MANAGERS, why)
    yield from _heads(step, known)


def _heads(step: Step, known: Placed) -> Iterator[Finding]:
    day = day_text(step.parameters.day(HEADS_DATE, step.dossier.year).value)
    if not any(known.heads.values()):
        yield _finding(STAFF, f"il valore per i dipendenti non si divide: nelle aree al {day} non c'è nessuno")
    if known.units_nowhere:
        why = (
            f"i dipendenti di queste unità non stanno in nessuna area, e non contano: {listed(known.units_nowhere)}; "
            f"manca una sola area di cui sia responsabile il Segretario Generale ({HEADS})"
        )
        yield _finding(STAFF, why)
    for person in known.without_unit:
        yield _finding(STAFF, f"al {day} non ha unità: non conta in nessuna area", f"person:{person.id}")
    for person in known.twice:
        why = f"al {day} presta servizio in più aree: conta una volta, dove è il più del tempo ({HEADS})"
        yield _finding(STAFF, why, f"person:{person.id}")


def _finding(rule_id: str, why: str, subject: str = SUBJECT) -> Finding:
    return told("warning", rule_id, why, subject, phase=Phase.RESOURCES)


@hookimpl
@rule("BS-SM-5.3d", "BS-SM-5.3p")
def merito_transparency(step: Step) -> ResultRows:
    """A row for each area; nothing if the valuation is refused."""
    known = valuation(step)
    if known is None or known.in_range is False:
        return
    where, state = placed(step), state_of(step, known)
    parts = divided(known.worth.managers, known.worth.staff, where)
    basis = Basis(inputs=known.inputs, parameters=(step.parameters.day(HEADS_DATE, step.dossier.year),))
    whole = Decimal(0) if where.unpaid else sum((where.pay(one) for one in where.areas), Decimal("0.00"))
    yield from (
        TableRow(
            table="risorse_aree",
            public=False,
            columns=(
                ("area", area),
                *_pay(where, area, whole),
                ("dirigenti", "" if parts.managers is None else parts.managers[area]),
                ("persone", where.heads[area]),
                ("dipendenti", "" if parts.staff is None else parts.staff[area]),
                ("stato", state),
            ),
            rules=(MANAGERS, STAFF, HEADS),
            basis=basis,
        )
        for area in where.areas
    )


def _pay(where: Placed, area: str, whole: Decimal) -> tuple[tuple[str, str | Decimal], ...]:
    """Position pay of an area and its share of the total, with two decimals and exact; empty if no total is known."""
    heads = ("retribuzione di posizione", "quota", "quota, esatta")
    if not whole:
        return tuple((head, "") for head in heads)
    exact = quotient(where.pay(area), whole) * HUNDRED
    return tuple(zip(heads, (where.pay(area), half_up(exact, 2), exact_text(exact)), strict=True))
