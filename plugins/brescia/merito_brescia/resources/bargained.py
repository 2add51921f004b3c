"""The managers' result and the staff's prizes as bargaining divides them, to the cent, within the fund (par. 5).

Each person has a stake: a weight, a part of the share, and the evaluation behind it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import takewhile
from operator import attrgetter
from typing import Any, NamedTuple, cast

from attrs import evolve, frozen

from merito import (
    NOTHING,
    Basis,
    ExtraRow,
    FundLine,
    Intermediate,
    Message,
    Money,
    PersonScore,
    Points,
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
from merito.numbers import HUNDRED, fraction, natural_key, product, quotient
from merito_brescia.evaluation.factors import worst
from merito_brescia.evaluation.people import NAMES, STAFF, Evaluee
from merito_brescia.evaluation.scores import NOT_POSITIVE, levels_within
from merito_brescia.posts.position_pay import ZERO
from merito_brescia.resources import agreements
from merito_brescia.resources.agreements import AMOUNT, EVALUATED, RULE, Agreement, BargainedFund
from merito_brescia.resources.areas import areas_served, served_as
from merito_brescia.resources.attestation import AVAILABLE, attested, by_area, grade_of

REST, NEGATIVE, BY_ONESELF, MISSING = "I-BS-57", "I-BS-58", "I-IT-40", "I-IT-58"
EVALUATION = say("la valutazione")
MAY_GROW = say("chi nell'anno ha avuto due ruoli ha il massimo che può spettare, e può avere meno: può crescere")


PERHAPS_STAFF = say("tra il personale partecipa solo se in quei giorni la posizione organizzativa non è sua")


class LackingError(LookupError):
    """Something that a criterion needs to know about a person is missing."""

    def __init__(self, what: Message) -> None:
        super().__init__(what)
        self.what = what


class Coefficient(NamedTuple):
    """What a criterion gives a person, exactly, and the row of the agreement that says so."""

    value: Fraction
    row: ExtraRow


def _coefficient(
    step: Step, agreement: Agreement, name: str, one: Evaluee, score: PersonScore | None, *, reserves: bool
) -> Coefficient:
    """Raises LackingError if the person's data do not say what a criterion gives.

    What an evaluation gives to somebody who has none in the roles of the fund, or has evaluated themselves, is the most
    that it can give; if the ente `reserves` it, also to somebody whose evaluation is missing.
    """
    rows = agreement.rows[name]
    by_level = name == agreements.LEVEL and _without_level(step, agreement, one)
    known = score is not None and score.score is not None
    unknown = _unevaluated(step, agreement, one) or (not known and _only_perhaps(step, agreement, one))
    missing = kit.counted_score(score) is None
    if by_level or (name in EVALUATED and unknown):
        return max(map(_given, rows), key=attrgetter("value"))
    if name in EVALUATED and (reserves if missing else kit.evaluated_by_oneself(step.dossier, score)):
        return max(_within(step, name, one, score, rows), key=attrgetter("value"))
    if name == agreements.SERVICE:
        return Coefficient(served_as(step, one, agreement.of.roles), rows[0])
    if name in EVALUATED and (score is None or score.score is None):
        raise LackingError(EVALUATION)
    level, points = (score.level, score.score or Fraction(0)) if score else ("", Fraction(0))
    if name == agreements.SCORE:
        return Coefficient(quotient(points, HUNDRED), rows[0])
    if name == agreements.LEVEL:
        row = {str(own["level"]).casefold(): own for own in rows}.get(level.casefold())
        lack = say("un coefficiente per il livello «{level}»", level=level)
    elif name == agreements.BAND:
        bands = {fraction(cast(Decimal, own["from_score"])): own for own in rows}
        row = bands.get(max((least for least in bands if least <= points), default=Fraction(-1)))
        lack = say("una fascia per il punteggio {score}", score=Points(points))
    elif name == agreements.CATEGORY:
        served = [own.category for own in step.dossier.service_of(one.person.id) if own.category]
        category = kit.category_of(step, one.person.category or (served[-1] if served else "")).casefold()
        row = {kit.category_of(step, str(own["category"])).casefold(): own for own in rows}.get(category)
        lack = say("un coefficiente per la categoria «{category}»", category=category.upper() or "-")
    else:
        row, lack = rows.first(one.person.id), say("il peso di una persona")
    if row is None:
        raise LackingError(lack)
    return _given(row)


def _within(
    step: Step, name: str, one: Evaluee, score: PersonScore | None, rows: Sequence[ExtraRow]
) -> list[Coefficient]:
    """What an evaluation that is missing, or somebody's own, may give: with the points that are there, if any is."""
    most = (kit.at_most(step.dossier, score).score if score else None) or HUNDRED
    if name == agreements.SCORE:
        return [Coefficient(quotient(most, HUNDRED), rows[0])]
    reached = list(rows)
    if name == agreements.BAND:
        reached = [own for own in rows if fraction(cast(Decimal, own["from_score"])) <= most]
    elif one.role == STAFF:
        names = {level.casefold() for level in levels_within(step, one, most)}
        reached = [own for own in rows if str(own["level"]).casefold() in names]
    return [_given(own) for own in reached or rows]


