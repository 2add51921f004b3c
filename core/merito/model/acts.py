"""Acts, the gates that they open and the deadlines that they meet."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

from attrs import field, frozen

from merito.model.basis import NO_BASIS, Basis
from merito.model.columns import InputRow, column, table
from merito.model.messages import NOTHING, Message, as_message


class Phase(StrEnum):
    """The six phases of the cycle, in their order."""

    OBJECTIVES = "a"
    RESOURCES = "b"
    MONITORING = "c"
    EVALUATION = "d"
    REWARDS = "e"
    REPORTING = "f"


FAVOURABLE, CONTRARY, NOT_GIVEN = "favourable", "contrary", "not_given"
NO_CONTENT, BETWEEN_CONTENTS = {"none": "nessuno"}, "; "
DEPUTY, SUBSTITUTE, COMMISSIONER, URGENCY = "deputy", "substitute", "commissioner", "urgency"
ACTING = {DEPUTY: "vicario", SUBSTITUTE: "sostituto", COMMISSIONER: "commissario", URGENCY: "urgenza"}
RATIFICATION = "ratification"
OTHER, UNKNOWN = "other", "unknown"
OUTCOMES = {
    FAVOURABLE: "favorevole",
    "with_remarks": "con_osservazioni",
    CONTRARY: "contrario",
    NOT_GIVEN: "non_reso",
}


@frozen(eq=False, kw_only=True)
class Act(InputRow):
    """An act of a body: its kind, when and by whom, about what, of which cycle (`year`; None: it lasts).

    `body` is as it is written, `by` its code (UNKNOWN: nobody's name; OTHER: said to be another; blank: it names none).
    `acting` says who gives it for that body: a deputy, a substitute, a commissioner with its powers, or its president
    in urgency, whose act counts once the body has ratified it.

    `outcome` is that of an opinion or a validation: favourable (also if blank), with_remarks, contrary or not_given. A
    refused act `opens` nothing, and `takes_back` earlier acts if it is of the right body. `earliest` is the first day
    on which an act of its kind can belong to its cycle. `contents` are the codes of its contents, among those that its
    kind requires, joined by `; `; `none` if it contains none of them, blank if nobody has checked.
    """

    TABLE = table("atti", "id", scope="both")
    id: Annotated[str, column("id", "id")]
    kind: Annotated[str, column("text", "tipo")]
    date: Annotated[datetime.date, column("date", "data", within="around")]
    body: Annotated[str, column("text", "organo")] = ""
    number: Annotated[str, column("text", "numero")] = ""
    subject: Annotated[
        str | None,
        column(
            "ref",
            "oggetto",
            to=("person", "unit", "position", "objective", "area", "indicator", "dashboard", "act", "amendment"),
        ),
    ] = None
    value: Annotated[str, column("text", "valore")] = ""
    published: Annotated[datetime.date | None, column("date", "pubblicato", not_before="date", within="around")] = None
    effective: Annotated[datetime.date | None, column("date", "efficace")] = None
    until: Annotated[datetime.date | None, column("date", "fino_al", not_before="date")] = None
    refers_to: Annotated[str | None, column("ref", "riferito_a", to=("act",))] = None
    participants: Annotated[str, column("text", "partecipanti")] = ""
    note: Annotated[str, column("text", "nota")] = ""
    year: Annotated[int | None, column("year", "anno")] = None
    outcome: Annotated[str, column("choice", "esito", values=OUTCOMES)] = ""
    contents: Annotated[str, column("text", "contenuti")] = ""
    signed_by: Annotated[str | None, column("ref", "firmato_da", to=("person",))] = None
    acting: Annotated[str, column("choice", "in_veste_di", values=ACTING)] = ""
    by: str = ""
    opens: bool = True
    takes_back: bool = False
    earliest: datetime.date | None = None

    @property
    def holds(self) -> frozenset[str] | None:
        """The codes of its contents; None if nobody has checked."""
        codes = frozenset(filter(None, self.contents.split(BETWEEN_CONTENTS)))
        return codes.difference(NO_CONTENT) if codes else None

    @property
    def refused(self) -> bool:
        """Whether its outcome is contrary, or it was not given."""
        return self.outcome in (CONTRARY, NOT_GIVEN)

    @property
    def of_nobody_known(self) -> bool:
        """Whether what is written as its body is nobody's name."""
        return self.by == UNKNOWN

    @property
    def in_urgency(self) -> bool:
        """Whether it is given in urgency in place of a body, which has to ratify it."""
        return self.acting == URGENCY

    @property
    def too_early(self) -> bool:
        """Whether its date is too early for its cycle."""
        return self.earliest is not None and self.date < self.earliest

    def stands(self, year: int) -> bool:
        """Whether it belongs to a cycle, or lasts into it: not of another year, not ended before the year began."""
        return self.year in (None, year) and (self.until is None or self.until.year >= year)

    def of_body(self, *codes: str) -> bool:
        """Whether it comes from one of some bodies, by their codes; without codes, or if it names no body, always."""
        return not any(codes) or not self.body.strip() or self.by in codes

    @property
    def takes_effect(self) -> datetime.date:
        """The day from which it counts: its own, or the later day of its effect."""
        return max(self.date, self.effective or self.date)

    def seen(self, year: int, as_of: datetime.date) -> bool:
        """Whether it belongs to a cycle, has a possible date, and has taken effect by a date."""
        return self.takes_effect <= as_of and self.stands(year) and not self.too_early


def in_effect(seen: Iterable[Act]) -> tuple[Act, ...]:
    """Acts whose outcome opens something, except those withdrawn by another act of their kind and subject.

    It is later, or of the same day: which of two contradictory acts of a day came first is not recorded. An act given
    in urgency in place of a body is in effect once that body has ratified it.
    """
    every = tuple(seen)
    known = ratified(every)
    refusals: dict[tuple[str, str | None], list[Act]] = defaultdict(list)
    for act in every:
        if act.takes_back:
            refusals[act.kind, act.subject].append(act)
    given = (act for act in every if act.opens and (not act.in_urgency or act.id in known))
    opening = ((act, refusals.get((act.kind, act.subject), ())) for act in given)
    return tuple(act for act, about_the_same in opening if not any(_takes_back(one, act) for one in about_the_same))


def ratified(acts: Iterable[Act]) -> frozenset[str]:
    """The acts given in urgency that the body for which they were given has ratified."""
    every = tuple(acts)
    of_bodies = {(act.refers_to, act.by) for act in every if act.kind == RATIFICATION and act.opens}
    return frozenset(act.id for act in every if (act.id, act.by) in of_bodies)


def _takes_back(refusal: Act, act: Act) -> bool:
    about_it = refusal.refers_to in (None, act.id, act.refers_to) or act.refers_to is None
    return about_it and refusal.date >= act.date


def _codes(by: str | Iterable[str]) -> tuple[str, ...]:
    """The codes of bodies, of which one may be given alone."""
    return tuple(filter(None, (by,))) if isinstance(by, str) else tuple(by)


@frozen
class ActNeed:
    """A required act: its kind, the bodies that may give it (none: those of its kind), the kind that it must follow.

    With `any_order` an act of that kind must exist too, and if the acts are not in order, that is told and holds
    nothing. On an amendment, one that `adopts` is the very act that the amendment names.
    `besides` are ids of acts of the kind that do not meet the need, whatever they are about. With `until`, an act after
    that day never meets it; with `published`, it must also be made public by that day.
    """

    kind: str
    by: tuple[str, ...] = field(default=(), converter=_codes)
    after: str | None = None
    any_order: bool = False
    besides: tuple[str, ...] = ()
    until: datetime.date | None = None
    published: bool = False
    adopts: bool = False


@frozen(kw_only=True)
class Gate:
    """What must exist before a phase, a tool or a subject may go on. Only data: the core evaluates it.

    Without `tool` and `subject` it closes the whole phase; with one of them the amounts are computed and held. With
    `posts`, it holds only what its person is due for them, or for no post.
    """

    phase: Phase
    needs: tuple[ActNeed, ...]
    rules: tuple[str, ...]
    tool: str | None = None
    subject: str | None = None
    posts: tuple[str, ...] = ()


@frozen(kw_only=True)
class GateState:
    """The state of a gate at a date: the needs that no act meets, each with its reason.

    `articles` are those of its rules. `lifted_by` names the choice of a reading under which it would not exist.
    `out_of_order` are its acts that do not follow the one that they should, each with what is to
    be told, though that holds nothing.
    """

    gate: Gate
    missing: tuple[ActNeed, ...] = ()
    reasons: tuple[Message, ...] = ()
    articles: tuple[str, ...] = ()
    acts: tuple[Act, ...] = ()
    lifted_by: Message = NOTHING
    out_of_order: tuple[tuple[Act, Message], ...] = ()

    @property
    def open(self) -> bool:
        return not self.missing

    @property
    def since(self) -> datetime.date | None:
        """The day since which it is open, that of the last of its acts; None while it is closed."""
        return max((act.date for act in self.acts), default=None) if self.open else None


@frozen(kw_only=True)
class Deadline:
    """A date by which something is due, and the kind of act that meets it.

    `due` is None while the act from which it is counted is missing (`reason` says which). With `after`, only an act
    later than that day meets it; with `published`, it is met on the day on which the act is also published. An
    `optional` one limits a right: once it has passed unused, it is no longer reported.
    """

    phase: Phase
    what: Message = field(converter=as_message)
    due: datetime.date | None
    met_by: str
    rules: tuple[str, ...]
    subject: str | None = None
    after: datetime.date | None = None
    published: bool = False
    optional: bool = False
    reason: Message = field(default=NOTHING, converter=as_message)
    basis: Basis = field(default=NO_BASIS, eq=False, repr=False)


class DeadlineState(StrEnum):
    """The state of a deadline at a date."""

    MET = "met"
    LATE = "late"
    OPEN = "open"
    OVERDUE = "overdue"
