"""What an act says about who caused the Plan not to be adopted: whom it names, that it names nobody, or neither.

A person is in the subject, with a blank value or one that says omission or inertia; nobody is a blank subject and the
one word for it. An act that says both, or anything else, is reported: it affects nobody and releases nobody.
"""

import re
import unicodedata
from datetime import date

from merito import Act, Step
from merito.national.plan_documents import LATE, PIAO, PLAN
from merito.numbers import day_text

OMISSION, PERSON, NOBODY = "plan_omission", "person:", "nessuno"
MUNICIPALITY, BASE_TERMS = "municipality", ("IT-10.1a", "IT-PIAO.1")
CONCURRED = frozenset({"si", "ha", "concorso", "per", "omissione", "o", "inerzia"})


def named(act: Act) -> str | None:
    """Whom a finding names; blank for one that says that nobody omitted the Plan, None for an unclear one."""
    said = _folded(act.value)
    if not act.subject:
        return "" if said == NOBODY else None
    if act.subject.startswith(PERSON) and CONCURRED.issuperset(re.findall(r"\w+", said)):
        return act.subject.removeprefix(PERSON)
    return None


def counting(step: Step) -> list[Act]:
    """The findings that are clear, and not of a day on which the Plan could not yet be omitted."""
    first = omitted_after(step)
    return [act for act in step.acts_of(OMISSION) if named(act) is not None and act.date > first]


def doubts_on(step: Step, act: Act) -> str:
    """Why a finding does not count (Italian); blank for one that counts."""
    if named(act) is None and (act.subject or "").startswith(PERSON):
        return (
            f"l'atto {act.id} nomina una persona, e nel valore dice «{act.value}»: non è chiaro se ha concorso, quindi "
            "l'atto non colpisce e non libera nessuno. Per chi ha concorso lasciare vuoto il valore; se nessuno ha "
            "concorso, l'oggetto è vuoto e il valore è «nessuno»"
        )
    if named(act) is None:
        return (
            f"l'atto {act.id} non dice chi ha concorso: l'oggetto è una persona (person:ID) oppure, se nessuno ha "
            "concorso, il valore è solo la parola «nessuno»"
        )
    if act.date <= (first := omitted_after(step)):
        return (
            f"l'atto {act.id} è del {day_text(act.date)}, e fino al {day_text(first)} il Piano poteva ancora essere "
            f"adottato ({LATE}): l'accertamento non colpisce e non libera nessuno"
        )
    return ""


def omitted_after(step: Step) -> date:
    """The last day on which nobody can have omitted the Plan: while it can still be adopted (reading I-IT-13).

    If it can be adopted at any time, the deadline of the Plan.
    """
    return plan_term(step) if step.readings[LATE].choice == "counts" else _end(step)


def plan_term(step: Step) -> date:
    """The deadline of the Plan for the ente: that of its regulation, or the base deadline if it binds.

    While a deadline cannot be determined yet, and if there is none, the end of the year.
    """
    terms = [one for one in step.so_far.deadlines if one.met_by in (PLAN, PIAO) and one.subject is None]
    own = [one for one in terms if not set(BASE_TERMS).intersection(one.rules)]
    if not own and step.dossier.ente.kind == MUNICIPALITY:
        return _end(step)
    days = [one.due for one in own or terms]
    return max((day or _end(step) for day in days), default=_end(step))


def _end(step: Step) -> date:
    return date(step.dossier.year, 12, 31)


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark)).strip()
