"""The resources for rewards, what goes to each tool, and the savings on running costs (arts. 16, 18 c. 3, 19 c. 1, 26).

Of the savings Q = q × savings is for rewards, the staff's part p × Q, both down to the cent; the rest of Q goes to
integrative bargaining (I-BL-23), and so does what awards do not give of the staff's part.
"""

from collections.abc import Sequence
from decimal import Decimal

from attrs import frozen

from merito import (
    NOTHING,
    Act,
    Basis,
    FundLine,
    Given,
    InForce,
    Message,
    Money,
    Phase,
    Ref,
    ResultRows,
    Severity,
    State,
    Step,
    TableRow,
    cited,
    kit,
    rule,
    say,
    several,
)
from merito.numbers import HUNDRED, Number, cents_down, exact_text, half_up, product
from merito_comunita_montane.organisation import GIUNTA, OIV
from merito_comunita_montane.planning.plan import REPORT
from merito_comunita_montane.prizes import groups
from merito_comunita_montane.prizes.bonus import FUNDS, PRIZES, ZERO, in_use

TOOLS = ("annual", "collective", "bonus", "innovation", "efficiency", "progression", "result")
BARGAINING, VALIDATION = "quota per la contrattazione integrativa", "report_validation"
CENTS, BOTH = "I-BL-23", "I-BL-24"
RULES = ("BL-26.3", "BL-26.5", CENTS, BOTH)


@rule("BL-16.1", "BL-16.2", "BL-18.3", "BL-19.1", "BL-26.1", "BL-26.2", "BL-26.5")
@rule(groups.SIGNIFICANT, hook="merito_check_plan")
def funds_of_the_tools(step: Step) -> ResultRows:
    """Compares the funds of the five tools of money with the resources, tool by tool and in total."""
    if not step.dossier.funds and not any(in_use(step, tool) for tool in TOOLS):
        return
    funds = {fund: given.euro for fund in (*TOOLS, groups.SAVINGS) if (given := step.dossier.funds.get(fund))}
    for tool in TOOLS:
        wanted = {groups.SAVINGS if one.row["from_savings"] else tool for one in groups.prizes(step, tool)} or {tool}
        missing = [FUNDS[fund] for fund in sorted(wanted) if fund not in funds]
        if missing and in_use(step, tool):
            why = say(
                "ci sono candidati o premi, ma nessuna somma è destinata: chi ripartisce le risorse scrive tra i "
                "valori dell'anno {funds}",
                funds=tuple(missing),
            )
            yield kit.told("warning", "BL-16.2", why, phase=Phase.RESOURCES, tool=tool)
    yield from (*_total(step, funds), *_allocated(step, funds), *_of_the_bonus(step, funds))
    if not any(funds.get(fund) for fund in (groups.INNOVATION, groups.EFFICIENCY, groups.SAVINGS)):
        why = say(
            "nessuna somma va ai premi per l'innovazione e l'efficienza, e il testo ne vuole una parte significativa "
            "({reading}): chi ripartisce le risorse ne destina una, o scrive perché non può",
            reading=Ref("reading", groups.SIGNIFICANT),
        )
        yield kit.told("warning", "BL-19.1", why, phase=Phase.RESOURCES)
    for row in step.dossier.tables.get(PRIZES, ()):
        if str(row["tool"]) not in (groups.COLLECTIVE, groups.INNOVATION, groups.EFFICIENCY):
            why = say(
                "premio al gruppo {group}: lo strumento {tool} premia le persone una per una, e la riga di "
                "premi_gruppo non conta: i gruppi hanno i premi collettivi, per l'innovazione e per l'efficienza (art. "
                "16 c. 1 lett. a, art. 19)",
                group=str(row["group"]),
                tool=Ref("tool", str(row["tool"])),
            )
            yield kit.told("warning", "BL-16.1", why, f"group:{row['group']}", phase=Phase.RESOURCES, inputs=(row,))


def _total(step: Step, funds: dict[str, Decimal]) -> ResultRows:
    """All the funds within the yearly total, plus what efficiency has freed, if that meets art. 26 c. 5."""
    total, freed = (step.dossier.figures.get(key) for key in ("reward_resources", "efficiency_resources"))
    more = ZERO
    if freed is not None and (problem := _not_usable(step, freed.euro)):
        why = say(
            "le risorse delle iniziative di efficienza ({freed}) non si possono usare: {why}",
            freed=Money(freed.euro),
            why=problem,
        )
        yield kit.told("warning", "BL-26.5", why, phase=Phase.RESOURCES, inputs=(freed,))
    elif freed is not None:
        more = freed.euro
        why = say(
            "le risorse premiali crescono di {more}, resi disponibili dalle iniziative di efficienza", more=Money(more)
        )
        yield kit.told("info", "BL-26.2", why, phase=Phase.RESOURCES, inputs=(freed,))
    if total is None:
        return
    used = sum((funds.get(tool, ZERO) for tool in TOOLS), ZERO)
    left = total.euro + more - used
    said = say(
        "i fondi degli strumenti sommano a {used}, le risorse premiali a {total}",
        used=Money(used),
        total=Money(total.euro),
    )
    if more:
        said = say(
            "i fondi degli strumenti sommano a {used}, le risorse premiali a {total} + {more} (art. 26 c. 2)",
            used=Money(used),
            total=Money(total.euro),
            more=Money(more),
        )
    if left < 0:
        why = say("{sums}: {over} in più", sums=said, over=Money(-left))
        yield kit.told("error", "BL-26.1", why, phase=Phase.REWARDS, inputs=(total,))
    elif left > 0:
        why = say("{sums}: {left} a nessuno strumento", sums=said, left=Money(left))
        yield kit.told("info", "BL-26.1", why, phase=Phase.RESOURCES, inputs=(total,))


