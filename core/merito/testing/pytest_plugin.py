"""The pytest plugin of merito: collects worked cases as tests, and provides fixtures that run an ente.

Light to import, because every project with pytest and merito loads it.
"""

from collections.abc import Callable, Iterator
from itertools import takewhile
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from merito.model.record import Record
    from merito.testing.cases import Case

ENGINE = __name__.partition(".")[0]
FOLDER = "cases"
FAULTS = pytest.StashKey[dict[object, str]]()
SEEN = pytest.StashKey[dict[str, object]]()  # cases that have run, for the suite of their regulation


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "CaseFile | None":
    """Every TOML file of a folder `cases` that names a regulation."""
    if file_path.suffix != ".toml" or file_path.parent.name != FOLDER:
        return None
    return CaseFile.from_parent(parent, path=file_path) if _names_regulation(file_path) else None


def _names_regulation(path: Path) -> bool:
    text = path.read_text(encoding="utf-8", errors="replace")
    before_tables = takewhile(lambda line: not line.startswith("["), text.splitlines())
    return any(line.partition("=")[0].strip() == "regulation" for line in before_tables)


class CaseFile(pytest.File):
    """A file of worked cases."""

    def collect(self) -> Iterator["CaseItem"]:
        from merito.contract.faults import PluginError  # noqa: PLC0415 (heavy: only where there are cases)
        from merito.testing.case_files import read_cases  # noqa: PLC0415
        from merito.testing.cases import CaseError  # noqa: PLC0415

        try:
            named = [(": ".join(filter(None, (_articles(case), case.title))), case) for case in read_cases(self.path)]
        except (CaseError, PluginError) as error:
            raise self.CollectError(
                f"{self.path.name}: {error}" if isinstance(error, PluginError) else str(error)
            ) from None
        for name, case in named:
            yield CaseItem.from_parent(self, name=name, case=case)


class CaseItem(pytest.Item):
    """One worked case as a test; its name begins with its articles."""

    def __init__(self, *, case: "Case", **known: Any) -> None:
        super().__init__(**known)
        self.case = case

    def runtest(self) -> None:
        from merito.model.language import in_words  # noqa: PLC0415
        from merito.model.messages import Code, say  # noqa: PLC0415
        from merito.testing.conformance.faults import fault_in  # noqa: PLC0415 (heavy: only where there are cases)
        from merito.testing.conformance.seen import as_it_runs  # noqa: PLC0415

        found = as_it_runs(self.case)
        self.config.stash.setdefault(SEEN, {})[repr(self.case)] = found
        problems = found.problems
        faults = self.session.stash.setdefault(FAULTS, {})
        for fault in filter(None, map(fault_in, problems)):
            first = faults.setdefault(fault, self.name)
            if first != self.name:
                pytest.skip(in_words(say("il guasto detto in {test}: {fault}", test=Code(first), fault=fault)))
            self._raise_again()
        if problems:
            pytest.fail("\n".join(map(in_words, problems)), pytrace=False)

    def _raise_again(self) -> None:
        """Runs the case once more, to leave the exception of its rule to pytest and its debugger.

        Its last frame is the author's last, where the debugger lands: not that of a library which the rule calls.
        """
        from merito.contract.faults import PluginFaultError  # noqa: PLC0415 (heavy: only where there are cases)

        error: BaseException | None = None
        try:
            self.case.run()
        except PluginFaultError as fault:
            error = fault.__cause__
            if error is not None:
                error.add_note(str(fault))
        if error is not None:
            whole = self.config.getoption("fulltrace")
            raise error if whole else error.with_traceback(_of_author(error.__traceback__))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """An exception of a rule from the author's first frame on; `--full-trace` shows all."""
        entries = excinfo.traceback
        own = [at for at, entry in enumerate(entries) if Path(entry.path) == Path(__file__)]
        of_author = [at for at in range(own[-1], len(entries)) if not _of_engine(entries[at])] if own else []
        if of_author and not self.config.getoption("fulltrace"):
            excinfo.traceback = type(entries)(entries[of_author[0] :])
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, self.name


def _of_author(raised: TracebackType | None) -> TracebackType | None:
    """A traceback without what follows the last frame of the package in which the rule is."""
    every: list[TracebackType] = []
    while raised is not None:
        every.append(raised)
        raised = raised.tb_next
    names = [one.tb_frame.f_globals.get("__name__", "").partition(".")[0] for one in every]
    author = next((name for name in names if name != ENGINE), ENGINE)
    last = max((at for at, name in enumerate(names) if name == author), default=-1)
    made: TracebackType | None = None
    for one in reversed(every[: last + 1]):
        made = TracebackType(made, one.tb_frame, one.tb_lasti, one.tb_lineno)
    return made


def _of_engine(entry: Any) -> bool:
    """Whether a frame is of merito."""
    return Path(__file__).parents[1] in Path(entry.path).parents


def _articles(case: "Case") -> str:
    from merito.testing.enti import installed  # noqa: PLC0415 (heavy: only where there are cases)

    rules = installed().stack(case.regulation).rulebook.rules
    return ", ".join(dict.fromkeys(rules[rule].article for rule in case.rules if rule in rules)) or ", ".join(
        case.rules
    )


@pytest.fixture
def run_ente() -> "Callable[..., Record]":
    """Runs an ente of a few tables: `run_ente("collina", {"people": "id\\nP1"}, "[funds]\\nannual = 100")`."""
    from merito.testing.enti import run_tables  # noqa: PLC0415

    return run_tables


@pytest.fixture
def worked_case() -> "Callable[[Path, str], Case]":
    """Loads a worked case by file and title."""
    from merito.testing.case_files import read_cases  # noqa: PLC0415

    def load(path: Path, title: str) -> "Case":
        return next(case for case in read_cases(path) if case.title == title)

    return load
