"""Titolo IV, the OIV (art. 29; art. 27 c. 4-6): what it validates and reports, who may be a member, and for how long.

Members are named only by their id, and findings about them stay reserved (`member:1`): an office in a party or a union
is nobody else's business. After a term of three years, which ends with the evaluation proposal for the last of them
(I-BL-37), validations and awards do not count until the OIV is renewed or another is appointed.

That no reward opens before the Relazione is validated is a national rule, which binds a municipality by a reading
(I-IT-02); nothing is stopped here again.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from attrs import frozen

from merito import (
    Act,
    Basis,
    Deadline,
    ExtraRow,
    Finding,
    Message,
    Phase,
    Ref,
    ResultRows,
    Severity,
    Step,
    first_of,
    kit,
    plain,
    rule,
    say,
)
from merito.numbers import add_months, last_of_years
from merito_comunita_montane.evaluation.evaluators import OF_SINDACO, OIV_PROPOSAL
from merito_comunita_montane.organisation import OIV, role_of, served
from merito_comunita_montane.planning.plan import REPORT
from merito_comunita_montane.prizes.groups import AWARD, INNOVATION
from merito_comunita_montane.prizes.resources import VALIDATION

RISKS, EVENTS = "risk_map", "adverse_events_procedure"
APPOINTMENT, REVOCATION, MEMBERS, OFFICES = "oiv_appointment", "oiv_revocation", "oiv", "oiv_offices"
SINCE, BEFORE, LAST_YEAR = "I-BL-28", "I-BL-29", "I-BL-37"
REPORTS = (
    (
        "oiv_report",
        say("Relazione dell'OIV al Sindaco sul sistema di valutazione e sui controlli"),
        "BL-29.1b",
        Phase.MONITORING,
    ),
    ("controls_report", say("Relazione dell'OIV al Sindaco sui controlli interni"), "BL-27.6", Phase.REPORTING),
)
COMPETENCES = ("strategic_vision", "human_resources", "spending_control")
BONDS = {
    "employee": (
        "dipendente",
        say("ha un rapporto di lavoro dipendente con l'ente: non può far parte dell'OIV"),
    ),
    "collaborator": (
        "collaboratore",
        say("ha un rapporto continuativo di collaborazione con l'ente: non può far parte dell'OIV"),
    ),
    "conflict": ("conflitto", say("ha un conflitto di interessi con l'ente: non può far parte dell'OIV")),
}
KINDS = {
    "elective": say("un incarico pubblico elettivo"),
    "party": say("una carica in un partito"),
    "union": say("una carica sindacale"),
}
OPENED = {
    VALIDATION: say("la Relazione va validata da quello rinnovato o nominato dopo"),
    AWARD: say("il premio per l'innovazione va assegnato da quello rinnovato o nominato dopo"),
}


@rule("BL-29.1c", hook="merito_check_plan")
def validation_of_the_report(step: Step) -> ResultRows:
    """A Relazione that the OIV has not validated; a validation by others, or before the Relazione."""
    reports, validations = step.acts_of(REPORT), step.acts_of(VALIDATION)
    valid = [act for act in validations if act.of_body(OIV)]
    early = [act for act in valid if reports and not any(report.date <= act.date for report in reports)]
    unvalidated = [
        report
        for report in reports
        if not any(act.date >= report.date and act.refers_to in (None, report.id) for act in valid)
    ]
    found = [(report, _not_validated(report, early)) for report in unvalidated]
    for act in validations:
        if not act.of_body(OIV):
            why = say(
                "l'atto {act} risulta di «{body}»; la Relazione la valida l'OIV", act=Ref("act", act.id), body=act.body
            )
            found.append((act, why))
        elif not (unvalidated or any(report.date <= act.date for report in reports)):
            why = say(
                "l'atto {act} ({day}) valida una Relazione che non è ancora adottata",
                act=Ref("act", act.id),
                day=act.date,
            )
            found.append((act, why))
    for act, why in found:
        yield kit.told("warning", "BL-29.1c", why, f"act:{act.id}", phase=Phase.REPORTING, inputs=(act,))


def _not_validated(report: Act, early: Sequence[Act]) -> Message:
    """That the OIV has not validated a Relazione: by no act, or only by one of before it was adopted."""
    if early:
        return say(
            "l'OIV ha validato la Relazione il {day} ({act}), prima che fosse adottata il {adopted} ({report}): l'OIV "
            "valida il testo adottato, con i risparmi che documenta, e chi tiene gli atti lo scrive "
            "(validazione_relazione)",
            day=early[-1].date,
            act=Ref("act", early[-1].id),
            adopted=report.date,
            report=Ref("act", report.id),
        )
    return say(
        "la Relazione (atto {act}) non è validata dall'OIV, con i risparmi che documenta: l'OIV la valida, e chi tiene "
        "gli atti lo scrive (validazione_relazione)",
        act=Ref("act", report.id),
    )


@rule("BL-27.4", hook="merito_check_plan")
def risks_and_adverse_events(step: Step) -> ResultRows:
    """Both documents exist, and the OIV has validated the first map of risks and the first procedure (art. 27 c. 4-5).

    A validation counts for the act to which it refers; without one, for both of those before it. The OIV validates the
    survey of the risks and the definition of the system of adverse events, which may come before the ente adopts them:
    a validation that refers to the act counts on any day.
    """
    documents = (
        (RISKS, say("la mappa dei rischi"), say("la prima mappa dei rischi")),
        (
            EVENTS,
            say("la procedura per gli eventi avversi e i reclami"),
            say("la definizione del sistema degli eventi avversi"),
        ),
    )
    absent = [name for kind, name, _ in documents if not step.acts_of(kind)]
    if absent:
        why = say(
            "nessun atto rileva o adotta: {documents}; l'ente lo adotta e, se c'è già, chi tiene gli atti lo scrive",
            documents=tuple(absent),
        )
        yield kit.told("warning", "BL-27.4", why, phase=Phase.MONITORING)
    validations = [act for act in step.acts_of("risk_map_validation") if act.of_body(OIV)]
    for kind, _, what in documents:
        first = first_of(step.acts_of(kind))
        if first is None or any(
            act.refers_to == first.id or (act.refers_to is None and act.date >= first.date) for act in validations
        ):
            continue
        why = say("{what} (atto {act}) non è validata dall'OIV", what=what, act=Ref("act", first.id))
        yield kit.told("warning", "BL-27.4", why, f"act:{first.id}", phase=Phase.MONITORING, inputs=(first,))


@rule("BL-29.1b", "BL-27.6", SINCE, hook="merito_deadlines")
def reports_to_the_sindaco(step: Step) -> ResultRows:
    """Within six months of its appointment, then of its last report; those on internal checks alike (art. 27 c. 6).

    A deadline after the appointment and after each report, if it falls in the year or was open at its start.
    """
    period = step.parameters.number("oiv_report_months")
    months = int(period.value)
    for kind, report, rule_id, phase in REPORTS:
        rules, met = (rule_id, SINCE), [act.date for act in step.acts_of(kind) if act.of_body(OIV)]
        starts = _starts(step, met)
        if not starts:
            why, basis = say("si conta dalla nomina dell'OIV, che non risulta"), Basis(parameters=(period,))
            what = plain(report)
            yield Deadline(phase=phase, what=what, due=None, met_by=kind, rules=rules, reason=why, basis=basis)
        for start, due in _standing(starts, months, met, step.dossier.year):
            told = plain(say("{report}, entro {months} mesi dal {start}", report=report, months=months, start=start))
            from_acts = tuple(act for act in step.acts if act.kind in (APPOINTMENT, kind) and act.date == start)
            basis = Basis(inputs=from_acts, parameters=(period,))
            yield Deadline(phase=phase, what=told, due=due, met_by=kind, after=start, rules=rules, basis=basis)


def _starts(step: Step, reported: Iterable[date]) -> list[date]:
    """The days from which a deadline runs: appointments of a new OIV, and reports.

    A start followed by a new appointment before any report no longer runs: the new OIV's own deadline replaces it. An
    appointment that refers to an earlier one is a renewal, and starts no deadline.
    """
    new = {act.date for act in step.acts_of(APPOINTMENT) if act.refers_to is None}
    days = sorted(new | set(reported))
    following = dict(pairwise(days))
    return [day for day in days if following.get(day) not in new]


def _standing(starts: Iterable[date], months: int, met: list[date], year: int) -> Iterator[tuple[date, date]]:
    """Each start with its deadline, if this falls in the year, or before it and was still not met when it began."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    for start in starts:
        due = add_months(start, months)
        if due <= last and (due >= first or not any(start < day < first for day in met)):
            yield start, due


