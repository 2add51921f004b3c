"""Result pay, divided by the method that the ente has adopted: who shares in it, by which weights, what each is due
(art. 27 c. 7, art. 28 c. 5, art. 43 c. 2, art. 44 c. 2; managers' posts and their revocation, art. 22).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import compress
from itertools import product as product_of

from attrs import evolve, frozen

from merito import (
    NOTHING,
    Act,
    Appointment,
    Basis,
    FundLine,
    Message,
    Money,
    Percent,
    Person,
    PersonScore,
    Position,
    Ref,
    ResultRows,
    Reward,
    State,
    Step,
    as_message,
    cited,
    kit,
    rule,
    say,
    several,
)
from merito.numbers import (
    Period,
    apart_from,
    cents_down,
    cents_half_up,
    common,
    days_of_year,
    joined,
    meet,
    product,
    quotient,
)
from merito_bergamo.appointments import MANAGER_REVOCATION, REVOCATION, Role, presence, served_as
from merito_bergamo.evaluation.factors import HOLDERS, MANAGERS, THE_SECRETARY, Evaluated, whole_year
from merito_bergamo.evaluation.scores import score_in
from merito_bergamo.prizes import interim
from merito_bergamo.prizes.positions import approved, rates

LOST = "I-BG-16"
PART_OF_YEAR = "I-BG-20"
VACANT_SHARE = "I-BG-21"
AFTER_REVOCATION = "I-BG-27"
OF_MANAGERS = "BG-21.3"
BAN = kit.Ban(rule="BG-46.1", equal_prizes="I-BG-46", equal_scores="I-BG-47")
METHOD = (BAN.rule, BAN.equal_prizes, BAN.equal_scores, "I-BG-18", PART_OF_YEAR, VACANT_SHARE, "I-BG-25")
UNMERITED = say("parte del risultato che le valutazioni non attribuiscono")
REVOKED = say("parte di incarichi revocati, persa per tutto l'anno")
ODD_CENT = say("il centesimo che resta va alla valutazione migliore, e non tutte sono definitive")
CONTESTED = say(
    "un incarico ad interim ha giorni contesi, e fino a che non sono corretti se ne toglie il massimo: può crescere"
)
OF_DAYS = say("ogni parte dipende da chi tiene una posizione nei giorni scritti per due persone")
ZERO = Decimal("0.00")
Score = Callable[[str], PersonScore | None]


@rule("BG-28.5", "BG-27.7", *interim.CITED, *METHOD, "I-BG-10", LOST, tool=HOLDERS.tool, hook="merito_rewards")
def result_pay_of_holders(step: Step) -> ResultRows:
    """Result pay of the posizioni organizzative by the ente's method, if the evaluation is positive."""
    return _pay(step, HOLDERS, _holders, "risultato")


@rule("BG-44.2", *METHOD, AFTER_REVOCATION, tool=MANAGERS.tool, hook="merito_rewards")
def result_pay_of_managers(step: Step) -> ResultRows:
    """Result pay of the managers by the ente's method, in proportion to the evaluation."""
    return _pay(step, MANAGERS, _managers)


@rule("BG-43.2", *METHOD, tool=THE_SECRETARY.tool, hook="merito_rewards")
def result_pay_of_the_secretary(step: Step) -> ResultRows:
    """Result pay of the Segretario Generale by the method adopted, in proportion to the evaluation."""
    return _pay(step, THE_SECRETARY, _secretary)


@frozen(kw_only=True)
class Entitlements:
    """The people entitled to a result pay, and the weight of the days on which nobody held a post.

    `doubts` say why it cannot be divided yet: a post whose pay or holders are uncertain. `left` are the
    managers whom a revocation has left without a post. `others` are those of the other ways in which what is in doubt
    may end: that a post is held on some days, that a new grading counts.
    """

    people: Sequence[kit.Entitled]
    vacant: Fraction = Fraction(0)
    doubts: Sequence[Message] = ()
    left: frozenset[str] = frozenset()
    others: Sequence["Entitlements"] = ()

    def filled(self) -> "Entitlements":
        """The same, with the days of nobody divided by weight among those who stay (I-BG-21, to_others).

        A revoked holder gets nothing of the days that nobody holds.
        """
        staying = {one for one in self.people if not _revoked(one) and one.person not in self.left}
        whole = sum((one.weight for one in staying), Fraction(0))
        if not whole:
            return self
        more = 1 + self.vacant / whole
        people = [evolve(one, weight=one.weight * more) if one in staying else one for one in self.people]
        return evolve(self, people=people, vacant=Fraction(0))


def _revoked(one: kit.Entitled) -> Act | Appointment | None:
    """The act of the year that revoked the post, or the row that says so, if there is one."""
    return one.held.revoked if one.held else None


