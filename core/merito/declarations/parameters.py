"""Reads `parameters.toml`: kind, dated values, unit, citation, and the limits within which others may set it."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

from attrs import evolve

from merito.contract.declared_parameters import KINDS, ON_100, ORDERS, Dated, Limits, Parameter
from merito.contract.faults import near
from merito.contract.rulebook import Rulebook
from merito.declarations.competences import read_competence
from merito.declarations.sections import Readable, Section, sections
from merito.declarations.shapes import shape_fault
from merito.declarations.values import read_value

CODED = ("choice", "list")
BOUNDS = ("at_least", "at_most", "act_below")
ALWAYS = "always"
NOT_KEYS = ("decided", "readings")


def read_parameters(
    file: Readable | Path, owner: str, layer: str, rulebook: Rulebook, problems: list[str]
) -> dict[str, Parameter]:
    """The parameters that one layer declares; with `rule` instead of `cites`, the article is that of the rule."""
    return {section.key: _parameter(section, layer, rulebook) for section in sections(file, owner, problems)}


def _parameter(section: Section, layer: str, rulebook: Rulebook) -> Parameter:
    kind = section.one_of("kind", KINDS)
    rule = section.text("rule") or None
    cites = section.text("cites")
    if not cites and rule is None:
        section.problem("'cites' is missing (or 'rule', to cite a rule of rules.toml)")
    if rule and rule not in rulebook.rules:
        section.problem(f"rule {rule!r} is not in rules.toml")
    raw = section.take("values")
    editions, words = section.mapping("editions"), _words(section, kind)
    parameter = Parameter(
        key=section.key,
        kind=kind,
        cites=cites or (rulebook.cite(rule) if rule else ""),
        layer=layer,
        unit=section.text("unit"),
        label=section.text("label", required=True),
        rule=rule,
        values=with_sources(section, _dated(section, kind, raw)),
        by_edition={name: _dated(section, kind, dated) for name, dated in editions.items()},
        on_100=section.one_of("on_100", ON_100, default=""),
        order=section.one_of("order", ORDERS, default=""),
        worst_first=section.texts("worst_first"),
        words=words,
        of_year=section.flag("of_year"),
        sourced=section.flag("sourced"),
        by_system=section.flag("by_system"),
        competence=read_competence(section),
        ente_may_set=_limits(section, "ente_may_set", words),
        regulation_may_set=_limits(section, "regulation_may_set", words),
    )
    if parameter.competence.of_somebody and parameter.ente_may_set is None:
        section.problem("`decided_by` says which body of the ente decides a value that the ente may not set")
    if section.key in NOT_KEYS:
        section.problem(f"{section.key!r} is a key of [parameters] itself")
    every = (*parameter.values, *(one for values in parameter.by_edition.values() for one in values))
    for dated in every:
        if fault := shape_fault(parameter, dated.value):
            section.problem(f"the value {dated.value} is out of shape: {fault.found}: {fault.expected}")
    if parameter.ente_may_set is not None:
        for dated in every:
            if not parameter.ente_may_set.allows(dated.value):
                section.problem(f"the value {dated.value} is outside what an ente may set: {parameter.ente_may_set}")
    if raw is None and not editions and parameter.ente_may_set is None and parameter.regulation_may_set is None:
        section.problem("has no value and nobody may set it: give `values` or `ente_may_set`")
    section.close()
    return parameter


def _dated(section: Section, kind: str, raw: object) -> tuple[Dated, ...]:
    if raw is None or kind not in KINDS:
        return ()
    if not isinstance(raw, dict):
        section.problem(f"values are given by date, {{ 2019-01-01 = ... }}, not {raw!r}")
        return ()
    found: list[Dated] = []
    for since, value in raw.items():
        try:
            day = None if since == ALWAYS else date.fromisoformat(since)
        except ValueError:
            section.problem(f"{since!r} is not a date YYYY-MM-DD (nor {ALWAYS!r})")
            continue
        try:
            found.append(Dated(value=read_value(kind, value), since=day))
        except ValueError as error:
            section.problem(f"value {value!r} since {since}: expected {error}")
    return tuple(found)


def _words(section: Section, kind: str) -> dict[str, str]:
    """The words for the codes of a parameter."""
    raw = section.mapping("words")
    if raw and kind not in CODED:
        section.problem(f"'words' are for the codes of a {', a '.join(CODED)}, not for a {kind}")
    for code, title in raw.items():
        if not isinstance(title, str) or not title.strip():
            section.problem(f"{f'words.{code}'!r} must be text, not {title!r}")
    return {code: title for code, title in raw.items() if isinstance(title, str)}


def _limits(section: Section, key: str, words: Mapping[str, str]) -> Limits | None:
    raw = section.take(key)
    if raw is None or raw is False:
        return None
    if raw is True:
        return Limits()
    if not isinstance(raw, dict) or set(raw) - {*BOUNDS, "one_of", "by_act"}:
        section.problem(f"{key!r} is true, or a table with {', '.join(BOUNDS)}, one_of, by_act")
        return None
    return _limits_of(section, key, raw, words)


def _limits_of(section: Section, key: str, raw: Mapping[str, object], words: Mapping[str, str]) -> Limits:
    bounds: dict[str, Fraction | None] = {}
    for bound in BOUNDS:
        try:
            value = read_value("number", raw[bound]) if bound in raw else None
        except ValueError as error:
            section.problem(f"{key}.{bound} is {raw[bound]!r}: expected {error}")
            value = None
        bounds[bound] = value if isinstance(value, Fraction) else None
    one_of = raw.get("one_of", ())
    if not isinstance(one_of, list | tuple):
        section.problem(f"{key}.one_of must be a list")
        one_of = ()
    least, below = bounds["at_least"], bounds["act_below"]
    if below is not None and (least is None or below <= least):
        section.problem(f"{key}.act_below is {raw['act_below']}: it is above at_least, down to which an act may go")
    by_act = raw.get("by_act", "")
    if not isinstance(by_act, str):
        section.problem(f"{key}.by_act must be a kind of act")
        by_act = ""
    allowed = tuple(map(str, one_of))
    if unnamed := [one for one in allowed if words and one not in words]:
        section.problem(f"'words' do not say what {', '.join(map(repr, unnamed))} of {key}.one_of is called")
    return Limits(**bounds, one_of=allowed, words=words, by_act=by_act)


def with_sources(section: Section, values: tuple[Dated, ...]) -> tuple[Dated, ...]:
    """Values with the common `source` and `verified` or, under `sources`, with those of one date."""
    every = _told(section, Dated(value=None))
    since = {one.since.isoformat() if one.since else ALWAYS: one for one in values}
    found = {day: evolve(one, source=every.source, verified=every.verified) for day, one in since.items()}
    for day, given in section.mapping("sources").items():
        if day not in found or not isinstance(given, dict):
            section.problem(f"sources: there is no value since {day!r}{near(day, found)}")
        else:
            own = Section(f"{section.where} sources {day}", day, given, section.problems)
            found[day] = _told(own, found[day])
            own.close()
    return tuple(found.values())


def _told(section: Section, value: Dated) -> Dated:
    source, verified = section.text("source"), section.day("verified")
    if verified and not source:
        section.problem("'verified' says when a source was read: give `source` too")
    return evolve(value, source=source, verified=verified)
