"""The result pay of managers and posizioni organizzative, by the Giunta's method (art. 21 c. 1; art. 14 c. 2).

The text has neither the method nor the limits of the CCNL: the ente gives them (I-BL-35). There are two methods:
position pay times a share and the score, or times the share of the level that the score reaches. For a holder without a
score nothing is certain: the most that may be due is computed, and waits for the evaluation.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from attrs import evolve, frozen

from merito import (
    NOTHING,
    Basis,
    FundLine,
    Grade,
    InForce,
    Intermediate,
    Listed,
    Message,
    Money,
    Percent,
    PersonScore,
    Phase,
    Position,
    Ref,
    ResultRows,
    Reward,
    State,
    Step,
    cited,
    kit,
    rule,
    say,
    several,
)
from merito.numbers import HUNDRED, Period, cents_down, cents_half_up, cents_up, fraction, joined, split
from merito_comunita_montane.bands.decisions import BAN
from merito_comunita_montane.evaluation.evaluators import EVALUATION, OF_SINDACO
from merito_comunita_montane.evaluation.factors import GIVEN
from merito_comunita_montane.evaluation.scores import APPEAL, raised_later, score_before, score_in_force
from merito_comunita_montane.organisation import SECRETARY, role_of
from merito_comunita_montane.planning.units import WHERE, degree_of, short, unmeasured, why_short
from merito_comunita_montane.prizes.bonus import WHOLE, ZERO

TOOL, FUND, METHOD = "result", "result", "result_method"
FORMULA, SHARE, LEVELS, PROPORTIONAL = "result_formula", "result_share", "result_levels", "proportional"
POSTS = ("position", "manager")
BELOW, PART, STRUCTURE, EVALUATED, COVERED = "I-BL-44", "I-BL-45", "I-BL-47", "I-BL-55", "I-BL-70"
HOLDER, INTERIM = "holder", "interim"
READINGS = (GIVEN, BELOW, PART, STRUCTURE, EVALUATED, COVERED, WHERE, BAN.equal_prizes, BAN.equal_scores, APPEAL)
NO_HOLDERS = say(
    "manca una valutazione come titolare, sui fattori dell'art. 11 c. 2 ({reading})", reading=Ref("reading", EVALUATED)
)
NOT_EVALUATED = say("manca la valutazione del Sindaco dopo il parere dell'OIV (atto valutazione_sindaco)")
OF_HOLDERS, OF_INTERIM = "retribuzioni di risultato", "retribuzioni di risultato ad interim"
NOT_FOR_INTERIM = say("per la posizione retta ad interim non spetta ({reading})", reading=Ref("reading", COVERED))
SURPLUS = say("eccedenza del fondo oltre il massimo che può spettare")
UNMERITED = say("parte del fondo che le valutazioni non attribuiscono")


@frozen(kw_only=True)
class Method:
    """The fraction of position pay that a score in percent gives, and the parameters behind it."""

    steps: tuple[tuple[Fraction, Fraction], ...]
    share: Fraction
    parameters: tuple[InForce[object], ...]

    def rate(self, score: Fraction) -> Fraction:
        """The share of the position pay, exact: of the highest level reached, or in proportion to the score."""
        if not self.steps:
            return self.share * score / HUNDRED
        return max((share for least, share in self.steps if score >= least), default=Fraction(0))

    def level(self, score: Fraction) -> Fraction:
        """The score in percent at which the highest level reached begins; below all levels, a score below zero."""
        return max((least for least, _ in self.steps if score >= least), default=Fraction(-1))


def _method(step: Step) -> Method:
    """The ente's method. Raises MissingParameterError while a part of it is not set."""
    formula = step.parameters.choice(FORMULA)
    if formula.value == PROPORTIONAL:
        share = step.parameters.share(SHARE)
        return Method(steps=(), share=share.value, parameters=(formula, share))
    table = step.parameters.table(LEVELS)
    return Method(steps=_levels(table.value) or (), share=Fraction(0), parameters=(formula, table))


