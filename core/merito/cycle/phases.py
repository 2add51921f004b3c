"""The six phases of the cycle, from objectives (a) to reporting (f): which hooks each calls, and in which order."""

from collections.abc import Iterable

from merito.contract.inputs import POST, Tool
from merito.contract.rulebook import Rulebook
from merito.cycle.answers import added_up, fund_by_fund, latest, table_by_table
from merito.cycle.own_evaluations import without_own
from merito.cycle.settlement import check_division
from merito.cycle.walk import Walk, stamped
from merito.model.acts import Phase
from merito.model.basis import Basis
from merito.model.messages import Code, say
from merito.model.money import FundLine
from merito.model.results import Finding, Results
from merito.regulations import PluginFaultError

MEASURED, SCORED = ("merito_indicator_grades", "merito_roll_up"), "merito_person_scores"
REPORTED = ("merito_transparency", "merito_documents")
WHOLE = "fondo"


def objectives(walk: Walk) -> None:
    """Calls the cascade."""
    walk.add(latest(walk.from_the_top("merito_cascade", Phase.OBJECTIVES)), "merito_cascade")


def resources(walk: Walk) -> None:
    """Calls funds and positions. A fund that no rule divides is one line."""
    funds = [fund.id for fund in walk.course.dossier.funds]
    walk.add(fund_by_fund(walk.from_the_top("merito_funds", Phase.RESOURCES), funds), "merito_funds")
    walk.add(Results(fund_lines=_whole_funds(walk)), "merito_funds")
    _check_funds(walk, "merito_funds")
    values = latest(walk.from_the_top("merito_position_values", Phase.RESOURCES))
    walk.add(values, "merito_position_values")
    _check_funds(walk, "merito_position_values")
    _check(walk, "merito_check_positions", Phase.RESOURCES)


def monitoring(walk: Walk) -> None:
    """Calls the monitoring of the indicators."""
    walk.add(latest(walk.from_the_top("merito_monitor", Phase.MONITORING)), "merito_monitor")


def evaluation(walk: Walk) -> None:
    """Calls grades and scores; each sees the results before it. Whoever has evaluated themselves has no final score."""
    for hook in MEASURED:
        walk.add(latest(walk.from_the_top(hook, Phase.EVALUATION)), hook)
    given, findings = latest(walk.from_the_top(SCORED, Phase.EVALUATION)), walk.results.findings
    if given is not None:
        checked = walk.memory.rows.once_for("own scores", (given, findings), lambda: without_own(given, findings))
        walk.add(checked, SCORED)


def rewards(walk: Walk) -> None:
    """Calls cuts, rankings, every tool that the checks have not refused, and finally the check of all rewards."""
    for hook in ("merito_available", "merito_placements"):
        walk.add(latest(walk.from_the_top(hook, Phase.REWARDS)), hook)
        _check_funds(walk, hook)
    _tools(walk, walk.course.stack.inputs.tools.values())
    _check(walk, "merito_check_rewards", Phase.REWARDS)


def posts(walk: Walk) -> None:
    """Calls only the tools that pay a post: all that remains of the phase if a gate stops the rewards of merit."""
    _tools(walk, (tool for tool in walk.course.stack.inputs.tools.values() if tool.pays == POST))


def reporting(walk: Walk) -> None:
    """Calls the published and printed tables, of the national layer and of each layer above it."""
    rules = walk.course.stack.rulebook.rules
    for hook in REPORTED:
        walk.add(table_by_table(walk.ask(hook, Phase.REPORTING), rules), hook)


def findings_in_place(
    findings: tuple[Finding, ...], rulebook: Rulebook, ente_kind: str, year: int
) -> tuple[Finding, ...]:
    """Findings of rules that bind this kind of ente, without those on tools that a later rule `implements`.

    A regulation that checks a tool by its own reading replaces the check, whether or not it finds something.
    """
    later = [rule for rule in rulebook.rules.values() if rule.implements and rule.in_force(year)]
    taken = {(rule.implements, tool) for rule in later for tool in rule.tools}
    return tuple(
        one for one in findings if rulebook.binds((one.rule,), ente_kind) and (one.rule, one.tool) not in taken
    )


def _check(walk: Walk, hook: str, phase: Phase) -> None:
    """Calls a hook that checks the results so far."""
    course, answers = walk.course, walk.ask(hook, phase)

    def standing() -> Results:
        found = added_up(answers).findings
        kind, year = course.dossier.ente.kind, course.dossier.year
        return Results(findings=findings_in_place(found, course.stack.rulebook, kind, year))

    walk.add(walk.memory.rows.once_for("findings in place", [one.results for one in answers], standing), hook)


def _check_funds(walk: Walk, hook: str) -> None:
    """Checks every division made so far to the cent."""
    lines = walk.results.fund_lines

    def checked() -> None:
        given = {fund.id: fund.euro for fund in walk.course.dossier.funds}
        check_division(lines, given, walk.who_gave(hook), hook)

    walk.memory.rows.once_for("divided to the cent", (lines,), checked)


def _whole_funds(walk: Walk) -> tuple[FundLine, ...]:
    divided = {line.fund for line in walk.results.fund_lines}
    return tuple(
        FundLine(fund=fund.id, item=WHOLE, amount=fund.euro, basis=Basis(inputs=(fund,)))
        for fund in walk.course.dossier.funds
        if fund.id not in divided
    )


def _tools(walk: Walk, tools: Iterable[Tool]) -> None:
    for tool in tools:
        if tool.name in walk.refused_tools:
            refused = say("strumento «{tool}» rifiutato: {why}", tool=tool.label, why=walk.refused_tools[tool.name])
            walk.missing[Phase.REWARDS].append(refused)
            walk.stopped_tools.setdefault(tool.name, []).append(refused)
        else:
            _one_tool(walk, tool.name)


def _one_tool(walk: Walk, tool: str) -> None:
    hook = "merito_rewards"
    given = latest(walk.from_the_top(hook, Phase.REWARDS, tool))
    if given is None:
        return
    foreign = next((reward for reward in given.rewards if reward.tool != tool), None)
    if foreign is not None:
        what = say(
            "chiesto per lo strumento {tool}, ha dato un premio di {other}", tool=Code(tool), other=Code(foreign.tool)
        )
        raise PluginFaultError(walk.who_gave(hook), hook, what)
    walk.add(walk.memory.rows.once_for(("stamped", tool), (given,), lambda: stamped(given, tool)), hook)
    _check_funds(walk, hook)
