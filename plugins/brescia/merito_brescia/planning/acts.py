"""The acts of the Plan, of what is added to it in the year, of the Relazione and of the SMVP itself.

The OIV validates, then the Giunta approves (Premessa; par. 2, 3.2, 3.2.1 and 7).
"""

from collections.abc import Iterator
from datetime import date

from merito import (
    NOTHING,
    Act,
    ActNeed,
    Finding,
    Gate,
    Listed,
    Message,
    Objective,
    Phase,
    Ref,
    ResultRows,
    Step,
    first_of,
    kit,
    rule,
    say,
)
from merito_brescia import telling
from merito_brescia.evaluation.people import GIUNTA, OIV

PLAN, VALIDATION = "performance_plan", "plan_validation"
DRAFT, REPORT = "report_draft", "performance_report"
REPORT_VALIDATION, PUBLICATION = "report_validation", "report_publication"
OPINION, ADOPTION = "smvp_opinion", "smvp_adoption"
PLANNED, LATE = "I-BS-63", "I-BS-65"
OF_THE_PLAN = {VALIDATION: say("la validazione dell'OIV"), PLAN: say("l'approvazione della Giunta")}


def acts_by(step: Step, body: str, kind: str) -> list[Act]:
    """The known acts of a kind that come from a body, or that name none."""
    return [act for act in step.acts_of(kind) if act.of_body(body)]


def additions(step: Step) -> Iterator[tuple[Objective, Act]]:
    """The objectives that came after the Plan, each with the act that approves it."""
    first = first_of(act for act in step.dossier.acts if act.kind == PLAN and act.stands(step.dossier.year))
    for one in step.dossier.objectives:
        act = step.dossier.acts.get(one.act or "")
        if act is not None and act.kind == PLAN and act is not first:
            yield one, act


def not_in_the_plan(step: Step) -> tuple[tuple[Objective, Act, Message], ...]:
    """Objectives that were added and are not in the Plan, each with its act and the reason."""
    found = ((one, act, _why_outside(step, one, act)) for one, act in additions(step))
    return tuple((one, act, _outside(one, why)) for one, act, why in found if why)


def _outside(one: Objective, why: Message) -> Message:
    return say(
        "l'obiettivo {objective}, introdotto nell'anno, non è acquisito nel Piano: {why}",
        objective=Ref("objective", one.id),
        why=why,
    )


def _why_outside(step: Step, one: Objective, act: Act) -> Message:
    year, named = step.dossier.year, Ref("act", act.id)
    of_later_years = one.start is not None and one.start.year > year
    if act.date > date(year, 12, 31) and not of_later_years:
        return say(
            "l'atto {act} che lo approva è del {day}, e gli obiettivi si determinano prima (par. 4.1) e si variano in "
            "corso d'anno, entro il {last}",
            act=named,
            day=act.date,
            last=date(year, 12, 31),
        )
    if act.id not in {row.id for row in step.acts}:
        return say(
            "l'atto {act} che lo approva, del {day}, alla data dell'esecuzione non conta", act=named, day=act.date
        )
    if not act.of_body(GIUNTA):
        return say("l'atto {act} non è della Giunta", act=named)
    own = {f"objective:{one.id}", f"act:{act.id}"}
    known = acts_by(step, OIV, VALIDATION)
    validations = [row for row in known if row.subject in own or row.refers_to == act.id or row.id == act.refers_to]
    if not any(row.date <= act.date for row in validations):
        return say("nessuna validazione dell'OIV che lo riguardi precede l'atto {act} che lo approva", act=named)
    return NOTHING


@rule("BS-SM-3.2c", "BS-SM-4.1", hook="merito_gates")
def changed_in_the_year(step: Step) -> ResultRows:
    """Objectives are set beforehand and changed during the year: an act after it changes nothing."""
    return (kit.only_in_year(step, one, act) for one, act in kit.after_year(step))


