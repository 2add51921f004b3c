"""The OIV's term: three years, ending with the evaluation proposal for the last of them (art. 29 c. 3 a; I-BL-37).

Its later validations do not count, until it is renewed or another is appointed.
"""

from collections.abc import Iterator
from datetime import date

from merito import Act, Basis, Deadline, Finding, Phase, ResultRows, Severity, Step, hookimpl, rule
from merito.kit import told
from merito.numbers import day_text
from merito_comunita_montane.bodies import OIV, of_body
from merito_comunita_montane.mayor import OF_SINDACO, OIV_PROPOSAL
from merito_comunita_montane.oiv_members import Member, members
from merito_comunita_montane.oiv_reports import APPOINTMENT, standing
from merito_comunita_montane.people import role_of
from merito_comunita_montane.validation import VALIDATION

LAST_YEAR = "I-BL-37"
RULES = ("BL-29.3a", LAST_YEAR)


@hookimpl
@rule("BL-29.3a", LAST_YEAR)
def merito_deadlines(step: Step) -> ResultRows:
    """The end of each term, by which the OIV is renewed or another appointed."""
    years, known = step.parameters.number("oiv_years"), members(step)
    appointed = sorted({one.appointed for one in known})
    renewed = [*(act.date for act in step.acts_of(APPOINTMENT)), *appointed]
    yield from (
        Deadline(
            phase=Phase.MONITORING,
            what=f"Rinnovo o nomina dell'OIV, in carica dal {day_text(start)}",
            due=due,
            met_by=APPOINTMENT,
            after=start,
            rules=RULES,
            basis=Basis(inputs=tuple(one.row for one in known if one.appointed == start), parameters=(years,)),
        )
        for start, due in standing(appointed, 12 * int(years.value), renewed, step.dossier.year)
    )


@hookimpl
@rule("BL-29.3a", LAST_YEAR)
def merito_check_plan(step: Step) -> ResultRows:
    """An OIV whose term ended before the year may not act for it: what rests on its acts for the year is held."""
    known = members(step)
    if not known:
        return
    ended = max(one.ends for one in known)
    if ended >= date(step.dossier.year, 1, 1):
        yield from (*_last_year(step, known, ended), *_decayed(step, known))
        return
    acts = [act for act in (*step.acts_of(OIV_PROPOSAL), *step.acts_of(VALIDATION)) if of_body(act, OIV)]
    yield from (_expired(step, ended), *(_void(step, act, ended) for act in acts))


def _expired(step: Step, ended: date) -> Finding:
    why = f"l'OIV è scaduto il {day_text(ended)}: non può aprire il ciclo {step.dossier.year} ({LAST_YEAR})"
    return told("warning", "BL-29.3a", why, phase=Phase.MONITORING)


def _void(step: Step, act: Act, ended: date) -> Finding:
    """A proposal holds the money of the person it is about; the validation of the Relazione, everybody's."""
    why = f"l'atto {act.id} è di un OIV scaduto il {day_text(ended)}, prima che il {step.dossier.year} cominciasse"
    if act.kind == OIV_PROPOSAL:
        return told("error", "BL-29.3a", why, act.subject or "", phase=Phase.EVALUATION, inputs=(act,))
    return told("error", "BL-29.3a", why, phase=Phase.REWARDS, inputs=(act,))


def _last_year(step: Step, known: tuple[Member, ...], ended: date) -> Iterator[Finding]:
    """After its term an OIV still finishes the proposals of its last year."""
    late = [act for act in step.acts_of(OIV_PROPOSAL) if of_body(act, OIV) and act.date > ended]
    if late:
        why = f"l'OIV è scaduto il {day_text(ended)}: chiude le proposte dell'ultimo anno, poi decade ({LAST_YEAR})"
        yield told("info", "BL-29.3a", why, phase=Phase.EVALUATION, inputs=(*late, *(one.row for one in known)))


def _decayed(step: Step, known: tuple[Member, ...]) -> Iterator[Finding]:
    """Validations after the term and the last proposals: an error unless another one is from an OIV in office."""
    valid = [act for act in step.acts_of(VALIDATION) if of_body(act, OIV)]
    last = _last_proposal(step)
    void = [act for act in valid if last and last < act.date and _over(step, known, act.date)]
    for act in void:
        why = (
            f"l'OIV è scaduto ed è decaduto con l'ultima proposta di valutazione ({day_text(last) if last else ''}): "
            f"l'atto {act.id} del {day_text(act.date)} non è di un OIV in carica, e la Relazione va validata da quello "
            f"rinnovato o nominato dopo (nomina_oiv, tabella oiv; {LAST_YEAR})"
        )
        severity: Severity = "error" if len(void) == len(valid) else "warning"
        yield told(severity, "BL-29.3a", why, phase=Phase.REWARDS, inputs=(act, *(one.row for one in known)))


def _last_proposal(step: Step) -> date | None:
    """The day of the last proposal, once there is one for everybody whom the Sindaco evaluates; None before."""
    proposals = [act for act in step.acts_of(OIV_PROPOSAL) if of_body(act, OIV)]
    about = {act.subject for act in proposals}
    evaluated = (one for one in step.dossier.people if step.dossier.service_of(one.id))
    waiting = any(f"person:{one.id}" not in about for one in evaluated if role_of(step.dossier, one) in OF_SINDACO)
    return None if waiting else max((act.date for act in proposals), default=None)


def _over(step: Step, known: tuple[Member, ...], day: date) -> bool:
    """Whether the term of those appointed by a day was over, and no act had renewed them."""
    before = [one for one in known if one.appointed <= day]
    if not before or max(one.ends for one in before) >= day:
        return False
    latest = max(one.appointed for one in before)
    return not any(latest < act.date <= day for act in step.acts_of(APPOINTMENT))
