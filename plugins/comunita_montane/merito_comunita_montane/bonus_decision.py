"""The bonus of excellence is decided in January of the reference year, and is renounced for other rewards (art. 18).

Nobody has to institute it: its term is that of a right, and a decision that comes later opens no gate (BL-18.1d).
"""

from collections.abc import Iterator

from merito import Act, ActNeed, Basis, Deadline, Finding, Gate, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import told
from merito_comunita_montane.candidates import named, one_by_one

TOOL, DECISION, PAYMENT, RENUNCIATION = "bonus", "bonus_decision", "bonus_payment", "bonus_renunciation"
INNOVATION = "innovation"
EXCLUDED = "I-BL-21"
OTHERS, TRAINING, HIGH = "other_rewards", "training", "high"


def instituted(step: Step) -> Act | None:
    """The decision that institutes the bonus: adopted and published by the end of January of the reference year."""
    due = step.parameters.day("bonus_decision_deadline", step.dossier.year).value
    timely = (act for act in step.acts_of(DECISION) if act.published and max(act.date, act.published) <= due)
    return next((act for act in timely if act.published and act.published <= step.as_of), None)


def renounced(step: Step, person: str) -> Act | None:
    """The act by which somebody has renounced the bonus, if there is one."""
    return next(iter(step.acts_of(RENUNCIATION, f"person:{person}")), None)


def in_high_training(step: Step) -> tuple[str, ...]:
    """The people who are given a path of high training (art. 25); one that does not say what it is counts."""
    rows = (row for row in step.dossier.tables.get(OTHERS, ()) if row["kind"] == TRAINING)
    return tuple(dict.fromkeys(str(row["person"]) for row in rows if row["path"] in (None, HIGH)))


def holding_back(step: Step) -> tuple[str, ...]:
    """Who has the bonus and is named for the innovation award or for high training as well (I-BL-21)."""
    if instituted(step) is None:
        return ()
    other = {row.person for row in named(step, INNOVATION)} | set(in_high_training(step))
    return tuple(row.person for row in named(step, TOOL) if row.person in other)


@hookimpl
@rule("BL-18.2p")
def merito_deadlines(step: Step) -> ResultRows:
    """By March of the next year the payment, where the bonus was instituted."""
    year = step.dossier.year
    pay = step.parameters.day("bonus_payment_deadline", year + 1)
    if instituted(step) is not None:
        what = f"Bonus delle eccellenze {year}: pagamento"
        basis = Basis(parameters=(pay,))
        yield Deadline(phase=Phase.REWARDS, what=what, due=pay.value, met_by=PAYMENT, rules=("BL-18.2p",), basis=basis)


@hookimpl
@rule("BL-18.4", EXCLUDED)
def merito_gates(step: Step) -> ResultRows:
    """No innovation award to whoever has the bonus and has not renounced it."""
    for person in holding_back(step):
        needs, subject = (ActNeed(RENUNCIATION),), f"person:{person}"
        rules = ("BL-18.4", EXCLUDED)
        yield Gate(phase=Phase.REWARDS, tool=INNOVATION, subject=subject, needs=needs, rules=rules)


@hookimpl
@rule("BL-18.1", "BL-18.4", EXCLUDED)
def merito_check_plan(step: Step) -> ResultRows:
    """Who has the bonus and a path of high training, and candidates put forward in a group."""
    yield from (*_training(step), *one_by_one(step, TOOL, "BL-18.1"))


def _training(step: Step) -> Iterator[Finding]:
    training = in_high_training(step)
    for person in holding_back(step):
        if person in training and renounced(step, person) is None:
            why = "ha il bonus delle eccellenze: può accedere all'alta formazione solo se vi rinuncia"
            yield told("warning", "BL-18.4", f"{why} ({EXCLUDED})", f"person:{person}", phase=Phase.REWARDS)
