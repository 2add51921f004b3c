"""Pages of the examples, and of an ente written in a few lines."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from written import Made, example, made

Make = Callable[..., Made]


@pytest.fixture
def make() -> Make:
    """What is written of one ente of a workspace on disk."""
    return made


@pytest.fixture
def graded() -> Made:
    """The example in a year with actuals."""
    return example("bergamo", "bergamo", year=2020, as_of=date(2021, 7, 5))


@pytest.fixture
def planned() -> Made:
    """The example in a year that is only planned."""
    return example("bergamo", "bergamo", year=2021, as_of=date(2021, 2, 10))


@pytest.fixture
def trial() -> Make:
    """What is written of an ente with people, from one of the examples."""

    def one(name: str, ente: str, **options: Any) -> Made:
        return example(name, ente, **options)

    return one
