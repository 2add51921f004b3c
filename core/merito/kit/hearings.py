"""An evaluation that is not positive: whether its person was heard in time, and what waits until then."""

from collections.abc import Iterable
from datetime import date

from attrs import evolve, frozen

from merito.contract.step import Step
from merito.kit.findings import told
from merito.model.acts import Act, Phase
from merito.model.dossier import Dossier
from merito.model.measured import PersonScore
from merito.model.messages import Sayable, cited, say, several
from merito.model.people import Evaluation
from merito.model.results import Finding
from merito.model.states import State
from merito.numbers import day_text

PROPOSED = "tabella valutazioni, colonna proposta_comunicata"
Heard = tuple[PersonScore, tuple[Finding, ...]]


@frozen(kw_only=True)
class Hearing:
    """The act by which a person was heard on the evaluation of the year; if none counts, why not (Italian).

    `doubt` says what is unknown about a hearing that counts: when the proposal was communicated.
    """

    act: Act | None = None
    why_not: str = ""
    doubt: str = ""
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
        doubt = "" if row and row.proposal_told else f"non risulta quando la proposta è stata comunicata ({PROPOSED})"
        return Hearing(act=due, doubt=doubt)
    return Hearing(why_not="; ".join(told.values()) or "il contraddittorio non risulta", undue=acts)


def _undue(act: Act, row: Evaluation | None, year: int) -> str:
    """Why an act is no hearing on the evaluation of the year (Italian), or an empty text."""
    what, end = f"il contraddittorio {act.id} del {day_text(act.date)}", date(year, 12, 31)
    proposed, final = (row.proposal_told, row.told) if row else (None, None)
    if proposed and act.date < proposed:
        return f"{what} precede la proposta, comunicata il {day_text(proposed)}"
    if final and act.date > final:
        why = f"{what} segue la valutazione finale, comunicata il {day_text(final)}, che deve precedere"
        return why if proposed else f"{why}; se quel giorno fu comunicata la proposta, va scritto ({PROPOSED})"
    if not proposed and act.date < min(end, final or end):
        return f"{what} precede la fine dell'anno, e non risulta una proposta comunicata prima ({PROPOSED})"
    return ""


def not_final(row: PersonScore, why: Sayable, rule: str, *, formal: bool = False) -> PersonScore:
    """The same score, provisional for a reason that cites its rule.

    It remains `formal` while every reason for which it is not final is the lack of a formality.
    """
    return evolve(
        row,
        state=State.PROVISIONAL if row.score is not None else row.state,
        formal=formal and row.score is not None and (row.formal or row.state is State.FINAL),
        reason=several(cited(rule, why), row.reason),
        rules=tuple(dict.fromkeys((*row.rules, rule))),
    )


def said_otherwise(step: Step, row: PersonScore, positive: bool, rule: str, reading: str) -> tuple[Finding, ...]:
    """An error: the evaluation is recorded as positive or not, and the score says the opposite."""
    recorded = step.dossier.evaluations.first(row.person)
    if recorded is None or recorded.positive is None or recorded.positive is positive:
        return ()
    found = "non positiva" if positive else "positiva"
    why = f"la valutazione è registrata come {found}, il punteggio dice il contrario ({reading})"
    return (told("error", rule, why, f"person:{row.person}", phase=Phase.EVALUATION, inputs=(recorded,)),)


def heard_before(
    step: Step, row: PersonScore, remarks: tuple[Act, ...], rule: str, unheard: Sayable, wanted: Sayable
) -> Heard:
    """A non-positive evaluation, made provisional until an act shows that the person was heard.

    `remarks` are the acts about the person; `unheard` is the reason for waiting, `wanted` what is named if there is no
    act at all (Italian).
    """
    subject, found = f"person:{row.person}", hearing(step.dossier, row.person, remarks)
    if found.act is not None:
        doubt = told("warning", rule, found.doubt, subject, phase=Phase.EVALUATION, inputs=(found.act,))
        return row, (doubt,) if found.doubt else ()
    if not found.undue:
        return not_final(row, say("{unheard}{wanted}", unheard=unheard, wanted=wanted), rule), ()
    undue = told("warning", rule, found.why_not, subject, phase=Phase.EVALUATION, inputs=found.undue)
    return not_final(row, say("{unheard} ({why})", unheard=unheard, why=found.why_not), rule), (undue,)
