"""The money that the budget sets aside for the posizioni organizzative (art. 26 c. 1)."""

from decimal import Decimal

from merito import Basis, FundLine, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import staff_positions, told
from merito.numbers import euro_text

FUND, RESULT = "positions", "risultato"
TOOLS = ("position_pay", "position_result")
ZERO = Decimal("0.00")


def item_of(position: str) -> str:
    """The name of a post's line in the fund."""
    return f"posizione {position}"


@hookimpl(specname="merito_check_plan")
@rule("BG-26.1b")
def within_the_budget(step: Step) -> ResultRows:
    """Position and result pay together must not exceed the money of the budget."""
    fund = step.dossier.funds.get(FUND)
    spent, missing = _needed(step), _missing(step)
    if fund is not None and missing and (fund.euro or staff_positions(step.dossier)):
        why = f"non si può verificare che le risorse bastino: {missing}"
        yield told("warning", "BG-26.1b", why, phase=Phase.RESOURCES, inputs=(fund,))
    if fund is not None and spent > fund.euro:
        why = (
            f"retribuzioni di posizione e di risultato per {euro_text(spent)}, {euro_text(spent - fund.euro)} oltre le "
            f"risorse in bilancio ({euro_text(fund.euro)}): ridurre gli importi o aumentare le risorse"
        )
        for tool in TOOLS:
            yield told("error", "BG-26.1b", why, phase=Phase.RESOURCES, tool=tool, inputs=(fund,))


@hookimpl(specname="merito_check_plan")
@rule("BG-28.2", "I-BG-17")
def limits_in_order(step: Step) -> ResultRows:
    keys = ("position_least", "position_most")
    if all(map(step.parameters.has, keys)):
        least, most = (step.parameters.money(key).value for key in keys)
        if least > most:
            why = f"position_least ({euro_text(least)}) supera position_most ({euro_text(most)})"
            yield told("error", "BG-28.2", why, "parameter:position_least", phase=Phase.RESOURCES)


def _missing(step: Step) -> str:
    """What of the posts is not known (Italian): their amounts, or which they are."""
    posts = staff_positions(step.dossier)
    without = [one.id for one in posts if one.amount is None]
    if without:
        return f"manca l'importo di {', '.join(without)}"
    return "" if posts else "mancano le posizioni organizzative (tabella posizioni)"


def _needed(step: Step) -> Decimal:
    result = step.dossier.figures.get("positions_result")
    pay = sum((one.amount for one in staff_positions(step.dossier) if one.amount), ZERO)
    return pay + (result.euro if result else ZERO)


@hookimpl
@rule("BG-26.1b", "BG-28.1")
def merito_funds(step: Step) -> ResultRows:
    """One line for each post, one for the result, and one for what the budget sets aside for neither."""
    fund = step.dossier.funds.get(FUND)
    if fund is None or _needed(step) > fund.euro:
        return
    result = step.dossier.figures.get("positions_result")
    rules, basis = ("BG-26.1b", "BG-28.1"), Basis(inputs=(fund, *((result,) if result else ())))
    lines = [
        FundLine(fund=FUND, item=item_of(one.id), amount=one.amount, rules=rules, basis=Basis(inputs=(fund, one)))
        for one in staff_positions(step.dossier)
        if one.amount
    ]
    left, missing = fund.euro - _needed(step), _missing(step)
    if result is not None:
        lines.append(FundLine(fund=FUND, item=RESULT, amount=result.euro, rules=rules, basis=basis))
    if result is None or missing:
        unsaid = "manca la parte per il risultato (risultato_posizioni in [figures])" if result is None else ""
        why = "; ".join(filter(None, (missing, unsaid)))
        lines.append(FundLine(fund=FUND, item="da destinare", amount=left, reason=why, rules=rules, basis=basis))
    else:
        why = "eccedenza: risorse che nessuna posizione impegna"
        lines.append(
            FundLine(fund=FUND, item="non impegnate", amount=left, savings=left, reason=why, rules=rules, basis=basis)
        )
    yield from (line for line in lines if line.amount)
