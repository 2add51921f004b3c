"""The efficiency award: a share for the group and one for each member's work (art. 19 c. 3 and 5, art. 26 c. 4)."""

from collections.abc import Iterator
from fractions import Fraction

from merito import Finding, InForce, Intermediate, Phase, ResultRows, Severity, Step, first_of, hookimpl, rule
from merito.kit import told
from merito.numbers import HUNDRED, day_text, euro_text, percent_text, split
from merito_comunita_montane.group_prizes import Prize, Shared, checked, give, prizes
from merito_comunita_montane.savings import FUND as SAVINGS
from merito_comunita_montane.savings import GROWS, STAFF

TOOL, FUND, WHOLE, RULE = "efficiency", "efficiency", "fondo", "BL-19.3"
GROUP, INDIVIDUAL = "efficiency_group_share", "efficiency_individual_share"
AGREED, ACCOUNT, CHOICE = "individual_criteria", "efficiency_account", "efficiency_choice"
FOR_GROUP, SIGNIFICANT = "I-BL-42", "I-BL-36"


@hookimpl
@rule("BL-19.3", SIGNIFICANT)
def merito_check_parameters(step: Step) -> ResultRows:
    """Both shares are above zero and sum to the whole."""
    if not step.parameters.has(GROUP) or not step.parameters.has(INDIVIDUAL):
        return
    group, individual = (step.parameters.share(key).value for key in (GROUP, INDIVIDUAL))
    if group > 0 and individual > 0 and group + individual == 1:
        return
    why = (
        f"le quote del premio per l'efficienza, di gruppo {percent_text(group * HUNDRED)} e individuale "
        f"{percent_text(individual * HUNDRED)}, devono essere entrambe maggiori di zero e sommare a 100%"
    )
    yield told("error", RULE, why, phase=Phase.REWARDS, tool=TOOL)


@hookimpl
@rule("BL-19.3", "BL-19.3p", "BL-19.5")
def merito_check_plan(step: Step) -> ResultRows:
    """A project that shows neither improvement nor savings gets no award; criteria agreed too late do not count."""
    yield from (*checked(step, TOOL, RULE), *_not_shown(step), *_too_late(step), *_when_over(step))


def _not_shown(step: Step) -> Iterator[Finding]:
    for one in prizes(step, TOOL):
        if not str(one.row["improvement"] or "").strip() and not one.row["saved"]:
            why = f"premio al gruppo {one.group}: non risulta né un miglioramento né un risparmio"
            yield told("error", "BL-19.3p", why, one.subject, phase=Phase.REWARDS, tool=TOOL, inputs=(one.row,))


def _too_late(step: Step) -> Iterator[Finding]:
    """Criteria agreed after the account of the results: an error if none came before it, otherwise a warning."""
    every, account = step.acts_of(AGREED), first_of(step.acts_of(ACCOUNT))
    late = tuple(act for act in every if account and act.date > account.date)
    if late and account:
        named = ", ".join(f"{act.id} ({day_text(act.date)})" for act in late)
        severity: Severity = "error" if len(late) == len(every) else "warning"
        of_another = "" if severity == "error" else "; se sono di un altro progetto, prima del suo rendiconto"
        why = f"i criteri {named} seguono il rendiconto {account.id}: si fissano prima{of_another}"
        yield told(severity, RULE, why, phase=Phase.REWARDS, tool=TOOL, inputs=(*late, account))


def _when_over(step: Step) -> Iterator[Finding]:
    """Warns of projects chosen, or criteria agreed, after the year; only a warning, since the text names no day."""
    for kind, rule_id, what in (
        (CHOICE, "BL-19.5", "la scelta dei progetti"),
        (AGREED, RULE, "la determinazione dei criteri"),
    ):
        first = first_of(step.acts_of(kind))
        if first and first.date.year > step.dossier.year:
            why = (
                f"{what} (atto {first.id}) è del {day_text(first.date)}, ad anno finito, mentre si fa a preventivo: "
                "chi sceglie a risultati noti sa chi premia (art. 19 c. 3 e c. 5)"
            )
            yield told("warning", rule_id, why, phase=Phase.REWARDS, tool=TOOL, inputs=(first,))


@hookimpl
@rule("BL-19.3", "BL-19.5", "BL-16.2", FOR_GROUP, tool=TOOL)
def merito_rewards(step: Step) -> ResultRows:
    """Every project's prize, from the fund of the award or from the staff's part of the savings."""
    own, saved = step.so_far.line(FUND, WHOLE), step.so_far.line(SAVINGS, STAFF)
    if own is None and saved is None:
        return
    step.parameters.need(GROUP, INDIVIDUAL)
    found = prizes(step, TOOL)
    from_fund = [one for one in found if not one.row["from_savings"]]
    from_savings = [one for one in found if one.row["from_savings"]]
    if own is not None:
        yield from give(step, own, from_fund, RULE, lambda one: _shared(step, one))
    if saved is not None:
        rest = f"dato a nessun gruppo: {GROWS} (art. 26 c. 3)"
        yield from give(step, saved, from_savings, RULE, lambda one: _shared(step, one), rest)


def _shared(step: Step, one: Prize) -> Shared:
    """The group's part equally or by the shares (I-BL-42), the part for each member's work by the shares."""
    group: InForce[Fraction] = step.parameters.share(GROUP)
    individual = step.parameters.share(INDIVIDUAL)
    parts = split(one.amount, {"1": group.value, "2": individual.value})
    alike = split(parts["1"], dict.fromkeys(one.shares, 1))
    by_shares = split(parts["1"], one.shares)
    taken = step.choose(FOR_GROUP, equal=alike, shares=by_shares)
    work = split(parts["2"], one.shares)
    return Shared(
        dues={who: taken[who] + work[who] for who in one.shares},
        formulas={
            who: f"{euro_text(taken[who])} (quota di gruppo) + {euro_text(work[who])} (apporto individuale)"
            for who in one.shares
        },
        parameters=(group, individual),
        steps=(
            Intermediate("quota di gruppo del premio", parts["1"]),
            Intermediate("quota dell'apporto individuale", parts["2"]),
        ),
    )
