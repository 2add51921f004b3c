"""Result pay of managers paid before an act found who omitted the Plan (art. 10 c. 5 D.Lgs. 150/2009).

Once there is such an act the gate is gone; earlier payments are reported all the same.
"""

from datetime import date

from merito import Payment, ResultRows, Step, hookimpl, rule
from merito.kit import told
from merito.national.managers import managers
from merito.national.plan_adoption import BAN, BEFORE, OF_PIAO, PAYS_RESULT, rules_of_ban
from merito.national.plan_documents import adopted
from merito.national.plan_findings import counting
from merito.numbers import counted, day_text

RECOVERY, SUSPENDED = "recovery", "suspended"
Paid = tuple[str, date, str]  # tool, day and act


@hookimpl
@rule(BAN, OF_PIAO, BEFORE)
def merito_check_plan(step: Step) -> ResultRows:
    """An error for everything that an act paid out through a tool while that result pay was to wait."""
    rules = rules_of_ban(step)
    found = counting(step)
    if not rules or not found or adopted(step):
        return
    first = min(found, key=lambda act: act.date)
    together = _before(step, first.date)
    if not together or step.readings[BEFORE].choice != SUSPENDED:
        return
    for (tool, day, name), rows in together.items():
        why = (
            f"{counted(len(rows), 'pagamento', 'pagamenti')} del {day_text(day)} con l'atto {name}, strumento "
            f"«{step.tools[tool].label}»: il Piano non è adottato e il risultato dei dirigenti attende l'accertamento "
            f"di chi vi ha concorso, che è solo del {day_text(first.date)} (atto {first.id}; {' '.join(rules)} "
            f"{BEFORE})"
        )
        yield told("error", BAN, why, f"act:{name}", inputs=(step.dossier.acts[name], first))


def _before(step: Step, day: date) -> dict[Paid, list[Payment]]:
    """The result pay that managers received before a day."""
    struck = {one.person for one in step.once(managers)}
    together: dict[Paid, list[Payment]] = {}
    for row in step.dossier.payments:
        result = step.tools[row.tool].pays == PAYS_RESULT and row.person in struck
        if result and row.kind != RECOVERY and row.date < day and row.date <= step.as_of:
            together.setdefault((row.tool, row.date, row.act), []).append(row)
    return together
