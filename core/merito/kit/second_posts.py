"""Who holds two full posts on the same days: which posts, and the pay of which waits (`Doubt.beside`)."""

from attrs import frozen

from merito.contract.step import Step
from merito.kit.findings import spans
from merito.kit.tenure import Doubt, Holding, ending_act, posts_of
from merito.model.messages import Listed, Message, Ref, say
from merito.model.people import Appointment, Position
from merito.numbers import Period, joined, natural_key


@frozen(kw_only=True)
class HolderOfTwo:
    """Somebody who holds posts on the same days: all of them, those whose pay waits, the days, the rows."""

    person: str
    posts: tuple[Position, ...]
    waiting: tuple[str, ...]
    days: tuple[Period, ...]
    rows: tuple[Appointment | Position, ...]

    @property
    def told(self) -> Message:
        """Of which posts, on which days, and what waits."""
        return say(
            "titolare negli stessi giorni di {positions} ({days}): è sospesa la retribuzione di {waiting}",
            positions=Listed(Ref("position", one.id) for one in self.posts),
            days=spans(self.days),
            waiting=tuple(Ref("position", one) for one in self.waiting),
        )


def holders_of_two(step: Step) -> tuple[HolderOfTwo, ...]:
    """Everybody who holds two posts on the same days, whoever did so first before the others."""
    found = []
    for person in step.dossier.people:
        held = {one.position.id: one for one in _posts_of(step, person.id)}
        second = {name: doubt for name, one in held.items() for doubt in one.doubts if doubt.beside}
        if second:
            found.append(_told_of(person.id, held, second))
    return tuple(sorted(found, key=lambda one: (one.days[0].start, natural_key(one.person))))


def _posts_of(step: Step, person: str) -> list[Holding]:
    """The posts that somebody holds, each by the acts that end it."""
    every = posts_of(step, person)
    if len(every) < 2:
        return []
    acts = dict.fromkeys(ending_act(step, one.position) for one in every)
    return [one for act in acts for one in posts_of(step, person, act) if ending_act(step, one.position) == act]


def _told_of(person: str, held: dict[str, Holding], second: dict[str, Doubt]) -> HolderOfTwo:
    names = sorted({*second, *(name for doubt in second.values() for name in doubt.beside)}, key=natural_key)
    return HolderOfTwo(
        person=person,
        posts=tuple(held[name].position for name in names),
        waiting=tuple(sorted(second, key=natural_key)),
        days=joined(days for doubt in second.values() for days in doubt.days),
        rows=tuple(row for name in names for row in held[name].rows),
    )
