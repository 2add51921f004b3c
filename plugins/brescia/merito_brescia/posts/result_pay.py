"""Result pay of the posts: what interim pay leaves of the result fund, by evaluation (art. 3 c. 3, art. 6 c. 4-5)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial

from attrs import evolve

from merito import (
    NOTHING,
    Basis,
    FundLine,
    Intermediate,
    Message,
    Money,
    Points,
    PositionValue,
    Rate,
    Ref,
    ResultRows,
    Reward,
    State,
    Step,
    cited,
    kit,
    numbers,
    rule,
    say,
    several,
)
from merito.numbers import (
    HUNDRED,
    common,
    fraction,
    natural_key,
    product,
    quotient,
)
from merito_brescia.evaluation.scores import THRESHOLD
from merito_brescia.posts import INTERIM, held, holdings
from merito_brescia.posts.contested import Contested, contested, most_of, out_of
from merito_brescia.posts.interim import INDIVIDUAL, REFUSED, WHOLE, covering, goes_to_result, title_of
from merito_brescia.posts.position_pay import FUND, ZERO
from merito_brescia.posts.weighing import refused
from merito_brescia.resources.areas import ENTE, area_of
from merito_brescia.resources.attestation import attested, by_area, grade_of, waiting

TOOL, FORMULA, PRIZES = "result", "result_formula", "premi di risultato"
CONTESTED = "posizioni da chiarire"
DECIMALS = 6  # number: of a score in a formula, enough to compute a sum again to the cent


def entitled(step: Step, without: Sequence[Contested] = ()) -> list[kit.Entitled]:
    """The holders of the year, by position pay or with equal weights, for the days held (I-BS-15)."""
    gone = {(one.held.person, one.held.position.id): one.days for one in without}
    found = []
    for one in holdings(step):
        own = one.without(gone.get((one.person, one.position.id), ()))
        if own.days:
            found.append(_entitled(step, own))
    return found


def _entitled(step: Step, one: kit.Holding) -> kit.Entitled:
    """A holder with what of their part waits: days in doubt, and pay that no act has attributed yet."""
    known = kit.Entitled(person=one.person, held=one, weight=weight_of(step, one))
    rates = step.once(_rates).get(one.position.id, ())
    own = [rate for rate in rates if rate.doubt and common((rate.days,), one.periods)]
    if step.parameters.choice(FORMULA).value == "equal":
        return known
    if known.weight and any(rate.perhaps is not None for rate in rates):
        most = [evolve(rate, amount=rate.amount if rate.perhaps is None else rate.perhaps) for rate in rates]
        known = evolve(known, more=quotient(kit.worth(most, one.periods, step.dossier.year), known.weight) - 1)
    if not own:
        return known
    unsure = (kit.Doubt(days=(rate.days,), why=rate.doubt, rules=("BS-PO-4.5c",)) for rate in own)
    part = kit.unsure_part(rates, one, step.dossier.year)
    return evolve(known, doubtful=part, doubts=(*one.doubts, *unsure))


def weight_of(step: Step, one: kit.Holding) -> Fraction:
    """The weight of a holding in the division of the result, for its days (I-BS-15)."""
    if step.parameters.choice(FORMULA).value == "equal":
        return kit.part_held(step, one)
    rates = step.once(_rates)
    return kit.worth(rates.get(one.position.id, ()), one.periods, step.dossier.year)


def _rates(step: Step) -> Mapping[str, tuple[Rate, ...]]:
    return {row.position: kit.rates_in(row, step.dossier.year) for row in step.so_far.positions}


def undivided(step: Step, people: Sequence[kit.Entitled]) -> Message:
    """Why the result cannot be divided, or nothing.

    Equal parts do not need the weighing, but they wait if the fund does not fit the limits of its posts, since its
    share may change (I-BS-05).
    """
    if any(any(kit.at_once(held(step, position))) for position in kit.staff_positions(step.dossier)):
        return say("una posizione ha due incarichi di titolare negli stessi giorni")
    if by_area(step) and (doubts := contested(step, partial(weight_of, step))):
        return say(
            "le parti delle aree dipendono da chi tiene {positions} (vedi gli errori)", positions=_posts_of(doubts)
        )
    equal = step.parameters.choice(FORMULA).value == "equal"
    unpaid = [row.reason for row in step.so_far.positions if row.state is State.REFUSED]
    if unpaid and not (equal and refused(step)):
        return unpaid[0]
    amounts = {row.position: row.amount for row in step.so_far.positions}
    posts = dict.fromkeys(one.held.position.id for one in people if one.held)
    unknown = [post for post in posts if amounts.get(post) is None]
    if unknown and not equal:
        named = tuple(Ref("position", post) for post in unknown)
        return say("manca la retribuzione di posizione di {positions}", positions=named)
    return NOTHING if any(one.weight for one in people) else say("nessuno tiene una posizione nell'anno")


def _posts_of(doubts: Sequence[Contested]) -> tuple[Ref, ...]:
    """The posts of some contested days, each once."""
    return tuple(Ref("position", name) for name in dict.fromkeys(one.held.position.id for one in doubts))


def area_held(step: Step, one: kit.Entitled) -> str:
    """The area of a holder: by the unit of the post, otherwise by the person's own; `ente` for none."""
    own = one.held.position.unit if one.held else None
    return area_of(step, own or kit.unit_of(step.dossier, step.dossier.people[one.person], "last")) or ENTE


