"""The bodies that the text names, and whether an act comes from one of them."""

from merito import Act

MAYOR, GIUNTA, COUNCIL, OIV, SECRETARY_OFFICE = "Sindaco", "Giunta", "Consiglio", "OIV", "Segretario"
POLITICAL = (MAYOR, GIUNTA, COUNCIL)


def of_body(act: Act, *bodies: str) -> bool:
    """Whether an act comes from one of some bodies, whatever follows the name; always if it names no body."""
    return any(act.of_body(body, more=True) for body in bodies)
