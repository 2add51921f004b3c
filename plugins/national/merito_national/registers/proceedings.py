"""Proceedings ordered by a text, at the date of the run: what is due, what a closing act was given without.

How acts form a proceeding is in `kit.proceedings_known`. Nothing here is a gate on money, and a missing act releases
nothing; what follows a revocation that may fall is held with the pay of its post. Deadlines are not moved
by holidays (I-X-02); it is reported if that would matter.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from attrs import evolve

from merito import (
    NOTHING,
    Act,
    Basis,
    Deadline,
    Finding,
    Message,
    Phase,
    ProceedingAt,
    Ref,
    ResultRows,
    Severity,
    Step,
    kit,
    rule,
    say,
    several,
)
from merito.numbers import first_not_holiday

ENTE, HOLIDAYS = "ente", "I-X-02"
PERSONAL = ("person:", "position:", "member:")
CONTRARY, PROCEEDS = "contrary", "proceeds"


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
        inputs: tuple[Act, ...] = ()
        why = say(
            "{what}: il termine, {due}, è festivo e non si sposta ({reading}): per questo è già passato, e il primo "
            "giorno non festivo è il {last}",
            what=term.what,
            due=due,
            reading=Ref("reading", HOLIDAYS),
            last=last,
        )
        if act is not None:
            inputs = (act,)
            why = say(
                "{what}: il termine, {due}, è festivo e non si sposta ({reading}): l'atto {act} è in ritardo per "
                "questo, e il primo giorno non festivo è il {last}",
                what=term.what,
                due=due,
                reading=Ref("reading", HOLIDAYS),
                act=Ref("act", act.id),
                last=last,
            )
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
                yield Deadline(
                    phase=Phase.EVALUATION,
                    what=say(
                        "{proceeding}: {step}, {n} giorno da «{since}» del {start}",
                        many="{proceeding}: {step}, {n} giorni da «{since}» del {start}",
                        number="n",
                        proceeding=chain.of.title,
                        step=_title(step, one.step.act),
                        n=one.step.within,
                        since=_title(step, one.start.kind),
                        start=one.start.date,
                    ),
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
        title=say("{proceeding}: {step}", proceeding=chain.of.title, step=_title(step, one.step.act)),
        act=one.act.id if one.act else "",
        waits_for=several(*(say("«{act}»", act=_title(step, kind)) for kind in dict.fromkeys(before))),
        rules=one.step.rules,
        basis=Basis(inputs=tuple(filter(None, (one.start, one.act))) or chain.acts[:1]),
    )


def _title(step: Step, kind: str) -> str:
    return step.act_kinds[kind].title


def _either(titles: Iterable[str]) -> Message:
    """One or another of some titles."""
    *first, last = titles
    return say("{others} o {last}", others=tuple(first), last=last) if first else say("{title}", title=last)


def _standing(what: Message) -> Message:
    """What is wrong with an act, which stands all the same."""
    return say("{what}. L'atto vale finché non è annullato", what=what)


def _told(chain: kit.Chain, rule_id: str, what: Message, *acts: Act, severity: Severity = "warning") -> Finding:
    """About the person or the post; if it concerns the ente or a unit, about the act that opened it."""
    personal = chain.of.about != ENTE and chain.subject.startswith(PERSONAL)
    subject = chain.subject if personal else f"act:{chain.opened.id}"
    phase = Phase.EVALUATION if personal else Phase.OBJECTIVES
    why = say("{proceeding}: {what}", proceeding=chain.of.title, what=what)
    return kit.told(severity, rule_id, why, subject, phase=phase, inputs=acts or chain.acts)


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
            why = say(
                "l'atto {act} è di «{body}», e spetta a: {whose}",
                act=Ref("act", act.id),
                body=act.body,
                whose=_either(step.bodies[body].title for body in one.step.by),
            )
            yield _told(one.chain, one.step.rule, _standing(why), act)
    for one in steps:
        if one.too_early and one.needed is not False and one.act is not None and one.start is not None:
            why = say(
                "l'atto {act} viene prima di quello che dovrebbe seguire, l'atto {start}",
                act=Ref("act", one.act.id),
                start=Ref("act", one.start.id),
            )
            yield _told(one.chain, one.step.rule, _standing(why), one.act, one.start)
    for one in steps:
        if one.late and one.needed and one.act is not None and one.due is not None and one.start is not None:
            why = say(
                "l'atto {act} è in ritardo di {n} giorno: il termine era il {due}, {within} giorni dall'atto {start}",
                many="l'atto {act} è in ritardo di {n} giorni: il termine era il {due}, {within} giorni dall'atto "
                "{start}",
                number="n",
                act=Ref("act", one.act.id),
                n=(one.act.date - one.due).days,
                due=one.due,
                within=one.step.within,
                start=Ref("act", one.start.id),
            )
            reasons = [why, _of_holiday(one.due, one.act.date)]
            contrary = one.act.outcome == CONTRARY and one.step.late_contrary
            if contrary and not kit.blocks(step, one, late=True):
                reasons.append(
                    say(
                        "è contrario, ma passato il termine se ne prescinde ({reading})",
                        reading=Ref("reading", contrary),
                    )
                )
            yield _told(one.chain, one.step.rule, several(*reasons), one.act, one.start)


def _of_holiday(due: date, day: date) -> Message:
    """That a term ended on a holiday, if a day after it would be in time were it moved; otherwise nothing."""
    last = first_not_holiday(due)
    if not due < day <= last:
        return NOTHING
    return say(
        "è festivo e non si sposta ({reading}): il primo giorno non festivo è il {last}",
        reading=Ref("reading", HOLIDAYS),
        last=last,
    )


def _closed(step: Step, chain: kit.Chain, steps: Sequence[kit.StepAt]) -> Iterator[Finding]:
    """What the closing act was given without: its cause, earlier steps, an opinion that is not contrary.

    Several causes are noted, since a text may admit them together, each with its steps.
    """
    closed, known = chain.closed_by, chain.of.causes
    if closed is None or closed.kind != chain.of.closed_by:
        return
    if known and not chain.causes:
        why = say(
            "l'atto {act} non ha una delle sole cause ammesse ({causes}), nella colonna valore",
            act=Ref("act", closed.id),
            causes=_either(known.values()),
        )
        yield _told(chain, chain.of.cause_rule, why, closed)
    elif len(chain.causes) > 1:
        causes = tuple(known[cause] for cause in chain.causes)
        why = say("gli atti nominano più cause ({causes}): servono i passi di ciascuna", causes=causes)
        yield _told(chain, chain.of.cause_rule, why, severity="info")
    for one in _each(steps):
        if not one.closing and (one.needed or kit.opposing(step, one, closed)):
            yield from _before(step, one, closed)


def _before(step: Step, one: kit.StepAt, closed: Act) -> Iterator[Finding]:
    chain, rule_id = one.chain, one.step.rule
    title, taken = _title(step, one.step.act), Ref("act", closed.id)
    against = kit.opposing(step, one, closed)
    unsaid = one.unsaid(closed.date)
    if not one.met_by(closed.date):
        yield _told(chain, rule_id, _standing(_why_unmet(one, taken, title)))
    elif (one.act is None or one.act.date > closed.date) and one.due is not None:
        if holiday := _of_holiday(one.due, closed.date):
            why = say(
                "l'atto {act} è preso senza «{lacking}», il cui termine era il {due}",
                act=taken,
                lacking=title,
                due=one.due,
            )
            yield _told(chain, rule_id, several(why, holiday), closed)
    elif against is not None:
        why = say(
            "l'atto {act} è preso contro l'atto {against}, che è contrario", act=taken, against=Ref("act", against.id)
        )
        if one.is_late(against):
            why = say(
                "l'atto {act} è preso contro l'atto {against} (reso dopo il termine), che è contrario",
                act=taken,
                against=Ref("act", against.id),
            )
        yield _told(chain, rule_id, _standing(why), against, closed)
    elif unsaid is not None and not one.is_late(unsaid):
        why = say(
            "l'atto {act} vuole «{wanted}» favorevole, e dell'atto {unsaid} non è scritto l'esito (colonna esito)",
            act=taken,
            wanted=title,
            unsaid=Ref("act", unsaid.id),
        )
        yield _told(chain, rule_id, why, unsaid, closed, severity="info")


def _why_unmet(one: kit.StepAt, taken: Ref, title: str) -> Message:
    """Why a closing act (`taken`) was given too early, or without an act of a kind with that title."""
    if one.act is not None:
        return say(
            "l'atto {act} è preso prima dell'atto {recorded} del {day}, che è solo registrato",
            act=taken,
            recorded=Ref("act", one.act.id),
            day=one.act.date,
        )
    if one.step.silence == PROCEEDS and one.due is not None:
        return say(
            "l'atto {act} è preso senza «{lacking}» e prima che il termine per darlo sia passato ({due})",
            act=taken,
            lacking=title,
            due=one.due,
        )
    if one.not_given is not None:
        return say(
            "l'atto {act} è preso senza «{lacking}», che risulta non reso e non si può omettere",
            act=taken,
            lacking=title,
        )
    return say("l'atto {act} è preso senza «{lacking}»", act=taken, lacking=title)
