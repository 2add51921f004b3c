"""Posizioni organizzative covered ad interim by the holder of another: what the contract gives within the result.

The regulation refers to the national contract (art. 28 c. 5, art. 49; CCNL 21.5.2018, art. 15 c. 6): I-BG-30.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from merito import (
    NOTHING,
    Appointment,
    Basis,
    Finding,
    FundLine,
    Message,
    Money,
    Percent,
    Phase,
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
    rule,
    say,
    several,
)
from merito.numbers import HUNDRED, Period, apart_from, common, days_of_year, joined
from merito_bergamo.appointments import REVOCATION, told_days
from merito_bergamo.prizes.positions import approved

INTERIM, DUE, RULE = "interim", "I-BG-30", "BG-28.5i"
CITED = (RULE, DUE)
LIMITS = ("interim_least", "interim_most")


@frozen(kw_only=True)
class Covering:
    """Somebody on a post ad interim: the value of the post, the sum (euro), and why it is not certain.

    The days are those of nobody else; `more` says which others may be added.
    """

    held: kit.Holding
    value: PositionValue
    amount: Decimal
    doubt: Message = NOTHING
    more: Message = NOTHING


@frozen(kw_only=True)
class Contested:
    """A post covered ad interim on days that are in dispute: by whom, and the most (euro) that they may take.

    Several people cover it, or its `holders` are present, so that nobody need cover it.
    """

    position: str
    held: tuple[kit.Holding, ...]
    days: tuple[Period, ...]
    amount: Decimal
    holders: tuple[str, ...] = ()


def interims(step: Step) -> tuple[kit.Holding, ...]:
    """The appointments ad interim of the year whose person is already a holder, or may be; post by post."""
    every = (kit.held(step, one, REVOCATION, INTERIM) for one in kit.staff_positions(step.dossier))
    found = (one for holders in every for one in holders if one.days)
    return tuple(one for one in found if any(_already(step, row) is not False for row in _rows(one)))


def uncertain(step: Step) -> Iterator[Message]:
    """Why the pay of a post covered ad interim is not known, so that the result cannot be divided yet."""
    for one in interims(step):
        value = step.so_far.position(one.position.id)
        if value is None or value.amount is None or value.state is not State.FINAL:
            yield no_certain_pay(one.position.id)
        elif not approved(step, one.position.id) or any(rate.doubt for rate in value.rates):
            yield grading_awaited(one.position.id)


def no_certain_pay(position: str) -> Message:
    """That the pay of a post is missing or out of its limits."""
    return say(
        "manca, o non è nei limiti, la retribuzione di posizione di {position}", position=Ref("position", position)
    )


def grading_awaited(position: str) -> Message:
    """That nobody has approved the grading of a post."""
    return say("la graduazione di {position} non è approvata", position=Ref("position", position))


def covering(step: Step) -> tuple[Covering, ...]:
    """What each appointment ad interim comes to: the most that it may, while its share is missing or refused."""
    least, most = (step.parameters.share(key).value for key in LIMITS)
    found = []
    every = interims(step)
    for whole in every:
        value, twice = step.so_far.position(whole.position.id), _in_dispute(step, whole, every)
        one = whole.without(twice)
        if value is None or not one.days:
            continue
        rates, doubt = kit.rates_in(value, step.dossier.year), _doubt(one, least, most)
        amount = kit.interim_pay(one, rates, step.dossier.year, least, most)
        if doubt:
            amount = kit.most_of_interim(kit.worth(rates, one.periods, step.dossier.year), most)
        more = say("giorni contesi, sospesi ({days}): può crescere", days=told_days(twice)) if twice else NOTHING
        found.append(Covering(held=one, value=value, amount=amount, doubt=doubt, more=more))
    return tuple(found)


def contested(step: Step) -> tuple[Contested, ...]:
    """The posts covered ad interim on days that are another's too: the most that these add, each day one person's."""
    least, most = (step.parameters.share(key).value for key in LIMITS)
    every = interims(step)
    by_post: dict[str, list[kit.Holding]] = {}
    for one in every:
        if _in_dispute(step, one, every):
            by_post.setdefault(one.position.id, []).append(one)
    found = []
    for post, own in by_post.items():
        claims = _claims(step, own, least, most)
        days = joined(each for one in claims for each in one.disputed)
        value, amount = step.so_far.position(post), Decimal("0.00")
        if value is not None:
            rates = kit.rates_in(value, step.dossier.year)
            amount = kit.most_of_disputed(claims, rates, step.dossier.year, least, most)
        holders = tuple(dict.fromkeys(who for one in own for who, _ in _present(step, one)))
        found.append(Contested(position=post, held=tuple(own), days=days, amount=amount, holders=holders))
    return tuple(found)


def _claims(step: Step, own: Sequence[kit.Holding], least: Fraction, most: Fraction) -> list[kit.Claim]:
    """The appointments to a post of which some days are in dispute."""
    return [
        kit.Claim(written=one, certain=one.without(_in_dispute(step, one, own)), at_most=bool(_doubt(one, least, most)))
        for one in own
    ]


def most_of(every: Sequence[Covering], twice: Sequence[Contested]) -> Decimal:
    """The most (euro) that posts covered ad interim take, with their contested days."""
    return sum((one.amount for one in every), Decimal("0.00")) + sum((one.amount for one in twice), Decimal("0.00"))


def _also_held(one: kit.Holding, every: Sequence[kit.Holding]) -> tuple[Period, ...]:
    return kit.also_held(one, [other for other in every if other.position.id == one.position.id])


def _in_dispute(step: Step, one: kit.Holding, every: Sequence[kit.Holding]) -> tuple[Period, ...]:
    """The days of an appointment ad interim that are another's too, or on which the holder of the post is present."""
    return joined((*_also_held(one, every), *(day for _, days in _present(step, one) for day in days)))