def _levels(given: Mapping[str, object]) -> tuple[tuple[Fraction, Fraction], ...] | None:
    """Scores in percent with the share from each on; None if they are invalid, or a score is there twice."""
    rows = []
    for written, share in given.items():
        try:
            least = fraction(Decimal(written))
        except (InvalidOperation, ValueError, OverflowError):
            return None
        if not isinstance(share, Fraction) or not (0 <= least <= HUNDRED and 0 <= share <= 1):
            return None
        rows.append((least, share))
    rows.sort()
    if len({least for least, _ in rows}) < len(rows) or [share for _, share in rows] != sorted(s for _, s in rows):
        return None
    return tuple(rows) or None


@rule("BL-21.1", GIVEN, hook="merito_check_parameters")
def levels_and_limits(step: Step) -> ResultRows:
    """Levels rise, and a minimum is not above its maximum."""
    wrong = []
    if step.parameters.has(LEVELS) and _levels(step.parameters.table(LEVELS).value) is None:
        why = say(
            "parametro {parameter} rifiutato: per ogni punteggio da 0 a 100 da cui un livello comincia, una quota da "
            '0 a 1 che non diminuisce ({{ "60" = 0.1, "80" = 0.2 }})',
            parameter=Ref("parameter", LEVELS),
        )
        wrong.append(why)
    for keys in map(_limits, POSTS):
        if all(map(step.parameters.has, keys)):
            least, most = (step.parameters.share(key).value for key in keys)
            if least > most:
                why = say(
                    "il minimo del CCNL ({least}) passa il massimo ({most}): {parameters}",
                    least=Percent(least * HUNDRED),
                    most=Percent(most * HUNDRED),
                    parameters=tuple(Ref("parameter", key) for key in keys),
                )
                wrong.append(why)
    yield from (kit.told("error", "BL-21.1", why, phase=Phase.REWARDS, tool=TOOL) for why in wrong)


def _limits(post: str) -> tuple[str, str]:
    """The CCNL's minimum and maximum for a kind of post, as shares of the position pay."""
    return f"{post}_result_minimum", f"{post}_result_maximum"


@frozen(kw_only=True)
class Pay:
    """What one holder is due: the pay it is measured on, the share of it, the limits, and the sum (euro).

    `best` is what the best score would give, `part` the sum due as a fraction of the maximum, before cents; `certain`
    what is due for the days in no doubt, `share` the share of the position pay that is due, `uncovered` what a
    correction after the payment adds beyond the fund. `merit` says why it is not known yet, or why nothing is due;
    `structure` is the grade behind that. `elsewhere` is due for another post on the same days in any case, and so not
    for this one.
    """

    one: kit.Holding
    score: PersonScore | None
    base: Fraction
    rate: Fraction
    least: Decimal
    most: Decimal
    best: Decimal
    due: Decimal
    certain: Decimal
    share: Fraction
    part: Fraction
    limits: tuple[InForce[Fraction], InForce[Fraction]]
    merit: kit.Merit
    structure: tuple[Grade, ...]
    uncovered: Decimal = ZERO
    elsewhere: Decimal = ZERO

    @property
    def formula(self) -> Message:
        """The calculation, with the limit that changed it, if one did."""
        pay, found = cents_half_up(self.base), cents_half_up(self.base * self.rate)
        rate, least, most = Percent(self.rate * HUNDRED), Money(self.least), Money(self.most)
        if self.elsewhere:
            return say(
                "{pay} × {rate} = {found}, meno {elsewhere} che per gli stessi giorni spettano per l'altra posizione",
                pay=Money(pay),
                rate=rate,
                found=Money(found),
                elsewhere=Money(self.elsewhere),
            )
        if found == self.due:
            return say(
                "{pay} × {rate} = {found} (tra {least} e {most})",
                pay=Money(pay),
                rate=rate,
                found=Money(found),
                least=least,
                most=most,
            )
        return say(
            "{pay} × {rate} = {found}, portata a {due} (tra {least} e {most})",
            pay=Money(pay),
            rate=rate,
            found=Money(found),
            due=Money(self.due),
            least=least,
            most=most,
        )