def _given(row: ExtraRow) -> Coefficient:
    """What a row gives; the score itself, at most the whole."""
    written = row["coefficient"]
    return Coefficient(Fraction(1) if written is None else fraction(cast(Decimal, written)), row)


def _unevaluated(step: Step, agreement: Agreement, one: Evaluee) -> bool:
    """Whether somebody served in a fund's roles for a part of the year, and is evaluated in one of the other fund."""
    return one.role not in agreement.of.roles and agreement.evaluated and agreements.parts_of_two(step, one)


def _without_level(step: Step, agreement: Agreement, one: Evaluee) -> bool:
    """Whether an agreement by levels is about somebody evaluated for a post, whose form gives none (I-BS-66)."""
    return agreements.LEVEL in agreement.rows and agreements.by_days(step, agreement.of, one)


def _only_perhaps(step: Step, agreement: Agreement, one: Evaluee) -> bool:
    """Whether somebody shares in the fund only if days in doubt are not a post's: the others need not wait for them."""
    return bool(one.doubts) and agreements.as_written(step, agreement.of, one) is None


def _doubt(step: Step, agreement: Agreement, one: Evaluee) -> Message:
    """Why it is not known what part somebody with two roles in the year has, or nothing."""
    if _only_perhaps(step, agreement, one) and kit.counted_score(step.so_far.score(one.person.id)) is None:
        return _perhaps(one)
    if _without_level(step, agreement, one):
        return say(
            "la valutazione è una, per la posizione organizzativa, e non dà il livello per cui l'accordo divide: è il "
            "massimo che può spettare, fino a che l'accordo non dice la sua parte ({reading})",
            reading=Ref("reading", agreements.IN_PART),
        )
    if not agreements.parts_of_two(step, one) or agreement.names(one.person.id):
        return NOTHING
    if _unevaluated(step, agreement, one):
        why = say(
            "la valutazione è una, come {role}, e l'accordo divide per la valutazione in un altro ruolo",
            role=NAMES[one.role],
        )
    elif agreements.SERVICE not in agreement.rows:
        why = say("l'accordo non conta i giorni di ciascuno")
    else:
        return NOTHING
    return say(
        "nell'anno ha avuto due ruoli, e {why}: è il massimo che può spettare, fino a che l'accordo non dice la sua "
        "parte (criterio servizio, o un peso o un importo suo)",
        why=why,
    )


@frozen(kw_only=True)
class Stake:
    """Somebody in the division: the exact weight, the part of the share that is due, and their calculation.

    `lacks` says what is missing, so that the weight or the part is unknown. `out` says that a criterion gives nothing
    whatever the evaluation; `awaited`, that an area in which some days were served has no grade yet. With `doubt` the
    weight and the part are the most that they may be, since the agreement does not say what two roles in the year give.
    `certain` is the part of the weight that rests on no day on which it is in doubt whether a post is held. With
    `unsure`, a reading, the most is reserved that the evaluation may give, which is missing or their own; `levels` are
    the weights that it may give, none if they are countless.
    """

    one: Evaluee
    score: PersonScore | None
    weight: Fraction | None
    part: Fraction | None
    positive: bool
    out: bool = False
    awaited: bool = False
    doubt: Message = NOTHING
    certain: Fraction | None = None
    unsure: str = ""
    levels: tuple[Fraction, ...] = ()
    lacks: tuple[Message, ...] = ()
    steps: tuple[Intermediate, ...] = ()
    rows: tuple[ExtraRow, ...] = ()

    @property
    def earns(self) -> bool:
        """Whether the criteria give something, whatever the evaluation is worth."""
        return bool(self.weight) and self.part != 0

    @property
    def weighing(self) -> tuple[Fraction, ...]:
        """The weight, and what else it may be: the part of it that is certain, or what other levels give."""
        weight = self.weight or Fraction(0)
        return weight, *self.levels, weight if self.certain is None else self.certain

    @property
    def final(self) -> bool:
        return kit.final_score(self.score) is not None

    @property
    def counted(self) -> bool:
        """Whether the others may count on the evaluation, though it may still lack a formality."""
        return kit.counted_score(self.score) is not None


