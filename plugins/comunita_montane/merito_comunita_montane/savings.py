"""Savings on running costs (art. 26 c. 2-3 and 5): the part for rewards, split between staff and bargaining.

Q = q × savings, the staff's part p × Q, both down to the cent; the rest of Q goes to integrative bargaining (I-BL-23),
and so does what awards do not give of the staff's part.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from attrs import frozen

from merito import Act, Basis, FundLine, Given, InForce, Phase, ResultRows, State, Step, TableRow, hookimpl, rule
from merito.kit import told
from merito.numbers import HUNDRED, cents_down, euro_text, exact_text, half_up, number_text, product
from merito_comunita_montane.group_prizes import LEFT, ZERO
from merito_comunita_montane.organisation import GIUNTA, OIV, of_body

FUND, FIGURE = "savings", "certified_savings"
STAFF, BARGAINING = "quota per il personale coinvolto", "quota per la contrattazione integrativa"
UNGIVEN = f"{STAFF}, {LEFT}"
GROWS = "accresce le somme della contrattazione integrativa"
SHARE, STAFF_SHARE = "savings_share", "savings_staff_share"
REPORT, VALIDATION = "performance_report", "report_validation"
CENTS, BOTH = "I-BL-23", "I-BL-24"


@frozen(kw_only=True)
class Savings:
    """The savings of the year (euro) and their part for rewards; `problem` is why it may not be used yet (Italian)."""

    figure: Given
    share: InForce[object]
    staff_share: InForce[object]
    quota: Decimal
    staff: Decimal
    problem: str

    @property
    def bargaining(self) -> Decimal:
        return self.quota - self.staff


def savings(step: Step) -> Savings | None:
    """The savings, if the ente gives their figure. Raises MissingParameterError while a share is not set."""
    figure = step.dossier.figures.get(FIGURE)
    if figure is None:
        return None
    step.parameters.need(SHARE, STAFF_SHARE)
    share, staff_share = step.parameters.share(SHARE), step.parameters.share(STAFF_SHARE)
    quota = cents_down(product(share.value, figure.euro))
    return Savings(
        figure=figure,
        share=share,
        staff_share=staff_share,
        quota=quota,
        staff=cents_down(product(staff_share.value, quota)),
        problem=not_usable(step, figure.euro),
    )


def not_usable(step: Step, amount: Decimal) -> str:
    """Why savings of this amount may not be used (Italian): not in the Relazione, or not validated (c. 5).

    The Relazione is the Giunta's (art. 7 c. 1), not that of the Comunità montana, and the OIV validates the savings
    that it documents: not before it.
    """
    reports = [act for act in step.acts_of(REPORT) if act.of_body(GIUNTA)]
    valid = [act for act in step.acts_of(VALIDATION) if of_body(act, OIV)]
    after = [act for act in valid if any(report.date <= act.date for report in reports)]
    asked = ((reports, "documentati nella Relazione"), (after, "validati dall'OIV"))
    return "; ".join(why for acts, how in asked if (why := _lacking(acts, how, amount)))


def _lacking(acts: Sequence[Act], how: str, amount: Decimal) -> str:
    given = [value for act in acts if isinstance(value := act.extra.get("savings"), Decimal)]
    if not given:
        return f"i risparmi non risultano {how}"
    return f"risultano {how} {euro_text(given[-1])}, non {euro_text(amount)}" if given[-1] < amount else ""


@hookimpl
@rule("BL-26.3", "BL-26.5", CENTS, BOTH)
def merito_funds(step: Step) -> ResultRows:
    """The fund of the savings in its two parts; if it is not the quota it stays whole, and waits."""
    fund = step.dossier.funds.get(FUND)
    known = savings(step) if fund is not None else None
    if fund is None or known is None or fund.euro != known.quota:
        return
    rules = ("BL-26.3", "BL-26.5", CENTS, BOTH)
    problem = f"BL-26.5: {known.problem}" if known.problem else ""
    state = State.PROVISIONAL if problem else State.FINAL
    basis = Basis(inputs=(known.figure, fund), parameters=(known.share, known.staff_share), formula=_formula(known))
    rest = "; ".join(part for part in (problem, GROWS) if part)
    yield from (
        FundLine(fund=FUND, item=STAFF, amount=known.staff, state=state, reason=problem, rules=rules, basis=basis),
        FundLine(
            fund=FUND, item=BARGAINING, amount=known.bargaining, state=state, reason=rest, rules=rules, basis=basis
        ),
    )


def _formula(known: Savings) -> str:
    share, staff = number_text(known.share.value), number_text(known.staff_share.value)  # type: ignore[arg-type]
    return (
        f"quota {share} × {euro_text(known.figure.euro)} = {euro_text(known.quota)}; personale {staff} × quota = "
        f"{euro_text(known.staff)}; contrattazione il resto, {euro_text(known.bargaining)}"
    )


@hookimpl
@rule("BL-26.3", "BL-26.5", CENTS, BOTH)
def merito_check_plan(step: Step) -> ResultRows:
    """The fund of the savings must be their quota; warns of savings that may not be used yet."""
    fund, figure = step.dossier.funds.get(FUND), step.dossier.figures.get(FIGURE)
    if fund is not None and figure is None:
        why = "c'è il fondo della quota dei risparmi, ma manca la loro cifra (risparmi_certificati in [figures])"
        yield told("error", "BL-26.3", why, f"fund:{FUND}", phase=Phase.RESOURCES)
        return
    known = savings(step)
    if known is None:
        return
    if fund is not None and fund.euro != known.quota:
        why = f"il fondo della quota dei risparmi è {euro_text(fund.euro)}, mentre la quota è {_formula(known)}"
        inputs = (fund, known.figure)
        yield told("error", "BL-26.3", why, f"fund:{FUND}", phase=Phase.RESOURCES, inputs=inputs)
    if known.problem:
        yield told("warning", "BL-26.5", f"{known.problem} ({BOTH})", f"fund:{FUND}", phase=Phase.RESOURCES)


@hookimpl
@rule("BL-26.3", "BL-26.5", CENTS, BOTH)
def merito_transparency(step: Step) -> ResultRows:
    """The only row of the savings: their amount, the quota, its two parts, and whether they may be used."""
    known = savings(step)
    if known is None:
        return
    row = TableRow(
        table="risparmi",
        columns=(("risparmi certificati", known.figure.euro), *_columns(known, _left(step))),
        rules=("BL-26.3", "BL-26.5", CENTS, BOTH),
        basis=Basis(inputs=(known.figure,), parameters=(known.share, known.staff_share), formula=_formula(known)),
    )
    yield row


def _left(step: Step) -> Decimal:
    """What awards did not give of the staff's part (euro), which goes to the bargaining (c. 3)."""
    return sum((row.amount for row in step.so_far.fund_lines if row.fund == FUND and row.item == UNGIVEN), ZERO)


def _columns(known: Savings, left: Decimal) -> Iterator[tuple[str, str | Decimal]]:
    staff = known.staff_share.value
    yield "quota", known.quota
    yield "parte del personale", half_up(product(staff, HUNDRED), 2)  # type: ignore[arg-type]
    yield "parte del personale, esatta", exact_text(product(staff, HUNDRED))  # type: ignore[arg-type]
    yield "al personale", known.staff - left
    yield "alla contrattazione", known.bargaining + left
    yield "stato", known.problem or "utilizzabili"
