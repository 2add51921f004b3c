"""An evaluation that is not positive: whether its person was heard in time, and what waits until then."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from attrs import evolve, frozen

from merito.contract.step import Step
from merito.kit.findings import told
from merito.model.acts import Act, Phase
from merito.model.dossier import Dossier
from merito.model.measured import PersonScore
from merito.model.messages import NOTHING, Aside, Message, Ref, Sayable, as_message, cited, say, several
from merito.model.people import Evaluation
from merito.model.results import Finding
from merito.model.states import State

PROPOSAL_UNSAID = say(
    "non risulta quando la proposta è stata comunicata (tabella valutazioni, colonna «proposta comunicata»)"
)
NOT_HEARD = say("il contraddittorio non risulta")
Heard = tuple[PersonScore, tuple[Finding, ...]]


@frozen(kw_only=True)
class Hearing:
    """The act by which a person was heard on the evaluation of the year; if none counts, why not.

    `doubt` says what is unknown about a hearing that counts: when the proposal was communicated.
    """

    act: Act | None = None
    why_not: Message = NOTHING
    doubt: Message = NOTHING
    undue: tuple[Act, ...] = ()


def hearing(dossier: Dossier, person: str, heard: Iterable[Act]) -> Hearing:
    """Whether a person was heard between the proposal and the final evaluation, both days included.

    `heard` are the acts about that person, in effect, that the regulation accepts as a hearing. Without a dated
    proposal, nobody is heard on an evaluation before its year ends.
    """
    row = next(iter(dossier.evaluations.of(person)), None)
    acts = tuple(heard)
    told = {act.id: _undue(act, row, dossier.year) for act in acts}
    due = next((act for act in acts if not told[act.id]), None)
    if due is not None:
        doubt = NOTHING if row and row.proposal_told else PROPOSAL_UNSAID
        return Hearing(act=due, doubt=doubt)
    return Hearing(why_not=several(*told.values()) or NOT_HEARD, undue=acts)


def _undue(act: Act, row: Evaluation | None, year: int) -> Message:
    """Why an act is no hearing on the evaluation of the year, or nothing."""
    end = date(year, 12, 31)
    what = say("il contraddittorio {act} del {day}", act=Ref("act", act.id), day=act.date)
    proposed, final = (row.proposal_told, row.told) if row else (None, None)
    if proposed and act.date < proposed:
        return say("{what} precede la proposta, comunicata il {day}", what=what, day=proposed)
    if final and act.date > final:
        why = say("{what} segue la valutazione finale, comunicata il {day}, che deve precedere", what=what, day=final)
        written = say(
            "se quel giorno fu comunicata la proposta, va scritto (tabella valutazioni, colonna «proposta comunicata»)"
        )
        return why if proposed else several(why, written)
    if not proposed and act.date < min(end, final or end):
        return say(
            "{what} precede la fine dell'anno, e non risulta una proposta comunicata prima (tabella valutazioni, "
            "colonna «proposta comunicata»)",
            what=what,
        )
    return NOTHING


def not_final(row: PersonScore, why: Sayable, rule: str, *, formal: bool = False) -> PersonScore:
    """The same score, provisional for a reason that cites its rule.

    It remains `formal` while every reason for which it is not final is the lack of a formality. For any other reason
    the evaluator may still rate the person anew.
    """
    return evolve(
        row,
        state=State.PROVISIONAL if row.score is not None else row.state,
        formal=formal and row.score is not None and (row.formal or row.state is State.FINAL),
        most=row.most if formal else row.most_anew,
        reason=several(cited(rule, why), row.reason),
        rules=tuple(dict.fromkeys((*row.rules, rule))),
    )


def said_otherwise(step: Step, row: PersonScore, positive: bool, rule: str, reading: str) -> tuple[Finding, ...]:
    """An error: the evaluation is recorded as positive or not, and the score says the opposite."""
    recorded = step.dossier.evaluations.first(row.person)
    if recorded is None or recorded.positive is None or recorded.positive is positive:
        return ()
    judged = Ref("reading", reading)
    if positive:
        why = say(
            "la valutazione è registrata come non positiva, il punteggio dice il contrario ({reading})", reading=judged
        )
    else:
        why = say(
            "la valutazione è registrata come positiva, il punteggio dice il contrario ({reading})", reading=judged
        )
    return (told("error", rule, why, f"person:{row.person}", phase=Phase.EVALUATION, inputs=(recorded,)),)


def heard_before(
    step: Step,
    row: PersonScore,
    remarks: tuple[Act, ...],
    rule: str,
    unheard: Sayable,
    wanted: Sayable = "",
    *,
    kind: str = "",
) -> Heard:
    """A non-positive evaluation, made provisional until an act shows that the person was heard.

    `remarks` are the acts about the person; `unheard` is the reason for waiting, `wanted` what is named after it if
    there is no act at all. A warning says who hears the person, and which `kind` of act is written of it (otherwise
    what is `wanted`); or why an act is no hearing.
    """
    subject, found = f"person:{row.person}", hearing(step.dossier, row.person, remarks)
    if found.act is not None:
        doubt = told("warning", rule, found.doubt, subject, phase=Phase.EVALUATION, inputs=(found.act,))
        return row, (doubt,) if found.doubt else ()
    if not found.undue:
        act = step.act_kinds[kind].label if kind else wanted
        hears = told("warning", rule, _hears(step, row.person, act), subject, phase=Phase.EVALUATION)
        return not_final(row, _because(unheard, wanted) if wanted else unheard, rule), (hears,)
    undue = told("warning", rule, found.why_not, subject, phase=Phase.EVALUATION, inputs=found.undue)
    return not_final(row, _because(unheard, found.why_not), rule), (undue,)


def _hears(step: Step, person: str, act: Sayable) -> Message:
    """Who hears somebody whose evaluation is not positive, before it is final, and what is written of it."""
    row = step.dossier.evaluations.first(person)
    evaluator = row.evaluator if row else ""
    who: Message | Ref | str = Ref.to(evaluator) if evaluator.startswith("person:") else evaluator
    return say(
        "la valutazione non è positiva, e non risulta che chi è valutato sia stato sentito: prima di renderla "
        "definitiva {who} gli comunica la proposta e lo sente, e chi tiene gli atti lo scrive{act}; fino ad allora "
        "ciò che è dovuto per il risultato aspetta",
        who=who or say("chi valuta"),
        act=Aside(as_message(act)) if act else NOTHING,
    )


def until_heard(step: Step, row: PersonScore, at_least: Fraction, remarks: tuple[Act, ...], rule: str) -> PersonScore:
    """An evaluation that is not final and may come out below `at_least`: then its person is heard, and rated anew.

    So the ratings that are there do not bound what it may give, unless the person was heard on it already. `rule` is
    that of the hearing.
    """
    positive = row.least is not None and row.least >= at_least
    if row.state is State.FINAL or positive or hearing(step.dossier, row.person, remarks).act is not None:
        return row
    return evolve(row, most=row.most_anew, rules=tuple(dict.fromkeys((*row.rules, rule))))


def _because(unheard: Sayable, why: Sayable) -> Message:
    return say("{unheard} ({why})", unheard=as_message(unheard), why=as_message(why))
