"""Worked cases as data: an ente of a few rows, and its results under the regulation, in TOML that a jurist can read.

A file names its `regulation` and contains `[[case]]` tables, each added to `[common]`: a `title`, the `rules` it is
about, `tables` (CSV, locale en), the text of `parameters`, `readings` and the rest of `cycle.toml` (`cycle`), the
`year` of the cycle (2021), `as_of` (the last day of the following year), and `expect`: rows that must be among the
results, `no_<name>` for rows that must not, `whole` for complete lists. Instead of `expect`, `refused` lists the data
that must be refused. Parameters count as decided by their body, except for those in `undecided`. The cases of an ente's
own rules name no regulation: they use that of the ente. A `shorthand.py` next to the files expands a regulation's own
notation.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from attrs import field, frozen

from merito.contract.faults import Fault, PluginError
from merito.cycle import check, run
from merito.model.faults import MeritoError
from merito.model.language import in_words
from merito.model.messages import Message, say
from merito.model.record import Record
from merito.model.results import Finding
from merito.regulations import PluginFaultError, Regulations
from merito.testing.enti import AS_OF, YEAR, open_tables
from merito.testing.rows import cited, matches, rows_of, shown, uncited, unmet
from merito.testing.soundness import out_of_bounds, unconserved
from merito.workspace.dossiers import Opened
from merito.workspace.problems import BadDataError, Problem


class CaseError(MeritoError, ValueError):
    """An invalid file of cases: where, and why."""


@frozen(kw_only=True)
class Origin:
    """The identity of an ente with rules of its own: its regulation, lines of `ente.toml`, the files of the rules."""

    regulation: str
    ente: str
    files: Mapping[str, str]


@frozen(kw_only=True)
class Case:
    """One worked case. `expect` is by name of the rows (`rewards`, `no_findings`), each row a list of texts.

    `refused` replaces it: all data that must be refused, `[table, column, found, article]`.
    """

    file: Path
    regulation: str
    title: str
    rules: tuple[str, ...]
    tables: Mapping[str, str]
    cycle: str = ""
    year: int = YEAR
    as_of: date = AS_OF
    expect: Mapping[str, list[list[str]]] = field(factory=dict)
    whole: tuple[str, ...] = ()
    refused: tuple[list[str], ...] = ()
    ente: str = ""
    files: Mapping[str, str] = field(factory=dict)
    undecided: tuple[str, ...] = ()

    def run(self, regulations: Regulations | None = None) -> Record:
        """The results for its ente."""
        opened = self.opened(regulations)
        return run(opened.course, opened.hashes)

    def checked(self, regulations: Regulations | None = None) -> tuple[Finding, ...]:
        """What `merito check` finds in its ente, without computing its cycle."""
        return check(self.opened(regulations).course)

    def opened(self, regulations: Regulations | None = None) -> Opened:
        """Its ente as read. Raises BadDataError on data that are refused."""
        return open_tables(
            self.regulation,
            self.tables,
            self.cycle,
            self.as_of,
            ente=self.ente,
            files=self.files,
            year=self.year,
            regulations=regulations,
            undecided=self.undecided,
        )

    def tried(self, regulations: Regulations | None = None) -> list[str]:
        """Runs its ente; the differences from what is expected, as they are read."""
        return list(map(in_words, self.judged(regulations)[0]))

    def judged(self, regulations: Regulations | None = None) -> tuple[list[Message], Record | None]:
        """Runs its ente; the differences from what is expected, and the record if there is one."""
        try:
            record = self.run(regulations)
        except BadDataError as error:
            return self._unrefused(error.problems) if self.refused else [
                say("i dati sono rifiutati: {error}", error=str(error))
            ], None
        except PluginError as error:
            return [one.message if isinstance(one, Fault) else say("{why}", why=one) for one in error.faults], None
        except PluginFaultError as error:
            return [error.what], None
        wrong = [say("i dati si leggono, mentre il caso li vuole rifiutati")] if self.refused else self.problems(record)
        return wrong, record

    def _unrefused(self, found: Iterable[Problem]) -> list[Message]:
        rows = [[Path(one.source.file).stem, one.column, one.found or "", one.article] for one in found]
        more = [row for row in rows if not any(matches(one, row) for one in self.refused)]
        lacking = unmet("refused", list(self.refused), {"refused": rows})
        return [*lacking, *([say("rifiutato anche:\n{rows}", rows=shown(more))] if more else [])]

    def problems(self, record: Record) -> list[Message]:
        """The differences from what is expected, and violations of conservation of money and of bounds."""
        rows = rows_of(record)
        return [
            *(problem for name, wanted in self.expect.items() for problem in unmet(name, wanted, rows)),
            *(
                say(
                    "{name}: {found} righe, dove il caso dice che sono {expected} in tutto:\n{rows}",
                    name=name,
                    found=len(rows[name]),
                    expected=len(self.expect[name]),
                    rows=shown(rows[name]),
                )
                for name in self.whole
                if len(rows[name]) != len(self.expect[name])
            ),
            *(uncited(rule, rows) for rule in self.rules if rule not in cited(record)),
            *unconserved(record),
            *out_of_bounds(record),
        ]
