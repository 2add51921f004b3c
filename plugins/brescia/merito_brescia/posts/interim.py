"""Posts held ad interim: on which days, with which share, and what is due within the result fund (art. 3 c. 4).

The text requires that the appointee already holds another post, and says nothing about the covered one: what an
appointment means on a post whose holder is only away, the ente decides (I-BS-60); so it does for the days on which the
appointee no longer holds any post (I-BS-64). The extra pay is within the result, which needs a positive evaluation on
the own post, on the covered one, or both (art. 6 c. 4; I-BS-54).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from attrs import evolve

from merito import (
    NOTHING,
    Appointment,
    Basis,
    Finding,
    FundLine,
    Intermediate,
    Message,
    Money,
    Percent,
    PersonScore,
    Points,
    Position,
    PositionValue,
    Ref,
    ResultRows,
    Reward,
    Severity,
    State,
    Step,
    as_message,
    cited,
    kit,
    numbers,
    rule,
    say,
    several,
)
from merito.numbers import HUNDRED, Period, fraction
from merito_brescia import telling
from merito_brescia.evaluation.scores import NOT_HEARD, THRESHOLD, heard_on
from merito_brescia.posts import INTERIM, REVOCATION, held, held_by, holdings, told_days
from merito_brescia.posts.position_pay import FUND, RESULT, ZERO
from merito_brescia.resources.attestation import AVAILABLE, waiting

COVER, AFTERWARDS, WHICH, FREED = "I-BS-60", "I-BS-64", "I-BS-54", "I-BS-55"
OWN, COVERED, BOTH = "own_post", "covered_post", "both"
SCORE = "covered_score"
WHOLE, INDIVIDUAL, REFUSED = f"{RESULT} {AVAILABLE}", "risultato individuale", "interim rifiutati"


@rule("BS-PO-3.4", "BS-PO-3.4c", "BS-PO-3.4h", "I-BS-10", COVER, AFTERWARDS, hook="merito_check_plan")
def interim_appointments(step: Step) -> ResultRows:
    """A share within its limits and with a reason, for a holder of another post; never two people at once."""
    year = step.dossier.year
    for row in step.dossier.appointments.of(kind=INTERIM):
        if (row.start is None or row.start.year <= year) and (row.end is None or row.end.year >= year):
            for severity, rule_id, why in _problems(step, row):
                told = _about(row.position, why)
                yield telling.interim(severity, rule_id, told, f"person:{row.person}", row)
    for position in kit.staff_positions(step.dossier):
        yield from _covered_twice(step, position)
    every = [*holdings(step, INTERIM)]
    for one in every:
        if len(_scores(one)) > 1:
            why = say("più punteggi per la stessa persona (colonna «punteggio interim»)")
            told = _about(one.position.id, why)
            yield telling.interim("error", "BS-PO-6.4", told, f"person:{one.person}", one.position)
    for one in every:
        beyond = _without_a_post(step, one)
        if beyond and beyond[0].start <= step.as_of and _sound(step, one):
            why = say(
                "per {n} giorno, dal {first}, chi lo ha non è titolare di un'altra posizione organizzativa ({reading})",
                many="per {n} giorni, dal {first}, chi lo ha non è titolare di un'altra posizione organizzativa "
                "({reading})",
                number="n",
                n=sum(period.days for period in beyond),
                first=beyond[0].start,
                reading=Ref("reading", AFTERWARDS),
            )
            severity = "info" if step.readings[AFTERWARDS].adopted else "warning"
            told = _about(one.position.id, why)
            yield telling.interim(severity, "BS-PO-3.4h", told, f"person:{one.person}", one.rows[-1])


def _about(position: str, why: Message) -> Message:
    return say("incarico ad interim su {position}: {why}", position=Ref("position", position), why=why)


def _covered_twice(step: Step, position: Position) -> Iterator[Finding]:
    """That a post is covered twice on the same days: an error unless other days of these appointments are certain."""
    everybody = held(step, position, INTERIM)
    beside = [one for one in everybody if kit.also_held(one, everybody)]
    if beside:
        days = numbers.joined(each for one in beside for each in kit.also_held(one, everybody))
        why = say(
            "la posizione {position} è coperta ad interim due volte negli stessi giorni ({people}: {days}): quei "
            "giorni sono sospesi finché gli incarichi non dicono di chi sono (tabella incarichi, colonne dal e al)",
            position=Ref("position", position.id),
            people=tuple(Ref("person", name) for name in dict.fromkeys(one.person for one in beside)),
            days=told_days(days),
        )
        severity: Severity = "warning" if any(_certain(step, one).days for one in beside) else "error"
        yield telling.interim(severity, "BS-PO-3.4", why, f"position:{position.id}", position)


def contested_days(step: Step, one: kit.Holding) -> tuple[Period, ...]:
    """The days of an interim appointment that are another's too, or on which the post needs no cover."""
    twice = kit.also_held(one, held(step, one.position, INTERIM))
    return numbers.joined((*twice, *_covered_by_holders(step, one.position, one.periods)))


