"""Whether a division of money differentiates between people: the ban of art. 18 c. 2 D.Lgs. 150/2009, and of its texts.

Nothing is refused. What is forbidden, or may be, waits for the body that decides how the money is divided.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from attrs import evolve, field, frozen

from merito.contract.step import Step
from merito.kit.findings import either, told
from merito.model.acts import Act, Phase
from merito.model.messages import Message, Ref, Sayable, say, several
from merito.model.results import Finding, Severity
from merito.numbers import Number

Undifferentiated = Literal["different_paid_alike", "all_alike", ""]
DIFFERENT, EQUAL = "different_paid_alike", "all_alike"
DECISION = "equal_prizes_decision"
CHOICES: Mapping[str, tuple[str, ...]] = {"equal_prizes": ("scores", "levels"), "equal_scores": ("held", "warning")}
"""The choices of the two readings of a `Ban`, by its fields."""


@frozen(kw_only=True)
class Ban:
    """The rule of a text that forbids prizes without differences, and its two readings, by their ids.

    `equal_prizes` is about different scores that all receive the same: its choices are `scores` and `levels`, and those
    of `also`, each with whether it allows them. `equal_scores` is about scores that are all equal: `held`, `warning`.
    """

    rule: str
    equal_prizes: str
    equal_scores: str
    also: Mapping[str, bool] = field(factory=dict)


@frozen(kw_only=True)
class Compared:
    """An evaluated person in a division: the score, the class that the formula compares, and the part that it gives.

    `level` is the level or band by which the money is divided; the score, if it is divided by none. `part` is the share
    of the maximum, or the sum (euro) where no maximum is known.
    """

    score: Number
    level: Number | str
    part: Number


def undifferentiated(evaluated: Iterable[tuple[Number | str, Number]]) -> Undifferentiated:
    """What is wrong with a division, given evaluations (scores or levels) and the share of its maximum for each.

    Different evaluations that all receive the same, or evaluations that are all equal. People evaluated and not paid
    count too. A single person cannot be compared with anybody, and if nobody receives anything nothing is distributed.
    """
    people, different = 0, False
    first: tuple[Number | str, Number] = "", 0
    for evaluation, part in evaluated:
        first, people = first if people else (evaluation, part), people + 1
        if part != first[1]:
            return ""
        different = different or evaluation != first[0]
    if people < 2 or not first[1]:
        return ""
    return "different_paid_alike" if different else "all_alike"


def equal_prizes(
    step: Step, ban: Ban, *groups: Sequence[Compared], tool: str | None = None, more: Sayable = ""
) -> Iterator[Finding]:
    """The finding on the money of a tool that all people of each group receive in equal parts; `more` is said after it.

    Equal parts for different scores are forbidden, unless they have one level and the reading compares levels. Equal
    parts for equal scores wait or are a warning, by another reading; a decision of the body frees them. Without `tool`
    it is the running one.
    """
    name = tool or step.tool or ""
    by_scores = _worst(undifferentiated((one.score, one.part) for one in own) for own in groups)
    if by_scores == DIFFERENT:
        by_levels = _worst(undifferentiated((one.level, one.part) for one in own) for own in groups)
        of_levels = any(one.level != one.score for own in groups for one in own)
        yield _different(step, ban, name, _people(groups), by_levels == DIFFERENT, of_levels, more)
    elif by_scores == EQUAL:
        yield _equal(step, ban, name, _people(groups), more)


def _worst(found: Iterable[Undifferentiated]) -> Undifferentiated:
    every = set(found)
    return DIFFERENT if DIFFERENT in every else EQUAL if EQUAL in every else ""


def _people(groups: Iterable[Sequence[Compared]]) -> Message:
    many = sum(map(len, groups))
    return say("{n} persona", many="{n} persone", number="n", n=many)


def _different(
    step: Step, ban: Ban, tool: str, people: Message, levels_too: bool, of_levels: bool, more: Sayable
) -> Finding:
    """Different scores that all receive the same; `levels_too` says that what is compared by levels differs as well."""
    if levels_too and of_levels:
        alike = say("livelli o fasce diverse e a tutti la stessa parte ({people})", people=people)
    else:
        alike = say("punteggi diversi e a tutti la stessa parte ({people})", people=people)
    reading = Ref("reading", ban.equal_prizes)
    why = say(
        "{alike}: la distribuzione indifferenziata è vietata ({reading}); i premi sono sospesi finché non sono divisi "
        "altrimenti: decide {who}",
        alike=alike,
        reading=reading,
        who=_who(step, tool),
    )
    forbidden = evolve(_told(ban, "warning", tool, several(why, more)), waits=True)
    free = say("{alike}: non è vietato ({reading})", alike=alike, reading=reading)
    allowed = _told(ban, "warning", tool, several(free, more))
    why = say(
        "punteggi diversi nello stesso livello o nella stessa fascia, e a tutti la stessa parte ({people}): non è una "
        "distribuzione indifferenziata ({reading}), ma non distingue nessuno",
        people=people,
        reading=reading,
    )
    by_levels = forbidden if levels_too else _told(ban, "warning", tool, several(why, more))
    others = {choice: allowed if allows else forbidden for choice, allows in ban.also.items()}
    return step.choose(ban.equal_prizes, scores=forbidden, levels=by_levels, **others)


def _equal(step: Step, ban: Ban, tool: str, people: Message, more: Sayable) -> Finding:
    """Equal scores that all receive the same: a decision of the competent body on them frees the prizes."""
    alike = say(
        "tutti i valutati ({people}) hanno lo stesso punteggio, e a tutti va la stessa parte: nessuno è distinto",
        people=people,
    )
    decisions = [act for act in step.acts_of(DECISION) if _is_about(act, step, tool)]
    competent = [act for act in decisions if _may_decide(step, act, tool)]
    if competent:
        decided = competent[-1]
        why = say("{alike}; così ha deciso l'atto {act}", alike=alike, act=Ref("act", decided.id))
        return _told(ban, "info", tool, several(why, more), (decided,))
    reading = Ref("reading", ban.equal_scores)
    held = say(
        "{alike}; i premi sono sospesi ({reading}) finché non decide {who}, con un atto di tipo «{kind}» (valore "
        "«{tool}», o vuoto per tutti i suoi strumenti), o finché le valutazioni non cambiano",
        alike=alike,
        reading=reading,
        who=_who_else(step, tool, decisions),
        kind=step.act_kinds[DECISION].label,
        tool=step.tools[tool].label,
    )
    told_only = say("{alike} ({reading})", alike=alike, reading=reading)
    return step.choose(
        ban.equal_scores,
        held=evolve(_told(ban, "warning", tool, several(held, more), tuple(decisions)), waits=True),
        warning=_told(ban, "warning", tool, several(told_only, more)),
    )


def _who_else(step: Step, tool: str, decisions: Iterable[Act]) -> Message:
    """Who decides, beside the acts of others that do not."""
    found = _who(step, tool)
    for act in decisions:
        one = Ref("act", act.id)
        if act.body:
            found = say("{who} (l'atto {act} è di «{body}»)", who=found, act=one, body=act.body)
        else:
            found = say("{who} (l'atto {act} non è di nessun organo)", who=found, act=one)
    return found


def _told(ban: Ban, severity: Severity, tool: str, why: Message, inputs: tuple[object, ...] = ()) -> Finding:
    return told(severity, ban.rule, why, phase=Phase.REWARDS, tool=tool, inputs=inputs)


def _is_about(act: Act, step: Step, tool: str) -> bool:
    """Whether a decision is about a tool: the one that its value names, by label, name or title; blank, about any."""
    named, known = act.value.strip().casefold(), step.tools[tool]
    return not named or named in {one.casefold() for one in (known.label, known.name, known.title)}


def _may_decide(step: Step, act: Act, tool: str) -> bool:
    """Whether an act comes from a body that decides about a tool. One that names no body does not, if there is any."""
    bodies = _bodies(step, tool)
    return not bodies or act.by in bodies


def _who(step: Step, tool: str) -> Message:
    """Who decides how the money of a tool is divided, with the article."""
    competence = step.tools[tool].competence
    bodies = either(competence.titles.get(body, body) for body in _bodies(step, tool))
    return (
        say("{bodies} ({article})", bodies=bodies, article=competence.cites) if bodies else say("l'organo competente")
    )


def _bodies(step: Step, tool: str) -> tuple[str, ...]:
    """The bodies that decide about a tool now: others may, too, until there is an act of the competent one."""
    competence = step.tools[tool].competence
    taking_up = step.acts_of(competence.before_act) if competence.before_act else ()
    taken_up = any(act.of_body(*competence.bodies) for act in taking_up)
    return competence.bodies if taken_up else (*competence.bodies, *competence.before_by)
