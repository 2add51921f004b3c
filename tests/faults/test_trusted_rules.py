"""Own rules run only if `merito.toml` names their hash, and then in a bare process of their own."""

import csv
import json
import os
import shutil
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import tomli
from click.testing import CliRunner, Result
from faults.harmed import DAY, write_workspace
from trusted_rules import digest_of

from merito.cli import app

HEAD = "from pathlib import Path\nfrom merito import Results, Step, hookimpl, rule\n"
SEEN = '(Path(__file__).parent / "seen").touch()\n'
HOOK = '@hookimpl\n@rule("L-1")\ndef merito_check_plan(step: Step) -> Results | None:\n    return None\n'
RULES = HEAD + SEEN + HOOK
LOCAL = '["L-1"]\narticle = "art. 7"\nphase = "a"\nkind = "constraint"\ntext = "Prova."\nstatus = "checked"\n'
EXAMPLES = Path(__file__).parents[2] / "examples"
NOT_TRUSTED = "regole: le regole proprie dell'ente non sono autorizzate, e non si eseguono"
CHANGED = "regole: le regole proprie dell'ente sono cambiate da quando erano autorizzate"
Told = dict[str, Any]


def merito(*words: object, given: str = "") -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], input=given, catch_exceptions=False)


def run(place: Path, *words: str) -> Result:
    return merito("run", place, "--as-of", DAY, *words)


def trust(root: Path, ente: str = "alfa") -> Result:
    told = merito("trust", ente, "--path", root, "--yes")
    assert told.exit_code == 0, told.output
    return told


def write_rules(ente: Path, code: str = RULES, folder: str = "regole", named: bool = True) -> Path:
    rules = ente / folder
    rules.mkdir(parents=True, exist_ok=True)
    (rules / "rules.py").write_text(code, encoding="utf-8")
    (rules / "rules.toml").write_text(LOCAL, encoding="utf-8")
    if named:
        with (ente / "ente.toml").open("a", encoding="utf-8") as file:
            file.write(f'rules = "{folder}"\n')
    return rules


