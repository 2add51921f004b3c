"""Worked cases as data: an ente of a few rows, and what its regulation makes of it, in TOML that a jurist can read.

A file names its `regulation` and holds one `[[case]]` after the other, each over what stands in `[common]`: a `title`,
the `rules` it is about, `tables` (CSV, locale en), the text of `parameters`, `readings` and the rest of `cycle.toml`
(`cycle`), the `year` of the cycle (2021), `as_of` (the last day of the year after), and `expect`: rows that must be
among the results, `no_<name>` for what must not be, `whole` for what must be all; or, instead of `expect`,
`refused`: what of the data cannot be read. The cases of an ente's own rules name no regulation: theirs is that of the
ente. A `shorthand.py` beside the files says what a regulation's own words in a
case stand for.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import tomli
from attrs import evolve, field, frozen

from merito.contract.faults import PluginError
from merito.cycle import run
from merito.model.record import Record
from merito.regulations import PluginFaultError, Regulations
from merito.testing.enti import AS_OF, YEAR, open_tables
from merito.testing.rows import KINDS, cited, rows_of
from merito.testing.soundness import out_of_bounds, unconserved
from merito.workspace.dossiers import Opened
from merito.workspace.problems import BadDataError, Problem

HELD = {"rewards": ("reasons", 4), "funds": ("fund_holds", 3)}  # where a row says why, and its withheld sum
SHORTHAND = "shorthand.py"
KNOWN = frozenset(
    (
        *("title", "rules", "tables", "cycle", "parameters", "readings", "year", "as_of", "expect", "whole"),
        *("refused", "ente", "files"),
    )
)
Spelling = Callable[[dict[str, Any]], dict[str, Any]]


class CaseError(ValueError):
    """A file of cases that does not hold what it must: where, and what."""


@frozen(kw_only=True)
class Origin:
    """What makes an ente one with rules of its own: its regulation, lines of `ente.toml`, the files of the rules."""

    regulation: str
    ente: str
    files: Mapping[str, str]


@frozen(kw_only=True)
class Case:
    """One worked case. `expect` is by name of the rows (`rewards`, `no_findings`), each row a list of texts.

    `refused` is instead of it: all of the data that cannot be read, `[table, column, found, article]`.
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

    def run(self, regulations: Regulations | None = None) -> Record:
        """What the regulation makes of its ente."""
        opened = self.opened(regulations)
        return run(opened.course, opened.hashes)

    def opened(self, regulations: Regulations | None = None) -> Opened:
        """Its ente as it is read. Raises BadDataError on data that cannot be, as in a case of what is refused."""
        return open_tables(
            self.regulation,
            self.tables,
            self.cycle,
            self.as_of,
            ente=self.ente,
            files=self.files,
            year=self.year,
            regulations=regulations,
        )

    def tried(self, regulations: Regulations | None = None) -> list[str]:
        """Runs its ente; what is not as expected, nothing where all is."""
        return self.judged(regulations)[0]

    def judged(self, regulations: Regulations | None = None) -> tuple[list[str], Record | None]:
        """Runs its ente; what is not as expected, and the record if there is one."""
        try:
            record = self.run(regulations)
        except BadDataError as error:
            return self._unrefused(error.problems) if self.refused else [f"the data are refused: {error}"], None
        except (PluginError, PluginFaultError) as error:
            return list(error.messages), None
        wrong = ["the data are read, where the case has them refused"] if self.refused else self.problems(record)
        return wrong, record

    def _unrefused(self, found: Iterable[Problem]) -> list[str]:
        rows = [[Path(one.source.file).stem, one.column, one.found or "", one.article] for one in found]
        more = [row for row in rows if not any(matches(one, row) for one in self.refused)]
        unmet = list(_unmet("refused", list(self.refused), {"refused": rows}))
        return [*unmet, *([f"refused too:\n{_shown(more)}"] if more else [])]

    def problems(self, record: Record) -> list[str]:
        """What is not as expected, and what no run may do with money or bounds; nothing where all is well."""
        rows = rows_of(record)
        return [
            *(problem for name, wanted in self.expect.items() for problem in _unmet(name, wanted, rows)),
            *(
                f"{name}: {len(rows[name])} rows where the case has all {len(self.expect[name])}:\n{_shown(rows[name])}"
                for name in self.whole
                if len(rows[name]) != len(self.expect[name])
            ),
            *(_uncited(rule, rows) for rule in self.rules if rule not in cited(record)),
            *unconserved(record),
            *out_of_bounds(record),
        ]


def _uncited(rule: str, rows: Mapping[str, list[list[str]]]) -> str:
    tried = any(row[1] == rule for row in rows["tried"])
    return f"no result cites {rule}" + (": it was tried and did not apply, which `tried` expects" if tried else "")


def _unmet(name: str, wanted: list[list[str]], rows: Mapping[str, list[list[str]]]) -> Iterator[str]:
    there = rows[name.removeprefix("no_")]
    for row in wanted:
        if name.startswith("no_"):
            over = [one for one in there if _among(row, one)]
            if over:
                yield f"{name}: nothing may hold {row}:\n{_shown(over)}"
        elif not any(matches(row, one) for one in there):
            lacks = rows.get("missing", [])
            why = f", as the run waits:\n{_shown(lacks)}" if lacks and not there else _held(name, row, rows)
            yield f"{name}: expected {row}, found:\n{_shown(there)}{why}"


