"""Reads `[offices]` and `[bodies]` of `inputs.toml`."""

from merito.contract.offices import POSTS, BodyKind, Office
from merito.declarations.sections import Section
from merito.model.people import TITLES

TOGETHER = (
    ("titles", "titles_rule"),
    ("category", "category_rule"),
    ("earlier_until", "earlier_rule"),
    ("since", "since_rule"),
    ("barred_by", "barred_rule"),
    ("renounced_by", "renounced_rule"),
    ("conferred_by", "act_rule"),
    ("delegated_by", "delegated_rule"),
)


def read_office(section: Section) -> Office:
    """One table of `[offices]`."""
    office = section.fill(
        Office,
        name=section.key,
        posts=section.one_of("posts", POSTS),
        most_years=section.whole("most_years"),
        least_years=section.whole("least_years"),
        barred_after=section.whole("barred_after"),
        since=section.day("since"),
        earlier_until=section.day("earlier_until"),
        titles=_numbers(section, "titles"),
    )
    for name in office.titles:
        if name not in TITLES:
            section.problem(f"'titles' names {name!r}, not one of {', '.join(TITLES)}")
    for one, other in TOGETHER:
        if bool(getattr(office, one)) is not bool(getattr(office, other)):
            section.problem(f"`{one}` and `{other}` stand together")
    return office


def read_body(section: Section) -> BodyKind:
    """One table of `[bodies]`."""
    return section.fill(
        BodyKind,
        name=section.key,
        members=section.whole("members"),
        most_years=section.whole("most_years"),
        roles=_numbers(section, "roles"),
    )


def _numbers(section: Section, key: str) -> dict[str, int]:
    inner = section.inner(key)
    if inner is None:
        return {}
    names = list(inner.mapping_names())
    return {name: inner.whole(name) for name in names}
