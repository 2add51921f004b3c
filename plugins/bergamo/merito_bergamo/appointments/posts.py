"""Who leads a unit or holds a post, by which acts, and agile agreements (arts. 10, 11, 25-28; Allegato 1, 6 and 8)."""

from datetime import date, timedelta
from typing import cast

from attrs import evolve

from merito import (
    Act,
    Appointment,
    Finding,
    Message,
    Office,
    Person,
    Phase,
    Position,
    Ref,
    ResultRows,
    Severity,
    Step,
    Unit,
    kit,
    rule,
    say,
)
from merito.numbers import HUNDRED, add_months, apart_from, days_in_common
from merito_bergamo.appointments import LEADING, MANAGER_REVOCATION, NAMES, REVOCATION, Role, role_of, without_post

CATEGORY = "D"
SEGRETARIO = "secretary_general"
AGREEMENT = "agile_agreement"
WORKER = "employee"
AT_ONCE = ("sotto_parametri", "autonomia", "esigenze_servizio")  # causes of a withdrawal without notice


@rule("BG-26.2", "BG-28.1", "BG-28.4", hook="merito_check_plan")
def holders_of_posts(step: Step) -> ResultRows:
    """What makes the pay of a post doubtful, as two holders at a time, is an error of it; the rest are warnings."""
    for position in step.dossier.positions:
        holders = kit.held(step, position, REVOCATION)
        named = Ref("position", position.id)
        single = kit.one_a_day(holders)
        certain = any(apart_from(one.periods, one.in_doubt) for one in single) and not any(kit.at_once(single))
        for one, other in kit.at_once(holders):
            why = say("la posizione {position} ha due titolari negli stessi giorni", position=named)
            if one.person == other.person:
                why = say(
                    "la posizione {position} ha due incarichi della stessa persona negli stessi giorni", position=named
                )
            told = _error(position, why, *one.rows, *other.rows)
            yield evolve(told, severity="warning") if certain else told
        people = {row.person for row in kit.tenures(step.dossier, of=position)}
        if position.holder and people and position.holder not in people:
            why = say(
                "la posizione {position}: il titolare della tabella delle posizioni non è tra quelli degli incarichi",
                position=named,
            )
            yield _error(position, why, position)
        for one in holders:
            yield from _holder(step, one)
    for person in step.dossier.people:
        yield from _posts_of_one(step, person)
    yield from _of_two_posts(step)
    for person in without_post(step):
        why = say("ha il ruolo di titolare di posizione organizzativa, ma nessuna posizione risulta sua")
        yield kit.told("warning", "BG-28.1", why, f"person:{person.id}", inputs=(person,))
    yield from _not_provided(step)


def _error(position: Position, why: Message, *inputs: object) -> Finding:
    return kit.told("error", "BG-26.2", why, f"position:{position.id}", phase=Phase.RESOURCES, inputs=inputs)