@frozen(kw_only=True)
class Member:
    """A member in one term of office: the day of the appointment, and the last day of the term or an earlier one."""

    id: str
    appointed: date
    ends: date
    row: ExtraRow

    def told(self, severity: Severity, rule_id: str, why: Message, *rows: ExtraRow) -> Finding:
        inputs = (self.row, *rows)
        return kit.told(severity, rule_id, why, f"member:{self.id}", phase=Phase.MONITORING, inputs=inputs)


def _members(step: Step) -> tuple[Member, ...]:
    """The members whose appointment is known, in the order of their appointments."""
    years, found = int(step.parameters.number("oiv_years").value), list[Member]()
    for row in step.dossier.tables.get(MEMBERS, ()):
        appointed, until = row["appointed"], row["until"]
        if isinstance(appointed, date) and appointed <= step.as_of:
            ends = last_of_years(appointed, years)
            last = min(ends, until) if isinstance(until, date) else ends
            found.append(Member(id=str(row["member"]), appointed=appointed, ends=last, row=row))
    return tuple(sorted(found, key=lambda one: (one.appointed, one.id)))


@rule("BL-29.2a", "BL-29.2b", BEFORE, hook="merito_check_plan")
def requirements_of_members(step: Step) -> ResultRows:
    """A missing requirement or an incompatibility is an error of the member; an answer that is missing, a warning."""
    known, rows = _members(step), step.dossier.tables.get(MEMBERS, ())
    if step.acts_of(APPOINTMENT) and not rows:
        why = say(
            "i componenti dell'OIV non sono indicati (tabella oiv): requisiti e incompatibilità non si verificano"
        )
        yield kit.told("warning", "BL-29.2a", why, phase=Phase.MONITORING)
    for one in known:
        yield from (*_requirements(one), *_offices(step, one))
        for column, (_, what) in BONDS.items():
            if one.row[column]:
                yield one.told("error", "BL-29.2b", _replaced(what))
        unsaid = tuple(label for column, (label, _) in BONDS.items() if one.row[column] is None)
        if unsaid:
            why = say(
                "incompatibilità non dichiarate (colonne {columns}): il componente le dichiara, e chi tiene l'OIV le "
                "scrive (tabella oiv)",
                columns=unsaid,
            )
            yield one.told("warning", "BL-29.2b", why)
    strange = {str(row["member"]) for row in step.dossier.tables.get(OFFICES, ())}
    strange -= {str(row["member"]) for row in rows}
    if strange:
        why = say(
            "incarichi (tabella incarichi_oiv) di chi non è nella tabella oiv: {members}",
            members=kit.listed(sorted(strange)),
        )
        yield kit.told("warning", "BL-29.2b", why, phase=Phase.MONITORING)


