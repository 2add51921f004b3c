"""The money of the posts: the result's share of the fund, the rest by the weighing, the pay by the days held.

Art. 3 c. 1-2 and 6, art. 4 c. 1-3 and 5, art. 6 c. 5.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from attrs import evolve

from merito import (
    NOTHING,
    Basis,
    FundLine,
    Intermediate,
    Message,
    Money,
    Percent,
    PositionValue,
    Rate,
    Ref,
    ResultRows,
    Severity,
    State,
    Step,
    kit,
    numbers,
    rule,
    say,
)
from merito.numbers import Period, fraction, product, quotient
from merito_brescia import telling
from merito_brescia.evaluation.people import MANAGER, NAMES, named_by_id, serving
from merito_brescia.posts import OF_CATEGORY_D, REVOCATION, held, holdings, of_managers, of_two_posts
from merito_brescia.posts.appointments import WEIGHING, not_attributed
from merito_brescia.posts.weighing import (
    MAXIMA_READING,
    SCALE_READING,
    SPLIT_READING,
    Weighed,
    refused,
    weighed,
    weighed_by_day,
    without_act,
)

FUND, POSITION, RESULT, TOOL = "po", "posizione", "risultato", "position"
BOUNDED, CENTS, VACANT, SHARE, BY_DAYS = "I-BS-04", "I-BS-06", "I-BS-08", "I-BS-07", "I-BS-48"
RULES = ("BS-PO-4.5b", "BS-PO-4.3", "BS-PO-4.4w", "BS-PO-4.4s", MAXIMA_READING, SPLIT_READING, SCALE_READING)
ZERO = Decimal("0.00")


@rule("BS-PO-4.5a", "BS-PO-6.5", "BS-PO-3.6", SHARE, "I-BS-14", hook="merito_funds")
def parts_of_the_fund(step: Step) -> ResultRows:
    """The share of the result, at least 15% and up to the cent, and what remains for the position pay."""
    given = step.dossier.funds.get(FUND)
    if given is None:
        return
    share = step.parameters.share("result_share")
    result = numbers.cents_up(product(given.euro, share.value))
    formula = say(
        "risultato = {fund} × {share}, per eccesso al centesimo",
        fund=Money(given.euro),
        share=Percent(share.value * 100),
    )
    basis = Basis(inputs=(given,), parameters=(share,), formula=formula)
    parts = ((POSITION, given.euro - result, "BS-PO-4.5a", TOOL), (RESULT, result, "BS-PO-6.5", None))
    for item, amount, own, to in parts:
        yield FundLine(fund=FUND, item=item, amount=amount, left_to=to, rules=(own, "BS-PO-3.6", SHARE), basis=basis)


@rule("BS-PO-4.1", "BS-PO-4.3", "BS-PO-4.4s", "BS-PO-4.5b", "BS-PO-3.2", "BS-PO-3.2m", hook="merito_position_values")
def yearly_pay(step: Step) -> ResultRows | None:
    """The yearly pay of every post: in proportion to the scores, each within the limits, using the whole fund."""
    posts = weighed(step)
    if not posts:
        return None
    wrong = refused(step)
    if wrong:
        return _undivided(posts, wrong[0].message, State.REFUSED)
    line, fund = step.so_far.line(FUND, POSITION), step.dossier.funds.get(FUND)
    read = (fund,) if fund else ()
    left_out = step.readings[VACANT].choice == "left_out"
    by_day = {
        day: [post for post in own if not left_out or held(step, post.position)]
        for day, own in weighed_by_day(step).items()
    }
    unknown = dict.fromkeys(post.position.id for own in by_day.values() for post in own if post.score is None)
    if unknown:
        why = say(
            "senza un punteggio di pesatura: {positions}", positions=tuple(Ref("position", one) for one in unknown)
        )
        return (*_undivided(posts, why), telling.position("warning", "BS-PO-4.5b", _not_divided(why), "", *read))
    if line is None:
        return _undivided(posts, say("manca il fondo delle posizioni organizzative (fondo_po tra i valori dell'anno)"))
    if why := next(filter(None, (without_act(step, day) for day in list(by_day)[1:])), NOTHING):
        return _undivided(posts, why)
    least, most = (step.parameters.money(key).value for key in ("position_minimum", "position_maximum"))
    divided = {}
    for day, inside in by_day.items():
        scores = {post.position.id: post.score or 0 for post in inside}
        try:
            divided[day] = numbers.bounded_split(line.amount, scores, least, most)
        except numbers.InfeasibleSplitError as error:
            why = _infeasible(step, line, len(inside), error)
            return (*_undivided(posts, why, State.REFUSED), telling.position("error", "BS-PO-4.5b", why, "", *read))
    if len(divided) > 1:
        return _divided_by_days(step, line, posts, by_day, divided)
    return _divided(step, line, posts, next(iter(divided.values())))


def _not_divided(why: Message) -> Message:
    return say("il fondo non si divide: {why}", why=why)


def _undivided(posts: list[Weighed], why: Message, state: State = State.BLOCKED) -> tuple[PositionValue, ...]:
    """The scores that exist, without any pay: each part of the fund depends on every score."""
    reasons = (post.problems[0].message if post.problems else _not_divided(why) for post in posts)
    return tuple(_without_pay(post, state, reason) for post, reason in zip(posts, reasons, strict=True))


def _without_pay(post: Weighed, state: State, reason: Message) -> PositionValue:
    name = post.position.id
    return PositionValue(position=name, score=post.score, state=state, reason=reason, rules=RULES, basis=post.basis)


def _infeasible(step: Step, line: FundLine, posts: int, error: numbers.InfeasibleSplitError) -> Message:
    """By how much the fund misses the limits, what it could pay, and the result share that would fit."""
    least, most = (step.parameters.money(key).value for key in ("position_minimum", "position_maximum"))
    whole = step.dossier.funds[FUND].euro
    if not error.missing:
        return say(
            "il fondo per le posizioni ({fund}) supera il massimo di {posts} posizioni da {most}: eccedono {excess}, e "
            "serve una quota di risultato più alta (almeno {share})",
            fund=Money(line.amount),
            posts=posts,
            most=Money(most),
            excess=Money(error.excess),
            share=Percent(numbers.up(quotient(whole - most * posts, whole) * 100, 2)),
        )
    why = say(
        "il fondo per le posizioni ({fund}) non basta a {posts} posizioni di almeno {least}: mancano {missing}; ne "
        "potrebbe pagare {paid}",
        fund=Money(line.amount),
        posts=posts,
        least=Money(least),
        missing=Money(error.missing),
        paid=int(line.amount // least),
    )
    fitting = quotient(whole - least * posts, whole) if whole else fraction(0)
    if fitting >= step.parameters.share("result_share_least").value:
        return say(
            "{why}; basterebbe una quota di risultato più bassa (al massimo {share})",
            why=why,
            share=Percent(numbers.down(fitting * 100, 2)),
        )
    return say("{why}; non basterebbe nemmeno la quota di risultato più bassa ammessa", why=why)


def _divided(step: Step, line: FundLine, posts: list[Weighed], divided: numbers.BoundedSplit) -> ResultRows:
    """The pay of each post, and the cents that equal parts leave over (I-BS-06)."""
    inside = [post for post in posts if post.position.id in divided.amounts]
    scores = {post.position.id: post.score or 0 for post in inside}
    amounts = _in_cents(step, divided, scores)
    left = line.amount - sum(amounts.values(), ZERO)
    literal = numbers.split(line.amount, scores)
    readings = (*((BOUNDED,) if any(one != "none" for one in divided.bounds.values()) else ()), CENTS)
    least, most = step.parameters.money("position_minimum"), step.parameters.money("position_maximum")
    payments = step.parameters.number("payments")
    formula = say(
        "k × punteggio, tra {least} e {most}; il k spende tutto", least=Money(least.value), most=Money(most.value)
    )
    values = []
    for post in inside:
        name, amount = post.position.id, amounts[post.position.id]
        monthly = numbers.cents_down(quotient(amount, payments.value))
        steps = (
            Intermediate("k (euro per punto)", divided.k),
            Intermediate("k × punteggio", product(divided.k, scores[name])),
        )
        value = PositionValue(
            position=name,
            score=post.score,
            amount=amount,
            proportional=literal[name],
            bound=divided.bounds[name],
            monthly=monthly,
            thirteenth=amount - monthly * (int(payments.value) - 1),
            rules=(*RULES, "BS-PO-3.2", "BS-PO-3.2m", *readings),
            rests_on=(line,),
            basis=Basis(
                inputs=post.basis.inputs,
                parameters=(*post.basis.parameters, least, most, payments),
                steps=(*post.basis.steps, *steps),
                formula=formula,
            ),
        )
        values.append(value)
    return _with_lines(step, line, posts, values, left, readings)


def _in_cents(step: Step, divided: numbers.BoundedSplit, scores: Mapping[str, Fraction | int]) -> Mapping[str, Decimal]:
    """The pay of each post in cents; under equal_cents equal scores have equal cents, and some are left (I-BS-06)."""
    if step.readings[CENTS].choice != "equal_cents":
        return divided.amounts
    bound = {name for name, one in divided.bounds.items() if one != "none"}
    return {
        name: divided.amounts[name] if name in bound else numbers.cents_down(product(divided.k, score))
        for name, score in scores.items()
    }


def _divided_by_days(
    step: Step,
    line: FundLine,
    posts: list[Weighed],
    by_day: Mapping[date, list[Weighed]],
    divided: Mapping[date, numbers.BoundedSplit],
) -> ResultRows:
    """The pay of posts weighed again in the year: each weighing divides the fund, and counts for its days.

    Until an act attributes it, more than before is not certain.
    """
    year, days = step.dossier.year, list(by_day)
    ends = [*(day - timedelta(days=1) for day in days[1:]), date(year, 12, 31)]
    rates: dict[str, list[Rate]] = defaultdict(list)
    for day, end in zip(days, ends, strict=True):
        scores = {post.position.id: post.score or 0 for post in by_day[day]}
        acts = {row.position: row.act or "" for row in step.dossier.position_scores if row.start == day}
        amounts = _in_cents(step, divided[day], scores)
        of_all = next(iter(acts.values()), "")
        for name, amount in amounts.items():
            act, before = acts.get(name, of_all), rates[name][-1].sure if rates[name] else ZERO
            lacking = not_attributed(step, name, day)
            doubt = lacking if amount > before else NOTHING
            sure = before if doubt else amount
            perhaps = before if lacking and before > amount else None
            rate = Rate(days=Period(day, end), amount=amount, sure=sure, act=act, doubt=doubt, perhaps=perhaps)
            rates[name].append(rate)
    worths = {name: kit.worth(own, (one.days for one in own), year) for name, own in rates.items()}
    whole = numbers.cents_down(sum(worths.values(), Fraction(0)))
    parts = numbers.split(whole, worths)
    bounds = [one for each in divided.values() for one in each.bounds.values()]
    readings = (*((BOUNDED,) if any(one != "none" for one in bounds) else ()), CENTS, BY_DAYS)
    last = {post.position.id: post for post in by_day[days[-1]]}
    values = [
        PositionValue(
            position=name,
            score=last[name].score,
            amount=parts[name],
            rules=(*RULES, "BS-PO-3.2", *readings),
            rests_on=(line,),
            rates=tuple(own),
            basis=Basis(
                inputs=(last[name].position, *step.dossier.position_scores.of(position=name)),
                parameters=last[name].basis.parameters,
                steps=tuple(kit.told_rate(one) for one in own),
                formula=say("ogni pesatura divide il fondo per i suoi giorni"),
            ),
        )
        for name, own in rates.items()
    ]
    return _with_lines(step, line, posts, values, line.amount - whole, readings)


def _with_lines(
    step: Step,
    line: FundLine,
    posts: list[Weighed],
    values: list[PositionValue],
    left: Decimal,
    readings: tuple[str, ...],
) -> ResultRows:
    """The pay of each post, with its line, and the cents that are left; posts outside the split have none."""
    paid = {one.position for one in values}
    read = Ref("reading", VACANT)
    why = say("posizione che nessuno tiene: fuori dal riparto ({reading}), non ha una retribuzione", reading=read)
    outside = [_without_pay(post, State.NOT_MEASURED, why) for post in posts if post.position.id not in paid]
    rules = ("BS-PO-4.1", "BS-PO-4.5b", *readings)
    lines = [kit.drawn(line, item_of(one.position), one.amount or ZERO, rules, (one,)) for one in values]
    if left:
        cents = say("centesimi che non si dividono in parti uguali")
        lines.append(kit.saved(line, "centesimi", left, cents, ("BS-PO-4.1", "BS-PO-4.5b", CENTS), (line,)))
    return (*values, *outside, *lines)


def item_of(position: str) -> str:
    """The name of a post's line in the fund."""
    return f"{POSITION} {position}"


