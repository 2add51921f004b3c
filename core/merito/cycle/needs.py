"""The acts at hand, compared with the needs of a gate: in effect, of the right kind and body, in order and in time."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property, reduce
from typing import NamedTuple

from attrs import field, frozen

from merito.contract.bodies import BodyNames, titles_of
from merito.contract.inputs import ActKind
from merito.contract.offices import BodyKind
from merito.cycle.amendments.proceedings import Proceedings
from merito.model.acts import COMMISSIONER, NOT_GIVEN, UNKNOWN, Act, ActNeed, Gate, in_effect
from merito.model.messages import NOTHING, Message, Ref, say
from merito.model.rows import Rows

ENTE, PERSON, POST = "ente", "person:", "position:"


@frozen(slots=False)
class AtHand:
    """Acts `seen` at the date of a run (`as_of`), those `too_early` for their cycle, and the declared kinds."""

    seen: Rows[Act]
    too_early: Rows[Act]
    kinds: Mapping[str, ActKind]
    proceedings: Proceedings
    as_of: date = date.max
    bodies: Mapping[str, BodyKind] = field(factory=dict)

    @cached_property
    def in_effect(self) -> Rows[Act]:
        """Acts that open something: their outcome is not a refusal, and no refusal since has withdrawn them."""
        return Rows(in_effect(self.seen))

    def why_none(self, seen: Iterable[Act], too_early: Iterable[Act]) -> Message:
        """Why none of some acts of a kind counts: refused, or too early; nothing if there is none."""
        refused = max(seen, key=lambda act: (act.date, act.refused), default=None)
        if refused is not None and refused.opens:
            whose = titles_of((refused.by,), self.bodies)
            return say(
                "l'atto {act} è dato in via d'urgenza al posto di: {whose}. Conta quando "
                "quell'organo lo ratifica (atto ratifica, riferito_a {id}; L. 580/1993, art. 16 c. 2)",
                act=Ref("act", refused.id),
                whose=whose,
                id=refused.id,
            )
        if refused is not None:
            if refused.outcome == NOT_GIVEN:
                return say("l'atto {act} risulta non reso", act=Ref("act", refused.id))
            return say("l'atto {act} ha esito contrario", act=Ref("act", refused.id))
        early = min(too_early, key=lambda act: act.date, default=None)
        if early is None or early.earliest is None:
            return NOTHING
        return say(
            "l'atto {act} è del {day} e non può decidere sui risultati del {year}: conta se è del {earliest} o dopo",
            act=Ref("act", early.id),
            day=early.date,
            year=early.year,
            earliest=early.earliest,
        )

    def why_not_adopted(self, subject: str | None, kind: str, wanted: Message) -> Message:
        """Why the act that an amendment names does not adopt it: it is of another kind; nothing otherwise."""
        act = self.seen.by_id.get(self.proceedings.adopting.get(subject or "", ""))
        if act is None or act.kind == kind:
            return NOTHING
        return say(
            "la adotta l'atto {act}, mentre serve l'atto {wanted}",
            act=Ref("act", act.id),
            wanted=wanted,
        )


class Met(NamedTuple):
    """The act that meets a need; otherwise None, and why no act does.

    If the order of two acts holds nothing, `beside` is the one that should come first, and does not.
    """

    act: Act | None
    why: Message = NOTHING
    beside: Act | None = None


def meets(need: ActNeed, gate: Gate, at_hand: AtHand) -> Met:
    """How the acts at hand meet a need of a gate."""
    kinds, proceedings, acts = at_hand.kinds, at_hand.proceedings, at_hand.in_effect
    known = kinds.get(need.kind)
    title = known.title if known else need.kind
    codes = need.by or (known.by if known else ())
    body = titles_of(codes, at_hand.bodies)
    of_it = proceedings.of(gate.subject)

    def about(some: Rows[Act]) -> list[Act]:
        every = gate.subject is None or of_it
        of_kind = some.of(kind=need.kind) if every else some.of(kind=need.kind, subject=gate.subject)
        mine = [act for act in of_kind if _concerns(act, gate.subject, kinds) or act.id in of_it]
        adopting = proceedings.adopting.get(gate.subject or "")
        return [act for act in mine if act.id not in need.besides and (not need.adopts or act.id == adopting)]

    of_kind = about(acts)
    if not of_kind:
        wanted = say("«{kind}»", kind=title)
        if body:
            wanted = say("«{kind}», che spetta all'organo: {body}", kind=title, body=body)
        why = at_hand.why_none(about(at_hand.seen), about(at_hand.too_early))
        if need.adopts and not why:
            why = at_hand.why_not_adopted(gate.subject, need.kind, wanted)
        return Met(None, why or say("manca l'atto {wanted}", wanted=wanted))
    by_body = [act for act in of_kind if act.of_body(*codes)]
    if not by_body:
        other = of_kind[0]
        why = say(
            "l'atto {act} risulta di «{written}», mentre l'organo è: {body}{remedy}",
            act=Ref("act", other.id),
            written=other.body,
            body=body,
            remedy=remedy(other, at_hand.bodies, codes),
        )
        return Met(None, why)
    by_body = [act for act in by_body if in_time(act, need, at_hand.as_of)] or by_body
    if not in_time(by_body[0], need, at_hand.as_of):
        return Met(None, _too_late(by_body[0], need, at_hand.as_of))
    if need.after is None:
        return Met(by_body[0])
    of_others = proceedings.of_others(gate.subject)
    in_it = any(act.id in of_it for act in acts.of(kind=need.after)) if of_it else False
    possible = _earlier(acts, need.after, gate.subject, kinds)
    own = tuple(act for act in possible if (act.id in of_it if in_it else act.id not in of_others))
    act, why, first = _in_order(by_body, need.after, own, kinds, of_it)
    if act is None and first is not None and need.any_order:
        return Met(by_body[0], why, first)
    return Met(act, why)


def in_time(act: Act, need: ActNeed, as_of: date) -> bool:
    """Whether an act falls in the days in which it opens a gate: adopted and, if required, published in time."""
    if need.until is None:
        return True
    if need.published and (act.published is None or act.published > as_of):
        return False
    return max(act.date, act.published or act.date) <= need.until if need.published else act.date <= need.until


def _too_late(act: Act, need: ActNeed, as_of: date) -> Message:
    named = Ref("act", act.id)
    if not need.published:
        return say(
            "l'atto {act} è del {day}: andava adottato entro il {until}", act=named, day=act.date, until=need.until
        )
    if act.published and act.published <= as_of:
        return say(
            "l'atto {act} è del {day} e pubblicato il {published}: andava adottato e reso pubblico entro il {until}",
            act=named,
            day=act.date,
            published=act.published,
            until=need.until,
        )
    return say(
        "l'atto {act} è del {day} e non risulta pubblicato: andava adottato e reso pubblico entro il {until}",
        act=named,
        day=act.date,
        until=need.until,
    )


def _earlier(acts: Rows[Act], kind: str, subject: str | None, kinds: Mapping[str, ActKind]) -> tuple[Act, ...]:
    """The earlier acts of a kind; if its acts are about such subjects, only those about this one."""
    if subject is not None and kind in kinds and kinds[kind].about == subject.partition(":")[0]:
        return acts.of(kind=kind, subject=subject)
    return acts.of(kind=kind)


def _in_order(
    found: list[Act], after: str, acts: tuple[Act, ...], kinds: Mapping[str, ActKind], of_it: frozenset[str]
) -> tuple[Act | None, Message, Act | None]:
    """The act that follows one of the kind that it must follow: the one it refers to, if it names one.

    Without such an act, why not, and the first act of that kind, if there is one. An act that refers to one
    of the same proceeding (`of_it`) thereby names its proceeding, and follows by its date alone.
    """
    earlier = kinds[after].title if after in kinds else after
    before = [act for act in acts if act.kind == after and by_its_body(act, kinds)]
    if not before:
        lacking = say(
            "l'atto {act} c'è, ma manca prima «{earlier}»",
            act=Ref("act", found[0].id),
            earlier=earlier,
        )
        others = [_of_another(act, kinds) for act in acts if act.kind == after]
        return None, reduce(lambda said, other: say("{said}: {other}", said=said, other=other), others, lacking), None
    for act in found:
        if any(
            other.date <= act.date and (act.refers_to in (None, other.id) or act.refers_to in of_it) for other in before
        ):
            return act, NOTHING, None
    why = say(
        "l'atto {act} deve riguardare e seguire «{earlier}»",
        act=Ref("act", found[0].id),
        earlier=earlier,
    )
    return None, why, min(before, key=lambda act: act.date)


def _of_another(act: Act, kinds: Mapping[str, ActKind]) -> Message:
    return say(
        "l'atto {act} risulta di «{written}», e spetta a: {body}",
        act=Ref("act", act.id),
        written=act.body,
        body=kinds[act.kind].body,
    )


def by_its_body(act: Act, kinds: Mapping[str, ActKind]) -> bool:
    """Whether an act comes from the body that its kind declares; an act that names no body does."""
    return act.of_body(*(kinds[act.kind].by if act.kind in kinds else ()))


def remedy(act: Act, bodies: Mapping[str, BodyKind], codes: Iterable[str]) -> Message:
    """What an office writes if an act is of the right body after all; nothing if there is nothing to say."""
    known = bodies.get(act.by)
    if known is not None and known.only_if_declared in codes:
        other = bodies[known.only_if_declared]
        return say(
            ". Conta se l'ente dichiara che il suo {title} è l'{other}: in ente.toml, sotto [bodies], "
            '{name} = ["{written}"]',
            title=known.title,
            other=other.title,
            name=other.name,
            written=act.body.strip(),
        )
    if act.by == COMMISSIONER:
        return say(
            ". Se il commissario ha i poteri di quell'organo (D.Lgs. 267/2000, art. 141 c. 3; L. 580/1993, art. 5), "
            "scrivere quell'organo nella colonna organo e «commissario» in in_veste_di"
        )
    if act.by == UNKNOWN:
        close = BodyNames(bodies).nearest(act.body)
        elsewhere = say("Un altro nome di un organo si scrive in ente.toml, sotto [bodies]")
        if close:
            return say(". Forse «{close}»? {elsewhere}", close=close, elsewhere=elsewhere)
        return say(". {elsewhere}", elsewhere=elsewhere)
    return NOTHING


def is_of_one(act: Act, kinds: Mapping[str, ActKind]) -> bool:
    """Whether an act, of a kind about the ente, is about one person or post only."""
    of_ente = act.kind not in kinds or kinds[act.kind].about == ENTE
    return of_ente and (act.subject or "").startswith((PERSON, POST))


def _concerns(act: Act, subject: str | None, kinds: Mapping[str, ActKind]) -> bool:
    """Whether an act is about the subject of a gate; for a gate without subject, whether it is about no single one."""
    return not is_of_one(act, kinds) if subject is None else act.subject == subject
