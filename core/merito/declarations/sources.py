"""The source of a parameter's values, and the day on which each was compared with its text."""

from attrs import evolve

from merito.contract.faults import near
from merito.contract.parameters import Dated
from merito.declarations.sections import Section

ALWAYS = "always"


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