def _holder(step: Step, one: kit.Holding) -> ResultRows:
    """A holder is in service, an employee of category D, permanent and full time; missing data are not reported.

    The role is that of the days of the post: somebody who became a manager later held it as an employee.
    """
    person = step.dossier.people[one.person]
    position = one.position
    rows = step.dossier.service_of(one.person)
    served = sum(days_in_common(days, kit.period_of(row)) for days in one.periods for row in rows)
    if lacking := one.days - served + sum(period.days for period in one.unserved):
        why = say(
            "la posizione {position} è tenuta per {days} giorno da chi non è in servizio",
            many="la posizione {position} è tenuta per {days} giorni da chi non è in servizio",
            number="days",
            position=Ref("position", position.id),
            days=lacking,
        )
        yield _error(position, why, *one.rows)
    meanwhile = kit.served_meanwhile(step.dossier, one)
    if kit.managerial(position) or not meanwhile:
        return
    if any((row.role or person.role) in LEADING for row in meanwhile):
        why = say(
            "la posizione organizzativa {position} è di un dipendente di categoria {category}, non di un dirigente",
            position=Ref("position", position.id),
            category=CATEGORY,
        )
        yield _error(position, why, *one.rows)
        return
    of_the_year = "" if person.role in LEADING else person.category
    categories = dict.fromkeys(filter(None, (row.category or of_the_year for row in meanwhile)))
    others = [name for name in categories if not kit.is_of_category(step, name, CATEGORY)]
    found = [say("è di categoria {category}", category=name) for name in others]
    if person.permanent is False:
        found.append(say("non è a tempo indeterminato"))
    if any(row.fte is not None and row.fte < HUNDRED for row in meanwhile):
        found.append(say("non è a tempo pieno"))
    if found:
        why = say(
            "tiene la posizione organizzativa {position}, ma {found}: l'incarico va a personale di categoria "
            "{category} a tempo indeterminato e pieno. Il Segretario Generale lo dà a chi può averlo, o chi tiene il "
            "personale corregge i dati",
            position=Ref("position", position.id),
            found=tuple(found),
            category=CATEGORY,
        )
        inputs = (person, *one.rows)
        yield kit.told("warning", "BG-26.2", why, f"person:{person.id}", phase=Phase.RESOURCES, inputs=inputs)


def _posts_of_one(step: Step, person: Person) -> ResultRows:
    """Warns of a role that contradicts a post held: the post counts."""
    posts = kit.staff_posts_of(step, person.id, REVOCATION)
    if Role.STAFF in {row.role or person.role for one in posts for row in kit.served_meanwhile(step.dossier, one)}:
        why = say(
            "ha il ruolo «{role}» e tiene una posizione organizzativa: conta la posizione", role=NAMES[Role.STAFF]
        )
        yield kit.told("warning", "BG-28.4", why, f"person:{person.id}", inputs=(person,))


def _of_two_posts(step: Step) -> ResultRows:
    """Warns of two posts held on the same days: the pay of one includes all other pay (art. 28 c. 1)."""
    for one in kit.holders_of_two(step):
        if not all(map(kit.managerial, one.posts)):
            why = say(
                "{held}: il trattamento di una posizione assorbe ogni altra competenza accessoria (art. 28 c. 1); "
                "scrivere negli incarichi quale delle due finisce, o è ad interim",
                held=one.told,
            )
            subject = f"person:{one.person}"
            yield kit.told("warning", "BG-28.1", why, subject, phase=Phase.RESOURCES, inputs=one.rows)


def _not_provided(step: Step) -> ResultRows:
    """What the regulation does not provide for: interim appointments, and a part of a post's pay."""
    known = {position.id: position for position in kit.staff_positions(step.dossier)}
    for row in step.dossier.appointments:
        of_managers = row.position not in known and step.dossier.positions.get(row.position) is not None
        if row.kind == "interim" and of_managers:
            why = say("incarico ad interim: il regolamento non ne prevede la retribuzione, e la riga non conta")
            yield kit.told("warning", "BG-28.1", why, f"person:{row.person}", phase=Phase.RESOURCES, inputs=(row,))
        elif row.kind != "interim" and row.share is not None and row.position in known:
            why = say(
                "la posizione {position}: il regolamento non prevede una quota della paga (colonna quota)",
                position=Ref("position", row.position),
            )
            yield _error(known[row.position], why, row)


