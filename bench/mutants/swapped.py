"""Puts a mutant in place of running code: function objects stay, wherever they are referenced; their code changes."""

import ast
import gc
import importlib
from pathlib import Path
from types import CodeType, FunctionType

from mutations import ROUNDINGS, mutated


def swap(path: Path, module: str, number: int) -> int:
    """Gives every function of a module that a mutant changes its mutated code; returns the number of functions."""
    loaded = importlib.import_module(module)
    numbers = importlib.import_module("merito.numbers")
    for name in ROUNDINGS:  # a module has imported the rounding that it uses, not the wrong one
        vars(loaded).setdefault(name, getattr(numbers, name))
    before = _functions(_compiled(ast.parse(path.read_text(encoding="utf-8")), path))
    after = _functions(_compiled(mutated(path, number), path))
    other = {old: new for old, new in zip(before, after, strict=True) if old != new}
    gc.unfreeze()  # objects that a test has hidden from the collector
    live = [one for one in gc.get_objects() if isinstance(one, FunctionType) and one.__code__ in other]
    swapped = 0
    for function in live:
        if Path(function.__code__.co_filename) == path:
            function.__code__ = other[function.__code__]
            swapped += 1
    return swapped


def _compiled(tree: ast.Module, path: Path) -> CodeType:
    return compile(tree, str(path), "exec", dont_inherit=True)


def _functions(code: CodeType) -> list[CodeType]:
    """The outermost functions of a module, with those of its classes; nested functions come with them."""
    found: list[CodeType] = []
    for one in code.co_consts:
        if isinstance(one, CodeType):
            if "__qualname__" in one.co_names:  # the body of a class
                found += _functions(one)
            else:
                found.append(one)
    return found
