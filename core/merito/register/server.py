"""A register in PostgreSQL: its URL is parsed like the driver does, and shown by host and database only."""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs, unquote

from attrs import field, frozen

from merito.workspace.characters import unprintable

KINDS = ("postgresql", "postgres", "postgresql+psycopg")
REMEDY = (
    "atteso postgresql://utente@server/database. Nella password i segni @ / : ? # % si scrivono %40 %2F %3A %3F %23 "
    "%25; meglio ancora, la password non si scrive lì, ma in PGPASSWORD o in ~/.pgpass"
)
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,62}(?:\.[A-Za-z0-9_-]{1,63})*\.?")
_NUMBERS = re.compile(r"[0-9A-Fa-f:.]+")
_SOCKET = re.compile(r"/[\w./ -]*")
_AFTER_KIND = re.compile(
    r"(?:(?P<user>[^:/@]*)(?::(?P<password>[^@]*))?@)?"
    r"(?:\[(?P<ipv6>[^]/?]+)]|(?P<host>[^:/?\[]*))(?::(?P<port>\d*))?"
    r"(?:/(?P<database>[^?]*))?(?:\?(?P<query>.*))?",
    re.DOTALL,
)
_DATABASE = re.compile(r"[\w$ .+-]{0,63}")


class AddressError(ValueError):
    """An invalid URL of PostgreSQL: why, and what to do (Italian), without quoting it."""

    def __init__(self, why: str) -> None:
        super().__init__(f"l'indirizzo di PostgreSQL non si legge: {why}; {REMEDY}")


@frozen
class Server:
    """The URL for the driver, which is never printed, and its description: host and database."""

    url: str = field(repr=False)
    shown: str


def is_server(text: str) -> bool:
    """Whether a text is meant as PostgreSQL, however badly the rest of it is written."""
    return text.partition(":")[0].strip().lower() in KINDS and ":" in text


def server_of(text: str) -> Server:
    """Parses a URL. Raises AddressError also if a password could be mistaken for a host name."""
    kind, between, rest = text.partition("://")
    if not between or kind.lower() not in KINDS:
        raise AddressError("non comincia con postgresql://")
    if rest.count("@") > 1 or "@" in rest.partition("?")[2]:
        raise AddressError("ha un segno «@» oltre a quello che sta prima del nome del server")
    given = _given(rest)
    hosts, database = _hosts(given), given.get("dbname", "")
    if not all(_NAME.fullmatch(host) or _NUMBERS.fullmatch(host) or _SOCKET.fullmatch(host) for host in hosts):
        raise AddressError("il nome del server ha un segno che lì non può stare")
    if not _DATABASE.fullmatch(database):
        raise AddressError("il nome del database ha un segno che lì non può stare")
    return Server(f"postgresql://{rest}", f"postgresql://{','.join(hosts)}/{database}")


def connecting(url: str) -> Mapping[str, str]:
    """The arguments for the driver: user, password, host, port, dbname, and options. Raises AddressError."""
    return _given(url.partition("://")[2])


def _given(rest: str) -> dict[str, str]:
    found = _AFTER_KIND.fullmatch(rest)
    if found is None:
        raise AddressError("la porta non è un numero")
    part = {name: unquote(value) for name, value in found.groupdict("").items() if name != "query"}
    query = parse_qs(found["query"] or "", keep_blank_values=True)
    own = {"user": part["user"], "password": part["password"], "port": part["port"], "dbname": part["database"]}
    own["host"] = part["ipv6"] or part["host"]
    given = {**{name: value for name, value in own.items() if value}, **_in_query(query)}
    if any(unprintable(one) for one in (rest, *given.values())):
        raise AddressError("ha un carattere che non si può scrivere")
    return given


def _in_query(query: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The options, as the driver takes them: several hosts in one value, their ports in another."""
    options = {name: ",".join(values) for name, values in query.items()}
    hosts = [one for value in query.get("host", ()) for one in value.split(",")]
    with_ports = [one.rpartition(":") for one in hosts if one.count(":") == 1]
    if hosts and len(with_ports) == len(hosts):
        options["host"] = ",".join(host for host, _, _ in with_ports)
        options.setdefault("port", ",".join(port for _, _, port in with_ports))
    return options


def _hosts(given: Mapping[str, str]) -> list[str]:
    """Every host in a URL, without ports; empty if the driver is to find it."""
    named = [one for key in ("host", "hostaddr") if key in given for one in given[key].split(",")]
    return [one if one.count(":") > 1 else one.partition(":")[0] for one in named]