def _pay(step: Step, method: Method, one: kit.Holding, score: PersonScore | None) -> Pay:
    """What a holder is due for a score, under the readings in force.

    For somebody who was a holder for the smaller part of the year the evaluation gives it by I-BL-55; a share below the
    minimum of the contract is by I-BL-44.
    """
    keys = _limits("manager" if kit.managerial(one.position) else "position")
    step.parameters.need(*keys)
    limits = step.parameters.share(keys[0]), step.parameters.share(keys[1])
    merit = kit.merit_of(score)
    if score and kit.evaluated_by_oneself(step.dossier, score):
        merit = kit.most_by_another(step.dossier, score)
    if role_of(step.dossier, step.dossier.people[one.person]) not in OF_SINDACO:
        merit = step.choose(EVALUATED, of_the_year=merit, as_holder=_whole(merit, NO_HOLDERS))
    if _awaits_the_sindaco(step, one.person):
        merit = _whole(merit, NOT_EVALUATED)
    base, firm = _base(step, one), _base(step, one.without(one.in_doubt))
    rate, low, high = method.rate(merit.part * HUNDRED), limits[0].value, limits[1].value
    below = 0 < rate < low
    share = step.choose(BELOW, minimum=low, nothing=Fraction(0)) if below else min(rate, high)
    waits, lost, grades = _of_the_unit(step, one.person)
    if not merit.waits and (waits or lost):
        merit = kit.most_until(waits) if waits else kit.nothing(lost)
    share = Fraction(0) if lost else share
    if one.may_grow:
        merit = merit.growing(one.may_grow)
    return Pay(
        one=one,
        score=score,
        base=base,
        rate=rate,
        least=cents_up(base * low),
        most=cents_down(base * high),
        best=_due(base, method.rate(HUNDRED), low, high),
        due=_due(base, share, low, high),
        certain=_due(firm, share, low, high),
        share=share,
        part=share / high if high else Fraction(0),
        limits=limits,
        merit=merit,
        structure=grades,
    )


def _whole(merit: kit.Merit, why: Message) -> kit.Merit:
    """The maximum, held for what an evaluation waits for already, or else for another one that may give all."""
    return evolve(merit, part=Fraction(1)) if merit.waits else kit.most_until(why)


def _awaits_the_sindaco(step: Step, person: str) -> bool:
    """Whether the Sindaco, who evaluates a holder and may change the OIV's proposal, has not (art. 11 c. 3-4).

    An evaluation without the OIV's opinion, or before it, must be made again, and may then give more or less.
    """
    state = step.gate("BL-29.1d", f"person:{person}")
    return state is not None and any(need.kind == EVALUATION for need in state.missing)


def _base(step: Step, one: kit.Holding) -> Fraction:
    """The pay of a post on which a holder's result is measured: that of the days, or of the year (I-BL-45)."""
    amount = fraction(kit.pay_of_year(step.dossier, one.position) or 0) if one.days else Fraction(0)
    return step.choose(PART, days=kit.pay_held(step, one), whole=amount)


def _due(base: Fraction, share: Fraction, low: Fraction, high: Fraction) -> Decimal:
    """A share of a position pay, to the cent and within the limits of the contract; nothing, if nothing is due."""
    return min(max(cents_half_up(base * share), cents_up(base * low)), cents_down(base * high)) if share else ZERO


def _of_the_unit(step: Step, person: str) -> tuple[Message, Message, tuple[Grade, ...]]:
    """What the 70% of the holder's unit waits for, or takes away, if it counts for result pay at all."""
    grade = degree_of(step, person)
    untested: tuple[Message, Message, tuple[Grade, ...]] = (NOTHING, NOTHING, ())
    if grade is None:
        return untested
    tested = untested
    if short(step, grade):
        tested = NOTHING, cited("BL-17.2p", why_short(step, grade.id)), (grade,)
    elif doubt := unmeasured(grade.id, grade):
        tested = cited("BL-17.2p", doubt), NOTHING, ()
    return step.choose(STRUCTURE, annual_only=untested, result_too=tested)


@rule("BL-21.1", hook="merito_check_plan")
def two_posts_at_once(step: Step) -> ResultRows:
    """Asks about two full posts of one person on the same days: the text has one result for one post."""
    for one in kit.holders_of_two(step):
        why = say(
            "{held}, finché gli incarichi non dicono quale delle due finisce, o è ad interim: allora ciò che spetta "
            "per questa lo dice la lettura {reading}",
            held=one.told,
            reading=Ref("reading", COVERED),
        )
        yield kit.told(
            "warning", "BL-21.1", why, f"person:{one.person}", phase=Phase.REWARDS, tool=TOOL, inputs=one.rows
        )


