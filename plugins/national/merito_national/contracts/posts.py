"""Posizioni organizzative, from 2023 elevate qualificazioni: cap of their pay, appointments, result pay.

CCNL 21.5.2018, arts. 13-15; CCNL 16.11.2022, arts. 16-19. A regulation that declares such an office has rules of its
own on appointments, which the register is checked against instead.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from merito import (
    Appointment,
    Finding,
    FundLine,
    InForce,
    Intermediate,
    Listed,
    Message,
    Money,
    Office,
    Percent,
    Phase,
    Position,
    Rate,
    Ref,
    ResultRows,
    Severity,
    Step,
    as_message,
    kit,
    rule,
    say,
)
from merito.numbers import HUNDRED, cents_up, fraction, product, quotient
from merito_national import as_minimum, noted
from merito_national.contracts import also_for_others, funds_of, lines_of, under
from merito_national.people import STAFF, is_municipality, posts_of_staff
from merito_national.registers.appointments import HOLDER, categories, names_acts

CAP, LONGEST = "eq_position_most", 3  # years of an appointment
CONTRACT_OF_2018, AREAS = date(2018, 5, 21), 2023
LEAST, DESTINED = "eq_result_least", "I-IT-31"
RESULT, POST = "result", "post"
MOST_TOLD = 10
Paid = tuple[Position, Decimal | None]


@rule("IT-CCNL.cap", "IT-EQ.cap", hook="merito_check_positions")
def over_the_cap(step: Step) -> ResultRows:
    """Posts whose yearly pay is over the cap in force on the day on which somebody was appointed, not by the calendar.

    Pay that may be under the cap of another day is only noted.
    """
    for post, amount in _pay_of(step, step.once(posts_of_staff)):
        most = max((one.amount for one in _rates(step, post)), default=amount or Decimal(0))
        for row, begun in _appointments(step, post) if amount else ():
            yield from _over(step, post, row, begun, most)


def _rates(step: Step, post: Position) -> tuple[Rate, ...]:
    """The yearly pays of a post that is graded again in the year; none of any other."""
    weighed = step.so_far.position(post.id)
    if weighed is not None:
        return weighed.rates
    found = kit.rates_of(step.dossier, post)
    return found if len(found) > 1 else ()


def _appointments(step: Step, post: Position) -> Iterator[tuple[Appointment | None, date | None]]:
    """Who holds a post in the year by an appointment, with its first day; the column of the holder alone has no day.

    Rows that go on under the same act are one appointment, which is reported once.
    """
    year, every = step.dossier.year, step.dossier.appointments.of(position=post.id, kind=HOLDER)
    begun = {term.row: term.begun for term in kit.terms_on(step, _office(step.rule), post)}
    here = (one for one in every if one.start is None or one.start.year <= year)
    rows = [one for one in here if one.end is None or one.end.year >= year]
    yield from {(one.person, begun.get(one)): (one, begun.get(one)) for one in rows}.values()
    if post.holder and not rows:
        yield None, None


def _office(rule_id: str, years: int = 0) -> Office:
    """The office of a holder as the contract has it."""
    return Office(name="eq", title="incarico", posts=STAFF, rule=rule_id, most_years=years)


def _over(
    step: Step, post: Position, row: Appointment | None, start: date | None, amount: Decimal
) -> Iterator[Finding]:
    """A pay over its cap; without the day of the appointment, over the lowest cap that may be its own."""
    least = step.parameters.money(CAP, on=start or date(step.dossier.year - LONGEST, 1, 1))
    most = step.parameters.money(CAP, on=start or date(step.dossier.year, 12, 31))
    if amount <= least.value:
        return
    sure = start is not None or least.value == most.value
    if not sure:
        why = say(
            "la retribuzione di posizione è {amount} l'anno; il massimo dipende dal giorno dell'incarico, che non è "
            "scritto (tabella incarichi, colonna dal): {least} o {most}",
            amount=Money(amount),
            least=Money(least.value),
            most=Money(most.value),
        )
    elif start:
        why = say(
            "la retribuzione di posizione è {amount} l'anno; per un incarico dal {start} il massimo è "
            "{most}: chi ha graduato la posizione la riporta al massimo",
            amount=Money(amount),
            start=start,
            most=Money(least.value),
        )
    else:
        why = say(
            "la retribuzione di posizione è {amount} l'anno; il massimo è {most}: chi ha graduato la posizione la "
            "riporta al massimo",
            amount=Money(amount),
            most=Money(least.value),
        )
    yield noted(
        step,
        "warning" if sure else "info",
        why,
        f"position:{post.id}",
        phase=Phase.RESOURCES,
        inputs=(post, *([row] if row else [])),
        parameters=(least,),
        steps=(
            Intermediate("retribuzione di posizione, in euro l'anno", amount),
            Intermediate("massimo, in euro l'anno", least.value),
        ),
    )


@rule("IT-EQ.term", hook="merito_check_plan")
def term_and_act(step: Step) -> ResultRows:
    """Appointments that last too long, start before their act or, in a register that names acts, have none."""
    years, named = step.parameters.number("eq_most_years"), step.once(names_acts)
    for term in _terms(step, int(years.value)):
        row, act = term.row, step.acts.get(term.row.act or "")
        if too_long := term.too_long(step.as_of):
            yield _of_term(step, term, as_message(too_long), years)
        elif term.row.end is None and term.last_day is not None and not term.followed:
            yield _of_term(step, term, _asked(term.last_day), years, severity="info")
        if named and row.act is None:
            lacking = say("non risulta un suo atto scritto e motivato")
            if term.renews:
                lacking = say("non risulta il rinnovo con un suo atto scritto e motivato")
            yield _of_term(step, term, lacking, years)
        elif act is not None and row.start is not None and act.date > row.start:
            before = say("comincia prima del suo atto, {act} del {day}", act=Ref("act", act.id), day=act.date)
            yield _of_term(step, term, before, years)
    if not named and any(_terms(step, 0)):
        why = say(
            "nessun incarico indica il suo atto (tabella incarichi, colonna atto): il contratto lo vuole scritto e "
            "motivato. È una domanda: nessuna somma ne dipende"
        )
        yield noted(step, "info", why, phase=Phase.EVALUATION, parameters=(years,))


@rule("IT-EQ.who", hook="merito_check_plan")
def category(step: Step) -> ResultRows:
    """Holders of another category or area; a municipality that lacks it may appoint others, as its act says."""
    known = step.parameters.list("eq_categories")
    for term in _terms(step, 0):
        written = categories(step, term)
        wrong = [one for one in written if not any(kit.is_of_category(step, one, str(each)) for each in known.value)]
        if wrong:
            what = say(
                "è di categoria o area {categories}; l'incarico va a un funzionario (categoria D)",
                categories=tuple(wrong),
            )
            if is_municipality(step):
                what = say(
                    "è di categoria o area {categories}; l'incarico va a un funzionario (categoria D); in un comune "
                    "che non ne ha può andare ad altri, in via eccezionale: lo dice il suo atto",
                    categories=tuple(wrong),
                )
            yield _of_term(step, term, what, known)


def _terms(step: Step, years: int) -> Iterator[kit.Term]:
    """The terms that touch the year and began under the contracts of 2018 and later; none if the text has its own."""
    if any(office.posts == STAFF for office in step.offices.values()):
        return
    year, office = step.dossier.year, _office("IT-EQ.term", years)
    for post in step.once(posts_of_staff):
        for term in kit.terms_on(step, office, post):
            current = term.row.end is None or term.row.end.year >= year
            if current and CONTRACT_OF_2018 < term.begun <= min(step.as_of, date(year, 12, 31)):
                yield term


def asked_by_the_contract(step: Step) -> frozenset[int]:
    """The appointments whose missing end is asked for, or told to be over its term, by the identity of their rows."""
    if not step.in_force("IT-EQ.term"):
        return frozenset()
    found = _terms(step, int(step.parameters.number("eq_most_years").value))
    over = (term for term in found if term.row.end is None and (not term.followed or term.too_long(step.as_of)))
    return frozenset(id(term.row) for term in over)


def _asked(last: date) -> Message:
    """The question about an end that nobody wrote; the contract ends nothing by itself."""
    return say(
        "la fine non è scritta (tabella incarichi, colonna al): scriverla come la dà il suo atto; il contratto ammette "
        "un incarico al più fino al {last}, e il programma non lo fa finire",
        last=last,
    )


def _of_term(
    step: Step, term: kit.Term, what: Message, figure: InForce[object], severity: Severity = "warning"
) -> Finding:
    row = term.row
    why = say(
        "incarico {position}, dal {begun}: {what}",
        position=Ref("position", row.position),
        begun=term.begun,
        what=what,
    )
    subject = f"person:{row.person}"
    return noted(step, severity, why, subject, phase=Phase.EVALUATION, inputs=(row,), parameters=(figure,))


@rule("IT-EQ.15", DESTINED, hook="merito_check_rewards")
def result_at_least(step: Step) -> ResultRows:
    """What goes to the results of holders alone is at least 15% of the total for position and result.

    The pay of the ente's posts counts as the reading says: of all posts, of those held, or what is due for them.
    """
    posts = step.once(posts_of_staff)
    ids, tenures = {one.id for one in posts}, list(kit.tenures(step.dossier))
    holders = {one.person for one in tenures if one.position.id in ids}
    had = {one.position.id for one in tenures}
    every = list(_pay_of(step, posts))
    own = [(post, amount) for post, amount in every if post.id in had]
    lines = _result_lines(step, holders)
    position = step.choose(DESTINED, planned=_written(every), yearly=_written(own), due=_due(step, holders))
    least = step.parameters.share(LEAST)
    floor = cents_up(quotient(product(position, least.value), 1 - least.value))
    share, minimum = as_minimum(least.value), Intermediate("risultato minimo, in euro", floor)
    of_holders = say("delle posizioni organizzative")
    if step.dossier.year >= AREAS:
        of_holders = say("delle elevate qualificazioni")
    if not floor:
        yield from _not_written(step, every, own) if lines != [] else ()
    elif lines is None:
        mixed = funds_of(_mixed_lines(step, holders))
        why = say(
            "al fondo {funds} attingono anche altre persone, e quanto è destinato al risultato {of_holders} non si "
            "distingue: il minimo non è verificato, e lo controlla chi costituisce il fondo",
            many="ai fondi {funds} attingono anche altre persone, e quanto è destinato al risultato {of_holders} non "
            "si distingue: il minimo non è verificato, e lo controlla chi costituisce il fondo",
            number="n",
            n=len(mixed),
            funds=Listed(mixed),
            of_holders=of_holders,
        )
        yield noted(step, "info", why, phase=Phase.REWARDS)
    elif not lines and not _nothing_destined(step):
        why = say(
            "quanto è destinato al risultato {of_holders} non risulta, perché nessuno lo ha avuto: ne va almeno il "
            "{share} delle risorse di posizione e risultato, {floor}: chi costituisce i fondi gliele destina",
            of_holders=of_holders,
            share=share,
            floor=Money(floor),
        )
        yield _of_the_floor(step, "info", why, least, minimum)
    elif (result := sum((line.amount for line in lines), Decimal(0))) >= floor:
        yield from _not_written(step, every, own)
    else:
        part = product(HUNDRED, quotient(fraction(result), fraction(position) + fraction(result)))
        why = say(
            "al risultato {of_holders} va il {part} delle risorse di posizione e risultato ({result}): ne va almeno "
            "il {share}, {floor}: chi costituisce i fondi li porta a quella misura",
            of_holders=of_holders,
            part=Percent(under(part, HUNDRED * least.value, 2)),
            result=Money(result),
            share=share,
            floor=Money(floor),
        )
        if not result:
            why = say(
                "al risultato {of_holders} non va nulla delle risorse di posizione e risultato: ne va almeno il "
                "{share}, {floor}: chi costituisce i fondi li porta a quella misura",
                of_holders=of_holders,
                share=share,
                floor=Money(floor),
            )
        paid = Intermediate("posizione, in euro", position)
        destined = Intermediate("risultato destinato, in euro", result)
        yield _of_the_floor(step, "warning", why, least, paid, destined, minimum)


def _of_the_floor(
    step: Step, severity: Severity, why: Message, least: InForce[Fraction], *steps: Intermediate
) -> Finding:
    phase, posts = Phase.REWARDS, tuple(step.dossier.positions)
    return noted(step, severity, why, phase=phase, inputs=posts, parameters=(least,), steps=steps)


def _not_written(step: Step, every: list[Paid], own: list[Paid]) -> Iterator[Finding]:
    """A note on posts without recorded pay: a missing value is not zero, so the floor cannot be checked."""
    counting = {"due": [], "yearly": own}.get(step.readings[DESTINED].choice, every)
    missing = tuple(post for post, amount in counting if amount is None)
    if missing:
        why = say(
            "la retribuzione della posizione {posts} non è scritta: non si può dire se al risultato va il minimo",
            many="la retribuzione di {n} posizioni ({posts}) non è scritta: non si può dire se al risultato va il "
            "minimo",
            number="n",
            n=len(missing),
            posts=Listed((Ref("position", post.id) for post in missing), most=MOST_TOLD),
        )
        yield noted(step, "info", why, phase=Phase.REWARDS, inputs=missing)


def _written(posts: list[Paid]) -> Decimal:
    """The yearly pay of some posts, as far as it is recorded."""
    return sum((amount for _, amount in posts if amount is not None), Decimal(0))


def _pay_of(step: Step, posts: list[Position]) -> Iterator[Paid]:
    """Some posts with their pay: as weighted, otherwise as recorded."""
    for post in posts:
        weighed = step.so_far.position(post.id)
        written = kit.pay_of_year(step.dossier, post)
        yield post, written if weighed is None or weighed.amount is None else weighed.amount


def _due(step: Step, holders: set[str]) -> Decimal:
    """What is due in the year to holders for their posts."""
    of_posts = (one for one in step.so_far.rewards if step.tools[one.tool].pays == POST)
    return sum((one.due for one in of_posts if one.person in holders), Decimal(0))


def _result_lines(step: Step, holders: set[str]) -> list[FundLine] | None:
    """The lines from which only holders have result pay; None if one also pays somebody else.

    Lines on which nobody draws count if their tool uses a fund that pays posts: their part is saved.
    """
    if _mixed_lines(step, holders):
        return None
    paid = (one for one in step.so_far.rewards if step.tools[one.tool].pays == RESULT and one.person in holders)
    given = {one.tool for one in step.so_far.rewards}
    of_posts = {fund for tool in step.tools.values() if tool.pays == POST for fund in tool.funds}
    vacant = {
        tool.name
        for tool in step.tools.values()
        if tool.pays == RESULT and tool.name not in given and of_posts.intersection(tool.funds)
    }
    of_nobody = (line for line in step.so_far.fund_lines if line.tool in vacant)
    return list((lines_of(step, paid) | lines_of(step, of_nobody)).values())


def _mixed_lines(step: Step, holders: set[str]) -> list[FundLine]:
    """The lines from which holders have result pay and others are paid too."""
    return also_for_others(step, (one for one in step.so_far.rewards if step.tools[one.tool].pays == RESULT), holders)


def _nothing_destined(step: Step) -> bool:
    """Whether everything in the funds of result pay is for others or saved: the ente allocates nothing to results."""
    known = {one.id for one in step.dossier.funds}
    funds = {fund for tool in step.tools.values() if tool.pays == RESULT for fund in tool.funds if fund in known}
    if not funds:
        return False
    lines = [line for line in step.so_far.fund_lines if line.fund in funds]
    divided = {(line.fund, line.of) for line in lines if line.of is not None}
    drawn = {(one.fund, one.item) for one in step.so_far.rewards}
    last = (line for line in lines if (line.fund, line.item) not in divided)
    return all((line.fund, line.item) in drawn or line.savings == line.amount for line in last)
