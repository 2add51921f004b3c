"""Reads the gate and the deadline that a rule of `rules.toml` declares."""

import re

from merito.declarations.sections import Section
from merito.model.acts import Phase
from merito.model.conditions import AMENDED, EACH, YEARS, DeclaredDeadline, DeclaredGate, DeclaredNeed
from merito.model.messages import say

PLACES = re.compile(r"\{(.*?)\}")
LETTERS = tuple(phase.value for phase in Phase)


def read_gate(section: Section | None, of_rule: str) -> DeclaredGate | None:
    """The gate of a rule; its phase is by default that of the rule."""
    if section is None:
        return None
    gate = DeclaredGate(
        phase=_phase(section, of_rule),
        needs=tuple(_need(one) for one in section.tables("needs")),
        tools=(*filter(None, [section.text("tool")]), *section.texts("tools")),
        each=section.one_of("each", EACH, default=""),
        kinds=section.texts("kinds"),
        of=section.one_of("of", AMENDED, default=""),
        funds=section.texts("funds"),
        tables=section.texts("tables"),
        bears=section.texts("bears"),
    )
    if not gate.needs:
        section.problem(say('manca «needs», gli atti che servono, come needs = [{{ act = "..." }}]'))
    if gate.each != "amendments" and any(need.adopts for need in gate.needs):
        section.problem(say('«adopts» è dell\'atto che una modifica nomina: scrivere each = "amendments"'))
    if gate.of and gate.each != "amendments":
        section.problem(say('«of» dice di che cosa sono le modifiche: scrivere each = "amendments"'))
    if gate.kinds and gate.each != "dashboards":
        section.problem(say('«kinds» vale per i cruscotti: scrivere each = "dashboards"'))
    section.close()
    return gate


def read_deadline(section: Section | None, of_rule: str) -> DeclaredDeadline | None:
    """The deadline of a rule; its phase is by default that of the rule."""
    if section is None:
        return None
    deadline = DeclaredDeadline(
        phase=_phase(section, of_rule),
        what=section.text("what", required=True),
        met_by=section.text("met_by", required=True),
        day=section.text("day"),
        year=YEARS.get(section.one_of("year", YEARS, default="cycle"), 0),
        after=section.text("after"),
        days=section.text("days"),
        until_then=section.text("until_then"),
        published=section.flag("published"),
        optional=section.flag("optional"),
        bears=section.texts("bears"),
    )
    if bool(deadline.day) is bool(deadline.after):
        section.problem(
            say("manca da quando decorre il termine: «day» (un parametro) oppure «after» (un tipo di atto)")
        )
    if bool(deadline.after) is not bool(deadline.until_then):
        section.problem(
            say("«after» e «until_then» stanno insieme: l'atto da cui il termine decorre e perché si aspetta")
        )
    if deadline.days and not deadline.after:
        section.problem(say("«days» si contano da un atto: dire quale in «after»"))
    known = ("year", "days") if deadline.days else ("year",)
    for place in PLACES.findall(deadline.what):
        if place not in known:
            section.problem(
                say(
                    "«what» contiene {place}; può contenere {known}",
                    place=f"{{{place}}}",
                    known=tuple(f"{{{one}}}" for one in known),
                )
            )
    section.close()
    return deadline


def _phase(section: Section, of_rule: str) -> Phase:
    letter = section.one_of("phase", LETTERS, default=of_rule)
    return Phase(letter) if letter in LETTERS else Phase.OBJECTIVES


def _need(section: Section) -> DeclaredNeed:
    need = DeclaredNeed(
        act=section.text("act", required=True),
        by=section.text("by"),
        after=section.text("after"),
        any_order=section.flag("any_order"),
        until=section.text("until"),
        year=YEARS.get(section.one_of("year", YEARS, default="cycle"), 0),
        published=section.flag("published"),
        adopts=section.flag("adopts"),
    )
    if need.any_order and not need.after:
        section.problem(
            say("«any_order» dice che l'ordine di due atti non sospende nulla: scrivere l'altro tipo in «after»")
        )
    if need.published and not need.until:
        section.problem(say("«published» dice entro quando l'atto è reso pubblico: scrivere il giorno in «until»"))
    section.close()
    return need
