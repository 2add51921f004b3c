"""The OIV's term: three years, ending with the evaluation proposal for the last of them (art. 29 c. 3 a; I-BL-37).

Its later validations and awards do not count, until it is renewed or another is appointed.
"""

from collections.abc import Iterator
from datetime import date

from merito import Act, Basis, Deadline, Finding, Phase, ResultRows, Severity, Step, hookimpl, rule
from merito.kit import told
from merito.numbers import day_text
from merito_comunita_montane.evaluation.evaluators import OF_SINDACO, OIV_PROPOSAL
from merito_comunita_montane.innovation import AWARD
from merito_comunita_montane.innovation import TOOL as INNOVATION
from merito_comunita_montane.oiv_members import Member, members
from merito_comunita_montane.oiv_reports import APPOINTMENT, standing
from merito_comunita_montane.organisation import OIV, of_body, role_of
from merito_comunita_montane.validation import VALIDATION

LAST_YEAR = "I-BL-37"
RULES = ("BL-29.3a", LAST_YEAR)
OPENED = {VALIDATION: "la Relazione va validata", AWARD: "il premio per l'innovazione va assegnato"}


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
    acts = [act for kind in (OIV_PROPOSAL, VALIDATION, AWARD) for act in step.acts_of(kind) if of_body(act, OIV)]
    yield from (_expired(step, ended), *(_void(step, act, ended) for act in acts))


def _expired(step: Step, ended: date) -> Finding:
    why = f"l'OIV è scaduto il {day_text(ended)}: non può aprire il ciclo {step.dossier.year} ({LAST_YEAR})"
    return told("warning", "BL-29.3a", why, phase=Phase.MONITORING)


def _void(step: Step, act: Act, ended: date) -> Finding:
    """A proposal holds the money of the person it is about, an award its own; the validation, everybody's."""
    why = f"l'atto {act.id} è di un OIV scaduto il {day_text(ended)}, prima che il {step.dossier.year} cominciasse"
    if act.kind == OIV_PROPOSAL:
        return told("error", "BL-29.3a", why, act.subject or "", phase=Phase.EVALUATION, inputs=(act,))
    return told("error", "BL-29.3a", why, phase=Phase.REWARDS, tool=_tool(act), inputs=(act,))


def _tool(act: Act) -> str | None:
    """The tool whose money an act of the OIV opens; None if that of all."""
    return INNOVATION if act.kind == AWARD else None


def _last_year(step: Step, known: tuple[Member, ...], ended: date) -> Iterator[Finding]:
    """After its term an OIV still finishes the proposals of its last year."""
    late = [act for act in step.acts_of(OIV_PROPOSAL) if of_body(act, OIV) and act.date > ended]
    if late:
        why = f"l'OIV è scaduto il {day_text(ended)}: chiude le proposte dell'ultimo anno, poi decade ({LAST_YEAR})"
        yield told("info", "BL-29.3a", why, phase=Phase.EVALUATION, inputs=(*late, *(one.row for one in known)))


def _decayed(step: Step, known: tuple[Member, ...]) -> Iterator[Finding]:
    """Validations and awards after the term and the last proposals: an error unless another is of an OIV in office."""
    last = _last_proposal(step)
    for kind, what in OPENED.items():
        every = [act for act in step.acts_of(kind) if of_body(act, OIV)]
        void = [act for act in every if last and last < act.date and _over(step, known, act.date)]
        severity: Severity = "error" if len(void) == len(every) else "warning"
        for act in void:
            why = (
                "l'OIV è scaduto ed è decaduto con l'ultima proposta di valutazione "
                f"({day_text(last) if last else ''}): l'atto {act.id} del {day_text(act.date)} non è di un OIV in "
                f"carica, e {what} da quello rinnovato o nominato dopo (nomina_oiv, tabella oiv; {LAST_YEAR})"
            )
            inputs = (act, *(one.row for one in known))
            yield told(severity, "BL-29.3a", why, phase=Phase.REWARDS, tool=_tool(act), inputs=inputs)


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
