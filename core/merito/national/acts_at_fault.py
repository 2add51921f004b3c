"""Checks acts against their kind: required contents, the right body, who may not sign.

A faulty act is effective until it is annulled: findings change no gate, no deadline and no sum. Blank cells of an act
are not reported as missing.
"""

from collections.abc import Iterator
from datetime import date

from attrs import evolve

from merito import Act, ActKind, Basis, Finding, Phase, ResultRows, Step, hookimpl
from merito.kit import told
from merito.numbers import day_text

PERSON, POSITION, UNIT = "person", "position", "unit"
OF_PEOPLE = (PERSON, POSITION)


@hookimpl
def merito_check_plan(step: Step) -> ResultRows:
    """Every act in effect and not of another cycle, in the order of the dates."""
    for act in step.acts:
        if not act.refused:
            kind = step.act_kinds[act.kind]
            yield from (*_lacking(act, kind), *_of_another_body(act, kind), *_of_oneself(step, act, kind))


def _lacking(act: Act, kind: ActKind) -> Iterator[Finding]:
    """The contents that it lacks, one finding for each rule that requires them."""
    holds = act.holds
    if holds is None:
        return
    lacking = [one for code, one in kind.contents.items() if code not in holds]
    for rule in dict.fromkeys(one.rule for one in lacking):
        missing = [f"{one.title} ({one.cites})" if one.cites else one.title for one in lacking if one.rule == rule]
        yield _told(act, kind, rule, f"non ha {'; '.join(missing)}")


def _of_another_body(act: Act, kind: ActKind) -> Iterator[Finding]:
    if kind.body_rule and not act.of_body(kind.body):
        yield _told(act, kind, kind.body_rule, f"risulta di «{act.body}», mentre spetta a: {kind.body}")


def _of_oneself(step: Step, act: Act, kind: ActKind) -> Iterator[Finding]:
    if not kind.signer_not_subject or not act.signed_by:
        return
    if act.signed_by in _touched(step, act):
        why = f"è firmato da {act.signed_by}, e riguarda la sua persona: chi lo firma doveva astenersi"
        yield _told(act, kind, kind.signer_not_subject, why)
    elif paid := step.dossier.payments.of(act.signed_by, act=act.id):
        why = f"è firmato da {act.signed_by}, e liquida somme anche a chi lo firma, che doveva astenersi"
        found = _told(act, kind, kind.signer_not_subject, why)
        of_whom = evolve(found, subject=f"person:{act.signed_by}", phase=Phase.EVALUATION)
        yield evolve(of_whom, basis=Basis(inputs=(act, *paid)))


def _touched(step: Step, act: Act) -> frozenset[str]:
    """The persons affected by an act: its subject, whoever holds its post that day, the head of its unit."""
    table, _, identifier = (act.subject or "").partition(":")
    if table == PERSON:
        return frozenset({identifier})
    if table == POSITION:
        return _holders(step, identifier, act.date)
    unit = step.dossier.units.get(identifier) if table == UNIT else None
    return frozenset({unit.head} if unit and unit.head else ())


def _holders(step: Step, position: str, day: date) -> frozenset[str]:
    """The holders of a post on a day, by the appointments; without any, by the column of the holder."""
    rows = step.dossier.appointments.of(position=position)
    held = {row.person for row in rows if (row.start or day) <= day <= (row.end or day)}
    post = step.dossier.positions.get(position)
    return frozenset(held if rows else {post.holder} if post and post.holder else ())


def _told(act: Act, kind: ActKind, rule: str, what: str) -> Finding:
    """A finding about the person or post of the act, otherwise about the act; reserved if its kind is."""
    personal = kind.reserved or (act.subject or "").partition(":")[0] in OF_PEOPLE
    why = f"l'atto {act.id} («{kind.title}», {day_text(act.date)}) {what}. L'atto vale finché non è annullato"
    subject = f"member:{act.id}" if kind.reserved else (act.subject or "") if personal else f"act:{act.id}"
    return told("warning", rule, why, subject, phase=Phase.EVALUATION if personal else Phase.OBJECTIVES, inputs=(act,))
