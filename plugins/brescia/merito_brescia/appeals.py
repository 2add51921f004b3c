"""Review requests and appeals against an evaluation (par. 4.4): listed, and reported if something is missing."""

from collections.abc import Iterator

from merito import Act, Finding, ResultRows, Step, TableRow, hookimpl, rule
from merito.numbers import day_text
from merito_brescia.appeal_decisions import may_be_another
from merito_brescia.contests import APPEAL, NAMES, REQUEST, RULES, Contested, as_secretary, contested, is_of
from merito_brescia.evaluation import about

THIRD = "I-BS-40"


@hookimpl
@rule("BS-SM-4.4a", "BS-SM-4.4b", "I-BS-40")
def merito_check_plan(step: Step) -> ResultRows:
    """Open requests are reported and hold nothing: the procedures must not slow the ente down (par. 4.4)."""
    yield from (finding for case in contested(step) for finding in _told_of(step, case))


def _told_of(step: Step, case: Contested) -> Iterator[Finding]:
    act, one, rule_id = case.act, case.one, RULES[case.act.kind]
    what = f"{NAMES[act.kind]} {act.id} del {day_text(act.date)}"
    if case.decision is None:
        yield about(one, "info", rule_id, f"{what}: non risulta la decisione (atto decisione_ricorso)", (act,))
    if act.kind == REQUEST and not (act.value or act.note).strip():
        why = f"{what}: mancano le motivazioni (tabella atti, colonna valore o nota)"
        yield about(one, "warning", rule_id, why, (act,))
    told = one.evaluation.told if one.evaluation else None
    if act.kind == REQUEST and (told is None or act.date < told):
        why = f"{what}: il riesame si chiede dopo aver ricevuto la scheda, che non risulta comunicata prima"
        yield about(one, "warning", rule_id, why, (act,))
    if act.kind == APPEAL and told is not None and act.date < told:
        why = f"{what}: si ricorre contro il giudizio finale, comunicato solo il {day_text(told)}"
        yield about(one, "warning", rule_id, why, (act,))
    if act.kind == APPEAL and not _third(step, case):
        why = (
            f"{what}: la valutazione è del Segretario Generale, che non può essere terzo; indicare un altro terzo "
            f"(organo della decisione o del ricorso; {THIRD})"
        )
        yield about(one, "warning", rule_id, why, (act,))


def _third(step: Step, case: Contested) -> bool:
    """Whether a third party decides: the Segretario Generale is one only if a manager has evaluated."""
    if not may_be_another(step, case.one):
        return True
    deciding = case.decision if case.decision and case.decision.body else case.act
    return bool(deciding.body) and not is_of(deciding, as_secretary(step))


@hookimpl
@rule("BS-SM-4.4a", "BS-SM-4.4b")
def merito_documents(step: Step) -> ResultRows:
    """The list of requests and appeals, with who decided and what."""
    yield from (_line(case) for case in contested(step))


def _line(case: Contested) -> TableRow:
    act, decision = case.act, case.decision
    return TableRow(
        table="riesami",
        columns=(
            ("persona", case.one.person.id),
            ("tipo", NAMES[act.kind]),
            ("atto", act.id),
            ("data", act.date),
            ("assistito da", act.participants),
            ("decisione", decision.id if decision else ""),
            ("decisa il", decision.date if decision else ""),
            ("organo", decision.body if decision else ""),
            ("esito", _outcome(decision) if decision else ""),
        ),
        rules=(RULES[act.kind],),
        public=False,
    )


def _outcome(decision: Act) -> str:
    """The decision as written; if nothing is written, by the outcome of the act."""
    return decision.value or ("respinto" if decision.refused else "")