@rule("BS-PO-1.2", "BS-PO-3.1", "BS-PO-3.4", "BS-PO-4.2", "BS-PO-4.3r", "BS-PO-4.5c", hook="merito_check_plan")
def pay_and_holders(step: Step) -> ResultRows:
    """Other pay, delegated functions, participants of the weighing; two posts at once and managers are errors."""
    posts = kit.staff_positions(step.dossier)
    holders = {one.person for one in holdings(step)}
    for row in step.dossier.tables.get("other_pay", ()):
        person, kind = str(row["person"]), str(row["kind"])
        if person in holders and not row["law"]:
            why = say(
                "compenso «{kind}» a chi ha una posizione organizzativa, senza la norma che lo ammette ({reading})",
                kind=kind,
                reading=Ref("reading", "I-BS-43"),
            )
            yield telling.resources("warning", "BS-PO-3.1", why, f"person:{person}", row)
    delegations = step.dossier.tables.get("delegations", ())
    stated = {str(row["position"]) for row in delegations if row["extent"] or row["content"]}
    for position in posts:
        if position.id not in stated:
            why = say(
                "per {position} non sono indicate le funzioni delegate con firma esterna (tabella deleghe_firma)",
                position=Ref("position", position.id),
            )
            yield telling.resources("info", "BS-PO-4.2", why, f"position:{position.id}", position)
    yield from _participants(step)
    for position in posts:
        if any(kit.at_once(kit.held(step, position, REVOCATION))):
            why = say(
                "la posizione {position} ha due incarichi di titolare negli stessi giorni",
                position=Ref("position", position.id),
            )
            certain = [one for one in held(step, position) if numbers.apart_from(one.periods, one.in_doubt)]
            alone = certain and not any(kit.at_once(held(step, position)))
            found: Severity = "warning" if alone else "error"
            yield telling.resources(found, "BS-PO-4.5c", why, f"position:{position.id}", position)
    for one in of_two_posts(step):
        why = say("{told}, perché la seconda si copre ad interim (art. 3 c. 4)", told=one.told)
        of_days: Severity = "error" if one.whole else "warning"
        yield evolve(telling.position(of_days, "BS-PO-3.4", why, f"person:{one.person}", *one.rows), posts=one.waiting)
    for manager in of_managers(step):
        post = manager.held.position.id
        severity: Severity = "error" if manager.whole else "warning"
        why = say(
            "è titolare di {position} mentre è {role} ({days}): la posizione organizzativa va solo a dipendenti di "
            "categoria D. Se {position} è una posizione dirigenziale lo dice la colonna tipo delle posizioni, se il "
            "ruolo è cambiato nell'anno la colonna ruolo del servizio, se l'incarico è finito la colonna al",
            position=Ref("position", post),
            role=NAMES[manager.role],
            days=manager.when,
        )
        told = telling.position(severity, OF_CATEGORY_D, why, f"person:{manager.held.person}", *manager.held.rows)
        yield evolve(told, posts=(post,))