def _pay(step: Step, whom: Evaluated, who_shares: Callable[..., Entitlements], item: str = "fondo") -> ResultRows:
    """What is due to whom. Blocked until the ente gives its method; what cannot be divided yet stays whole, and waits.

    Raises MissingParameterError with every key of the method that has no value.
    """
    line = kit.fund_line(step, item)
    if line is None:
        return ()
    keys = (f"{whom.tool}_base", f"{whom.tool}_formula", *whom.threshold)
    step.parameters.need(*keys)
    equal = step.parameters.choice(keys[0]).value == "equal"
    entitled = who_shares(step, equal, partial(score_in, step, whom))
    if entitled.doubts:
        stopped = several(*entitled.doubts)
    elif not any(one.weight for one in entitled.people) and not entitled.vacant:
        stopped = say("non risulta nessuno tra cui dividere")
    else:
        stopped = NOTHING
        lost = step.readings[LOST].choice == "whole_year"
        counted = [one for one in entitled.people if one.weight and not (_revoked(one) and lost)]
        waiting = sum(kit.counted_score(one.score) is None for one in counted)
        if waiting and step.parameters.choice(keys[1]).value == "redistributed":
            stopped = say(
                "valutazioni non definitive: {waiting} su {whole}, e ogni quota ne dipende",
                waiting=waiting,
                whole=len(counted),
            )
    if stopped:
        return (kit.of_tool(step, "warning", say("non diviso: {why}", why=stopped)),)
    covered = interim.covering(step) if whom is HOLDERS else ()
    twice = interim.contested(step) if whom is HOLDERS else ()
    most = interim.most_of(covered, twice)
    if most > line.amount:
        why = say(
            "gli incarichi ad interim ({interims}) superano il risultato ({result})",
            interims=Money(most),
            result=Money(line.amount),
        )
        return (kit.of_tool(step, "error", why, interim.RULE),)
    divided = partial(_ResultPay, step, whom, keys, line)
    others = [divided(each, covered, twice) for each in entitled.others]
    return divided(entitled, covered, twice, others).results()