def late_plan(step: Step) -> Act | None:
    """The Giunta's act that approves the Plan, if its year is already over; None while there is none, or in time."""
    acts = acts_by(step, GIUNTA, PLAN)
    of_amendments = _of_amendments(step, acts)
    planned = first_of(act for act in acts if act not in of_amendments)
    return planned if planned is not None and planned.date > date(step.dossier.year, 12, 31) else None


def counts_late(step: Step) -> bool:
    """Whether a Plan approved after its year counts all the same (I-BS-65)."""
    return step.readings[LATE].choice == "counts"


@rule("BS-SM-4.1", LATE, hook="merito_gates")
def planned_beforehand(step: Step) -> ResultRows:
    """Objectives are set beforehand (par. 4.1): a Plan approved after its year opens none of the rewards."""
    planned, dossier = late_plan(step), step.dossier
    if planned is not None and (dossier.objectives or dossier.indicators) and not counts_late(step):
        others = tuple(row.id for row in dossier.acts if row.kind == PLAN and row.id != planned.id)
        need = ActNeed(PLAN, besides=others, until=date(dossier.year, 12, 31))
        yield Gate(phase=Phase.REWARDS, needs=(need,), rules=("BS-SM-4.1", LATE))


@rule("BS-SM-4.1", LATE, hook="merito_check_plan")
def planned_afterwards(step: Step) -> ResultRows:
    """Warns of a Plan approved after its year: what waits, and what the body has to decide."""
    planned = late_plan(step)
    if planned is not None and not counts_late(step):
        why = say(
            "l'atto {act} approva il Piano il {day}, a esercizio chiuso, e gli obiettivi si determinano prima (par. "
            "4.1): attende ciò che vi poggia, cioè il risultato dei dirigenti e delle posizioni organizzative e i "
            "premi del personale. Se la Giunta li aveva approvati nell'anno con un altro atto, scrivere quello; "
            "altrimenti decide chi adotta la lettura {reading}",
            act=Ref("act", planned.id),
            day=planned.date,
            reading=Ref("reading", LATE),
        )
        yield telling.rewards("warning", "BS-SM-4.1", why, f"act:{planned.id}", planned)


@rule("BS-SM-3.2.1a", PLANNED, hook="merito_gates")
def weighed_in_planning(step: Step) -> ResultRows:
    """A strategic area's weight is "preventivamente attribuito" (par. 3.2.1): no act after the Plan's changes it."""
    of_areas = [(one, act) for one, act in kit.enacted(step) if one.table == "areas" and one.attribute == "weight"]
    if of_areas and step.readings[PLANNED].choice != "as_amended":
        planned = plan_act(step)
        day = planned.date if planned else date(step.dossier.year, 1, 1)
        for one, act in of_areas:
            others = tuple(row.id for row in step.dossier.acts if row.kind == PLAN and row.id != act.id)
            need = ActNeed(PLAN, besides=others, until=day)
            yield Gate(phase=Phase.MONITORING, subject=f"amendment:{one.id}", needs=(need,), rules=step.bears)


@rule("BS-SM-2.1", "BS-SM-3.2c", hook="merito_check_plan")
def amendments_that_do_not_count(step: Step) -> ResultRows:
    """Amendments that do not apply, objectives of the year that are not in the Plan, and a Plan without own acts."""
    for state in step.amendments:
        if not state.applied:
            one = state.amendment
            why = say(
                "la variazione {amendment} non conta nel Piano: {why}",
                amendment=Ref("amendment", one.id),
                why=state.waits_for,
            )
            yield telling.monitoring("warning", "BS-SM-3.2c", why, f"amendment:{one.id}", one)
    for objective, act, why in step.once(not_in_the_plan):
        yield telling.monitoring("error", "BS-SM-3.2c", why, f"objective:{objective.id}", objective, act)
    yield from _plan_by_its_own_acts(step)


def plan_act(step: Step) -> Act | None:
    """The known act that approves the Plan: the first of its kind that concerns no amendment and refers to no other."""
    acts = step.acts_of(PLAN)
    of_amendments, ids = _of_amendments(step, list(acts)), {act.id for act in acts}
    return first_of(act for act in acts if act not in of_amendments and act.refers_to not in ids)