@rule("BG-17.1", "BG-20.1", hook="merito_check_plan")
def suspended_managers(step: Step) -> ResultRows:
    """Who suspends a manager, or the Segretario Generale (art. 17 c. 1 lett. e), art. 20 c. 1 lett. b))."""
    for person in step.dossier.people:
        role = role_of(step, person)
        for row in step.dossier.absences.of(person.id) if role in LEADING else ():
            if kit.absence_is(step, row, "suspension_words"):
                cited = "BG-20.1"
                why = say(
                    "è sospeso dal servizio dal {day}: la sospensione la dispone il Segretario Generale (art. 20 c. 1 "
                    "lett. b)",
                    day=row.start,
                )
                if role == Role.SECRETARY:
                    cited = "BG-17.1"
                    why = say(
                        "è sospeso dal servizio dal {day}: la sospensione la dispone la Giunta (art. 17 c. 1 lett. e)",
                        day=row.start,
                    )
                yield kit.told("info", cited, why, f"person:{person.id}", phase=Phase.RESOURCES, inputs=(row,))


@rule("BG-10.1", hook="merito_check_plan")
def heads_of_areas(step: Step) -> ResultRows:
    """An Area has a manager who is responsible for it; the Segretario Generale may head one (art. 16 c. 2)."""
    for unit in step.dossier.units.of(kind="area"):
        head = step.dossier.people.get(unit.head or "")
        named = Ref("unit", unit.id)
        if head is None:
            yield _of_unit(step, unit, say("l'unità {unit} non ha un dirigente che ne risponde", unit=named))
        elif _role_at_the_run(step, head)[0] not in LEADING:
            why = say(
                "l'unità {unit} ha come responsabile {head}, che non è un dirigente",
                unit=named,
                head=Ref("person", head.id),
            )
            yield _of_unit(step, unit, why)


@rule("BG-11.6", hook="merito_check_plan")
def heads_of_services(step: Step) -> ResultRows:
    """The head of a Servizio is of category D; a missing category is not reported."""
    for unit in step.dossier.units.of(kind="service"):
        head = step.dossier.people.get(unit.head or "")
        role, category = _role_at_the_run(step, head) if head else ("", "")
        if head and role not in LEADING and category and not kit.is_of_category(step, category, CATEGORY):
            why = say(
                "l'unità {unit} ha come responsabile {head}, di categoria {category} e non {wanted}",
                unit=Ref("unit", unit.id),
                head=Ref("person", head.id),
                category=category,
                wanted=CATEGORY,
            )
            yield _of_unit(step, unit, why)


def _role_at_the_run(step: Step, person: Person) -> tuple[str, str]:
    """Somebody's role and category by the last service begun by the date of the run: a head is written undated."""
    begun = [(row.role, row.category) for row in step.dossier.service_of(person.id) if row.start <= step.as_of]
    role, category = begun[-1] if begun else ("", "")
    return role or person.role, category or person.category


def _of_unit(step: Step, unit: Unit, why: Message) -> Finding:
    """A finding about the head, if there is one, otherwise about the unit."""
    subject = f"person:{unit.head}" if unit.head else f"unit:{unit.id}"
    return kit.told("warning", step.rule, why, subject, inputs=(unit,))


@rule("BG-25.1", "I-BG-03", hook="merito_check_plan")
def double_role(step: Step) -> ResultRows:
    """Notes that the Segretario Generale both sits in the Comitato dei Garanti and revokes after its opinion.

    Art. 22 c. 2-3 gives him both, and nobody else may do it: nobody has done wrong (I-BG-03). A blank
    body is that of the kind: the Segretario for a manager, not for a posizione organizzativa.
    """
    for act in (*step.acts_of(MANAGER_REVOCATION), *step.acts_of(REVOCATION)):
        heard = step.acts.of(kind="guarantors_opinion", subject=act.subject)
        by_him = act.of_body(SEGRETARIO) and (act.body or step.act_kinds[act.kind].by == (SEGRETARIO,))
        if by_him and any(one.date <= act.date for one in heard):
            why = say(
                "l'atto {act} è del Segretario Generale, che siede anche nel Comitato dei Garanti da cui viene il "
                "parere: i due compiti sono suoi per l'art. 22 c. 2-3, l'atto vale e non serve altro; lo si sappia per "
                "l'art. 25 ({reading})",
                act=Ref("act", act.id),
                reading=Ref("reading", "I-BG-03"),
            )
            yield kit.told("info", step.rule, why, act.subject or "", phase=Phase.EVALUATION, inputs=(act, *heard))