def stakes(step: Step, agreement: Agreement, *, cut: bool = True) -> list[Stake]:
    """Everybody who shares in a fund and whose areas have a grade; without `cut`, everybody before attestation."""
    found, taking = [], agreements.taking_part(step, agreement.of)
    anybody = any(kit.counted_score(step.so_far.score(one.person.id)) is not None for one in taking)
    reserves = step.choose(MISSING, others_wait=False, certain=anybody)
    for one in taking:
        grade, awaited = _grade(step, one) if cut else (Fraction(1), False)
        if grade is None:
            continue
        stake = _stake(step, agreement, one, grade, awaited, reserves=reserves)
        unsure = _unsure(step, stake, reserves=reserves)
        if unsure and agreement.weighs_evaluations:
            stake = evolve(stake, certain=Fraction(0), unsure=unsure, levels=_levels(step, agreement, stake))
        elif one.doubts:
            held = agreements.as_written(step, agreement.of, one)
            sure = _stake(step, agreement, held, grade, awaited, reserves=reserves).weight if held else None
            stake = evolve(stake, certain=min(sure or Fraction(0), stake.weight or Fraction(0)))
        found.append(stake)
    return found


def _unsure(step: Step, stake: Stake, *, reserves: bool) -> str:
    """By which reading the most is reserved that somebody's evaluation may give; by none if that is known, or idle."""
    if stake.out or stake.doubt:
        return ""
    if not stake.counted:
        return MISSING if reserves else ""
    return BY_ONESELF if kit.evaluated_by_oneself(step.dossier, stake.score) else ""


def _levels(step: Step, agreement: Agreement, stake: Stake) -> tuple[Fraction, ...]:
    """What somebody's weight may be, from the most, if one criterion counts evaluations, and by levels or bands."""
    counting = [name for name in agreement.criteria(agreements.DIVIDES) if name in EVALUATED]
    if len(counting) > 1 or agreements.SCORE in counting:
        return ()
    within = (_within(step, name, stake.one, stake.score, agreement.rows[name]) for name in counting)
    given = sorted({own.value for every in within for own in every}, reverse=True)
    weight = stake.weight or Fraction(0)
    return tuple(product(weight, quotient(value, given[0])) for value in given) if given and given[0] else ()


def _grade(step: Step, one: Evaluee) -> tuple[Fraction | None, bool]:
    """What the areas' attestations leave of a weight, None without a grade; and whether one of them is awaited."""
    if not by_area(step):
        return Fraction(1), False
    grades = [(grade_of(attested(step, area)), part) for area, part in areas_served(step, one).items()]
    known = [product(quotient(grade, HUNDRED), part) for grade, part in grades if grade is not None]
    return (sum(known, Fraction(0)) if known else None), len(known) < len(grades)


def _stake(step: Step, agreement: Agreement, one: Evaluee, grade: Fraction, awaited: bool, *, reserves: bool) -> Stake:
    """A criterion without evaluations that weighs 0 leaves no share; the lowest level is not positive."""
    score, known, lacks = step.so_far.score(one.person.id), dict[str, Coefficient](), dict[str, Message]()
    dividing, reducing = agreement.criteria(agreements.DIVIDES), agreement.criteria(agreements.REDUCES)
    for name in (*dividing, *reducing):
        try:
            known[name] = _coefficient(step, agreement, name, one, score, reserves=reserves)
        except LackingError as lack:
            lacks[name] = lack.what
    ignoring = takewhile(known.__contains__, (name for name in dividing if name not in EVALUATED))
    out = any(known[name].value == 0 for name in ignoring)
    weight = Fraction(0) if out else _product(known, dividing)
    given = ((agreements.CRITERIA[name].name, of.value) for name, of in known.items())
    steps = [Intermediate(f"criterio {name}", value) for name, value in given]
    days = _days(step, agreement, one)
    if days != 1:
        steps.append(Intermediate("parte dell'anno senza posizione organizzativa", days))
    if by_area(step):
        steps.append(Intermediate("peso che l'attestazione della sua area lascia", grade))
    negative = (NOT_POSITIVE, *((step.once(worst),) if one.role == STAFF else ()))
    recorded = one.evaluation is not None and one.evaluation.positive is False
    elsewhere = _unevaluated(step, agreement, one)
    return Stake(
        one=one,
        score=score,
        weight=None if weight is None else product(weight, grade, days),
        part=_product(known, reducing),
        positive=elsewhere or (not recorded and (score is None or score.level not in negative)),
        out=out,
        awaited=awaited,
        doubt=_doubt(step, agreement, one),
        lacks=() if out else tuple(lacks.values()),
        steps=tuple(steps),
        rows=tuple(of.row for of in known.values()),
    )