class _ResultPay:
    """One result pay divided among those entitled to it, by the parameters of its method."""

    def __init__(
        self,
        step: Step,
        whom: Evaluated,
        keys: Sequence[str],
        line: FundLine,
        entitled: Entitlements,
        covered: Sequence[interim.Covering] = (),
        twice: Sequence[interim.Contested] = (),
        others: Sequence["_ResultPay"] = (),
    ) -> None:
        self.step, self.whom = step, whom
        self.whole_line = line
        self.covered, self.twice, self.others = covered, twice, others
        self.line = line
        self.threshold = step.parameters.number(keys[2]) if len(keys) > 2 else None
        chosen = tuple(map(step.parameters.choice, keys[:2]))
        self.used = (*chosen, *((self.threshold,) if self.threshold else ()))
        self.lost_whole = step.readings[LOST].choice == "whole_year"
        self.equal = chosen[0].value == "equal"
        self.again = chosen[1].value == "redistributed"
        taken = entitled if step.readings[VACANT_SHARE].choice == "saved" else entitled.filled()
        self.vacant = taken.vacant
        self.people = [evolve(one, merit=self._merit(one)) for one in taken.people]
        self.total = sum((one.weight for one in self.people), self.vacant)
        if self.again and any(map(self._by_oneself, self.people)):
            self.people = [self._growing(one) for one in self.people]
        ordered = kit.best_first(self.people)
        self.shares = {share.one: share for share in self._shares(ordered)}
        self.interims = self._interims(line)
        if self.interims > line.amount - self._given():
            self.line, self.vacant = evolve(line, amount=line.amount - self.interims), Fraction(0)
            self.total = sum((one.weight for one in self.people), Fraction(0))
            if self.twice:
                self.people = [evolve(one, merit=one.merit.growing(CONTESTED)) for one in self.people]
                ordered = kit.best_first(self.people)
            self.shares = {share.one: share for share in self._shares(ordered)}
        self.days = kit.DaysOfTwo.of(list(self.shares.values()), self.line, self.vacant)
        self.days_shared = any(one.shares_days for one in self.people)
        turned = self._shares(sorted(ordered, key=lambda one: one.merit.waits))
        odd = [share.one for share in turned if share.due != self.shares[share.one].due]
        self.unsure = {one for one in odd if not one.merit.reason}  # by another's evaluation, not final
        self.on_all = (line, *(one.score for one in self.people if one.score))

    @property
    def saved(self) -> Decimal:
        """What is nobody's, of free days and by evaluations (euro)."""
        return self.whole_line.amount - self.interims - sum((share.due for share in self.shares.values()), ZERO)

    def due_to(self, person: str, subject: str) -> Decimal:
        """What somebody is due for a post (euro)."""
        own = (one for one in self.people if (one.person, one.subject) == (person, subject))
        return sum((self.shares[one].due for one in own), ZERO)

    def _merit(self, one: kit.Entitled) -> kit.Merit:
        """Somebody's fraction of the maximum: none without a positive evaluation, or after a revocation (I-BG-16)."""
        if _revoked(one) and self.lost_whole:
            return kit.nothing(say("incarico revocato: la retribuzione di risultato dell'anno è persa"))
        least = self.threshold.value if self.threshold else None
        negative = cited(self.step.rule, say("la valutazione non è positiva"))
        said = cited(self.step.rule, say("è il massimo che può spettare"))
        score = one.score
        if self.again and score is not None and score.formal:  # the parts of the others count on what it may be
            known = evolve(kit.at_most(self.step.dossier, score), state=State.FINAL)
            return kit.merit_of(known, at_least=least, negative=negative).until(score.reason)
        if kit.evaluated_by_oneself(self.step.dossier, score):
            return kit.most_until(kit.why_not_final(score), said)
        merit = kit.merit_of(score, at_least=least, negative=negative, said=said)
        return merit.growing(one.may_grow) if one.may_grow else merit

    def _given(self) -> Decimal:
        """What of the line is somebody's maximum (euro)."""
        return sum((share.most for share in self.shares.values()), ZERO)

    def _interims(self, line: FundLine) -> Decimal:
        """What the posts covered ad interim take: first of what is nobody's; not more, if nothing is due (I-BG-30)."""
        most = interim.most_of(self.covered, self.twice)
        if most and self.step.readings[interim.DUE].choice != "contract":
            return min(most, line.amount - self._given())
        return most

    def _of_interims(self) -> ResultRows:
        """The rewards of posts covered ad interim with their lines; savings, if nothing is due beyond the text."""
        if not self.covered and not self.twice:
            return
        if self.step.readings[interim.DUE].choice != "contract":
            if self.interims:
                why = say(
                    "incarichi ad interim: non spetta nulla oltre il testo del regolamento ({reading})",
                    reading=Ref("reading", interim.DUE),
                )
                item = interim.item_of(self.whole_line)
                yield kit.saved(self.whole_line, item, self.interims, why, interim.CITED, (self.whole_line,))
            return
        line = evolve(self.whole_line, item=interim.item_of(self.whole_line))
        used = Basis(parameters=self.used[2:])
        rewards = [interim.pay_of(self.step, one, self._merit_of(one), line, used) for one in self.covered]
        yield from rewards
        certain = sum((one.amount for one in self.covered), ZERO)
        yield from interim.lines(self.step, self.whole_line, rewards, certain, self.twice)

    def _merit_of(self, one: interim.Covering) -> kit.Merit:
        """What the evaluation of the year gives to somebody on a post ad interim."""
        score = score_in(self.step, HOLDERS, one.held.person)
        return self._merit(kit.Entitled(person=one.held.person, weight=Fraction(1), held=one.held, score=score))

    def _by_oneself(self, one: kit.Entitled) -> bool:
        return kit.evaluated_by_oneself(self.step.dossier, one.score)

    def _growing(self, one: kit.Entitled) -> kit.Entitled:
        """Somebody whose part another's evaluation, not yet made, can only raise."""
        return one if self._by_oneself(one) else evolve(one, merit=one.merit.growing(kit.only_certain()))

    def _shares(self, ordered: list[kit.Entitled]) -> tuple[kit.Share, ...]:
        return kit.shares(self.line, ordered, vacant=self.vacant, again=self.again, exact=True, in_order=True)

    def _odd(self, share: kit.Share) -> Decimal:
        """The cent of somebody's part that an evaluation not yet made may give to another."""
        if not self.again or not share.one.merit.may_grow:
            return ZERO
        every = list(self.shares.values())
        money, weights = sum((one.due for one in every), ZERO), [one.one.weight * one.one.merit.part for one in every]
        cents = kit.odd_cents(money, weights, [one.due for one in every])
        return cents[every.index(share)]

    def results(self) -> ResultRows:
        """Rewards, the line that they draw on, the savings, and the findings on differentiation (art. 46)."""
        due = sum((share.due for share in self.shares.values()), ZERO)
        rules = (self.step.rule,)
        on = self.on_all if self.again else (self.line,)
        prizes = kit.drawn(self.line, f"{self.line.item}, premi", due, rules, on)
        yield from (self._reward(self.shares[one], prizes) for one in self.people)
        if self.people:
            yield prizes
        yield from self._of_interims()
        most = self._given()
        lost = ZERO
        if self.lost_whole and not self.again:
            lost = sum((share.most for one, share in self.shares.items() if _revoked(one)), ZERO)
        free = self.whole_line.amount - most - self.interims
        if free:
            why = say("giorni in cui nessuno le tiene")
            yield kit.saved(self.line, f"{self.line.item}, posizioni scoperte", free, why, rules, self.on_all)
        if left := most - due:
            why, waits = kit.why_saved({REVOKED: lost, UNMERITED: left - lost}), self._may_be_given(left)
            yield from kit.saved_in_part(
                self.line, f"{self.line.item}, non attribuito", left, why, rules, self.on_all, waits=waits
            )
        scores = {one.person: (kit.final_score(one.score), one.merit.part) for one in self.people}
        known = [
            kit.Compared(score=score, level=score, part=part) for score, part in scores.values() if score is not None
        ]
        yield from kit.equal_prizes(self.step, BAN, known)

    def _reward(self, share: kit.Share, line: FundLine) -> Reward:
        one, odd = share.one, self._odd(share)
        if one in self.unsure:
            share = evolve(share, one=evolve(one, merit=one.merit.until(ODD_CENT)))
        part = say("{most} × {part}", most=self._most(share), part=Percent(100 * share.one.merit.part))
        told = (
            say("in proporzione a {part}", part=part)
            if self.again
            else say("{part}, al centesimo più vicino", part=part)
        )
        act = _revoked(one)
        rows: tuple[object, ...] = one.held.rows if one.held else ()
        inputs = (*rows, act) if act else rows
        rules = (self.step.rule, "BG-27.7", "I-BG-18") if act else (self.step.rule, "I-BG-18")
        basis = Basis(inputs=inputs, parameters=self.used, formula=told)
        row = kit.reward(self.step, self.line, share, item=line.item, rules=rules, rests_on=(line,), basis=basis)
        row = evolve(row, waits=max(row.waits, odd)) if odd else row
        return self._for_days(self._in_any_case(row, share), share)

    def _in_any_case(self, row: Reward, share: kit.Share) -> Reward:
        """The row of a share, of which waits what it has not in every way in which what is in doubt may end.

        Of days that are written for two people, and of a manager's that no act ends, it waits as it does.
        """
        if not self.others:
            return row
        least = min(one.due_to(share.one.person, share.one.subject) for one in self.others)
        waits = max(share.due - min(share.due, least), self._odd(share))
        unended = any(doubt.days and doubt.revoked is None for doubt in share.one.every_doubt)
        if share.one.shares_days or (unended and self.whom is MANAGERS):
            waits = max(waits, row.waits)
        return evolve(row, waits=waits, reason=row.reason or kit.odd_cent_of_doubts() if waits else row.reason)

    def _may_be_given(self, left: Decimal) -> Decimal:
        """What of the savings (euro) may still be due, if days written for two people are another's, or one is out."""
        reduced = bool(self.twice) and self.line is not self.whole_line
        perhaps = self.saved - min((one.saved for one in self.others), default=self.saved)
        perhaps = min(max(perhaps, ZERO), left)
        if not reduced and not any(one.shares_days for one in self.people):
            return perhaps
        gain = kit.gain_of_days(self.people, self._weigh, self._merit_of_person)
        return max(perhaps, kit.may_be_given(self.line, list(self.shares.values()), left, self.vacant, gain=gain))

    def _weigh(self, held: kit.Holding) -> Fraction:
        return _worth(self.step, held.position, held.periods, self.equal)

    def _merit_of_person(self, person: str) -> kit.Merit:
        """What the evaluation gives somebody who may have days of another: the most of their posts."""
        own = [one.merit for one in self.people if one.person == person]
        if own:
            return max(own, key=lambda merit: merit.part)
        return self._merit(
            kit.Entitled(person=person, weight=Fraction(1), score=score_in(self.step, self.whom, person))
        )

    def _for_days(self, row: Reward, share: kit.Share) -> Reward:
        """The row of a share, of which waits what depends on days that are written for two people."""
        if not self.again:
            return self.days.waiting(row, share)
        if not self.days_shared:
            return row
        waits = share.due - min(share.due, self._least(share.one))
        other = any(doubt.days and not doubt.among for doubt in share.one.every_doubt)
        waits = max(waits, row.waits) if other or not share.one.shares_days else waits
        return evolve(row, waits=waits, reason=(row.reason or OF_DAYS) if waits else row.reason)

    def _least(self, one: kit.Entitled) -> Decimal:
        """The least of the redistributed money that is somebody's, whosever the days written for two people are.

        Days of their own in doubt are another's, and all others go to the best evaluation that may have them.
        """
        money = sum((each.due for each in self.shares.values()), ZERO)
        whole = sum((each.weight * each.merit.part for each in self.people), Fraction(0))
        own = one.weight * one.merit.part
        for each, doubt, weight in kit.days_of_two(self.people, self._weigh):
            others = [person for person in doubt.among if person != one.person or each is one]
            best = max((self._merit_of_person(person).part for person in others), default=each.merit.part)
            if each is one:
                own -= weight * one.merit.part
                whole += weight * (best - one.merit.part)
            else:
                whole += weight * max(best - each.merit.part, Fraction(0))
        return cents_down(product(money, quotient(own, whole))) if whole else ZERO

    def _most(self, share: kit.Share) -> Message:
        """Somebody's maximum, and how it follows from the line: by the weight, and by the days held."""
        one = share.one
        if not self.total or one.weight == self.total:
            whole = Money(share.most) if self.again else share.told
            return say("{most} (la parte del massimo)", most=whole)
        most = share.most if self.again or one.merit.part == 1 else cents_half_up(share.exact)
        ratio = one.weight / self.total
        year = days_of_year(self.step.dossier.year)
        if one.held and one.held.days < year:
            return say(
                "{most} (la parte del massimo: {line} × {ratio}, il peso; posizione tenuta {days} giorni su {year})",
                most=Money(most),
                line=Money(self.line.amount),
                ratio=ratio,
                days=one.held.days,
                year=year,
            )
        return say(
            "{most} (la parte del massimo: {line} × {ratio}, il peso)",
            most=Money(most),
            line=Money(self.line.amount),
            ratio=ratio,
        )