@rule("BL-21.1", COVERED, hook="merito_check_plan")
def posts_covered_ad_interim(step: Step) -> ResultRows:
    """Tells who covers a post ad interim: whether its result is due is a reading."""
    for position in step.dossier.positions:
        for one in _of_post(step, position, INTERIM):
            why = say(
                "regge ad interim {position} ({periods}): se per questa gli spetti una retribuzione di risultato lo "
                "dice la lettura {reading}, che l'ente adotta",
                position=Ref("position", position.id),
                periods=_told_days(one.periods),
                reading=Ref("reading", COVERED),
            )
            yield kit.told(
                "warning", "BL-21.1", why, f"person:{one.person}", phase=Phase.REWARDS, tool=TOOL, inputs=one.rows
            )


@rule("BL-21.1", hook="merito_check_plan")
def one_post_for_two(step: Step) -> ResultRows:
    """Tells the days of a post that are written for two people: what is due for them waits."""
    for position in step.dossier.positions:
        for kind in (HOLDER, INTERIM):
            written = _of_post(step, position, kind)
            twice = [one for one in written if kit.also_held(one, written)]
            if len(twice) > 1:
                days = joined(each for one in twice for each in kit.also_held(one, written))
                why = _held_by_two(position, kind, tuple(dict.fromkeys(one.person for one in twice)), days)
                rows = tuple(row for one in twice for row in one.rows)
                subject = f"position:{position.id}"
                yield kit.told("warning", "BL-21.1", why, subject, phase=Phase.REWARDS, tool=TOOL, inputs=rows)


def _held_by_two(position: Position, kind: str, people: Sequence[str], days: Sequence[Period]) -> Message:
    who, when = tuple(Ref("person", one) for one in people), _told_days(days)
    if kind == HOLDER:
        return say(
            "la posizione {position} ha due titolari negli stessi giorni ({people}: {periods}): ciò che per questi "
            "giorni spetta di retribuzione di risultato è sospeso finché gli incarichi non dicono di chi sono (tabella "
            "incarichi, colonne dal e al)",
            position=Ref("position", position.id),
            people=who,
            periods=when,
        )
    return say(
        "la posizione {position} è retta ad interim da due persone negli stessi giorni ({people}: {periods}): ciò che "
        "per questi giorni spetta di retribuzione di risultato è sospeso finché gli incarichi non dicono di chi sono "
        "(tabella incarichi, colonne dal e al)",
        position=Ref("position", position.id),
        people=who,
        periods=when,
    )


def _told_days(periods: Sequence[Period]) -> tuple[Message, ...]:
    return tuple(say("dal {start} al {end}", start=one.start, end=one.end) for one in periods)


def _of_post(step: Step, position: Position, kind: str = HOLDER) -> list[kit.Holding]:
    """Who holds a post, or covers it ad interim, on days of the year; not the Segretario."""
    held = (one for one in kit.held(step, position, kind=kind) if one.days)
    return [one for one in held if role_of(step.dossier, step.dossier.people[one.person]) != SECRETARY]


