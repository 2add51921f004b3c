"""Files that change while they are read: results give the hash of the very bytes that they were made from."""

import csv
import hashlib
import io
import json
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from faults.harmed import DAY, files, write_workspace
from openpyxl import Workbook, load_workbook
from trusted_rules import trust_rules

from merito.cli import app

OWN_RULES = """
from merito import Finding, Phase, Results, Severity, Step, hookimpl, rule

@hookimpl
@rule("L-1")
def merito_check_plan(step: Step) -> Results | None:
    told = Finding(severity="warning", phase=Phase.OBJECTIVES, rule="L-1", message="versione 0")
    return Results(findings=(told,))
"""
LOCAL = '["L-1"]\narticle = "art. 0"\nphase = "a"\nkind = "constraint"\ntext = "Prova."\nstatus = "checked"\n'
Reads = dict[str, list[bytes]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with every kind of file that a run reads."""
    root = write_workspace(tmp_path / "spazio")
    ente = root / "enti" / "alfa"
    (root / "misure.csv").write_text("ente,indicator,at,value\nalfa,I1,final,0\n", encoding="utf-8")
    (ente / "2020" / "measures.csv").write_text("indicator,at,value\nI2,final,90%\n", encoding="utf-8")
    (ente / "2020" / "cycle.toml").write_text("[figures]\n# 0\n", encoding="utf-8")
    return root


@pytest.fixture
def changing(root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reads]:
    """Every file of the workspace changes as soon as it has been read: a 0 in it becomes a 1, a 1 a 2..."""
    reads: Reads = defaultdict(list)
    read = Path.read_bytes

    def read_and_change(path: Path) -> bytes:
        content = read(path)
        if path.is_relative_to(root) and "out" not in path.parts:
            number = len(reads[name := path.relative_to(root).as_posix()])
            reads[name].append(content)
            change(path, content, number)
        return content

    monkeypatch.setattr(Path, "read_bytes", read_and_change)
    monkeypatch.setattr(Path, "read_text", lambda path, **_: read_and_change(path).decode("utf-8"))
    yield reads


def change(path: Path, content: bytes, number: int) -> None:
    if path.suffix == ".xlsx":
        book = load_workbook(path)
        book["misure"]["D2"] = number + 1
        book.save(path)
    else:
        marks = {".toml": (b"# %d", b"Ente %d", b"art. %d"), ".csv": (b"final,%d",), ".py": (b"versione %d",)}
        for mark in marks[path.suffix]:
            content = content.replace(mark % number, mark % (number + 1))
        path.write_bytes(content + b"\n")


def run(root: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["run", str(root), "--as-of", DAY, *words], catch_exceptions=False)


def summary(root: Path) -> dict[str, dict[str, str]]:
    folder = root / "out/alfa/2020"
    files = (folder / "summary.json", folder / "rests_on.json")
    told, rests_on = (json.loads(file.read_bytes()) for file in files)
    loaded: dict[str, dict[str, str]] = told | rests_on
    return loaded


def held(root: Path, reads: Reads) -> dict[str, bytes]:
    """The bytes of each file by the summary; every hash must be of bytes that were read."""
    found = {}
    for name, digest in summary(root)["inputs"].items():
        found[name] = next(one for one in reads[name] if told_hash(root, name, one) == digest)
    return found


def told_hash(root: Path, name: str, content: bytes) -> str:
    """The hash of a file; of a common table, that which a run of it tells while nothing changes."""
    if "/" in name or not name.endswith(".csv"):
        return hashlib.sha256(content).hexdigest()
    still = root.with_name(f"still {hashlib.sha256(content).hexdigest()}")
    if not still.exists():
        write_workspace(still)
        (still / "enti/alfa/2020/measures.csv").unlink()
        (still / name).write_bytes(content)
        assert run(still).exit_code == 0
    return summary(still)["inputs"][name]


def test_every_table_is_read_once_and_its_hash_is_of_what_was_read(root: Path, changing: Reads) -> None:
    assert run(root).exit_code == 0
    for name, content in held(root, changing).items():
        if (name.endswith(".csv") and "/" in name) or name.endswith("cycle.toml"):
            assert changing[name] == [content]
    given = {path.relative_to(root).as_posix() for path in (root / "enti").rglob("*.*")}
    assert set(held(root, changing)) == {*given, "misure.csv"}


def test_name_and_figures_are_those_of_the_bytes_whose_hash_is_told(root: Path, changing: Reads) -> None:
    (root / "enti/alfa/ente.toml").write_text(
        (root / "enti/alfa/ente.toml").read_text(encoding="utf-8").replace("Ente alfa", "Ente 0"), encoding="utf-8"
    )
    changing.clear()
    assert run(root).exit_code == 0
    content = held(root, changing)
    assert f'name = "{summary(root)["name"]}"'.encode() in content["enti/alfa/ente.toml"]
    actual = content["misure.csv"].split(b"final,")[1].split()[0]
    exact = {b"0": "0", b"1": "100/11", b"2": "200/11"}[actual]
    rows = list(csv.DictReader(io.StringIO((root / "out/alfa/2020/grades.csv").read_bytes().decode())))
    assert next(row["exact"] for row in rows if row["id"] == "I1") == exact


@pytest.mark.usefixtures("all_in_this_process")
def test_own_rules_that_change_are_those_whose_hash_is_told(root: Path, changing: Reads) -> None:
    ente = root / "enti/alfa"
    (ente / "regole").mkdir()
    (ente / "regole/rules.py").write_text(OWN_RULES, encoding="utf-8")
    (ente / "regole/rules.toml").write_text(LOCAL, encoding="utf-8")
    with (ente / "ente.toml").open("a", encoding="utf-8") as file:
        file.write('rules = "regole"\n')
    before = shutil.copytree(root, root.with_name("before"))
    trust_rules(before)
    shutil.copy(before / "merito.toml", root)
    changing.clear()
    ran = run(root)
    assert ran.exit_code == 0, ran.output
    content = held(root, changing)
    findings = (root / "out/alfa/2020/findings.csv").read_bytes().decode()
    told = next(line for line in findings.splitlines() if "versione" in line)
    assert told.split("versione ")[1][0].encode() == content["enti/alfa/regole/rules.py"].split(b"versione ")[1][:1]
    assert told.split("art. ")[1][0].encode() == content["enti/alfa/regole/rules.toml"].split(b"art. ")[1][:1]
    assert len(changing["enti/alfa/regole/rules.py"]) == 1
    assert summary(root)["own_rules"]["rules.py"] == summary(root)["inputs"]["enti/alfa/regole/rules.py"]


def test_a_workbook_is_read_once(root: Path, changing: Reads) -> None:
    book = Workbook()
    book.remove(book.active)
    sheet = book.create_sheet("misure")
    for row in (["indicator", "at", "by", "value"], ["I2", "final", None, 0]):
        sheet.append(row)
    (root / "enti/alfa/2020/measures.csv").unlink()
    book.save(root / "enti/alfa/2020/data.xlsx")
    ran = run(root)
    assert ran.exit_code == 0, ran.output
    name = "enti/alfa/2020/data.xlsx"
    assert changing[name] == [held(root, changing)[name]]


def test_an_ente_whose_id_changes_meanwhile_is_not_written_among_the_results_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_workspace(tmp_path / "spazio", ("alfa", "beta"))
    assert run(root).exit_code == 0
    before = files(root / "out" / "beta")
    read, seen = Path.read_bytes, [0]

    def read_and_change(path: Path) -> bytes:
        content = read(path)
        if path.name == "ente.toml" and path.parent.name == "alfa":
            seen[0] += 1
            path.write_bytes(content.replace(b'id = "alfa"', b'id = "beta"'))
        return content

    monkeypatch.setattr(Path, "read_bytes", read_and_change)
    ran = run(root, "--ente", "alfa")
    assert ran.exit_code == 1
    assert "enti/alfa/ente.toml: «id»: è cambiato da «alfa» a «beta» durante l'esecuzione" in ran.output
    assert seen[0] > 1
    assert files(root / "out" / "beta") == before


def test_a_table_that_is_gone_when_it_is_read_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed: Callable[[Path], Iterator[Path]] = Path.iterdir

    def list_and_remove(path: Path) -> Iterator[Path]:
        found = list(listed(path))
        (path / "areas.csv").unlink(missing_ok=True)
        return iter(found)

    monkeypatch.setattr(Path, "iterdir", list_and_remove)
    ran = run(root)
    assert ran.exit_code == 1
    assert "enti/alfa/2020/areas.csv: il file non si può leggere (non c'è)" in ran.output
