"""Acts against their kind and the year that they decide on (art. 4 c. 2 D.Lgs. 150/2009), and payments against acts.

Blank cells of an act are not reported as missing. Recovery of what was not due is art. 2033 of the Codice civile.
"""

from collections import defaultdict
from collections.abc import Iterator

from attrs import evolve

from merito import (
    NOTHING,
    Act,
    ActKind,
    Basis,
    Finding,
    Message,
    Money,
    Payment,
    Phase,
    Ref,
    ResultRows,
    Step,
    kit,
    rule,
    say,
    several,
)

RECOVERY, REWARDS = "recovery", "rewards"


@rule(hook="merito_check_plan")
def acts_at_fault(step: Step) -> ResultRows:
    """Required contents, the right body, who may not sign: every act in effect, in the order of the dates."""
    for act in step.acts:
        if not act.refused:
            kind = step.act_kinds[act.kind]
            yield from _lacking(act, kind)
            if kind.body_rule and not act.of_body(*kind.by):
                why = say(
                    "l'atto {act} risulta di «{body}», mentre spetta a: {whose}. L'atto vale finché non è annullato",
                    act=Ref("act", act.id),
                    body=act.body,
                    whose=kind.body,
                )
                yield _at_fault(act, kind, kind.body_rule, why)
            if kind.signer_not_subject and act.signed_by:
                yield from _of_oneself(step, act, kind, act.signed_by)


@rule("IT-INTERESSE", hook="merito_check_plan")
def payments_to_who_signs(step: Step) -> ResultRows:
    """Whoever signs the payment of a sum to themselves, under a regulation that has no rule of its own on that act."""
    for act in step.acts:
        paid = _own_payments(step, act) if act.signed_by else ()
        if paid and act.signed_by and not act.refused and not step.act_kinds[act.kind].signer_not_subject:
            why = say(
                "l'atto {act} è firmato da {person}, e liquida somme anche a chi lo firma, che doveva astenersi: la "
                "sua parte la adotta di nuovo chi lo sostituisce. L'atto vale finché non è annullato",
                act=Ref("act", act.id),
                person=Ref("person", act.signed_by),
            )
            subject, inputs = f"person:{act.signed_by}", (act, *paid)
            yield kit.told("warning", step.rule, why, subject, phase=Phase.EVALUATION, inputs=inputs)


def _own_payments(step: Step, act: Act) -> tuple[Payment, ...]:
    """What an act pays to who signed it."""
    rows = step.dossier.payments.of(act.signed_by, act=act.id)
    return tuple(row for row in rows if row.kind != RECOVERY)


def _lacking(act: Act, kind: ActKind) -> Iterator[Finding]:
    """The contents that it lacks, one finding for each rule that requires them."""
    holds = act.holds
    missing: dict[str, list[Message]] = defaultdict(list)
    for code, one in kind.contents.items() if holds is not None else ():
        if code not in (holds or ()):
            content = say("{content}", content=one.title)
            if one.cites:
                content = say("{content} ({cites})", content=one.title, cites=one.cites)
            missing[one.rule].append(content)
    for rule_id, contents in missing.items():
        why = say(
            "l'atto {act} non ha {contents}. L'atto vale finché non è annullato",
            act=Ref("act", act.id),
            contents=several(*contents),
        )
        yield _at_fault(act, kind, rule_id, why)


def _of_oneself(step: Step, act: Act, kind: ActKind, signer: str) -> Iterator[Finding]:
    named, who = Ref("act", act.id), Ref("person", signer)
    if kind.fixes and (signer in _touched(step, act) or (not act.subject and signer in _paid_by(step, kind))):
        why = say(
            "l'atto {act} è firmato da {person}, e stabilisce anche la sua somma: chi lo firma doveva astenersi. "
            "L'atto vale finché non è annullato",
            act=named,
            person=who,
        )
        if held := not _by_another(step, act, signer):
            why = say(
                "l'atto {act} è firmato da {person}, e stabilisce anche la sua somma: chi lo firma doveva astenersi; "
                "finché nessun altro la stabilisce la sua somma è sospesa, e le altre no. L'atto vale finché non è "
                "annullato",
                act=named,
                person=who,
            )
        found = _at_fault(act, kind, kind.signer_not_subject, why)
        yield evolve(found, subject=f"person:{signer}", phase=Phase.REWARDS, tool=kind.fixes, waits=held)
    elif signer in _touched(step, act):
        why = say(
            "l'atto {act} è firmato da {person}, e riguarda la sua persona: chi lo firma doveva astenersi. L'atto vale "
            "finché non è annullato",
            act=named,
            person=who,
        )
        yield _at_fault(act, kind, kind.signer_not_subject, why)
    elif paid := step.dossier.payments.of(signer, act=act.id):
        why = say(
            "l'atto {act} è firmato da {person}, e liquida somme anche a chi lo firma, che doveva astenersi: la sua "
            "parte la adotta di nuovo chi lo sostituisce. L'atto vale finché non è annullato",
            act=named,
            person=who,
        )
        found = _at_fault(act, kind, kind.signer_not_subject, why)
        basis = Basis(inputs=(act, *paid))
        yield evolve(found, subject=f"person:{signer}", phase=Phase.EVALUATION, basis=basis)


