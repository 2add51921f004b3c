"""An ente's own rules run in a separate process: whatever they change, or if they never end, the others get figures."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import getcontext
from pathlib import Path

import pytest
from click.testing import Result
from faults.harmed import DAY, files, write_workspace
from small_plugins import Install
from trusted_rules import merito_trusting, trust_rules

from merito.execution import pool

HOOK = """
from pathlib import Path
from merito import Finding, Phase, Results, Step, hookimpl, rule

(Path(__file__).parent / "seen").touch()

@hookimpl
@rule("L-1")
def merito_check_plan(step: Step) -> Results | None:
    {}
    return None
"""
LOCAL = '["L-1"]\narticle = "art. 7"\nphase = "a"\nkind = "constraint"\ntext = "Prova."\nstatus = "checked"\n'
ALL_ALIKE = """
import sys
from decimal import Decimal
for name, module in list(sys.modules.items()):
    if name.startswith("merito") and hasattr(module, "half_up"):
        module.half_up = lambda *_: Decimal("1.00")
"""
THREE_DIGITS = "\nfrom decimal import getcontext\ngetcontext().prec = 3\n"
ENDLESS = """
    import signal
    signal.setitimer(signal.ITIMER_REAL, 0.1, 0.1)
    while True: pass
"""
"""It never ends, and its time is over as soon as it has begun: however slow the machine is, it is stopped in this loop."""
DEAF = """
    import signal
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    (Path(__file__).parent / "deaf").touch()
    while True: pass
"""
MISSING = "alfa: senza le regole proprie dell'ente (regole): mancano L-1 (art. 7), e ciò che ne dipende"
Merito = Callable[..., Result]
Rules = Callable[[str], Path]


@pytest.fixture
def merito() -> Merito:
    return merito_trusting


@pytest.fixture
def with_rules(tmp_path: Path) -> Rules:
    """A workspace of three enti, the first of which has its own rules."""

    def write(code: str) -> Path:
        root = write_workspace(tmp_path / "spazio", ("alfa", "beta", "gamma"))
        (root / "enti/alfa/regole").mkdir()
        (root / "enti/alfa/regole/rules.py").write_text(code, encoding="utf-8")
        (root / "enti/alfa/regole/rules.toml").write_text(LOCAL, encoding="utf-8")
        with (root / "enti/alfa/ente.toml").open("a", encoding="utf-8") as file:
            file.write('rules = "regole"\n')
        return root

    return write


def grades(root: Path, ente: str) -> bytes:
    return (root / "out" / ente / "2020" / "grades.csv").read_bytes()


@pytest.mark.long
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("change", [ALL_ALIKE, THREE_DIGITS])
def test_what_own_rules_change_in_the_program_changes_no_other_ente(
    merito: Merito, with_rules: Rules, tmp_path: Path, change: str, jobs: str
) -> None:
    root = with_rules(change + HOOK.format("pass"))
    alone = write_workspace(tmp_path / "senza", ("alfa", "beta", "gamma"))
    for place in (root, alone):
        assert merito("run", place, "--as-of", DAY, "--jobs", jobs).exit_code == 0
    assert (root / "enti/alfa/regole/seen").exists()
    assert (grades(root, "alfa") == grades(alone, "alfa")) == (change == THREE_DIGITS)
    for ente in ("beta", "gamma"):
        assert grades(root, ente) == grades(alone, ente)


SCRIPT = """
import sys
from datetime import date
import merito
record = merito.Workspace(sys.argv[1]).run("alfa", as_of=date.fromisoformat(sys.argv[2]), own_rules=True)
print(len(record.findings), record.ente)
"""


@pytest.mark.parametrize("from_file", [False, True])
def test_own_rules_run_from_a_script_that_cannot_be_run_again(
    with_rules: Rules, tmp_path: Path, from_file: bool
) -> None:
    """From standard input there is no file to read again; a script without `if __name__` would begin anew each time."""
    root = with_rules(HOOK.format("pass"))
    trust_rules(root)
    (tmp_path / "script.py").write_text(SCRIPT, encoding="utf-8")
    script = str(tmp_path / "script.py") if from_file else "-"
    command = [sys.executable, script, str(root), DAY]
    done = subprocess.run(command, input=SCRIPT, capture_output=True, text=True, timeout=120, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[1:] == ["alfa"]
    assert (root / "enti/alfa/regole/seen").exists()


LESS_EXACT = """
from decimal import getcontext
getcontext().prec = 3