def _certain(step: Step, one: kit.Holding) -> kit.Holding:
    """An interim appointment on the days that are nobody else's; without days, if it has an error."""
    return one.without(contested_days(step, one) if _sound(step, one) else one.periods)


def _scores(one: kit.Holding) -> set[object]:
    """What is written as the score of an interim appointment: it is evaluated once, even if it has several rows."""
    return {row.extra.get(SCORE) for row in one.rows if isinstance(row, Appointment)}


def _sound(step: Step, one: kit.Holding) -> bool:
    """Whether an interim appointment has no error; otherwise it is not paid."""
    if len(_scores(one)) > 1:
        return False
    rows = [row for row in one.rows if isinstance(row, Appointment)]
    return not any(severity == "error" for row in rows for severity, _, _ in _problems(step, row))


def _problems(step: Step, row: Appointment) -> Iterator[tuple[Severity, str, Message]]:
    """What is wrong with a row, how severe that is, and its rule."""
    already = kit.already_holder(step, row, REVOCATION)
    if already is None:
        why = say(
            "non è scritto se quel giorno chi lo ha era già titolare di un'altra posizione organizzativa (incarichi "
            "finiti prima dell'anno)"
        )
        yield "warning", "BS-PO-3.4h", why
    elif not already and row.start is not None and row.start.year < step.dossier.year:
        why = say(
            "comincia il {start}, e non risulta che chi lo ha fosse già, quel giorno, titolare di un'altra posizione "
            "organizzativa",
            start=row.start,
        )
        yield "error", "BS-PO-3.4h", why
    elif not already:
        why = say("chi lo riceve non è già, quel giorno, titolare di un'altra posizione organizzativa")
        yield "error", "BS-PO-3.4h", why
    if why := _wrong_share(step, row):
        yield "error", "BS-PO-3.4", why
    if why := _not_to_be_covered(step, row):
        asked = _covers_alone(step, row) or _perhaps_free(step, row)
        yield ("warning" if asked else "error"), "BS-PO-3.4", why
    if not row.extra.get("share_reason"):
        why = say("manca il motivo della quota (complessità, responsabilità, obiettivi; colonna «motivo quota»)")
        yield "warning", "BS-PO-3.4c", why
    score = row.extra.get(SCORE)
    if score is not None and not 0 <= fraction(score) <= HUNDRED:  # type: ignore[arg-type]
        found = Points(fraction(score))  # type: ignore[arg-type]
        why = say("punteggio {found}, mentre va da 0 a {most} (colonna «punteggio interim»)", found=found, most=HUNDRED)
        yield "error", "BS-PO-6.4", why


def _wrong_share(step: Step, row: Appointment) -> Message:
    """A share outside its limits. The share is never zero: if the evaluation is not positive, nothing is due of it."""
    least, most = _limits(step)
    if row.share is None:
        return say("manca la quota (colonna quota)")
    wrong = as_message(kit.wrong_share(row, least, most))
    if row.share:
        return wrong
    return say(
        "{wrong}: un incarico che la valutazione non remunera non spetta, e la sua quota resta quella definita "
        "({reading})",
        wrong=wrong,
        reading=Ref("reading", "I-BS-10"),
    )


