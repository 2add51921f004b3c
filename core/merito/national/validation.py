"""The OIV's validation of the Relazione precedes every reward, and every payment of one (art. 14 c. 6).

In a municipality the law binds by a reading (I-IT-02); another decides whether result pay is a reward of Titolo III
(I-IT-06). The pay of a post never waits.
"""

from collections.abc import Iterator

from merito import Act, ActNeed, Finding, Gate, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import told
from merito.numbers import day_text

REPORT, VALIDATION = "performance_report", "report_validation"
MUNICIPALITY = "municipality"
RULE, BINDS, RESULT_PAY = "IT-14.6", "I-IT-02", "I-IT-06"
MERIT, POST, REWARDS = "merit", "post", "rewards"


@hookimpl
@rule(RULE, BINDS, RESULT_PAY)
def merito_gates(step: Step) -> ResultRows:
    """One gate on all rewards; if result pay is not among them, one on each tool of Titolo III."""
    if not _binds(step):
        return
    rules = (RULE, BINDS) if _municipality(step) else (RULE,)
    needs = (ActNeed(VALIDATION, after=REPORT),)
    if step.readings[RESULT_PAY].choice == "included":
        yield Gate(phase=Phase.REWARDS, needs=needs, rules=rules)
        return
    tools = [tool.name for tool in step.tools.values() if tool.pays == MERIT]
    yield from (Gate(phase=Phase.REWARDS, tool=tool, needs=needs, rules=(*rules, RESULT_PAY)) for tool in tools)


@hookimpl
@rule(RULE, BINDS)
def merito_check_plan(step: Step) -> ResultRows:
    """If the law does not bind, a payment before the validation is a warning; if it binds, the gate reports it."""
    if not _binds(step):
        yield from _paid_before(step)


def _paid_before(step: Step) -> Iterator[Finding]:
    valid = min((act.date for act in step.acts_of(VALIDATION)), default=None)
    for act in step.in_effect:
        if _pays_rewards(step, act) and (valid is None or act.date < valid):
            why = f"l'atto {act.id} paga premi il {day_text(act.date)}, prima che la Relazione sia validata: l'ente ha"
            why = f"{why} adottato la lettura per cui in un comune l'art. 14 c. 6 non vale ({BINDS})"
            yield told("warning", RULE, why, f"act:{act.id}", phase=Phase.REWARDS, inputs=(act,))


def _pays_rewards(step: Step, act: Act) -> bool:
    pays = step.act_kinds[act.kind].pays
    return any(tool == REWARDS or step.tools[tool].pays != POST for tool in pays)


def _binds(step: Step) -> bool:
    return not _municipality(step) or step.readings[BINDS].choice == "binding"


def _municipality(step: Step) -> bool:
    return step.dossier.ente.kind == MUNICIPALITY