@hookimpl
@rule("X-1")
def merito_check_plan(step: Step) -> Results | None:
    getcontext().prec = 2
    return None

@hookimpl
@rule("X-1")
def merito_check_parameters(step: Step) -> Results | None:
    told = str(Decimal("1234567.89") + Decimal("0.01"))
    return Results(findings=(
        Finding(severity="warning", phase=Phase.OBJECTIVES, rule="X-1", message=f"somma {told}"),
    ))
"""


def test_a_rule_that_sets_the_decimal_context_sets_it_for_nobody(
    install: Install, merito: Merito, tmp_path: Path
) -> None:
    install("prova", LESS_EXACT)
    root = tmp_path / "spazio"
    for ente in ("alfa", "beta"):
        (root / "enti" / ente / "2021").mkdir(parents=True)
        config = f'id = "{ente}"\nname = "Ente"\nregulation = "prova"\n'
        (root / "enti" / ente / "ente.toml").write_text(config, encoding="utf-8")
        (root / "enti" / ente / "2021/cycle.toml").touch()
    (root / "merito.toml").write_text('[workspace]\nyear = 2021\nlocale = "en"\n', encoding="utf-8")
    before = getcontext().prec
    said = merito("check", root, "--as-of", DAY)
    assert said.output.count("somma 1234567.90") == 2
    assert getcontext().prec == before == 28


@pytest.mark.long
@pytest.mark.parametrize("command", ["run", "check", "explain"])
def test_own_rules_that_never_end_are_stopped_and_told_where(merito: Merito, with_rules: Rules, command: str) -> None:
    root = with_rules(HOOK.format(ENDLESS))
    words = ("--ente", "alfa") if command == "explain" else ()
    said = merito(command, root, "--as-of", DAY, "--patience", "600", *words)
    assert said.exit_code == 3
    assert "non ha finito in 600 secondi; --patience SECONDI ne concede di più (rules.py, riga 13)" in said.output
    if command == "run":
        assert sorted(path.name for path in (root / "out").iterdir() if path.is_dir()) == ["beta", "gamma"]


def hasten(monkeypatch: pytest.MonkeyPatch, over: Callable[[], bool]) -> None:
    """An hour goes by for the pool of processes as soon as `over`, whatever the load of the machine."""
    real, waited = time.monotonic, pool.wait

    def soon(of: list[object], timeout: float | None = None) -> list[object]:
        return waited(of, 0.1 if timeout is not None and timeout > pool.PATIENCE else timeout)  # type: ignore[arg-type,return-value]

    monkeypatch.setattr(pool, "monotonic", lambda: real() + (3600 if over() else 0))
    monkeypatch.setattr(pool, "wait", soon)


@pytest.mark.long
@pytest.mark.parametrize("command", ["run", "check", "status"])
def test_those_that_do_not_let_themselves_be_stopped_are_ended(
    merito: Merito, with_rules: Rules, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = with_rules(HOOK.format(DEAF))
    hasten(monkeypatch, lambda: (root / "enti/alfa/regole/deaf").exists())
    said = merito(command, root, "--as-of", DAY, "--patience", "600")
    assert said.exit_code == 3
    told = "non ha finito in 600 secondi ed è stato fermato; --patience SECONDI ne concede di più"
    assert f"alfa: {told}" in said.output
    assert "due volte" not in said.output
    if command == "run":
        assert sorted(path.name for path in (root / "out").iterdir() if path.is_dir()) == ["beta", "gamma"]


@pytest.mark.long
def test_earlier_results_of_an_ente_that_never_ends_stay_and_are_marked(merito: Merito, with_rules: Rules) -> None:
    root = with_rules(HOOK.format("pass"))
    assert merito("run", root, "--as-of", DAY).exit_code == 0
    before = files(root / "out/alfa")
    (root / "enti/alfa/regole/rules.py").write_text(HOOK.format(ENDLESS), encoding="utf-8")
    assert merito("run", root, "--as-of", DAY, "--patience", "600").exit_code == 3
    assert json.loads((root / "out/alfa/2020/summary.json").read_bytes())["stale"] is not None
    assert {name for name, text in files(root / "out/alfa").items() if before[name] != text} <= {
        "2020/summary.json",
        "2020/index.html",
    }


@pytest.mark.long
def test_an_installed_rule_that_never_ends_is_stopped_in_the_process_of_the_command(
    install: Install, write_ente: Callable[..., Path], merito: Merito
) -> None:
    endless = '@hookimpl\n@rule("X-1")\ndef merito_check_plan(step: Step) -> Results | None:\n    while True: pass\n'
    install("prova", endless)
    began = time.monotonic()
    said = merito("run", write_ente("prova", {"2021/cycle.toml": ""}), "--as-of", DAY, "--patience", "1")
    assert said.exit_code == 3
    assert "non ha finito in 1 secondi" in said.output
    assert time.monotonic() > began + 1


@pytest.mark.long
@pytest.mark.parametrize("loaded", [True, False])
@pytest.mark.parametrize("command", ["check", "status", "explain"])
def test_own_rules_that_end_the_process_end_no_command(
    merito: Merito, with_rules: Rules, command: str, loaded: bool
) -> None:
    ending = "import os; os._exit(0)"
    root = with_rules(f"{ending}\n" if loaded else HOOK.format(ending))
    words = ("--ente", "alfa") if command == "explain" else ()
    said = merito(command, root, "--as-of", DAY, *words)
    assert said.exit_code == 3
    ended = "il processo è finito da sé (codice 0), due volte"
    assert ended in said.output
    assert ("beta" in said.output) == (command != "explain")


@pytest.mark.parametrize("command", ["check", "status", "explain"])
def test_what_runs_them_says_so_and_does_without_where_asked(merito: Merito, with_rules: Rules, command: str) -> None:
    root = with_rules(HOOK.format("pass"))
    words = (command, root, "--as-of", DAY, *(("--ente", "alfa") if command == "explain" else ()))
    without = merito(*words, "--no-own-rules")
    assert (without.exit_code, (root / "enti/alfa/regole/seen").exists()) == (0, False)
    assert (MISSING.removeprefix("alfa: ") if command == "explain" else MISSING) in without.output
    said = merito(*words)
    assert (said.exit_code, (root / "enti/alfa/regole/seen").exists()) == (0, True)
    assert "regole proprie dell'ente: rules.py, rules.toml, impronta " in said.output
    assert "beta: regole proprie" not in said.output


@pytest.mark.long
def test_the_json_of_an_explanation_says_whether_they_ran(merito: Merito, with_rules: Rules) -> None:
    root = with_rules(HOOK.format("pass"))
    words = ("explain", root, "ente", "--ente", "alfa", "--as-of", DAY, "--json")
    ran, without = (json.loads(merito(*words, *more).output) for more in ((), ("--no-own-rules",)))
    assert ran["own_rules"][0].startswith("regole proprie dell'ente: rules.py, rules.toml, impronta ")
    assert without["own_rules"] == [MISSING.removeprefix("alfa: ")]
    assert "own_rules" not in json.loads(merito(*words[:4], "beta", *words[5:]).output)


@pytest.mark.long
def test_what_own_rules_print_is_not_among_what_a_command_says(with_rules: Rules) -> None:
    root = with_rules(HOOK.format("print('detto dalla regola')"))
    program = "import sys; from merito.__main__ import main; sys.argv[0] = 'merito'; main()"
    words = ("explain", root, "ente", "--ente", "alfa", "--as-of", DAY, "--json")
    trust_rules(root)
    said = subprocess.run([sys.executable, "-c", program, *map(str, words)], capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    assert "own_rules" in json.loads(said.stdout)
    assert "detto dalla regola" in said.stderr


@pytest.mark.long
def test_new_year_parameters_and_adopt_read_what_is_declared_and_run_none(merito: Merito, with_rules: Rules) -> None:
    root = with_rules(HOOK.format("pass"))
    assert merito("run", root, "--as-of", DAY, "--ente", "alfa").exit_code == 0
    (root / "enti/alfa/regole/seen").unlink()
    told = "regole proprie dell'ente (regole): non eseguite, qui non servono"
    for words in (("parameters", "bergamo", root, "--ente", "alfa"), ("new-year", root, "--from", "2020")):
        said = merito(*words)
        assert (said.exit_code, said.output.count(told)) == (0, 1), said.output
    adopted = merito("adopt", "1", "--act", "A1", "--path", root, "--as-of", DAY, "--with-suspended")
    assert told in adopted.output
    assert "l'atto «A1» non è tra gli atti di alfa del 2020" in adopted.output
    assert not (root / "enti/alfa/regole/seen").exists()