def _present(step: Step, one: kit.Holding) -> Iterator[tuple[str, tuple[Period, ...]]]:
    """The holders of a post covered ad interim, each with the days on which they are in service and not absent."""
    for holder in kit.one_a_day(kit.held(step, one.position, REVOCATION)):
        away = [Period(row.start, row.end) for row in step.dossier.absences.of(holder.person)]
        if days := apart_from(common(holder.periods, one.periods), away):
            yield holder.person, tuple(days)


def _doubt(one: kit.Holding, least: Fraction, most: Fraction) -> Message:
    for row in _rows(one):
        if row.share is None:
            why = say(
                "manca la quota (dal {least} al {most}), che l'atto di incarico stabilisce (tabella incarichi, colonna "
                "quota)",
                least=Percent(least * HUNDRED),
                most=Percent(most * HUNDRED),
            )
            return cited(RULE, why)
        if wrong := kit.wrong_share(row, least, most):
            return cited(RULE, say("{wrong} (tabella incarichi, colonna quota)", wrong=as_message(wrong)))
    return NOTHING


def _rows(one: kit.Holding) -> list[Appointment]:
    return [row for row in one.rows if isinstance(row, Appointment)]


def _already(step: Step, row: Appointment) -> bool | None:
    return kit.already_holder(step, row, REVOCATION)


def pay_of(step: Step, one: Covering, merit: kit.Merit, line: FundLine, used: Basis) -> Reward:
    """What an appointment ad interim gives: all of it with a positive evaluation, nothing without."""
    whole = evolve(merit, part=Fraction(1)) if merit.part else merit
    if one.doubt:
        whole = whole.until(one.doubt) if whole.part else whole
    held, year = one.held, days_of_year(step.dossier.year)
    due = whole.of(one.amount)
    waits = kit.waiting_part(due, held.doubtful)
    score = step.so_far.score(held.person)
    shares = [kit.share_of_interim(row) for row in _rows(held)]
    formula = say(
        "{share} × {pay} × {days} giorni su {year}",
        share=_sum_of([share for share in shares if share is not None]),
        pay=Money(one.value.amount or Decimal(0)),
        days=held.days,
        year=year,
    )
    if one.more:
        whole = whole.growing(one.more)
    return Reward(
        person=held.person,
        tool=step.tool or "",
        fund=line.fund,
        item=line.item,
        due=due,
        subject=f"position:{held.position.id}",
        state=whole.state,
        reason=several(held.why_doubtful if waits else "", whole.reason),
        waits=waits,
        may_grow=whole.may_grow,
        rules=(RULE, DUE, *(held.doubt_rules if waits else ())),
        rests_on=(line, one.value, *((score,) if score else ())),
        basis=Basis(
            inputs=held.rows,
            parameters=(*used.parameters, *(step.parameters.share(key) for key in LIMITS)),
            formula=formula,
        ),
    )


def _sum_of(shares: Sequence[Fraction]) -> Message:
    """The shares of a post's pay that appointments ad interim give; without any, the highest."""
    if not shares:
        return say("quota massima")
    told = say("{share}", share=Percent(shares[0] * HUNDRED))
    for share in shares[1:]:
        told = say("{shares} + {share}", shares=told, share=Percent(share * HUNDRED))
    return told