@rule("BL-21.1", "BL-16.2", BAN.rule, *READINGS, tool=TOOL, hook="merito_rewards")
def result_pay(step: Step) -> ResultRows:
    """Every holder by the method of the Giunta; in total within the fund, and what is left is savings."""
    line = step.so_far.line(FUND, WHOLE)
    if line is None:
        return ()
    method, holders, covering, doubts = _method(step), list[kit.Holding](), list[kit.Holding](), list[Message]()
    for position in step.dossier.positions:
        of_post, ad_interim = (kit.one_a_day(_of_post(step, position, kind)) for kind in (HOLDER, INTERIM))
        holders += of_post
        covering += ad_interim
        if (of_post or ad_interim) and not kit.rates_of(step.dossier, position):
            why = say(
                "manca la retribuzione di posizione di {position}: chi tiene le posizioni scrive quella che il suo "
                "atto le dà (tabella posizioni, colonna importo)",
                position=Ref("position", position.id),
            )
            doubts.append(why)
    if doubts or not (holders or covering):
        why = several(*doubts) or say("non risulta nessun titolare di un incarico (posizioni, incarichi)")
        return (kit.of_tool(step, "warning", say("non diviso: {why}", why=why)),)
    every, ad_interim_most, beyond = _pays(step, method, holders, covering, line.amount)
    of_holders = [_one_of_two(step, method, pay, every) for pay in every]
    interims = [_for_interim(step, pay) for pay in ad_interim_most]
    more_ad_interim = _more_if_of_another(step, method, ad_interim_most, INTERIM)
    more = _more_if_of_another(step, method, of_holders)
    more += step.choose(COVERED, by_method=more_ad_interim, nothing=ZERO)
    total = _total([*of_holders, *interims]) + more
    if total > line.amount:
        if not more and not any(pay.merit.waits for pay in (*of_holders, *interims)):
            why = say(
                "le retribuzioni di risultato sommano a {total}: {over} oltre il fondo di {fund}",
                total=Money(total),
                over=Money(total - line.amount),
                fund=Money(line.amount),
            )
            return (kit.of_tool(step, "error", why, "BL-16.2"),)
        why = say(
            "non diviso: le retribuzioni di risultato sommano a {total}: {over} oltre il fondo, con il massimo a chi "
            "non è ancora valutato, e per i giorni scritti per due persone",
            total=Money(total),
            over=Money(total - line.amount),
        )
        return (kit.of_tool(step, "warning", why, "BL-16.2"),)
    kept = min(_total(ad_interim_most), line.amount - _total(of_holders) - more)
    rows = (
        *_divided(method, line, of_holders, OF_HOLDERS, line.amount - kept, more),
        *(_divided(method, line, interims, OF_INTERIM, kept) if interims else ()),
    )
    return (*rows, *beyond, *_alike(step, method, of_holders), *_approved_late(step))


def _for_interim(step: Step, pay: Pay) -> Pay:
    """What somebody is due for a post covered ad interim: by the method, or nothing (I-BL-70)."""
    none = Fraction(0)
    nothing = evolve(
        pay, due=ZERO, uncovered=ZERO, certain=ZERO, share=none, part=none, merit=kit.nothing(NOT_FOR_INTERIM)
    )
    return step.choose(COVERED, by_method=pay, nothing=nothing)


def _one_of_two(step: Step, method: Method, pay: Pay, pays: Sequence[Pay]) -> Pay:
    """What is due for the second of two posts of one person: if an ad interim gives nothing (I-BL-70), only what it
    gives more than the first, since one of the two results is due.
    """
    names = {name for doubt in pay.one.doubts for name in doubt.beside}
    first = [each for each in pays if each.one.person == pay.one.person and each.one.position.id in names]
    if len(first) != 1 or any(each.one.shares_days for each in (pay, *first)):
        return pay
    days = [each for doubt in pay.one.doubts if doubt.beside for each in doubt.days]
    left = _pay(step, method, first[0].one.without(days), first[0].score)
    given, waits = first[0].due - left.due, pay.due - pay.certain
    elsewhere = min(given, waits)
    one_of_two = evolve(
        pay,
        due=pay.due - elsewhere,
        certain=pay.certain - max(given - waits, ZERO),
        most=max(pay.most - (first[0].most - left.most), pay.due - elsewhere),
        best=max(pay.best - (first[0].best - left.best), pay.due - elsewhere),
        elsewhere=elsewhere,
    )
    return step.choose(COVERED, by_method=pay, nothing=one_of_two)


def _more_if_of_another(step: Step, method: Method, pays: Sequence[Pay], kind: str = HOLDER) -> Decimal:
    """The most (euro) that is due beyond these sums if days written for two people are another's (I-BL-45).

    By days, each of these people may have a cent more, since each sum is rounded by itself. If a post counts whole for
    whoever has held it, somebody without other days may have all of it.
    """
    more = Fraction(0)
    for pay in pays:
        written = {one.person: one for one in _of_post(step, pay.one.position, kind)}
        counted = {other.one.person for other in pays if other.one.position is pay.one.position}
        for doubt in pay.one.doubts:
            if not doubt.among or not doubt.days:
                continue
            others = [_pay(step, method, written[each], score_in_force(step, each)) for each in doubt.among]
            worth = kit.pay_held(step, pay.one) - kit.pay_held(step, pay.one.without(doubt.days))
            higher = max(max(other.share for other in others) - pay.share, Fraction(0))
            cents = Fraction(1 + len(others), HUNDRED)
            missing = sum((fraction(other.due) for other in others if other.one.person not in counted), Fraction(0))
            more += step.choose(PART, days=worth * higher + cents, whole=missing)
    return cents_down(more)


