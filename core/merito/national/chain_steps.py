"""The state of each step of a proceeding at the date of the run: done, due, replaced by silence, no longer needed."""

from collections.abc import Iterator
from datetime import date, timedelta

from attrs import frozen

from merito import Act, ProceedingStep, Step
from merito.kit import led_by
from merito.national.chains import POSITION, Chain

NOT_GIVEN, CONTRARY = "not_given", "contrary"
PROCEEDS, WAITS = "proceeds", "waits"
BLOCKS = "blocks"


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
        if self.exempt:
            return False
        if not self.step.when:
            return True
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

    def against(self, day: date) -> Act | None:
        """The contrary act in force on a day, if any: those of the last day by then replace the earlier ones."""
        last = max((act.date for act in self.given if act.date <= day), default=None)
        return next((act for act in self.given if act.date == last and act.outcome == CONTRARY), None)

    def unsaid(self, day: date) -> Act | None:
        """The act in force on a day, if neither its outcome nor its value says what it decides."""
        last = max((act.date for act in self.given if act.date <= day), default=None)
        acts = [act for act in self.given if act.date == last]
        return next(iter(acts), None) if not any(act.outcome or act.value.strip() for act in acts) else None

    @property
    def over(self) -> bool:
        """Whether its days are over at the date of the run."""
        return self.due is not None and self.as_of > self.due

    @property
    def after_closing(self) -> bool:
        """Whether its act came after the proceeding was closed."""
        closed = self.chain.closed_by
        return not self.closing and self.act is not None and closed is not None and self.act.date > closed.date

    @property
    def met(self) -> bool:
        """Whether nothing has to wait for it any more: done, not needed, or its lack lets the text proceed."""
        if self.needed is False or (self.act is not None and not self.too_early):
            return True
        return (self.step.silence == PROCEEDS and self.over) or (
            self.step.silence == WAITS and self.not_given is not None
        )

    def met_by(self, day: date) -> bool:
        """Whether it was met on a day, that of the closing act."""
        if self.needed is not True:
            return True
        if self.act is not None and self.act.date <= day:
            return True
        if self.step.silence == PROCEEDS:
            return self.due is not None and day > self.due
        said = self.not_given
        return self.step.silence == WAITS and said is not None and said.date <= day

    @property
    def standing(self) -> str:
        """One of the states of `proceedings.csv`."""
        if self.needed is False:
            return "not_needed"
        if self.act is not None:
            return "after" if self.after_closing else "late" if self.late else "early" if self.too_early else "done"
        if self.chain.closed_by is not None:
            return self._without(self.chain.closed_by)
        if self.needed is None:
            return "depends"
        if self.not_given is not None:
            return "silent" if self.met else "not_given"
        if self.over:
            return "silent" if self.step.silence == PROCEEDS else "overdue"
        return "waiting" if self.step.within and self.due is None else "open"

    def _without(self, closed: Act) -> str:
        """The state of a step without an act, once the proceeding is closed."""
        if closed.kind != self.chain.of.closed_by or self.closing:
            return "closed"
        if self.needed is None:
            return "depends"
        if self.met_by(closed.date):
            return "silent" if self.step.silence == PROCEEDS else "not_given"
        return "missing"

    @property
    def waits_for(self) -> str:
        """The kind of act that it follows, while that act is missing."""
        return self.step.after[0] if self.step.after and self.start is None else ""


def steps_of(step: Step, chain: Chain) -> Iterator[StepAt]:
    """The steps of a proceeding in order; one whose day is set by several acts, once for each that is there."""
    for known in chain.of.steps:
        acts = chain.of_kind(known.act)
        if known.act == chain.of.closed_by and chain.closed_by is not None:
            acts = (chain.closed_by,)
        given = next((act for act in acts if act.outcome != NOT_GIVEN), None)
        refused = next((act for act in acts if act.outcome == NOT_GIVEN), None)
        firsts = (next(iter(chain.of_kind(kind)), None) for kind in known.after)
        starts: list[Act | None] = [first for first in firsts if first is not None]
        for start in starts or [None]:
            due = start.date + timedelta(days=known.within) if start is not None and known.within else None
            yield StepAt(
                chain=chain,
                step=known,
                act=given,
                not_given=refused,
                start=start,
                due=due,
                as_of=step.as_of,
                exempt=bool(known.not_under) and _leader(step, chain) in known.not_under,
            )


def _leader(step: Step, chain: Chain) -> str:
    """The role of who leads the unit of the post when the proceeding is closed, or at its last act."""
    post = step.dossier.positions.get(chain.subject.removeprefix(POSITION))
    return led_by(step.dossier, post.unit, (chain.closed_by or chain.acts[-1]).date) if post else ""