def _by_days(step: Step) -> bool:
    """Whether somebody who served for a part of the year shares in proportion to it (I-BG-20)."""
    return step.readings[PART_OF_YEAR].choice == "in_proportion"


Doubtful = tuple[str, ...]
"""What may end in two ways: a person and a post of which some days are in doubt, or a post with an unsure grading."""
Otherwise = frozenset[Doubtful]
MOST_IN_DOUBT = 5  # number: of more doubts not every way is tried


def _holders(step: Step, equal: bool, score: Score) -> Entitlements:
    """Holders of posizioni organizzative, with what they are entitled to in the other ways in which doubts may end."""
    unsure = [*_days_in_doubt(step), *(() if equal else _gradings_in_doubt(step))]
    if not unsure or len(unsure) > MOST_IN_DOUBT:
        return _holders_with(step, equal, score, frozenset(), gradings_wait=bool(unsure))
    ways = (frozenset(compress(unsure, way)) for way in product_of((False, True), repeat=len(unsure)))
    first, *others = (_holders_with(step, equal, score, way) for way in ways)
    return evolve(first, others=others)


def _days_in_doubt(step: Step) -> Iterator[Doubtful]:
    for position in kit.staff_positions(step.dossier):
        yield from _perhaps_over(position, kit.held(step, position, REVOCATION))


