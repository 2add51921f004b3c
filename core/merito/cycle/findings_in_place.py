"""Which findings stand: those that bind the ente, save what a rule of a later layer tests in their place."""

from merito.contract.rulebook import Rulebook
from merito.model.results import Finding


def findings_in_place(
    findings: tuple[Finding, ...], rulebook: Rulebook, ente_kind: str, year: int
) -> tuple[Finding, ...]:
    """Findings of rules that bind this kind of ente, without those on tools that a later rule `implements`.

    A regulation that tests a tool by its own reading has tested it, whether it finds something or not.
    """
    later = [rule for rule in rulebook.rules.values() if rule.implements and rule.in_force(year)]
    taken = {(rule.implements, tool) for rule in later for tool in rule.tools}
    return tuple(
        one for one in findings if rulebook.binds((one.rule,), ente_kind) and (one.rule, one.tool) not in taken
    )
