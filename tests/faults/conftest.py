"""A small workspace with earlier results and a register, and the program that harms runs of it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults.harmed import DAY, FIRST_DAY, Harm, Known, standing, write_workspace
from faults.harming import harming


@pytest.fixture(scope="session")
def harm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harm]:
    """Runs `merito` with these words in a folder; `kind` is the harm, `at` the call at which it is done."""
    with harming(tmp_path_factory.mktemp("warm")) as run:
        yield run


@pytest.fixture(scope="session")
def known(harm: Harm, tmp_path_factory: pytest.TempPathFactory) -> Known:
    """An ente that was run on a first day, and the results of a run on a later day."""
    place = tmp_path_factory.mktemp("known")
    root = write_workspace(place / "spazio")
    assert harm(root, "run", ".", "--as-of", FIRST_DAY).code == 0
    later = Path(shutil.copytree(root, place / "dopo"))
    assert harm(later, "run", ".", "--as-of", DAY).code == 0
    known = Known(root, standing(root / "out"), standing(later / "out"))
    assert known.old != known.new
    return known