def _perhaps_over(position: Position, holders: Iterable[kit.Holding]) -> Iterator[Doubtful]:
    return ((one.person, position.id) for one in holders if one.perhaps_over)


def _gradings_in_doubt(step: Step) -> Iterator[Doubtful]:
    for position in kit.staff_positions(step.dossier):
        value = step.so_far.position(position.id)
        if value is not None and any(rate.doubt for rate in value.rates):
            yield (position.id,)


def _holders_with(
    step: Step, equal: bool, score: Score, otherwise: Otherwise, *, gradings_wait: bool = False
) -> Entitlements:
    """Holders of posizioni organizzative by post: days held over the year, or over all days on which it was held.

    If one of its holders was revoked, it is days over the year, whatever the reading. What is `otherwise` is so: a post
    is not held on the days in doubt, and a pay is the surest. With `gradings_wait` nothing is divided by an unsure pay.
    """
    people, doubts, again = list[kit.Entitled](), list(interim.uncertain(step)), list[Message]()
    vacant = Fraction(0)
    year = days_of_year(step.dossier.year)
    for position in kit.staff_positions(step.dossier):
        every = kit.held(step, position, REVOCATION)
        written = [one.over() if (one.person, position.id) in otherwise else one for one in every]
        holders = kit.one_a_day(written)
        served = sum(one.days for one in holders)
        free = _free_of(step, position, holders)
        worth = partial(_worth, step, position, equal=equal, sure=(position.id,) in otherwise)
        of_year = _by_days(step) or not served or any(one.revoked for one in written)
        if of_year:
            vacant += worth(free)
        for one in holders:
            weight = worth(one.periods) * (1 if of_year else Fraction(year, served))
            lost = any(doubt.revoked for doubt in one.doubts) and step.readings[LOST].choice == "whole_year"
            graded = () if equal else tuple(_of_gradings(step, one))
            own = kit.Entitled(
                person=one.person,
                weight=weight,
                held=one,
                score=score(one.person),
                doubtful=Fraction(1) if lost else _unsure_part(step, one) if graded else one.doubtful,
                doubts=(*one.doubts, *graded) if graded else (),
            )
            people.append(own)
        if twice := kit.two_holders(holders):
            doubts.append(as_message(twice))
        if equal:
            continue
        value = step.so_far.position(position.id)
        if value is None or value.state is not State.FINAL:
            doubts.append(interim.no_certain_pay(position.id))
        elif not approved(step, position.id):
            doubts.append(interim.grading_awaited(position.id))
        elif gradings_wait and any(one.doubt for one in value.rates):
            named = Ref("position", position.id)
            again.append(say("la nuova graduazione di {position} non è approvata", position=named))
    if vacant or sum(bool(one.weight) for one in people) > 1:  # one alone has the whole by either pay
        doubts += again
    return Entitlements(people=people, vacant=vacant, doubts=doubts)