def _replaced(why: Message) -> Message:
    """What follows from a reason for which somebody cannot be a member (art. 29 c. 3 lett. b)."""
    return say(
        "{why}. Chi l'ha nominato lo revoca, dopo averlo sentito (contraddittorio_oiv, revoca_oiv), e ne nomina un "
        "altro; se il dato è un altro, chi tiene l'OIV lo corregge",
        why=why,
    )


def _requirements(one: Member) -> ResultRows:
    degree, had = one.row["degree"], [one.row[column] for column in COMPETENCES]
    if degree == "other":
        why = say("non ha una laurea specialistica o quadriennale del vecchio ordinamento")
        yield one.told("error", "BL-29.2a", _replaced(why))
    elif not degree:
        yield one.told(
            "warning",
            "BL-29.2a",
            say(
                "non è indicato il titolo di studio: chi tiene l'OIV lo scrive (tabella oiv)",
            ),
        )
    if all(value is False for value in had):
        why = say(
            "non ha nessuna delle competenze, anche disgiunte, del testo: valutazione e visione strategica; "
            "valorizzazione delle risorse umane; controllo della spesa pubblica locale"
        )
        yield one.told("error", "BL-29.2a", _replaced(why))
    elif True not in had:
        why = say(
            "non è indicata alcuna delle competenze che il testo richiede: chi tiene l'OIV le scrive (tabella oiv)",
        )
        yield one.told("warning", "BL-29.2a", why)


