"""Who answers for a result: as it is written, and whoever heads that unit or holds that post."""

from merito import Step

PERSON = "person:"


def answering(step: Step, named: str | None) -> frozenset[str]:
    """A responsible as written (`unit:U1`), with the people behind a unit or a post; nothing where none is written."""
    if not named:
        return frozenset()
    kind, _, identifier = named.partition(":")
    unit = step.dossier.units.get(identifier) if kind == "unit" else None
    post = step.dossier.positions.get(identifier) if kind == "position" else None
    people = (unit.head if unit else None, post.holder if post else None)
    return frozenset((named, *(f"{PERSON}{who}" for who in people if who)))
