"""The acts of an amendment's proceeding: the adopting act, those about it, those linked to it by a reference."""

from collections.abc import Iterator, Mapping
from datetime import date

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

    An act that it refers to, such as the plan, may belong to many. `adopting` is the act that the amendment names.
    """

    acts: Mapping[str, Ids] = field(factory=dict)
    own: Mapping[str, Ids] = field(factory=dict)
    adopting: Mapping[str, str] = field(factory=dict)

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
    named: dict[str, str] = {}
    of_plans = _of_plans(dossier)
    for amendment in dossier.amendments:
        adopting = dossier.acts.get(amendment.act) if amendment.act else None
        for subject in subjects_of(amendment):
            own[subject] = frozenset(act.id for act in _own(subject, adopting, dossier.acts))
            referred = {adopting.refers_to} - {None} - of_plans if adopting else set()
            acts[subject] = own[subject] | frozenset(one for one in referred if one)
            if adopting is not None:
                named[subject] = adopting.id
    return Proceedings(acts, own, named)


def _of_plans(dossier: Dossier) -> Ids:
    """The acts up to that of the whole plan, of other kinds: its own validation validates no amendment of it."""
    adopting = {one.act for one in dossier.amendments if one.act}
    kinds = {dossier.acts[one].kind for one in adopting if one in dossier.acts.by_id}
    plans = (act for kind in kinds for act in dossier.acts.of(kind=kind) if act.id not in adopting)
    first = min((act.date for act in plans), default=date.min)
    return frozenset(act.id for act in dossier.acts if act.date <= first and act.kind not in kinds)


def _own(subject: str, adopting: Act | None, acts: Rows[Act]) -> Iterator[Act]:
    yield from acts.of(subject=subject)
    if adopting is not None:
        yield from (adopting, *acts.of(refers_to=adopting.id), *acts.of(subject=f"act:{adopting.id}"))
