"""The acts of an amendment's proceeding: the adopting act, those about it, those linked to it by a reference."""

from collections.abc import Iterator, Mapping

from attrs import field, frozen

from merito.model.acts import Act
from merito.model.amended import Amendment
from merito.model.dossier import Dossier
from merito.model.rows import Rows

Ids = frozenset[str]
NONE: Ids = frozenset()


@frozen
class Proceedings:
    """By subject of a gate (`amendment:V1`, `act:A7`): the acts of its proceeding, and those that belong to no other.

    An act that it refers to, such as the plan, may belong to many.
    """

    acts: Mapping[str, Ids] = field(factory=dict)
    own: Mapping[str, Ids] = field(factory=dict)

    def of(self, subject: str | None) -> Ids:
        """The ids of the acts that count for a gate on a subject, besides those that name it themselves."""
        return self.acts.get(subject or "", NONE)

    def of_others(self, subject: str | None) -> Ids:
        """The ids of the acts that belong only to other proceedings."""
        if subject not in self.acts:
            return NONE
        return frozenset().union(*self.own.values()) - self.of(subject)


def subjects_of(amendment: Amendment) -> tuple[str, ...]:
    """The subjects of the gates that an amendment must pass."""
    own = f"amendment:{amendment.id}"
    return (own, f"act:{amendment.act}") if amendment.act else (own,)


def proceedings(dossier: Dossier) -> Proceedings:
    """The proceedings of every amendment of a dossier, and of every act that adopts one."""
    acts: dict[str, Ids] = {}
    own: dict[str, Ids] = {}
    for amendment in dossier.amendments:
        adopting = dossier.acts.get(amendment.act) if amendment.act else None
        for subject in subjects_of(amendment):
            own[subject] = frozenset(act.id for act in _own(subject, adopting, dossier.acts))
            acts[subject] = own[subject] | frozenset([adopting.refers_to] if adopting and adopting.refers_to else [])
    return Proceedings(acts, own)


def _own(subject: str, adopting: Act | None, acts: Rows[Act]) -> Iterator[Act]:
    yield from acts.of(subject=subject)
    if adopting is not None:
        yield from (adopting, *acts.of(refers_to=adopting.id), *acts.of(subject=f"act:{adopting.id}"))
