"""The worked cases of the regulation (tests/comunita_montane/cases), each as it was computed by hand."""

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
    check("comunita_montane", scored(case), write_ente, run_in)
