"""The increase of the individual prize, and the higher result pay of managers: computed as a note, not as a sum owed.

The mean is that of the contract of the year; its size, and whom the mean counts, are told with it.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from attrs import evolve, frozen

from merito import Basis, Finding, InForce, Intermediate, Phase, ResultRows, Reward, Step, hookimpl, rule
from merito.kit import role_by_post, staff_posts_of, told
from merito.national.contract_mean import READING, Mean, least_of, mean_of
from merito.national.facts import MANAGER, employees, managers
from merito.numbers import HUNDRED, cents_up, counted, euro_text, least_percent_text, product, whole_down

STAFF_RULE, MANAGERS_RULE = "IT-PREMIO.30", "IT-DIR.30"
MERIT, RESULT, STAFF = "merit", "result", "staff"
PRIZES, PAYING, BASE = "individual_prizes", "increase_tools", "increase_base"
ATTRIBUTED = "attributed"


@frozen(kw_only=True)
class Increase:
    """An increase as a contract wants it: above which mean, by which share, to how many at the most (None: not set)."""

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
    def basis(self) -> Basis:
        steps = (Intermediate("valore medio", self.mean.each), Intermediate("maggiorazione minima", self.amount))
        return Basis(parameters=(self.share,), steps=steps)


@hookimpl(specname="merito_check_rewards")
@rule(STAFF_RULE, READING)
def of_the_staff(step: Step) -> ResultRows:
    """What the increase is at least, and whether the tools that pay it give as much, to no more than the quota."""
    paying = _tools(step, PAYING)
    prizes = (_tools(step, PRIZES) or {one.name for one in step.tools.values() if one.pays == MERIT}) - paying
    people = [one.id for one in step.dossier.people if _of_the_staff(step, one.id)]
    attributed = step.parameters.choice(BASE).value == ATTRIBUTED
    rewards = [one for one in step.so_far.rewards if one.tool in prizes]
    mean = mean_of(step, rewards, people, attributed=attributed)
    if mean is None:
        return
    found = _increase(step, mean, "increase_least", employees(step), "increase_quota")
    if not found.share.value:
        yield _told(step, found, "con così pochi dipendenti il contratto non vuole la maggiorazione del premio")
        return
    why = (
        f"premio individuale medio {_divided(mean, attributed=attributed)}: la maggiorazione è almeno il "
        f"{_percent(found)}, {euro_text(found.amount)}{_to_how_many(found)}"
    )
    yield _told(step, found, why)
    given = [one for one in step.so_far.rewards if one.tool in paying and one.due]
    yield from _paid_otherwise(step, found, given) if paying else ()


@hookimpl(specname="merito_check_rewards")
@rule(MANAGERS_RULE, READING)
def of_managers(step: Step) -> ResultRows:
    """How much the highest result pays of managers are at least, and to how many they go."""
    people = [one.id for one in step.dossier.people if one.role == MANAGER]
    rewards = [one for one in step.so_far.rewards if step.tools[one.tool].pays == RESULT]
    mean = mean_of(step, rewards, people, attributed=False)
    if mean is None:
        return
    found = _increase(step, mean, "managers_least", managers(step), "managers_quota")
    if not found.share.value:
        yield _told(step, found, "con così pochi dirigenti il contratto non vuole un risultato più elevato per alcuni")
        return
    why = (
        f"risultato medio dei dirigenti {_divided(mean, attributed=False)}: il più elevato è almeno il "
        f"{_percent(found)} in più, {euro_text(found.reached)}{_to_how_many(found)}"
    )
    yield _told(step, found, why)
    due = dict.fromkeys(people, Decimal(0))
    for one in rewards:
        due[one.person] = due.get(one.person, Decimal(0)) + one.due
    many = sum(due[person] >= found.reached for person in people)
    if not many:
        yield _told(step, found, "nessun dirigente ha il risultato più elevato che il contratto vuole", "warning")
    elif found.most is not None and many > found.most:
        yield _told(step, found, f"il risultato più elevato va a {many} dirigenti, più della quota", "warning")


def _increase(step: Step, mean: Mean, least: str, size: Fraction, quota: str) -> Increase:
    """The increase on a mean; the quota counts those evaluated, and nobody's part of one."""
    share = least_of(step, least, size)
    part = step.parameters.share(quota).value if step.parameters.has(quota) else None
    most = None if part is None else whole_down(product(mean.evaluated, part))
    return Increase(mean=mean, share=share, most=most, quota=quota)


def _paid_otherwise(step: Step, found: Increase, given: list[Reward]) -> Iterator[Finding]:
    if not given:
        yield _told(step, found, "nessuno ha la maggiorazione del premio individuale", "warning")
    less = sum(one.due < found.amount for one in given)
    if less:
        why = f"la maggiorazione di {counted(less, 'persona', 'persone')} è più bassa di {euro_text(found.amount)}"
        yield _told(step, found, why, "warning")
    many = len({one.person for one in given})
    if found.most is not None and many > found.most:
        why = f"la maggiorazione va a {counted(many, 'persona', 'persone')}, e la quota ne ammette {found.most}"
        yield _told(step, found, why, "warning")


def _told(step: Step, found: Increase, why: str, severity: str = "info") -> Finding:
    one = told("warning" if severity == "warning" else "info", step.rule, why, phase=Phase.REWARDS)
    return evolve(one, basis=found.basis)


def _divided(mean: Mean, *, attributed: bool) -> str:
    how = "attribuiti" if attributed else "destinati"
    among = counted(mean.people, "persona", "persone")
    return f"{euro_text(cents_up(mean.each))} ({euro_text(mean.euro)} {how}, tra {among}; lettura {READING})"


def _percent(found: Increase) -> str:
    return least_percent_text(HUNDRED * found.share.value)


def _to_how_many(found: Increase) -> str:
    if found.most is None:
        return f"; a quanti spetti lo fissa prima la contrattazione integrativa (parametro {found.quota})"
    most = counted(found.most, "persona", "persone")
    return f", al massimo a {most} su {counted(found.mean.evaluated, 'valutata', 'valutate')}"


def _tools(step: Step, key: str) -> set[str]:
    """The tools that a list names, by their name or their label."""
    named = step.parameters.list(key).value
    return {one.name for one in step.tools.values() if one.name in named or one.label in named}


def _of_the_staff(step: Step, person: str) -> bool:
    return role_by_post(step.dossier.people[person], staff_posts_of(step, person)) == STAFF
