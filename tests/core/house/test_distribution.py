"""What is distributed: one version everywhere, the licence in wheel and sdist, and no test in either."""

import re
import subprocess
import sys
import tarfile
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest
from click.testing import CliRunner

import merito
from merito.cli import app

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[set[str], set[str], Message]:
    """The names in the wheel and in the sdist, and the metadata of the wheel."""
    place = tmp_path_factory.mktemp("dist")
    for kind in ("wheel", "sdist"):
        build = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(place)]
        ran = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
    [wheel], [sdist] = place.glob("*.whl"), place.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as archive, tarfile.open(sdist) as source:
        [metadata] = [name for name in archive.namelist() if name.endswith("/METADATA")]
        told = Parser().parsestr(archive.read(metadata).decode("utf-8"))
        return set(archive.namelist()), {name.partition("/")[2] for name in source.getnames()}, told


def test_there_is_one_version(built: tuple[set[str], set[str], Message]) -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    latest = re.findall(r"^## (\S+)$", changelog, re.MULTILINE)[0]
    told = CliRunner().invoke(app, ["--version"], standalone_mode=False).output
    assert (latest, told, built[2]["Version"]) == (
        merito.__version__,
        f"merito {merito.__version__}\n",
        merito.__version__,
    )
    assert f"Since {merito.__version__} (`merito --version`)" in (ROOT / "docs" / "versions.md").read_text(
        encoding="utf-8"
    )


SHOWN, IN_WHEEL = "examples/camera-di-prova", "merito/window/example/"
"""The example that the window shows is packed with it."""


def test_licence_and_authors_are_in_the_wheel_and_in_the_sdist(built: tuple[set[str], set[str], Message]) -> None:
    wheel, sdist, metadata = built
    assert metadata["License-Expression"] == "EUPL-1.2"
    assert {"LICENSE", "AUTHORS", "README.md", "CHANGELOG.md", "SECURITY.md"} <= sdist
    info = f"merito-{merito.__version__}.dist-info/licenses"
    assert {f"{info}/LICENSE", f"{info}/AUTHORS"} <= wheel
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    assert len(text) > 13_000


def test_the_sdist_has_what_the_wheel_is_built_from_and_no_test(built: tuple[set[str], set[str], Message]) -> None:
    wheel, sdist, _ = built
    assert [name for name in sdist if name.startswith(("tests", "bench", ".ci"))] == []
    assert {"/".join(name.split("/")[:2]) for name in sdist if name.startswith("examples")} == {SHOWN}
    sources = {
        name.replace(IN_WHEEL, f"{SHOWN}/").removeprefix("examples/") for name in wheel if ".dist-info" not in name
    }
    packed = {
        name.split("/", 1)[1] if name.startswith(("core/", "examples/")) else "/".join(name.split("/")[2:])
        for name in sdist
        if "/" in name
    }
    assert sources - packed == set()


def test_the_classifiers_are_known_and_name_the_audience(built: tuple[set[str], set[str], Message]) -> None:
    told = built[2].get_all("Classifier") or []
    assert "Natural Language :: Italian" in told
    assert built[2]["Keywords"].split(",")
    assert all(link.partition(", ")[2].startswith("https://") for link in built[2].get_all("Project-URL") or [])
