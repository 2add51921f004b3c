"""Plugins whose worked cases come out and whose fault is out of sight: each is caught by the check that is named."""

from collections.abc import Callable, Mapping

import pytest
from subtly_wrong import SUBTLY_WRONG

Found = Callable[..., Mapping[str, list[str]]]


@pytest.mark.parametrize("fault", SUBTLY_WRONG)
def test_a_fault_out_of_sight_is_caught(fault: str, found: Found) -> None:
    check, edits, why = SUBTLY_WRONG[fault]
    told = found(*edits, checks=("cases", check))
    assert [*told] == [check]
    assert why in "\n".join(told[check])