def _own_acts(step: Step) -> list[Act]:
    """The validations and approvals of the Plan itself, not those of an amendment."""
    acts = [act for act in step.acts if act.kind in (VALIDATION, PLAN)]
    of_amendments = _of_amendments(step, acts)
    own = [act for act in acts if act not in of_amendments]
    return [act for act in own if not _validates_an_amendment(act, own, of_amendments)]


@rule("BS-SM-2.1", hook="merito_gates")
def plan_in_force(step: Step) -> ResultRows:
    """The OIV validates the Plan, then the Giunta approves it: the acts of an amendment are not those of the Plan."""
    if step.dossier.objectives or step.dossier.indicators:
        own = {act.id for act in _own_acts(step)}
        others = {kind: _besides(step, kind, own) for kind in (VALIDATION, PLAN)}
        validated = ActNeed(VALIDATION, besides=others[VALIDATION])
        approved = ActNeed(PLAN, after=VALIDATION, any_order=True, besides=others[PLAN])
        yield Gate(phase=Phase.REWARDS, needs=(validated, approved), rules=step.bears)


def _besides(step: Step, kind: str, own: set[str]) -> tuple[str, ...]:
    return tuple(act.id for act in step.acts if act.kind == kind and act.id not in own)


def _plan_by_its_own_acts(step: Step) -> Iterator[Finding]:
    """Tells that the acts of an amendment do not open the gate of the Plan, or do not put its own in order."""
    own = _own_acts(step)
    acts = [act for act in step.acts if act.kind in (VALIDATION, PLAN)]
    missing = [name for kind, name in OF_THE_PLAN.items() if not any(act.kind == kind for act in own)]
    both = {VALIDATION, PLAN} <= {act.kind for act in acts}
    if len(own) < len(acts) and both and missing:
        why = say("del Piano manca {missing}: gli atti delle variazioni non bastano", missing=Listed(missing))
        yield telling.rewards("error", "BS-SM-2.1", why, "", *own)
    elif not missing and _in_order(acts) and not _in_order(own):
        plan = next(act for act in own if act.kind == PLAN)
        named = Ref("act", plan.id)
        why = say("l'atto {act} approva il Piano il {day}, prima che l'OIV l'abbia validato", act=named, day=plan.date)
        yield telling.rewards("warning", "BS-SM-2.1", why, f"act:{plan.id}", *own)


def _in_order(acts: list[Act]) -> bool:
    days = [act.date for act in acts if act.kind == VALIDATION]
    return bool(days) and any(act.kind == PLAN and act.date >= min(days) for act in acts)


def _validates_an_amendment(act: Act, own: list[Act], of_amendments: list[Act]) -> bool:
    """Whether a validation that names nothing, later than the Plan, is that of an amendment that has no other."""
    approved = first_of(one for one in own if one.kind == PLAN)
    if act.kind != VALIDATION or approved is None or act.date <= approved.date:
        return False
    validated = [one.date for one in of_amendments if one.kind == VALIDATION]
    adopted = (one.date for one in of_amendments if one.kind == PLAN)
    return any(act.date <= day and not any(one <= day for one in validated) for day in adopted)


def _of_amendments(step: Step, acts: list[Act]) -> list[Act]:
    """The acts that adopt amendments or add objectives, that are about one, or that refer to such an act."""
    adopting = {one.act for one in step.dossier.amendments if one.act} | {act.id for _, act in additions(step)}

    def of_one(act: Act) -> bool:
        subject = act.subject or ""
        about = subject.startswith(("amendment:", "objective:")) or subject.removeprefix("act:") in adopting
        return about or act.id in adopting or act.refers_to in adopting

    return [act for act in acts if of_one(act)]


@rule("BS-SM-P.1", hook="merito_check_plan")
def opinion_before_adoption(step: Step) -> ResultRows:
    """Each adoption needs an opinion of its own: the one that it refers to, or one since the previous adoption."""
    opinions, since = acts_by(step, OIV, OPINION), date.min
    for act in step.acts_of(ADOPTION):
        given = [one for one in opinions if one.date <= act.date]
        if not any(one.id == act.refers_to or (act.refers_to is None and one.date > since) for one in given):
            why = say(
                "l'atto {act} adotta il SMVP senza un parere vincolante dell'OIV che lo preceda", act=Ref("act", act.id)
            )
            yield telling.objectives("error", "BS-SM-P.1", why, f"act:{act.id}", act)
        since = act.date


