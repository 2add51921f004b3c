"""The resources for rewards, and what goes to each tool (arts. 16, 18 c. 3, 19 c. 1 and 26 c. 1-2)."""

from collections.abc import Iterator
from decimal import Decimal

from merito import Finding, Phase, ResultRows, Severity, Step, hookimpl, rule
from merito.kit import told
from merito.numbers import euro_text
from merito_comunita_montane.candidates import FUNDS, PRIZES, in_use
from merito_comunita_montane.group_prizes import ZERO, prizes
from merito_comunita_montane.savings import FUND as SAVINGS
from merito_comunita_montane.savings import not_usable

TOOLS = ("annual", "collective", "bonus", "innovation", "efficiency", "progression", "result")
TOTAL, FREED, BARGAINING = "reward_resources", "efficiency_resources", "bargaining_resources"
OF_GROUPS = ("collective", "innovation", "efficiency")
ALLOCATIONS, CONTRACT = "allocations", "integrative_contract"
SIGNIFICANT = "I-BL-36"


@hookimpl
@rule("BL-16.1", "BL-16.2", "BL-18.3", "BL-19.1", "BL-26.1", "BL-26.2", "BL-26.5", SIGNIFICANT)
def merito_check_plan(step: Step) -> ResultRows:
    """Compares the funds of the five tools of money with the resources, tool by tool and in total."""
    if not step.dossier.funds and not any(in_use(step, tool) for tool in TOOLS):
        return
    yield from (*_without(step), *_total(step), *_allocated(step), *_bonus(step), *_significant(step), *_no_group(step))


def fund_of(step: Step, tool: str) -> Decimal | None:
    """What the ente sets aside for a tool (euro), if it says so."""
    given = step.dossier.funds.get(tool)
    return given.euro if given else None


def _without(step: Step) -> Iterator[Finding]:
    """Warns of people or prizes named for a tool that has no money."""
    for tool in TOOLS:
        wanted = {SAVINGS if one.row["from_savings"] else tool for one in prizes(step, tool)} or {tool}
        missing = [FUNDS[fund] for fund in sorted(wanted) if fund_of(step, fund) is None]
        if missing and in_use(step, tool):
            why = f"ci sono candidati o premi, ma nessuna somma è destinata: manca in [funds] {', '.join(missing)}"
            yield told("warning", "BL-16.2", why, phase=Phase.RESOURCES, tool=tool)


def _total(step: Step) -> Iterator[Finding]:
    """All the funds within the yearly total, plus what efficiency has freed, if that meets art. 26 c. 5."""
    total, freed = step.dossier.figures.get(TOTAL), step.dossier.figures.get(FREED)
    more = ZERO
    if freed is not None:
        problem = not_usable(step, freed.euro)
        more = ZERO if problem else freed.euro
        if problem:
            why = f"le risorse delle iniziative di efficienza ({euro_text(freed.euro)}) non si possono usare: {problem}"
            yield told("warning", "BL-26.5", why, phase=Phase.RESOURCES, inputs=(freed,))
        else:
            why = f"le risorse premiali crescono di {euro_text(more)}, resi disponibili dalle iniziative di efficienza"
            yield told("info", "BL-26.2", why, phase=Phase.RESOURCES, inputs=(freed,))
    if total is None:
        return
    available = total.euro + more
    used = sum((fund_of(step, tool) or ZERO for tool in TOOLS), ZERO)
    grown = f" + {euro_text(more)} (art. 26 c. 2)" if more else ""
    said = f"i fondi degli strumenti sommano a {euro_text(used)}, le risorse premiali a {euro_text(total.euro)}{grown}"
    if used > available:
        over = euro_text(used - available)
        yield told("error", "BL-26.1", f"{said}: {over} in più", phase=Phase.REWARDS, inputs=(total,))
    elif used < available:
        left = euro_text(available - used)
        yield told("info", "BL-26.1", f"{said}: {left} a nessuno strumento", phase=Phase.RESOURCES, inputs=(total,))


def _allocated(step: Step) -> Iterator[Finding]:
    """What the integrative contract gives each tool: a larger fund is refused.

    Result pay has resources of its own (art. 21 c. 1): that the contract does not name it is a note.
    """
    rows = step.dossier.tables.get(ALLOCATIONS, ())
    if rows and not step.acts_of(CONTRACT):
        why = "c'è la destinazione delle risorse ai vari strumenti, ma non il contratto integrativo che la dispone"
        yield told("warning", "BL-26.1", why, phase=Phase.RESOURCES, inputs=tuple(rows))
    given = {str(row["tool"]): Decimal(str(row["amount"])) for row in rows}
    for tool in TOOLS if given else ():
        fund, most = fund_of(step, tool) or ZERO, given.get(tool, ZERO)
        if fund and tool not in given:
            why = f"il fondo è {euro_text(fund)}, e tra le destinazioni del contratto integrativo lo strumento non c'è"
            severity: Severity = "info" if tool == "result" else "error"
            yield told(severity, "BL-26.1", why, phase=Phase.REWARDS, tool=tool, inputs=tuple(rows))
            continue
        why = f"il contratto integrativo destina {euro_text(most)}, mentre il fondo è {euro_text(fund)}"
        if fund > most:
            over = euro_text(fund - most)
            yield told("error", "BL-26.1", f"{why}: {over} in più", phase=Phase.REWARDS, tool=tool, inputs=tuple(rows))
        elif fund < most:
            yield told("info", "BL-26.1", why, phase=Phase.RESOURCES, tool=tool, inputs=tuple(rows))


def _bonus(step: Step) -> Iterator[Finding]:
    """The bonus comes from the resources of integrative bargaining."""
    fund, bargaining = fund_of(step, "bonus"), step.dossier.figures.get(BARGAINING)
    if fund is None:
        return
    about = {"phase": Phase.RESOURCES, "tool": "bonus"}
    if bargaining is None:
        why = "non risultano le risorse della contrattazione integrativa, tra cui si trova il bonus"
        yield told("warning", "BL-18.3", f"{why} (risorse_contrattazione in [figures])", **about)  # type: ignore[arg-type]
    elif fund > bargaining.euro:
        over = euro_text(fund - bargaining.euro)
        why = f"il fondo del bonus passa di {over} le risorse della contrattazione integrativa"
        yield told("error", "BL-18.3", f"{why} ({euro_text(bargaining.euro)})", **about)  # type: ignore[arg-type]


def _significant(step: Step) -> Iterator[Finding]:
    """Something, of no given size, goes to innovation and efficiency (I-BL-36)."""
    if not any(fund_of(step, fund) for fund in ("innovation", "efficiency", SAVINGS)):
        why = "nessuna somma va ai premi per l'innovazione e l'efficienza, e il testo ne vuole una parte significativa"
        yield told("warning", "BL-19.1", f"{why} ({SIGNIFICANT})", phase=Phase.RESOURCES)


def _no_group(step: Step) -> Iterator[Finding]:
    """A group's prize under a tool that rewards individuals does not count."""
    for row in step.dossier.tables.get(PRIZES, ()):
        if str(row["tool"]) not in OF_GROUPS:
            why = (
                f"premio al gruppo {row['group']}: lo strumento «{FUNDS[str(row['tool'])]}» premia le persone una per "
                "una, e la riga di premi_gruppo non conta: i gruppi hanno i premi collettivi, per l'innovazione e per "
                "l'efficienza (art. 16 c. 1 lett. a, art. 19)"
            )
            yield told("warning", "BL-16.1", why, f"group:{row['group']}", phase=Phase.RESOURCES, inputs=(row,))
