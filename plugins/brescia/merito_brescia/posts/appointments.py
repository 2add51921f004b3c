"""Appointments to the posts: who may hold one, what precedes it, its act, its term, its early end (arts. 1 and 2).

What the national layer and the proceedings do not check: holders given by the column of the post, without a row in the
register; appointments whose beginning or end only the register tells. "Incarico a termine" (art. 1 c. 2) and "personale
di ruolo" (art. 2 c. 2) are reported.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from operator import itemgetter
from typing import Any

from merito import (
    NOTHING,
    Act,
    ActNeed,
    Appointment,
    Gate,
    Message,
    Office,
    Phase,
    Position,
    Ref,
    ResultRows,
    Severity,
    Step,
    first_of,
    kit,
    rule,
    say,
)
from merito.numbers import HUNDRED, days_in_common
from merito_brescia import telling
from merito_brescia.evaluation.people import SECRETARY, SECRETARY_OFFICE
from merito_brescia.posts import HOLDER, INTERIM, REVOCATION, held

OFFICE, WEIGHING, ATTRIBUTION = "po", "weighing", "position_act"
CONFERRAL, RENEWAL, SELECTION, PROPOSAL = "position_conferral", "position_renewal", "selection", "renewal_proposal"
CONFERRING = (ATTRIBUTION, CONFERRAL, RENEWAL)
NO_SELECTION = say("la selezione comparativa (atto selezione_comparativa)")
NO_PROPOSAL = say("la proposta di rinnovo del dirigente dell'Area (atto proposta_rinnovo)")
EARLY = {"revocation": say("revoca"), "reorganisation": say("riorganizzazione")}
ONE_DAY = timedelta(days=1)


@rule("BS-PO-1.2", "BS-PO-2.2", "BS-PO-2.5", "BS-PO-2.7", hook="merito_check_plan")
def eligible_holders(step: Step) -> ResultRows:
    """Warns of holders who are not of category D, full time or permanent, or lack titles.

    It is unknown when holders given by the column of the post were appointed: their titles are those of the first day
    of the year, since what is not enough then was not before.
    """
    for position in kit.staff_positions(step.dossier):
        for one in held(step, position):
            for rule_id, what in _not_eligible(step, step.offices[OFFICE], one):
                why = say("titolare di {position}: {what}", position=Ref("position", position.id), what=what)
                yield telling.evaluation("warning", rule_id, why, f"person:{one.person}", *one.rows)


@rule("BS-PO-5.1p", hook="merito_check_plan")
def reports_of_holders(step: Step) -> ResultRows:
    """Posts held in the year without a single report to the manager, once the year is over; told once, as a note.

    How often the holder reports is in the act of the appointment, and not in the data.
    """
    posts = [one for one in kit.staff_positions(step.dossier) if next(iter(held(step, one)), None) is not None]
    without = [one for one in posts if not step.acts_of("holder_report", f"position:{one.id}")]
    if without and step.as_of > date(step.dossier.year, 12, 31):
        why = say(
            "nessuna relazione del titolare al dirigente dell'Area risulta per {positions}: chi ha l'incarico "
            "riferisce con la periodicità che il suo atto stabilisce, e chi tiene gli atti le scrive "
            "(relazione_del_titolare)",
            positions=kit.listed((one.id for one in without), "position"),
        )
        yield telling.evaluation("info", "BS-PO-5.1p", why, "", *without)


def _not_eligible(step: Step, office: Office, one: kit.Holding) -> Iterator[tuple[str, Message]]:
    """What a holder lacks, with its rule; of one in the register the national layer tells the most."""
    person = step.dossier.people[one.person]
    if person.permanent is False:
        yield "BS-PO-2.2", say("non è personale di ruolo (colonna «di ruolo»)")
    if not any(isinstance(row, Position) for row in one.rows):
        return
    rows = ((kit.period_of(row), row) for row in step.dossier.service_of(one.person))
    served = [row for period, row in rows if any(days_in_common(period, days) for days in one.periods)]
    categories = dict.fromkeys(filter(None, (row.category or person.category for row in served)))
    wrong = [name for name in categories if not kit.is_of_category(step, name, office.category)]
    if wrong:
        why = say(
            "è di categoria {found}, e non {expected}: il Segretario Generale dà l'incarico a chi può averlo, o chi "
            "tiene il personale corregge la categoria",
            found=tuple(wrong),
            expected=office.category,
        )
        yield office.category_rule, why
    part = [row.start for row in served if row.fte is not None and row.fte < HUNDRED]
    if part and min(part) <= step.as_of:
        day = max(min(part), one.periods[0].start)
        why = say(
            "dal {day} è a tempo parziale, che è incompatibile con l'incarico: torna a tempo pieno o vi rinuncia, con "
            "un atto (rinuncia_posizione); o chi tiene il personale corregge il tempo (tabella servizio)",
            day=day,
        )
        yield office.full_time_rule, why
    begun = one.periods[0].start
    if kit.lacks_title(step, office, one.person, begun):
        yield office.titles_rule, kit.titles_lacking(step, office, one.person, begun)


def _about(step: Step, position: str, *kinds: str) -> list[Act]:
    """The acts of some kinds about a post, kind by kind."""
    return [act for kind in kinds for act in step.acts_of(kind, f"position:{position}")]


@rule("BS-PO-2.2", "BS-PO-2.3", hook="merito_check_plan")
def selected_or_proposed(step: Step) -> ResultRows:
    """Warns of a new holder without a selection, and of a renewal without the proposal of the manager.

    The proceedings check it for the acts that confer or renew a post. An attribution (art. 4 c. 5) is also the yearly
    act of the pay, so its row in the register says whether an appointment begins with it.

    The manager proposes for the staff of the own Area; a post right under the Segretario Generale has no such proposal.
    If the register does not say which of the two it is, either is enough; without an earlier row this is a note.
    """
    for position in kit.staff_positions(step.dossier):
        rows = step.dossier.appointments.of(position=position.id, kind=HOLDER)
        begun = sorted(((row.start, row) for row in rows if row.start), key=itemgetter(0))
        for place, (day, row) in enumerate(begun):
            if day.year == step.dossier.year and day <= step.as_of:
                yield from _unprepared(step, position, day, row, begun[:place])


def _unprepared(
    step: Step, position: Position, day: date, row: Appointment, before: list[tuple[date, Appointment]]
) -> ResultRows:
    """What an appointment that begins on a day lacks; `before` are the earlier ones on its post."""
    own = [one for _, one in before if one.person == row.person and one.end and one.end + ONE_DAY >= day]
    if any(one.act and one.act == row.act for one in own):
        return  # one appointment in several rows
    since = max((start for start, _ in before), default=date.min)
    kinds = (SELECTION, PROPOSAL)
    given = {kind for kind in kinds if any(since < act.date <= day for act in _about(step, row.position, kind))}
    closing = _closed_by(step, row, {one.act for _, one in before}, since, day)
    rule_id, why = "BS-PO-2.2", NOTHING
    named: dict[str, Any] = {"position": Ref("position", row.position), "day": day}
    if own:
        if PROPOSAL not in given and closing != RENEWAL and kit.led_by(step.dossier, position.unit, day) != SECRETARY:
            rule_id = "BS-PO-2.3"
            why = say(
                "l'incarico di {position} è rinnovato dal {day}, e non risulta {proposal}",
                **named,
                proposal=NO_PROPOSAL,
            )
    elif before and not any(one.person == row.person for _, one in before):
        if SELECTION not in given and closing != CONFERRAL:
            why = say(
                "è un nuovo titolare di {position} dal {day}, e non risulta {selection}",
                **named,
                selection=NO_SELECTION,
            )
    elif not given and not closing:
        why = say(
            "l'incarico di {position} comincia il {day}, e non risulta né per un nuovo titolare {selection}, né per un "
            "rinnovo {proposal}",
            **named,
            selection=NO_SELECTION,
            proposal=NO_PROPOSAL,
        )
    if why:
        severity: Severity = "warning" if before else "info"
        yield telling.evaluation(severity, rule_id, why, f"person:{row.person}", row)


def _closed_by(step: Step, row: Appointment, of_others: set[str | None], since: date, day: date) -> str:
    """The kind of the conferral or renewal that the proceedings check: the row's act, otherwise one of its days."""
    acts = _about(step, row.position, CONFERRAL, RENEWAL)
    if row.act:
        return next((act.kind for act in acts if act.id == row.act), "")
    return next((act.kind for act in acts if since < act.date <= day and act.id not in of_others), "")