def written(rules: Path) -> Told:
    """What a rule has written next to itself."""
    told: Told = json.loads((rules / "told.json").read_text(encoding="utf-8"))
    return told


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace of two enti, the first of which has rules of its own that nobody has trusted."""
    root = write_workspace(tmp_path / "spazio", ("alfa", "beta"))
    write_rules(root / "enti/alfa")
    return root


@pytest.fixture
def rules(root: Path) -> Path:
    return root / "enti/alfa/regole"


@pytest.mark.long
@pytest.mark.parametrize("command", ["run", "check", "status", "explain"])
@pytest.mark.parametrize("place", [".", "enti/alfa"])
def test_rules_that_nobody_trusts_do_not_run_and_the_command_that_trusts_them_is_named(
    root: Path, rules: Path, command: str, place: str
) -> None:
    words = ("--ente", "alfa") if command == "explain" else ()
    told = merito(command, root / place, "--as-of", DAY, *words)
    assert told.exit_code == 1
    assert NOT_TRUSTED in told.output
    assert f"merito trust alfa --path {root}" in told.output
    assert not (rules / "seen").exists()


@pytest.mark.long
def test_they_stop_no_other_ente_and_the_comparison_says_why(root: Path) -> None:
    assert run(root).exit_code == 1
    assert (root / "out/beta/2020/summary.json").is_file()
    assert not (root / "out/alfa").exists()
    with (root / "out/comparison.csv").open(encoding="utf-8", newline="") as file:
        states = {row["ente"]: (row["state"], row["reason"]) for row in csv.DictReader(file)}
    assert states["alfa"] == ("not_trusted", "regole proprie non autorizzate")


def test_what_they_declare_is_read_without_trust(root: Path, rules: Path) -> None:
    assert merito("check", root, "--as-of", DAY, "--no-own-rules").exit_code == 0
    assert merito("new-year", root, "--from", "2020").exit_code == 0
    assert "L-1" in merito("rules", root / "enti/alfa").output
    assert not (rules / "seen").exists()


@pytest.mark.long
def test_errors_in_their_data_are_told_together_with_the_refusal(root: Path, rules: Path) -> None:
    (rules / "rules.toml").write_text(LOCAL.replace("text", "testo"), encoding="utf-8")
    told = merito("check", root, "--as-of", DAY).output
    assert "alfa: regole/rules.toml [L-1]: manca «text»" in told
    assert f"alfa: {NOT_TRUSTED}" in told


def test_trust_shows_files_sizes_and_hashes_asks_and_writes_their_hash(root: Path, rules: Path) -> None:
    before = (root / "merito.toml").read_text(encoding="utf-8")
    digest = digest_of(rules)
    refused = merito("trust", "alfa", "--path", root, given="n\n")
    assert refused.exit_code == 1
    for name in ("rules.py", "rules.toml"):
        content = (rules / name).read_bytes()
        assert f"{name}: {len(content)} byte, sha256 {sha256(content).hexdigest()}" in refused.output
    assert f"impronta {digest}" in refused.output
    assert "sono un programma: eseguite, possono fare tutto ciò che può chi avvia merito" in refused.output
    assert (root / "merito.toml").read_text(encoding="utf-8") == before
    assert merito("trust", "alfa", "--path", root, given="").exit_code == 1
    assert merito("trust", "alfa", "--path", root, given="sì\n").exit_code == 0
    after = (root / "merito.toml").read_text(encoding="utf-8")
    assert after.startswith(before)
    assert tomli.loads(after)["own_rules"] == {"alfa": digest}
    assert not (rules / "seen").exists()
    assert run(root).exit_code == 0
    assert (rules / "seen").exists()
    assert "già autorizzate" in merito("trust", "alfa", "--path", root).output


def test_a_changed_file_is_refused_and_trust_shows_what_changed(root: Path, rules: Path) -> None:
    (rules / "altro.py").write_text('"""Altro."""\n', encoding="utf-8")
    trust(root)
    (rules / "altro.py").unlink()
    (rules / "nuovo.py").write_text('"""Nuovo."""\n', encoding="utf-8")
    (rules / "rules.py").write_text(RULES + "SOGLIA = 61\n", encoding="utf-8")
    told = run(root)
    assert (told.exit_code, CHANGED in told.output, (rules / "seen").exists()) == (1, True, False)
    shown = merito("trust", "alfa", "--path", root, given="n\n").output
    assert "  altro.py: tolto\n" in shown
    assert [line.rsplit(", ", 1)[1] for line in shown.splitlines() if "nuovo.py" in line] == ["nuovo"]
    assert [line.rsplit(", ", 1)[1] for line in shown.splitlines() if " rules.py" in line] == ["cambiato"]
    assert "    +SOGLIA = 61\n" in shown
    trust(root)
    assert list(tomli.loads((root / "merito.toml").read_text(encoding="utf-8"))["own_rules"]) == ["alfa"]
    assert run(root).exit_code == 0


def test_a_forged_copy_of_what_was_trusted_is_not_shown(root: Path, rules: Path) -> None:
    trust(root)
    (rules / "rules.py").write_text(RULES + "SOGLIA = 61\n", encoding="utf-8")
    kept = {"rules.py": RULES + "SOGLIA = 61\n", "rules.toml": LOCAL}
    (root / ".merito-trust/alfa.json").write_text(json.dumps(kept), encoding="utf-8")
    shown = merito("trust", "alfa", "--path", root, given="n\n").output
    assert "diverse da quelle autorizzate prima, che non ci sono più" in shown


@pytest.mark.long
def test_results_stand_no_longer_when_trust_is_withdrawn(root: Path) -> None:
    without = (root / "merito.toml").read_text(encoding="utf-8")
    trust(root)
    assert run(root).exit_code == 0
    assert run(root, "--only-changed").output.count("invariato") == 2
    (root / "merito.toml").write_text(without, encoding="utf-8")
    told = run(root, "--only-changed")
    assert (told.exit_code, f"alfa: {NOT_TRUSTED}" in told.output) == (1, True)


# What an attacker might try.


def test_a_file_added_after_the_hash_was_taken_is_refused(root: Path, rules: Path) -> None:
    trust(root)
    (rules / "aggiunto.py").write_text(HEAD + SEEN, encoding="utf-8")
    assert CHANGED in run(root).output
    assert not (rules / "seen").exists()


@pytest.mark.long
def test_the_bytes_that_run_are_those_that_were_hashed(root: Path, rules: Path) -> None:
    evil = "from pathlib import Path\n(Path(__file__).parent / 'evil').touch()\n"
    (rules / "a.py").write_text(f"from pathlib import Path\nPath(__file__).with_name('b.py').write_text({evil!r})\n")
    (rules / "b.py").write_text('"""Nulla."""\n', encoding="utf-8")
    trust(root)
    assert run(root).exit_code == 0
    assert (rules / "b.py").read_text(encoding="utf-8") == evil
    assert not (rules / "evil").exists()
    assert CHANGED in run(root).output


@pytest.mark.long
def test_a_link_in_place_of_the_folder_or_of_a_file_does_not_carry_trust_along(root: Path, rules: Path) -> None:
    trust(root)
    other = write_rules(root / "enti/alfa", RULES + "# altre\n", folder="altre", named=False)
    rules.rename(root / "enti/alfa/vere")
    rules.symlink_to(other)
    assert CHANGED in run(root).output
    rules.unlink()
    (root / "enti/alfa/vere").rename(rules)
    outside = root.parent / "rules.py"
    (rules / "rules.py").rename(outside)
    (rules / "rules.py").symlink_to(outside)
    for told, code in ((run(root), 3), (merito("trust", "alfa", "--path", root, "--yes"), 1)):
        assert told.exit_code == code
        assert "alfa: regole/rules.py: è un collegamento a un file fuori dalla cartella" in told.output
    assert not (other / "seen").exists()


@pytest.mark.long
def test_two_enti_that_share_a_folder_are_each_trusted_or_not(tmp_path: Path) -> None:
    root = write_workspace(tmp_path / "spazio", ("alfa",))
    (root / "merito.toml").write_text(
        '[workspace]\nyear = 2020\nlocale = "en"\nenti = ["enti/*", "enti/alfa/dentro"]\n', encoding="utf-8"
    )
    inner = root / "enti/alfa/dentro"
    shutil.copytree(root / "enti/alfa/2020", inner / "2020")
    (inner / "ente.toml").write_text('id = "beta"\nname = "Ente beta"\nregulation = "bergamo"\n', encoding="utf-8")
    shared = write_rules(inner, SEEN.join((HEAD, HOOK)))
    with (root / "enti/alfa/ente.toml").open("a", encoding="utf-8") as file:
        file.write('rules = "dentro/regole"\n')
    trust(root)
    told = run(root)
    assert (told.exit_code, f"beta: {NOT_TRUSTED}" in told.output, "alfa: regole: le" in told.output) == (
        1,
        True,
        False,
    )
    trust(root, "beta")
    assert run(root).exit_code == 0
    (shared / "rules.py").write_text(RULES + "# di beta\n", encoding="utf-8")
    told = run(root).output
    assert f"alfa: {CHANGED}" in told and f"beta: {CHANGED}" in told


@pytest.mark.long
@pytest.mark.parametrize("rules", ["../beta/regole", "regole/../../beta/regole", ".", "/", "regole/.."])
def test_rules_outside_of_the_ente_are_neither_trusted_nor_run(root: Path, rules: str) -> None:
    write_rules(root / "enti/beta", named=False)
    config = root / "enti/alfa/ente.toml"
    config.write_text(config.read_text("utf-8").replace('"regole"', f'"{rules}"'), encoding="utf-8")
    told = merito("trust", "alfa", "--path", root, "--yes")
    assert (told.exit_code, "non è una cartella dentro quella dell'ente" in told.output) == (2, True)
    assert run(root).exit_code == 1
    assert not (root / "enti/beta/regole/seen").exists()


@pytest.mark.long
def test_compiled_files_are_neither_trusted_nor_run(root: Path, rules: Path) -> None:
    (rules / "altro.py").write_text(HEAD + "(Path(__file__).parent / 'compiled').touch()\n", encoding="utf-8")
    subprocess.run([sys.executable, "-m", "compileall", "-q", "-b", str(rules)], check=True)
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(rules)], check=True)
    (rules / "altro.py").unlink()
    shutil.copy(rules / "altro.pyc", rules / "rules.pyc")
    assert sorted(path.name for path in rules.iterdir()) == [
        "__pycache__",
        "altro.pyc",
        "rules.py",
        "rules.pyc",
        "rules.toml",
    ]
    trust(root)
    assert run(root).exit_code == 0
    assert not (rules / "compiled").exists()
    (rules / "rules.py").write_text(f"from .altro import Path\n{RULES}", encoding="utf-8")
    trust(root)
    assert "alfa: regole/rules.py: importa «.altro», che non è nella cartella" in run(root).output


@pytest.mark.long
def test_what_is_not_utf_8_is_not_trusted(root: Path, rules: Path) -> None:
    (rules / "rules.py").write_bytes(b"# \xe0\n" + RULES.encode())
    told = merito("trust", "alfa", "--path", root, "--yes")
    assert (told.exit_code, "alfa: regole/rules.py: non è un testo in UTF-8" in told.output) == (1, True)
    assert run(root).exit_code == 3


@pytest.mark.long
def test_an_ente_in_a_folder_whose_name_is_not_utf_8_is_trusted_like_any_other(root: Path, rules: Path) -> None:
    place = Path(os.fsdecode(os.fsencode(root / "enti") + b"/\xe0lfa"))
    (root / "enti/alfa").rename(place)
    assert f"alfa: {NOT_TRUSTED}" in run(root).output
    trust(root)
    assert run(root).exit_code == 0
    assert (place / "regole/seen").exists()


@pytest.mark.long
def test_an_ente_with_the_id_of_another_does_not_have_its_trust(root: Path) -> None:
    trust(root)
    stolen = write_rules(root / "enti/beta", RULES + "# altre\n")
    config = root / "enti/beta/ente.toml"
    config.write_text(config.read_text("utf-8").replace('id = "beta"', 'id = "alfa"'), encoding="utf-8")
    assert CHANGED in run(root / "enti/beta").output
    assert run(root).exit_code == 1
    assert merito("trust", "alfa", "--path", root, "--yes").exit_code == 2
    assert not (stolen / "seen").exists()


def test_an_included_workspace_does_not_trust_itself(tmp_path: Path, root: Path, rules: Path) -> None:
    trust(root)
    outer = tmp_path / "unione"
    outer.mkdir()
    (outer / "merito.toml").write_text('[workspace]\ninclude = ["../spazio"]\n', encoding="utf-8")
    told = run(outer)
    assert (told.exit_code, f"alfa: {NOT_TRUSTED}" in told.output, (rules / "seen").exists()) == (1, True, False)
    assert f"merito trust alfa --path {outer}" in told.output
    before = (root / "merito.toml").read_bytes()
    trust(outer)
    assert (root / "merito.toml").read_bytes() == before
    assert run(outer).exit_code == 0
    assert (rules / "seen").exists()


@pytest.mark.long
def test_a_workspace_in_the_folder_of_an_ente_does_not_trust_itself(root: Path) -> None:
    inner = root / "enti/beta"
    ente = write_workspace(inner / "altri", ("gamma",)) / "enti/gamma"
    rules = write_rules(ente)
    digest = digest_of(rules)
    (inner / "merito.toml").write_text(
        f'[workspace]\nyear = 2020\nlocale = "en"\nenti = ["altri/enti/*"]\n[own_rules]\ngamma = "{digest}"\n', "utf-8"
    )
    told = run(inner)
    assert (told.exit_code, NOT_TRUSTED in told.output) == (1, True)
    assert f"--path {root}" in told.output
    (root / "merito.toml").write_text("[", encoding="utf-8")
    assert NOT_TRUSTED in run(inner).output
    assert not (rules / "seen").exists()


@pytest.mark.long
def test_an_ente_without_a_workspace_runs_no_rules(tmp_path: Path, root: Path) -> None:
    alone = Path(shutil.copytree(root / "enti/alfa", tmp_path / "solo/alfa"))
    with (alone / "ente.toml").open("a", encoding="utf-8") as file:
        file.write('locale = "en"\n')
    told = run(alone, "--year", "2020")
    assert (told.exit_code, "Le autorizza il merito.toml di uno spazio di lavoro" in told.output) == (1, True)
    assert merito("trust", "alfa", "--path", alone, "--yes").exit_code == 2
    assert not (alone / "regole/seen").exists()


@pytest.mark.parametrize("value", ['"sha256:12"', '"md5:0"', "true", '["sha256:0"]', f'"{"0" * 64}"'])
def test_a_hash_that_merito_trust_does_not_write_ends_the_command(root: Path, value: str) -> None:
    with (root / "merito.toml").open("a", encoding="utf-8") as file:
        file.write(f"[own_rules]\nalfa = {value}\n")
    told = run(root)
    assert (told.exit_code, "[own_rules] «alfa»: trovato" in told.output) == (2, True)


# How `merito.toml` is written.

OTHER = "sha256:" + "0" * 64
KEPT = '# nota\r\n[workspace]\r\nyear = 2020 # anno\r\nlocale = "en"'


@pytest.mark.parametrize(
    "text",
    [
        KEPT,
        f'{KEPT}\r\n\r\n[own_rules]\r\n# di altri\r\nbeta = "{OTHER}"\r\n',
        f"{KEPT}\r\n[own_rules]   # qui",
        f'{KEPT}\r\n[own_rules]\r\nalfa = "{OTHER}" # da rivedere\r\nbeta = "{OTHER}"\r\n[defaults.bergamo]\r\n',
        f'own_rules = {{ beta = "sha256:{"1" * 64}", alfa = "{OTHER}" }}\r\n{KEPT}',
        f'own_rules.alfa = "{OTHER}"\r\n{KEPT}',
    ],
)
def test_nothing_else_in_the_file_changes(root: Path, rules: Path, text: str) -> None:
    path = root / "merito.toml"
    path.write_bytes(text.encode())
    path.chmod(0o640)
    before = tomli.loads(text)
    trust(root)
    after = path.read_bytes().decode()
    digest = digest_of(rules)
    assert tomli.loads(after) == before | {"own_rules": before.get("own_rules", {}) | {"alfa": digest}}
    assert all(line.partition("#")[2] in after for line in text.splitlines())
    assert "\n" not in after.replace("\r\n", "")
    assert path.stat().st_mode & 0o777 == 0o640


def test_where_there_is_no_place_for_it_the_line_is_told(root: Path, rules: Path) -> None:
    path = root / "merito.toml"
    text = f'own_rules = {{ beta = "{OTHER}" }}\n{path.read_text(encoding="utf-8")}'
    path.write_text(text, encoding="utf-8")
    told = merito("trust", "alfa", "--path", root, "--yes")
    assert (told.exit_code, path.read_text(encoding="utf-8")) == (1, text)
    assert f'aggiungere a mano, in [own_rules]: alfa = "{digest_of(rules)}"' in told.output


# The process of an ente with rules of its own.

TELLS = f"""
import json, os, resource, sys
from pathlib import Path
from merito import Results, Step, hookimpl, rule

