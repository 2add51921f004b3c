"""Which tests run which lines: recorded once for each test, so that a mutant is tried only on tests that can see it."""

import hashlib
import json
import resource
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import coverage
import pytest

LEAST = 0.05  # seconds of processor that any test takes
SHARED = "shared "  # the context of what several tests share: a fixture of a module or of the whole session


def processor() -> float:
    """Seconds of processor that this process has taken."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


class Record:
    """The lines that each test runs (a data file of coverage), and in a second file the time that each test takes.

    If a source has changed since, the tests that ran it are recorded again; so are the tests of a changed test file.
    """

    def __init__(self, file: Path, sources: Sequence[Path], items: Sequence[pytest.Item]) -> None:
        self.file, self.sources = file, sources
        self.prints = {str(path): _print(path) for path in sources}
        self._beside = file.with_suffix(".seconds.json")
        known = (
            json.loads(self._beside.read_text(encoding="utf-8")) if file.is_file() else {"prints": {}, "seconds": {}}
        )
        self.seconds: dict[str, float] = known["seconds"]
        self.files: dict[str, str] = known.get("files", {})
        self._now = {path: _print(Path(path)) for path in {str(item.path) for item in items}}
        self._lines: dict[str, dict[int, list[str]]] = {}
        changed = [path for path, before in known["prints"].items() if self.prints.get(path) != before]
        if changed:
            self._forget(changed, items)

    def _forget(self, changed: list[str], items: Sequence[pytest.Item]) -> None:
        ran = {one for path in changed for some in self._of(path).values() for one in some}
        for item in items:
            if ran & {item.nodeid, *shared_by(item)}:
                self.seconds.pop(item.nodeid, None)
        data = coverage.CoverageData(str(self.file))
        data.read()
        data.purge_files(changed)
        data.write()
        self._lines.clear()

    def _of(self, path: str) -> dict[int, list[str]]:
        if path not in self._lines:
            data = coverage.CoverageData(str(self.file))
            data.read()
            self._lines[path] = data.contexts_by_lineno(path)
        return self._lines[path]

    def missing(self, items: Iterable[pytest.Item]) -> list[pytest.Item]:
        """The tests that are not recorded yet."""
        return [item for item in items if not self._holds(item)]

    def _holds(self, item: pytest.Item) -> bool:
        path = str(item.path)
        return item.nodeid in self.seconds and self.files.get(path, self._now[path]) == self._now[path]

    def keep(self, seconds: dict[str, float]) -> None:
        """Writes the times of the tests that passed."""
        self.seconds |= seconds
        self.files |= self._now
        told = {"prints": self.prints, "files": self.files, "seconds": self.seconds}
        self._beside.write_text(json.dumps(told, indent=0), encoding="utf-8")
        self._lines.clear()

    def tests(self, path: Path, lines: tuple[int, int], items: Sequence[pytest.Item]) -> list[pytest.Item]:
        """The tests that run one of these lines, or share a fixture that runs one.

        First come worked cases of a rule that the file names, then tests of the same package (`tests/core/numbers`,
        `tests/bergamo`); within each group, those that run most of the file for the time they take.
        """
        known, (first, last) = self._of(str(path)), lines
        contexts = {one for line in range(first, last + 1) for one in known.get(line, ())}
        seen = [item for item in items if item.nodeid in self.seconds and contexts & {item.nodeid, *shared_by(item)}]
        about, rooms = Counter(one for some in known.values() for one in some), set(path.parts)

        text = path.read_text(encoding="utf-8")

        def order(item: pytest.Item) -> tuple[bool, bool, float]:
            rules = item.case.rules if hasattr(item, "case") else ()
            of_others = not any(f'"{rule}"' in text for rule in rules)
            apart = not rooms & set(item.nodeid.partition("::")[0].split("/")[1:-1]) - {"core"}
            return of_others, apart, -about[item.nodeid] / (self.seconds[item.nodeid] + LEAST)

        return sorted(seen, key=order)


def _print(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def shared_by(item: pytest.Item) -> Iterator[str]:
    """The contexts of the fixtures that a test shares with others."""
    for fixtures in getattr(getattr(item, "_fixtureinfo", None), "name2fixturedefs", {}).values():
        yield from (_context(fixture) for fixture in fixtures if fixture.scope != "function")


def _context(fixture: Any) -> str:
    return f"{SHARED}{fixture.baseid}::{fixture.argname}"


class Recorder:
    """A pytest plugin: tells coverage which test is running, and counts the processor time of each test."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.coverage = coverage.Coverage(
            data_file=str(record.file), include=[str(path) for path in record.sources], config_file=False
        )
        self.seconds: dict[str, float] = {}
        self._now: list[str] = []
        self._failed: set[str] = set()

    def start(self) -> None:
        if self.record.file.is_file():
            self.coverage.load()
        self.coverage.start()

    def stop(self) -> None:
        self.coverage.stop()
        self.coverage.save()
        self.record.keep({test: took for test, took in self.seconds.items() if test not in self._failed})

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        began = processor()
        self._enter(item.nodeid)
        try:
            return (yield)
        finally:
            self._leave()
            self.seconds[item.nodeid] = processor() - began

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
        if fixturedef.scope == "function":
            return (yield)
        self._enter(_context(fixturedef))
        try:
            return (yield)
        finally:
            self._leave()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if not report.passed:
            self._failed.add(report.nodeid)

    def _enter(self, context: str) -> None:
        self._now.append(context)
        self.coverage.switch_context(context)

    def _leave(self) -> None:
        self._now.pop()
        self.coverage.switch_context(self._now[-1] if self._now else "")
