"""The increase of the individual prize, and the higher result pay of managers: computed as a note, not as a sum owed.

The mean is that of the contract of the year; the note gives its amount, and whom it counts.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from attrs import evolve, frozen

from merito import Basis, Finding, InForce, Intermediate, Phase, ResultRows, Reward, Step, hookimpl, rule
from merito.kit import role_by_post, staff_posts_of, told
from merito.national.contract_figures import with_figures
from merito.national.contract_mean import READING, Mean, knows_reduced, least_of, mean_of, reduced
from merito.national.facts import MANAGER, employees, managers
from merito.national.named import unknown_named
from merito.national.set_aside import also_for_others, funds_named
from merito.numbers import HUNDRED, cents_up, counted, euro_text, half_up, least_percent_text, product, whole_down

STAFF_RULE, MANAGERS_RULE = "IT-PREMIO.30", "IT-DIR.30"
MERIT, RESULT, STAFF = "merit", "result", "staff"
PRIZES, PAYING, BASE = "individual_prizes", "increase_tools", "increase_base"
ATTRIBUTED = "attributed"


@frozen(kw_only=True)
class Keys:
    """The parameters of an increase: its minimum share, the ente's choice of measure, its quota."""

    least: str
    measure: str
    quota: str


OF_STAFF = Keys(least="increase_least", measure="increase_measure", quota="increase_quota")
OF_MANAGERS = Keys(least="managers_least", measure="managers_measure", quota="managers_quota")


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

    @property
    def missed(self) -> str:
        """How grave it is that nobody has it: it is due only once bargaining has set the quota."""
        return "info" if self.most is None else "warning"

    @property
    def basis(self) -> Basis:
        steps = (
            Intermediate(f"{self.how}, in euro", self.mean.euro),
            Intermediate("persone nella media", self.mean.people),
            Intermediate("valore medio, in euro", self.mean.each),
            Intermediate("maggiorazione minima, in euro", self.amount),
        )
        most = () if self.most is None else (Intermediate("persone al massimo", self.most),)
        return Basis(parameters=(self.share,), steps=(*steps, *most))

    @property
    def how(self) -> str:
        return "attribuiti" if self.mean.attributed else "destinati"


@hookimpl(specname="merito_check_plan")
@rule(STAFF_RULE)
def tools_that_there_are(step: Step) -> ResultRows:
    """Unknown names of tools that pay the prize or its increase; tools of the increase that leave no other."""
    known = {name for one in step.tools.values() for name in (one.name, one.label)}
    for key in (PRIZES, PAYING):
        yield from unknown_named(step, key, known, "uno strumento")
    if _tools(step, PAYING) and not _of_the_prize(step):
        why = (
            f"gli strumenti del premio individuale sono tutti anche nel parametro {PAYING}: la maggiorazione non si "
            "distingue dal premio, e non si verifica"
        )
        yield told("info", step.rule, why)


@hookimpl(specname="merito_check_plan")
@rule(STAFF_RULE)
def reduced_where_the_contract_lets(step: Step) -> ResultRows:
    """A reduced share that the contract of the year does not know is not applied."""
    for keys in (OF_STAFF, OF_MANAGERS):
        if reduced(step, keys.measure) and not knows_reduced(step, keys.least):
            why = f"il parametro {keys.measure} chiede la misura ridotta, che il contratto dell'anno non prevede"
            yield told("info", step.rule, why)


@hookimpl(specname="merito_check_rewards")
@rule(STAFF_RULE, READING)
def of_the_staff(step: Step) -> ResultRows:
    """The minimum increase, and whether the tools that pay it give as much, to no more people than the quota."""
    found = step.once(_for_the_staff)
    if found is None:
        if not _attributed(step):
            yield from _not_told_apart(step, _prizes(step), _staff(step), "il premio individuale medio")
        return
    if not found.share.value:
        yield _told(step, found, "con così pochi dipendenti il contratto non vuole la maggiorazione del premio")
        return
    why = f"premio individuale medio {_divided(found)}: la maggiorazione è almeno il {_percent(found)}"
    yield _told(step, found, with_figures(f"{why}, {euro_text(found.amount)}{_to_how_many(found)}"))
    paying = _tools(step, PAYING)
    given = [one for one in step.so_far.rewards if one.tool in paying and one.due]
    yield from _paid_otherwise(step, found, given) if paying else ()


@hookimpl(specname="merito_check_rewards")
@rule(MANAGERS_RULE, READING)
def of_managers(step: Step) -> ResultRows:
    """The minimum of the highest result pays of managers, and the number of managers who receive it."""
    found = step.once(_for_managers)
    if found is None:
        yield from _not_told_apart(step, _results(step), _managers(step), "il risultato medio dei dirigenti")
        return
    if not found.share.value:
        yield _told(step, found, "con così pochi dirigenti il contratto non vuole un risultato più elevato per alcuni")
        return
    why = f"risultato medio dei dirigenti {_divided(found)}: il più elevato è almeno il {_percent(found)} in più"
    yield _told(step, found, with_figures(f"{why}, {euro_text(found.reached)}{_to_how_many(found)}"))
    many = sum(euro >= found.reached for euro in _results_of(step).values())
    if not many and found.can_be_given:
        why = "nessun dirigente ha il risultato più elevato che il contratto vuole"
        yield _told(step, found, f"{why}{_if_agreed(found)}", found.missed)
    if found.most is not None and many > found.most:
        why = (
            f"il risultato più elevato va a {counted(many, 'dirigente', 'dirigenti')}, più della quota; chi vi arriva "
            "solo per il valore della sua posizione non conta"
        )
        yield _told(step, found, why, "warning")


