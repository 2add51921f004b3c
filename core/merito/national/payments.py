"""Checks payments against their acts: a payment follows one that pays; a recovery has an act of its own.

Only the rows of payments matter: nothing that the rewards wait for stops this check.
"""

from collections import defaultdict
from collections.abc import Iterator

from merito import Act, ActKind, Finding, Payment, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import told
from merito.numbers import day_text, euro_text

RULE, RECOVERY, REWARDS = "IT-PAGATO", "recovery", "rewards"


@hookimpl
@rule(RULE)
def merito_check_plan(step: Step) -> ResultRows:
    """Payments without an act that pays, before it, or recoveries beyond what was paid; the number of later ones."""
    seen = [row for row in step.dossier.payments if row.date <= step.as_of]
    for row in seen:
        if why := _doubt(step, row):
            yield _warning(row, f"{_what(step, row)}: {why}")
    yield from _too_much_back(step, seen)
    later = len(step.dossier.payments) - len(seen)
    if later:
        why = f"pagamenti di un giorno dopo la data dell'esecuzione, che non contano: {later}"
        yield told("info", RULE, why, phase=Phase.REWARDS)


def _doubt(step: Step, row: Payment) -> str:
    act = step.dossier.acts[row.act]
    kind = step.act_kinds[act.kind]
    if not act.stands(step.dossier.year):
        return f"l'atto {act.id} non è del ciclo {step.dossier.year}"
    if act.takes_effect > row.date:
        return f"l'atto {act.id} ha efficacia dal {day_text(act.takes_effect)}, dopo il pagamento"
    if row.kind == RECOVERY:
        return "" if act.kind == RECOVERY else f"{_named(act, kind)} non è di recupero: il recupero chiede un suo atto"
    return "" if _pays(kind, row.tool) else f"{_named(act, kind)} non liquida questo strumento"


def _pays(kind: ActKind, tool: str) -> bool:
    return kind.adopts_run or tool in kind.pays or REWARDS in kind.pays


def _named(act: Act, kind: ActKind) -> str:
    return f"l'atto {act.id} («{kind.title}»)"


def _what(step: Step, row: Payment) -> str:
    what = "recupero" if row.kind == RECOVERY else "pagamento"
    return f"{what} di {euro_text(row.amount)} del {day_text(row.date)}, strumento «{step.tools[row.tool].label}»"


def _too_much_back(step: Step, rows: list[Payment]) -> Iterator[Finding]:
    paid: dict[tuple[str, str], list[Payment]] = defaultdict(list)
    for row in rows:
        paid[row.person, row.tool].append(row)
    for (_, tool), own in paid.items():
        if sum(row.net for row in own) < 0:
            why = f"strumento «{step.tools[tool].label}»: è stato recuperato più di quanto era stato pagato"
            yield _warning(own[-1], why)


def _warning(row: Payment, why: str) -> Finding:
    return told("warning", RULE, why, f"person:{row.person}", phase=Phase.REWARDS, inputs=(row,))
