"""The layers of this repository are read once in a session: two thousand tests build stacks, and none changes a layer."""

from pathlib import Path
from typing import Any

import pytest

from merito.testing import Regulations

layer = Regulations._layer
HERE = Path(__file__).parents[1]
Below = tuple[Any, ...]
Loaded = tuple[Any, Any]
_known: dict[tuple[object, ...], tuple[Below, Loaded]] = {}


def pytest_collection_finish() -> None:
    """Collected tests have imported the plugins by now, so each has the modules that a layer has."""
    Regulations._layer = _once  # type: ignore[method-assign]


def _once(self: Regulations, name: str, below: Below) -> Loaded:
    claim = self.claim(name)
    key = (claim.name, claim.distribution, claim.version, claim.entry_point.value, *map(id, below))
    if key in _known:
        return _known[key][1]
    loaded = layer(self, name, below)
    place = loaded[1].place
    if place is not None and HERE in place.parents:
        _known[key] = (below, loaded)
    return loaded


@pytest.fixture
def layers_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """For a test of what is called on the way: layers are read in it, even if an earlier test has read them."""
    monkeypatch.setattr(Regulations, "_layer", layer)
