"""Which code puts sets in order, forwards or backwards, and what is counted as it runs."""

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from merito.testing.conformance import Watched, watch

CODE = """
RANKS = {"a": 1, "b": 1, "c": 2}

def listed(some):
    return [one for one in some]

def joined(some):
    return "".join(some)

def first_by_rank(some):
    return min(some, key=RANKS.get)

def by_rank(some):
    return sorted(some, key=RANKS.get)

def least(some):
    return min(some)

def half(some):
    return len(some) / 2
"""
Import = Callable[..., tuple[ModuleType, Watched]]


@pytest.fixture
def imported(tmp_path: Path) -> Iterator[Import]:
    finders = list(sys.meta_path)

    def one(code: str, backwards: bool = False) -> tuple[ModuleType, Watched]:
        (tmp_path / "merito_watched_probe.py").write_text(code, encoding="utf-8")
        watched = Watched(backwards)
        watch("merito_watched_probe", watched)
        return importlib.import_module("merito_watched_probe"), watched

    sys.path.insert(0, str(tmp_path))
    yield one
    sys.path.remove(str(tmp_path))
    sys.meta_path[:] = finders
    sys.modules.pop("merito_watched_probe", None)


@pytest.mark.parametrize(("backwards", "order"), [(False, "abc"), (True, "cba")])
def test_a_set_of_several_is_in_order_and_counted(imported: Import, backwards: bool, order: str) -> None:
    module, watched = imported(CODE, backwards)
    assert (watched.sets, watched.at_import) == (0, False)
    assert (module.listed({"b", "c", "a"}), module.joined({"b", "c", "a"})) == (list(order), order)
    assert module.first_by_rank({"b", "a", "c"}) == min("ab", key=order.index)
    assert module.by_rank({"b", "a", "c"}) == [*sorted("ab", key=order.index), "c"]
    assert watched.sets == 4


def test_a_set_of_one_a_sequence_and_the_least_of_a_set_have_no_order_to_count(imported: Import) -> None:
    module, watched = imported(CODE)
    assert (module.listed({"a"}), module.listed(["b", "a"]), module.least({"b", "a"})) == (["a"], ["b", "a"], "a")
    assert watched.sets == 0


def test_a_set_put_in_order_at_import_is_told_apart(imported: Import) -> None:
    module, watched = imported('NAMES = tuple({"b", "a"})\n')
    assert (module.NAMES, watched.sets, watched.at_import) == (("a", "b"), 1, True)


def test_a_quotient_that_is_a_float_is_told_with_its_line(imported: Import) -> None:
    module, watched = imported(CODE)
    assert module.half("abc") == 1.5
    assert watched.floats == {"merito_watched_probe.py:20": "3 / 2"}
