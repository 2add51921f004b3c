"""Names that would lead out of their folder, or mean two things at once: refused by name, and nothing is written."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from faults.harmed import DAY, files, write_workspace

from merito.cli import app

Merito = Callable[..., Result]
LEAVING = [
    "..",
    "../fuori",
    "/tmp/fuori",
    "..\\fuori",
    "C:fuori",
    "a/b",
    ".",
    ".nascosto",
    "a\\u0000b",
    "a b",
    "à",
    "a.",
    "",
]
TAKEN = ["con", "NUL", "aux.txt", "Com1", "lpt9.2020", "index.html", "Comparison.csv"]


@pytest.fixture
def merito(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Merito:
    monkeypatch.setenv("MERITO_REGISTER", "false")
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_workspace(tmp_path / "dentro" / "spazio")


def named(root: Path, identifier: str) -> None:
    (root / "enti/alfa/ente.toml").write_text(
        f'id = "{identifier}"\nname = "Ente"\nregulation = "bergamo"\n'.replace("\\f", "\\\\f"), encoding="utf-8"
    )


@pytest.mark.parametrize("identifier", LEAVING + TAKEN)
def test_an_id_that_is_no_name_of_a_folder_of_results_is_refused(
    merito: Merito, root: Path, tmp_path: Path, identifier: str
) -> None:
    named(root, identifier)
    before = set(files(tmp_path))
    ran = merito("run", root, "--as-of", DAY)
    assert ran.exit_code == 1
    assert "enti/alfa/ente.toml" in ran.output
    assert {name for name in set(files(tmp_path)) - before if not name.startswith("dentro/spazio/out/")} == set()
    assert merito("init", tmp_path / "nuovo", "--regulation", "bergamo", "--ente", identifier or ".").exit_code == 2
    assert not (tmp_path / "nuovo").exists()


@pytest.mark.parametrize("identifier", ["alfa", "A.1", "comune_di-x.2", "console", "lpt", "com10", "a" * 64])
def test_other_ids_are_folders(merito: Merito, root: Path, identifier: str) -> None:
    named(root, identifier)
    assert merito("run", root, "--as-of", DAY).exit_code == 0
    assert (root / "out" / identifier / "2020" / "summary.json").is_file()


def test_two_enti_that_differ_by_capitals_alone_are_refused(merito: Merito, tmp_path: Path) -> None:
    root = write_workspace(tmp_path / "spazio", ("alfa", "beta"))
    text = (root / "enti/beta/ente.toml").read_text(encoding="utf-8").replace('id = "beta"', 'id = "ALFA"')
    (root / "enti/beta/ente.toml").write_text(text, encoding="utf-8")
    ran = merito("run", root)
    assert ran.exit_code == 1
    assert "gli enti «alfa» e «ALFA» si distinguono solo per le maiuscole: enti/alfa e enti/beta" in ran.output
    assert [path.name for path in (root / "out").iterdir() if path.is_dir()] == []


def test_a_broken_ente_in_a_folder_named_as_another_ente_marks_not_its_results(merito: Merito, tmp_path: Path) -> None:
    root = write_workspace(tmp_path / "spazio", ("alfa", "beta"))
    text = (root / "enti/alfa/ente.toml").read_text(encoding="utf-8").replace('id = "alfa"', 'id = "beta"')
    (root / "enti/alfa/ente.toml").write_text(text, encoding="utf-8")
    (root / "enti/beta/ente.toml").write_text("", encoding="utf-8")
    ran = merito("run", root, "--as-of", DAY, "--jobs", "1")
    assert ran.exit_code == 1
    assert "enti/beta: enti/beta/ente.toml: «id»: manca" in ran.output
    assert b'"stale": null' in (root / "out/beta/2020/summary.json").read_bytes()


@pytest.mark.parametrize("pattern", ["../altri/*", "enti/../../altri/*", "enti/*"])
def test_an_ente_outside_the_workspace_is_taken_by_include_alone(
    merito: Merito, root: Path, tmp_path: Path, pattern: str
) -> None:
    other = tmp_path / "dentro" / "altri" / "beta"
    other.mkdir(parents=True)
    if pattern == "enti/*":
        (root / "enti/beta").symlink_to(other)
    (root / "merito.toml").write_text(f'[workspace]\nyear = 2020\nlocale = "en"\nenti = ["{pattern}"]\n')
    ran = merito("run", root)
    assert ran.exit_code == 2
    assert "sta fuori da questa cartella" in ran.output
    assert "«include»" in ran.output


@pytest.mark.parametrize("name", ["2020/areas.csv", "2020/cycle.toml", "ente.toml", "acts.csv", "2020"])
def test_a_link_out_of_the_folder_of_an_ente_is_not_followed(
    merito: Merito, root: Path, tmp_path: Path, name: str
) -> None:
    secret = tmp_path / "segreto"
    secret.mkdir()
    (secret / "areas.csv").write_text("parola segreta\n", encoding="utf-8")
    path = root / "enti/alfa" / name
    if name == "2020":
        path.rename(secret / "2020")
        path.symlink_to(secret / "2020")
    else:
        path.unlink(missing_ok=True)
        path.symlink_to(secret / "areas.csv")
    for command in ("run", "check"):
        ran = merito(command, root, "--as-of", DAY)
        assert ran.exit_code == 1
        assert "il collegamento porta fuori da questa cartella" in ran.output
        assert "segreta" not in ran.output
    assert not any(b"segreta" in content for content in files(root / "out").values())


def test_a_link_inside_the_folder_of_an_ente_is_followed(merito: Merito, root: Path) -> None:
    year = root / "enti/alfa/2020"
    (year / "areas.csv").rename(year / "aree.txt")
    (year / "areas.csv").symlink_to("aree.txt")
    assert merito("run", root, "--as-of", DAY).exit_code == 0


def test_a_link_that_turns_in_a_circle_is_told(merito: Merito, root: Path) -> None:
    path = root / "enti/alfa/2020/acts.csv"
    path.symlink_to("acts.csv")
    ran = merito("run", root)
    assert ran.exit_code == 1
    assert "acts.csv: il file non si può leggere (il collegamento gira in tondo)" in ran.output


@pytest.mark.parametrize("include", ['["../spazio"]', '["../altro"]', '["."]', '["../../dentro"]'])
def test_workspaces_that_include_each_other_are_a_circle(merito: Merito, root: Path, include: str) -> None:
    other = write_workspace(root.parent / "altro")
    (root / "merito.toml").write_text(f"[workspace]\nyear = 2020\ninclude = {include}\n", encoding="utf-8")
    (other / "merito.toml").write_text('[workspace]\ninclude = ["../spazio"]\n', encoding="utf-8")
    ran = merito("run", root)
    assert ran.exit_code == 2
    assert "include" in ran.output


@pytest.mark.parametrize("name", ["../regole", "/etc", "ente.toml", "leads", "assente", ".", "2020"])
def test_rules_of_an_ente_lie_in_its_own_folder(merito: Merito, root: Path, tmp_path: Path, name: str) -> None:
    (root / "regole").mkdir()
    for place in (root / "regole", root / "enti/alfa", root / "enti/alfa/2020"):
        (place / "rules.py").write_text("raise SystemExit('run')", encoding="utf-8")
    (root / "enti/alfa/leads").symlink_to(root / "regole")
    with (root / "enti/alfa/ente.toml").open("a", encoding="utf-8") as file:
        file.write(f'rules = "{name}"\n')
    ran = merito("run", root)
    assert ran.exit_code == 1
    assert "('run')" not in ran.output


def test_a_folder_whose_name_is_no_text_is_told(merito: Merito, root: Path) -> None:
    strange = root / "enti" / "stra\udcffno\x1b"
    try:
        strange.mkdir()
    except OSError:
        pytest.skip("this disk takes no such names")
    ran = merito("run", root, "--as-of", DAY)
    assert ran.exit_code == 1
    assert "\x1b" not in ran.output
    assert "manca il file" in ran.output
    assert (root / "out/alfa/2020/summary.json").is_file()
