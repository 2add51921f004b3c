"""Review requests and appeals against an evaluation, and the acts that decide them (par. 4.4)."""

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from merito import (
    Act,
    ActNeed,
    Finding,
    Gate,
    Message,
    Phase,
    Ref,
    ResultRows,
    Severity,
    Step,
    TableRow,
    kit,
    rule,
    say,
)
from merito_brescia import telling
from merito_brescia.evaluation import people

REQUEST, APPEAL, DECISION, THIRD = "review_request", "appeal", "appeal_decision", "I-BS-40"
NAMES = {REQUEST: "richiesta di riesame", APPEAL: "ricorso"}
RULES = {REQUEST: "BS-SM-4.4a", APPEAL: "BS-SM-4.4b"}
WHOSE = {REQUEST: say("a chi ha valutato"), APPEAL: say("al Segretario Generale, terzo rispetto al dirigente")}
OFFICES = {people.MANAGER: "manager", people.SECRETARY: people.SECRETARY_OFFICE}
REJECTED = ("respint", "rigett", "non accolt")


@frozen(kw_only=True)
class Contested:
    """Somebody's request or appeal, and the act that decides it."""

    one: people.Evaluee
    act: Act
    decision: Act | None

    @property
    def what(self) -> Message:
        act = Ref("act", self.act.id)
        if self.act.kind == REQUEST:
            return say("richiesta di riesame {act}", act=act)
        return say("ricorso {act}", act=act)


def contested(step: Step) -> Iterator[Contested]:
    """Every known request and appeal, in order of date."""
    evaluated = {one.subject: one for one in people.evaluees(step)}
    for act in step.acts:
        if act.kind in NAMES and act.subject in evaluated:
            one = evaluated[act.subject]
            yield Contested(one=one, act=act, decision=_decision(step, one, act))


def _decision(step: Step, one: people.Evaluee, act: Act) -> Act | None:
    """The decision that refers to an act; otherwise one that refers to none, if its body decides it or it is alone."""
    decisions = [row for row in step.acts.of(kind=DECISION, subject=act.subject) if row.date >= act.date]
    of_it = [row for row in decisions if row.refers_to == act.id]
    of_any = [row for row in decisions if row.refers_to is None]
    fitting = [row for row in of_any if _is_of(row, _deciding(step, one, act.kind))]
    other = REQUEST if act.kind == APPEAL else APPEAL
    alone = not step.acts.of(kind=other, subject=act.subject)
    return next(iter((*of_it, *fitting, *(of_any if alone else ()))), None)


def _deciding(step: Step, one: people.Evaluee, kind: str) -> set[str]:
    """The codes of the deciding body: of a review the evaluator, also as a person, of an appeal the Segretario."""
    if kind == APPEAL:
        return _as_secretary(step)
    who = people.evaluator_of(step, one)
    person = step.dossier.people.get(who.removeprefix("person:"))
    office = OFFICES.get(person.role, "") if person else ""
    own = next((code for code, body in step.bodies.items() if body.title == who), who)
    return {own, *filter(None, (office,))}


def _as_secretary(step: Step) -> set[str]:
    """The Segretario Generale, as a body and as a person."""
    return {people.SECRETARY_OFFICE, *people.secretaries_of(step.dossier)}


def _is_of(act: Act, some: set[str]) -> bool:
    """Whether an act is of one of some bodies; always if it names none."""
    return act.of_body(*some)


def _by_the_secretary(step: Step, one: people.Evaluee) -> bool:
    """Whether the Segretario Generale is not a third party, so that the ente names somebody else (I-BS-40)."""
    office = (*people.secretaries_of(step.dossier), people.DIRECTOR)
    return one.role == people.SECRETARY or people.evaluator_of(step, one) in office


@rule("BS-SM-4.4a", "BS-SM-4.4b", hook="merito_gates")
def rejected_corrections(step: Step) -> ResultRows:
    """A correction by a decision that rejects the request never applies."""
    every = tuple(act.id for act in step.dossier.acts if act.kind == DECISION)
    for act in step.dossier.acts:
        for identifier in _rejected(step, act):
            need, subject = ActNeed(DECISION, besides=every), f"amendment:{identifier}"
            yield Gate(phase=Phase.EVALUATION, subject=subject, needs=(need,), rules=tuple(RULES.values()))


def _rejected(step: Step, act: Act) -> tuple[str, ...]:
    """Corrections that name a decision whose value rejects the request; its outcome is left to the engine."""
    if act.kind != DECISION or act.refused or not act.value.strip().casefold().startswith(REJECTED):
        return ()
    return tuple(one.id for one in step.dossier.amendments if one.corrects and one.act == act.id)