def _not_to_be_covered(step: Step, row: Appointment) -> Message:
    """Why a post needs no cover on some days of a row, and on which, if others need it."""
    position = step.dossier.positions[row.position]
    covered = _covered_by_holders(step, position, _days_of(step, row))
    if not covered:
        return NOTHING
    beside = sorted({one.person for one in held(step, position) if numbers.common(one.periods, covered)})
    present = [one for one in beside if numbers.apart_from(_held_among(step, position, one, covered), _away(step, one))]
    if present:
        why = say(
            "negli stessi giorni la posizione ha un titolare ({people}), e non è da coprire",
            people=tuple(Ref("person", one) for one in present),
        )
        if _perhaps_free(step, row):
            return say(
                "la posizione è libera per un atto che può essere annullato, e allora torna al titolare ({people}): "
                "ciò che l'interim dà per quei giorni è sospeso finché l'atto non è ripetuto, o annullato",
                people=tuple(Ref("person", one) for one in present),
            )
    else:
        why = say(
            "la posizione ha un titolare, assente ({people}), e si copre solo quella che nessuno tiene ({reading})",
            people=tuple(Ref("person", one) for one in beside),
            reading=Ref("reading", COVER),
        )
    if not _covers_alone(step, row):
        return why
    return say(
        "{why}: {days}. Quei giorni sono sospesi finché non è scritta la fine dell'interim, o del titolare (tabella "
        "incarichi, colonna al)",
        why=why,
        days=told_days(covered),
    )


def _days_of(step: Step, row: Appointment) -> tuple[Period, ...]:
    """The days of a row in the year."""
    year = step.dossier.year
    start, end = max(row.start or date.min, date(year, 1, 1)), min(row.end or date.max, date(year, 12, 31))
    return (Period(start, end),) if start <= end else ()


def _covers_alone(step: Step, row: Appointment) -> bool:
    """Whether a post needs cover on some days of a row."""
    days = _days_of(step, row)
    covered = _covered_by_holders(step, step.dossier.positions[row.position], days)
    return bool(numbers.apart_from(days, covered))


def _perhaps_free(step: Step, row: Appointment) -> bool:
    """Whether an act in force that may fall, as a revocation, has left a post free on all days of its holder."""
    position = step.dossier.positions[row.position]
    revoked = (doubt for one in held(step, position) for doubt in one.doubts if doubt.revoked is not None)
    free = [days for doubt in revoked for days in doubt.days]
    covered = _covered_by_holders(step, position, _days_of(step, row))
    return bool(covered) and not numbers.apart_from(covered, free)


def _held_among(step: Step, position: Position, person: str, days: Iterable[Period]) -> tuple[Period, ...]:
    """The days on which somebody is the holder of a post, among some."""
    own = (each for one in held(step, position) if one.person == person for each in one.periods)
    return numbers.common(own, days)


def _covered_by_holders(step: Step, position: Position, days: Sequence[Period]) -> tuple[Period, ...]:
    """The days, among some, on which a post needs no cover: holders may be away: absent or out of service (I-BS-60)."""
    found: list[Period] = []
    for one in held(step, position):
        beside = numbers.common(one.periods, days)
        present = numbers.apart_from(beside, _away(step, one.person)) if beside else ()
        found += beside if beside and step.readings[COVER].choice == "vacant_only" else present
    return numbers.joined(found)


def _away(step: Step, person: str) -> tuple[Period, ...]:
    year = Period(date(step.dossier.year, 1, 1), date(step.dossier.year, 12, 31))
    served = [Period(row.start, row.end or year.end) for row in step.dossier.service_of(person)]
    absent = (Period(row.start, row.end) for row in step.dossier.absences.of(person))
    return (*absent, *(numbers.apart_from((year,), served) if served else ()))


