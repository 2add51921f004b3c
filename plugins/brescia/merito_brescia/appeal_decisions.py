"""Decisions on reviews and appeals: by whom, on which request, and whether they correct anything (par. 4.4)."""

from collections.abc import Iterator

from merito import Act, ActNeed, Finding, Gate, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import listed
from merito.numbers import day_text
from merito_brescia.contests import APPEAL, DECISION, NAMES, REQUEST, RULES, Contested, contested, deciding, is_of
from merito_brescia.evaluation import about
from merito_brescia.evaluation_people import DIRECTOR, SECRETARY, Evaluee, evaluees, secretaries_of
from merito_brescia.evaluators import evaluator_of

REJECTED = ("respint", "rigett", "non accolt")
WHOSE = {REQUEST: "a chi ha valutato", APPEAL: "al Segretario Generale, terzo rispetto al dirigente"}


@hookimpl
@rule("BS-SM-4.4a", "BS-SM-4.4b")
def merito_gates(step: Step) -> ResultRows:
    """A correction by a decision that rejects the request never applies."""
    every = tuple(act.id for act in step.dossier.acts if act.kind == DECISION)
    for act in step.dossier.acts:
        for identifier in _corrections(step, act) if _rejects(act) else ():
            need, subject = ActNeed(DECISION, besides=every), f"amendment:{identifier}"
            yield Gate(phase=Phase.EVALUATION, subject=subject, needs=(need,), rules=tuple(RULES.values()))


@hookimpl
@rule("BS-SM-4.4a", "BS-SM-4.4b")
def merito_check_plan(step: Step) -> ResultRows:
    """Warns of decisions by the wrong body or without a request, and of corrections by a decision that rejects."""
    cases, people = contested(step), {one.subject: one for one in evaluees(step)}
    asked = {case.act.subject for case in cases}
    yield from (finding for case in cases for finding in _by_another(step, case))
    for act in step.acts.of(kind=DECISION):
        one = people.get(act.subject or "")
        if one is not None:
            yield from (*_of_nothing(one, act, asked), *_against_it(step, one, act))


def may_be_another(step: Step, one: Evaluee) -> bool:
    """Whether the Segretario Generale is not a third party, so that the ente names somebody else (I-BS-40)."""
    return one.role == SECRETARY or evaluator_of(step, one) in (*secretaries_of(step.dossier), DIRECTOR)


def _by_another(step: Step, case: Contested) -> Iterator[Finding]:
    decision, act, one = case.decision, case.act, case.one
    found = decision if decision is not None and decision.body else act
    decided, appeal = found is decision, act.kind == APPEAL
    named = bool(found.body) and (decided or appeal) and not (appeal and may_be_another(step, one))
    if named and not is_of(found, deciding(step, one, act.kind)):
        by = f"la decisione {found.id} è di «{found.body}»" if decided else f"è rivolto a «{found.body}»"
        why = (
            f"{NAMES[act.kind]} {act.id} del {day_text(act.date)}: {by}, mentre spetta {WHOSE[act.kind]} (organo "
            "dell'atto). L'atto vale finché non è annullato"
        )
        yield about(one, "warning", RULES[act.kind], why, tuple(filter(None, (act, decision))))


def _of_nothing(one: Evaluee, act: Act, asked: set[str | None]) -> Iterator[Finding]:
    """A decision about somebody who has requested nothing."""
    if act.subject not in asked:
        why = (
            f"la decisione {act.id} del {day_text(act.date)} non segue né una richiesta di riesame né un ricorso (atti "
            "richiesta_riesame e ricorso_valutazione); un errore si corregge con un atto di rettifica"
        )
        yield about(one, "warning", "BS-SM-4.4b", why, (act,))


def _against_it(step: Step, one: Evaluee, act: Act) -> Iterator[Finding]:
    """Corrections that name a decision whose value rejects the request."""
    corrections = _corrections(step, act) if _rejects(act) else ()
    if corrections:
        why = (
            f"l'atto {act.id} del {day_text(act.date)} respinge la domanda (colonna valore, «{act.value.strip()}»), e "
            f"le variazioni che lo indicano non si applicano: {listed(corrections)}"
        )
        yield about(one, "warning", "BS-SM-4.4b", why, (act,))


def _corrections(step: Step, act: Act) -> tuple[str, ...]:
    rows = step.dossier.amendments if act.kind == DECISION else ()
    return tuple(one.id for one in rows if one.corrects and one.act == act.id)


def _rejects(act: Act) -> bool:
    """Whether its value says that the request is rejected; acts refused by their outcome are left to the engine."""
    return not act.refused and act.value.strip().casefold().startswith(REJECTED)