@rule("BG-27.3", "BG-27.5", "I-BG-02", hook="merito_check_plan")
def revokers(step: Step) -> ResultRows:
    """Notes an act of the Segretario Generale on a post in an Area that a manager leads on that day; it stands.

    Not a warning: the Segretario acts for a manager who is absent or must abstain, which the data do not say.
    """
    for kind, cited in (("revocation_notice", "BG-27.3"), (REVOCATION, "BG-27.5")):
        for act in step.acts_of(kind):
            own = bool(act.body) and act.of_body(SEGRETARIO) and act.date.year == step.dossier.year
            manager = _manager(step, act) if own else None
            if manager is not None:
                why = say(
                    "l'atto {act} è del Segretario Generale, e spetta al dirigente dell'Area, {manager}, salvo che sia "
                    "assente o debba astenersi (artt. 24 e 25): il Segretario Generale provvede per il personale alle "
                    "sue dipendenze ({reading})",
                    act=Ref("act", act.id),
                    manager=Ref("person", manager.id),
                    reading=Ref("reading", "I-BG-02"),
                )
                yield kit.told("info", cited, why, act.subject or "", phase=Phase.EVALUATION, inputs=(act,))


def _manager(step: Step, act: Act) -> Person | None:
    """The manager of the Area of a post, by its unit or by that of its last holder up to the day of the act.

    None if the Segretario leads it, or if who leads it did not serve as a manager on the day of the act.
    """
    position = step.dossier.positions.get((act.subject or "").removeprefix("position:"))
    unit = position.unit if position else ""
    if position and not unit:
        holders = kit.held(step, position, REVOCATION)
        begun = [one.person for one in holders if any(days.start <= act.date for days in one.periods)]
        unit = kit.unit_of(step.dossier, step.dossier.people[begun[-1]], "last") if begun else ""
    heads = [one.head for one in kit.units_above(step.dossier, unit) if one.kind == "area" and one.head]
    head = step.dossier.people.get(heads[0]) if heads else None
    served = kit.served_on(step.dossier, head.id, act.date) if head else ()
    return head if head and any((row.role or head.role) == Role.MANAGER for row in served) else None


@rule("BG-27.1", "BG-22.2", hook="merito_check_plan")
def revoked_without_act(step: Step) -> ResultRows:
    """Warns of an appointment that ended by a revocation which no act gave (art. 27 c. 1, art. 22 c. 2).

    The proceedings check the acts of revocation; here the register tells of one without any. Art. 27 c. 1 wants the act
    for a change of organisation too. Of a revocation of an earlier year it is told as long as the term would last.
    """
    for office in step.offices.values():
        for position in step.dossier.positions if office.revoked_rule else ():
            if kit.managerial(position) is (office.posts == "managerial"):
                rows = step.dossier.appointments.of(position=position.id, kind="holder")
                terms = tuple(kit.terms_on(step, office, position))
                for row in rows:
                    term = next((term.last_day for term in terms if term.row is row), None)
                    found = _revoked_without_act(step, office, row, term)
                    yield from (found,) if found is not None else ()


