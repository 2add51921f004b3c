"""A publication that tells about few people by its difference from the one that it replaces is told to the office."""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
from click.testing import Result

EXAMPLE = Path(__file__).parents[2] / "examples" / "brescia"
DAY = ("--as-of", "2022-12-31", "--formats", "csv")
TOLD = "lo ricava per differenza"


@pytest.fixture
def chamber(tmp_path: Path) -> Path:
    return copytree(EXAMPLE, tmp_path / "camera", ignore=ignore_patterns("out", "registro.sqlite*"))


def _points(chamber: Path, old: str, new: str) -> None:
    path = chamber / "enti/brescia/2021/valutazioni_fattori.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_score_overwritten_after_the_publication_names_whom_the_new_one_tells(
    merito: Callable[..., Result], chamber: Path
) -> None:
    assert TOLD not in merito("run", chamber, *DAY).output
    assert TOLD not in merito("run", chamber, *DAY).output  # nothing has changed
    _points(chamber, "DAS;Conoscenze del profilo;conoscenze;4;", "DAS;Conoscenze del profilo;conoscenze;9;")
    told = merito("run", chamber, *DAY).output
    assert TOLD in told
    assert "riguarda DAS: " in " ".join(told.split())
    assert TOLD not in merito("run", chamber, *DAY).output  # the folder has the new figures now


def test_a_score_that_moves_no_public_figure_tells_nothing(merito: Callable[..., Result], chamber: Path) -> None:
    merito("run", chamber, *DAY)
    _points(chamber, "DAS;Conoscenze del profilo;conoscenze;4;", "DAS;Conoscenze del profilo;conoscenze;3;")
    assert TOLD not in merito("run", chamber, *DAY).output


def test_a_class_merged_after_a_score_was_overwritten_tells_who_left_it(
    merito: Callable[..., Result], chamber: Path
) -> None:
    """DAS has no prize: no sum moves. Of seven people under 60% six are too few, and the two lower classes one."""
    path = chamber / "enti/brescia/ente.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[parameters]", "[parameters]\nfewest_published = 7", 1), encoding="utf-8")
    merito("run", chamber, *DAY)
    classes = chamber / "out/brescia/2021/pubblicazione/2021/art20_differenziazione.csv"
    assert "meno di 60%;7;" in classes.read_text(encoding="utf-8")
    for points in ("4;10;30", "5;10;10", "4;10;25"):
        _points(chamber, f";{points}", ";10;" + points.split(";", 1)[1])
    told = merito("run", chamber, *DAY).output
    assert '"almeno 60% e meno di 90%; meno di 60%";93;' in classes.read_text(encoding="utf-8")
    assert "riguarda DAS: " in " ".join(told.split())
