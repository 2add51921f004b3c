"""What is wrong in a TOML file, in Italian: the reader tells it in English."""

UNREAD = "non si legge come TOML"
GIVEN_TWICE = ("Cannot overwrite a value", "Cannot declare", "Cannot mutate immutable namespace", "Duplicate inline")
FAULTS = {
    "Expected '=' after a key": "dopo il nome manca il segno «=»",
    "Invalid value": "il valore non è scritto bene: i testi vanno tra virgolette",
    "Expected newline or end of document": "dopo il valore c'è altro sulla stessa riga",
    "Invalid statement": "la riga non è né «nome = valore» né «[tabella]»",
    "Expected ']'": "la parentesi quadra non è chiusa",
    "Unclosed array": "l'elenco non è chiuso",
    "Unclosed inline table": "la tabella tra parentesi graffe non è chiusa",
    "Unterminated string": "le virgolette non sono chiuse",
    "Illegal character": "c'è un carattere che non si può scrivere lì",
}


def toml_fault(error: Exception, line: str) -> str:
    """What an error of the TOML reader says, with the column; `line` is the one at which it stopped."""
    what = str(getattr(error, "msg", "") or error)
    if what.startswith(GIVEN_TWICE):
        name = line.partition("=")[0].strip()
        return f"{UNREAD}: «{name}» è dato due volte" if name else f"{UNREAD}: una voce è data due volte"
    known = next((told for fault, told in FAULTS.items() if what.startswith(fault)), None)
    column = getattr(error, "colno", 0)
    place = f", colonna {column}" if column else ""
    return f"{UNREAD}{place}: {known}" if known else f"{UNREAD}{place} ({what})"
