"""Proceedings ordered by a text, at the date of the run: what is due, what a closing act was given without.

The acts of a proceeding are linked by their references or by their order. An act that refers to one of a proceeding
belongs to it. Any other belongs to the last one, until that is closed; afterwards only as a missing step, recorded
late. The first step, or another closing act, opens a new proceeding. Nothing here is a gate on money, and a missing act
releases nothing. Deadlines are not moved by holidays (I-X-02); it is reported if that would matter.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from attrs import evolve, frozen

from merito import (
    Act,
    Basis,
    Deadline,
    Finding,
    Phase,
    Proceeding,
    ProceedingAt,
    ProceedingStep,
    ResultRows,
    Severity,
    Step,
    kit,
    rule,
)
from merito.numbers import counted, day_text, first_not_holiday

POSITION, ENTE, HOLIDAYS = "position:", "ente", "I-X-02"
PERSONAL = ("person:", POSITION, "member:")
NOT_GIVEN, CONTRARY = "not_given", "contrary"
PROCEEDS, WAITS, BLOCKS = "proceeds", "waits", "blocks"
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
    return later and public and act.of_body(step.act_kinds[act.kind].body)


@frozen(kw_only=True)
class Chain:
    """The acts of one proceeding about one subject (blank: the ente), in the order of their dates."""

    of: Proceeding
    subject: str
    acts: tuple[Act, ...]

    @property
    def opened(self) -> Act:
        return self.acts[0]

    @property
    def closed_by(self) -> Act | None:
        """The first act that closes it, or ends it."""
        return next((act for act in self.acts if act.kind in self.of.closing and not act.refused), None)

    @property
    def causes(self) -> tuple[str, ...]:
        """The causes named by its acts, by their codes, each once. Spaces may stand for underscores."""
        known = {_word(one): code for code, label in self.of.causes.items() for one in (code, label)}
        named = (known.get(_word(act.value), "") for act in self.acts)
        return tuple(dict.fromkeys(filter(None, named)))

    def of_kind(self, kind: str) -> tuple[Act, ...]:
        """Its acts of one kind."""
        return tuple(act for act in self.acts if act.kind == kind)


def _word(written: str) -> str:
    return "_".join(written.casefold().split())


def _chains(step: Step) -> Sequence[Chain]:
    """The chains of acts of every proceeding, without those closed before the year began.

    By subject, the acts are in order; on one day the closing act is last.
    """
    first, found = date(step.dossier.year, 1, 1), list[Chain]()
    for known in step.proceedings.values():
        by_subject: dict[str, list[Act]] = defaultdict(list)
        for act in step.acts:
            if act.kind in known.kinds:
                by_subject[_subject(step, known, act)].append(act)
        for subject, acts in by_subject.items():
            if _is_about(step, known, subject):
                acts.sort(key=lambda act: (act.date, act.kind in known.closing))
                found += (Chain(of=known, subject=subject, acts=tuple(own)) for own in _parted(known, acts))
    return [one for one in found if one.closed_by is None or one.acts[-1].date >= first]


def _subject(step: Step, known: Proceeding, act: Act) -> str:
    """The subject of an act, its own or that of the act it refers to; blank for the ente."""
    if known.about == ENTE:
        return ""
    other = step.acts.get(act.refers_to or "")
    return act.subject or (other.subject if other is not None else None) or ""


def _is_about(step: Step, known: Proceeding, subject: str) -> bool:
    """Whether a subject is one of the posts that the proceeding is for."""
    if not known.posts or not subject.startswith(POSITION):
        return True
    post = step.dossier.positions.get(subject.removeprefix(POSITION))
    return post is not None and kit.managerial(post) is (known.posts == "managerial")


def _parted(known: Proceeding, acts: list[Act]) -> list[list[Act]]:
    """The acts about one subject, split into chains."""
    found: list[list[Act]] = []
    placed: dict[str, list[Act]] = {}
    for act in acts:
        joined = placed.get(act.refers_to or "")
        if joined is None and (not found or _opens(known, found[-1], act)):
            found.append([])
        own = placed[act.id] = found[-1] if joined is None else joined
        own.append(act)
    return found


def _opens(known: Proceeding, last: list[Act], act: Act) -> bool:
    """Whether an act without references opens another chain after the last one."""
    if not any(one.kind in known.closing and not one.refused for one in last):
        return False
    again = any(one.kind == act.kind for one in last)
    return again or act.kind in known.closing or act.kind == known.steps[0].act


@frozen(kw_only=True)
class StepAt:
    """A step of a proceeding: the act that does it, one by which it is not given, and the day by which it is due.

    `start` is the act that it follows. `due` is None while that act is missing, or if the step has no days. `exempt`
    says that the text does not require it about this post.
    """

    chain: Chain
    step: ProceedingStep
    act: Act | None
    not_given: Act | None
    start: Act | None
    due: date | None
    as_of: date
    exempt: bool = False

    @property
    def needed(self) -> bool | None:
        """Whether a cause that its acts name requires it; None while no cause is recorded."""
        if self.exempt or not self.step.when:
            return not self.exempt
        causes = self.chain.causes
        return any(cause in self.step.when for cause in causes) if causes else None

    @property
    def closing(self) -> bool:
        return self.step.act in self.chain.of.closing

    @property
    def late(self) -> bool:
        """Whether its act came after its days."""
        return self.act is not None and self.is_late(self.act)

    def is_late(self, act: Act) -> bool:
        """Whether an act that does it came after its days."""
        return self.due is not None and act.date > self.due

    @property
    def given(self) -> tuple[Act, ...]:
        """Every act that does it."""
        return tuple(act for act in self.chain.of_kind(self.step.act) if act.outcome != NOT_GIVEN)

    @property
    def too_early(self) -> bool:
        """Whether every act that does it came before the one that it follows; the closing act is worded differently."""
        if self.closing or self.start is None or not self.given:
            return False
        return all(act.date < self.start.date for act in self.given)

    def in_force(self, day: date) -> list[Act]:
        """The acts that do it in force on a day: those of the last day by then replace the earlier ones."""
        last = max((act.date for act in self.given if act.date <= day), default=None)
        return [act for act in self.given if act.date == last]

    @property
    def over(self) -> bool:
        """Whether its days are over at the date of the run."""
        return self.due is not None and self.as_of > self.due

    @property
    def met(self) -> bool:
        """Whether nothing has to wait for it any more: done, not needed, or its lack lets the text proceed."""
        if self.needed is False or (self.act is not None and not self.too_early):
            return True
        refused = self.step.silence == WAITS and self.not_given is not None
        return refused or (self.step.silence == PROCEEDS and self.over)

    def met_by(self, day: date) -> bool:
        """Whether it was met on a day, that of the closing act."""
        if self.needed is not True or (self.act is not None and self.act.date <= day):
            return True
        if self.step.silence == PROCEEDS:
            return self.due is not None and day > self.due
        said = self.not_given
        return self.step.silence == WAITS and said is not None and said.date <= day

    @property
    def standing(self) -> str:
        """One of the states of `proceedings.csv`."""
        closed, proceeds = self.chain.closed_by, self.step.silence == PROCEEDS
        if self.needed is False:
            return "not_needed"
        if self.act is not None:
            after = closed is not None and self.act.date > closed.date and not self.closing
            return "after" if after else "late" if self.late else "early" if self.too_early else "done"
        if closed is not None and (closed.kind != self.chain.of.closed_by or self.closing):
            return "closed"
        if self.needed is None:
            return "depends"
        if closed is not None:
            return "missing" if not self.met_by(closed.date) else "silent" if proceeds else "not_given"
        if self.not_given is not None:
            return "silent" if self.met else "not_given"
        if self.over:
            return "silent" if proceeds else "overdue"
        return "waiting" if self.step.within and self.due is None else "open"


def _known(step: Step) -> Sequence[tuple[Chain, Sequence[StepAt]]]:
    """Every proceeding with the state of its steps, in order."""
    return [(chain, list(_steps_of(step, chain))) for chain in _chains(step)]


def _steps_of(step: Step, chain: Chain) -> Iterator[StepAt]:
    """The steps of a proceeding; one whose day is set by several acts, once for each that is there."""
    closed = chain.closed_by
    for known in chain.of.steps:
        acts = chain.of_kind(known.act)
        if closed is not None and known.act == chain.of.closed_by:
            acts = (closed,)
        starts: list[Act | None] = [own[0] for kind in known.after if (own := chain.of_kind(kind))]
        for start in starts or [None]:
            yield StepAt(
                chain=chain,
                step=known,
                act=next((act for act in acts if act.outcome != NOT_GIVEN), None),
                not_given=next((act for act in acts if act.outcome == NOT_GIVEN), None),
                start=start,
                due=start.date + timedelta(days=known.within) if start is not None and known.within else None,
                as_of=step.as_of,
                exempt=bool(known.not_under) and _leader(step, chain) in known.not_under,
            )


def _leader(step: Step, chain: Chain) -> str:
    """The role of who leads the unit of the post when the proceeding is closed, or at its last act."""
    post = step.dossier.positions.get(chain.subject.removeprefix(POSITION))
    return kit.led_by(step.dossier, post.unit, (chain.closed_by or chain.acts[-1]).date) if post else ""


@rule(hook="merito_deadlines")
def days_of_steps(step: Step) -> ResultRows:
    """The steps still due in every open proceeding, if they have a day."""
    for chain, steps in step.once(_known):
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
    for chain, steps in step.once(_known):
        yield from (_row(step, one, steps) for one in steps)
        found = (*_sequence(step, steps), *_closed(step, chain, steps))
        apart = step.act_kinds[chain.of.closed_by].reserved
        subject, phase = f"member:{chain.opened.id}", Phase.EVALUATION
        yield from (evolve(one, subject=subject, phase=phase) for one in found) if apart else found


def _row(step: Step, one: StepAt, steps: Sequence[StepAt]) -> ProceedingAt:
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


def _told(chain: Chain, rule_id: str, what: str, *acts: Act, severity: Severity = "warning") -> Finding:
    """About the person or the post; if it concerns the ente or a unit, about the act that opened it."""
    personal = chain.of.about != ENTE and chain.subject.startswith(PERSONAL)
    subject = chain.subject if personal else f"act:{chain.opened.id}"
    phase = Phase.EVALUATION if personal else Phase.OBJECTIVES
    return kit.told(severity, rule_id, f"{chain.of.title}: {what}", subject, phase=phase, inputs=acts or chain.acts)


def _each(steps: Sequence[StepAt]) -> Iterable[StepAt]:
    """Every step once, even if two acts set it a day."""
    found: dict[str, StepAt] = {}
    for one in steps:
        found.setdefault(one.step.act, one)
    return found.values()


def _sequence(step: Step, steps: Sequence[StepAt]) -> Iterator[Finding]:
    """Acts of another body; those before the one that they follow; those after their days, once for each day missed."""
    for one in _each(steps):
        if one.act is not None and one.step.by and not any(one.act.of_body(body) for body in one.step.by):
            whose = " o ".join(one.step.by)
            why = f"{_named(step, one.act)} è di «{one.act.body}», e spetta a: {whose}"
            yield _told(one.chain, one.step.rule, why, one.act)
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
            if contrary and not _blocks(step, one, late=True):
                why = f"{why}; è contrario, ma passato il termine se ne prescinde ({contrary})"
            yield _told(one.chain, one.step.rule, why, one.act, one.start)


def _of_holiday(due: date, day: date) -> str:
    """That a term ended on a holiday, if a day after it would be in time were it moved (Italian)."""
    last = first_not_holiday(due)
    if not due < day <= last:
        return ""
    return f"; è festivo e non si sposta ({HOLIDAYS}): il primo giorno non festivo è il {day_text(last)}"


def _blocks(step: Step, one: StepAt, *, late: bool) -> bool:
    """Whether a contrary outcome blocks the closing act; for a late one, by the reading."""
    if late and one.step.late_contrary:
        return step.readings[one.step.late_contrary].choice == BLOCKS
    return one.step.contrary == BLOCKS


def _closed(step: Step, chain: Chain, steps: Sequence[StepAt]) -> Iterator[Finding]:
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
        if not one.closing and one.needed:
            yield from _before(step, one, closed)


def _before(step: Step, one: StepAt, closed: Act) -> Iterator[Finding]:
    chain, rule_id, acts = one.chain, one.step.rule, one.in_force(closed.date)
    title, taken = _title(step, one.step.act), _named(step, closed)
    against = next((act for act in acts if act.outcome == CONTRARY), None)
    unsaid = acts[0] if acts and not any(act.outcome or act.value.strip() for act in acts) else None
    if not one.met_by(closed.date):
        yield _told(chain, rule_id, f"{taken} {_why_unmet(one, title)}. {STANDS}")
    elif (one.act is None or one.act.date > closed.date) and one.due is not None:
        if holiday := _of_holiday(one.due, closed.date):
            why = f"{taken} è preso senza «{title}», il cui termine era il {day_text(one.due)}{holiday}"
            yield _told(chain, rule_id, why, closed)
    elif against is not None and _blocks(step, one, late=one.is_late(against)):
        late = " (reso dopo il termine)" if one.is_late(against) else ""
        why = f"{taken} è preso contro «{title}», atto {against.id}{late}, che è contrario"
        yield _told(chain, rule_id, f"{why}. {STANDS}", against, closed)
    elif one.step.favourable and unsaid is not None and not one.is_late(unsaid):
        why = f"{taken} vuole «{title}» favorevole, e dell'atto {unsaid.id} non è scritto l'esito (colonna esito)"
        yield _told(chain, rule_id, why, unsaid, closed, severity="info")


def _why_unmet(one: StepAt, title: str) -> str:
    if one.act is not None:
        return f"è preso prima di «{title}» ({one.act.id}, {day_text(one.act.date)}), che è solo registrato"
    if one.step.silence == PROCEEDS and one.due is not None:
        return f"è preso senza «{title}» e prima che il termine per darlo sia passato ({day_text(one.due)})"
    if one.not_given is not None:
        return f"è preso senza «{title}», che risulta non reso e non si può omettere"
    return f"è preso senza «{title}»"
