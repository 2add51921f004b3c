"""The acts of each proceeding about one subject, linked by their references or by their order.

An act that refers to one of a proceeding belongs to it. Any other belongs to the last one, until that is closed;
afterwards only as a missing step, recorded late. The first step, or another closing act, opens a new proceeding.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from attrs import frozen

from merito import Act, Proceeding, Step
from merito.kit import managerial

POSITION, ENTE = "position:", "ente"


@frozen(kw_only=True)
class Chain:
    """The acts of one proceeding about one subject (blank: the ente), in the order of their dates."""

    of: Proceeding
    subject: str
    acts: tuple[Act, ...]

    @property
    def opened(self) -> date:
        return self.acts[0].date

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


def chains(step: Step) -> tuple[Chain, ...]:
    """The chains of acts of every proceeding, without those closed before the year began."""
    return step.once(_chains)


def _chains(step: Step) -> tuple[Chain, ...]:
    first = date(step.dossier.year, 1, 1)
    found = (chain for known in step.proceedings.values() for chain in _of(step, known))
    return tuple(one for one in found if one.closed_by is None or one.acts[-1].date >= first)


def _of(step: Step, known: Proceeding) -> Iterator[Chain]:
    """The chains of one proceeding: its acts in order, by subject; on one day the closing act is last."""
    by_subject: dict[str, list[Act]] = {}
    for act in step.acts:
        if act.kind in known.kinds:
            by_subject.setdefault(_subject(step, known, act), []).append(act)
    for subject, acts in by_subject.items():
        if _is_about(step, known, subject):
            in_order = sorted(acts, key=lambda act: (act.date, act.kind in known.closing))
            yield from (Chain(of=known, subject=subject, acts=tuple(own)) for own in _parted(known, in_order))


def _parted(known: Proceeding, acts: list[Act]) -> list[list[Act]]:
    """The acts about one subject, split into chains."""
    found: list[list[Act]] = []
    placed: dict[str, list[Act]] = {}
    for act in acts:
        joined = placed.get(act.refers_to or "")
        if joined is None and found and not _opens(known, found[-1], act):
            joined = found[-1]
        if joined is None:
            joined = []
            found.append(joined)
        joined.append(act)
        placed[act.id] = joined
    return found


def _opens(known: Proceeding, last: list[Act], act: Act) -> bool:
    """Whether an act without references opens another chain after the last one."""
    if not any(one.kind in known.closing and not one.refused for one in last):
        return False
    again = any(one.kind == act.kind for one in last)
    return again or act.kind in known.closing or act.kind == known.steps[0].act


def _subject(step: Step, known: Proceeding, act: Act) -> str:
    """The subject of an act, its own or that of the act it refers to; blank for the ente."""
    if known.about == ENTE:
        return ""
    other = step.acts.get(act.refers_to) if act.refers_to else None
    return act.subject or (other.subject if other is not None else None) or ""


def _is_about(step: Step, known: Proceeding, subject: str) -> bool:
    """Whether a subject is one of the posts that the proceeding is for."""
    if not known.posts or not subject.startswith(POSITION):
        return True
    post = step.dossier.positions.get(subject.removeprefix(POSITION))
    return post is not None and managerial(post) is (known.posts == "managerial")


def titles(step: Step) -> Mapping[str, str]:
    """The title of every kind of act."""
    return {kind: one.title for kind, one in step.act_kinds.items()}
