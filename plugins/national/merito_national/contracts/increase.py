"""The increase of the individual prize, and the higher result pay of managers: computed as a note, not as a sum owed.

CCNL 21.5.2018, art. 69; CCNL 16.11.2022, art. 81; CCNL Area 17.12.2020, art. 30. The mean is that of the contract in
force at the end of the year; the note gives its amount, and whom it counts.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from attrs import evolve, frozen

from merito import (
    Finding,
    InForce,
    Intermediate,
    Listed,
    Message,
    Money,
    Phase,
    Ref,
    ResultRows,
    Reward,
    Severity,
    State,
    Step,
    kit,
    rule,
    say,
)
from merito.numbers import cents_up, fraction, half_up, product, quotient, whole_down
from merito_national import as_minimum, noted, unknown_names
from merito_national.contracts import also_for_others, funds_of, lines_of
from merito_national.people import MANAGER, STAFF, employees, number_of_managers

STAFF_RULE, MANAGERS_RULE, READING = "IT-PREMIO.30", "IT-DIR.30", "I-IT-04"
MERIT, RESULT = "merit", "result"
PRIZES, PAYING, BASE = "individual_prizes", "increase_tools", "increase_base"
SETTLED = {State.FINAL, State.REFUSED}
MOST_TOLD = 10
BEYOND, REDUCED = "oltre", "ridotta"


@frozen(kw_only=True)
class Keys:
    """The parameters of an increase: its minimum share, the ente's choice of measure, its quota."""

    least: str
    measure: str
    quota: str


OF_STAFF = Keys(least="increase_least", measure="increase_measure", quota="increase_quota")
OF_MANAGERS = Keys(least="managers_least", measure="managers_measure", quota="managers_quota")


@frozen
class Mean:
    """The sum divided, the people, the number evaluated in total, and whether the sum is what was attributed."""

    euro: Decimal
    people: int
    evaluated: int
    attributed: bool

    @property
    def each(self) -> Fraction:
        return quotient(self.euro, self.people)


@frozen(kw_only=True)
class Increase:
    """An increase as a contract requires it: over which mean, by which share, for at most how many (None: not set)."""

    mean: Mean
    share: InForce[Fraction]
    most: int | None
    quota: str

    @property
    def amount(self) -> Decimal:
        return cents_up(product(self.mean.each, self.share.value))

    @property
    def reached(self) -> Decimal:
        """The mean with the increase."""
        return cents_up(product(self.mean.each, 1 + self.share.value))

    @property
    def can_be_given(self) -> bool:
        """Whether somebody can have it: not one person alone, whose mean is all there is, nor a quota of nobody."""
        return self.mean.people > 1 and self.most != 0


Prizes = tuple[list[Reward], frozenset[str], Increase | None]
"""The prizes, the people among whom the contract counts their mean, and the increase over it."""


@rule(STAFF_RULE, hook="merito_check_plan")
def tools_that_there_are(step: Step) -> ResultRows:
    """Unknown names of tools that pay the prize or its increase; tools of the increase that leave no other."""
    known = {name for one in step.tools.values() for name in (one.name, one.label)}
    for key in (PRIZES, PAYING):
        if strange := unknown_names(step, key, known):
            why = say(
                "il parametro {key} nomina ciò che non è uno strumento: {names}",
                key=Ref("parameter", key),
                names=kit.listed(strange),
            )
            yield kit.told("warning", step.rule, why)
    if _tools(step, PAYING) and not _of_the_prize(step):
        why = say(
            "gli strumenti del premio individuale sono tutti anche nel parametro {key}: la maggiorazione non si "
            "distingue dal premio, e non si verifica",
            key=Ref("parameter", PAYING),
        )
        yield kit.told("info", step.rule, why)


@rule(STAFF_RULE, hook="merito_check_plan")
def reduced_where_the_contract_lets(step: Step) -> ResultRows:
    """A reduced share that the contract of the year does not know is not applied."""
    for keys in (OF_STAFF, OF_MANAGERS):
        if _is_reduced(step, keys) and REDUCED not in _of_contract(step, keys).value:
            why = say(
                "il parametro {key} chiede la misura ridotta, che il contratto dell'anno non prevede",
                key=Ref("parameter", keys.measure),
            )
            yield kit.told("info", step.rule, why)