def _held(name: str, wanted: list[str], rows: Mapping[str, list[list[str]]]) -> str:
    """Why money of whom or what a row is about is withheld; blank where none is."""
    table, column = HELD.get(name, ("", 0))
    about = [one for one in rows.get(name, ()) if table and one[0] in (wanted[0], "*") and one[column] != "0.00"]
    why = [row for row in rows.get(table, ()) if row[0] in {one[0] for one in about}]
    return f"\n  withheld, as:\n{_shown(why)}" if why else ""


def _shown(rows: list[list[str]]) -> str:
    return "\n".join(f"    {row}" for row in rows) or "    nothing"


def matches(expected: list[str], row: list[str]) -> bool:
    """A row as expected: `*` stands for anything, `~text` for whatever holds that text."""
    return len(expected) == len(row) and all(map(_fits, expected, row))


def _among(row: list[str], one: list[str]) -> bool:
    """Whether every text of a row is somewhere in another; where both are of one length, `*` and `~` in their place."""
    if len(row) >= len(one):
        return matches(row, one) or set(row) <= set(one)
    return all(any(_fits(text, cell) for cell in one) for text in row)


def _fits(expected: str, text: str) -> bool:
    return expected in ("*", text) or (expected.startswith("~") and expected[1:] in text)


def cases_in(folder: Path, of_own_rules: Origin | None = None) -> list[Case]:
    """The cases of every file of a folder, in the order of the names."""
    return [case for path in sorted(folder.glob("*.toml")) for case in read_cases(path, of_own_rules)]


def read_cases(path: Path, of_own_rules: Origin | None = None) -> list[Case]:
    """The cases of one file. Raises CaseError with all that is wrong in it."""
    try:
        known = tomli.loads(path.read_text(encoding="utf-8"), parse_float=str)
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CaseError(f"{path}: {error}") from None
    regulation, common, listed = known.get("regulation"), known.get("common", {}), known.get("case", [])
    if of_own_rules is not None:
        if regulation is not None:
            raise CaseError(f"{path}: cases of an ente's own rules name no regulation: take out {regulation!r}")
        regulation = of_own_rules.regulation
    if not isinstance(regulation, str) or not isinstance(listed, list) or not listed:
        raise CaseError(f'{path}: a file of cases has `regulation = "..."` and at least one [[case]]')
    spell = shorthand(path.parent)
    cases = [_case(path, regulation, spell(_merged(common, one)), place) for place, one in enumerate(listed, start=1)]
    return [_with_own(case, of_own_rules) for case in cases] if of_own_rules else cases


def _with_own(case: Case, own: Origin) -> Case:
    return evolve(case, ente=f"{own.ente}\n{case.ente}", files={**own.files, **case.files})


def _merged(common: Mapping[str, Any], case: Mapping[str, Any]) -> dict[str, Any]:
    return {**common, **case, "tables": {**common.get("tables", {}), **case.get("tables", {})}}


def _case(path: Path, regulation: str, case: Mapping[str, Any], number: int) -> Case:
    where = f"{path}: case {number} ({case.get('title', 'no title')})"
    wrong = [f"{key!r} is no key of a case" for key in case if key not in KNOWN]
    wrong += [f"{key!r} is missing" for key in ("title", "rules") if key not in case]
    wrong += ["'expect' is missing, or 'refused' in its place"] if ("expect" in case) == ("refused" in case) else []
    wrong += [
        f"expect.{name}: no such rows; they are {', '.join(KINDS)}"
        for name in case.get("expect", {})
        if name.removeprefix("no_") not in KINDS
    ]
    wrong += [
        f"whole: {name!r} is not expected" for name in case.get("whole", ()) if name not in case.get("expect", {})
    ]
    year = case.get("year", YEAR)
    if not isinstance(year, int):
        wrong.append(f"year is {year!r}, not a year")
    cycle = _cycle(case)
    wrong += [] if "refused" in case else list(_unread(cycle))
    if wrong:
        raise CaseError("\n".join(f"{where}: {one}" for one in wrong))
    return Case(
        file=path,
        regulation=regulation,
        title=case["title"],
        rules=tuple(case["rules"]),
        tables=case["tables"],
        cycle=cycle,
        year=year,
        as_of=date.fromisoformat(str(case.get("as_of", AS_OF.replace(year=year + 1)))),
        expect=case.get("expect", {}),
        whole=tuple(case.get("whole", ())),
        refused=tuple(case.get("refused", ())),
        ente=case.get("ente", ""),
        files=case.get("files", {}),
    )


def _cycle(case: Mapping[str, Any]) -> str:
    """The text of `cycle.toml`, of the three keys that make it."""
    parts = (case.get("cycle", ""), "[parameters]", case.get("parameters", ""), "[readings]", case.get("readings", ""))
    return "\n".join(map(str, parts))


def _unread(cycle: str) -> Iterator[str]:
    try:
        tomli.loads(cycle)
    except tomli.TOMLDecodeError as error:
        yield f"cycle, parameters and readings, each a key of its own without its [head], are no TOML together: {error}"


def shorthand(folder: Path) -> Spelling:
    """How the cases of a folder are spelled out: the function `spelled_out` of its `shorthand.py`, or as they stand."""
    path = folder / SHORTHAND
    if not path.is_file():
        return dict
    spec = spec_from_file_location(f"shorthand_of_{folder.parent.name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    spell: Spelling = module.spelled_out
    return spell
