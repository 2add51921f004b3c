"""Proceedings ordered by a text, at the date of the run: what is due, what a closing act was given without.

A faulty act is effective: nothing here is a gate on money, and a missing act releases nothing. Acts after the closing
act are recorded without effect.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from attrs import evolve

from merito import Act, Basis, Deadline, Finding, Phase, ProceedingAt, ResultRows, Severity, Step, hookimpl
from merito.kit import told
from merito.national.chain_steps import BLOCKS, CONTRARY, PROCEEDS, StepAt, steps_of
from merito.national.chains import ENTE, Chain, chains, titles
from merito.national.holiday_terms import READING as HOLIDAYS
from merito.numbers import counted, day_text, first_not_holiday

EARLY = "early"
PENDING = ("open", "overdue", EARLY)
PERSONAL = ("person:", "position:", "member:")
STANDS = "L'atto vale finché non è annullato"
ONE_DAY = timedelta(days=1)


@hookimpl
def merito_deadlines(step: Step) -> ResultRows:
    """The steps still due in every open proceeding, if they have a day."""
    for chain in chains(step):
        for one in steps_of(step, chain):
            pending = one.standing in PENDING and (chain.closed_by is None or one.standing != EARLY)
            if pending and one.due is not None and one.start is not None:
                yield _deadline(step, one)


def _deadline(step: Step, one: StepAt) -> Deadline:
    names, start = titles(step), one.start
    assert start is not None
    since = f"{counted(one.step.within, 'giorno', 'giorni')} da «{names[start.kind]}» del {day_text(start.date)}"
    return Deadline(
        phase=Phase.EVALUATION,
        what=f"{one.chain.of.title}: {names[one.step.act]}, {since}",
        due=one.due,
        met_by=one.step.act,
        rules=one.step.rules,
        subject=one.chain.subject or f"act:{start.id}",
        after=start.date - ONE_DAY,
        basis=Basis(inputs=(start,)),
    )


@hookimpl
def merito_check_plan(step: Step) -> ResultRows:
    """Every step with its state, then findings about the sequence."""
    for chain in chains(step):
        known = tuple(steps_of(step, chain))
        yield from (_row(step, one, known) for one in known)
        acts = (*_of_another_body(step, chain, known), *_too_early(step, known), *_late(step, known))
        found = (*acts, *_closed(step, chain, known))
        yield from (_apart(one, chain) for one in found) if step.act_kinds[chain.of.closed_by].reserved else found


def _row(step: Step, one: StepAt, known: tuple[StepAt, ...]) -> ProceedingAt:
    names = titles(step)
    before = [one.waits_for] if one.waits_for else []
    if one.closing and one.chain.closed_by is None:
        before += [other.step.act for other in known if not other.closing and not other.met]
    return ProceedingAt(
        proceeding=one.chain.of.name,
        subject=one.chain.subject or f"act:{one.chain.acts[0].id}",
        opened=one.chain.opened,
        step=one.step.act,
        due=one.due,
        standing=one.standing,
        title=f"{one.chain.of.title}: {names[one.step.act]}",
        act=one.act.id if one.act else "",
        waits_for="; ".join(f"«{names[kind]}»" for kind in dict.fromkeys(before)),
        rules=one.step.rules,
        basis=Basis(inputs=tuple(filter(None, (one.start, one.act))) or one.chain.acts[:1]),
    )


def _told(chain: Chain, rule: str, what: str, *acts: Act, severity: Severity = "warning") -> Finding:
    """About the person or the post; if it concerns the ente or a unit, about the act that opened it."""
    personal = chain.of.about != ENTE and chain.subject.startswith(PERSONAL)
    subject = chain.subject if personal else f"act:{chain.acts[0].id}"
    phase = Phase.EVALUATION if personal else Phase.OBJECTIVES
    return told(severity, rule, f"{chain.of.title}: {what}", subject, phase=phase, inputs=acts or chain.acts)


def _apart(found: Finding, chain: Chain) -> Finding:
    """A finding about a person who is in no table."""
    return evolve(found, subject=f"member:{chain.acts[0].id}", phase=Phase.EVALUATION)


def _named(step: Step, act: Act) -> str:
    return f"l'atto {act.id} («{step.act_kinds[act.kind].title}», {day_text(act.date)})"


def _of_another_body(step: Step, chain: Chain, known: tuple[StepAt, ...]) -> Iterator[Finding]:
    for one in _each(known):
        if one.act is not None and one.step.by and not any(one.act.of_body(body) for body in one.step.by):
            whose = " o ".join(one.step.by)
            yield _told(
                chain, one.step.rule, f"{_named(step, one.act)} è di «{one.act.body}», e spetta a: {whose}", one.act
            )


def _each(known: tuple[StepAt, ...]) -> Iterator[StepAt]:
    """Every step once, even if two acts set it a day."""
    seen: dict[str, StepAt] = {}
    for one in known:
        seen.setdefault(one.step.act, one)
    yield from seen.values()


def _too_early(step: Step, known: tuple[StepAt, ...]) -> Iterator[Finding]:
    """An act before the one that it follows."""
    for one in known:
        if one.too_early and one.needed is not False and one.act is not None and one.start is not None:
            why = f"{_named(step, one.act)} viene prima di quello che dovrebbe seguire: {_named(step, one.start)}"
            yield _told(one.chain, one.step.rule, f"{why}. {STANDS}", one.act, one.start)


def _late(step: Step, known: tuple[StepAt, ...]) -> Iterator[Finding]:
    """An act after its days, one finding for each day that it missed."""
    for one in known:
        if one.late and one.needed and one.act is not None and one.due is not None and one.start is not None:
            days = counted((one.act.date - one.due).days, "giorno", "giorni")
            since = f"{one.step.within} giorni dall'atto {one.start.id}"
            why = f"{_named(step, one.act)} è in ritardo di {days}: il termine era il {day_text(one.due)}, {since}"
            why += _of_holiday(one.due, one.act.date) + _of_no_effect(step, one)
            yield _told(one.chain, one.step.rule, why, one.act, one.start)


def _of_holiday(due: date, day: date) -> str:
    """That a term ended on a holiday, if a day after it would be in time were it moved (Italian)."""
    last = first_not_holiday(due)
    if not due < day <= last:
        return ""
    return f"; è festivo e non si sposta ({HOLIDAYS}): il primo giorno non festivo è il {day_text(last)}"


def _of_no_effect(step: Step, one: StepAt) -> str:
    """That a late outcome is contrary and binds nobody, if the reading says so (Italian)."""
    contrary = one.act is not None and one.act.outcome == CONTRARY and one.step.late_contrary
    if not contrary or _blocks(step, one, late=True):
        return ""
    return f"; è contrario, ma passato il termine se ne prescinde ({one.step.late_contrary})"


def _closed(step: Step, chain: Chain, known: tuple[StepAt, ...]) -> Iterator[Finding]:
    """What the closing act was given without: its cause, earlier steps, an opinion that is not contrary."""
    closed = chain.closed_by
    if closed is None or closed.kind != chain.of.closed_by:
        return
    yield from _causes(step, chain, closed)
    for one in _each(known):
        if not one.closing and one.needed:
            yield from _before(step, one, closed)


def _causes(step: Step, chain: Chain, closed: Act) -> Iterator[Finding]:
    """No cause that the text admits; several are noted, since a text may admit them together, each with its steps."""
    known, named = chain.of.causes, chain.causes
    if known and not named:
        only = " o ".join(known.values())
        why = f"{_named(step, closed)} non ha una delle sole cause ammesse ({only}), nella colonna valore"
        yield _told(chain, chain.of.cause_rule, why, closed)
    elif len(named) > 1:
        several = ", ".join(known[cause] for cause in named)
        why = f"gli atti nominano più cause ({several}): servono i passi di ciascuna"
        yield _told(chain, chain.of.cause_rule, why, severity="info")


def _before(step: Step, one: StepAt, closed: Act) -> Iterator[Finding]:
    title, rule = step.act_kinds[one.step.act].title, one.step.rule
    if not one.met_by(closed.date):
        yield _told(
            one.chain, rule, f"{_named(step, closed)} {_why_unmet(one, title)}. L'atto vale finché non è annullato"
        )
    elif (one.act is None or one.act.date > closed.date) and one.due is not None:
        if holiday := _of_holiday(one.due, closed.date):
            why = f"{_named(step, closed)} è preso senza «{title}», il cui termine era il {day_text(one.due)}{holiday}"
            yield _told(one.chain, rule, why, closed)
    elif (act := one.against(closed.date)) is not None and _blocks(step, one, late=one.is_late(act)):
        late = " (reso dopo il termine)" if one.is_late(act) else ""
        why = f"{_named(step, closed)} è preso contro «{title}», atto {act.id}{late}, che è contrario"
        yield _told(one.chain, rule, f"{why}. {STANDS}", act, closed)
    elif one.step.favourable and (act := one.unsaid(closed.date)) is not None and not one.is_late(act):
        why = f"{_named(step, closed)} vuole «{title}» favorevole, e dell'atto {act.id} non è scritto l'esito"
        yield _told(one.chain, rule, f"{why} (colonna esito)", act, closed, severity="info")


def _why_unmet(one: StepAt, title: str) -> str:
    if one.act is not None:
        return f"è preso prima di «{title}» ({one.act.id}, {day_text(one.act.date)}), che è solo registrato"
    if one.step.silence == PROCEEDS and one.due is not None:
        return f"è preso senza «{title}» e prima che il termine per darlo sia passato ({day_text(one.due)})"
    if one.not_given is not None:
        return f"è preso senza «{title}», che risulta non reso e non si può omettere"
    return f"è preso senza «{title}»"


def _blocks(step: Step, one: StepAt, *, late: bool) -> bool:
    """Whether a contrary outcome blocks the closing act; for a late one, by the reading."""
    if late and one.step.late_contrary:
        return step.readings[one.step.late_contrary].choice == BLOCKS
    return one.step.contrary == BLOCKS
