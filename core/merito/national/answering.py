"""Who is responsible for a result: as recorded, and the head of that unit or holder of that post."""

from merito import Step

PERSON = "person:"


def answering(step: Step, named: str | None) -> frozenset[str]:
    """A responsible as recorded (`unit:U1`), with the people behind a unit or a post; empty if there is none."""
    if not named:
        return frozenset()
    kind, _, identifier = named.partition(":")
    unit = step.dossier.units.get(identifier) if kind == "unit" else None
    post = step.dossier.positions.get(identifier) if kind == "position" else None
    people = (unit.head if unit else None, post.holder if post else None)
    return frozenset((named, *(f"{PERSON}{who}" for who in people if who)))