@rule("BS-PO-3.3", "BS-PO-6.4", "I-BS-11", "I-BS-15", hook="merito_rewards", tool=TOOL)
def result_pay(step: Step) -> ResultRows:
    """What interim pay leaves of the result fund is divided among the holders, each with a positive evaluation."""
    line = step.so_far.line(FUND, INDIVIDUAL)
    if line is None:
        return ()
    step.parameters.need(FORMULA, THRESHOLD)
    everybody = entitled(step)
    unpaid = undivided(step, everybody)
    if unpaid:
        return (kit.of_tool(step, "warning", say("non diviso: {why}", why=unpaid)),)
    doubts = contested(step, partial(weight_of, step))
    out = out_of(doubts, line.amount, sum((one.weight for one in everybody), Fraction(0)))
    held_back = min(most_of(out), line.amount)
    left = evolve(line, amount=line.amount - held_back)
    everybody = entitled(step, out) if out else everybody
    uncertain = several(_uncertain(step, line), _contested(doubts))
    graded = [(one, grade) for one in everybody if (grade := _grade(step, one)) is not None]
    people = [_judged(step, one, grade, uncertain) for one, grade in graded]
    found = kit.shares(left, people)
    total = sum((one.weight for one in people), Fraction(0))
    days = kit.DaysOfTwo.of(found, left)
    ordered = sorted(people, key=lambda one: (natural_key(one.person), natural_key(one.subject)))
    most = None if by_area(step) else total  # the pays of all posts together never exceed their fund
    weights = kit.Weights.of(left.amount, {_key(one): one.weights for one in ordered}, most)
    rewards = [
        days.waiting(_in_doubt(weights, _prize(step, share, left, grade, total), share), share)
        for share, (_, grade) in zip(found, graded, strict=True)
    ]
    paid = sum((share.due for share in found), ZERO)
    lines = [evolve(kit.drawn(line, PRIZES, paid, ("BS-PO-3.3",), (line,)), compared={})]
    if held_back:
        lines.append(_held_back(line, held_back, out))
    if paid < left.amount:
        why = say("parte del risultato che le valutazioni non attribuiscono")
        saved = left.amount - paid
        waits = saved if doubts else _may_be_given(step, left, found, saved)
        if weights.unsure:
            waits = max(waits, saved - min(saved, weights.saved({_key(one): one.merit for one in people})))
        shared_by = (line, *step.once(_values), *(one.score for one in people if one.score))
        lines += kit.saved_in_part(line, "non attribuito", saved, why, ("BS-PO-3.3",), shared_by, waits=waits)
    return (*rewards, *lines)


def _key(one: kit.Entitled) -> tuple[str, str]:
    return one.person, one.subject


def _in_doubt(weights: kit.Weights[tuple[str, str]], reward: Reward, share: kit.Share) -> Reward:
    """The row of a share, of which waits what depends on whose weight turns out lower: days in doubt, pay not given.

    Days that are written for two people wait by themselves.
    """
    if not weights.unsure or share.one.shares_days:
        return reward
    least = share.one.merit.of(weights.least(_key(share.one)))
    return kit.held_by_doubts(reward, share.due - min(share.due, least))


def _may_be_given(step: Step, line: FundLine, found: Sequence[kit.Share], saved: Decimal) -> Decimal:
    """What of the savings (euro) may still be due: if the line grows, or days of a post are another's."""
    people = [share.one for share in found]
    if not any(one.held and one.held.shares_days for one in people) and step.so_far.line(FUND, REFUSED) is None:
        return ZERO

    def merit(person: str) -> kit.Merit:
        return _judged(step, kit.Entitled(person=person, weight=Fraction(0)), HUNDRED, NOTHING).merit

    gain = kit.gain_of_days(people, partial(weight_of, step), merit)
    return kit.may_be_given(line, found, saved, gain=gain)


def _grade(step: Step, one: kit.Entitled) -> Fraction | None:
    """The grade (percent) that the area of a holder is attested, if each area has its own reduction; None without."""
    return grade_of(attested(step, area_held(step, one))) if by_area(step) else HUNDRED


