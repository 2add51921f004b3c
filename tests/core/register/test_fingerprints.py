"""The files of a layer and of the engine are distinguished by their hash, whatever their version says."""

from collections.abc import Callable
from pathlib import Path

from merito import Workspace
from merito.regulations import fingerprint


def test_any_file_of_a_package_changes_its_hash_and_what_python_leaves_there_does_not(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "rules.py").write_text("A = 1\n")
    before = fingerprint(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "rules.pyc").write_bytes(b"x")
    assert fingerprint(tmp_path) == before
    (tmp_path / "inner" / "rules.py").write_text("A = 2\n")
    assert fingerprint(tmp_path) != before


def test_a_file_that_moves_changes_the_hash(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("A = 1\n")
    before = fingerprint(tmp_path)
    (tmp_path / "one.py").rename(tmp_path / "two.py")
    assert fingerprint(tmp_path) != before


def test_every_layer_and_the_engine_have_a_hash_of_their_own(write_ente: Callable[..., Path]) -> None:
    record = Workspace(write_ente("bergamo", {})).run()
    record.write(formats=["csv"])
    body = record.keep().body
    known = {layer["files"] for layer in body["plugins"]} | {body["engine"]["files"]}
    assert len(known) == 3
    assert all(len(one) == 64 for one in known)
