"""Shared by the tests of single national rules."""

import pytest
from law_of_a_year import In, ran_in
from small_plugins import Install, RunIn, WriteEnte
from unadopted_plan import Made, maker


@pytest.fixture
def made(install: Install, write_ente: WriteEnte, run_in: RunIn) -> Made:
    """An ente with a manager (300 euro), a holder (200) and one of the staff (100), with some acts and readings."""
    return maker(install, write_ente, run_in)


@pytest.fixture
def in_year(install: Install, write_ente: WriteEnte, run_in: RunIn) -> In:
    """An ente of a kind in a year, with its files of that year."""
    return ran_in(install, write_ente, run_in)