def _participants(step: Step) -> ResultRows:
    """The managers of the day of a weighing of the year take part in it; whom it leaves out is known if all are ids."""
    for act in step.acts_of(WEIGHING):
        named, absent = named_by_id(step.dossier, act.participants), list[str]()
        if named is not None and act.date.year == step.dossier.year:
            absent = [one.id for one in serving(step.dossier, MANAGER, act.date) if one.id not in named]
        why = NOTHING
        if not act.participants.strip():
            why = say(
                "l'atto {act} non dice quali dirigenti hanno preso parte alla pesatura (partecipanti)",
                act=Ref("act", act.id),
            )
        elif absent:
            why = say(
                "la pesatura è collegiale con i dirigenti dell'ente: tra i partecipanti dell'atto {act} non risulta "
                "{absent}",
                act=Ref("act", act.id),
                absent=tuple(Ref("person", one) for one in absent),
            )
        if why:
            yield telling.resources("warning", "BS-PO-4.3r", why, f"act:{act.id}", act)


@rule("BS-PO-3.2", "BS-PO-4.1", "BS-PO-4.5c", VACANT, BY_DAYS, hook="merito_rewards", tool=TOOL)
def pay_by_days(step: Step) -> ResultRows:
    """Each holder is paid by the days held; the pay for the days of nobody stays unspent."""
    for value in step.so_far.positions:
        line = step.so_far.line(FUND, item_of(value.position))
        holders = held(step, step.dossier.positions[value.position])
        if value.amount and line and not any(kit.at_once(holders)):
            yield from kit.paid_by_days(step, value, line, holders, by_days=BY_DAYS)