def _of_gradings(step: Step, one: kit.Holding) -> Iterator[kit.Doubt]:
    """The doubts of the pay of a post on the days on which it is held."""
    for rate in rates(step, one.position):
        if rate.doubt and common((rate.days,), one.periods):
            yield kit.Doubt(days=(rate.days,), why=rate.doubt, rules=("BG-28.2",))


def _unsure_part(step: Step, one: kit.Holding) -> Fraction:
    return kit.unsure_part(rates(step, one.position), one, step.dossier.year)


def _free_of(step: Step, position: Position, holders: Sequence[kit.Holding]) -> tuple[Period, ...]:
    """The days of the year on which nobody holds a post."""
    return apart_from([whole_year(step.dossier.year)], [days for one in holders for days in one.periods])


def _worth(step: Step, position: Position, periods: Iterable[Period], equal: bool, *, sure: bool = False) -> Fraction:
    """The weight of some days of a post: by its pay on those days, or its `sure` part, or only by the days."""
    if equal:
        return Fraction(sum(days.days for days in periods), days_of_year(step.dossier.year))
    return kit.worth(rates(step, position), periods, step.dossier.year, sure=sure)


def _managers(step: Step, equal: bool, score: Score) -> Entitlements:
    """The managers, with what they are entitled to in the other ways in which days in doubt may end."""
    posts = [post for post in step.dossier.positions if kit.managerial(post)]
    unsure = [one for post in posts for one in _perhaps_over(post, kit.held(step, post, MANAGER_REVOCATION))]
    if not unsure or len(unsure) > MOST_IN_DOUBT:
        return _managers_with(step, equal, score, frozenset())
    ways = (frozenset(compress(unsure, way)) for way in product_of((False, True), repeat=len(unsure)))
    first, *others = (_managers_with(step, equal, score, way) for way in ways)
    return evolve(first, others=others)


def _managers_with(step: Step, equal: bool, score: Score, otherwise: Otherwise) -> Entitlements:
    """Everybody who serves as a manager; under I-BG-27 a revocation ends it, whatever I-BG-20 says.

    Whoever serves on days without a post counts on every day of service, whosever a post written for two managers is.
    `after` are the days after a revocation that left somebody without another post. What is `otherwise` is so: a post
    is not held on the days in doubt.
    """
    by_days, days_of_two = _by_days(step), _days_of_two(step, otherwise, equal=equal)
    people, doubts, left = list[kit.Entitled](), list[Message](), set[str]()
    idle = Fraction(0)
    for person in step.dossier.people:
        posts = _posts_of(step, person, Role.MANAGER, otherwise)
        service = map(kit.period_of, served_as(step, person, Role.MANAGER))
        without = apart_from(service, [days for one in posts for days in one.periods])
        acts = [one.revoked for one in posts if isinstance(one.revoked, Act)]
        ended = min((act.takes_effect for act in acts), default=None)
        after = [one._replace(start=max(one.start, ended)) for one in without if ended and one.end >= ended]
        lost = after if _days_held(step) else []
        contested = days_of_two.get(person.id, _DaysOfTwo()) if by_days and not without else _DaysOfTwo()
        served = presence(step, person, Role.MANAGER, [*lost, *contested.another])
        if not served:
            continue
        worth = _mean_pay(step, posts, equal)
        weight = product(worth, served if by_days or lost else 1)
        unsure = (*_doubts(step, posts), *contested.doubts)
        days = sum(period.days for one in unsure for period in one.days)
        own = kit.Entitled(
            person=person.id,
            weight=weight,
            score=score(person.id),
            doubtful=min(Fraction(days, _days_of(posts, contested) or 1), Fraction(1)),
            doubts=unsure,
        )
        people.append(own)
        if not equal:
            doubts += _unpaid(step, person.id, posts, otherwise)
        if after:
            left.add(person.id)
        if by_days:
            idle += worth * sum(days.days for days in (*apart_from(without, lost), *contested.spare))
        elif not any(one.days for one in posts):
            idle += worth * days_of_year(step.dossier.year)
    vacant = _vacant(step, idle, otherwise, by_days=by_days, equal=equal, anybody=bool(people))
    return Entitlements(people=people, vacant=vacant, doubts=doubts, left=frozenset(left))