def _allocated(step: Step, funds: dict[str, Decimal]) -> ResultRows:
    """What the integrative contract gives each tool: a larger fund is refused.

    Result pay has resources of its own (art. 21 c. 1): that the contract does not name it is a note.
    """
    rows = tuple(step.dossier.tables.get("allocations", ()))
    if rows and not step.acts_of("integrative_contract"):
        why = say("c'è la destinazione delle risorse ai vari strumenti, ma non il contratto integrativo che la dispone")
        yield kit.told("warning", "BL-26.1", why, phase=Phase.RESOURCES, inputs=rows)
    given = {str(row["tool"]): Decimal(str(row["amount"])) for row in rows}
    for tool in TOOLS if given else ():
        fund, most = funds.get(tool, ZERO), given.get(tool, ZERO)
        if fund and tool not in given:
            why = say(
                "il fondo è {fund}, e tra le destinazioni del contratto integrativo lo strumento non c'è",
                fund=Money(fund),
            )
            severity: Severity = "info" if tool == "result" else "error"
            yield kit.told(severity, "BL-26.1", why, phase=Phase.REWARDS, tool=tool, inputs=rows)
            continue
        why = say(
            "il contratto integrativo destina {most}, mentre il fondo è {fund}", most=Money(most), fund=Money(fund)
        )
        if fund > most:
            why = say(
                "il contratto integrativo destina {most}, mentre il fondo è {fund}: {over} in più",
                most=Money(most),
                fund=Money(fund),
                over=Money(fund - most),
            )
            yield kit.told("error", "BL-26.1", why, phase=Phase.REWARDS, tool=tool, inputs=rows)
        elif fund < most:
            yield kit.told("info", "BL-26.1", why, phase=Phase.RESOURCES, tool=tool, inputs=rows)


def _of_the_bonus(step: Step, funds: dict[str, Decimal]) -> ResultRows:
    """The bonus comes from the resources of integrative bargaining."""
    fund, bargaining = funds.get("bonus"), step.dossier.figures.get("bargaining_resources")
    if fund is None:
        return
    if bargaining is None:
        why = say(
            "non risultano le risorse della contrattazione integrativa, tra cui si trova il bonus "
            "(risorse_contrattazione): chi ripartisce le risorse le scrive tra i valori dell'anno"
        )
        yield kit.told("warning", "BL-18.3", why, phase=Phase.RESOURCES, tool="bonus")
    elif fund > bargaining.euro:
        why = say(
            "il fondo del bonus passa di {over} le risorse della contrattazione integrativa ({bargaining})",
            over=Money(fund - bargaining.euro),
            bargaining=Money(bargaining.euro),
        )
        yield kit.told("error", "BL-18.3", why, phase=Phase.RESOURCES, tool="bonus")


@frozen(kw_only=True)
class Savings:
    """The savings of the year (euro) and their part for rewards; `problem` is why it may not be used yet."""

    figure: Given
    parameters: tuple[InForce[object], ...]
    staff_share: Number
    quota: Decimal
    staff: Decimal
    problem: Message
    formula: Message


def _savings(step: Step) -> Savings | None:
    """The savings, if the ente gives their figure. Raises MissingParameterError while a share is not set."""
    figure = step.dossier.figures.get("certified_savings")
    if figure is None:
        return None
    step.parameters.need("savings_share", "savings_staff_share")
    share, staff_share = step.parameters.share("savings_share"), step.parameters.share("savings_staff_share")
    quota = cents_down(product(share.value, figure.euro))
    staff = cents_down(product(staff_share.value, quota))
    formula = say(
        "quota {share} × {savings} = {quota}; personale {staff_share} × quota = {staff}; contrattazione il resto, "
        "{rest}",
        share=share.value,
        savings=Money(figure.euro),
        quota=Money(quota),
        staff_share=staff_share.value,
        staff=Money(staff),
        rest=Money(quota - staff),
    )
    return Savings(
        figure=figure,
        parameters=(share, staff_share),
        staff_share=staff_share.value,
        quota=quota,
        staff=staff,
        problem=_not_usable(step, figure.euro),
        formula=formula,
    )


