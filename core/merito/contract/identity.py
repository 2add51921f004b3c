"""The identity of a regulation: its name, the acts that it implements and its editions."""

from attrs import frozen

ENTE_KINDS = (
    "municipality",
    "union_of_municipalities",
    "province",
    "region",
    "chamber_of_commerce",
    "state_body",
    "health_body",
    "university",
    "other",
)


@frozen(kw_only=True)
class Edition:
    """One version of a text and the cycle years that it governs; without `until` it is still in force."""

    name: str
    since: int
    until: int | None = None

    def governs(self, year: int) -> bool:
        return self.since <= year and (self.until is None or year <= self.until)


@frozen(kw_only=True)
class Interpreter:
    """The body that decides the readings of a text that name no other body; `cites` is the source of its power.

    `of` is the beginning of the citations of that text (`SMVP`); blank means all texts.
    """

    body: str
    cites: str
    of: str = ""


@frozen(kw_only=True)
class Regulation:
    """The identity declared in `regulation.py` of a plugin; the entry point in the group `merito.regulations` names it.

    `package` contains the data files and the rules: all its modules and sub-packages are imported when the regulation
    is loaded, and no list of them is needed. `modules` may name further ones, outside the package. `ente_kind`, one of
    ENTE_KINDS, is the kind of body that adopts it, as national rules name it. `governing_body` is its name for what the
    law calls the organ of political direction. `interpreters` decide its readings.
    """

    name: str
    title: str
    package: str
    acts: tuple[str, ...]
    editions: tuple[Edition, ...]
    modules: tuple[str, ...] = ()
    ente_kind: str = ""
    governing_body: str = ""
    interpreters: tuple[Interpreter, ...] = ()

    def edition_of(self, year: int) -> Edition | None:
        """The edition that governs a year; the latest, if several do."""
        return next((edition for edition in reversed(self.editions) if edition.governs(year)), None)