def _revoked_without_act(step: Step, office: Office, row: Appointment, term: date | None) -> Finding | None:
    """That only the register tells of a revocation, in the year or before it; `term` is the last lawful day."""
    last, year = row.end, step.dossier.year
    if last is None or last >= step.as_of or last.year > year or row.ended_by not in office.revoked_as:
        return None
    if last.year < year and (term is None or term.year < year):
        return None
    kind = office.revoked_by
    acts = (*step.acts_of(kind, f"position:{row.position}"), *step.acts_of(kind, f"person:{row.person}"))
    if any(act.takes_effect.year == last.year for act in acts):
        return None
    follows = say("ciò che segue resta sospeso")
    if last.year < year and term:
        follows = say("fino al {term}, quando finisce la durata massima, la posizione può essere ancora sua", term=term)
    why = say(
        "l'incarico di {position} risulta revocato il {day}, e manca l'atto scritto e motivato che lo revoca (tipo "
        "{kind}): {follows}. Scrivere l'atto con il suo procedimento, o togliere la fine (tabella incarichi, colonne "
        "al e «cessato per»)",
        position=Ref("position", row.position),
        day=last,
        kind=step.act_kinds[kind].label,
        follows=follows,
    )
    return kit.told("warning", office.revoked_rule, why, f"person:{row.person}", phase=Phase.EVALUATION, inputs=(row,))


@rule("BG-26.3", hook="merito_check_plan")
def notice_before(step: Step) -> ResultRows:
    """Warns of a notice published after the appointment; one without a day of publication is not examined.

    An appointment without any earlier notice is reported with its proceeding.
    """
    for act in step.acts_of("position_appointment"):
        notices = step.acts_of("position_notice", act.subject) if act.subject else ()
        last = next((one for one in reversed(notices) if one.date <= act.date), None)
        published = last.published if last and act.date.year == step.dossier.year else None
        if last and published and published > act.date:
            why = say(
                "l'avviso {notice} è pubblicato il {published}, dopo l'incarico del {day} (atto {act}): la "
                "pubblicazione lo precede",
                notice=Ref("act", last.id),
                published=published,
                day=act.date,
                act=Ref("act", act.id),
            )
            yield kit.told("warning", step.rule, why, act.subject or "", phase=Phase.EVALUATION, inputs=(last, act))


@rule("BG-26.3", "I-BG-09", hook="merito_check_plan")
def renewals(step: Step) -> ResultRows:
    """Notes a renewal of what its holder did not have before: a first appointment needs the comparison.

    Not a warning: the register may begin after the appointment that is renewed. An earlier row gives the same post to
    the same person; one without a first day may be such a row.
    """
    acts = {act.id for act in step.acts_of("position_renewal")}
    renewed = [row for row in step.dossier.appointments if row.act in acts]
    for row in renewed:
        alike = step.dossier.appointments.of(person=row.person, position=row.position, kind=row.kind)
        others = [one for one in alike if one is not row]
        if not any(one.start is None or row.start is None or one.start < row.start for one in others):
            why = say(
                "l'atto {act} rinnova a {person} la posizione {position}, e un suo incarico precedente non risulta: un "
                "primo incarico vuole l'avviso e il confronto dei curricula, un rinnovo no ({reading})",
                act=Ref("act", row.act or ""),
                person=Ref("person", row.person),
                position=Ref("position", row.position),
                reading=Ref("reading", "I-BG-09"),
            )
            yield kit.told("info", step.rule, why, f"person:{row.person}", phase=Phase.EVALUATION, inputs=(row,))


