"""Which findings apply: those that bind the ente, except those that a rule of a later layer replaces."""

from merito.contract.rulebook import Rulebook
from merito.model.results import Finding


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
