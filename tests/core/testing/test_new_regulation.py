"""`merito new-regulation` writes a complete plugin or nothing, under a valid name."""

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import tomli
from click.testing import CliRunner, Result

from merito.cli import app

ROOT = Path(__file__).parents[3]


@pytest.fixture
def new(tmp_path: Path) -> Callable[..., Result]:
    """Makes a plugin in the test's folder."""
    return lambda *words: CliRunner().invoke(
        app, ["new-regulation", *words, "--into", str(tmp_path)], catch_exceptions=False
    )


def told(ran: Result) -> str:
    return " ".join((ran.stdout + ran.stderr).split())


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Collina", "did you mean 'collina'?"),
        ("comune-di-collina", "did you mean 'comune_di_collina'?"),
        ("unità montana", "did you mean 'unita_montana'?"),
        ("2collina", "did you mean 'collina'?"),
        ("lambda", "no word of Python or Windows"),
        ("con", "no word of Python or Windows"),
        ("a" * 41, "at most 40"),
        ("../collina", "did you mean 'collina'?"),
        ("", "cannot be the name of a regulation"),
        ("brescia", "a regulation 'brescia' is installed already"),
        ("national", "a regulation 'national' is installed already"),
        ("comunitamontane", "differs from the installed 'comunita_montane' by _ alone"),
    ],
)
def test_a_name_that_cannot_stand_is_refused_with_one_that_can(
    new: Callable[..., Result], tmp_path: Path, name: str, says: str
) -> None:
    ran = new(name)
    assert (ran.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert says in told(ran)


def test_a_package_that_is_installed_without_a_regulation_keeps_its_name(
    new: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "site" / "merito_collina").mkdir(parents=True)
    monkeypatch.syspath_prepend(tmp_path / "site")
    assert "a package 'merito_collina' is installed already" in told(new("collina"))


def test_a_name_near_to_an_installed_one_is_told_and_taken(new: Callable[..., Result], tmp_path: Path) -> None:
    ran = new("bresica")
    assert ran.exit_code == 0
    assert "note: 'brescia', which is installed, has a name near to 'bresica'" in told(ran)
    assert (tmp_path / "merito-bresica" / "merito_bresica" / "regulation.py").is_file()


def test_nothing_is_ever_written_over(new: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "merito-collina").mkdir()
    ran = new("collina")
    assert ran.exit_code == 2
    assert "merito-collina" in told(ran)
    assert "never written over" in told(ran)
    assert list((tmp_path / "merito-collina").iterdir()) == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--kind", "municipalty"), "did you mean 'municipality'?"),
        (("--year", "20"), "--year 20: no year that a cycle may have"),
        (("--here",), "is no checkout of merito"),
    ],
)
def test_what_else_is_wrong_is_told_and_nothing_is_written(
    new: Callable[..., Result], tmp_path: Path, words: tuple[str, ...], says: str
) -> None:
    ran = new("collina", *words)
    assert (ran.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert says in told(ran)


def test_no_template_leaves_a_mark_of_itself(new: Callable[..., Result], tmp_path: Path) -> None:
    new("unione_delle_valli", "--year", "2024", "--kind", "union_of_municipalities")
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    texts = {path.name: path.read_text(encoding="utf-8") for path in written}
    assert [name for name, text in texts.items() if "{{" in text or "{%" in text or "2021" in text] == []
    assert [path for path in written if path.suffix == ".j2" or "{" in str(path)] == []
    assert 'ente_kind="union_of_municipalities"' in texts["regulation.py"]
    assert '["UNI-1"]' in texts["rules.toml"]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """As much of a checkout of merito as the command looks at."""
    for folder in ("core/merito", "plugins"):
        (tmp_path / folder).mkdir(parents=True)
    return tmp_path


def test_in_a_checkout_a_plugin_is_a_distribution_among_the_plugins(new: Callable[..., Result], checkout: Path) -> None:
    assert new("collina", "--here").exit_code == 0
    known = tomli.loads((checkout / "plugins" / "collina" / "pyproject.toml").read_text(encoding="utf-8"))
    assert known["project"]["entry-points"]["merito.regulations"]["collina"] == "merito_collina.regulation:regulation"
    assert known["project"]["dependencies"] == ["merito>=0.3,<0.4", "merito-national>=0.3,<0.4"]
    assert "pytest" not in known["tool"]
    for file in ("plugins/collina/README.md", "tests/collina/cases/premi.toml", "examples/collina/merito.toml"):
        assert (checkout / file).is_file()


def test_in_a_checkout_a_plugin_whose_tests_are_there_is_not_written(
    new: Callable[..., Result], checkout: Path
) -> None:
    (checkout / "tests" / "collina").mkdir(parents=True)
    assert "never written over" in told(new("collina", "--here"))
    assert list((checkout / "plugins").iterdir()) == []


def test_the_wheel_of_merito_ships_every_template(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    ran = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    [wheel] = tmp_path.glob("*.whl")
    shipped = set(zipfile.ZipFile(wheel).namelist())
    room = ROOT / "core" / "merito" / "testing" / "starter" / "templates"
    templates = [path for path in room.rglob("*") if path.is_file()]
    assert len(templates) == 26
    assert [path.name for path in templates if path.relative_to(ROOT / "core").as_posix() not in shipped] == []


def test_what_is_named_after_a_regulation(new: Callable[..., Result], tmp_path: Path) -> None:
    assert new("comune_di_collina").exit_code == 0
    package = tmp_path / "merito-comune-di-collina" / "merito_comune_di_collina"
    assert '["COM-1"]' in (package / "rules.toml").read_text(encoding="utf-8")
    assert "Comune di collina" in (package / "regulation.py").read_text(encoding="utf-8")
