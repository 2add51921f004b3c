"""Compares the page on the architecture with the code: packages, files, and both traces."""

import re
import shutil
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

import pytest

from merito.cli import app

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PLACE = re.compile(r"`((?:core|plugins|tests|examples|docs|bench)/[^`*]*)`")
STEP = re.compile(r"^\| `([^`]+\.py)` \| `(\w+)` \|", re.MULTILINE)
ROOM = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)
ENTE = Path("enti/camera-di-prova")
DATE = ("--as-of", "2022-07-31")


def part(head: str) -> str:
    return TEXT.split(f"\n## {head}\n")[1].split("\n## ")[0]


@pytest.fixture
def chamber(tmp_path: Path) -> Path:
    example = ROOT / "examples/camera-di-prova"
    return shutil.copytree(example, tmp_path / "camera", ignore=shutil.ignore_patterns("out", "registro.sqlite*"))


def called(*words: object) -> tuple[int, dict[tuple[str, str], int]]:
    """The exit code of a command, and by file and function the position of its first call among all."""
    first: dict[tuple[str, str], int] = {}

    def see(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(str(ROOT)):
            file = Path(frame.f_code.co_filename).relative_to(ROOT).as_posix()
            first.setdefault((file, frame.f_code.co_name), len(first))

    before = sys.getprofile()
    sys.setprofile(see)
    try:
        with pytest.raises(SystemExit) as ended:
            app([str(word) for word in words])
    finally:
        sys.setprofile(before)
    return int(ended.value.code or 0), first


def out_of_order(steps: Sequence[tuple[str, str]], first: dict[tuple[str, str], int]) -> list[str]:
    """The steps that are never called, or called before the step that the page puts before them."""
    wrong, last = [], -1
    for step in steps:
        place = first.get(step, -1)
        if place <= last:
            wrong.append(": ".join(step))
        last = max(last, place)
    return wrong


@pytest.mark.parametrize("text", [TEXT, CONTRIBUTING], ids=["architecture", "contributing"])
def test_every_file_that_a_page_names_is_there(text: str) -> None:
    named = [name for name in PLACE.findall(text) if "NAME" not in name]
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_rooms_of_the_page_are_the_layers_of_import_linter() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one["type"] == "layers")
    assert [f"merito.{room}" for room in ROOM.findall(part("The packages"))] == layers


def test_every_room_of_the_core_is_told() -> None:
    rooms = {path.parent.name for path in (ROOT / "core/merito").glob("*/__init__.py")}
    assert rooms == {*ROOM.findall(part("The packages"))}


def test_a_rating_goes_the_way_that_the_page_tells_and_comes_to_its_cent(
    chamber: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MERITO_REGISTER", "false")
    steps = STEP.findall(part("A rating, traced to its cent"))
    code, first = called("run", chamber, *DATE)
    assert len(steps) > 20
    assert (code, out_of_order(steps, first)) == (0, [])
    rewards = (chamber / "out/camera-di-prova/2021/rewards.csv").read_text(encoding="utf-8")
    assert any(line.startswith("E1,") and ",3475.06," in line for line in rewards.splitlines())


@pytest.mark.usefixtures("layers_read")
def test_a_parameter_goes_the_way_that_the_page_tells_and_is_refused(
    chamber: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = chamber / ENTE / "ente.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("positive_threshold = 60", "positive_threshold = 120"), encoding="utf-8")
    steps = STEP.findall(part("A parameter, traced to its refusal"))
    code, first = called("check", chamber, *DATE)
    assert len(steps) > 10
    assert (code, out_of_order(steps, first)) == (1, [])
    assert "positive_threshold, trovato «120», atteso almeno 0 e al massimo 100" in capsys.readouterr().err