def _without_a_post(step: Step, one: kit.Holding) -> tuple[Period, ...]:
    """The days of an interim appointment on which its person holds no other posizione organizzativa."""
    others = (post for post in held_by(step, one.person) if post.position.id != one.position.id)
    return numbers.apart_from(one.periods, [days for post in others for days in post.periods])


def covering(step: Step) -> list[kit.Holding]:
    """Everybody who covers a post ad interim, on all days or only on those of another post held (I-BS-64)."""
    found = []
    for one in holdings(step, INTERIM):
        beyond = _without_a_post(step, one)
        if beyond and step.readings[AFTERWARDS].choice == "while_holder":
            one = one.without(beyond)
        if one.days:
            found.append(one)
    return found


class Title(NamedTuple):
    """Whether somebody is entitled to the pay, None while no evaluation is final; and why not, or not yet."""

    given: bool | None
    why: Message = NOTHING


def title_of(step: Step, one: kit.Holding) -> Title:
    """The title to the pay of an interim appointment, by the evaluation that the reading in force names."""
    own, covered = _on_own_post(step, one), _on_covered_post(step, one)
    lost = [title for title in (own, covered) if title.given is False]
    wanting = lost or [title for title in (own, covered) if title.given is None]
    both = Title(wanting[0].given, several(*(title.why for title in wanting))) if wanting else Title(True)
    return {OWN: own, COVERED: covered, BOTH: both}[step.readings[WHICH].choice]


def goes_to_result(step: Step) -> bool:
    """Whether pay lost by an evaluation goes back to the result of the holders (I-BS-55)."""
    return step.readings[FREED].choice == "result"


def _on_own_post(step: Step, one: kit.Holding) -> Title:
    score = kit.final_score(step.so_far.score(one.person))
    if score is None:
        return Title(None, say("manca una valutazione definitiva"))
    return _judged(step, score, say("valutazione"))


def _on_covered_post(step: Step, one: kit.Holding) -> Title:
    scores = _scores(one)
    score = next(iter(scores)) if len(scores) == 1 else None
    if score is None:
        return Title(
            None, say("manca la valutazione dell'incarico coperto (tabella incarichi, colonna «punteggio interim»)")
        )
    title = _judged(step, fraction(score), say("valutazione dell'incarico coperto"))  # type: ignore[arg-type]
    if title.given is False and heard_on(step, one.person).act is None:
        return Title(None, say("{why}: {waits}", why=title.why, waits=NOT_HEARD))
    return title


def _judged(step: Step, score: Fraction, what: Message) -> Title:
    """A score compared exactly with the ente's threshold."""
    threshold = step.parameters.number(THRESHOLD).value
    if score >= threshold:
        return Title(True)
    why = say(
        "{what} {score}, sotto {threshold}: non è positiva",
        what=what,
        score=Points(score),
        threshold=Points(threshold),
    )
    return Title(False, why)


class Covered(NamedTuple):
    """Somebody on a post ad interim: the value of the post, and whether an evaluation entitles them to the pay."""

    held: kit.Holding
    value: PositionValue
    title: Title


