"""What rules may report in a year: nothing under a rule not in force, at most a note on unverified figures."""

from attrs import evolve

from merito.contract.step import Step
from merito.model.results import Finding, Results

NOTE = "cifra non verificata sul testo, da controllare prima di usarla"


def lawful(rows: Results, step: Step) -> Results:
    """Rows without the findings, gates and deadlines of rules that are not in force in the year of the cycle."""
    if not (rows.findings or rows.gates or rows.deadlines):
        return rows
    findings = tuple(_at_most_a_note(one) for one in rows.findings if not one.rule or step.in_force(one.rule))
    gates = tuple(one for one in rows.gates if step.in_force(*one.rules))
    deadlines = tuple(one for one in rows.deadlines if step.in_force(*one.rules))
    if (findings, gates, deadlines) == (rows.findings, rows.gates, rows.deadlines):
        return rows
    return rows.replacing(findings=findings, gates=gates, deadlines=deadlines)


def _at_most_a_note(finding: Finding) -> Finding:
    """A finding that rests on an unverified figure becomes a note that names its source."""
    sources = dict.fromkeys(one.source for one in finding.basis.parameters if one.unverified)
    if not sources:
        return finding
    return evolve(finding, severity="info", message=f"{finding.message} ({NOTE}: {'; '.join(sources)})")
