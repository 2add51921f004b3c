"""The Plan never adopted (art. 10 c. 5 D.Lgs. 150/2009): no result pay for the managers who caused it.

An act finds who they are. Until there is one, the result pay of every manager waits, by a reading; an act that names
nobody releases it. Nobody else is affected. From the PIAO on the same holds for it (art. 6 c. 7 D.L. 80/2021).
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from attrs import evolve

from merito import (
    NOTHING,
    Act,
    ActNeed,
    Finding,
    Gate,
    Listed,
    Message,
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
from merito_national import refs_of
from merito_national.people import PERSON, Manager, is_municipality, managers
from merito_national.plan import LATE, PIAO, PLAN, adopted, last_day, piao_in_force, readings_of_adoption

OMISSION, NOBODY = "plan_omission", "nessuno"
BAN, OF_PIAO, BASE_TERMS = "IT-10.5", "IT-PIAO.7", {"IT-10.1a", "IT-PIAO.1"}
BINDS, BEFORE, FREED = "I-IT-10", "I-IT-11", "I-IT-15"
CONCURRED = frozenset({"si", "ha", "concorso", "per", "omissione", "o", "inerzia"})


@rule(BAN, OF_PIAO, BINDS, BEFORE, "I-IT-12", "I-IT-13", "I-IT-14", "I-IT-16", "I-IT-08", hook="merito_gates")
def result_pay_waits(step: Step) -> ResultRows:
    """One gate on each result pay of each manager, while the Plan is not adopted and no act has found who omitted it.

    In the year of the cycle it waits for the Plan, afterwards for the finding.
    """
    rules = _rules(step)
    if not rules or adopted(step) or step.readings[BEFORE].choice != "suspended" or _counting(step):
        return
    unclear = tuple(act.id for act in step.acts_of(OMISSION))
    plan = PIAO if piao_in_force(step) else PLAN
    needs = (ActNeed(plan) if step.as_of.year <= step.dossier.year else ActNeed(OMISSION, besides=unclear),)
    doubts = readings_of_adoption(step)
    for one in step.once(managers):
        borne, subject = (*rules, BEFORE, *one.readings, *doubts), f"{PERSON}{one.person}"
        for tool in _tools(step):
            phase = Phase.REWARDS
            yield Gate(phase=phase, tool=tool, subject=subject, posts=one.posts, needs=needs, rules=borne)


def _rules(step: Step) -> tuple[str, ...]:
    """The rules by which the ban applies to the ente; empty if it does not."""
    if piao_in_force(step):
        return (BAN, OF_PIAO)
    if not is_municipality(step):
        return (BAN,)
    return (BAN, BINDS) if step.readings[BINDS].choice == "binding" else ()


def _tools(step: Step) -> list[str]:
    """The tools that pay result pay from a fund that the ente has."""
    given = {fund.id for fund in step.dossier.funds}
    paying = (tool for tool in step.tools.values() if tool.pays == "result")
    return [tool.name for tool in paying if not tool.funds or given.intersection(tool.funds)]


@rule(BAN, OF_PIAO, BEFORE, hook="merito_check_plan")
def paid_before_the_finding(step: Step) -> ResultRows:
    """An error for everything that an act paid out through a tool while that result pay was to wait.

    Once an act has found who omitted the Plan the gate is gone; earlier payments are reported all the same.
    """
    rules, found = _rules(step), _counting(step)
    if not rules or not found or adopted(step):
        return
    first = min(found, key=lambda act: act.date)
    struck = {one.person for one in step.once(managers)}
    together: dict[tuple[str, date, str], list[Payment]] = defaultdict(list)
    for row in step.dossier.payments:
        paid = row.kind != "recovery" and row.date < first.date and row.date <= step.as_of
        if paid and step.tools[row.tool].pays == "result" and row.person in struck:
            together[row.tool, row.date, row.act].append(row)
    if not together or step.readings[BEFORE].choice != "suspended":
        return
    for (tool, day, name), rows in together.items():
        why = say(
            "{n} pagamento del {day} con l'atto {act}, strumento {tool}: il Piano non è adottato e il risultato dei "
            "dirigenti attende l'accertamento di chi vi ha concorso, che è solo del {found} (atto {finding}; {rules})",
            many="{n} pagamenti del {day} con l'atto {act}, strumento {tool}: il Piano non è adottato e il risultato "
            "dei dirigenti attende l'accertamento di chi vi ha concorso, che è solo del {found} (atto {finding}; "
            "{rules})",
            number="n",
            n=len(rows),
            day=day,
            act=Ref("act", name),
            tool=Ref("tool", tool),
            found=first.date,
            finding=Ref("act", first.id),
            rules=refs_of(step, (*rules, BEFORE)),
        )
        yield kit.told("error", BAN, why, f"act:{name}", inputs=(step.dossier.acts[name], first))


@rule(BAN, OF_PIAO, BINDS, FREED, "I-IT-19", hook="merito_check_plan")
def never_adopted(step: Step) -> ResultRows:
    """The other bans after a Plan never adopted; who is affected by the finding, or why a named person is not."""
    rules = _rules(step)
    if not rules:
        return
    plan = adopted(step)
    if plan is None:
        if step.as_of > _plan_term(step):
            yield kit.told("warning", BAN, _not_among_acts(step, rules))
        yield from _found(step, rules)
    elif acts := [act.id for act in step.acts_of(OMISSION) if _named(act)]:
        why = say(
            "il Piano risulta adottato (atto {plan}): l'accertamento non colpisce nessuno: {acts}",
            plan=Ref("act", plan.id),
            acts=Listed(Ref("act", one) for one in acts),
        )
        yield kit.told("warning", BAN, why, f"act:{acts[0]}", inputs=(plan,))


def _not_among_acts(step: Step, rules: tuple[str, ...]) -> Message:
    """That the adoption is not among the acts, what is banned, and the acts that look like it."""
    year, banned = step.dossier.year, refs_of(step, rules)
    if piao_in_force(step):
        lacking = say(
            "tra gli atti non c'è l'adozione del PIAO {year}, che ha assorbito il Piano della performance: se non è "
            "adottato, l'amministrazione non può assumere personale né conferire incarichi di consulenza o di "
            "collaborazione ({rules})",
            year=year,
            rules=banned,
        )
    else:
        lacking = say(
            "tra gli atti non c'è l'adozione del Piano della performance {year}: se non è adottato, l'amministrazione "
            "non può assumere personale né conferire incarichi di consulenza o di collaborazione ({rules}). Se è "
            "adottato, chi tiene gli atti lo scrive (piano_performance); se no, lo adotta l'organo di indirizzo",
            year=year,
            rules=banned,
        )
    parts = [lacking]
    if not _counting(step):
        parts.append(
            say(
                "chi vi ha concorso per omissione o inerzia si accerta con un atto "
                "(accertamento_mancata_adozione_piano)"
            )
        )
    if doubts := readings_of_adoption(step):
        parts.append(
            say(
                "c'è un atto che sarebbe l'adozione secondo un'altra scelta di {readings}",
                readings=refs_of(step, doubts),
            )
        )
    return several(*parts, *_of_other_bodies(step))


def _of_other_bodies(step: Step) -> Iterator[Message]:
    """Acts that would be the adoption, if they were of the body that adopts."""
    for act in step.acts_of(PLAN):
        kind = step.act_kinds[PLAN]
        if not act.of_body(*kind.by):
            yield say(
                "l'atto {act} risulta di «{body}», e spetta a: {whose}",
                act=Ref("act", act.id),
                body=act.body,
                whose=kind.body,
            )
    for act in step.acts_of(PIAO) if piao_in_force(step) else ():
        if not act.of_body(*step.act_kinds[PIAO].by):
            yield say(
                "l'atto {act} (PIAO) risulta di «{body}», e non è dell'organo che lo adotta",
                act=Ref("act", act.id),
                body=act.body,
            )


def _plan_term(step: Step) -> date:
    """The deadline of the Plan for the ente: that of its regulation, or the base deadline if it binds.

    While a deadline cannot be determined yet, and if there is none, the end of the year.
    """
    terms = [one for one in step.so_far.deadlines if one.met_by in (PLAN, PIAO) and one.subject is None]
    own = [one for one in terms if BASE_TERMS.isdisjoint(one.rules)]
    if not own and is_municipality(step):
        return last_day(step)
    return max((one.due or last_day(step) for one in own or terms), default=last_day(step))


def _found(step: Step, rules: tuple[str, ...]) -> Iterator[Finding]:
    """Errors on the result pays of people whom an act names; warnings on acts that name nobody affected by the ban."""
    known = {one.person: one for one in step.once(managers)}
    savings, counting = step.readings[FREED].choice == "savings", _counting(step)
    for act in step.acts_of(OMISSION):
        if why := _doubts_on(step, act):
            yield kit.told("warning", BAN, why, act.subject or f"act:{act.id}", inputs=(act,))
    for act in counting:
        person = _named(act)
        if person in known:
            yield from _struck(step, known[person], act, rules, forfeits=savings)
        elif person:
            why = say(
                "l'atto {act} nomina chi non è dirigente: il divieto non lo colpisce",
                act=Ref("act", act.id),
            )
            if not any(_named(one) in ("", *known) for one in counting):
                freed = say(
                    "poiché nessun atto nomina un dirigente, o dice che nessuno ha concorso, il risultato di tutti i "
                    "dirigenti non aspetta più: controllare l'atto"
                )
                why = several(why, freed)
            yield kit.told("warning", BAN, why, f"{PERSON}{person}", inputs=(act,))


def _struck(step: Step, one: Manager, act: Act, rules: tuple[str, ...], *, forfeits: bool) -> Iterator[Finding]:
    borne, subject = refs_of(step, (*rules, *one.readings, FREED)), f"{PERSON}{one.person}"
    named = Ref("act", act.id)
    if piao_in_force(step):
        why = say("ha concorso alla mancata adozione del PIAO (atto {act}; {rules})", act=named, rules=borne)
    else:
        why = say(
            "ha concorso alla mancata adozione del Piano della performance (atto {act}; {rules})",
            act=named,
            rules=borne,
        )
    for tool in _tools(step):
        found = kit.told("error", BAN, why, subject, phase=Phase.REWARDS, tool=tool, inputs=(act,))
        yield evolve(found, posts=one.posts, forfeits=forfeits)


def _named(act: Act) -> str | None:
    """Whom a finding names; blank for one that says that nobody omitted the Plan, None for an unclear one.

    A person is in the subject, with a blank value or one that says omission or inertia; nobody is a blank subject and
    the one word for it. An act that says both, or anything else, affects nobody and releases nobody.
    """
    decomposed = unicodedata.normalize("NFKD", act.value.casefold())
    said = "".join(mark for mark in decomposed if not unicodedata.combining(mark)).strip()
    if not act.subject:
        return "" if said == NOBODY else None
    if act.subject.startswith(PERSON) and CONCURRED.issuperset(re.findall(r"\w+", said)):
        return act.subject.removeprefix(PERSON)
    return None


def _counting(step: Step) -> list[Act]:
    """The findings that are clear, and not of a day on which the Plan could not yet be omitted."""
    first = _omitted_after(step)
    return [act for act in step.acts_of(OMISSION) if _named(act) is not None and act.date > first]


def _omitted_after(step: Step) -> date:
    """The last day on which nobody can have omitted the Plan: while it can still be adopted (reading I-IT-13).

    If it can be adopted at any time, the deadline of the Plan.
    """
    return _plan_term(step) if step.readings[LATE].choice == "counts" else last_day(step)


def _doubts_on(step: Step, act: Act) -> Message:
    """Why a finding does not count; nothing for one that counts."""
    clear, named = _named(act) is not None, Ref("act", act.id)
    if not clear and (act.subject or "").startswith(PERSON):
        return say(
            "l'atto {act} nomina una persona, e nel valore dice «{value}»: non è chiaro se ha concorso, quindi l'atto "
            "non colpisce e non libera nessuno. Per chi ha concorso lasciare vuoto il valore; se nessuno ha concorso, "
            "l'oggetto è vuoto e il valore è «nessuno»",
            act=named,
            value=act.value,
        )
    if not clear:
        return say(
            "l'atto {act} non dice chi ha concorso: l'oggetto è una persona (person:ID) oppure, se nessuno ha "
            "concorso, il valore è solo la parola «nessuno»",
            act=named,
        )
    if act.date <= (first := _omitted_after(step)):
        return say(
            "l'atto {act} è del {day}, e fino al {first} il Piano poteva ancora essere adottato ({reading}): "
            "l'accertamento non colpisce e non libera nessuno",
            act=named,
            day=act.date,
            first=first,
            reading=Ref("reading", LATE),
        )
    return NOTHING