@rule("BS-PO-2.4", hook="merito_check_plan")
def interim_before_its_act(step: Step) -> ResultRows:
    """Warns of an interim appointment that begins before its act."""
    for row in step.dossier.appointments.of(kind=INTERIM):
        act = step.acts.get(row.act) if row.act else None
        if kit.managerial(step.dossier.positions[row.position]) or row.start is None or act is None:
            continue
        if row.start <= step.as_of and row.start < act.date:
            why = say(
                "incarico ad interim su {position}: comincia il {start}, prima del suo atto, {act} del {day}",
                position=Ref("position", row.position),
                start=row.start,
                act=Ref("act", act.id),
                day=act.date,
            )
            yield telling.interim("warning", "BS-PO-2.4", why, f"person:{row.person}", row, act)


@rule("BS-PO-4.5c", hook="merito_gates")
def paid_by_the_weighing(step: Step) -> ResultRows:
    """No post is paid by an act that is older than the weighing that gives its sum."""
    for position in kit.staff_positions(step.dossier):
        _, older = _before_the_weighing(step, position)
        if older:
            need = ActNeed(ATTRIBUTION, by=SECRETARY_OFFICE, besides=tuple(act.id for act in older))
            yield Gate(phase=Phase.RESOURCES, subject=f"position:{position.id}", needs=(need,), rules=("BS-PO-4.5c",))