def _offices(step: Step, one: Member) -> ResultRows:
    """An office held during the term or in the months before the appointment, their first day included."""
    months = int(step.parameters.number("oiv_months_before").value)
    since = add_months(one.appointed, -months)
    for row in step.dossier.tables.get(OFFICES, ()):
        began, ended = row["from"] or date.min, row["to"] or date.max
        if row["member"] != one.id or not isinstance(began, date) or not isinstance(ended, date):
            continue
        if ended >= since and began <= min(one.ends, step.as_of):
            why = say(
                "{office} in corso: incompatibile nei {months} mesi prima della nomina ({appointed}) e durante "
                "l'incarico ({reading})",
                office=KINDS[str(row["kind"])],
                months=months,
                appointed=one.appointed,
                reading=Ref("reading", BEFORE),
            )
            if ended < step.as_of:
                why = say(
                    "{office} fino al {ended}: incompatibile nei {months} mesi prima della nomina ({appointed}) e "
                    "durante l'incarico ({reading})",
                    office=KINDS[str(row["kind"])],
                    ended=ended,
                    months=months,
                    appointed=one.appointed,
                    reading=Ref("reading", BEFORE),
                )
            yield one.told("error", "BL-29.2b", _replaced(why), row)


@rule("BL-29.3b", hook="merito_check_plan")
def revoked_by_another(step: Step) -> ResultRows:
    """Warns of a revocation by another body than the one that appointed the OIV."""
    for act in step.acts_of(REVOCATION):
        before = [one for one in step.acts_of(APPOINTMENT) if one.date <= act.date]
        same = any(act.of_body(one.by) or one.of_body(act.by) for one in before)
        if before and not same:
            why = say(
                "l'atto {act} di revoca è di «{body}», mentre revoca chi ha conferito l'incarico: {bodies}",
                act=Ref("act", act.id),
                body=act.body,
                bodies=tuple(dict.fromkeys(one.body.strip() for one in before)),
            )
            yield kit.told("warning", "BL-29.3b", why, f"member:{act.id}", phase=Phase.MONITORING, inputs=(act,))


@rule("BL-29.3a", LAST_YEAR, hook="merito_deadlines")
def end_of_each_term(step: Step) -> ResultRows:
    """The end of each term, by which the OIV is renewed or another appointed."""
    years, known = step.parameters.number("oiv_years"), _members(step)
    appointed = sorted({one.appointed for one in known})
    renewed = [*(act.date for act in step.acts_of(APPOINTMENT)), *appointed]
    for start, due in _standing(appointed, 12 * int(years.value), renewed, step.dossier.year):
        yield Deadline(
            phase=Phase.MONITORING,
            what=plain(say("Rinnovo o nomina dell'OIV, in carica dal {start}", start=start)),
            due=due,
            met_by=APPOINTMENT,
            after=start,
            rules=("BL-29.3a", LAST_YEAR),
            basis=Basis(inputs=tuple(one.row for one in known if one.appointed == start), parameters=(years,)),
        )