def _days(step: Step, agreement: Agreement, one: Evaluee) -> Fraction:
    """The part of the year for which an unnamed holder of a post shares, where the agreement does not count days."""
    if agreements.SERVICE in agreement.rows or not agreements.by_days(step, agreement.of, one):
        return Fraction(1)
    return served_as(step, one, agreement.of.roles)


def _product(known: Mapping[str, Coefficient], names: tuple[str, ...]) -> Fraction | None:
    """The product of some criteria; None if one of them lacks data about the person."""
    return product(Fraction(1), *(known[name].value for name in names)) if known.keys() >= {*names} else None


def sharing(step: Step, everybody: list[Stake]) -> list[Stake]:
    """Who shares: under the choice `others`, not those who lose it because they are not evaluated positively."""
    staying = [stake for stake in everybody if stake.positive or not stake.final or not stake.earns]
    return step.choose(NEGATIVE, nothing=everybody, others=staying, as_agreed=everybody)


def lacking(found: list[Stake]) -> Iterator[Message]:
    """What is missing for a weight, and for how many, without names: nothing can be divided without it."""
    counts = Counter(lack for stake in found if stake.weight is None for lack in stake.lacks)
    yield from (say("manca {lack} ({count})", lack=lack, count=count) for lack, count in counts.items())


class Due(NamedTuple):
    """Somebody's part: the whole share (euro), what is due of it, and the least that the share is in any case."""

    stake: Stake
    share: Decimal
    merit: kit.Merit
    least: Decimal

    @property
    def due(self) -> Decimal:
        return self.merit.of(self.share)

    @property
    def waits(self) -> Decimal:
        """What of the sum depends on days on which it is in doubt whether a post is held (euro)."""
        return self.due - min(self.due, self.merit.of(self.least))


@rule(RULE, REST, NEGATIVE, MISSING, hook="merito_rewards", tool=agreements.MANAGERS.tool)
def result_of_managers(step: Step) -> ResultRows:
    return _bargained(step, agreements.MANAGERS)


@rule(RULE, REST, NEGATIVE, MISSING, agreements.IN_PART, hook="merito_rewards", tool=agreements.PERSONNEL.tool)
def prizes_of_staff(step: Step) -> ResultRows:
    return _bargained(step, agreements.PERSONNEL)


def _bargained(step: Step, of: BargainedFund) -> ResultRows:
    """Everybody's sum, by the criteria or the sums of the agreement; without an agreement nothing is divided."""
    line = step.so_far.line(of.fund, AVAILABLE)
    if line is None or not agreements.rows_of(step, of):
        return ()
    agreement = agreements.agreement_of(step, of)
    everybody = stakes(step, agreement) if agreement else []
    why = _undivided(step, of, agreement, everybody, line)
    if why or agreement is None:
        return (kit.of_tool(step, "warning", say("non diviso: {why}", why=why)),)
    taking = everybody if agreement.by_sums else sharing(step, everybody)
    shares = _shares(agreement, taking, line)
    sure = _least(agreement, taking, shares, line)
    waiting = sum(not (one.counted or one.out or one.doubt or one.unsure) for one in everybody)
    doubts = sum(bool(one.doubt) for one in everybody)
    may_add = _may_add(everybody) if sure else NOTHING
    dues = []
    for stake in everybody:
        if stake.one.person.id in shares or not agreement.by_sums:
            share = shares.get(stake.one.person.id, ZERO)
            merit = _merit(step, agreement, stake, share, waiting)
            if not agreement.by_sums:
                merit = merit.growing(MAY_GROW) if doubts else merit
                merit = merit.growing(may_add) if sure and stake.certain is None else merit
            dues.append(Due(stake, share, merit, sure.get(stake.one.person.id, share)))
    weights = sum((stake.weight or Fraction(0) for stake in taking), Fraction(0))
    unsure = sorted({one.unsure for one in everybody} - {""})
    posts = any(one.one.doubts for one in everybody)
    rewards = (_reward(agreement, one, line, weights, unsure, posts=posts) for one in dues)
    return (*rewards, *_lines(step, agreement, dues, line), *_of_strangers(step, agreement, line))