@frozen(kw_only=True)
class _DaysOfTwo:
    """Days as a manager that only a post gives which is written for another manager too.

    Those that count as the other's, and the doubts of them and of those that count as one's own. `spare` are those on
    which another post is free: whoever has not this one has that one, and both are managers then in any case.
    """

    another: Sequence[Period] = ()
    doubts: Sequence[kit.Doubt] = ()
    spare: Sequence[Period] = ()


def _held(step: Step, position: Position, otherwise: Otherwise) -> tuple[kit.Holding, ...]:
    """Everybody on a manager's post, as it is `otherwise`."""
    every = kit.held(step, position, MANAGER_REVOCATION)
    return tuple(one.over() if (one.person, position.id) in otherwise else one for one in every)


def _held_by(step: Step, person: str, otherwise: Otherwise) -> list[kit.Holding]:
    """The managers' posts of somebody, as they are `otherwise`."""
    every = (one for one in kit.posts_of(step, person, MANAGER_REVOCATION) if kit.managerial(one.position))
    return [one.over() if (person, one.position.id) in otherwise else one for one in every]


def _days_of_two(step: Step, otherwise: Otherwise, *, equal: bool) -> dict[str, _DaysOfTwo]:
    """The days of managers on posts that others have too (art. 21 c. 3): each day of a post counts once.

    Whoever has another post on such a day does not need it, and is a manager then in any case. So is whoever of two has
    not the one post that is written for both, on days on which another is free, if all posts count alike (`equal`).
    """
    found: dict[str, _DaysOfTwo] = {}
    posts = [post for post in step.dossier.positions if kit.managerial(post)]
    held = {post.id: _held(step, post, otherwise) for post in posts}
    alone_contested = sum(any(kit.at_once(holders)) for holders in held.values()) == 1
    free = joined(days for post in posts for days in _free_of(step, post, held[post.id]))
    spare = free if equal and alone_contested else ()
    for post in step.dossier.positions:
        holders = _held(step, post, otherwise) if kit.managerial(post) else ()
        if not any(kit.at_once(holders)):
            continue
        alone = [one.without(_on_other_posts(step, one, otherwise)) for one in holders]
        single = {one.person: one for one in kit.one_a_day(alone)}
        for one in alone:
            kept = single.get(one.person)
            another = apart_from(one.periods, kept.periods if kept else ())
            doubts = [evolve(doubt, rules=(OF_MANAGERS,)) for doubt in kept.doubts if doubt.among] if kept else []
            doubts = [evolve(doubt, days=apart_from(doubt.days, spare)) for doubt in doubts] if spare else doubts
            if another or doubts:
                before = found.get(one.person, _DaysOfTwo())
                found[one.person] = _DaysOfTwo(
                    another=(*before.another, *apart_from(another, spare)),
                    doubts=(*before.doubts, *(doubt for doubt in doubts if doubt.days)),
                    spare=(*before.spare, *common(another, spare)),
                )
    return found


def _on_other_posts(step: Step, held: kit.Holding, otherwise: Otherwise) -> list[Period]:
    """The days on which the holder of a manager's post has another one."""
    others = (one for one in _held_by(step, held.person, otherwise) if one.position is not held.position)
    return [days for one in others for days in one.periods]


def _days_of(posts: Sequence[kit.Holding], contested: _DaysOfTwo) -> int:
    """The days of somebody's posts, without those that count as another's."""
    kept = apart_from((days for one in posts for days in one.periods), contested.another)
    return sum(one.days for one in posts) if not contested.another else sum(days.days for days in kept)


def _doubts(step: Step, posts: Sequence[kit.Holding]) -> tuple[kit.Doubt, ...]:
    """The days in doubt of a manager's posts, of which together there is one result; a revocation that may fall counts
    only if it ends the pay (I-BG-27).
    """
    every = (doubt for one in posts for doubt in one.doubts if doubt.days and not doubt.beside)
    return tuple(doubt for doubt in every if doubt.revoked is None or _days_held(step))


def _days_held(step: Step) -> bool:
    """Whether a manager who was revoked counts only for the days on the post (I-BG-27)."""
    return step.readings[AFTER_REVOCATION].choice == "days_held"


def _posts_of(step: Step, person: Person, role: str, otherwise: Otherwise = frozenset()) -> list[kit.Holding]:
    """The managers' posts that somebody holds while serving in a role, with any revoked on their first day."""
    served = [kit.period_of(row) for row in served_as(step, person, role)]
    return [one for one in _held_by(step, person.id, otherwise) if not one.days or meet(one.periods, served)]


