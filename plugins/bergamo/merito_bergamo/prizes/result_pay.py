"""Result pay, divided by the method that the ente has adopted: what each is due
(art. 27 c. 7, art. 28 c. 5, art. 43 c. 2, art. 44 c. 2).
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial

from attrs import evolve

from merito import (
    NOTHING,
    Basis,
    FundLine,
    Message,
    Money,
    Percent,
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
from merito.numbers import (
    cents_down,
    cents_half_up,
    days_of_year,
    product,
    quotient,
)
from merito_bergamo.evaluation.factors import HOLDERS, MANAGERS, THE_SECRETARY, Evaluated
from merito_bergamo.evaluation.scores import score_in
from merito_bergamo.prizes import interim
from merito_bergamo.prizes.entitled import (
    AFTER_REVOCATION,
    LOST,
    PART_OF_YEAR,
    Entitlements,
    holders,
    managers,
    revoked,
    secretary,
    worth,
)

VACANT_SHARE = "I-BG-21"
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


@rule("BG-28.5", "BG-27.7", *interim.CITED, *METHOD, "I-BG-10", LOST, tool=HOLDERS.tool, hook="merito_rewards")
def result_pay_of_holders(step: Step) -> ResultRows:
    """Result pay of the posizioni organizzative by the ente's method, if the evaluation is positive."""
    return _pay(step, HOLDERS, holders, "risultato")


@rule("BG-44.2", *METHOD, AFTER_REVOCATION, tool=MANAGERS.tool, hook="merito_rewards")
def result_pay_of_managers(step: Step) -> ResultRows:
    """Result pay of the managers by the ente's method, in proportion to the evaluation."""
    return _pay(step, MANAGERS, managers)


@rule("BG-43.2", *METHOD, tool=THE_SECRETARY.tool, hook="merito_rewards")
def result_pay_of_the_secretary(step: Step) -> ResultRows:
    """Result pay of the Segretario Generale by the method adopted, in proportion to the evaluation."""
    return _pay(step, THE_SECRETARY, secretary)


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
        counted = [one for one in entitled.people if one.weight and not (revoked(one) and lost)]
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
        if revoked(one) and self.lost_whole:
            return kit.nothing(say("incarico revocato: la retribuzione di risultato dell'anno è persa"))
        least = self.threshold.value if self.threshold else None
        negative = cited(self.step.rule, say("la valutazione non è positiva"))
        said = cited(self.step.rule, say("è il massimo che può spettare"))
        score = one.score
        if self.again and score is not None and score.formal:  # the parts of the others count on what it may be
            known = evolve(kit.at_most(self.step.dossier, score), state=State.FINAL)
            return kit.merit_of(known, at_least=least, negative=negative).until(score.reason)
        if score and kit.evaluated_by_oneself(self.step.dossier, score):
            return kit.most_by_another(self.step.dossier, score, at_least=least, said=said)
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
            lost = sum((share.most for one, share in self.shares.items() if revoked(one)), ZERO)
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
        act = revoked(one)
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
        return kit.held_by_doubts(row, waits)

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
        return worth(self.step, held.position, held.periods, self.equal)

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
