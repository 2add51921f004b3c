"""Faults of a plugin, as an author who asks for English reads them."""

import pytest


@pytest.fixture(autouse=True)
def _of_an_author(in_english: None) -> None:
    pass
