"""The Plan never adopted (art. 10 c. 5 D.Lgs. 150/2009): no result pay for the managers who caused it.

An act finds who they are. Until there is one, the result pay of every manager waits, by a reading; an act that names
nobody releases it. Nobody else is affected. From the PIAO on the same holds for it (art. 6 c. 7 D.L. 80/2021).
"""

from collections.abc import Iterator

from attrs import evolve

from merito import Act, ActNeed, Finding, Gate, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import listed, told
from merito.national.managers import MUNICIPALITY, Manager, managers
from merito.national.plan_documents import PIAO, PLAN, adopted, piao_in_force, piao_of_others, readings_of
from merito.national.plan_findings import OMISSION, PERSON, counting, doubts_on, named, plan_term

PAYS_RESULT = "result"
BAN, OF_PIAO = "IT-10.5", "IT-PIAO.7"
BINDS, BEFORE, FREED = "I-IT-10", "I-IT-11", "I-IT-15"


@hookimpl
@rule(BAN, OF_PIAO, BINDS, BEFORE, "I-IT-12", "I-IT-13", "I-IT-14", "I-IT-16", "I-IT-08")
def merito_gates(step: Step) -> ResultRows:
    """One gate on each result pay of each manager, while the Plan is not adopted and no act has found who omitted it.

    In the year of the cycle it waits for the Plan, afterwards for the finding.
    """
    rules = rules_of_ban(step)
    if not rules or adopted(step) or step.readings[BEFORE].choice != "suspended" or counting(step):
        return
    unclear = tuple(act.id for act in step.acts_of(OMISSION))
    plan = PIAO if piao_in_force(step) else PLAN
    needs = (ActNeed(plan) if step.as_of.year <= step.dossier.year else ActNeed(OMISSION, besides=unclear),)
    doubts = readings_of(step)
    yield from (
        Gate(
            phase=Phase.REWARDS,
            tool=tool,
            subject=f"{PERSON}{one.person}",
            posts=one.posts,
            needs=needs,
            rules=(*rules, BEFORE, *one.readings, *doubts),
        )
        for one in step.once(managers)
        for tool in _tools(step)
    )


@hookimpl
@rule(BAN, OF_PIAO, BINDS, FREED, "I-IT-19")
def merito_check_plan(step: Step) -> ResultRows:
    """The other bans after a Plan never adopted; who is affected by the finding, or why a named person is not."""
    rules = rules_of_ban(step)
    if not rules:
        return
    plan = adopted(step)
    if plan is not None:
        yield from _needless(step, plan)
        return
    yield from (*_never_adopted(step, rules), *_found(step, rules))


def rules_of_ban(step: Step) -> tuple[str, ...]:
    """The rules by which the ban applies to the ente; empty if it does not."""
    if piao_in_force(step):
        return (BAN, OF_PIAO)
    if step.dossier.ente.kind != MUNICIPALITY:
        return (BAN,)
    return (BAN, BINDS) if step.readings[BINDS].choice == "binding" else ()


def _tools(step: Step) -> list[str]:
    """The tools that pay result pay from a fund that the ente has."""
    given = {fund.id for fund in step.dossier.funds}
    paying = (tool for tool in step.tools.values() if tool.pays == PAYS_RESULT)
    return [tool.name for tool in paying if not tool.funds or given.intersection(tool.funds)]


def _never_adopted(step: Step, rules: tuple[str, ...]) -> Iterator[Finding]:
    year = step.dossier.year
    if step.as_of <= plan_term(step):
        return
    what = f"{_the_plan(step)} {year}" + (
        ", che ha assorbito il Piano della performance" if piao_in_force(step) else ""
    )
    why = (
        f"tra gli atti non c'è l'adozione {what}: se non è adottato, l'amministrazione non può assumere personale né "
        f"conferire incarichi di consulenza o di collaborazione ({' '.join(rules)})"
    )
    if not counting(step):
        why += (
            "; chi vi ha concorso per omissione o inerzia si accerta con un atto (accertamento_mancata_adozione_piano)"
        )
    doubts = readings_of(step)
    if doubts:
        why += f"; c'è un atto che sarebbe l'adozione secondo un'altra scelta di {', '.join(doubts)}"
    body = step.act_kinds[PLAN].body
    for act in step.acts_of(PLAN):
        why += "" if act.of_body(body) else f"; l'atto {act.id} risulta di «{act.body}», e spetta a: {body}"
    for act in piao_of_others(step) if piao_in_force(step) else ():
        why += f"; l'atto {act.id} (PIAO) risulta di «{act.body}», e non è dell'organo che lo adotta"
    yield told("warning", BAN, why)


def _the_plan(step: Step) -> str:
    """What the law of the year wants adopted (Italian)."""
    return "del PIAO" if piao_in_force(step) else "del Piano della performance"


def _found(step: Step, rules: tuple[str, ...]) -> Iterator[Finding]:
    """Errors on the result pays of people whom an act names; warnings on acts that name nobody affected by the ban."""
    known = {one.person: one for one in step.once(managers)}
    freed = step.readings[FREED]
    savings = freed.choice == "savings"
    for act in step.acts_of(OMISSION):
        if why := doubts_on(step, act):
            yield told("warning", BAN, why, act.subject or f"act:{act.id}", inputs=(act,))
    for act in counting(step):
        person = named(act)
        if person in known:
            yield from (evolve(one, forfeits=savings) for one in _struck(step, known[person], act, rules))
        elif person:
            why = f"l'atto {act.id} nomina chi non è dirigente: il divieto non lo colpisce"
            if not any(named(one) in ("", *known) for one in counting(step)):
                why += (
                    "; poiché nessun atto nomina un dirigente, o dice che nessuno ha concorso, il risultato di tutti i "
                    "dirigenti non aspetta più: controllare l'atto"
                )
            yield told("warning", BAN, why, f"{PERSON}{person}", inputs=(act,))


def _struck(step: Step, one: Manager, act: Act, rules: tuple[str, ...]) -> Iterator[Finding]:
    why = (
        f"ha concorso alla mancata adozione {_the_plan(step)} (atto {act.id}; "
        f"{' '.join((*rules, *one.readings, FREED))})"
    )
    for tool in _tools(step):
        found = told("error", BAN, why, f"{PERSON}{one.person}", phase=Phase.REWARDS, tool=tool, inputs=(act,))
        yield evolve(found, posts=one.posts)


def _needless(step: Step, plan: Act) -> Iterator[Finding]:
    """A finding act although the Plan is adopted."""
    acts = [act.id for act in step.acts_of(OMISSION) if named(act)]
    if acts:
        why = f"il Piano risulta adottato (atto {plan.id}): l'accertamento non colpisce nessuno: {listed(acts)}"
        yield told("warning", BAN, why, f"act:{acts[0]}", inputs=(plan,))
