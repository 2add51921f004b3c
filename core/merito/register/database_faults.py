"""Database errors in Italian. The driver's messages about a connection are never shown: they may quote its URL."""

from sqlite3 import Error as SqliteError

BUSY = "un altro programma lo tiene occupato da più di un minuto"
DAMAGED = "è guasto: rimetterlo da una copia"
SQLITE_SAYS = {
    "database or disk is full": "lo spazio sul disco è finito",
    "disk I/O error": "il disco non risponde, o non ha più spazio",
    "attempt to write a readonly database": "non vi si può scrivere",
    "unable to open database file": "non si può aprire, né crearlo lì",
    "database is locked": BUSY,
    "file is not a database": "è un file di un altro genere, non un registro: dare un altro nome a «register»",
    "database disk image is malformed": DAMAGED,
    "malformed database schema": DAMAGED,
}
CONNECTING = {
    "password authentication failed": "il server rifiuta l'utente o la password",
    "no password supplied": "il server vuole una password: PGPASSWORD, o ~/.pgpass",
    "no pg_hba.conf entry": "il server non ammette questo utente da questa macchina (pg_hba.conf)",
    "does not exist": "il database o l'utente non c'è",
    "connection refused": "il server non risponde: connessione rifiutata",
    "timeout expired": "il server non risponde in tempo",
    "resolve host": "il nome del server non si trova",
    "translate host name": "il nome del server non si trova",
    "no such file or directory": "su questa macchina non c'è un server",
    "too many": "il server ha troppe connessioni",
    "starting up": "il server si sta avviando",
    "shutting down": "il server si sta spegnendo",
    "invalid connection option": "l'indirizzo ha un'opzione che PostgreSQL non conosce",
    "ssl": "la connessione cifrata non riesce: vedere sslmode e i certificati",
}
NOT_CONNECTED = "il server non accetta la connessione: provare con psql, che dice perché"
POSTGRESQL_SAYS = {
    "25006": "non vi si può scrivere",
    "42501": "l'utente del database non ha il permesso",
    "53100": "lo spazio sul disco del server è finito",
    "53200": "al server manca memoria",
    "40001": "un altro programma vi ha scritto intanto: ripetere",
    "40P01": "un altro programma vi ha scritto intanto: ripetere",
    "55P03": BUSY,
    "57014": "il server non ha finito in dieci minuti",
    "57P01": "il server è stato fermato",
    "57P02": "il server si è fermato",
}
LOST = "la connessione con il server si è interrotta"


def not_connected(error: BaseException) -> str:
    """Why a connection failed; an unknown reason is not quoted."""
    said = str(error).lower()
    return next((told for part, told in CONNECTING.items() if part in said), NOT_CONNECTED)


def refused(error: BaseException) -> str:
    """Why a statement was refused: by SQLite's message, by PostgreSQL's code."""
    if isinstance(error, SqliteError):
        why = (str(error).strip().splitlines() or [type(error).__name__])[0]
        return next((told for said, told in SQLITE_SAYS.items() if why.startswith(said)), why)
    if isinstance(error, UnicodeDecodeError):
        return DAMAGED
    if not hasattr(error, "sqlstate"):
        return f"errore del programma ({type(error).__name__})"
    code = str(error.sqlstate or "")
    return POSTGRESQL_SAYS.get(code, f"errore {code} di PostgreSQL") if code else LOST