def _paid_by(step: Step, kind: ActKind) -> set[str]:
    """Everybody who served in the year in a role that the tool of a kind of act pays."""
    tool, dossier = step.tools.get(kind.fixes), step.dossier
    roles = tool.roles if tool else ()
    served = ((one, row) for one in dossier.people for row in dossier.service_of(one.id))
    return {one.id for one, row in served if (row.role or one.role) in roles}


def _by_another(step: Step, act: Act, signer: str) -> bool:
    """Whether another act in effect of the same kind fixes the sum of a signer, and is not signed by them."""
    about = (None, "", f"person:{signer}")
    others = (one for one in step.acts_of(act.kind) if one is not act and not one.refused)
    return any(one.subject in about and one.signed_by != signer for one in others)


def _touched(step: Step, act: Act) -> set[str | None]:
    """The persons affected by an act: its subject, whoever holds its post that day, the head of its unit.

    The holders of a post are those of the appointments; without any, that of the column of the holder.
    """
    table, _, identifier = (act.subject or "").partition(":")
    if table == "person":
        return {identifier}
    if table == "unit":
        unit = step.dossier.units.get(identifier)
        return {unit.head if unit else None}
    if table != "position":
        return set()
    rows, day = step.dossier.appointments.of(position=identifier), act.date
    post = step.dossier.positions.get(identifier)
    held = {row.person for row in rows if (row.start or day) <= day <= (row.end or day)}
    return {*held} if rows else {post.holder if post else None}


def _at_fault(act: Act, kind: ActKind, rule_id: str, why: Message) -> Finding:
    """A finding about the person or post of the act, otherwise about the act; reserved if its kind is."""
    of_people = (act.subject or "").startswith(("person:", "position:"))
    subject = f"member:{act.id}" if kind.reserved else (act.subject or "") if of_people else f"act:{act.id}"
    phase = Phase.EVALUATION if kind.reserved or of_people else Phase.OBJECTIVES
    return kit.told("warning", rule_id, why, subject, phase=phase, inputs=(act,))


@rule("IT-4.2d", hook="merito_check_plan")
def acts_too_early(step: Step) -> ResultRows:
    """A decision on the results of a year follows its end: an earlier one does not count, and is reported.

    About a person who left, or changed unit or post in the year, it follows that day.
    """
    for act in step.dossier.acts_too_early(step.as_of):
        why = say(
            "l'atto {act} è del {day}: una decisione sui risultati del {year} è del {first} o dopo, quindi non conta. "
            "Controllare la data, o l'anno del ciclo",
            act=Ref("act", act.id),
            day=act.date,
            year=act.year,
            first=act.earliest or "",
        )
        yield kit.told("warning", step.rule, why, f"act:{act.id}", phase=Phase.EVALUATION, inputs=(act,))


@rule("IT-PAGATO", hook="merito_check_plan")
def payments(step: Step) -> ResultRows:
    """Payments without an act that pays, before it, or recoveries beyond what was paid; the number of later ones.

    Only the rows of payments matter: nothing that the rewards wait for stops this check.
    """
    seen = [row for row in step.dossier.payments if row.date <= step.as_of]
    paid: dict[tuple[str, str], list[Payment]] = defaultdict(list)
    for row in seen:
        paid[row.person, row.tool].append(row)
        if why := _doubt(step, row):
            yield _of_payment(row, _doubted(row, why))
    for (_, name), own in paid.items():
        if sum(row.net for row in own) < 0:
            why = say("strumento {tool}: è stato recuperato più di quanto era stato pagato", tool=Ref("tool", name))
            yield _of_payment(own[-1], why)
    if later := len(step.dossier.payments) - len(seen):
        why = say("pagamenti di un giorno dopo la data dell'esecuzione, che non contano: {n}", n=later)
        yield kit.told("info", "IT-PAGATO", why, phase=Phase.REWARDS)


def _doubted(row: Payment, why: Message) -> Message:
    """A payment or recovery, and what is wrong with it."""
    tool, amount = Ref("tool", row.tool), Money(row.amount)
    if row.kind == RECOVERY:
        return say(
            "recupero di {amount} del {day}, strumento {tool}: {why}", amount=amount, day=row.date, tool=tool, why=why
        )
    return say(
        "pagamento di {amount} del {day}, strumento {tool}: {why}", amount=amount, day=row.date, tool=tool, why=why
    )


def _doubt(step: Step, row: Payment) -> Message:
    act = step.dossier.acts[row.act]
    kind, named = step.act_kinds[act.kind], Ref("act", act.id)
    if not act.stands(step.dossier.year):
        return say("l'atto {act} non è del ciclo {year}", act=named, year=step.dossier.year)
    if act.takes_effect > row.date:
        return say("l'atto {act} ha efficacia dal {day}, dopo il pagamento", act=named, day=act.takes_effect)
    if row.kind == RECOVERY:
        if act.kind == RECOVERY:
            return NOTHING
        return say("l'atto {act} non è di recupero: il recupero chiede un suo atto", act=named)
    if kind.adopts_run or not {row.tool, REWARDS}.isdisjoint(kind.pays):
        return NOTHING
    return say("l'atto {act} non liquida questo strumento", act=named)


def _of_payment(row: Payment, why: Message) -> Finding:
    return kit.told("warning", "IT-PAGATO", why, f"person:{row.person}", phase=Phase.REWARDS, inputs=(row,))
