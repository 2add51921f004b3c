"""The identity of a regulation: its name, the acts that it implements, its editions and its modules."""

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
    """A text of the regulation and the years of the cycle that it governs; without `until`, still in force."""

    name: str
    since: int
    until: int | None = None

    def governs(self, year: int) -> bool:
        return self.since <= year and (self.until is None or year <= self.until)


@frozen(kw_only=True)
class Interpreter:
    """The body that decides what is unclear in a text, where no reading names another; `cites` says why it does.

    `of` is how the articles of that text begin (`SMVP`); blank, it is that of every text.
    """

    body: str
    cites: str
    of: str = ""


@frozen(kw_only=True)
class Regulation:
    """What `regulation.py` of a plugin declares, and the entry point in the group `merito.regulations` names.

    `package` holds the data files; `modules` are imported when the regulation is loaded, and only then;
    `ente_kind`, one of ENTE_KINDS, is the kind of body that adopts it, in the words of the national rules, and
    `governing_body` what it calls the organ of political direction of the law. `interpreters` decide its readings.
    """

    name: str
    title: str
    package: str
    acts: tuple[str, ...]
    editions: tuple[Edition, ...]
    modules: tuple[str, ...]
    ente_kind: str = ""
    governing_body: str = ""
    interpreters: tuple[Interpreter, ...] = ()

    def edition_of(self, year: int) -> Edition | None:
        """The edition that governs a year; the latest where two would."""
        return next((edition for edition in reversed(self.editions) if edition.governs(year)), None)