def _divided(
    method: Method, line: FundLine, pays: Sequence[Pay], item: str, amount: Decimal, more: Decimal = ZERO
) -> ResultRows:
    """What each is due from a part of the fund, and what is left of that part as savings.

    Of these wait `more`, which may be due if days are another's. While everything that is due waits, and would hold the
    savings of its line with it, they are a line apart: whoever waits does so with the most that may be due.
    """
    total, most = _total(pays), sum((pay.most for pay in pays), ZERO)
    given = amount - more
    if more:
        why = say("{why}: con i giorni scritti per due persone può spettare all'altra", why=UNMERITED)
        rests_on = (line, *(pay.score for pay in pays if pay.score))
        yield kit.saved(line, kit.to_clarify(item), more, why, ("BL-21.1",), rests_on, State.PROVISIONAL)
        amount = given
    unmerited = max(min(most, amount + more) - total - more, ZERO)
    left = kit.why_saved({SURPLUS: amount - total - unmerited, UNMERITED: unmerited})
    why = NOT_FOR_INTERIM if item == OF_INTERIM and total < amount else left
    due = [pay for pay in pays if pay.due]
    if total < amount and due and all(pay.merit.waits for pay in due):
        yield kit.saved(line, f"{item}, non attribuite", amount - total, why, ("BL-21.1",), (line,))
        amount, why = total, NOTHING
    own = FundLine(
        fund=FUND,
        item=item,
        of=WHOLE,
        amount=amount,
        savings=amount - total,
        reason=why,
        rules=("BL-21.1", *((COVERED,) if item == OF_INTERIM else ())),
        rests_on=(line, *(pay.score for pay in pays if pay.score)),
        basis=Basis(parameters=method.parameters),
    )
    everybody = most > given
    yield from (_reward(pay, method, line, own, on_all=everybody or not _between(pay, method)) for pay in pays)
    yield own


def _pays(
    step: Step, method: Method, holders: Sequence[kit.Holding], covering: Sequence[kit.Holding], fund: Decimal
) -> tuple[list[Pay], list[Pay], ResultRows]:
    """What is due to every holder and to whoever covers a post ad interim, with the scores won by appeals.

    If the fund pays all that was due before the corrections that followed the payment, and not what they add, the rest
    of what they add is due without cover, pro rata, and takes nothing from anybody (I-BL-38).
    """
    now = [_pay(step, method, one, score_in_force(step, one.person)) for one in (*holders, *covering)]
    short = _counted(step, now, len(holders)) - fund
    if short > 0 and not any(pay.merit.waits for pay in now):
        contested = {one.person: score_before(step, one.person, TOOL) for one in (*holders, *covering)}
        before = [_pay(step, method, pay.one, contested[pay.one.person]) for pay in now]
        if _counted(step, before, len(holders)) <= fund:
            pairs = [*zip(now, before, strict=True)]
            counted = [*now[: len(holders)], *(_for_interim(step, pay) for pay in now[len(holders) :])]
            added = {str(at): max(pay.due - pairs[at][1].due, ZERO) for at, pay in enumerate(counted)}
            lacking = split(short, added)
            now = [evolve(pay, uncovered=lacking[str(at)]) for at, pay in enumerate(now)]
            return now[: len(holders)], now[len(holders) :], tuple(_beyond(step, short, now, before))
    return now[: len(holders)], now[len(holders) :], ()


def _counted(step: Step, pays: Sequence[Pay], holders: int) -> Decimal:
    """The total of what holders, who come first, and those ad interim are due."""
    return _total([*pays[:holders], *(_for_interim(step, pay) for pay in pays[holders:])])


