"""The bodies that the text names, and whether an act is of one of them."""

from merito import Act, Dossier
from merito_comunita_montane.people import NAMES

MAYOR, GIUNTA, COUNCIL, OIV, SECRETARY_OFFICE = "Sindaco", "Giunta", "Consiglio", "OIV", "Segretario"
POLITICAL = (MAYOR, GIUNTA, COUNCIL)


def of_body(act: Act, *bodies: str) -> bool:
    """Whether an act is of one of some bodies, whatever follows the name; an act that names no body is."""
    written = act.body.strip().casefold()
    return not written or written.startswith(tuple(body.casefold() for body in bodies))


def named(dossier: Dossier, who: str) -> str:
    """A body by its name, a person by id and role (Italian)."""
    kind, _, identifier = who.partition(":")
    person = dossier.people.get(identifier) if kind == "person" else None
    return f"{person.id} ({NAMES.get(person.role, person.role)})" if person else who
