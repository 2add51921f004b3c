"""What is distributed: one version everywhere, the licence in wheel and sdist, and no test in either."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest
import tomli
from click.testing import CliRunner
from packaging.requirements import Requirement

import merito
from merito.cli import app

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[set[str], set[str], Message]:
    """The names in the wheel and in the sdist, and the metadata of the wheel."""
    place = tmp_path_factory.mktemp("dist")
    for kind in ("wheel", "sdist"):
        _built(kind, ROOT, place)
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


PLUGINS = sorted((ROOT / "plugins").glob("*/pyproject.toml"))


def test_every_plugin_is_a_distribution_with_its_version_and_the_engines_that_it_works_with() -> None:
    told = [tomli.loads(path.read_text(encoding="utf-8"))["project"] for path in PLUGINS]
    assert [one["name"] for one in told] == [f"merito-{path.parent.name.replace('_', '-')}" for path in PLUGINS]
    for one in told:
        law = [] if one["name"] == "merito-national" else ["merito-national"]
        asked = [Requirement(text) for text in one["dependencies"]]
        assert [each.name for each in asked] == ["merito", *law]
        assert asked[0].specifier.contains(merito.__version__)
        assert not any(each.specifier.contains("99") for each in asked)
    texts = {path.with_name("LICENSE").read_bytes() for path in PLUGINS}
    assert texts == {(ROOT / "LICENSE").read_bytes()}


@pytest.mark.long
def test_the_engine_and_its_plugins_are_built_and_installed_from_their_sdists(tmp_path: Path) -> None:
    site, wheels = tmp_path / "site", tmp_path / "wheels"
    for path in (ROOT / "pyproject.toml", *PLUGINS):
        place = tmp_path / path.parent.name
        _built("sdist", path.parent, place)
        [sdist] = place.glob("*.tar.gz")
        with tarfile.open(sdist) as source:
            source.extractall(place, filter="data")
        _built("wheel", place / sdist.name.removesuffix(".tar.gz"), wheels)
    found = sorted(wheels.glob("*.whl"))
    assert len(found) == 1 + len(PLUGINS)
    offline = ["--no-deps", "--no-index", "--quiet", "--target", str(site)]
    subprocess.run([sys.executable, "-m", "pip", "install", *offline, *map(str, found)], check=True)
    here = shutil.copytree(ROOT / "examples" / "camera-di-prova", tmp_path / "camera")
    ran = subprocess.run(
        [sys.executable, "-c", IN_SITE, "run", str(here), "--as-of", "2022-07-31"],
        env={**os.environ, "PYTHONPATH": str(site), "MERITO_REGISTER": "false"},
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert ran.returncode == 0, ran.stderr
    assert set(ran.stdout.splitlines()[-1].split()) == {str(site)}
    [figures] = here.glob("out/*/2021/rewards.csv")
    assert "3475.06" in figures.read_text(encoding="utf-8")


IN_SITE = """
import sys
from pathlib import Path
import merito, merito_national, merito_bergamo
from merito.__main__ import main
sys.argv[0] = "merito"
try:
    main()
finally:
    print(*(Path(one.__file__).parents[1] for one in (merito, merito_national, merito_bergamo)))
"""


def _built(kind: str, folder: Path, into: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(into)]
    ran = subprocess.run(build, cwd=folder, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


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
