"""Reads `rules.toml` and `interpretations.toml`."""

from pathlib import Path

from merito.declarations.sections import Readable, Section, sections
from merito.rulebook import KINDS, PHASES, STATUSES, Interpretation, Rule, Rulebook


def read_rulebook(
    rules: Readable | Path, interpretations: Readable | Path, owner: str, problems: list[str]
) -> Rulebook:
    """The rules and interpretations of one layer; what is wrong goes to `problems`."""
    known = {section.key: _rule(section) for section in sections(rules, owner, problems)}
    readings = {section.key: _interpretation(section) for section in sections(interpretations, owner, problems)}
    return Rulebook(known, readings)


def _rule(section: Section) -> Rule:
    rule = Rule(
        id=section.key,
        article=section.text("article", required=True),
        text=section.text("text", required=True),
        phase=section.one_of("phase", PHASES),
        kind=section.one_of("kind", KINDS),
        status=section.one_of("status", STATUSES),
        reason=section.text("reason"),
        implements=section.text("implements") or None,
        interpretations=section.texts("interpretations"),
        binds=section.texts("binds"),
    )
    if rule.status == "not modelled" and not rule.reason:
        section.problem("a rule that is not modelled needs its reason")
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
        lifts=section.texts("lifts"),
    )
    if unknown := [choice for choice in reading.lifts if choice not in reading.choices]:
        section.problem(f"'lifts' names {', '.join(unknown)}, not among the choices {sorted(reading.choices)}")
    if reading.default not in reading.choices:
        section.problem(f"the default {reading.default!r} is not among the choices {sorted(reading.choices)}")
    section.close()
    return reading
