"""The acts of a proceeding that a text orders, linked by their references or by their order, and its steps at a date.

An act that refers to one of a proceeding belongs to it. Any other belongs to the last one, until that is closed;
afterwards only as a missing step, recorded late. The first step, or another closing act, opens a new proceeding.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from attrs import evolve, frozen

from merito.contract.proceedings import BLOCKS, PROCEEDS, WAITS, Proceeding, ProceedingStep
from merito.contract.step import Step
from merito.kit.findings import either
from merito.kit.roles import led_by
from merito.kit.written import HOLDER, INTERIM, managerial
from merito.model.acts import CONTRARY, FAVOURABLE, NOT_GIVEN, OUTCOMES, Act
from merito.model.messages import Message, Ref, say

BETWEEN = re.compile(r"\s*[,;+]\s*|\s+e\s+")
POSITION, ENTE = "position:", "ente"


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
        """The causes named by its acts, by their codes, each once. Spaces may stand for underscores.

        One act may name several, between commas, semicolons, a plus sign or an `e`.
        """
        known = {_word(one): code for code, label in self.of.causes.items() for one in (code, label)}
        named = (known.get(_word(one), "") for act in self.acts for one in (act.value, *BETWEEN.split(act.value)))
        return tuple(dict.fromkeys(filter(None, named)))

    def of_kind(self, kind: str) -> tuple[Act, ...]:
        """Its acts of one kind."""
        return tuple(act for act in self.acts if act.kind == kind)


def _word(written: str) -> str:
    return "_".join(written.casefold().split())


def _chains(step: Step) -> Sequence[Chain]:
    """The chains of acts of every proceeding; by subject, the acts are in order; on one day the closing act is last.

    An act that only gives a post ad interim closes none: who covers a post is not selected for it.
    """
    found: list[Chain] = []
    rows = step.dossier.appointments
    interim = {row.act for row in rows if row.kind == INTERIM} - {row.act for row in rows if row.kind == HOLDER}
    for known in step.proceedings.values():
        by_subject: dict[str, list[Act]] = defaultdict(list)
        for act in step.acts:
            if act.kind in known.kinds and act.id not in interim:
                by_subject[_subject(step, known, act)].append(act)
        for subject, acts in by_subject.items():
            if _is_about(step, known, subject):
                acts.sort(key=lambda act: (act.date, act.kind in known.closing))
                found += (Chain(of=known, subject=subject, acts=tuple(own)) for own in _parted(known, acts))
    return found


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
    return post is not None and managerial(post) is (known.posts == "managerial")


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

    def of_its_body(self, act: Act) -> bool:
        """Whether an act that does it comes from a body that may give it."""
        return act.of_body(*self.step.by)

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

    def lacking(self, day: date) -> bool:
        """Whether its body had not done it by a day, and the text did not let the closing act do without it.

        Also while no cause is recorded, which says whether the text requires it.
        """
        if self.needed is False or any(self.of_its_body(act) for act in self.given if act.date <= day):
            return False
        if self.step.silence == PROCEEDS:
            return self.due is None or day <= self.due
        said = self.not_given
        return self.step.silence != WAITS or said is None or said.date > day

    def unsaid(self, day: date) -> Act | None:
        """The act of its body in force on a day that does not say the favourable outcome that the text requires."""
        acts = [act for act in self.in_force(day) if self.of_its_body(act)] if self.step.favourable else []
        said = (act.outcome or _word(act.value) == OUTCOMES[FAVOURABLE] for act in acts)
        return acts[0] if acts and not any(said) else None

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


def proceedings_known(step: Step) -> Sequence[tuple[Chain, Sequence[StepAt]]]:
    """Every proceeding with the state of its steps, in order, without those closed before the year began."""
    first = date(step.dossier.year, 1, 1)
    open_now = (one for one in _chains(step) if one.closed_by is None or one.acts[-1].date >= first)
    return [(chain, list(_steps_of(step, chain))) for chain in open_now]


@frozen(kw_only=True)
class Defect:
    """Why a closing act may fall, with its rules and the acts that show it.

    `what` is said after "è", `until`, which ends the doubt as an annulment does, after "finché".
    """

    what: Message
    until: Message
    rules: tuple[str, ...]
    acts: tuple[Act, ...] = ()


def defects(step: Step) -> Mapping[str, tuple[Defect, ...]]:
    """The closing acts, in any year, that may fall, by the id of the act.

    One may fall if it was given against a contrary outcome that blocks it, without a step whose lack blocks it, or by a
    body to which the text does not give it. An act that repeats one that may fall rests on the steps of that one too.
    """
    found: dict[str, tuple[Defect, ...]] = {}
    before: dict[tuple[str, str], Chain] = {}
    for chain in _chains(step):
        key = (chain.of.name, chain.subject)
        for closed in chain.of_kind(chain.of.closed_by):
            if closed.refused:
                continue
            whole = _repeating(before.get(key), _closed_by(chain, closed))
            own = tuple(_defects_of(step, whole, closed))
            if own:
                found[closed.id], before[key] = own, whole
            else:
                before.pop(key, None)
    return found


def _closed_by(chain: Chain, closed: Act) -> Chain:
    """A proceeding as one of its closing acts closes it."""
    return evolve(chain, acts=tuple(act for act in chain.acts if act is closed or act.kind not in chain.of.closing))


def _repeating(before: Chain | None, chain: Chain) -> Chain:
    """A proceeding with the steps of the one that it repeats for the same causes, unless it takes them again.

    A term that lets the text proceed does not run from the earlier request if the answer is another one.
    """
    if before is None or (chain.causes and not set(chain.causes) & set(before.causes)):
        return chain
    own = {act.kind for act in chain.acts}
    answered = (one for one in chain.of.steps if one.silence == PROCEEDS and one.act in own)
    again = {*own, *chain.of.closing, *(kind for one in answered for kind in one.after)}
    return evolve(chain, acts=(*(act for act in before.acts if act.kind not in again), *chain.acts))


def _defects_of(step: Step, chain: Chain, closed: Act) -> Iterator[Defect]:
    kind = step.act_kinds[closed.kind]
    steps = {one.step.act: one for one in reversed(list(_steps_of(step, chain)))}
    closing = steps.get(closed.kind)
    by, rules = (closing.step.by, closing.step.rules) if closing else (kind.by, (kind.body_rule,))
    if not closed.of_body(*by):
        whose = either(step.bodies[body].title for body in by)
        yield Defect(
            what=say("di «{body}», e spetta a: {whose}", body=closed.body, whose=whose),
            until=say("non la ripete l'organo a cui spetta"),
            rules=tuple(filter(None, rules)),
        )
    for one in reversed(list(steps.values())):
        if not one.closing and (defect := _defect(step, one, closed)):
            yield defect


def _defect(step: Step, one: StepAt, closed: Act) -> Defect | None:
    """Why a step lets a closing act fall: a contrary outcome, none, or no act of its body."""
    title, rules = step.act_kinds[one.step.act].title, one.step.rules
    if (by := opposing(step, one, closed)) is not None:
        return Defect(
            what=say("contro il parere {act}, che è contrario e vincola", act=Ref("act", by.id)),
            until=say("non la ripete dopo un parere conforme"),
            rules=rules,
            acts=(by,),
        )
    if one.step.missing != BLOCKS or one.needed is False:
        return None
    if one.lacking(closed.date):
        lacks = say("senza «{kind}»", kind=title)
        if one.due:
            lacks = say("senza «{kind}» prima che il termine per darlo sia passato ({due})", kind=title, due=one.due)
        unsaid = say("{lacks}, e non è scritta la causa, che dice se serve (colonna valore)", lacks=lacks)
        return Defect(
            what=lacks if one.needed else unsaid,
            until=say("non la ripete dopo ciò che manca; se c'è già, scriverlo nella tabella atti"),
            rules=rules,
        )
    silent = one.unsaid(closed.date)
    if silent is not None and blocks(step, one, late=one.is_late(silent)):
        act = Ref("act", silent.id)
        return Defect(
            what=say("senza l'esito scritto di «{kind}» (atto {act}), che deve essere favorevole", kind=title, act=act),
            until=say("non si scrive l'esito di {act} (tabella atti, colonna esito)", act=act),
            rules=rules,
            acts=(silent,),
        )
    return None


def opposing(step: Step, one: StepAt, closed: Act) -> Act | None:
    """The contrary outcome of a step that blocks the closing act, if the acts of the right body have one.

    An outcome after the closing act counts only if the step was not done before. A late one blocks by the reading.
    """
    if one.closing or one.needed is False:
        return None
    acts = one.in_force(closed.date) or one.given
    right = (act for act in acts if act.outcome == CONTRARY and one.of_its_body(act))
    return next((act for act in right if blocks(step, one, late=one.is_late(act))), None)


def blocks(step: Step, one: StepAt, *, late: bool) -> bool:
    """Whether a contrary outcome blocks the closing act; for a late one, by the reading."""
    if late and one.step.late_contrary:
        return step.readings[one.step.late_contrary].choice == BLOCKS
    return one.step.contrary == BLOCKS


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
    return led_by(step.dossier, post.unit, (chain.closed_by or chain.acts[-1]).date) if post else ""