@rule(
    *("BS-PO-3.4", "BS-PO-3.4f", "BS-PO-6.4", "I-BS-09", "I-BS-10", WHICH, FREED, COVER, AFTERWARDS),
    hook="merito_rewards",
    tool=INTERIM,
)
def interim_pay(step: Step) -> ResultRows:
    """Interim pay comes first, what it leaves is the holders' result; lost pay may go back to it (I-BS-55)."""
    whole = step.so_far.line(FUND, WHOLE)
    if whole is None:
        return ()
    every, shared = covering(step), goes_to_result(step)
    values = {row.position: row for row in step.so_far.positions if row.amount is not None}
    unknown = next((one.position.id for one in every if one.position.id not in values), None)
    if unknown is not None:
        told = say(
            "non calcolato: {position} è coperta ad interim: {why}",
            position=Ref("position", unknown),
            why=next((row.reason for row in step.so_far.positions if row.position == unknown), NOTHING),
        )
        return (kit.of_tool(step, "warning", told),)
    if every:
        step.parameters.need(THRESHOLD)
    known = [Covered(one, values[one.position.id], title_of(step, one)) for one in every]
    certain = [one._replace(held=_certain(step, one.held)) for one in known]
    paid = [one for one in certain if one.held.days]
    lost = ZERO if shared else _sum(_whole_of(step, one) for one in paid if one.title.given is False)
    refused = _refused(step, [one for one in known if not (shared and one.title.given is False)])
    rewards = tuple(_may_grow(step, one, _pay_of(step, one)) for one in paid)
    if _sum(_whole_of(step, one) for one in paid) + refused > whole.amount:
        rewards = tuple(_within_the_fund(whole, rewards))
    taken = _sum(reward.due for reward in rewards) + lost + refused
    if taken > whole.amount:
        sums: dict[str, Any] = {"taken": Money(taken), "available": Money(whole.amount)}
        read = (step.dossier.funds[FUND], *whole.basis.inputs)
        if waiting(step):
            why = say(
                "gli incarichi ad interim ({taken}) superano il fondo disponibile ({available}), in cui manca ancora "
                "la parte di un'area senza attestazione",
                **sums,
            )
            return (kit.of_tool(step, "warning", why, "BS-PO-3.4f", inputs=read),)
        why = say("gli incarichi ad interim ({taken}) superano il fondo disponibile ({available})", **sums)
        return (kit.of_tool(step, "error", why, "BS-PO-3.4f", inputs=read),)
    shared_by = (whole, *(rewards if shared else (one.value for one in known)))
    rest = kit.drawn(whole, INDIVIDUAL, whole.amount - taken, ("BS-PO-3.3",), shared_by)
    formula = say(
        "{available} - {taken} per gli incarichi ad interim", available=Money(whole.amount), taken=Money(taken)
    )
    rest = evolve(rest, left_to="result", basis=Basis(formula=formula))
    return (*rewards, rest, *_lines(whole, rewards, lost, refused))


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)


def _refused(step: Step, every: Iterable[Covered]) -> Decimal:
    """The most (euro) that days which are refused or contested may add to what is paid; of an error at the most share.

    Of each post every day counts once, whosever it is.
    """
    by_post: dict[str, list[Covered]] = defaultdict(list)
    for one in every:
        by_post[one.held.position.id].append(one)
    least, most = _limits(step)
    year, total = step.dossier.year, ZERO
    for own in by_post.values():
        claims = [
            kit.Claim(written=one.held, certain=_certain(step, one.held), at_most=not _sound(step, one.held))
            for one in own
        ]
        total += kit.most_of_disputed(claims, kit.rates_in(own[0].value, year), year, least, most)
    return total


def _limits(step: Step) -> tuple[Fraction, Fraction]:
    """The least and the most share (of 1) of a post's pay that an ad interim gives."""
    return step.parameters.share("interim_least").value, step.parameters.share("interim_most").value


def most_for(step: Step, pay: Fraction) -> Decimal:
    """The most (euro) that an ad interim may give of a post's pay for its days."""
    return kit.most_of_interim(pay, step.parameters.share("interim_most").value)


def _whole_of(step: Step, one: Covered) -> Decimal:
    """The share of the covered post's pay by the days of each stretch, half up, always within the limits."""
    rates = kit.rates_in(one.value, step.dossier.year)
    return kit.interim_pay(one.held, rates, step.dossier.year, *_limits(step))


def _share(row: object) -> Fraction:
    return kit.share_of_interim(row) or Fraction(0)


