"""The layers of this repository are read once in a session: two thousand tests build stacks, and none changes a layer."""

from pathlib import Path

import pytest

from merito import Regulation
from merito.regulations import Available, Layer, discovery

load = discovery.load
HERE = Path(__file__).parents[1]
Below = tuple[Layer, ...]
Loaded = tuple[Regulation, Layer]
_known: dict[tuple[object, ...], tuple[Below, Loaded]] = {}


def pytest_collection_finish() -> None:
    """Collected tests have imported the plugins by now, so each has the modules that a layer has."""
    discovery.load = _once


def _once(claim: Available, below: Below) -> Loaded:
    key = (claim.name, claim.distribution, claim.version, claim.entry_point.value, *map(id, below))
    if key in _known:
        return _known[key][1]
    loaded = load(claim, below)
    place = loaded[1].place
    if place is not None and HERE in place.parents:
        _known[key] = (below, loaded)
    return loaded


@pytest.fixture
def layers_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """For a test of what is called on the way: layers are read in it, even if an earlier test has read them."""
    monkeypatch.setattr(discovery, "load", load)