@rule("BS-PO-4.5c", hook="merito_check_plan")
def acts_of_the_weighing(step: Step) -> ResultRows:
    """Warns of posts whose act is older than their weighing."""
    for position in kit.staff_positions(step.dossier):
        weighing, older = _before_the_weighing(step, position)
        if weighing and older and len(older) == len(_about(step, position.id, ATTRIBUTION)):
            last = max(older, key=lambda act: act.date)
            why = say(
                "la retribuzione di {position} viene dalla pesatura {weighing} del {weighed}, e l'atto {act} del {day} "
                "la precede: si attribuisce con un atto che la segue (se la pesatura è di un'altra posizione o per un "
                "altro anno lo dicono le colonne oggetto e anno)",
                position=Ref("position", position.id),
                weighing=Ref("act", weighing.id),
                weighed=weighing.date,
                act=Ref("act", last.id),
                day=last.date,
            )
            yield telling.resources("warning", "BS-PO-4.5c", why, f"position:{position.id}", last)
        for day, again in step.once(weighed_again).items():
            if why := not_attributed(step, position.id, day):
                yield telling.resources("warning", "BS-PO-4.5c", why, f"position:{position.id}", again)


def _before_the_weighing(step: Step, position: Position) -> tuple[Act | None, list[Act]]:
    """The last weighing of a post that counts for the whole year, and the attributions of the post that are older."""
    last, subjects = date(step.dossier.year, 12, 31), (None, f"position:{position.id}")
    later = set(step.once(weighed_again).values())
    acts = [act for act in step.acts_of(WEIGHING) if act.subject in subjects and act.date <= last and act not in later]
    weighing = max(acts, key=lambda act: act.date, default=None)
    attributions = _about(step, position.id, ATTRIBUTION)
    return weighing, [act for act in attributions if weighing and act.date < weighing.date]


