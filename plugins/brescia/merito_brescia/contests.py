"""Review requests and appeals against an evaluation (par. 4.4), each with the act that decides it."""

from attrs import frozen

from merito import Act, Step
from merito_brescia.evaluation_people import DIRECTOR, MANAGER, SECRETARY, Evaluee, evaluees, secretaries_of
from merito_brescia.evaluators import evaluator_of

REQUEST, APPEAL, DECISION = "review_request", "appeal", "appeal_decision"
NAMES = {REQUEST: "richiesta di riesame", APPEAL: "ricorso"}
RULES = {REQUEST: "BS-SM-4.4a", APPEAL: "BS-SM-4.4b"}
BOARD = "Dirigente"


@frozen(kw_only=True)
class Contested:
    """Somebody's request or appeal, and the act that decides it."""

    one: Evaluee
    act: Act
    decision: Act | None


def contested(step: Step) -> tuple[Contested, ...]:
    """Every known request and appeal, in order of date."""
    people = {one.subject: one for one in evaluees(step)}
    found = [(people[act.subject or ""], act) for act in step.acts if act.kind in NAMES and act.subject in people]
    return tuple(Contested(one=one, act=act, decision=_decision(step, one, act)) for one, act in found)


def _decision(step: Step, one: Evaluee, act: Act) -> Act | None:
    """The decision, not earlier, that refers to an act, otherwise one about the same person that refers to none.

    If the person has made both a request and an appeal, a decision that refers to none belongs to what its body
    decides.
    """
    decisions = [row for row in step.acts.of(kind=DECISION, subject=act.subject) if row.date >= act.date]
    of_it = [row for row in decisions if row.refers_to == act.id]
    of_any = [row for row in decisions if row.refers_to is None]
    fitting = [row for row in of_any if is_of(row, deciding(step, one, act.kind))]
    other = REQUEST if act.kind == APPEAL else APPEAL
    alone = not step.acts.of(kind=other, subject=act.subject)
    return next(iter((*of_it, *fitting, *(of_any if alone else ()))), None)


def deciding(step: Step, one: Evaluee, kind: str) -> set[str]:
    """The names that may be written for the deciding body: of a review the evaluator, of an appeal the Segretario."""
    if kind == APPEAL:
        return as_secretary(step)
    who = evaluator_of(step, one)
    person = step.dossier.people.get(who.removeprefix("person:"))
    office = {MANAGER: BOARD, SECRETARY: DIRECTOR}.get(person.role, "") if person else ""
    return {who, who.removeprefix("person:"), *filter(None, (office,))}


def as_secretary(step: Step) -> set[str]:
    """The Segretario Generale, as a body and by id."""
    secretaries = secretaries_of(step.dossier)
    return {DIRECTOR, *secretaries, *(one.removeprefix("person:") for one in secretaries)}


def is_of(act: Act, some: set[str]) -> bool:
    """Whether an act is of one of some bodies; always if it names none."""
    return any(act.of_body(word) for word in some)