@rule("BP-A.6", hook="merito_check_plan")
def length_of_agreements(step: Step) -> ResultRows:
    """Warns of a first agile agreement above six months, and of any beyond the trial phase in which it begins.

    A shorter one is noted: it may renew one that is not among the acts. Managers agree the terms of theirs with the
    Segretario Generale, also in letters (art. 6): neither the agreement nor its six months are asked of them.
    Agreements that begin after the trial phase are not checked.
    """
    months = int(step.parameters.number("agile_agreement_months").value)
    end = step.parameters.date("agile_trial_end").value
    before: set[str | None] = set()
    for act in step.acts_of(AGREEMENT):
        renewed = act.subject in before or act.refers_to is not None
        before.add(act.subject)
        if act.takes_effect > end:
            continue
        if act.until is None:
            why = say(
                "dell'accordo di lavoro agile {act} manca l'ultimo giorno (fino_al): la durata non si verifica",
                act=Ref("act", act.id),
            )
            yield _of_act("info", "BP-A.6", why, act)
            continue
        if act.until > end:
            why = say(
                "l'accordo di lavoro agile {act} vale dal {start} al {until}: la fase sperimentale finisce il {end}",
                act=Ref("act", act.id),
                start=act.takes_effect,
                until=act.until,
                end=end,
            )
            yield _of_act("warning", "BP-A.6", why, act)
        person = step.dossier.people.get((act.subject or "").removeprefix("person:"))
        if renewed or (person and role_of(step, person) in LEADING):
            continue
        last = add_months(act.takes_effect, months) - timedelta(days=1)
        if not min(last, end) <= act.until <= last:
            why = say(
                "l'accordo di lavoro agile {act} vale dal {start} al {until}: la durata iniziale è di {months} mesi, "
                "cioè fino al {last}",
                act=Ref("act", act.id),
                start=act.takes_effect,
                until=act.until,
                months=months,
                last=last,
            )
            yield _of_act("warning" if act.until > last else "info", "BP-A.6", why, act)


@rule("BP-A.6", hook="merito_check_plan")
def without_agreement(step: Step) -> ResultRows:
    """Notes agile work without an agreement; nobody is checked if the acts contain no agreement at all.

    Not a warning: during the sanitary emergency agile work needed none (Piano, ch. 5), and only its first day is known.
    """
    agreed = {act.subject for act in step.acts_of(AGREEMENT)}
    for person in step.dossier.people if agreed else ():
        subject = f"person:{person.id}"
        since = cast("date | None", person.extra.get("agile_from"))
        if since and since <= step.as_of and role_of(step, person) not in LEADING and subject not in agreed:
            why = say(
                "lavoro agile dal {day}: tra gli atti non c'è l'accordo individuale, che durante l'emergenza sanitaria "
                "non serviva",
                day=since,
            )
            yield kit.told("info", "BP-A.6", why, subject, phase=Phase.EVALUATION, inputs=(person,))


@rule("BP-A.8", hook="merito_check_plan")
def withdrawals(step: Step) -> ResultRows:
    """Warns of a withdrawal with too little notice, unless the ente has one of the three causes that need none.

    A withdrawal is dated on the day of the notice, its `until` is the last day of the agreement, and its body is the
    party that withdraws. The 90 days' notice that the ente owes to people protected by L. 68/1999 are not checked: the
    data do not say who they are.
    """
    days = step.parameters.number("agile_notice_days").value
    for act in step.acts_of("agile_withdrawal"):
        by_worker = act.by in (WORKER, act.subject)
        if not by_worker and act.value.strip().casefold() in AT_ONCE:
            continue
        if act.until is None:
            why = say(
                "del recesso {act} manca l'ultimo giorno dell'accordo (fino_al): il preavviso non si verifica",
                act=Ref("act", act.id),
            )
            yield _of_act("info", "BP-A.8", why, act)
        elif act.until < act.date + timedelta(days=int(days)):
            named = Ref("act", act.id)
            why = say(
                "l'atto {act} del {day} recede dal {until}, con meno di {notice} giorni di preavviso; l'ente non ne dà "
                "solo in 3 casi (valore: {causes})",
                act=named,
                day=act.date,
                until=act.until,
                notice=days,
                causes=AT_ONCE,
            )
            if by_worker:
                why = say(
                    "l'atto {act} del {day} recede dal {until}, con meno di {notice} giorni di preavviso: recede il "
                    "dipendente, e senza preavviso può recedere solo l'ente",
                    act=named,
                    day=act.date,
                    until=act.until,
                    notice=days,
                )
            yield _of_act("warning", "BP-A.8", why, act)


def _of_act(severity: Severity, cited: str, why: Message, act: Act) -> Finding:
    return kit.told(severity, cited, why, act.subject or f"act:{act.id}", phase=Phase.EVALUATION, inputs=(act,))