def _mean_pay(step: Step, posts: Sequence[kit.Holding], equal: bool) -> Fraction:
    """Mean pay of the posts, by the days held; if none was held for a day, the plain mean; 1 if all count alike."""
    if equal:
        return Fraction(1)
    days = [one.days for one in posts]
    if any(days):
        return (
            sum((kit.pay_held(step, one) for one in posts), Fraction(0)) * days_of_year(step.dossier.year) / sum(days)
        )
    paid = [Fraction(kit.pay_of_year(step.dossier, one.position) or 0) for one in posts]
    return sum(paid, Fraction(0)) / len(paid) if paid else Fraction(0)


def _unpaid(
    step: Step, person: str, posts: Sequence[kit.Holding], otherwise: Otherwise = frozenset()
) -> Iterable[Message]:
    """Why the managers' posts of a person have no certain pay."""
    if not posts:
        yield say("non risulta una posizione dirigenziale di {person}", person=Ref("person", person))
    for one in posts:
        if not kit.rates_of(step.dossier, one.position):
            named = Ref("position", one.position.id)
            yield say("manca la retribuzione di posizione di {position}", position=named)
        twice = kit.two_holders(_held(step, one.position, otherwise))
        if twice and _days_matter(step, posts, otherwise):
            yield as_message(twice)


def _days_matter(step: Step, posts: Sequence[kit.Holding], otherwise: Otherwise) -> bool:
    """Whether a manager's part depends on which days of posts are theirs.

    It does not if all posts of theirs have one pay, since the mean stays the same, and no post was vacant for a day.
    """
    pays = {rate.amount for one in posts for rate in kit.rates_of(step.dossier, one.position)}
    chairs = [post for post in step.dossier.positions if kit.managerial(post)]
    held = [(post, _held(step, post, otherwise)) for post in chairs]
    vacant = any(_free_of(step, post, holders) for post, holders in held)
    return len(pays) > 1 or vacant or any(one.revoked for _, holders in held for one in holders)


def _vacant(step: Step, idle: Fraction, otherwise: Otherwise, *, by_days: bool, equal: bool, anybody: bool) -> Fraction:
    """The weight of the days on which nobody holds a manager's post; if days do not count, of posts never held.

    The weight `idle` of the days on which a manager has no post is set against them. A revocation frees the days after
    it (I-BG-27). If the table of positions has no manager's post, one is assumed: its free days are those on which
    nobody is a manager. Without any manager either, nothing is known.
    """
    year = days_of_year(step.dossier.year)
    posts = [post for post in step.dossier.positions if kit.managerial(post)]
    held = [(post, _held(step, post, otherwise)) for post in posts]
    chairs = [(post, holders) for post, holders in held if not _of_the_secretary_alone(step, holders)]
    free = Fraction(0)
    for post, holders in chairs:
        ended = any(one.revoked for one in holders) and _days_held(step)
        if by_days or ended or not any(one.days for one in holders):
            free += year * _worth(step, post, _free_of(step, post, holders), equal)
    if chairs:
        return max(free - idle, Fraction(0)) / year
    if not (by_days and equal and anybody):
        return Fraction(0)
    rows = [row for person in step.dossier.people for row in served_as(step, person, Role.MANAGER)]
    unmanaged = sum(days.days for days in apart_from([whole_year(step.dossier.year)], map(kit.period_of, rows)))
    return Fraction(unmanaged, year)


def _of_the_secretary_alone(step: Step, holders: Sequence[kit.Holding]) -> bool:
    """Whether only the Segretario Generale holds a post, so that another result pay covers it."""
    held = [one for one in holders if one.days]
    for one in held:
        rows = served_as(step, step.dossier.people[one.person], Role.SECRETARY)
        if apart_from(one.periods, map(kit.period_of, rows)):
            return False
    return bool(held)


def _secretary(step: Step, equal: bool, score: Score) -> Entitlements:
    """The Segretario Generale; there is only one such post, free in the part of the year without one."""
    people, doubts = list[kit.Entitled](), list[Message]()
    whole = Fraction(0)
    for person in step.dossier.people:
        if served := presence(step, person, Role.SECRETARY):
            own = _posts_of(step, person, Role.SECRETARY)
            if not equal:
                doubts += _unpaid(step, person.id, own)
            weight = product(_mean_pay(step, own, equal), served if _by_days(step) else 1)
            people.append(kit.Entitled(person=person.id, weight=weight, score=score(person.id)))
            whole += served
    weights = sum((one.weight for one in people), Fraction(0))
    vacant = weights / whole * (1 - whole) if _by_days(step) and 0 < whole < 1 else Fraction(0)
    return Entitlements(people=people, vacant=vacant, doubts=doubts)
