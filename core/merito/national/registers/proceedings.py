"""Proceedings ordered by a text, at the date of the run: what is due, what a closing act was given without.

How acts form a proceeding is in `kit.proceedings_known`. Nothing here is a gate on money, and a missing act releases
nothing; what follows a revocation that may fall is held with the pay of its post. Deadlines are not moved
by holidays (I-X-02); it is reported if that would matter.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from attrs import evolve

from merito import (
    Act,
    Basis,
    Deadline,
    Finding,
    Phase,
    ProceedingAt,
    ResultRows,
    Severity,
    Step,
    kit,
    rule,
)
from merito.numbers import counted, day_text, first_not_holiday

ENTE, HOLIDAYS = "ente", "I-X-02"
PERSONAL = ("person:", "position:", "member:")
CONTRARY, PROCEEDS = "contrary", "proceeds"
STANDS = "L'atto vale finché non è annullato"


@rule(hook="merito_check_plan")
def terms_on_holidays(step: Step) -> ResultRows:
    """A note on every deadline that ends on a holiday, and was not met by then.

    Nothing is reported if the deadline was met; an act on the next working day is late only by this reading.
    """
    for term in step.so_far.deadlines:
        if term.met_by in step.act_kinds and term.due is not None and first_not_holiday(term.due) > term.due:
            yield from _on_holiday(step, term, term.due)


def _on_holiday(step: Step, term: Deadline, due: date) -> Iterator[Finding]:
    last = first_not_holiday(due)
    act = next((one for one in step.acts_of(term.met_by, term.subject) if _meets(step, term, one)), None)
    day = step.as_of if act is None else max(act.date, (act.published or act.date) if term.published else act.date)
    if due < day <= last and step.readings[HOLIDAYS].choice == "literal_days":
        late = f"l'atto {act.id} è in ritardo per questo" if act is not None else "per questo è già passato"
        why = (
            f"{term.what}: il termine, {day_text(due)}, è festivo e non si sposta ({HOLIDAYS}): {late}, e il primo "
            f"giorno non festivo è il {day_text(last)}"
        )
        inputs = () if act is None else (act,)
        yield kit.told("info", term.rules[0], why, term.subject or "", phase=term.phase, inputs=inputs)


def _meets(step: Step, term: Deadline, act: Act) -> bool:
    later = term.after is None or act.date > term.after
    public = not term.published or (act.published is not None and act.published <= step.as_of)
    return later and public and act.of_body(*step.act_kinds[act.kind].by)


@rule(hook="merito_deadlines")
def days_of_steps(step: Step) -> ResultRows:
    """The steps still due in every open proceeding, if they have a day."""
    for chain, steps in step.once(kit.proceedings_known):
        for one in steps:
            pending = ("open", "overdue", "early") if chain.closed_by is None else ("open", "overdue")
            if one.standing in pending and one.due is not None and one.start is not None:
                days = counted(one.step.within, "giorno", "giorni")
                since = f"{days} da «{_title(step, one.start.kind)}» del {day_text(one.start.date)}"
                yield Deadline(
                    phase=Phase.EVALUATION,
                    what=f"{chain.of.title}: {_title(step, one.step.act)}, {since}",
                    due=one.due,
                    met_by=one.step.act,
                    rules=one.step.rules,
                    subject=chain.subject or f"act:{one.start.id}",
                    after=one.start.date - timedelta(days=1),
                    basis=Basis(inputs=(one.start,)),
                )


@rule(hook="merito_check_plan")
def proceedings(step: Step) -> ResultRows:
    """Every step with its state, then findings about the sequence.

    A reserved proceeding is about a person who is in no table.
    """
    for chain, steps in step.once(kit.proceedings_known):
        yield from (_row(step, one, steps) for one in steps)
        found = (*_sequence(step, steps), *_closed(step, chain, steps))
        apart = step.act_kinds[chain.of.closed_by].reserved
        subject, phase = f"member:{chain.opened.id}", Phase.EVALUATION
        yield from (evolve(one, subject=subject, phase=phase) for one in found) if apart else found


def _row(step: Step, one: kit.StepAt, steps: Sequence[kit.StepAt]) -> ProceedingAt:
    """A step waits for the act that it follows; the closing act also for every step that is not met."""
    chain = one.chain
    before = [one.step.after[0]] if one.step.after and one.start is None else []
    if one.closing and chain.closed_by is None:
        before += [other.step.act for other in steps if not other.closing and not other.met]
    return ProceedingAt(
        proceeding=chain.of.name,
        subject=chain.subject or f"act:{chain.opened.id}",
        opened=chain.opened.date,
        step=one.step.act,
        due=one.due,
        standing=one.standing,
        title=f"{chain.of.title}: {_title(step, one.step.act)}",
        act=one.act.id if one.act else "",
        waits_for="; ".join(f"«{_title(step, kind)}»" for kind in dict.fromkeys(before)),
        rules=one.step.rules,
        basis=Basis(inputs=tuple(filter(None, (one.start, one.act))) or chain.acts[:1]),
    )


def _title(step: Step, kind: str) -> str:
    return step.act_kinds[kind].title


def _named(step: Step, act: Act) -> str:
    return f"l'atto {act.id} («{_title(step, act.kind)}», {day_text(act.date)})"


def _told(chain: kit.Chain, rule_id: str, what: str, *acts: Act, severity: Severity = "warning") -> Finding:
    """About the person or the post; if it concerns the ente or a unit, about the act that opened it."""
    personal = chain.of.about != ENTE and chain.subject.startswith(PERSONAL)
    subject = chain.subject if personal else f"act:{chain.opened.id}"
    phase = Phase.EVALUATION if personal else Phase.OBJECTIVES
    return kit.told(severity, rule_id, f"{chain.of.title}: {what}", subject, phase=phase, inputs=acts or chain.acts)


def _each(steps: Sequence[kit.StepAt]) -> Iterable[kit.StepAt]:
    """Every step once, even if two acts set it a day."""
    found: dict[str, kit.StepAt] = {}
    for one in steps:
        found.setdefault(one.step.act, one)
    return found.values()


def _sequence(step: Step, steps: Sequence[kit.StepAt]) -> Iterator[Finding]:
    """Acts of another body; those before the one that they follow; those after their days, once for each day missed."""
    for one in _each(steps):
        for act in (act for act in one.given if not one.of_its_body(act)):
            whose = " o ".join(step.bodies[body].title for body in one.step.by)
            why = f"{_named(step, act)} è di «{act.body}», e spetta a: {whose}. {STANDS}"
            yield _told(one.chain, one.step.rule, why, act)
    for one in steps:
        if one.too_early and one.needed is not False and one.act is not None and one.start is not None:
            why = f"{_named(step, one.act)} viene prima di quello che dovrebbe seguire: {_named(step, one.start)}"
            yield _told(one.chain, one.step.rule, f"{why}. {STANDS}", one.act, one.start)
    for one in steps:
        if one.late and one.needed and one.act is not None and one.due is not None and one.start is not None:
            days = counted((one.act.date - one.due).days, "giorno", "giorni")
            why = (
                f"{_named(step, one.act)} è in ritardo di {days}: il termine era il {day_text(one.due)}, "
                f"{one.step.within} giorni dall'atto {one.start.id}{_of_holiday(one.due, one.act.date)}"
            )
            contrary = one.act.outcome == CONTRARY and one.step.late_contrary
            if contrary and not kit.blocks(step, one, late=True):
                why = f"{why}; è contrario, ma passato il termine se ne prescinde ({contrary})"
            yield _told(one.chain, one.step.rule, why, one.act, one.start)


def _of_holiday(due: date, day: date) -> str:
    """That a term ended on a holiday, if a day after it would be in time were it moved (Italian)."""
    last = first_not_holiday(due)
    if not due < day <= last:
        return ""
    return f"; è festivo e non si sposta ({HOLIDAYS}): il primo giorno non festivo è il {day_text(last)}"


def _closed(step: Step, chain: kit.Chain, steps: Sequence[kit.StepAt]) -> Iterator[Finding]:
    """What the closing act was given without: its cause, earlier steps, an opinion that is not contrary.

    Several causes are noted, since a text may admit them together, each with its steps.
    """
    closed, known = chain.closed_by, chain.of.causes
    if closed is None or closed.kind != chain.of.closed_by:
        return
    if known and not chain.causes:
        only = " o ".join(known.values())
        why = f"{_named(step, closed)} non ha una delle sole cause ammesse ({only}), nella colonna valore"
        yield _told(chain, chain.of.cause_rule, why, closed)
    elif len(chain.causes) > 1:
        several = ", ".join(known[cause] for cause in chain.causes)
        why = f"gli atti nominano più cause ({several}): servono i passi di ciascuna"
        yield _told(chain, chain.of.cause_rule, why, severity="info")
    for one in _each(steps):
        if not one.closing and (one.needed or kit.opposing(step, one, closed)):
            yield from _before(step, one, closed)


def _before(step: Step, one: kit.StepAt, closed: Act) -> Iterator[Finding]:
    chain, rule_id = one.chain, one.step.rule
    title, taken = _title(step, one.step.act), _named(step, closed)
    against = kit.opposing(step, one, closed)
    unsaid = one.unsaid(closed.date)
    if not one.met_by(closed.date):
        yield _told(chain, rule_id, f"{taken} {_why_unmet(one, title)}. {STANDS}")
    elif (one.act is None or one.act.date > closed.date) and one.due is not None:
        if holiday := _of_holiday(one.due, closed.date):
            why = f"{taken} è preso senza «{title}», il cui termine era il {day_text(one.due)}{holiday}"
            yield _told(chain, rule_id, why, closed)
    elif against is not None:
        late = " (reso dopo il termine)" if one.is_late(against) else ""
        why = f"{taken} è preso contro «{title}», atto {against.id}{late}, che è contrario"
        yield _told(chain, rule_id, f"{why}. {STANDS}", against, closed)
    elif unsaid is not None and not one.is_late(unsaid):
        why = f"{taken} vuole «{title}» favorevole, e dell'atto {unsaid.id} non è scritto l'esito (colonna esito)"
        yield _told(chain, rule_id, why, unsaid, closed, severity="info")


def _why_unmet(one: kit.StepAt, title: str) -> str:
    if one.act is not None:
        return f"è preso prima di «{title}» ({one.act.id}, {day_text(one.act.date)}), che è solo registrato"
    if one.step.silence == PROCEEDS and one.due is not None:
        return f"è preso senza «{title}» e prima che il termine per darlo sia passato ({day_text(one.due)})"
    if one.not_given is not None:
        return f"è preso senza «{title}», che risulta non reso e non si può omettere"
    return f"è preso senza «{title}»"
