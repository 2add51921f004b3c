"""The spikes lie as a distribution of their own, found like any other by its entry points."""

import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from merito.cycle import run
from merito.model.record import Record
from merito.regulations import Regulations
from merito.workspace.common import common_inputs
from merito.workspace.config import open_workspace
from merito.workspace.dossiers import open_ente

SITE = Path(__file__).parent / "site"
RunEnte = Callable[..., Record]


@pytest.fixture
def spikes() -> Iterator[Regulations]:
    """The regulations of this machine, the spikes among them."""
    sys.path.insert(0, str(SITE))
    yield Regulations(common_inputs())
    sys.path.remove(str(SITE))


@pytest.fixture
def run_ente(spikes: Regulations) -> RunEnte:
    """Runs one ente of a workspace on disk."""

    def run_one(root: Path, ente: str, as_of: date, provisional: bool = False) -> Record:
        workspace = open_workspace(root)
        folder = root.resolve() / "enti" / ente
        assert workspace.year is not None
        opened = open_ente(folder, workspace, spikes, workspace.year, as_of, provisional)
        return run(opened.course, opened.hashes)

    return run_one
