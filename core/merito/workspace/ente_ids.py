"""The id of an ente is the name of its folder of results, on any disk."""

import re

SAFE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?")
OF_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}
OF_FILES = {"index.html", "comparison.csv"}
EXPECTED = "attese lettere, cifre, punto, - e _: è il nome della cartella dei risultati"


def id_fault(identifier: str) -> str:
    """Why a text cannot be the id of an ente (Italian); blank if it can."""
    if not SAFE.fullmatch(identifier):
        return EXPECTED
    if identifier.casefold().partition(".")[0] in OF_DEVICES:
        return "in Windows è il nome di un dispositivo, non può esserlo di una cartella"
    if identifier.casefold() in OF_FILES:
        return "è il nome di un file che sta accanto alle cartelle dei risultati"
    return ""