def _not_usable(step: Step, amount: Decimal) -> Message:
    """Why savings of this amount may not be used: not in the Relazione, or not validated (c. 5).

    The Relazione is the Giunta's (art. 7 c. 1), not that of the Comunità montana, and the OIV validates the savings
    that it documents: not before it.
    """
    reports = [act for act in step.acts_of(REPORT) if act.of_body(GIUNTA)]
    valid = [act for act in step.acts_of(VALIDATION) if act.of_body(OIV)]
    after = [act for act in valid if any(report.date <= act.date for report in reports)]
    documented, validated = NOTHING, NOTHING
    given = _savings_told(reports)
    if given is None:
        documented = say("i risparmi non risultano documentati nella Relazione")
    elif given < amount:
        documented = say(
            "risultano documentati nella Relazione {given}, non {amount}", given=Money(given), amount=Money(amount)
        )
    given = _savings_told(after)
    if given is None:
        validated = say("i risparmi non risultano validati dall'OIV")
    elif given < amount:
        validated = say("risultano validati dall'OIV {given}, non {amount}", given=Money(given), amount=Money(amount))
    return several(documented, validated)


def _savings_told(acts: Sequence[Act]) -> Decimal | None:
    """The savings (euro) of the last of some acts that has any."""
    given = [value for act in acts if isinstance(value := act.extra.get("savings"), Decimal)]
    return given[-1] if given else None


@rule(*RULES, hook="merito_funds")
def parts_of_the_savings(step: Step) -> ResultRows:
    """The fund of the savings in its two parts; if it is not the quota it stays whole, and waits."""
    fund = step.dossier.funds.get(groups.SAVINGS)
    known = _savings(step) if fund is not None else None
    if fund is None or known is None or fund.euro != known.quota:
        return
    problem = cited("BL-26.5", known.problem) if known.problem else NOTHING
    rest = several(problem, groups.GROWS)
    basis = Basis(inputs=(known.figure, fund), parameters=known.parameters, formula=known.formula)
    for item, amount, reason in ((groups.STAFF, known.staff, problem), (BARGAINING, known.quota - known.staff, rest)):
        state = State.PROVISIONAL if problem else State.FINAL
        yield FundLine(
            fund=groups.SAVINGS, item=item, amount=amount, state=state, reason=reason, rules=RULES, basis=basis
        )


@rule(*RULES, hook="merito_check_plan")
def fund_of_the_savings(step: Step) -> ResultRows:
    """The fund of the savings must be their quota; warns of savings that may not be used yet."""
    fund, about = step.dossier.funds.get(groups.SAVINGS), f"fund:{groups.SAVINGS}"
    if fund is not None and step.dossier.figures.get("certified_savings") is None:
        why = say(
            "c'è il fondo della quota dei risparmi, ma manca la loro cifra: chi li documenta nella Relazione la scrive "
            "tra i valori dell'anno (risparmi_certificati)"
        )
        yield kit.told("error", "BL-26.3", why, about, phase=Phase.RESOURCES)
        return
    known = _savings(step)
    if known is None:
        return
    if fund is not None and fund.euro != known.quota:
        why = say(
            "il fondo della quota dei risparmi è {fund}, mentre la quota è {formula}",
            fund=Money(fund.euro),
            formula=known.formula,
        )
        yield kit.told("error", "BL-26.3", why, about, phase=Phase.RESOURCES, inputs=(fund, known.figure))
    if known.problem:
        why = say("{why} ({reading})", why=known.problem, reading=Ref("reading", BOTH))
        yield kit.told("warning", "BL-26.5", why, about, phase=Phase.RESOURCES)


@rule(*RULES, hook="merito_transparency")
def savings_published(step: Step) -> ResultRows:
    """The only row of the savings: their amount, the quota, its two parts, and whether they may be used.

    What awards did not give of the staff's part goes to the bargaining (c. 3).
    """
    known = _savings(step)
    if known is None:
        return
    ungiven = f"{groups.STAFF}, {groups.LEFT}"
    of_savings = (row for row in step.so_far.fund_lines if row.fund == groups.SAVINGS)
    left = sum((row.amount for row in of_savings if row.item == ungiven), ZERO)
    staff = product(known.staff_share, HUNDRED)
    columns = (
        ("risparmi certificati", known.figure.euro),
        ("quota", known.quota),
        ("parte del personale", half_up(staff, 2)),
        ("parte del personale, esatta", exact_text(staff)),
        ("al personale", known.staff - left),
        ("alla contrattazione", known.quota - known.staff + left),
        ("stato", known.problem or say("utilizzabili")),
    )
    basis = Basis(inputs=(known.figure,), parameters=known.parameters, formula=known.formula)
    yield TableRow(table="risparmi", columns=columns, rules=RULES, basis=basis)
