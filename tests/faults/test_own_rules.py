"""An ente's own rules: they run only if its config names them, and the run reports which they were."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from faults.harmed import DAY, left_over, write_workspace
from trusted_rules import digest_of, merito_trusting

RULES = """
from pathlib import Path
from merito import Finding, Phase, Results, Step, hookimpl, rule

(Path(__file__).parent / "seen").touch()

@hookimpl
@rule("L-1")
def merito_check_plan(step: Step) -> Results | None:
    told = Finding(severity="warning", phase=Phase.OBJECTIVES, rule="L-1", message="detto dalle regole proprie")
    return Results(findings=(told,))
"""
LOCAL = '["L-1"]\narticle = "art. 0"\nphase = "a"\nkind = "constraint"\ntext = "Prova."\nstatus = "checked"\n'
Merito = Callable[..., Result]


@pytest.fixture
def merito() -> Merito:
    return merito_trusting


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = write_workspace(tmp_path / "spazio", ("alfa", "beta"))
    for ente in ("alfa", "beta"):
        (root / "enti" / ente / "regole").mkdir()
        (root / "enti" / ente / "regole/rules.py").write_text(RULES, encoding="utf-8")
        (root / "enti" / ente / "regole/rules.toml").write_text(LOCAL, encoding="utf-8")
    with (root / "enti/alfa/ente.toml").open("a", encoding="utf-8") as file:
        file.write('rules = "regole"\n')
    return root


def summary(root: Path, ente: str) -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = json.loads((root / "out" / ente / "2020" / "summary.json").read_bytes())
    return loaded


@pytest.mark.long
def test_own_rules_run_only_where_they_are_named_and_leave_nothing_behind(merito: Merito, root: Path) -> None:
    for command in ("check", "status", "run"):
        assert merito(command, root, "--as-of", DAY).exit_code == 0
    assert (root / "enti/alfa/regole/seen").exists()
    assert not (root / "enti/beta/regole/seen").exists()
    assert sorted(path.name for path in (root / "enti/alfa").iterdir()) == ["2020", "ente.toml", "regole"]
    assert sorted(path.name for path in (root / "enti/alfa/regole").iterdir()) == ["rules.py", "rules.toml", "seen"]
    assert left_over(root) == [".merito-trust"]


@pytest.mark.long
def test_terminal_summary_page_and_register_tell_their_hash(merito: Merito, root: Path) -> None:
    digest = hashlib.sha256(RULES.encode()).hexdigest()
    whole = digest_of(root / "enti/alfa/regole").removeprefix("sha256:")
    ran = merito("run", root, "--as-of", DAY)
    assert f"alfa: regole proprie dell'ente: rules.py, rules.toml, impronta {whole}" in ran.output
    assert "beta: regole proprie" not in ran.output
    assert summary(root, "alfa")["own_rules"] == {
        "rules.py": digest,
        "rules.toml": hashlib.sha256(LOCAL.encode()).hexdigest(),
    }
    assert summary(root, "beta")["own_rules"] == {}
    pages = {ente: (root / "out" / ente / "2020" / "index.html").read_text("utf-8") for ente in ("alfa", "beta")}
    assert f"rules.py <code>{digest}</code>" in pages["alfa"]
    assert "Regole proprie" not in pages["beta"]
    history = json.loads(merito("history", "alfa", "--path", root, "--json").output)["entries"]
    shown = json.loads(merito("show", history[0]["number"], "--path", root, "--json").output)
    assert shown["entry"]["inputs"]["enti/alfa/regole/rules.py"] == digest
    assert [plugin["layer"] for plugin in shown["entry"]["plugins"]] == ["national", "bergamo", "ente"]


@pytest.mark.long
def test_a_run_of_many_names_those_that_have_them(merito: Merito, root: Path, tmp_path: Path) -> None:
    others = write_workspace(tmp_path / "altri", tuple(f"e{number}" for number in range(20)))
    (root / "merito.toml").write_text(
        f'[workspace]\nyear = 2020\nlocale = "en"\nenti = ["enti/*"]\ninclude = ["{others}"]\n'
    )
    ran = merito("run", root, "--as-of", DAY)
    assert "con regole proprie: alfa; le impronte sono nel summary.json di ognuno" in ran.output
    again = merito("run", root, "--as-of", DAY, "--only-changed")
    assert "22 su 22 invariati" in again.output
    assert "con regole proprie: alfa;" in again.output


@pytest.mark.long
@pytest.mark.parametrize("what", ["rules.py", "rules.toml"])
def test_a_change_in_them_runs_the_ente_again(merito: Merito, root: Path, what: str) -> None:
    merito("run", root, "--as-of", DAY)
    with (root / "enti/alfa/regole" / what).open("a", encoding="utf-8") as file:
        file.write("\n# altro\n")
    ran = merito("run", root, "--as-of", DAY, "--only-changed")
    assert ran.output.count("invariato") == 1


@pytest.mark.long
@pytest.mark.parametrize(
    "code", ["raise SystemExit(0)", "import sys; sys.exit()", "\0", "(" * 10_000, "1/0", "x = 1\nx +"]
)
def test_rules_that_cannot_be_loaded_are_a_fault_of_that_ente_alone(merito: Merito, root: Path, code: str) -> None:
    (root / "enti/alfa/regole/rules.py").write_text(code, encoding="utf-8")
    for command in ("check", "status", "run"):
        ran = merito(command, root, "--as-of", DAY)
        assert ran.exit_code == 3, ran.output
    assert "alfa: regole/rules.py: " in ran.output
    assert summary(root, "beta")["stale"] is None


ENDING = "\nimport os\n\n@hookimpl\n@rule('L-1')\ndef merito_check_parameters(step: Step) -> Results | None:\n    {}\n"
RAISED = ("raise SystemExit(0)", "raise KeyboardInterrupt", "raise GeneratorExit", "raise BaseException('basta')")


@pytest.mark.long
@pytest.mark.parametrize("loaded", [True, False])
@pytest.mark.parametrize("code", RAISED)
def test_whatever_own_rules_raise_is_a_fault_of_theirs(merito: Merito, root: Path, code: str, loaded: bool) -> None:
    (root / "enti/alfa/regole/rules.py").write_text(RULES + (code if loaded else ENDING.format(code)), encoding="utf-8")
    for words in (("run", root), ("run", root / "enti/alfa"), ("check", root)):
        ran = merito(*words, "--as-of", DAY)
        assert ran.exit_code == 3, ran.output
        assert (
            f"{'non si può caricare: ' if loaded else 'ha sollevato '}{code.split()[1].partition('(')[0]}" in ran.output
        )
    assert {path.name for path in (root / "out").glob("alfa/*")} <= {"crash.txt"}
    assert summary(root, "beta")["stale"] is None


@pytest.mark.long
@pytest.mark.parametrize("loaded", [True, False])
@pytest.mark.parametrize("place", [".", "enti/alfa"])
def test_own_rules_that_end_the_process_give_no_results_and_no_success(
    merito: Merito, root: Path, place: str, loaded: bool
) -> None:
    code = "os._exit(0)"
    (root / "enti/alfa/regole/rules.py").write_text(
        RULES + (f"import os; {code}" if loaded else ENDING.format(code)), encoding="utf-8"
    )
    ran = merito("run", root / place, "--as-of", DAY)
    assert ran.exit_code == 3
    assert "alfa: il processo è finito da sé (codice 0), due volte" in ran.output
    assert not (root / "out" / "alfa").exists()