@rule("BS-SM-7", "BS-SM-P.2", hook="merito_check_plan")
def confirmed_each_year(step: Step) -> ResultRows:
    """The SMVP is adopted anew or confirmed with the Plan; without a Plan an old one is reported after the deadline."""
    year, adoptions, plan = step.dossier.year, step.acts_of(ADOPTION), plan_act(step)
    since = date(year - 1, 1, 1)
    if plan is None:
        latest = max(adoptions, key=lambda act: act.date, default=None)
        term = step.parameters.day("plan_deadline", year).value
        if latest is not None and latest.date < since and step.as_of > term:
            why = say(
                "il SMVP del {day} (atto {act}) non risulta né aggiornato né confermato per il {year}: si rivede ogni "
                "anno",
                day=latest.date,
                act=Ref("act", latest.id),
                year=year,
            )
            yield telling.objectives("warning", "BS-SM-P.2", why, f"act:{latest.id}", latest)
    elif not any(since <= act.date <= plan.date for act in adoptions) and not plan.extra.get("confirms_smvp"):
        why = say(
            "l'atto {act} approva il Piano senza dire che il SMVP è confermato (colonna «conferma smvp»), e nessun "
            "atto lo aggiorna: si rivede ogni anno",
            act=Ref("act", plan.id),
        )
        yield telling.objectives("warning", "BS-SM-7", why, f"act:{plan.id}", plan)


@rule("BS-SM-3.2g", hook="merito_check_plan")
def published_once_approved(step: Step) -> ResultRows:
    approved = [act.date for act in acts_by(step, GIUNTA, REPORT)]
    for act in step.acts_of(PUBLICATION):
        if not any(day <= act.date for day in approved):
            why = say(
                "l'atto {act} pubblica la Relazione prima che la Giunta l'abbia approvata", act=Ref("act", act.id)
            )
            yield telling.reporting("error", "BS-SM-3.2g", why, f"act:{act.id}", act)


@rule("BS-SM-3.2d2", hook="merito_check_plan")
def drafted_and_validated_in_time(step: Step) -> ResultRows:
    """The text validates the Relazione in January and again in February: one act by February's end will do (I-BS-47).

    After February the deadline of the validation says what is late.
    """
    first = step.parameters.day("draft_first_day", step.dossier.year + 1).value
    draft = first_of(step.acts_of(DRAFT))
    if draft is not None and draft.date < first:
        why = say(
            "la Relazione è stesa prima del {day}, quando si raccolgono ancora i dati ({reading})",
            day=first,
            reading=Ref("reading", "I-BS-39"),
        )
        yield telling.reporting("info", "BS-SM-3.2d2", why, f"act:{draft.id}", draft)
    january = step.parameters.day("draft_deadline", step.dossier.year + 1).value
    last = step.parameters.day("report_validation_deadline", step.dossier.year + 1).value
    validated = first_of(acts_by(step, OIV, REPORT_VALIDATION))
    if not step.dossier.indicators or step.as_of <= january:
        return
    reading = Ref("reading", "I-BS-47")
    if validated is None and step.as_of <= last:
        why = say(
            "la Relazione non è ancora validata: il testo lo prevede a fine gennaio e in febbraio, e basta un atto "
            "dell'OIV entro il {day} ({reading})",
            day=last,
            reading=reading,
        )
        yield telling.reporting("info", "BS-SM-3.2d2", why)
    elif validated is not None and january < validated.date <= last:
        why = say(
            "la Relazione è validata in febbraio, il {day}: è in tempo, e la validazione di gennaio non serve più "
            "({reading})",
            day=validated.date,
            reading=reading,
        )
        yield telling.reporting("info", "BS-SM-3.2d2", why, "", validated)
