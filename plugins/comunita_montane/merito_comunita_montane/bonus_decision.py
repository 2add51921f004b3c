"""The bonus of excellence: decided in January of the reference year, and renounced for other rewards (art. 18).

Nobody has to institute it: its deadline is that of a right, and a later decision opens no gate (BL-18.1d).
"""

from collections.abc import Mapping

from merito import Act, Basis, Deadline, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import told
from merito_comunita_montane.bands.decisions import scheme_of
from merito_comunita_montane.candidates import named, one_by_one, outside
from merito_comunita_montane.planning.units import degree_of, short

TOOL, DECISION, PAYMENT, RENUNCIATION = "bonus", "bonus_decision", "bonus_payment", "bonus_renunciation"
INNOVATION = "innovation"
EXCLUDED = "I-BL-21"
MISSING = f"manca l'atto «Rinuncia al bonus delle eccellenze» ({EXCLUDED})"
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
    """People who are given a path of high training (art. 25); a path of unknown kind counts too."""
    rows = (row for row in step.dossier.tables.get(OTHERS, ()) if row["kind"] == TRAINING)
    return tuple(dict.fromkeys(str(row["person"]) for row in rows if row["path"] in (None, HIGH)))


def holding_back(step: Step) -> tuple[str, ...]:
    """People with the bonus who are also named for the innovation award or for high training (I-BL-21).

    People who are refused the bonus have none to renounce: named, but outside the high band or in a structure below
    70%.
    """
    if instituted(step) is None:
        return ()
    other = {row.person for row in named(step, INNOVATION)} | set(in_high_training(step))
    return tuple(row.person for row in named(step, TOOL) if row.person in other and not _refused(step, row.person))


def _refused(step: Step, person: str) -> bool:
    scheme = scheme_of(step)
    if scheme is None or not step.so_far.bands:
        return False
    return outside(step, person, scheme.names[:1]) or short(step, degree_of(step, person))


@hookimpl
@rule("BL-18.2p")
def merito_deadlines(step: Step) -> ResultRows:
    """Payment by March of the next year, if the bonus was instituted."""
    year = step.dossier.year
    pay = step.parameters.day("bonus_payment_deadline", year + 1)
    if instituted(step) is not None:
        what = f"Bonus delle eccellenze {year}: pagamento"
        basis = Basis(parameters=(pay,))
        yield Deadline(phase=Phase.REWARDS, what=what, due=pay.value, met_by=PAYMENT, rules=("BL-18.2p",), basis=basis)


def waiting_for_renunciation(step: Step) -> Mapping[str, str]:
    """People who receive no innovation award until they renounce the bonus, and why (Italian)."""
    why = "BL-18.4: ha il bonus delle eccellenze, e il premio per l'innovazione gli spetta solo se vi rinuncia"
    why = f"{why}: {MISSING}"
    return {person: why for person in holding_back(step) if renounced(step, person) is None}


@hookimpl
@rule("BL-18.1")
def merito_check_plan(step: Step) -> ResultRows:
    """The bonus is for individuals: errors for candidates in a group, or named twice."""
    yield from one_by_one(step, TOOL, "BL-18.1")


@hookimpl
@rule("BL-18.4", EXCLUDED)
def merito_check_rewards(step: Step) -> ResultRows:
    """Warns of people with the bonus and a path of high training who have not renounced it."""
    training = in_high_training(step)
    for person in holding_back(step):
        if person in training and renounced(step, person) is None:
            why = "ha il bonus delle eccellenze: può accedere all'alta formazione solo se vi rinuncia"
            yield told("warning", "BL-18.4", f"{why} ({EXCLUDED})", f"person:{person}", phase=Phase.REWARDS)