@rule(STAFF_RULE, READING, hook="merito_check_rewards")
def of_the_staff(step: Step) -> ResultRows:
    """The minimum increase, and whether the tools that pay it give as much, to no more people than the quota."""
    prizes, people, found = step.once(_for_the_staff)
    if found is None:
        mixed = () if _attributed(step) else funds_of(also_for_others(step, prizes, people))
        if mixed:
            why = say(
                "al fondo {funds} attingono anche altre persone, e il premio individuale medio delle risorse destinate "
                "non si distingue: la maggiorazione non è verificata, e la controlla chi costituisce il "
                "fondo",
                many="ai fondi {funds} attingono anche altre persone, e il premio individuale medio delle risorse "
                "destinate non si distingue: la maggiorazione non è verificata, e la controlla chi costituisce il "
                "fondo",
                number="n",
                n=len(mixed),
                funds=Listed(mixed),
            )
            yield noted(step, "info", why, phase=Phase.REWARDS)
        return
    if not found.share.value:
        why = say("con così pochi dipendenti il contratto non vuole la maggiorazione del premio")
        yield _told(step, found, why)
        return
    why = say(
        "premio individuale medio {mean}: la maggiorazione è almeno il {least}, {increase}; {whom}",
        mean=_divided(found.mean),
        least=as_minimum(found.share.value),
        increase=Money(found.amount),
        whom=_to_how_many(found),
    )
    yield _told(step, found, why)
    if paying := _tools(step, PAYING):
        yield from _paid(step, found, [one for one in step.so_far.rewards if one.tool in paying and one.due])


def _paid(step: Step, found: Increase, given: list[Reward]) -> Iterator[Finding]:
    """Whether somebody has the increase, as much as is due, and no more people than the quota."""
    if not given and found.can_be_given:
        yield _nobody(step, found, say("nessuno ha la maggiorazione del premio individuale"))
    less = [one.person for one in given if one.due < found.amount]
    if less:
        why = say(
            "la maggiorazione di {n} persona ({people}) è più bassa di {increase}: chi liquida la porta a quella "
            "misura",
            many="la maggiorazione di {n} persone ({people}) è più bassa di {increase}: chi liquida la porta a quella "
            "misura",
            number="n",
            n=len(less),
            people=_named(less),
            increase=Money(found.amount),
        )
        yield _told(step, found, why, "warning")
    having = list(dict.fromkeys(one.person for one in given))
    if found.most is not None and len(having) > found.most:
        why = say(
            "la maggiorazione va a {n} persona ({people}), e la quota ne ammette {most}",
            many="la maggiorazione va a {n} persone ({people}), e la quota ne ammette {most}",
            number="n",
            n=len(having),
            people=_named(having),
            most=found.most,
        )
        yield _told(step, found, why, "warning")


@rule(MANAGERS_RULE, READING, hook="merito_check_rewards")
def of_managers(step: Step) -> ResultRows:
    """The minimum of the highest result pays of managers, and the number of managers who receive it."""
    results, people, found = step.once(_for_managers)
    if found is None:
        if mixed := funds_of(also_for_others(step, results, people)):
            why = say(
                "al fondo {funds} attingono anche altre persone, e il risultato medio dei dirigenti delle risorse "
                "destinate non si distingue: la maggiorazione non è verificata, e la controlla chi costituisce il "
                "fondo",
                many="ai fondi {funds} attingono anche altre persone, e il risultato medio dei dirigenti delle risorse "
                "destinate non si distingue: la maggiorazione non è verificata, e la controlla chi costituisce il "
                "fondo",
                number="n",
                n=len(mixed),
                funds=Listed(mixed),
            )
            yield noted(step, "info", why, phase=Phase.REWARDS)
        return
    if not found.share.value:
        why = say("con così pochi dirigenti il contratto non vuole un risultato più elevato per alcuni")
        yield _told(step, found, why)
        return
    reached = found.reached
    why = say(
        "risultato medio dei dirigenti {mean}: il più elevato è almeno il {least} in più, {reached}; {whom}",
        mean=_divided(found.mean),
        least=as_minimum(found.share.value),
        reached=Money(reached),
        whom=_to_how_many(found),
    )
    yield _told(step, found, why)
    due = dict.fromkeys(people, Decimal(0))
    for one in results:
        if one.person in due:
            due[one.person] += one.due
    having = [person for person, euro in due.items() if euro >= reached]
    if not having and found.can_be_given:
        yield _nobody(step, found, say("nessun dirigente ha il risultato più elevato che il contratto vuole"))
    if found.most is not None and len(having) > found.most:
        why = say(
            "il risultato più elevato va a {n} dirigente ({people}), e la quota ne ammette {most}; chi vi arriva solo "
            "per il valore della sua posizione non conta",
            many="il risultato più elevato va a {n} dirigenti ({people}), e la quota ne ammette {most}; chi vi arriva "
            "solo per il valore della sua posizione non conta",
            number="n",
            n=len(having),
            people=_named(sorted(having)),
            most=found.most,
        )
        yield _told(step, found, why, "warning")


