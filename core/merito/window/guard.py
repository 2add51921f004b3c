"""Who may ask for a page: the one person who was handed the key of this start, from this computer's own pages.

The key is traded once for a cookie. A page of another site, or on another port of this computer, is refused: its
requests bear another origin, or say where they come from. Nobody else on the same machine knows the cookie.
"""

import secrets
from collections.abc import Mapping
from hmac import compare_digest

from attrs import define, field, frozen

SAFE_METHODS = ("GET", "HEAD")
OWN_SITES = ("same-origin", "none")
LOOPBACK = ("127.0.0.1", "localhost")
KEY_BYTES = 32
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; form-action 'self'; "
        "frame-src 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
OF_RESULTS = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox"
"""The policy of a page of results, which stands alone with its own style: it runs nothing and sends nothing."""


@frozen
class Request:
    """What decides whether a request is answered: its method, its headers in small letters, its cookies."""

    method: str
    headers: Mapping[str, str]
    cookies: Mapping[str, str]


@define
class Guard:
    """The secrets of one start, on one port. The key is good for one use."""

    port: int
    key: str = field(factory=lambda: secrets.token_urlsafe(KEY_BYTES))
    _cookie: str = field(factory=lambda: secrets.token_urlsafe(KEY_BYTES), init=False)

    @property
    def hosts(self) -> tuple[str, ...]:
        return tuple(f"{name}:{self.port}" for name in LOOPBACK)

    @property
    def cookie_name(self) -> str:
        """It bears the port: cookies of one host are shared by all its ports."""
        return f"merito_{self.port}"

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"http://{LOOPBACK[0]}:{self.port}/"

    def door(self) -> str:
        """The address that trades the key for the cookie, once."""
        return f"{self.address}entra?chiave={self.key}"

    def enters(self, key: str) -> str | None:
        """The cookie for whoever has the key, which then is none any more; None for anybody else."""
        if not self.key or not compare_digest(key.encode(), self.key.encode()):
            return None
        self.key = ""
        return self._cookie

    def of_this_computer(self, request: Request) -> bool:
        """Whether a request names this computer and this port, and comes from a page of this start, or from none."""
        origin = request.headers.get("origin")
        if request.headers.get("host", "") not in self.hosts:
            return False
        if request.method in SAFE_METHODS:
            return True
        if origin is not None and origin != f"http://{request.headers['host']}":
            return False
        site = request.headers.get("sec-fetch-site")
        return site in OWN_SITES if site is not None else origin is not None

    def knows(self, request: Request) -> bool:
        """Whether a request bears the cookie."""
        given = request.cookies.get(self.cookie_name, "")
        return compare_digest(given.encode(), self._cookie.encode())
