"""The code that attrs compiles is cached: found again while the source is the same, and never required."""

import marshal
from pathlib import Path

import attr._make
import attrs
import pytest

from merito_program.compiled import Compiled, keep_methods

NAME = "<attrs generated methods merito.somewhere.Row>"
SOURCE = "def __init__(self, a):\n    self.a = a\n"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    return tmp_path / "kept" / "methods.bin"


def kept(file: Path, source: str = SOURCE, name: str = NAME) -> None:
    compiled = Compiled(file)
    compiled(source, name, "exec")
    compiled.keep()


def compiles(file: Path, source: str, monkeypatch: pytest.MonkeyPatch, name: str = NAME) -> int:
    """How many times Python compiles it, with this cache."""
    times: list[str] = []
    monkeypatch.setitem(
        Compiled.__call__.__globals__, "compile", lambda *_: times.append("") or compile("", "", "exec")
    )
    Compiled(file)(source, name, "exec")
    return len(times)


def test_what_was_compiled_is_found_again(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(file)
    assert compiles(file, SOURCE, monkeypatch) == 0
    assert compiles(file, SOURCE.replace("a", "b"), monkeypatch) == 1
    assert compiles(file, SOURCE, monkeypatch, NAME.replace("Row", "Other")) == 1


def test_the_number_of_the_class_in_a_hash_is_not_looked_at(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = "def __hash__(self):\n    return hash((\n            {},\n            self.a,\n    ))\n"
    kept(file, source.format(8123))
    assert compiles(file, source.format(-99), monkeypatch) == 0


def test_rules_of_an_ente_s_own_are_not_kept(file: Path) -> None:
    kept(file, name="<attrs generated methods merito_own_12ab.rules.Row>")
    assert not file.exists()


@pytest.mark.parametrize("content", [b"", b"no code", marshal.dumps((b"another Python", {NAME: 1})), marshal.dumps(7)])
def test_a_file_that_is_not_its_own_is_as_none(file: Path, content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    assert compiles(file, SOURCE, monkeypatch) == 1


def test_nothing_is_written_where_python_writes_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    kept(file)
    assert not file.parent.exists()


def test_classes_are_what_they_are_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(vars(attr._make), "compile", compile)
    keep_methods()
    one, other = (attrs.make_class("Row", ["a", "b"], frozen=True) for _ in range(2))
    assert one(1, 2) == one(1, 2) != one(1, 3)
    assert hash(one(1, 2)) == hash(one(1, 2))
    assert repr(other(1, 2)) == "Row(a=1, b=2)"
