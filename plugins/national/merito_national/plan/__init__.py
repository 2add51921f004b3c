"""The Plan of a cycle: the acts that adopt it (art. 10 D.Lgs. 150/2009), and the PIAO that absorbs it from 2022.

The deadline of the PIAO moves with that of the budgets, so an ente sets the day decreed for its year (art. 6 c. 1 D.L.
80/2021, D.M. 132/2022). Up to 50 employees the Plan keeps its own act and deadline.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from merito import Act, Basis, Deadline, InForce, Message, Phase, Ref, ResultRows, Step, kit, rule, say
from merito_national.people import employees, is_municipality

PLAN, PEG, PIAO = "performance_plan", "peg", "piao"
LATE, IN_PEG, WITHOUT_PIAO = "I-IT-13", "I-IT-14", "I-IT-08"
PIAO_TERM, PLAN_TERM, FEW = "piao_deadline", "plan_deadline", "piao_few_employees"
FIRST_PIAO = 2022


def piao_in_force(step: Step) -> bool:
    """Whether the PIAO has absorbed the Plan in the year of the cycle."""
    return PIAO in _documents(step)


def _documents(step: Step) -> list[str]:
    """The kinds of act that may adopt the Plan; the PEG, which may include it, only in a municipality."""
    known = map(str, step.parameters.list("plan_documents").value)
    return [kind for kind in known if kind != PEG or is_municipality(step)]


def last_day(step: Step) -> date:
    """The last day of the year that the Plan plans."""
    return date(step.dossier.year, 12, 31)


def adopted(step: Step) -> Act | None:
    """The first act by which the Plan of the year is adopted, by its body; None while there is none.

    A late Plan is adopted. After the year that it plans it is not, unless a reading says so. A PEG counts in a
    municipality once the ente has adopted that reading; so does a separate Plan once the PIAO has absorbed it. The act
    of an amendment belongs to an earlier Plan.
    """
    return next(_adopting(step), None)


def _adopting(step: Step) -> Iterator[Act]:
    late = step.readings[LATE].choice == "counts"
    for kind in _documents(step):
        if kind == PEG and step.readings[IN_PEG].choice != "is_plan":
            continue
        if kind == PLAN and piao_in_force(step) and step.readings[WITHOUT_PIAO].choice != "plan_alone":
            continue
        yield from (act for act in _by_its_body(step, kind) if late or act.date <= last_day(step))


def _by_its_body(step: Step, kind: str) -> list[Act]:
    amending = {one.act for one in step.dossier.amendments if one.act}
    acts = (act for act in step.acts_of(kind) if act.of_body(*step.act_kinds[kind].by))
    return [act for act in acts if act.id not in amending and not (act.subject or "").startswith("amendment:")]


def readings_of_adoption(step: Step) -> tuple[str, ...]:
    """Readings without which an existing act would be the adoption of the Plan."""
    known = {kind: _by_its_body(step, kind) for kind in _documents(step)}
    asked = {
        LATE: any(act.date > last_day(step) for acts in known.values() for act in acts),
        IN_PEG: bool(known.get(PEG)),
        WITHOUT_PIAO: PIAO in known and bool(_by_its_body(step, PLAN)),
    }
    return tuple(reading for reading, needed in asked.items() if needed)


def drafted(step: Step) -> bool:
    """Whether the Plan is still a draft: no act has approved one, and its year is not over."""
    approved = any(step.acts_of(kind) for kind in (PLAN, *_documents(step)))
    return not approved and step.as_of <= last_day(step)


@rule("IT-PIAO.1", hook="merito_deadlines")
def terms(step: Step) -> ResultRows:
    """The deadline of every ente; for a small one that is not a municipality also the Plan's."""
    year, small = step.dossier.year, _small(step)
    day = step.parameters.day(PIAO_TERM, year)
    yield _term(step, say("PIAO {year}", year=year), PIAO, day)
    if small:
        own = step.parameters.day(PLAN_TERM, year)
        yield _term(step, say("Piano della performance {year}", year=year), PLAN, own, small)


def _term(step: Step, what: Message, met_by: str, day: InForce[date], *also: InForce[object]) -> Deadline:
    phase, basis = Phase.OBJECTIVES, Basis(parameters=(day, *also))
    return Deadline(phase=phase, what=what, due=day.value, met_by=met_by, rules=step.bears, basis=basis)


def _small(step: Step) -> InForce[Fraction] | None:
    """The limit of employees, if their number is known and within it, outside municipalities."""
    few = step.parameters.number(FEW)
    return few if 0 < employees(step) <= few.value and not is_municipality(step) else None


@rule("IT-PIAO.1", hook="merito_check_plan")
def plan_of_a_small_ente(step: Step) -> ResultRows:
    """Tells a small ente which plan it is assumed to have."""
    if few := _small(step):
        why = say(
            "l'ente ha {employees} dipendenti, e fino a {few} il PIAO è semplificato: il Piano della performance tiene "
            "il suo atto e il suo termine (fonte secondaria, da verificare sul D.P.R. 81/2022)",
            employees=employees(step),
            few=few.value,
        )
        yield kit.told("info", step.rule, why)


@rule("IT-PIAO.1", hook="merito_check_plan")
def term_that_may_be_another(step: Step) -> ResultRows:
    """In a municipality the day of the law is not surely its own: that of its budgets is moved almost every year."""
    day = step.parameters.day(PIAO_TERM, step.dossier.year)
    if not is_municipality(step) or PIAO_TERM in step.parameters.settings or step.as_of <= day.value:
        return
    codes = step.act_kinds[PIAO].by
    if not any(act.of_body(*codes) and act.date <= day.value for act in step.acts_of(PIAO)):
        key = Ref("parameter", PIAO_TERM)
        why = say(
            "il termine del PIAO, {due}, è quello comune a ogni amministrazione; in un comune segue quello dei bilanci "
            "(se è differito, trenta giorni dopo). Il giorno che ne viene si scrive nel parametro {key}: finché manca, "
            "il ritardo non è certo",
            due=day.value,
            key=key,
        )
        if step.dossier.year == FIRST_PIAO:
            why = say(
                "il termine del PIAO, {due}, è quello comune a ogni amministrazione; in un comune segue quello dei "
                "bilanci (centoventi giorni dopo quello). Il giorno che ne viene si scrive nel parametro {key}: finché "
                "manca, il ritardo non è certo",
                due=day.value,
                key=key,
            )
        yield kit.told("info", step.rule, why)
