"""The hearing before an evaluation that is not positive: after its proposal was told, before the final evaluation."""

from collections.abc import Iterable
from datetime import date

from attrs import frozen

from merito.model.acts import Act
from merito.model.dossier import Dossier
from merito.model.people import Evaluation
from merito.numbers import day_text

PROPOSED = "tabella valutazioni, colonna proposta_comunicata"


@frozen(kw_only=True)
class Hearing:
    """The act by which somebody was heard on the evaluation of the year; without one that counts, why not (Italian).

    `doubt` says what is not known of a hearing that counts: when the proposal was told.
    """

    act: Act | None = None
    why_not: str = ""
    doubt: str = ""
    undue: tuple[Act, ...] = ()


def hearing(dossier: Dossier, person: str, heard: Iterable[Act]) -> Hearing:
    """Whether somebody was heard between the proposal and the final evaluation, both days included.

    `heard` are the acts about that person, seen so far, which a regulation takes for a hearing. Where no proposal is
    dated, nobody is heard on an evaluation before its year ends.
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
    """Why an act is no hearing on the evaluation of the year (Italian), or nothing."""
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