def links():
    found = {{}}
    for number in sorted(map(int, os.listdir("/proc/self/fd"))):
        try:
            found[number] = os.readlink(f"/proc/self/fd/{{number}}")
        except OSError:
            continue
    return found

told = {{
    "environ": dict(os.environ),
    "at_first": Path("/proc/self/environ").read_text(),
    "open": links(),
    "memory": resource.getrlimit(resource.RLIMIT_AS),
    "processor": resource.getrlimit(resource.RLIMIT_CPU),
    "core": resource.getrlimit(resource.RLIMIT_CORE),
    "leads": os.getsid(0) == os.getpid(),
    "process": os.getpid(),
}}
Path(__file__).with_name("told.json").write_text(json.dumps(told))

{HOOK}
"""


@pytest.mark.long
@pytest.mark.parametrize("words", [("run",), ("run", "--jobs", "2"), ("check",), ("status",)])
@pytest.mark.parametrize("place", [".", "enti/alfa"])
def test_their_process_has_a_bare_environment_nothing_of_the_caller_open_and_limits(
    root: Path, rules: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], place: str
) -> None:
    (rules / "rules.py").write_text(TELLS, encoding="utf-8")
    trust(root)
    monkeypatch.setenv("MERITO_REGISTER", str(root / "altro.sqlite"))
    monkeypatch.setenv("PGPASSWORD", "segreto")
    with (root / "segreto.txt").open("w") as secret:
        os.set_inheritable(secret.fileno(), True)
        command, *more = words
        assert merito(command, root / place, "--as-of", DAY, "--patience", "90", *more).exit_code == 0
    told = written(rules)
    allowed = {"PATH", "HOME", "LC_ALL", "PYTHONUSERBASE", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "TZ"}
    assert set(told["environ"]) <= allowed
    assert (told["environ"]["HOME"], told["environ"]["PATH"]) == ("/nonexistent", os.defpath)
    assert "segreto" not in told["at_first"] and "MERITO" not in told["at_first"]
    assert told["open"]["0"] == "/dev/null"
    assert told["open"]["1"] == told["open"]["2"]
    others = [link for number, link in told["open"].items() if number != "0"]
    assert all(
        link.startswith(("pipe:", "socket:", "/proc/", "/dev/null")) or "merito-lock" in link for link in others
    ), others
    assert not any("segreto" in link or link.startswith("/dev/pts") for link in others)
    assert told["memory"] == [4 * 2**30] * 2
    assert 150 <= told["processor"][0] == told["processor"][1] <= 200
    assert told["core"] == [0, 0]
    assert told["leads"] and told["process"] != os.getpid()
    assert os.environ["PGPASSWORD"] == "segreto"


@pytest.mark.long
def test_a_rule_that_takes_too_much_memory_is_told_and_stops_no_other(root: Path, rules: Path) -> None:
    (rules / "rules.py").write_text(RULES.replace("return None", "bytearray(5 * 2**30)"), encoding="utf-8")
    trust(root)
    told = run(root)
    assert (told.exit_code, "ha sollevato MemoryError" in told.output) == (3, True), told.output
    assert (root / "out/beta/2020/summary.json").is_file()


@pytest.mark.long
def test_what_a_rule_prints_reaches_the_terminal_without_control_characters(root: Path, rules: Path) -> None:
    printed = "print('uno\\x1b[2Jdue', 'x' * 200_000); import os; os.write(2, b'grezzo\\xff'); os._exit(3)"
    (rules / "rules.py").write_text(RULES.replace("return None", printed), encoding="utf-8")
    trust(root)
    program = "import sys; from merito.__main__ import main; sys.argv[0] = 'merito'; main()"
    words = ("check", str(root), "--as-of", DAY)
    said = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True)
    assert "il processo è finito da sé (codice 3), due volte" in said.stderr
    assert said.stderr.count("grezzo�") == 2
    assert "\x1b" not in said.stderr


@pytest.mark.long
def test_what_a_rule_has_started_ends_with_it(root: Path, rules: Path) -> None:
    started = (
        "import subprocess; child = subprocess.Popen(['sleep', '600']); "
        "Path(__file__).with_name('told.json').write_text(str(child.pid))"
    )
    (rules / "rules.py").write_text(RULES.replace("return None", started), encoding="utf-8")
    trust(root)
    began = time.monotonic()
    assert run(root).exit_code == 0
    assert time.monotonic() - began < 60
    process = int((rules / "told.json").read_text(encoding="utf-8"))
    state = Path(f"/proc/{process}/stat")
    assert not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] == "Z"


@pytest.mark.usefixtures("all_in_this_process")
def test_a_process_without_limits_says_so(root: Path) -> None:
    resource = pytest.importorskip("resource")
    if resource.getrlimit(resource.RLIMIT_AS)[0] != resource.RLIM_INFINITY:
        pytest.skip("this process has a limit of memory")
    trust(root)
    told = "alfa: regole proprie dell'ente: questo sistema non pone limiti al loro processo (memoria)"
    assert told in run(root, "--ente", "alfa").output


# Their author needs no trust.


@pytest.mark.long
def test_verify_runs_in_place_without_trust(root: Path, rules: Path) -> None:
    told = merito("verify", root / "enti/alfa", "--examples", "1")
    assert "non sono autorizzate" not in told.output
    assert (rules / "seen").exists()


def test_new_regulation_only_reads_them(tmp_path: Path) -> None:
    made = merito("init", tmp_path / "w", "--regulation", "national", "--kind", "municipality", "--ente", "borgo")
    assert made.exit_code == 0, made.output
    rules = tmp_path / "w/enti/borgo/regole/rules.py"
    rules.write_text("raise SystemExit('eseguito')\n", encoding="utf-8")
    told = merito("new-regulation", "borgo", "--from", tmp_path / "w/enti/borgo", "--into", tmp_path)
    assert (told.exit_code, "eseguito" in told.output) == (0, False), told.output
    rules.write_text("def (\n", encoding="utf-8")
    refused = merito("new-regulation", "altro", "--from", tmp_path / "w/enti/borgo", "--into", tmp_path)
    assert (refused.exit_code, "regole/rules.py: non è Python che si possa leggere" in refused.output) == (2, True)


def test_init_says_how_the_rules_it_writes_are_trusted(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    made = merito("init", folder, "--regulation", "national", "--kind", "municipality", "--ente", "borgo")
    assert f"merito verify le prova, merito trust borgo --path {folder} le autorizza" in made.output
    trust(folder, "borgo")
    assert merito("check", folder).exit_code == 0


def test_the_example_is_trusted_as_its_files_are() -> None:
    ente = "comune-di-prova"
    for place in (EXAMPLES, EXAMPLES / ente):
        assert f"{ente}: già autorizzate" in merito("trust", ente, "--path", place).output
