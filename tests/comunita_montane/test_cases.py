"""The worked cases of the regulation (tests/comunita_montane/cases), each as it was computed by hand.

A case that is `plain` has its own tables; the others have their scores as rows (`people_scored`).
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from people_scored import scored
from worked_cases import cases_in, check

from merito.model.record import Record


@pytest.mark.parametrize("case", list(cases_in(Path(__file__).parent / "cases")))
def test_the_case_comes_out_as_worked_by_hand(
    case: dict[str, Any], write_ente: Callable[..., Path], run_in: Callable[..., Record]
) -> None:
    check("comunita_montane", case if case.get("plain") else scored(case), write_ente, run_in)