@rule("BL-29.3a", LAST_YEAR, hook="merito_check_plan")
def acts_after_the_term(step: Step) -> ResultRows:
    """An OIV whose term ended before the year may not act for it: what rests on its acts for the year is held.

    A proposal holds the money of the person it is about, an award its own; the validation, everybody's. After its term
    an OIV still finishes the proposals of its last year.
    """
    known, year = _members(step), step.dossier.year
    if not known:
        return
    ended = max(one.ends for one in known)
    proposals = [act for act in step.acts_of(OIV_PROPOSAL) if act.of_body(OIV)]
    if ended >= date(year, 1, 1):
        late = [act for act in proposals if act.date > ended]
        if late:
            why = say(
                "l'OIV è scaduto il {ended}: chiude le proposte dell'ultimo anno, poi decade ({reading})",
                ended=ended,
                reading=Ref("reading", LAST_YEAR),
            )
            inputs = (*late, *(one.row for one in known))
            yield kit.told("info", "BL-29.3a", why, phase=Phase.EVALUATION, inputs=inputs)
        yield from _decayed(step, known, proposals)
        return
    why = say(
        "l'OIV è scaduto il {ended}: non può aprire il ciclo {year} ({reading})",
        ended=ended,
        year=year,
        reading=Ref("reading", LAST_YEAR),
    )
    yield kit.told("warning", "BL-29.3a", why, phase=Phase.MONITORING)
    opening = (act for kind in OPENED for act in step.acts_of(kind) if act.of_body(OIV))
    for act in (*proposals, *opening):
        why = say(
            "l'atto {act} è di un OIV scaduto il {ended}, prima che il {year} cominciasse",
            act=Ref("act", act.id),
            ended=ended,
            year=year,
        )
        if act.kind == OIV_PROPOSAL:
            yield kit.told("error", "BL-29.3a", why, act.subject or "", phase=Phase.EVALUATION, inputs=(act,))
        else:
            yield kit.told("error", "BL-29.3a", why, phase=Phase.REWARDS, tool=_opened_by(act), inputs=(act,))


def _opened_by(act: Act) -> str | None:
    """The tool whose money an act of the OIV opens; None if that of all."""
    return INNOVATION if act.kind == AWARD else None


def _decayed(step: Step, known: tuple[Member, ...], proposals: list[Act]) -> ResultRows:
    """Validations and awards after the term and the last proposals: an error unless another is of an OIV in office.

    The last proposal is known once there is one for everybody whom the Sindaco evaluates.
    """
    about = {act.subject for act in proposals}
    evaluated = (one for one in served(step.dossier) if role_of(step.dossier, one) in OF_SINDACO)
    last = max((act.date for act in proposals), default=None)
    if last is None or any(f"person:{one.id}" not in about for one in evaluated):
        return
    for kind, what in OPENED.items():
        every = [act for act in step.acts_of(kind) if act.of_body(OIV)]
        void = [act for act in every if last < act.date and _over(step, known, act.date)]
        severity: Severity = "error" if len(void) == len(every) else "warning"
        for act in void:
            why = say(
                "l'OIV è scaduto ed è decaduto con l'ultima proposta di valutazione ({last}): l'atto {act} del {day} "
                "non è di un OIV in carica, e {what} (nomina_oiv, tabella oiv; {reading})",
                last=last,
                act=Ref("act", act.id),
                day=act.date,
                what=what,
                reading=Ref("reading", LAST_YEAR),
            )
            inputs = (act, *(one.row for one in known))
            yield kit.told(severity, "BL-29.3a", why, phase=Phase.REWARDS, tool=_opened_by(act), inputs=inputs)


def _over(step: Step, known: tuple[Member, ...], day: date) -> bool:
    """Whether the term of those appointed by a day was over, and no act had renewed them."""
    before = [one for one in known if one.appointed <= day]
    if not before or max(one.ends for one in before) >= day:
        return False
    latest = max(one.appointed for one in before)
    return not any(latest < act.date <= day for act in step.acts_of(APPOINTMENT))
