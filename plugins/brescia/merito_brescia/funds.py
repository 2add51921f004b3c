"""The money of the posizioni organizzative: at least 15% for the result, the rest by the weighing (arts. 4 and 6)."""

from collections.abc import Iterator
from decimal import Decimal

from merito import Basis, Finding, FundLine, Intermediate, Phase, PositionValue, ResultRows, State, Step, hookimpl, rule
from merito.kit import saved, told
from merito.numbers import (
    BoundedSplit,
    InfeasibleSplitError,
    bounded_split,
    cents_down,
    cents_up,
    euro_text,
    fraction,
    least_percent_text,
    most_percent_text,
    percent_text,
    product,
    quotient,
    split,
)
from merito_brescia.holding import held
from merito_brescia.weighing import MAXIMA_READING, SCALE_READING, SPLIT_READING, Weighed, refused, weighed

FUND, POSITION, RESULT, TOOL = "po", "posizione", "risultato", "position"
BOUNDED, CENTS, VACANT, SHARE = "I-BS-04", "I-BS-06", "I-BS-08", "I-BS-07"
RULES = ("BS-PO-4.5b", "BS-PO-4.3", "BS-PO-4.4w", "BS-PO-4.4s", MAXIMA_READING, SPLIT_READING, SCALE_READING)
UNDIVIDED = "il fondo non si divide"
ZERO = Decimal("0.00")


def item_of(position: str) -> str:
    """The name of a post's line in the fund."""
    return f"{POSITION} {position}"


@hookimpl
@rule("BS-PO-4.5a", "BS-PO-6.5", "BS-PO-3.6", "I-BS-07", "I-BS-14")
def merito_funds(step: Step) -> ResultRows:
    """The share of the result, up to the cent, and what remains for the position pay."""
    given = step.dossier.funds.get(FUND)
    if given is None:
        return
    share = step.parameters.share("result_share")
    result = cents_up(product(given.euro, share.value))
    formula = f"risultato = {euro_text(given.euro)} × {percent_text(share.value * 100)}, per eccesso al centesimo"
    basis = Basis(inputs=(given,), parameters=(share,), formula=formula)
    parts = ((POSITION, given.euro - result, "BS-PO-4.5a", TOOL), (RESULT, result, "BS-PO-6.5", None))
    yield from (
        FundLine(fund=FUND, item=item, amount=amount, left_to=to, rules=(rule_id, "BS-PO-3.6", SHARE), basis=basis)
        for item, amount, rule_id, to in parts
    )


@hookimpl
@rule("BS-PO-4.1", "BS-PO-4.3", "BS-PO-4.4s", "BS-PO-4.5b", "BS-PO-3.2", "BS-PO-3.2m")
def merito_position_values(step: Step) -> ResultRows | None:
    """The yearly pay of every post: in proportion to the scores, each within the limits, using the whole fund."""
    posts = weighed(step)
    if not posts:
        return None
    wrong = refused(step)
    if wrong:
        return _undivided(posts, wrong[0].message, state=State.REFUSED)
    line = step.so_far.line(FUND, POSITION)
    inside = [post for post in posts if not _left_out(step, post)]
    unknown = [post.position.id for post in inside if post.score is None]
    if unknown:
        why = f"senza un punteggio di pesatura: {', '.join(unknown)}"
        inputs = (line,) if line else ()
        told_why = told("warning", "BS-PO-4.5b", f"{UNDIVIDED}: {why}", phase=Phase.RESOURCES, tool=TOOL, inputs=inputs)
        return _undivided(posts, why, (told_why,))
    if line is None:
        return _undivided(posts, "manca il fondo delle posizioni organizzative (fondo_po in [funds])")
    least, most = (step.parameters.money(key).value for key in ("position_minimum", "position_maximum"))
    try:
        divided = bounded_split(line.amount, {post.position.id: post.score or 0 for post in inside}, least, most)
    except InfeasibleSplitError as error:
        why = _infeasible(step, line, len(inside), error)
        finding = told("error", "BS-PO-4.5b", why, phase=Phase.RESOURCES, tool=TOOL, inputs=(line,))
        return _undivided(posts, why, (finding,), State.REFUSED)
    return _divided(step, line, posts, divided)


def _left_out(step: Step, post: Weighed) -> bool:
    return step.readings[VACANT].choice == "left_out" and not _held(step, post)


def _held(step: Step, post: Weighed) -> bool:
    return bool(held(step, post.position))


def _undivided(
    posts: list[Weighed], why: str, findings: tuple[Finding, ...] = (), state: State = State.BLOCKED
) -> ResultRows:
    """The scores that exist, without any pay: each part of the fund depends on every score."""
    rows = tuple(
        PositionValue(
            position=post.position.id,
            score=post.score,
            state=state,
            reason=post.problems[0].message if post.problems else f"{UNDIVIDED}: {why}",
            rules=RULES,
            basis=post.basis,
        )
        for post in posts
    )
    return (*rows, *findings)


