"""A command line as a user types it, and a workspace that a test may spoil."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from register_office import Office, office_of

from merito.cli import app
from merito.testing import Regulations

EXAMPLE = Path(__file__).parents[2] / "examples" / "bergamo"


@pytest.fixture
def merito() -> Callable[..., Result]:
    """Runs a command line of merito."""
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A copy of Bergamo's workspace that a test may spoil."""
    copy = tmp_path / "bergamo"
    shutil.copytree(EXAMPLE, copy, ignore=shutil.ignore_patterns("out", "registro.sqlite*"))
    return copy


@pytest.fixture
def office(install: Callable[..., Regulations], write_ente: Callable[..., Path], tmp_path: Path) -> Office:
    """An office that has a register."""
    return office_of(install, write_ente, tmp_path)
