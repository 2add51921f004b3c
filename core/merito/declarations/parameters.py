"""Reads `parameters.toml`: kind, dated values, unit, citation, and the limits within which others may set it."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

from attrs import evolve

from merito.contract.declared_parameters import KINDS, ON_100, ORDERS, Dated, Limits, Parameter
from merito.contract.faults import Fault
from merito.contract.rulebook import Rulebook
from merito.declarations.competences import read_competence
from merito.declarations.sections import Readable, Section, sections
from merito.declarations.shapes import shape_fault
from merito.declarations.values import read_value
from merito.model.messages import Code, nearly, say

CODED = ("choice", "list")
BOUNDS = ("at_least", "at_most", "act_below")
ALWAYS = "always"
NOT_KEYS = ("decided", "readings")


def read_parameters(
    file: Readable | Path, owner: str, layer: str, rulebook: Rulebook, problems: list[Fault]
) -> dict[str, Parameter]:
    """The parameters that one layer declares; with `rule` instead of `cites`, the article is that of the rule."""
    return {section.key: _parameter(section, layer, rulebook) for section in sections(file, owner, problems)}


def _parameter(section: Section, layer: str, rulebook: Rulebook) -> Parameter:
    kind = section.one_of("kind", KINDS)
    rule = section.text("rule") or None
    cites = section.text("cites")
    if not cites and rule is None:
        section.problem(say("manca «cites», la citazione (oppure «rule», la regola di rules.toml da citare)"))
    if rule and rule not in rulebook.rules:
        section.problem(say("la regola {rule} non è in rules.toml", rule=Code(rule)))
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
        section.problem(say("«decided_by» dice quale organo decide un valore che l'ente non può stabilire"))
    if section.key in NOT_KEYS:
        section.problem(
            say("{key} è una chiave di [parameters]: il parametro vuole un altro nome", key=Code(section.key))
        )
    every = (*parameter.values, *(one for values in parameter.by_edition.values() for one in values))
    for dated in every:
        if fault := shape_fault(parameter, dated.value):
            section.problem(
                say(
                    "il valore {value} non è ben fatto: trovato {found}, atteso {expected}",
                    value=dated.value,
                    found=fault.found,
                    expected=fault.expected,
                )
            )
    if parameter.ente_may_set is not None:
        for dated in every:
            if not parameter.ente_may_set.allows(dated.value):
                section.problem(
                    say(
                        "il valore {value} è fuori da ciò che l'ente può stabilire: {ente_may_set}",
                        value=dated.value,
                        ente_may_set=parameter.ente_may_set,
                    )
                )
    if raw is None and not editions and parameter.ente_may_set is None and parameter.regulation_may_set is None:
        section.problem(say("non ha un valore e nessuno può stabilirlo: manca «values» (oppure «ente_may_set»)"))
    section.close()
    return parameter


def _dated(section: Section, kind: str, raw: object) -> tuple[Dated, ...]:
    if raw is None or kind not in KINDS:
        return ()
    if not isinstance(raw, dict):
        section.problem(
            say("i valori si danno con la loro data, come values = {{ 2019-01-01 = ... }}, non {raw}", raw=Code(raw))
        )
        return ()
    found: list[Dated] = []
    for since, value in raw.items():
        try:
            day = None if since == ALWAYS else date.fromisoformat(since)
        except ValueError:
            section.problem(say("{since} non è una data AAAA-MM-GG (né {always})", since=Code(since), always=ALWAYS))
            continue
        try:
            found.append(Dated(value=read_value(kind, value), since=day))
        except ValueError as error:
            section.problem(
                say(
                    "il valore {value} da {since} non va: atteso {expected}",
                    value=Code(value),
                    since=since,
                    expected=error.args[0],
                )
            )
    return tuple(found)


def _words(section: Section, kind: str) -> dict[str, str]:
    """The words for the codes of a parameter."""
    raw = section.mapping("words")
    if raw and kind not in CODED:
        section.problem(
            say(
                "words dice come si chiamano i codici di {coded}; qui il tipo è {kind}",
                coded=CODED,
                kind=kind,
            )
        )
    for code, title in raw.items():
        if not isinstance(title, str) or not title.strip():
            section.problem(
                say(
                    "{value} deve essere un testo tra virgolette, non {title}",
                    value=Code(f"words.{code}"),
                    title=Code(title),
                )
            )
    return {code: title for code, title in raw.items() if isinstance(title, str)}


def _limits(section: Section, key: str, words: Mapping[str, str]) -> Limits | None:
    raw = section.take(key)
    if raw is None or raw is False:
        return None
    if raw is True:
        return Limits()
    if not isinstance(raw, dict) or set(raw) - {*BOUNDS, "one_of", "by_act"}:
        section.problem(
            say("{key} è true, oppure una tabella con {bounds}, one_of, by_act", key=Code(key), bounds=tuple(BOUNDS))
        )
        return None
    return _limits_of(section, key, raw, words)


def _limits_of(section: Section, key: str, raw: Mapping[str, object], words: Mapping[str, str]) -> Limits:
    bounds: dict[str, Fraction | None] = {}
    for bound in BOUNDS:
        try:
            value = read_value("number", raw[bound]) if bound in raw else None
        except ValueError as error:
            section.problem(
                say(
                    "{key}.{bound} è {raw}: atteso {expected}",
                    key=key,
                    bound=bound,
                    raw=Code(raw[bound]),
                    expected=error.args[0],
                )
            )
            value = None
        bounds[bound] = value if isinstance(value, Fraction) else None
    one_of = raw.get("one_of", ())
    if not isinstance(one_of, list | tuple):
        section.problem(say("{key}.one_of deve essere un elenco", key=key))
        one_of = ()
    least, below = bounds["at_least"], bounds["act_below"]
    if below is not None and (least is None or below <= least):
        section.problem(
            say(
                "{key}.act_below è {raw}: deve stare sopra at_least, fino a cui un atto può scendere",
                key=key,
                raw=raw["act_below"],
            )
        )
    by_act = raw.get("by_act", "")
    if not isinstance(by_act, str):
        section.problem(say("{key}.by_act deve essere un tipo di atto", key=key))
        by_act = ""
    allowed = tuple(map(str, one_of))
    if unnamed := [one for one in allowed if words and one not in words]:
        section.problem(
            say(
                "words non dice come si chiama {codes}, che sta in {key}.one_of",
                codes=tuple(map(Code, unnamed)),
                key=key,
            )
        )
    return Limits(**bounds, one_of=allowed, words=words, by_act=by_act)


def with_sources(section: Section, values: tuple[Dated, ...]) -> tuple[Dated, ...]:
    """Values with the common `source` and `verified` or, under `sources`, with those of one date."""
    every = _told(section, Dated(value=None))
    since = {one.since.isoformat() if one.since else ALWAYS: one for one in values}
    found = {day: evolve(one, source=every.source, verified=every.verified) for day, one in since.items()}
    for day, given in section.mapping("sources").items():
        if day not in found or not isinstance(given, dict):
            section.problem(nearly(say("sources: non c'è un valore dal {day}", day=Code(day)), day, found))
        else:
            own = section.below(f"sources {day}", day, given)
            found[day] = _told(own, found[day])
            own.close()
    return tuple(found.values())


def _told(section: Section, value: Dated) -> Dated:
    source, verified = section.text("source"), section.day("verified")
    if verified and not source:
        section.problem(say("«verified» dice quando una fonte è stata letta: scrivere anche «source»"))
    return evolve(value, source=source, verified=verified)
