"""Reads `rules.toml` and `interpretations.toml`."""

from pathlib import Path

from merito.declarations.conditions import read_deadline, read_gate
from merito.declarations.sections import Readable, Section, sections
from merito.rulebook import CLAIMED, KINDS, PHASES, STATUSES, Competence, Interpretation, Rule, Rulebook


def read_rulebook(
    rules: Readable | Path, interpretations: Readable | Path, owner: str, problems: list[str]
) -> Rulebook:
    """The rules and interpretations of one layer; what is wrong goes to `problems`."""
    known = {section.key: _rule(section) for section in sections(rules, owner, problems)}
    readings = {section.key: _interpretation(section) for section in sections(interpretations, owner, problems)}
    return Rulebook(known, readings)


def _rule(section: Section) -> Rule:
    phase = section.one_of("phase", PHASES)
    rule = Rule(
        id=section.key,
        article=section.text("article", required=True),
        text=section.text("text", required=True),
        phase=phase,
        kind=section.one_of("kind", KINDS),
        status=section.one_of("status", STATUSES),
        reason=section.text("reason"),
        implements=section.text("implements") or None,
        tools=section.texts("tools"),
        interpretations=section.texts("interpretations"),
        binds=section.texts("binds"),
        gate=read_gate(section.inner("gate"), phase),
        deadline=read_deadline(section.inner("deadline"), phase),
    )
    if (rule.gate or rule.deadline) and rule.status not in CLAIMED:
        section.problem(f"a rule with a gate or a deadline is carried out: its status is one of {', '.join(CLAIMED)}")
    if rule.status == "not modelled" and not rule.reason:
        section.problem("a rule that is not modelled needs its reason")
    if rule.tools and not rule.implements:
        section.problem("'tools' says for which tools a check stands in the place of another: give `implements`")
    section.close()
    return rule


def _interpretation(section: Section) -> Interpretation:
    choices = section.mapping("choices")
    reading = Interpretation(
        id=section.key,
        article=section.text("article", required=True),
        unclear=section.text("unclear", required=True),
        choices={key: str(text) for key, text in choices.items()},
        default=section.text("default", required=True),
        why=section.text("why", required=True),
        must_adopt=section.flag("must_adopt"),
        competence=_competence(section),
        lifts=section.texts("lifts"),
    )
    if unknown := [choice for choice in reading.lifts if choice not in reading.choices]:
        section.problem(f"'lifts' names {', '.join(unknown)}, not among the choices {sorted(reading.choices)}")
    if reading.default not in reading.choices:
        section.problem(f"the default {reading.default!r} is not among the choices {sorted(reading.choices)}")
    section.close()
    return reading


def _competence(section: Section) -> Competence:
    found = Competence(
        bodies=section.texts("decided_by"),
        before_by=section.texts("before_by"),
        before_act=section.text("before_act"),
        agreed_by=section.texts("agreed_by"),
        cites=section.text("decided_under"),
    )
    if bool(found.before_by) is not bool(found.before_act):
        section.problem("`before_by` and `before_act` stand together: who decides, until there is which act")
    if (found.bodies or found.before_by or found.agreed_by) and not found.cites:
        section.problem("`decided_under` is missing: the article that says who decides")
    if found.before_by and not found.bodies:
        section.problem("`decided_by` is missing: who decides once there is the act of `before_act`")
    return found
