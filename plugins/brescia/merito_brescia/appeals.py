"""Review requests and appeals against an evaluation (par. 4.4): kept, shown, and told where something lacks."""

from collections.abc import Iterator

from attrs import frozen

from merito import Act, Finding, ResultRows, Step, TableRow, hookimpl, rule
from merito.numbers import day_text
from merito_brescia.evaluation import about
from merito_brescia.evaluation_people import DIRECTOR, SECRETARY, Evaluee, evaluees, secretaries_of
from merito_brescia.evaluators import evaluator_of

REQUEST, APPEAL, DECISION = "review_request", "appeal", "appeal_decision"
NAMES = {REQUEST: "richiesta di riesame", APPEAL: "ricorso"}
RULES = {REQUEST: "BS-SM-4.4a", APPEAL: "BS-SM-4.4b"}
THIRD = "I-BS-40"


@frozen(kw_only=True)
class Contested:
    """A request or an appeal of somebody, and the act that decides it."""

    one: Evaluee
    act: Act
    decision: Act | None


def contested(step: Step) -> tuple[Contested, ...]:
    """Every request and appeal seen, in the order of their dates."""
    people = {one.subject: one for one in evaluees(step)}
    found = [act for act in step.acts if act.kind in NAMES and act.subject in people]
    return tuple(Contested(one=people[act.subject or ""], act=act, decision=_decision(step, act)) for act in found)


def _decision(step: Step, act: Act) -> Act | None:
    """The decision, not earlier, that refers to an act, else one of the same person that refers to none."""
    decisions = [one for one in step.acts_of(DECISION, act.subject) if one.date >= act.date]
    referring = (one for one in decisions if one.refers_to == act.id)
    of_any = (one for one in decisions if one.refers_to is None)
    return next(referring, None) or next(of_any, None)


@hookimpl
@rule("BS-SM-4.4a", "BS-SM-4.4b", "I-BS-40")
def merito_check_plan(step: Step) -> ResultRows:
    """What is still to be decided is told, and holds nothing: the procedures must not slow the ente (par. 4.4)."""
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
    """Whether whoever decides is a third: the Segretario Generale only of what a manager has evaluated."""
    secretaries = secretaries_of(step.dossier)
    by_secretary = evaluator_of(step, case.one) in (*secretaries, DIRECTOR)
    if not by_secretary and case.one.role != SECRETARY:
        return True
    named = (case.decision.body if case.decision else "") or case.act.body
    same = {DIRECTOR, *secretaries, *(one.removeprefix("person:") for one in secretaries)}
    return bool(named.strip()) and named.strip().casefold() not in {word.casefold() for word in same}


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
            ("esito", decision.value if decision else ""),
        ),
        rules=(RULES[act.kind],),
        public=False,
    )