def _judged(step: Step, one: kit.Entitled, grade: Fraction, uncertain: Message) -> kit.Entitled:
    """A holder with the weight that the attestation leaves, and what the evaluation gives (art. 6 c. 4)."""
    score, threshold = step.so_far.score(one.person), step.parameters.number(THRESHOLD).value
    found = Points(kit.final_score(score) or 0)
    low = say("valutazione {score}, sotto {threshold}: non è positiva", score=found, threshold=Points(threshold))
    negative = cited("BS-PO-6.4", low)
    merit = kit.merit_of(score, at_least=threshold, negative=negative, said=uncertain)
    if score and kit.evaluated_by_oneself(step.dossier, score):
        merit = kit.most_by_another(step.dossier, score, at_least=threshold, said=uncertain)
    own = one.held.may_grow if one.held else NOTHING
    if more := several(uncertain, own):
        merit = merit.growing(more)
    return evolve(one, weight=product(one.weight, quotient(grade, HUNDRED)), score=score, merit=merit)


def _uncertain(step: Step, line: FundLine) -> Message:
    """Why every part may still grow: the most that interim pay may take is out of the fund."""
    whole = step.so_far.line(FUND, WHOLE)
    if step.so_far.line(FUND, REFUSED) is not None:
        return say(
            "un incarico ad interim è rifiutato o ha giorni contesi, e fino a che non è corretto se ne toglie il "
            "massimo: può crescere"
        )
    if goes_to_result(step) and any(title_of(step, one).given is None for one in covering(step)):
        return say(
            "un incarico ad interim attende la sua valutazione, e se non spetta torna al risultato: può crescere"
        )
    if whole is None or whole.amount == line.amount or not waiting(step):
        return NOTHING
    return say(
        "gli incarichi ad interim pesano su tutte le aree, e un'area attende l'attestazione dell'OIV: può crescere"
    )


def _contested(doubts: Sequence[Contested]) -> Message:
    """Why every part may still grow: somebody may not hold a post on days that count as theirs."""
    if not doubts:
        return NOTHING
    return say(
        "{positions}: per alcuni giorni non può tenerla chi ne è indicato titolare, e fino a che l'incarico non è "
        "corretto se ne toglie il massimo: può crescere",
        positions=_posts_of(doubts),
    )


def _held_back(line: FundLine, amount: Decimal, out: Sequence[Contested]) -> FundLine:
    """The most that ad interim pays on contested days would take: it waits for the appointments."""
    why = say(
        "il massimo di un incarico ad interim su {positions}, per i giorni in cui chi ne è indicato titolare non può "
        "tenerla, fino a che gli incarichi non sono corretti",
        positions=_posts_of(out),
    )
    rules = ("BS-PO-3.4", "BS-PO-1.2")
    basis = Basis(inputs=tuple(row for one in out for row in one.held.rows))
    return evolve(kit.drawn(line, CONTESTED, amount, rules, (line,)), left_to=INTERIM, reason=why, basis=basis)


def _values(step: Step) -> tuple[PositionValue, ...]:
    """The position pays by which the result is shared, if it is; a post left out of the split has none (I-BS-08)."""
    if step.parameters.choice(FORMULA).value == "equal":
        return ()
    return tuple(row for row in step.so_far.positions if row.amount is not None)


def _prize(step: Step, share: kit.Share, line: FundLine, grade: Fraction, total: Fraction) -> Reward:
    left = "peso che l'attestazione della sua area lascia"
    return kit.reward(
        step,
        line,
        share,
        item=PRIZES,
        most=share.most,
        rules=("BS-PO-3.3", "BS-PO-6.4", "I-BS-15", "I-BS-11"),
        rests_on=(line, *step.once(_values)),
        basis=Basis(
            inputs=share.one.held.rows if share.one.held else (),
            parameters=(step.parameters.choice(FORMULA), step.parameters.number(THRESHOLD)),
            steps=(
                *((Intermediate(left, grade, "%"),) if by_area(step) else ()),
                Intermediate("fondo da dividere", line.amount),
                Intermediate("peso nel riparto", share.one.weight),
                Intermediate("somma dei pesi", total),
                Intermediate("parte del fondo", share.most),
            ),
            formula=_formula(share),
        ),
    )


def _formula(share: kit.Share) -> Message:
    score, part = share.one.score.score if share.one.score else None, Money(share.most)
    if score is None:
        return say("{part} (la parte del fondo) × punteggio / 100, al centesimo più vicino", part=part)
    shown = numbers.half_up(score, DECIMALS)
    if fraction(shown) == score:
        return say(
            "{part} (la parte del fondo) × {score} (il punteggio) / 100, al centesimo più vicino",
            part=part,
            score=shown,
        )
    return say(
        "{part} (la parte del fondo) × {score} (il punteggio) / 100, al centesimo più vicino; il punteggio è esatto "
        "nel calcolo",
        part=part,
        score=shown,
    )
