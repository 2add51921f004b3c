"""Data written for another regulation than the one that the config names: said first, once."""

import shutil
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

EXAMPLES = Path(__file__).parents[2] / "examples"
Merito = Callable[..., Result]


def _under(regulation: str, tmp_path: Path) -> Path:
    root = Path(shutil.copytree(EXAMPLES / "brescia", tmp_path / "B", ignore=shutil.ignore_patterns("out", "reg*")))
    config = root / "enti/brescia/ente.toml"
    text = config.read_text(encoding="utf-8")
    assert 'regulation = "brescia"' in text
    config.write_text(text.replace('regulation = "brescia"', f'regulation = "{regulation}"'), encoding="utf-8")
    return root


def test_the_wrong_regulation_is_told_first(tmp_path: Path, merito: Merito) -> None:
    told = merito("check", _under("bergamo", tmp_path), "--as-of", "2022-06-30")
    assert told.exit_code == 1
    (first, *rest) = [line for line in told.output.splitlines() if line.startswith("brescia: enti/")]
    assert "enti/brescia/ente.toml: regulation: " in first
    assert "del regolamento «bergamo», e sono del regolamento «brescia»" in first
    assert 'scrivere regulation = "brescia"' in first
    assert rest
    assert sum("conferimento_posizione, " in line or "piano_performance, relazione" in line for line in rest) == 1


def test_a_slip_does_not_accuse_the_regulation(tmp_path: Path, merito: Merito) -> None:
    root = _under("brescia", tmp_path)
    (root / "enti/brescia/2021/sconosciuta.csv").write_text("id\n1\n", encoding="utf-8")
    told = merito("check", root, "--as-of", "2022-06-30")
    assert told.exit_code == 1
    assert "sconosciuta" in told.output
    assert "e sono del regolamento" not in told.output