@rule("BS-SM-4.4a", "BS-SM-4.4b", hook="merito_check_plan")
def decisions(step: Step) -> ResultRows:
    """Warns of decisions by the wrong body or without a request, and of corrections by a decision that rejects."""
    cases, evaluated = [*contested(step)], {one.subject: one for one in people.evaluees(step)}
    asked = {case.act.subject for case in cases}
    for case in cases:
        yield from _by_another(step, case)
    for act in step.acts.of(kind=DECISION):
        one, named = evaluated.get(act.subject or ""), Ref("act", act.id)
        if one is not None and act.subject not in asked:
            why = say(
                "la decisione {act} non segue né una richiesta di riesame né un ricorso (atti richiesta_riesame e "
                "ricorso_valutazione); un errore si corregge con un atto di rettifica",
                act=named,
            )
            yield telling.evaluation("warning", "BS-SM-4.4b", why, one.subject, act)
        if one is not None and (corrections := _rejected(step, act)):
            why = say(
                "l'atto {act} respinge la domanda (colonna valore, «{written}»), e le variazioni che lo indicano non "
                "si applicano: {amendments}",
                act=named,
                written=act.value.strip(),
                amendments=kit.listed(corrections, "amendment"),
            )
            yield telling.evaluation("warning", "BS-SM-4.4b", why, one.subject, act)


def _by_another(step: Step, case: Contested) -> Iterator[Finding]:
    decision, act, one = case.decision, case.act, case.one
    found = decision if decision is not None and decision.body else act
    decided, appeal = found is decision, act.kind == APPEAL
    named = bool(found.body) and (decided or appeal) and not (appeal and _by_the_secretary(step, one))
    if named and not _is_of(found, _deciding(step, one, act.kind)):
        values: dict[str, Any] = {"what": case.what, "body": found.body, "right": WHOSE[act.kind]}
        if decided:
            why = say(
                "{what}: la decisione {decision} è di «{body}», mentre spetta {right} (organo dell'atto). L'atto vale "
                "finché non è annullato",
                **values,
                decision=Ref("act", found.id),
            )
        else:
            why = say(
                "{what}: è rivolto a «{body}», mentre spetta {right} (organo dell'atto). L'atto vale finché non è "
                "annullato",
                **values,
            )
        yield telling.evaluation("warning", RULES[act.kind], why, one.subject, *filter(None, (act, decision)))


@rule("BS-SM-4.4a", "BS-SM-4.4b", "I-BS-40", hook="merito_check_plan")
def open_requests(step: Step) -> ResultRows:
    """Open requests are reported and hold nothing: the procedures must not slow the ente down (par. 4.4)."""
    for case in contested(step):
        for severity, why in _lacking(step, case):
            told = say("{what}: {why}", what=case.what, why=why)
            yield telling.evaluation(severity, RULES[case.act.kind], told, case.one.subject, case.act)


def _lacking(step: Step, case: Contested) -> Iterator[tuple[Severity, Message]]:
    """What a request or an appeal lacks; the Segretario is a third party only if a manager has evaluated."""
    act, one = case.act, case.one
    told = one.evaluation.told if one.evaluation else None
    if case.decision is None:
        yield "info", say("non risulta la decisione (atto decisione_ricorso)")
    if act.kind == REQUEST and not (act.value or act.note).strip():
        yield "warning", say("mancano le motivazioni (tabella atti, colonna valore o nota)")
    if act.kind == REQUEST and (told is None or act.date < told):
        yield "warning", say("il riesame si chiede dopo aver ricevuto la scheda, che non risulta comunicata prima")
    if act.kind == APPEAL and told is not None and act.date < told:
        yield "warning", say("si ricorre contro il giudizio finale, comunicato solo il {day}", day=told)
    if act.kind == APPEAL and _by_the_secretary(step, one):
        deciding = case.decision if case.decision and case.decision.body else act
        if not deciding.body or _is_of(deciding, _as_secretary(step)):
            yield (
                "warning",
                say(
                    "la valutazione è del Segretario Generale, che non può essere terzo; indicare un altro terzo "
                    "(organo della decisione o del ricorso; {reading})",
                    reading=Ref("reading", THIRD),
                ),
            )


@rule("BS-SM-4.4a", "BS-SM-4.4b", hook="merito_documents")
def list_of_appeals(step: Step) -> ResultRows:
    """The list of requests and appeals, with who decided and what: as written, otherwise by the outcome of the act."""
    for case in contested(step):
        act, decision = case.act, case.decision
        yield TableRow(
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
                ("esito", decision.value or ("respinto" if decision.refused else "") if decision else ""),
            ),
            rules=(RULES[act.kind],),
            public=False,
        )
