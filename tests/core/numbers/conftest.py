"""Hypothesis settings for this folder only: many cheap laws, a few examples each, and no time limit."""

import pytest
from hypothesis import settings

settings.register_profile("numbers", deadline=None, max_examples=60)
elsewhere = settings.get_current_profile_name()


def pytest_collectstart(collector: pytest.Collector) -> None:
    """The settings of a property are those in force when its module is read."""
    settings.load_profile("numbers")


def pytest_collectreport(report: pytest.CollectReport) -> None:
    settings.load_profile(elsewhere)
