"""Compiled templates are cached next to Python's compiled modules; missing or damaged ones are made again."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import Environment

from merito.page.compiled import Compiled
from merito.page.index import OPTIONS, environment

Fresh = Callable[[], Environment]
NAME = "index.html.j2"


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fresh:
    """The templates as a starting program finds them, with the compiled ones in a folder of the test."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return environment.__wrapped__


def kept(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "kept").rglob("templates/*.pyc"))


def never(*_: object, **__: object) -> None:
    raise AssertionError("compiled again")


def test_a_template_is_compiled_once(fresh: Fresh, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh().get_template(NAME)
    assert len(kept(tmp_path)) == 1
    monkeypatch.setattr(Environment, "compile", never)
    fresh().get_template(NAME)


def test_spoilt_files_are_made_again(fresh: Fresh, tmp_path: Path) -> None:
    fresh().get_template(NAME)
    (path,) = kept(tmp_path)
    whole = path.read_bytes()
    for size in (0, 3, len(whole) // 100, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:size])
        fresh().get_template(NAME)
        assert path.read_bytes() == whole


def test_another_text_and_other_options_are_compiled_anew(fresh: Fresh) -> None:
    own = fresh()
    template, cache = own.get_template(NAME), own.bytecode_cache
    text = Path(str(template.filename)).read_text(encoding="utf-8")
    assert isinstance(cache, Compiled)
    assert cache.get_bucket(own, NAME, template.filename, text).code is not None
    assert cache.get_bucket(own, NAME, template.filename, text + " ").code is None
    others = Compiled({**OPTIONS, "trim_blocks": False})
    assert others.get_bucket(own, NAME, template.filename, text).code is None


def test_where_nothing_can_be_kept_the_page_is_made_all_the_same(fresh: Fresh, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file where a folder should be")
    assert fresh().get_template(NAME).name == NAME