def _may_add(everybody: Sequence[Stake]) -> Message:
    """Why what somebody is due may grow: evaluations of others that are missing, or their own; days in doubt."""
    missing = [one.one.person.id for one in everybody if one.unsure == MISSING]
    return several(
        kit.only_certain() if any(one.unsure == BY_ONESELF for one in everybody) else NOTHING,
        kit.only_certain(missing) if missing else NOTHING,
        kit.perhaps_others() if any(one.certain is not None and not one.unsure for one in everybody) else NOTHING,
    )


def _undivided(
    step: Step, of: BargainedFund, agreement: Agreement | None, everybody: list[Stake], line: FundLine
) -> Message:
    """Why a fund cannot be divided yet, or nothing."""
    if agreement is None:
        return agreements.why_none(step, of)
    if agreements.strangers(step, of) and not agreement.by_sums:
        return say("l'accordo nomina chi non partecipa al fondo (vedi i rilievi)")
    if agreement.by_sums:
        total = sum(map(agreements.amount, agreement.rows[AMOUNT]), ZERO)
        if total <= line.amount:
            return NOTHING
        return say(
            "gli importi dell'accordo {act} superano il fondo: {total} contro {fund}: {beyond} in più",
            act=Ref("act", agreement.act.id),
            total=Money(total),
            fund=Money(line.amount),
            beyond=Money(total - line.amount),
        )
    if missing := several(*lacking(everybody)):
        if not any(lack == EVALUATION for stake in everybody for lack in stake.lacks):
            return missing
        return say(
            "{missing}, e si attendono tutte da chi valuta ({reading})",
            missing=missing,
            reading=Ref("reading", MISSING),
        )
    if any(stake.weight for stake in sharing(step, everybody)):
        return NOTHING
    return say("nessuno ha un peso nel riparto")


def _shares(agreement: Agreement, taking: list[Stake], line: FundLine) -> dict[str, Decimal]:
    """The whole share (euro) of everybody who has one."""
    if agreement.by_sums:
        sums = {str(row["person"]): agreements.amount(row) for row in agreement.rows[AMOUNT]}
        return {person: sums[person] for person in (stake.one.person.id for stake in taking) if person in sums}
    in_order = sorted(taking, key=lambda stake: natural_key(stake.one.person.id))
    weights = {stake.one.person.id: stake.weight or Fraction(0) for stake in in_order}
    return dict(zip(weights, kit.in_turn(line.amount, [*weights.values()]), strict=True))


def _least(
    agreement: Agreement, taking: list[Stake], shares: Mapping[str, Decimal], line: FundLine
) -> dict[str, Decimal]:
    """The least (euro) of every share, if it is in doubt on some days whether somebody holds a post; otherwise none.

    Somebody's own days in doubt are then a post's; everybody else has most if those of the others are. A cent may go
    to another then.
    """
    if agreement.by_sums:
        return {one.one.person.id: ZERO for one in taking if one.certain == 0}
    in_order = sorted(taking, key=lambda one: natural_key(one.one.person.id))
    weights = {one.one.person.id: one.weighing for one in in_order}
    every = kit.Weights.of(line.amount, weights)
    if not every.unsure:
        return {}
    odd = dict.fromkeys(weights, ZERO)
    if any(one.unsure and not one.levels for one in in_order):  # not every outcome of an evaluation is tried
        parts = [shares[person] for person in weights]
        odd = dict(zip(weights, kit.odd_cents(line.amount, [each[0] for each in weights.values()], parts), strict=True))
    return {person: min(every.least(person), shares[person] - odd[person]) for person in weights}


