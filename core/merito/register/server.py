"""A register in PostgreSQL: its URL is taken apart as the driver takes it, and told by its host and database alone."""

import re
from typing import TYPE_CHECKING

from attrs import field, frozen

from merito.workspace.characters import unprintable

if TYPE_CHECKING:
    from sqlalchemy import URL

KINDS = ("postgresql", "postgres", "postgresql+psycopg")
DRIVER = "postgresql+psycopg"
REMEDY = (
    "atteso postgresql://utente@server/database. Nella password i segni @ / : ? # % si scrivono %40 %2F %3A %3F %23 "
    "%25; meglio ancora, la password non si scrive lì, ma in PGPASSWORD o in ~/.pgpass"
)
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,62}(?:\.[A-Za-z0-9_-]{1,63})*\.?")
_NUMBERS = re.compile(r"[0-9A-Fa-f:.]+")
_SOCKET = re.compile(r"/[\w./ -]*")
_DATABASE = re.compile(r"[\w$ .+-]{0,63}")


class AddressError(ValueError):
    """A URL of PostgreSQL that cannot be read: why, and what to do (Italian), without a word of what stands in it."""

    def __init__(self, why: str) -> None:
        super().__init__(f"l'indirizzo di PostgreSQL non si legge: {why}; {REMEDY}")


@frozen
class Server:
    """The URL for the driver, which is never printed, and what is told of it: its host and its database."""

    url: str = field(repr=False)
    shown: str


def is_server(text: str) -> bool:
    """Whether a text means PostgreSQL, however badly the rest of it is written."""
    return text.partition(":")[0].strip().lower() in KINDS and ":" in text


def server_of(text: str) -> Server:
    """What a URL says. Raises AddressError also where a password could be taken for the name of a host."""
    kind, between, rest = text.partition("://")
    if not between or kind.lower() not in KINDS:
        raise AddressError("non comincia con postgresql://")
    if rest.count("@") > 1 or "@" in rest.partition("?")[2]:
        raise AddressError("ha un segno «@» oltre a quello che sta prima del nome del server")
    url = _parsed(f"{DRIVER}://{rest}")
    hosts, database = _hosts(url), url.query.get("dbname", url.database or "")
    if not all(_NAME.fullmatch(host) or _NUMBERS.fullmatch(host) or _SOCKET.fullmatch(host) for host in hosts):
        raise AddressError("il nome del server ha un segno che lì non può stare")
    if not isinstance(database, str) or not _DATABASE.fullmatch(database):
        raise AddressError("il nome del database ha un segno che lì non può stare")
    return Server(f"{DRIVER}://{rest}", f"postgresql://{','.join(hosts)}/{database}")


def _parsed(text: str) -> "URL":
    from sqlalchemy import make_url  # noqa: PLC0415 (heavy: only for whoever has a server)
    from sqlalchemy.exc import ArgumentError  # noqa: PLC0415 (with it)

    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise AddressError("la porta non è un numero") from None
    given = [one for value in url.query.values() for one in _each(value)]
    if any(unprintable(part) for part in (text, url.username or "", url.password or "", *given)):
        raise AddressError("ha un carattere che non si può scrivere")
    return url


def _hosts(url: "URL") -> list[str]:
    """Every host that a URL names, without ports; none where the driver is left to find it."""
    named = [one for key in ("host", "hostaddr") for value in _each(url.query.get(key, ())) for one in value.split(",")]
    return [one if one.count(":") > 1 else one.partition(":")[0] for one in named] or ([url.host] if url.host else [])


def _each(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value
