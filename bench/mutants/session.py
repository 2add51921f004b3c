"""The pytest session in which mutants are tried: everything is imported and collected once, and forked from there."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from covered import Record, Recorder
from state import State
from trial import SURVIVED, tried

ENDLESS = 3600.0  # seconds of processor


class Trials:
    """A pytest plugin that, instead of the tests, runs each mutant of a sample against the tests that run its lines."""

    def __init__(self, root: Path, files: Sequence[Path], state: State, budget: float) -> None:
        self.root, self.files, self.state, self.budget = root, files, state, budget

    def pytest_configure(self) -> None:
        """Enti are drawn afresh, and failing ones are not shrunk: that they fail is enough."""
        from hypothesis import HealthCheck, Phase, settings  # noqa: PLC0415 (after pytest has its plugins)

        phases, checks = (Phase.explicit, Phase.generate), list(HealthCheck)
        settings.register_profile("mutants", database=None, deadline=None, phases=phases, suppress_health_check=checks)
        settings.load_profile("mutants")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        record = self._recorded(session)
        folder: Path = session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]
        waiting = self.state.waiting
        for number, mutant in enumerate(waiting, start=1):
            tests = record.tests(self.root / mutant.file, mutant.lines, session.items)
            verdict = tried(self.root, mutant, tests, self.budget)
            self.state.keep(mutant, verdict)
            took = f"{verdict.tried} of {verdict.of} tests, {verdict.seconds} s"
            print(f"{number}/{len(waiting)} {verdict.outcome} ({took}) {mutant.id}", flush=True)
            _emptied(folder)
        self._held(session)
        return True

    def _held(self, session: pytest.Session) -> None:
        """Runs the tests that killed mutants on unchanged code: if one fails there too, its verdicts do not count."""
        killers = self.state.killers
        left = [item for item in session.items if item.nodeid in killers]
        while left:
            verdict = tried(self.root, None, left, ENDLESS)
            if verdict.outcome == SURVIVED:
                return
            self.state.take_back(verdict.by)
            print(f"{verdict.by or 'a test'} fails without a mutant ({verdict.outcome}): its verdicts do not count")
            left = left[verdict.tried :] if verdict.by else []

    def _recorded(self, session: pytest.Session) -> Record:
        """The record with every test of the session in it; missing tests are run for it, here."""
        record = Record(self.state.path.with_suffix(".coverage"), self.files, session.items)
        lacking = record.missing(session.items)
        if lacking:
            print(f"{len(lacking)} tests are recorded first", flush=True)
            recorder = Recorder(record)
            session.config.pluginmanager.register(recorder)
            recorder.start()
            for at, item in enumerate(lacking):
                item.config.hook.pytest_runtest_protocol(
                    item=item, nextitem=lacking[at + 1] if at + 1 < len(lacking) else None
                )
            recorder.stop()
            session.config.pluginmanager.unregister(recorder)
        return record


def _emptied(folder: Path) -> None:
    """Removes what the tests of a mutant wrote."""
    for path in folder.iterdir():
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
