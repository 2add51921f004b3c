"""Acts against their kind and the year that they decide on (art. 4 c. 2 D.Lgs. 150/2009), and payments against acts.

Blank cells of an act are not reported as missing. Recovery of what was not due is art. 2033 of the Codice civile.
"""

from collections import defaultdict
from collections.abc import Iterator

from attrs import evolve

from merito import Act, ActKind, Basis, Finding, Payment, Phase, ResultRows, Step, kit, rule
from merito.numbers import day_text, euro_text

RECOVERY, REWARDS = "recovery", "rewards"


@rule(hook="merito_check_plan")
def acts_at_fault(step: Step) -> ResultRows:
    """Required contents, the right body, who may not sign: every act in effect, in the order of the dates."""
    for act in step.acts:
        if not act.refused:
            kind = step.act_kinds[act.kind]
            yield from _lacking(act, kind)
            if kind.body_rule and not act.of_body(*kind.by):
                yield _at_fault(act, kind, kind.body_rule, f"risulta di «{act.body}», mentre spetta a: {kind.body}")
            if kind.signer_not_subject and act.signed_by:
                yield from _of_oneself(step, act, kind, act.signed_by)


def _lacking(act: Act, kind: ActKind) -> Iterator[Finding]:
    """The contents that it lacks, one finding for each rule that requires them."""
    holds = act.holds
    missing: dict[str, list[str]] = defaultdict(list)
    for code, one in kind.contents.items() if holds is not None else ():
        if code not in (holds or ()):
            missing[one.rule].append(f"{one.title} ({one.cites})" if one.cites else one.title)
    for rule_id, contents in missing.items():
        yield _at_fault(act, kind, rule_id, f"non ha {'; '.join(contents)}")


def _of_oneself(step: Step, act: Act, kind: ActKind, signer: str) -> Iterator[Finding]:
    if kind.fixes and (signer in _touched(step, act) or (not act.subject and signer in _paid_by(step, kind))):
        why = f"è firmato da {signer}, e stabilisce anche la sua somma: chi lo firma doveva astenersi"
        if held := not _by_another(step, act, signer):
            why += "; finché nessun altro la stabilisce la sua somma è sospesa, e le altre no"
        found = _at_fault(act, kind, kind.signer_not_subject, why)
        yield evolve(found, subject=f"person:{signer}", phase=Phase.REWARDS, tool=kind.fixes, waits=held)
    elif signer in _touched(step, act):
        why = f"è firmato da {signer}, e riguarda la sua persona: chi lo firma doveva astenersi"
        yield _at_fault(act, kind, kind.signer_not_subject, why)
    elif paid := step.dossier.payments.of(signer, act=act.id):
        why = f"è firmato da {signer}, e liquida somme anche a chi lo firma, che doveva astenersi"
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


def _at_fault(act: Act, kind: ActKind, rule_id: str, what: str) -> Finding:
    """A finding about the person or post of the act, otherwise about the act; reserved if its kind is."""
    of_people = (act.subject or "").startswith(("person:", "position:"))
    subject = f"member:{act.id}" if kind.reserved else (act.subject or "") if of_people else f"act:{act.id}"
    phase = Phase.EVALUATION if kind.reserved or of_people else Phase.OBJECTIVES
    why = f"l'atto {act.id} («{kind.title}», {day_text(act.date)}) {what}. L'atto vale finché non è annullato"
    return kit.told("warning", rule_id, why, subject, phase=phase, inputs=(act,))


@rule("IT-4.2d", hook="merito_check_plan")
def acts_too_early(step: Step) -> ResultRows:
    """A decision on the results of a year follows its end: an earlier one does not count, and is reported.

    About a person who left, or changed unit or post in the year, it follows that day.
    """
    for act in step.dossier.acts_too_early(step.as_of):
        title, first = step.act_kinds[act.kind].title, act.earliest
        why = (
            f"l'atto {act.id} («{title}») è del {day_text(act.date)}: una decisione sui risultati del {act.year} è del "
            f"{day_text(first) if first else ''} o dopo, quindi non conta. Controllare la data, o l'anno del ciclo"
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
            what = "recupero" if row.kind == RECOVERY else "pagamento"
            tool = f"strumento «{step.tools[row.tool].label}»"
            yield _of_payment(row, f"{what} di {euro_text(row.amount)} del {day_text(row.date)}, {tool}: {why}")
    for (_, name), own in paid.items():
        if sum(row.net for row in own) < 0:
            tool = f"strumento «{step.tools[name].label}»"
            yield _of_payment(own[-1], f"{tool}: è stato recuperato più di quanto era stato pagato")
    if later := len(step.dossier.payments) - len(seen):
        why = f"pagamenti di un giorno dopo la data dell'esecuzione, che non contano: {later}"
        yield kit.told("info", "IT-PAGATO", why, phase=Phase.REWARDS)


def _doubt(step: Step, row: Payment) -> str:
    act = step.dossier.acts[row.act]
    kind = step.act_kinds[act.kind]
    if not act.stands(step.dossier.year):
        return f"l'atto {act.id} non è del ciclo {step.dossier.year}"
    if act.takes_effect > row.date:
        return f"l'atto {act.id} ha efficacia dal {day_text(act.takes_effect)}, dopo il pagamento"
    if row.kind == RECOVERY:
        lawful, why = act.kind == RECOVERY, "non è di recupero: il recupero chiede un suo atto"
    else:
        lawful = kind.adopts_run or not {row.tool, REWARDS}.isdisjoint(kind.pays)
        why = "non liquida questo strumento"
    return "" if lawful else f"l'atto {act.id} («{kind.title}») {why}"


def _of_payment(row: Payment, why: str) -> Finding:
    return kit.told("warning", "IT-PAGATO", why, f"person:{row.person}", phase=Phase.REWARDS, inputs=(row,))
