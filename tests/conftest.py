"""Shared by many tests: small distributions, a workspace of one ente written in a few lines, and its run."""

import os
import signal
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from distributions import importable, write_distribution

from merito.testing import Record, Regulations, installed_regulations, run_folder

pytest_plugins = ["pytester", "in_this_process", "layers_once"]

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell makes its background processes ignore Ctrl-C
os.environ.pop("MERITO_REGISTER", None)  # no test writes in the user's own register

Install = Callable[..., Regulations]


@pytest.fixture
def install(tmp_path: Path) -> Iterator[Install]:
    """Installs a regulation with one module, `code`; `files` are written next to it."""
    site = tmp_path / "site"

    def install_one(name: str, code: str = "", **more: Any) -> Regulations:
        write_distribution(site, name, code, **more)
        return installed_regulations()

    with importable(site):
        yield install_one


Files = Mapping[str, str]


@pytest.fixture
def write_ente(tmp_path: Path) -> Callable[..., Path]:
    """Writes a workspace (locale en, year 2021) with one ente, `prova`; `files` are relative to its folder."""

    def write(regulation: str, files: Files, ente: str = "", name: str = "prova") -> Path:
        root = tmp_path / "spazio"
        folder = root / "enti" / name
        (folder / "2021").mkdir(parents=True)
        (root / "merito.toml").write_text('[workspace]\nyear = 2021\nlocale = "en"\n')
        (folder / "ente.toml").write_text(
            f'id = "{name}"\nname = "Ente di prova"\nregulation = "{regulation}"\n{ente}', encoding="utf-8"
        )
        for file, text in files.items():
            (folder / file).parent.mkdir(exist_ok=True)
            (folder / file).write_text(text, encoding="utf-8")
        return root

    return write


@pytest.fixture(scope="session")
def run_in() -> Callable[..., Record]:
    """Runs one ente of a workspace in memory, at a date, without writing anything."""

    def run_one(
        root: Path,
        regulations: Regulations | None = None,
        ente: str = "prova",
        as_of: date = date(2022, 12, 31),
        provisional: bool = False,
        year: int | None = None,
    ) -> Record:
        regulations = regulations or installed_regulations()
        return run_folder(root, ente, year=year, as_of=as_of, provisional=provisional, regulations=regulations)

    return run_one


@pytest.fixture
def in_italian(monkeypatch: pytest.MonkeyPatch) -> None:
    """What somebody who asks for no language reads."""
    monkeypatch.delenv("MERITO_LANG", raising=False)


@pytest.fixture
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an author who asks for English reads."""
    monkeypatch.setenv("MERITO_LANG", "en")


QUICK = (
    *(f"core/{room}/" for room in ("api", "cycle", "explanation", "kit", "numbers", "publication")),
    *(f"core/{room}/" for room in ("regulations", "terminal", "wording")),
    *(f"core/workspace/test_{of}.py" for of in ("cases", "figures", "references")),
    *("end_to_end/test_commands.py", "end_to_end/test_commands_that_tell.py", "window/test_who_is_let_in.py"),
)
"""Where the quick tests are, besides the first worked case of every rule: the rooms below, and each door."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks as quick the first worked case of every rule, and the tests of the rooms and doors in `QUICK`."""
    seen = set[tuple[str, str]]()
    for item in items:
        case = getattr(item, "case", None)  # of a worked case
        rules = {(case.regulation, rule) for rule in case.rules} if case else set()
        if rules - seen or _in_quick_place(item):
            item.add_marker("quick")
        seen |= rules


def _in_quick_place(item: pytest.Item) -> bool:
    tests = Path(__file__).parent
    if hasattr(item, "case") or not item.path.is_relative_to(tests):
        return False
    place = item.path.relative_to(tests).as_posix()
    return place.startswith(QUICK) and not {"long", "browser"} & {mark.name for mark in item.iter_markers()}