def _infeasible(step: Step, line: FundLine, posts: int, error: InfeasibleSplitError) -> str:
    """By how much the fund misses the limits, what it could pay, and the result share that would fit (Italian)."""
    least, most = (step.parameters.money(key).value for key in ("position_minimum", "position_maximum"))
    whole = step.dossier.funds[FUND].euro
    fitting = quotient(whole - least * posts, whole) if whole else fraction(0)
    if error.missing:
        payable = int(line.amount // least)
        why = (
            f"il fondo per le posizioni ({euro_text(line.amount)}) non basta a {posts} posizioni di almeno "
            f"{euro_text(least)}: mancano {euro_text(error.missing)}; ne potrebbe pagare {payable}"
        )
        if fitting >= step.parameters.share("result_share_least").value:
            return f"{why}; basterebbe una quota di risultato più bassa (al massimo {most_percent_text(fitting * 100)})"
        return f"{why}; non basterebbe nemmeno la quota di risultato più bassa ammessa"
    needed = quotient(whole - most * posts, whole)
    return (
        f"il fondo per le posizioni ({euro_text(line.amount)}) supera il massimo di {posts} posizioni da "
        f"{euro_text(most)}: eccedono {euro_text(error.excess)}, e serve una quota di risultato più alta "
        f"(almeno {least_percent_text(needed * 100)})"
    )


def _divided(step: Step, line: FundLine, posts: list[Weighed], divided: BoundedSplit) -> ResultRows:
    inside = [post for post in posts if post.position.id in divided.amounts]
    amounts, left = _amounts(step, line, inside, divided)
    literal = split(line.amount, {post.position.id: post.score or 0 for post in inside})
    readings = _cases(divided)
    values = tuple(_value(step, post, line, divided, amounts, literal, readings) for post in inside)
    outside = tuple(
        PositionValue(
            position=post.position.id,
            score=post.score,
            state=State.NOT_MEASURED,
            reason=f"posizione che nessuno tiene: fuori dal riparto ({VACANT}), non ha una retribuzione",
            rules=RULES,
            basis=post.basis,
        )
        for post in posts
        if post.position.id not in amounts
    )
    lines = tuple(
        FundLine(
            fund=FUND,
            item=item_of(value.position),
            of=POSITION,
            amount=value.amount or ZERO,
            rules=("BS-PO-4.1", "BS-PO-4.5b", *readings),
            rests_on=(value,),
        )
        for value in values
    )
    if left:
        why = "centesimi che non si dividono in parti uguali"
        lines = (*lines, saved(line, "centesimi", left, why, ("BS-PO-4.5b", CENTS), (line,)))
    return (*values, *outside, *lines)


def _cases(divided: BoundedSplit) -> tuple[str, ...]:
    """The readings with a single choice that the division applies."""
    bound = any(one != "none" for one in divided.bounds.values())
    return (*((BOUNDED,) if bound else ()), CENTS)


def _amounts(
    step: Step, line: FundLine, posts: list[Weighed], divided: BoundedSplit
) -> tuple[dict[str, Decimal], Decimal]:
    """The pay of each post, and the cents that equal parts leave over (I-BS-06)."""
    if step.readings[CENTS].choice != "equal_cents":
        return divided.amounts, ZERO
    amounts = {
        post.position.id: divided.amounts[post.position.id]
        if divided.bounds[post.position.id] != "none"
        else cents_down(product(divided.k, post.score or 0))
        for post in posts
    }
    return amounts, line.amount - sum(amounts.values(), ZERO)


def _value(
    step: Step,
    post: Weighed,
    line: FundLine,
    divided: BoundedSplit,
    amounts: dict[str, Decimal],
    literal: dict[str, Decimal],
    readings: tuple[str, ...],
) -> PositionValue:
    name = post.position.id
    payments = step.parameters.number("payments")
    monthly = cents_down(quotient(amounts[name], payments.value))
    least, most = step.parameters.money("position_minimum"), step.parameters.money("position_maximum")
    return PositionValue(
        position=name,
        score=post.score,
        amount=amounts[name],
        proportional=literal[name],
        bound=divided.bounds[name],
        monthly=monthly,
        thirteenth=amounts[name] - monthly * (int(payments.value) - 1),
        rules=(*RULES, "BS-PO-3.2", "BS-PO-3.2m", *readings),
        rests_on=(line,),
        basis=Basis(
            inputs=post.basis.inputs,
            parameters=(*post.basis.parameters, least, most, payments),
            steps=(*post.basis.steps, *_steps(post, divided)),
            formula=f"k × punteggio, tra {euro_text(least.value)} e {euro_text(most.value)}; il k spende tutto",
        ),
    )


def _steps(post: Weighed, divided: BoundedSplit) -> Iterator[Intermediate]:
    yield Intermediate("k (euro per punto)", divided.k)
    yield Intermediate("k × punteggio", product(divided.k, post.score or 0))
