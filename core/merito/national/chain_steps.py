"""How each step of a chain of acts stands at the date of the run: done, due, overtaken by silence, no longer needed."""

from collections.abc import Iterator
from datetime import date, timedelta

from attrs import frozen

from merito import Act, ProceedingStep, Step
from merito.national.chains import Chain

NOT_GIVEN, CONTRARY = "not_given", "contrary"
PROCEEDS, WAITS = "proceeds", "waits"
BLOCKS = "blocks"


@frozen(kw_only=True)
class StepAt:
    """A step of a chain: the act that does it, one by which it is not given, and the day by which it is due.

    `start` is the act that it follows. `due` is None while that is not there, or where it has no days.
    """

    chain: Chain
    step: ProceedingStep
    act: Act | None
    not_given: Act | None
    start: Act | None
    due: date | None
    as_of: date

    @property
    def needed(self) -> bool | None:
        """Whether the cause asks for it; None while nobody has written the cause."""
        if not self.step.when:
            return True
        return self.chain.cause in self.step.when if self.chain.cause else None

    @property
    def closing(self) -> bool:
        return self.step.act in self.chain.of.closing

    @property
    def late(self) -> bool:
        """Whether its act came after its days."""
        return self.act is not None and self.due is not None and self.act.date > self.due

    @property
    def too_early(self) -> bool:
        """Whether every act that does it came before the one that it follows; of the act that closes other words do."""
        given = [act for act in self.chain.of_kind(self.step.act) if act.outcome != NOT_GIVEN]
        if self.closing or self.start is None or not given:
            return False
        return all(act.date < self.start.date for act in given)

    @property
    def over(self) -> bool:
        """Whether its days are over at the date of the run."""
        return self.due is not None and self.as_of > self.due

    @property
    def after_closing(self) -> bool:
        """Whether its act came when the proceeding was closed."""
        closed = self.chain.closed_by
        return not self.closing and self.act is not None and closed is not None and self.act.date > closed.date

    @property
    def met(self) -> bool:
        """Whether nothing has to wait for it any more: it is done, not needed, or its lack lets the text proceed."""
        if self.needed is False or self.act is not None:
            return True
        return (self.step.silence == PROCEEDS and self.over) or (
            self.step.silence == WAITS and self.not_given is not None
        )

    def met_by(self, day: date) -> bool:
        """Whether it was met on a day, that of the act that closes."""
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
            return "after" if self.after_closing else "late" if self.late else "done"
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
        """How a step stands that has no act, once the proceeding is closed."""
        if closed.kind != self.chain.of.closed_by or self.closing:
            return "closed"
        if self.needed is None:
            return "depends"
        if self.met_by(closed.date):
            return "silent" if self.step.silence == PROCEEDS else "not_given"
        return "missing"

    @property
    def waits_for(self) -> str:
        """The kind of act that it follows, while it is not there."""
        return self.step.after[0] if self.step.after and self.start is None else ""


def steps_of(step: Step, chain: Chain) -> Iterator[StepAt]:
    """The steps of a chain in their order; one that several acts give a day, once for each that is there."""
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
            yield StepAt(chain=chain, step=known, act=given, not_given=refused, start=start, due=due, as_of=step.as_of)