def _merit(step: Step, agreement: Agreement, stake: Stake, share: Decimal, waiting: int) -> kit.Merit:
    """What is due of a share: reduced as agreed, if the evaluation is positive; all of it until that is known.

    An evaluation that lacks only a formality is known, and its sum waits. If it is not positive, or of the own person,
    all of it waits.
    """
    by_sums, none = agreement.by_sums, cited(RULE, say("i criteri dell'accordo non danno nulla"))
    if stake.out and not by_sums:
        return kit.Merit(reason=none)
    if stake.doubt and not by_sums:
        return kit.Merit().until(stake.doubt)
    own = kit.evaluated_by_oneself(step.dossier, stake.score)
    if not stake.final and (own or not (stake.counted and stake.positive)):
        most = kit.most_until(kit.why_not_final(stake.score))
        return most if not stake.unsure or stake.part is None or by_sums else evolve(most, part=stake.part)
    gives = bool(share) if by_sums else stake.earns
    if not stake.positive and gives and step.readings[NEGATIVE].choice in ("nothing", "others"):
        return kit.nothing(cited(RULE, say("non spetta: la valutazione non è positiva")), State.REFUSED)
    merit = kit.Merit() if stake.part is None else kit.Merit(stake.part)
    to_others = not by_sums and step.choose(NEGATIVE, nothing=False, others=bool(waiting), as_agreed=False)
    if waiting and (agreement.weighs_evaluations or to_others):
        why = say(
            "il riparto può cambiare: valutazioni non definitive: {waiting} ({reading})",
            waiting=waiting,
            reading=Ref("reading", MISSING),
        )
        return merit.until(why)
    if stake.awaited:
        return merit.until(say("un'area in cui ha servito attende l'attestazione dell'OIV: può crescere"))
    if stake.part is None:
        act = Ref("act", agreement.act.id)
        return kit.most_until(say("manca {lacks} nell'accordo {act}", lacks=stake.lacks, act=act))
    if not stake.final:
        return merit.until(kit.why_not_final(stake.score))
    return evolve(merit, reason=NOTHING if merit.of(share) else none)


def _reward(
    agreement: Agreement, one: Due, line: FundLine, weights: Fraction, unsure: Sequence[str], *, posts: bool
) -> Reward:
    score = one.stake.score
    return Reward(
        person=one.stake.one.person.id,
        tool=agreement.of.tool,
        fund=agreement.of.fund,
        item=agreement.of.prizes,
        due=one.due,
        state=one.merit.state,
        reason=several(_of_doubts(one) if posts else NOTHING, one.merit.reason),
        waits=one.waits,
        may_grow=one.merit.may_grow,
        rules=tuple(dict.fromkeys((RULE, *unsure, *(each for doubt in one.stake.one.doubts for each in doubt.rules)))),
        rests_on=(line, *((score,) if score else ())),
        basis=partial(_basis, agreement, one, line, weights),
    )


def _of_doubts(one: Due) -> Message:
    """Why a part of somebody's sum waits for days on which it is in doubt whether a post is held."""
    doubts = one.stake.one.doubts
    if not one.waits or one.stake.doubt or one.stake.unsure:
        return NOTHING
    return _perhaps(one.stake.one) if doubts else kit.odd_cent_of_doubts()


def _perhaps(one: Evaluee) -> Message:
    """Why days of somebody are of the staff only perhaps."""
    return say("{perhaps}: {whys}", perhaps=PERHAPS_STAFF, whys=several(*(doubt.why for doubt in one.doubts)))


def _basis(agreement: Agreement, one: Due, line: FundLine, weights: Fraction) -> Basis:
    stake = one.stake
    sums = agreement.rows[AMOUNT].of(stake.one.person.id) if agreement.by_sums else ()
    steps: tuple[Intermediate, ...] = (
        Intermediate("peso nel riparto", stake.weight or 0),
        Intermediate("somma dei pesi", weights),
    )
    values: dict[str, Any] = {"fund": Money(line.amount), "share": Money(one.share)}
    formula = say("{fund} × peso / somma dei pesi = {share} (la quota)", **values)
    if agreement.by_sums:
        act = Ref("act", agreement.act.id)
        steps, formula = (), say("{share}, come da accordo {act}", share=Money(one.share), act=act)
    elif stake.part not in (None, 1):
        part = stake.part or Fraction(0)
        formula = say("{fund} × peso / somma dei pesi = {share} (la quota) × {part}", **values, part=part)
    return Basis(
        inputs=(agreement.act, *stake.rows, *sums, *(row for doubt in stake.one.doubts for row in doubt.rows)),
        steps=(*stake.steps, *steps),
        formula=formula if one.due else NOTHING,
    )


