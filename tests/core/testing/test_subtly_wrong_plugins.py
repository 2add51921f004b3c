"""Plugins with correct worked cases and a hidden fault: each is caught by the named check."""

from collections.abc import Callable, Mapping

import pytest
from subtly_wrong import SUBTLY_WRONG

pytestmark = pytest.mark.long

Found = Callable[..., Mapping[str, list[str]]]


@pytest.mark.parametrize("fault", SUBTLY_WRONG)
def test_a_fault_out_of_sight_is_caught(fault: str, found: Found) -> None:
    check, edits, why = SUBTLY_WRONG[fault]
    told = found(*edits, checks=("cases", check))
    assert [*told] == [check]
    assert why in "\n".join(told[check])