def _for_the_staff(step: Step) -> Prizes:
    people = frozenset(one.id for one in step.dossier.people if _of_staff(step, one.id))
    tools = _of_the_prize(step)
    in_groups = {(one.person, one.tool) for one in step.dossier.candidates if one.group}
    own = (one for one in step.so_far.rewards if one.tool in tools)
    prizes = [one for one in own if (one.person, one.tool) not in in_groups]
    mean = _mean(step, prizes, people, attributed=_attributed(step))
    return prizes, people, _increase(step, mean, OF_STAFF, employees(step)) if mean else None


def _for_managers(step: Step) -> Prizes:
    people = frozenset(one.id for one in step.dossier.people.of(role=MANAGER))
    results = [one for one in step.so_far.rewards if step.tools[one.tool].pays == RESULT]
    mean = _mean(step, results, people, attributed=False)
    return results, people, _increase(step, mean, OF_MANAGERS, number_of_managers(step)) if mean else None


def _attributed(step: Step) -> bool:
    return step.parameters.choice(BASE).value == "attributed"


def _mean(step: Step, rewards: Collection[Reward], people: frozenset[str], *, attributed: bool) -> Mean | None:
    """The mean of some prizes among some people, on what is due to them or on what was set aside.

    None while a prize is not final, and if what was set aside also pays others.
    """
    own = [one for one in rewards if one.person in people]
    scored = {one.person: one for one in step.so_far.scores if one.person in people}
    evaluated = {*scored, *(one.person for one in own)}
    states = {*(one.state for one in own), *(one.state for one in scored.values())}
    if not own or not states <= SETTLED:
        return None
    paid = {one.person for one in own if one.due}
    positive = sum(_positive(step, person, paid) for person in evaluated)
    people_counted = step.choose(READING, positive=positive, everybody=len(evaluated))
    euro = Decimal(0)
    if attributed:
        euro = sum((one.due for one in own), euro)
    elif not also_for_others(step, rewards, people):
        euro = sum((line.amount for line in lines_of(step, own).values()), euro)
    return Mean(euro, people_counted, len(evaluated), attributed) if euro and people_counted else None


def _positive(step: Step, person: str, paid: Collection[str]) -> bool:
    """Positive according to the evaluation; if that does not say, whoever is due something."""
    written = step.dossier.evaluations.first(person)
    if written is not None and written.positive is not None:
        return written.positive
    return person in paid


def _increase(step: Step, mean: Mean, keys: Keys, size: Fraction) -> Increase:
    """The increase over a mean; the quota counts evaluated people, rounded to whole ones."""
    part = step.parameters.share(keys.quota).value if step.parameters.has(keys.quota) else None
    most = None if part is None else whole_down(product(mean.evaluated, part))
    return Increase(mean=mean, share=_least(step, keys, size), most=most, quota=keys.quota)


