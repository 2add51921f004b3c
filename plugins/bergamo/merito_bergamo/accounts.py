"""Checks of the staff's money: opinions, visas, extra pay, and the part of the resources that rewards performance."""

from collections.abc import Iterator, Sequence

from merito import Act, Finding, Person, Phase, ResultRows, Severity, Step, hookimpl, rule
from merito.kit import Holding, period_of, told
from merito.numbers import HUNDRED, apart_from, counted, euro_text, joined, percent_text, quotient
from merito_bergamo.roles import POSITION, posts_of, role_of

AGREEMENT, OPINION, VISA = "integrative_agreement", "auditors_opinion", "accounting_visa"
BUDGET, ASSIGNMENT, ENTERED = "directional_budget", "resource_assignment", "payment_order"
FAVOURABLE, IN_WORDS = "favourable", ("favorevole", "positivo")
OVERTIME, ALLOWANCE = "overtime", "allowance"
BY_LAW = ("technical_functions", "legal_office")  # named by art. 28 c. 7 itself


@hookimpl
@rule("BG-16.1e", "BG-16.1t", "BG-28.1", "BG-28.7", "BG-30.6", "BG-46.2", "I-BG-14")
def merito_check_plan(step: Step) -> ResultRows:
    """Reports everything and refuses nothing, since none of this is pay that the regulation gives."""
    acts = (*_assigned(step), *_agreements(step), *_visas(step))
    yield from (*acts, *_other_pay(step), *_relevant_part(step))


def _assigned(step: Step) -> Iterator[Finding]:
    """Warns of resources assigned to the managers before the Giunta has approved the budget."""
    approved = step.acts_of(BUDGET)
    for act in step.acts_of(ASSIGNMENT):
        before = [one for one in approved if one.date <= act.date]
        if not any(_of_its_body(step, one) for one in before):
            why = f"l'atto {act.id} assegna le risorse prima che la Giunta abbia approvato il budget direzionale"
            yield _warning("BG-16.1e", why + _of_others(step, before), act)


def _agreements(step: Step) -> Iterator[Finding]:
    """Warns of an agreement if the auditors' last opinion before it is missing or contrary; a blank one is noted."""
    agreements, opinions = step.acts_of(AGREEMENT), step.acts_of(OPINION)
    for act in agreements:
        about = [one for one in opinions if act.id == one.refers_to or one.id == act.refers_to or len(agreements) == 1]
        before = [one for one in about if one.date <= act.date]
        own = [one for one in before if _of_its_body(step, one)]
        if not own or not _favourable(own[-1]):
            found = _as_recorded(own[-1]) if own else "prima non c'è il parere"
            why = f"accordo integrativo {act.id}: {found} del Collegio dei revisori, dove è richiesto"
            severity: Severity = "info" if own and _blank(own[-1]) else "warning"
            yield _about(severity, "BG-16.1t", why + ("" if own else _of_others(step, before)), act)


def _favourable(opinion: Act) -> bool:
    """Whether the outcome is favourable or, if it is blank, the value says so. If both are blank, it is not."""
    return opinion.outcome == FAVOURABLE or (not opinion.outcome and opinion.value.strip().casefold() in IN_WORDS)


def _blank(opinion: Act) -> bool:
    return not opinion.outcome and not opinion.value.strip()


def _as_recorded(opinion: Act) -> str:
    """What is recorded of an opinion that is not favourable: a blank outcome is not a contrary one (Italian)."""
    if _blank(opinion):
        return f"non è scritto se sia favorevole (colonna esito) il parere {opinion.id}"
    return f"il parere {opinion.id} non è registrato come favorevole"


def _of_its_body(step: Step, act: Act) -> bool:
    return act.of_body(step.act_kinds[act.kind].body)


def _of_others(step: Step, acts: list[Act]) -> str:
    """The acts that were given by the wrong body (Italian), or nothing."""
    told = (f"l'atto {one.id} è di «{one.body}», e spetta a: {step.act_kinds[one.kind].body}" for one in acts)
    return "".join(f"; {one}" for one in told)


def _visas(step: Step) -> Iterator[Finding]:
    """Warns of payment orders without an earlier accounting visa."""
    seen = [(act.refers_to, act.date) for act in step.acts_of(VISA)]
    for act in step.acts_of(ENTERED):
        if not any(about == act.id and day <= act.date for about, day in seen):
            yield _warning("BG-30.6", f"l'atto {act.id} non ha un visto di regolarità contabile che lo preceda", act)


def _warning(rule_id: str, why: str, act: Act) -> Finding:
    return _about("warning", rule_id, why, act)


def _about(severity: Severity, rule_id: str, why: str, act: Act) -> Finding:
    return told(severity, rule_id, why, f"act:{act.id}", phase=Phase.RESOURCES, inputs=(act,))


def _other_pay(step: Step) -> Iterator[Finding]:
    """Position and result pay include all other pay, overtime too; only pay by law (`law`, or art. 28 c. 7) is added.

    A row has no days: that of somebody who held a post for some days only is noted, since it may be for the others.
    """
    for row in step.dossier.tables.get("other_pay", ()):
        person = step.dossier.people[str(row["person"])]
        posts = posts_of(step, person.id)
        if not posts and role_of(step, person) != POSITION:
            continue
        subject, part = f"person:{person.id}", _days_of_part(step, person, posts)
        if row["law"] or row["kind"] in BY_LAW:
            continue
        if row["kind"] in (OVERTIME, ALLOWANCE):
            why = (
                "straordinario e indennità non sono dovuti a chi ha una posizione organizzativa: li assorbe la sua paga"
            )
            rule_id = "BG-28.1"
        else:
            why = (
                "un compenso aggiuntivo a chi ha una posizione organizzativa richiede una legge che lo preveda (legge)"
            )
            rule_id = "BG-28.7"
        if part:
            why += f"; la tiene per {counted(part, 'giorno', 'giorni')} dell'anno: controllare a quali si riferisce"
        severity: Severity = "info" if part else "warning"
        yield told(severity, rule_id, why, subject, phase=Phase.RESOURCES, inputs=(row,))


def _days_of_part(step: Step, person: Person, posts: Sequence[Holding]) -> int:
    """The days on which somebody held a post, if they served on others too; otherwise 0."""
    held = [period for one in posts for period in one.periods]
    others = apart_from(map(period_of, step.dossier.service_of(person.id)), held)
    return sum(period.days for period in joined(held)) if others else 0


def _relevant_part(step: Step) -> Iterator[Finding]:
    """Reports which part of the decentralised resources rewards performance; the text sets no threshold."""
    whole, fund = step.dossier.figures.get("decentralised_resources"), step.dossier.funds.get("performance")
    if whole is None or fund is None or not whole.euro:
        return
    part = percent_text(quotient(fund.euro, whole.euro) * HUNDRED)
    why = f"alla performance va il {part} delle risorse decentrate ({euro_text(fund.euro)} su {euro_text(whole.euro)})"
    yield told("info", "BG-46.2", f"{why}; quanto sia «rilevante» lo valuta l'ente (I-BG-14)", phase=Phase.RESOURCES)