def weighed_again(step: Step) -> Mapping[date, Act]:
    """The acts of the weighings that count from a later day of the year, by that day."""
    rows = step.dossier.position_scores
    acts = {act.id: act for act in step.acts_of(WEIGHING)}
    days = {row.start: acts[row.act] for row in rows if row.start and row.act in acts}
    return {day: act for day, act in days.items() if day > date(step.dossier.year, 1, 1)}


def not_attributed(step: Step, position: str, day: date) -> Message:
    """That no attribution of a post follows its weighing of a later day of the year, or nothing."""
    weighing = step.once(weighed_again).get(day)
    given = (act for act in _about(step, position, ATTRIBUTION) if act.of_body(SECRETARY_OFFICE))
    if weighing is None or any(act.date >= weighing.date for act in given):
        return NOTHING
    return say(
        "la pesatura {weighing} del {weighed} vale dal {day}, e nessun atto del Segretario Generale attribuisce poi la "
        "retribuzione di {position} (atto attribuzione_posizione): fino ad allora è certa la minore tra quella e la "
        "precedente",
        weighing=Ref("act", weighing.id),
        weighed=weighing.date,
        day=day,
        position=Ref("position", position),
    )


@rule("BS-PO-2.6", hook="merito_check_plan")
def early_ends(step: Step) -> ResultRows:
    """Warns of holders whose appointment ended by a revocation, or a reorganisation, without an act with reasons.

    The proceedings check the acts of revocation; here the register tells of one that no act gave, in the cycle of its
    year. The text applies to appointments given since 1 January 2019 (art. 7 c. 2).
    """
    since = step.offices[OFFICE].since
    for row in step.dossier.appointments:
        last = row.end
        if last is None or last >= step.as_of or last.year != step.dossier.year or row.ended_by not in EARLY:
            continue
        earlier = since is not None and row.start is not None and row.start < since
        if row.kind != HOLDER or kit.managerial(step.dossier.positions[row.position]) or earlier:
            continue
        subjects = (f"position:{row.position}", f"person:{row.person}")
        acts = [act for subject in subjects for act in step.acts_of(REVOCATION, subject)]
        if not any((row.start or last) <= act.takes_effect <= last + ONE_DAY for act in acts):
            later = first_of(act for act in acts if act.takes_effect > last)
            why = say(
                "l'incarico di {position} risulta cessato per {cause} il {last}, e {why}",
                position=Ref("position", row.position),
                cause=EARLY[row.ended_by],
                last=last,
                why=_not_revoked(later),
            )
            yield telling.evaluation("warning", "BS-PO-2.6", why, f"person:{row.person}", row, *filter(None, [later]))


def _not_revoked(later: Act | None) -> Message:
    """What an early end lacks, or what is wrong with the act that comes after it."""
    if later is None:
        return say("manca l'atto scritto e motivato che lo revoca (atto revoca_posizione)")
    if later.takes_effect == later.date:
        return say(
            "l'atto {act} che lo revoca è del {day}, dopo quel giorno: una revoca precede la fine dell'incarico. "
            "Correggere la fine (tabella incarichi, colonna al), che decide fino a quando si paga, o i giorni "
            "dell'atto (tabella atti, colonne data ed efficace)",
            act=Ref("act", later.id),
            day=later.date,
        )
    return say(
        "l'atto {act} che lo revoca è del {day}, con effetto dal {effect}, dopo quel giorno: una revoca precede la "
        "fine dell'incarico. Correggere la fine (tabella incarichi, colonna al), che decide fino a quando si paga, o i "
        "giorni dell'atto (tabella atti, colonne data ed efficace)",
        act=Ref("act", later.id),
        day=later.date,
        effect=later.takes_effect,
    )