def _lines(step: Step, agreement: Agreement, dues: list[Due], line: FundLine) -> Iterator[FundLine]:
    """The prizes; and what the agreement assigns to nobody, saved or kept for another agreement (I-BS-57)."""
    due = sum((one.due for one in dues), ZERO)
    scores = tuple(one.stake.score for one in dues if one.stake.score)
    judging = (line, *(scores if agreement.weighs_evaluations else ()))
    basis = Basis(inputs=(agreement.act, *agreement.inputs))
    yield evolve(
        kit.drawn(line, agreement.of.prizes, due, (RULE,), judging),
        among=tuple(one.person.id for one in agreements.taking_part(step, agreement.of)),
        by_evaluation=agreement.by_evaluation,
        compared=_compared(agreement, dues),
        basis=basis,
    )
    rest = line.amount - due - _sums_of_strangers(step, agreement)
    if not rest:
        return
    why = say("ciò che l'accordo {act} non assegna", act=Ref("act", agreement.act.id))
    sure, known = _surely_left(agreement, dues)
    unsure = any(one.stake.doubt for one in dues) or _may_be_less(agreement, dues)
    state = State.PROVISIONAL if unsure else State.FINAL
    judged = scores if agreement.evaluated else ()
    parts = [("non assegnato", rest, judged, state)]
    if sure:
        parts = [
            ("non assegnato", sure, known, State.FINAL),
            ("non assegnato, economie in attesa", rest - sure, judged, State.PROVISIONAL),
        ]
    for item, amount, rests_on, standing in parts:
        if not amount:
            continue
        left = kit.saved(line, item, amount, why, (RULE,), (line, *rests_on), standing, basis)
        if step.readings[REST].choice == "next_agreement":
            told = say("{why}, fino a un altro accordo", why=why)
            left = evolve(left, savings=ZERO, left_to=agreement.of.tool, reason=told)
        yield left


def _surely_left(agreement: Agreement, dues: list[Due]) -> tuple[Decimal, tuple[PersonScore, ...]]:
    """What final evaluations leave (euro), whatever those are for which the most is reserved; nothing without such.

    With the most for the others every share is least, and so is what is not due of it.
    """
    if agreement.by_sums or any(one.stake.doubt for one in dues) or not any(one.stake.unsure for one in dues):
        return ZERO, ()
    final = [one for one in dues if one.stake.final and not one.stake.unsure]
    left = sum((one.least - one.merit.of(one.least) for one in final), ZERO)
    return left, tuple(one.stake.score for one in final if one.stake.score)


def _may_be_less(agreement: Agreement, dues: list[Due]) -> bool:
    """Whether more of the fund is due if somebody holds a post on days in doubt: not if every share is due whole."""
    doubtful = any(one.stake.certain is not None for one in dues)
    return doubtful and not agreement.by_sums and any(one.merit.part != 1 for one in dues)


def _compared(agreement: Agreement, dues: list[Due]) -> Mapping[str, str] | None:
    """The level or the band of scores by which everybody's part is made; none where the score itself makes it.

    Weights and sums by person do not say on what they rest.
    """
    if agreement.by_evaluation is None:
        return None
    if agreements.SCORE in agreement.rows:
        return {}
    return {
        one.stake.one.person.id: told
        for one in dues
        if not one.stake.doubt and (told := ", ".join(filter(None, map(agreements.class_of, one.stake.rows))))
    }


def _sums_of_strangers(step: Step, agreement: Agreement) -> Decimal:
    """What the agreement gives to people who do not share in the fund: everybody else's sum stays as agreed."""
    rows = agreements.strangers(step, agreement.of) if agreement.by_sums else ()
    return sum(map(agreements.amount, rows), ZERO)


def _of_strangers(step: Step, agreement: Agreement, line: FundLine) -> Iterator[FundLine]:
    """Their sums wait, whole, until the agreement or the role of the person is corrected."""
    amount = _sums_of_strangers(step, agreement)
    if amount:
        why = say("l'accordo dà un importo a chi non partecipa al fondo (vedi i rilievi)")
        waits = kit.drawn(line, "importi a chi non partecipa", amount, (RULE,), (line,))
        basis = Basis(inputs=(agreement.act, *agreements.strangers(step, agreement.of)))
        yield evolve(waits, left_to=agreement.of.tool, reason=why, basis=basis)