def _least(step: Step, keys: Keys, size: Fraction) -> InForce[Fraction]:
    """The minimum increase as a share of the mean, by the number of people of the ente; 0: the contract requires none.

    If the contract allows a reduced share, and the ente has chosen it, the reduced share.
    """
    found = _of_contract(step, keys)
    borders = sorted((int(name), share) for name, share in found.value.items() if name.isdecimal())
    share = next((share for most, share in borders if 0 < size <= most), found.value[BEYOND])
    if share and _is_reduced(step, keys) and REDUCED in found.value:
        share = found.value[REDUCED]
    return evolve(found, value=fraction(share))  # type: ignore[arg-type, return-value]


def _of_contract(step: Step, keys: Keys) -> InForce[Mapping[str, object]]:
    return step.parameters.table(keys.least, on=date(step.dossier.year, 12, 31))


def _is_reduced(step: Step, keys: Keys) -> bool:
    """Whether the ente has chosen the reduced share."""
    return step.parameters.has(keys.measure) and step.parameters.choice(keys.measure).value == REDUCED


def _nobody(step: Step, found: Increase, why: Message) -> Finding:
    """That nobody has the increase: due only once bargaining has set the quota."""
    if found.most is not None:
        return _told(step, found, why, "warning")
    asked = say(
        "{why}; se a qualcuno spetti dipende dalla quota della contrattazione integrativa (parametro {quota})",
        why=why,
        quota=Ref("parameter", found.quota),
    )
    return _told(step, found, asked)


def _named(people: Collection[str]) -> Listed:
    return Listed((Ref("person", one) for one in people), most=MOST_TOLD)


def _told(step: Step, found: Increase, why: Message, severity: Severity = "info") -> Finding:
    mean, most = found.mean, found.most
    steps = (
        Intermediate("attribuiti, in euro" if mean.attributed else "destinati, in euro", mean.euro),
        Intermediate("persone nella media", mean.people),
        Intermediate("valore medio, in euro", mean.each),
        Intermediate("maggiorazione minima, in euro", found.amount),
        *(() if most is None else (Intermediate("persone al massimo", most),)),
    )
    return noted(step, severity, why, phase=Phase.REWARDS, parameters=(found.share,), steps=steps)


def _divided(mean: Mean) -> Message:
    """The mean, and what was divided among how many."""
    each, total = Money(half_up(mean.each, 2)), Money(mean.euro)
    people = say("{n} persona", many="{n} persone", number="n", n=mean.people)
    reading = Ref("reading", READING)
    if mean.attributed:
        return say(
            "{each} ({total} attribuiti, tra {people}; lettura {reading})",
            each=each,
            total=total,
            people=people,
            reading=reading,
        )
    return say(
        "{each} ({total} destinati, tra {people}; lettura {reading})",
        each=each,
        total=total,
        people=people,
        reading=reading,
    )


def _to_how_many(found: Increase) -> Message:
    quota = Ref("parameter", found.quota)
    if found.most is None:
        return say(
            "a quanti spetti lo fissa prima la contrattazione integrativa (parametro {quota})",
            quota=quota,
        )
    evaluated = say("{n} valutata", many="{n} valutate", number="n", n=found.mean.evaluated)
    if not found.most:
        return say(
            "la quota non arriva a una persona su {evaluated} (parametro {quota})", evaluated=evaluated, quota=quota
        )
    return say(
        "al massimo a {n} persona su {evaluated}",
        many="al massimo a {n} persone su {evaluated}",
        number="n",
        n=found.most,
        evaluated=evaluated,
    )


def _tools(step: Step, key: str) -> set[str]:
    """The tools that a list names, by name or label."""
    named = step.parameters.list(key).value
    return {one.name for one in step.tools.values() if one.name in named or one.label in named}


def _of_the_prize(step: Step) -> set[str]:
    """The tools that pay the prize without its increase: those named, otherwise all of merit but arts. 21 and 22."""
    merit = {one.name for one in step.tools.values() if one.pays == MERIT and not one.decree}
    return (_tools(step, PRIZES) or merit) - _tools(step, PAYING)


def _of_staff(step: Step, person: str) -> bool:
    return kit.role_by_post(step.dossier.people[person], kit.staff_posts_of(step, person)) == STAFF