def _for_the_staff(step: Step) -> Increase | None:
    mean = mean_of(step, _prizes(step), _staff(step), attributed=_attributed(step))
    return None if mean is None else _increase(step, mean, OF_STAFF, employees(step))


def _for_managers(step: Step) -> Increase | None:
    mean = mean_of(step, _results(step), _managers(step), attributed=False)
    return None if mean is None else _increase(step, mean, OF_MANAGERS, managers(step))


def _attributed(step: Step) -> bool:
    return step.parameters.choice(BASE).value == ATTRIBUTED


def _prizes(step: Step) -> list[Reward]:
    tools = _of_the_prize(step)
    in_groups = {(one.person, one.tool) for one in step.dossier.candidates if one.group}
    return [one for one in step.so_far.rewards if one.tool in tools and (one.person, one.tool) not in in_groups]


def _staff(step: Step) -> frozenset[str]:
    return frozenset(one.id for one in step.dossier.people if _of_the_staff(step, one.id))


def _results(step: Step) -> list[Reward]:
    return [one for one in step.so_far.rewards if step.tools[one.tool].pays == RESULT]


def _managers(step: Step) -> frozenset[str]:
    return frozenset(one.id for one in step.dossier.people.of(role=MANAGER))


def _not_told_apart(step: Step, rewards: list[Reward], people: frozenset[str], what: str) -> Iterator[Finding]:
    """A note if a line pays these people and others: what was set aside for them is then unknown."""
    if mixed := also_for_others(step, rewards, people):
        why = f"{funds_named(step, mixed)}: vi attingono anche altre persone, e {what} delle risorse destinate non "
        yield told("info", step.rule, f"{why}si distingue: la maggiorazione non è verificata", phase=Phase.REWARDS)


def _results_of(step: Step) -> dict[str, Decimal]:
    """The result pay of every manager."""
    due = {one.id: Decimal(0) for one in step.dossier.people.of(role=MANAGER)}
    for one in step.so_far.rewards:
        if one.person in due and step.tools[one.tool].pays == RESULT:
            due[one.person] += one.due
    return due


def _increase(step: Step, mean: Mean, keys: Keys, size: Fraction) -> Increase:
    """The increase over a mean; the quota counts evaluated people, rounded to whole ones."""
    share = least_of(step, keys.least, size, keys.measure)
    part = step.parameters.share(keys.quota).value if step.parameters.has(keys.quota) else None
    most = None if part is None else whole_down(product(mean.evaluated, part))
    return Increase(mean=mean, share=share, most=most, quota=keys.quota)


def _paid_otherwise(step: Step, found: Increase, given: list[Reward]) -> Iterator[Finding]:
    if not given and found.can_be_given:
        why = f"nessuno ha la maggiorazione del premio individuale{_if_agreed(found)}"
        yield _told(step, found, why, found.missed)
    less = sum(one.due < found.amount for one in given)
    if less:
        why = f"la maggiorazione di {counted(less, 'persona', 'persone')} è più bassa di {euro_text(found.amount)}"
        yield _told(step, found, with_figures(why), "warning")
    many = len({one.person for one in given})
    if found.most is not None and many > found.most:
        why = f"la maggiorazione va a {counted(many, 'persona', 'persone')}, e la quota ne ammette {found.most}"
        yield _told(step, found, why, "warning")


def _told(step: Step, found: Increase, why: str, severity: str = "info") -> Finding:
    one = told("warning" if severity == "warning" else "info", step.rule, why, phase=Phase.REWARDS)
    return evolve(one, basis=found.basis)


def _divided(found: Increase) -> str:
    mean = found.mean
    among = counted(mean.people, "persona", "persone")
    each = euro_text(half_up(mean.each, 2))
    return f"{each} ({euro_text(mean.euro)} {found.how}, tra {among}; lettura {READING})"


def _percent(found: Increase) -> str:
    return least_percent_text(HUNDRED * found.share.value)


def _to_how_many(found: Increase) -> str:
    if found.most is None:
        return f"; a quanti spetti lo fissa prima la contrattazione integrativa (parametro {found.quota})"
    evaluated = counted(found.mean.evaluated, "valutata", "valutate")
    if not found.most:
        return f"; la quota non arriva a una persona su {evaluated} (parametro {found.quota})"
    most = counted(found.most, "persona", "persone")
    return f", al massimo a {most} su {evaluated}"


def _if_agreed(found: Increase) -> str:
    quota = f"; se a qualcuno spetti dipende dalla quota della contrattazione integrativa (parametro {found.quota})"
    return quota if found.most is None else ""


def _tools(step: Step, key: str) -> set[str]:
    """The tools that a list names, by name or label."""
    named = step.parameters.list(key).value
    return {one.name for one in step.tools.values() if one.name in named or one.label in named}


def _of_the_prize(step: Step) -> set[str]:
    """The tools that pay the prize without its increase: those named, otherwise all of merit but arts. 21 and 22."""
    merit = {one.name for one in step.tools.values() if one.pays == MERIT and not one.decree}
    return (_tools(step, PRIZES) or merit) - _tools(step, PAYING)


def _of_the_staff(step: Step, person: str) -> bool:
    return role_by_post(step.dossier.people[person], staff_posts_of(step, person)) == STAFF