def lines(
    step: Step, line: FundLine, rewards: Sequence[Reward], amount: Decimal, twice: Sequence[Contested]
) -> Iterator[FundLine]:
    """What the interims draw on, what of it an evaluation that is not positive leaves, and what contested days hold."""
    for one in twice:
        named: dict[str, Any] = {
            "position": Ref("position", one.position),
            "people": _people(one.held),
            "days": told_days(one.days),
        }
        why = say(
            "il massimo per i giorni in cui {position} è coperta ad interim due volte ({people}: {days}), fino a che "
            "gli incarichi non dicono di chi sono",
            **named,
        )
        if one.holders:
            why = say(
                "il massimo per i giorni in cui {position} è coperta ad interim ({people}: {days}) e ha anche un "
                "titolare ({holders}), fino a che gli incarichi non dicono di chi sono",
                holders=tuple(Ref("person", who) for who in one.holders),
                **named,
            )
        item = f"{item_of(line)} {one.position}, giorni contesi"
        basis = Basis(inputs=tuple(row for each in one.held for row in each.rows))
        own = kit.drawn(line, item, one.amount, (RULE, DUE), (line,))
        yield evolve(own, left_to=step.tool, reason=why, basis=basis)
    due = sum((one.due for one in rewards), Decimal("0.00"))
    if rewards:
        yield kit.drawn(line, item_of(line), due, (RULE, DUE), (line,))
    if amount != due:
        why = say("incarichi ad interim che non spettano: la valutazione non è positiva")
        yield kit.saved(line, f"{line.item}, interim non spettanti", amount - due, why, (RULE, DUE), (line,))


def item_of(line: FundLine) -> str:
    return f"{line.item}, interim"


def _people(held: Iterable[kit.Holding]) -> tuple[Ref, ...]:
    return tuple(Ref("person", person) for person in dict.fromkeys(one.person for one in held))


def _covered_twice(step: Step) -> Iterator[Finding]:
    """That a post is covered twice on the same days: an error unless other days of these appointments are certain."""
    every = interims(step)
    for post in dict.fromkeys(one.position.id for one in every):
        own = [one for one in every if one.position.id == post and _also_held(one, every)]
        if not own:
            continue
        days = joined(each for one in own for each in _also_held(one, own))
        why = say(
            "la posizione {position} è coperta ad interim due volte negli stessi giorni ({people}: {days}): ciò che "
            "danno è sospeso finché gli incarichi non dicono di chi sono (tabella incarichi, colonne dal e al)",
            position=Ref("position", post),
            people=_people(own),
            days=told_days(days),
        )
        severity: Severity = "warning" if any(apart_from(one.periods, days) for one in own) else "error"
        rows = tuple(row for one in own for row in one.rows)
        yield kit.told(severity, RULE, why, f"position:{post}", phase=Phase.RESOURCES, inputs=rows)


def _not_to_be_covered(step: Step, row: Appointment) -> Iterator[Finding]:
    """Warns of a post covered ad interim while its holder is in service and not absent."""
    own = [one for one in interims(step) if one.person == row.person and row in one.rows]
    for one in own:
        for holder, days in _present(step, one):
            why = say(
                "incarico ad interim su {position}: negli stessi giorni ({days}) ne è titolare {holder}, che risulta "
                "presente, e non è da coprire: ciò che darebbe è sospeso finché non è scritta la fine dell'uno o "
                "dell'altro (tabella incarichi, colonna al), o l'assenza del titolare",
                position=Ref("position", row.position),
                days=told_days(days),
                holder=Ref("person", holder),
            )
            yield kit.told("warning", RULE, why, f"person:{row.person}", phase=Phase.RESOURCES, inputs=one.rows)


@rule(RULE, DUE, hook="merito_check_plan")
def interim_appointments(step: Step) -> ResultRows:
    """An appointment ad interim is of somebody who already holds another post, with a share within its limits."""
    least, most = (step.parameters.share(key).value for key in LIMITS)
    yield from _covered_twice(step)
    for row in step.dossier.appointments.of(kind=INTERIM):
        position = step.dossier.positions.get(row.position)
        if position is None or kit.managerial(position):
            continue
        already, person, named = _already(step, row), f"person:{row.person}", Ref("position", row.position)
        if already is False:
            why = say(
                "incarico ad interim su {position}: chi lo ha non è già, quel giorno, titolare di un'altra posizione "
                "organizzativa, come vuole il contratto, e la riga non conta: chi tiene gli incarichi la corregge; se "
                "ne è il titolare, scrive il suo incarico",
                position=named,
            )
            yield kit.told("warning", RULE, why, person, phase=Phase.RESOURCES, inputs=(row,))
            continue
        yield from _not_to_be_covered(step, row)
        if already is None:
            why = say(
                "incarico ad interim su {position}: non è scritto se chi lo ha era già titolare di un'altra: chi tiene "
                "gli incarichi lo scrive",
                position=named,
            )
            yield kit.told("warning", RULE, why, person, phase=Phase.RESOURCES, inputs=(row,))
        wrong = as_message(kit.wrong_share(row, least, most))
        if row.share is None:
            wrong = say(
                "manca la quota: la stabilisce l'atto di incarico, e intanto è sospeso il massimo che può spettare"
            )
        if wrong:
            why = say(
                "incarico ad interim su {position}: {wrong} (tabella incarichi, colonna quota)",
                position=named,
                wrong=wrong,
            )
            yield kit.told("warning", RULE, why, person, phase=Phase.RESOURCES, inputs=(row,))
