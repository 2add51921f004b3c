"""What `bench/growth.py` computes from the runs that it times."""

from pathlib import Path

import pytest

from growth import FEW, MANY, power
from growth import _small as small
from measure import Spent


def test_a_small_ente_costs_the_difference_of_many_and_few(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start, each = 0.3, 0.02

    def write(root: Path, size: int, enti: int) -> int:
        root.mkdir()
        (root / "enti").write_text(str(enti))
        return size * enti

    def run(root: Path, _: Path) -> Spent:
        return Spent(1.0, start + each * int((root / "enti").read_text()), 50.0)

    small(tmp_path, write, run, times=3)
    told = capsys.readouterr().out
    assert f"an ente of 1 people: {FEW} and {MANY} of them, 3 times in turn" in told
    assert "20.0 ms of processor at the least, 20.0 the median" in told


def test_the_power_of_a_square_is_two() -> None:
    assert power({10: 1.0, 20: 4.0, 40: 16.0}, [10, 20, 40]) == pytest.approx(2)
