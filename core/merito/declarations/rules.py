"""Reads `rules.toml` and `interpretations.toml`."""

from pathlib import Path

from merito.contract.rulebook import (
    CLAIMED,
    KINDS,
    KNOWN,
    LESS,
    PHASES,
    STATUSES,
    SUBJECT,
    Interpretation,
    Rule,
    Rulebook,
)
from merito.declarations.competences import read_competence
from merito.declarations.conditions import read_deadline, read_gate
from merito.declarations.sections import Readable, Section, sections

WORDS = {"phase": PHASES, "kind": KINDS, "status": STATUSES}


def read_rulebook(
    rules: Readable | Path, interpretations: Readable | Path, owner: str, problems: list[str]
) -> Rulebook:
    """The rules and interpretations of one layer; errors go to `problems`."""
    known = {section.key: _rule(section) for section in sections(rules, owner, problems)}
    readings: dict[str, Interpretation] = {}
    retired: dict[str, tuple[str, ...]] = {}
    for section in sections(interpretations, owner, problems):
        if replacing := section.texts("replaced_by"):
            retired[section.key] = replacing
            section.close()
        else:
            readings[section.key] = _interpretation(section)
    return Rulebook(known, readings, retired)


def _rule(section: Section) -> Rule:
    known = {name: section.one_of(name, words) for name, words in WORDS.items()}
    gate = read_gate(section.inner("gate"), known["phase"])
    deadline = read_deadline(section.inner("deadline"), known["phase"])
    since, until = section.year("since"), section.year("until")
    rule = section.fill(Rule, id=section.key, gate=gate, deadline=deadline, since=since, until=until, **known)
    if since and until and until < since:
        section.problem(f"'until' is {until}, before 'since', {since}")
    if (rule.gate or rule.deadline) and rule.status not in CLAIMED:
        section.problem(f"a rule with a gate or a deadline is carried out: its status is one of {', '.join(CLAIMED)}")
    if rule.status == "not modelled" and not rule.reason:
        section.problem("a rule that is not modelled needs its reason")
    if rule.tools and not rule.implements:
        section.problem("'tools' says for which tools a check stands in the place of another: give `implements`")
    section.close()
    return rule


def _interpretation(section: Section) -> Interpretation:
    reading = section.fill(Interpretation, id=section.key, competence=read_competence(section))
    narrowed = section.text("decides_why")
    if bool(narrowed) is not bool(reading.decides):
        section.problem("`decides` and `decides_why` stand together: whose rewards it decides, and why no others")
    of_subject = reading.decides.startswith(SUBJECT) and reading.decides != SUBJECT
    if reading.decides and reading.decides not in (LESS, KNOWN) and not of_subject:
        section.problem(f"'decides' is {reading.decides!r}, not `{LESS}`, `{KNOWN}` or `{SUBJECT}` with a subject")
    some = {"lifts": reading.lifts, "by_savings": reading.by_savings, "only_corrected": reading.only_corrected}
    for key, named in some.items():
        if unknown := [choice for choice in named if choice not in reading.choices]:
            section.problem(f"'{key}' names {', '.join(unknown)}, not among the choices {sorted(reading.choices)}")
    if reading.default not in reading.choices:
        section.problem(f"the default {reading.default!r} is not among the choices {sorted(reading.choices)}")
    section.close()
    return reading