def _pay_of(step: Step, one: Covered) -> Reward:
    """The extra pay for covering a post: all of it if the evaluation is positive, nothing if it is not."""
    own = step.so_far.score(one.held.person) if step.readings[WHICH].choice != COVERED else None
    whole, merit, steps = _whole_of(step, one), kit.Merit(), tuple[Intermediate, ...]()
    if one.title.given is None:
        merit = kit.most_until(one.title.why)
    elif one.title.given is False:
        merit = kit.nothing(cited("BS-PO-6.4", say("non spetta: {why}", why=one.title.why)), State.REFUSED)
        steps = (Intermediate("importo che spetterebbe con una valutazione positiva", whole),)
    due, negative = merit.of(whole), ("BS-PO-6.4",) if merit.state is State.REFUSED else ()
    year, rates = numbers.days_of_year(step.dossier.year), kit.rates_in(one.value, step.dossier.year)
    terms = [
        say(
            "{share} × {amount} × {days} giorni su {year}",
            share=Percent(_share(row.row) * HUNDRED),
            amount=Money(rate.amount),
            days=days.days,
            year=year,
        )
        for row in one.held.stretches
        for rate in rates
        for days in numbers.common((row.days,), (rate.days,))
        if due
    ]
    limits = (step.parameters.share(key) for key in ("interim_least", "interim_most"))
    waits = kit.waiting_part(due, kit.unsure_part(rates, one.held, step.dossier.year))
    whys = (one.held.why_doubtful, *(rate.doubt for rate in rates if numbers.common((rate.days,), one.held.periods)))
    unsure, doubtful = (whys, one.held.doubt_rules) if waits else ((), ())
    return Reward(
        person=one.held.person,
        tool=INTERIM,
        fund=FUND,
        item=INTERIM,
        due=due,
        subject=f"position:{one.held.position.id}",
        state=merit.state,
        reason=several(*unsure, merit.reason),
        waits=waits,
        rules=("BS-PO-3.4", *negative, "I-BS-09", "I-BS-10", "I-BS-11", *doubtful),
        rests_on=(one.value, *((own,) if own else ())),
        basis=Basis(
            inputs=one.held.rows,
            parameters=(*limits, step.parameters.number(THRESHOLD)),
            steps=steps,
            formula=_added(terms),
        ),
    )


def _added(terms: list[Message]) -> Message:
    """The sum of some terms, in words."""
    if not terms:
        return NOTHING
    whole, *others = terms
    for one in others:
        whole = say("{before} + {term}", before=whole, term=one)
    return whole


def _may_grow(step: Step, one: Covered, reward: Reward) -> Reward:
    """The pay of the certain days, with the contested days of the same appointment that wait."""
    own = (each for each in covering(step) if each.person == one.held.person and each.position == one.held.position)
    contested = numbers.apart_from((days for each in own for days in each.periods), one.held.periods)
    if not contested:
        return reward
    why = say("giorni contesi, sospesi ({days}): può crescere", days=told_days(contested))
    return evolve(reward, may_grow=True, reason=several(reward.reason, why))


def _within_the_fund(whole: FundLine, rewards: tuple[Reward, ...]) -> Iterator[Reward]:
    """Rewards of a fund that could not pay them all in full: each rests on the evaluations of all of them."""
    scores = (row for one in rewards for row in one.rests_on if isinstance(row, PersonScore))
    shared = evolve(whole, rests_on=(*whole.rests_on, *scores))
    for one in rewards:
        yield evolve(one, rests_on=(shared, *one.rests_on))


def _lines(whole: FundLine, rewards: tuple[Reward, ...], lost: Decimal, refused: Decimal) -> Iterator[FundLine]:
    """What is due; the savings of evaluations that are not positive; the maximum of refused ones until corrected."""
    if rewards:
        yield kit.drawn(whole, INTERIM, _sum(reward.due for reward in rewards), ("BS-PO-3.4", "BS-PO-3.4f"), (whole,))
    if lost:
        why = say("incarichi ad interim che non spettano: la valutazione non è positiva")
        yield kit.saved(whole, "interim non spettanti", lost, why, ("BS-PO-3.4", "BS-PO-6.4"), (whole,))
    if refused:
        why = say("il massimo di incarichi ad interim rifiutati o di loro giorni contesi, fino a che non sono corretti")
        yield evolve(kit.drawn(whole, REFUSED, refused, ("BS-PO-3.4",), (whole,)), left_to=INTERIM, reason=why)