def _beyond(step: Step, short: Decimal, pays: Sequence[Pay], before: Sequence[Pay]) -> ResultRows:
    """The missing money: an error of the fund that takes nothing from anybody, and who is entitled to it."""
    why = say(
        "con ciò che si è corretto dopo il pagamento le retribuzioni di risultato passano il fondo di {over}: serve "
        "altro denaro ({reading})",
        over=Money(short),
        reading=Ref("reading", APPEAL),
    )
    yield kit.told("error", "BL-16.2", why, phase=Phase.REWARDS)
    for now, stood in zip(pays, before, strict=True):
        if now.uncovered:
            person = now.one.person
            why = say(
                "la correzione dopo il pagamento dà diritto a {more} in più di retribuzione di risultato, fino a "
                "{due}: {uncovered} sono senza copertura, e serve un atto che dica con quale denaro si pagano "
                "({reading})",
                more=Money(now.due - stood.due),
                due=Money(now.due),
                uncovered=Money(now.uncovered),
                reading=Ref("reading", APPEAL),
            )
            inputs = tuple(filter(None, (raised_later(step).get(person),)))
            yield kit.told("warning", "BL-21.1", why, f"person:{person}", phase=Phase.REWARDS, inputs=inputs)


def _total(pays: Sequence[Pay]) -> Decimal:
    """What some are due, as far as the fund covers it."""
    return sum((pay.due - pay.uncovered for pay in pays), ZERO)


def _between(pay: Pay, method: Method) -> bool:
    """Whether nobody with another score can have the same part, as people at a limit or on a level can.

    Other sums, and all sums of a fund smaller than the maximum of all, rest on everybody's evaluation.
    """
    low, high = (limit.value for limit in pay.limits)
    return not method.steps and bool(pay.due) and low < pay.rate < high


def _reward(pay: Pay, method: Method, line: FundLine, own: FundLine, *, on_all: bool) -> Reward:
    score = (pay.score,) if pay.score else ()
    waits = pay.due - min(pay.due, pay.certain)
    unsure = (pay.one.why_doubtful,) if waits else ()
    return Reward(
        person=pay.one.person,
        tool=TOOL,
        fund=FUND,
        item=own.item,
        due=pay.due,
        most=max(pay.best, pay.due),
        uncovered=pay.uncovered,
        subject=f"position:{pay.one.position.id}",
        state=pay.merit.state,
        reason=several(*unsure, pay.merit.reason),
        waits=waits,
        may_grow=pay.merit.may_grow,
        rules=(*own.rules, GIVEN),
        rests_on=(line, *((own,) if on_all else ()), *score, *pay.structure),
        basis=Basis(
            inputs=(pay.one.position, *pay.one.rows),
            parameters=(*method.parameters, *pay.limits),
            steps=(Intermediate("giorni di incarico", pay.one.days),),
            formula=pay.formula,
        ),
    )


def _alike(step: Step, method: Method, pays: Sequence[Pay]) -> ResultRows:
    """Art. 14 c. 2, for everybody evaluated, once: scores, or where the level reached begins, and what they give."""
    of_person = {pay.one.person: pay for pay in reversed(pays) if not pay.merit.waits and pay.most}
    known = [(pay, pay.score) for pay in of_person.values() if pay.score]
    evaluated = [
        kit.Compared(
            score=score.score or Fraction(0),
            level=method.level(kit.merit_of(score).part * HUNDRED) if method.steps else score.score or Fraction(0),
            part=pay.part,
        )
        for pay, score in known
    ]
    yield from kit.equal_prizes(step, BAN, evaluated)


def _approved_late(step: Step) -> ResultRows:
    """Warns of a method approved after the year, or after the Sindaco's evaluation; the sums remain."""
    acts, year = step.acts_of(METHOD), step.dossier.year
    method = min(acts, key=lambda act: act.date, default=None)
    if method is None:
        return
    judged = min((act.date for act in step.acts_of(EVALUATION) if act.date < method.date), default=None)
    after = [say("dopo la fine del {year}", year=year)] if method.date.year > year else []
    after += [say("dopo la valutazione del Sindaco ({day})", day=judged)] if judged else []
    if after:
        why = say(
            "la metodologia (atto {act}) è del {day}, {after}: il testo vuole la retribuzione di risultato, a seguito "
            "della valutazione, in base a una metodologia già approvata (art. 21 c. 1); le somme restano",
            act=Ref("act", method.id),
            day=method.date,
            after=Listed(after),
        )
        yield kit.of_tool(step, "warning", why, inputs=acts)
