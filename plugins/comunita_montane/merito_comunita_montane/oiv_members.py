"""Who may be a member of the OIV: requirements and incompatibilities (art. 29 c. 2).

Members are named only by their id, and findings about them stay reserved (`member:1`): an office in a party or a union
is nobody else's business.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from attrs import frozen

from merito import ExtraRow, Finding, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import listed, told
from merito.numbers import add_months, day_text, last_of_years, number_text
from merito_comunita_montane.organisation import of_body

MEMBERS, OFFICES = "oiv", "oiv_offices"
BEFORE = "I-BL-29"
COMPETENCES = {
    "strategic_vision": "valutazione e visione strategica",
    "human_resources": "valorizzazione delle risorse umane",
    "spending_control": "controllo della spesa pubblica locale",
}
NOW = {
    "employee": "un rapporto di lavoro dipendente con l'ente",
    "collaborator": "un rapporto continuativo di collaborazione con l'ente",
    "conflict": "un conflitto di interessi con l'ente",
}
KINDS = {
    "elective": "un incarico pubblico elettivo",
    "party": "una carica in un partito",
    "union": "una carica sindacale",
}


@frozen(kw_only=True)
class Member:
    """A member in one term of office: the day of the appointment, and the last day of the term or an earlier one."""

    id: str
    appointed: date
    ends: date
    row: ExtraRow


def members(step: Step) -> tuple[Member, ...]:
    """The members whose appointment is known, in the order of their appointments."""
    years = int(step.parameters.number("oiv_years").value)
    return tuple(sorted(_members(step, years), key=lambda one: (one.appointed, one.id)))


def _members(step: Step, years: int) -> Iterator[Member]:
    for row in step.dossier.tables.get(MEMBERS, ()):
        appointed, until = row["appointed"], row["until"]
        if isinstance(appointed, date) and appointed <= step.as_of:
            ends = last_of_years(appointed, years)
            last = min(ends, until) if isinstance(until, date) else ends
            yield Member(id=str(row["member"]), appointed=appointed, ends=last, row=row)


@hookimpl
@rule("BL-29.2a", "BL-29.2b", BEFORE)
def merito_check_plan(step: Step) -> ResultRows:
    """A missing requirement or an incompatibility is an error of the member; an answer that is missing, a warning."""
    known = members(step)
    if step.acts_of("oiv_appointment") and not step.dossier.tables.get(MEMBERS):
        why = "i componenti dell'OIV non sono indicati (tabella oiv): requisiti e incompatibilità non si verificano"
        yield told("warning", "BL-29.2a", why, phase=Phase.MONITORING)
    for one in known:
        yield from (*_requirements(one), *_offices(step, one), *_bonds(one))
    strange = {str(row["member"]) for row in step.dossier.tables.get(OFFICES, ())}
    strange -= {str(row["member"]) for row in step.dossier.tables.get(MEMBERS, ())}
    if strange:
        why = f"incarichi (tabella incarichi_oiv) di chi non è nella tabella oiv: {listed(sorted(strange))}"
        yield told("warning", "BL-29.2b", why, phase=Phase.MONITORING)


@hookimpl(specname="merito_check_plan")
@rule("BL-29.3b")
def revoked_by_another(step: Step) -> ResultRows:
    """Warns of a revocation by another body than the one that appointed the OIV."""
    for act in step.acts_of("oiv_revocation"):
        before = [one for one in step.acts_of("oiv_appointment") if one.date <= act.date]
        same = any(of_body(act, one.body.strip()) or of_body(one, act.body.strip()) for one in before)
        if before and not same:
            why = (
                f"l'atto {act.id} di revoca è di «{act.body}», mentre revoca chi ha conferito l'incarico: "
                f"{', '.join(dict.fromkeys(one.body.strip() for one in before))}"
            )
            yield told("warning", "BL-29.3b", why, f"member:{act.id}", phase=Phase.MONITORING, inputs=(act,))


def _requirements(one: Member) -> Iterator[Finding]:
    degree = one.row["degree"]
    if degree == "other":
        yield _about(one, "error", "BL-29.2a", "non ha una laurea specialistica o quadriennale del vecchio ordinamento")
    elif not degree:
        yield _about(one, "warning", "BL-29.2a", "non è indicato il titolo di studio")
    had = [one.row[column] for column in COMPETENCES]
    if all(value is False for value in had):
        every = "; ".join(COMPETENCES.values())
        yield _about(one, "error", "BL-29.2a", f"non ha nessuna delle competenze, anche disgiunte, del testo: {every}")
    elif True not in had:
        yield _about(one, "warning", "BL-29.2a", "non è indicata alcuna delle competenze che il testo richiede")


def _offices(step: Step, one: Member) -> Iterator[Finding]:
    """An office held during the term or in the months before the appointment, their first day included."""
    months = int(step.parameters.number("oiv_months_before").value)
    since = add_months(one.appointed, -months)
    for row in step.dossier.tables.get(OFFICES, ()):
        if row["member"] != one.id:
            continue
        start, end = row["from"], row["to"]
        began = start if isinstance(start, date) else date.min
        ended = end if isinstance(end, date) else date.max
        if ended >= since and began <= min(one.ends, step.as_of):
            when = "in corso" if ended >= step.as_of else f"fino al {day_text(ended)}"
            why = f"{KINDS[str(row['kind'])]} {when}: incompatibile nei {number_text(months)} mesi prima della nomina"
            why = f"{why} ({day_text(one.appointed)}) e durante l'incarico ({BEFORE})"
            yield _about(one, "error", "BL-29.2b", why, row)


def _bonds(one: Member) -> Iterator[Finding]:
    for column, what in NOW.items():
        if one.row[column]:
            yield _about(one, "error", "BL-29.2b", f"ha {what}: non può far parte dell'OIV")
    unsaid = [column for column in NOW if one.row[column] is None]
    if unsaid:
        labels: Mapping[str, str] = {"employee": "dipendente", "collaborator": "collaboratore", "conflict": "conflitto"}
        why = f"incompatibilità non dichiarate (colonne {', '.join(labels[column] for column in unsaid)})"
        yield _about(one, "warning", "BL-29.2b", why)


def _about(one: Member, severity: str, rule_id: str, why: str, *rows: ExtraRow) -> Finding:
    return told(severity, rule_id, why, f"member:{one.id}", phase=Phase.MONITORING, inputs=(one.row, *rows))  # type: ignore[arg-type]
