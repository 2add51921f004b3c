"""Writes docs/names.md, what an author imports, from the code: `python docs/make_names.py`."""

import inspect
import re
from collections.abc import Iterator
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import Any, get_args

import attrs

import merito
from merito import numbers
from merito.model.rows import Rows
from merito.parameters import Parameters
from merito.rulebook import Readings

HEAD = """# What an author imports

Generated from `merito` and `merito.numbers` by `python docs/make_names.py`; do not edit.

A rule gets a [`Step`](#step) and yields rows of results (`ResultRows`: any of those below). Everything is frozen;
`attrs.evolve` makes a row with other values. Every row that is read also has `source` (file and row), and of a common
table `extra`: the columns that a regulation adds, by their names. Fields without a default are required; rows are made
by the names of their fields (`TableRow(table="premi", columns=...)`).
`hookimpl` marks a hook. A `Number` is an `int`, a `Decimal` or a `Fraction`, never a `float`; `HUNDRED` is 100.
"""
MODULE = re.compile(r"\b(?:[a-z_]+\.)+(?=[A-Za-z])")
NUMBER = re.compile(r"int \| Decimal \| Fraction")
QUOTED = re.compile(r"'([A-Z]\w+)'")
HIDDEN = {"source", "extra", "made", "declared", "settings"}
REACHED = {"Parameters": Parameters, "Readings": Readings, "Rows": Rows}  # reached through a Step, not imported


def names() -> str:
    """The page."""
    known = {name: getattr(merito, name) for name in merito.__all__}
    classes = {name: one for name, one in known.items() if isinstance(one, type) and not issubclass(one, Enum)}
    read = {name: one for name, one in classes.items() if "source" in _fields(one)}
    rows = {get_args(field.type)[0] for field in _fields(merito.Results).values()}
    given = {name: one for name, one in classes.items() if one in rows or one is merito.Results}
    rest = {name: one for name, one in classes.items() if name not in read | given} | REACHED
    words = {name: one for name, one in known.items() if isinstance(one, type) and issubclass(one, Enum)}
    functions = {name: one for name, one in known.items() if inspect.isroutine(one)}
    of_numbers = {name: getattr(numbers, name) for name in numbers.__all__}
    counting = {name: one for name, one in of_numbers.items() if inspect.isroutine(one)}
    shapes = {name: one for name, one in of_numbers.items() if isinstance(one, type)}
    parts = (
        ("What a rule is given", "".join(_class(name, rest.pop(name)) for name in ("Step", "Dossier", *REACHED))),
        ("What a rule gives back", "".join(_class(name, given[name]) for name in ("Results", *_but(given, "Results")))),
        ("Rows that are read", "".join(_class(name, one) for name, one in read.items())),
        ("What rows are made of", "".join(_class(name, one) for name, one in sorted(rest.items()))),
        ("Words", "".join(_words(name, one) for name, one in words.items()) + _severity()),
        ("Functions", "".join(_function(name, one) for name, one in functions.items())),
        ("merito.numbers", "".join(_function(name, one) for name, one in counting.items()) + _shapes(shapes)),
    )
    return HEAD + "".join(f"\n## {title}\n{text}" for title, text in parts)


def _but(known: dict[str, Any], name: str) -> list[str]:
    return sorted(set(known) - {name})


def _fields(one: type) -> dict[str, Any]:
    if not attrs.has(one):
        return {}
    return {field.name: field for field in attrs.fields(one) if not field.name.startswith("_") and field.init}


def _plain(kind: Any) -> str:
    kind = getattr(kind, "__origin__", kind) if hasattr(kind, "__metadata__") else kind
    text = kind.__name__ if isinstance(kind, type) and not get_args(kind) else str(kind)
    return NUMBER.sub("Number", MODULE.sub("", text)).replace("|", "\\|")


def _class(name: str, one: type) -> str:
    lines = [f"\n### {name}\n\n{inspect.cleandoc(one.__doc__ or '')}\n"]
    rows = [(field.name, _plain(field.type), _default(field)) for field in _fields(one).values()]
    rows = [row for row in rows if row[0] not in HIDDEN]
    if rows:
        lines.append("\n| field | type | default |\n|---|---|---|\n")
        lines += [f"| `{field}` | {kind} | {default} |\n" for field, kind, default in rows]
    methods = list(_methods(one))
    return "".join([*lines, *(["\n", *methods] if methods else [])])


def _methods(one: type) -> Iterator[str]:
    for name, method in vars(one).items():
        if name.startswith("_") or name in _fields(one) or not method.__doc__:
            continue
        if isinstance(method, property | cached_property):
            yield f"- `{name}`: {_first(method)}\n"
        elif inspect.isfunction(method):
            yield f"- `{name}{_signature(method)}`: {_first(method)}\n"


def _default(field: Any) -> str:
    if field.default is attrs.NOTHING:
        return ""
    value = field.default.factory() if isinstance(field.default, attrs.Factory) else field.default
    if isinstance(value, Enum):
        return f"`{type(value).__name__}.{value.name}`"
    return "empty" if not isinstance(value, str | int | type(None)) and not value else f"`{_short(value)}`"


def _short(value: object) -> str:
    return repr(value) if isinstance(value, str | int | type(None)) else type(value).__name__


def _words(name: str, one: Any) -> str:
    return f"\n### {name}\n\n{_first(one)}\n\n" + "".join(f"- `{name}.{word.name}`: `{word.value}`\n" for word in one)


def _severity() -> str:
    return f"\n### Severity\n\n{', '.join(f'`{word}`' for word in get_args(merito.Severity))}.\n"


def _function(name: str, one: Any) -> str:
    return f"\n### {name}\n\n`{name}{_signature(one)}`\n\n{inspect.cleandoc(one.__doc__ or '')}\n"


def _shapes(shapes: dict[str, type]) -> str:
    return "".join(f"\n### {name}\n\n{_first(one)}\n" for name, one in shapes.items())


def _signature(one: Any) -> str:
    text = re.sub(r"<(\w+\.\w+): [^>]*>", r"\1", str(inspect.signature(one)))
    plain = QUOTED.sub(r"\1", NUMBER.sub("Number", MODULE.sub("", text)))
    return plain.replace("(self, ", "(").replace("(self)", "()").replace("~", "")


def _first(one: Any) -> str:
    return inspect.cleandoc(one.__doc__ or "").partition("\n\n")[0].replace("\n", " ")


PAGES = {"names.md": names}

if __name__ == "__main__":
    for page, text in PAGES.items():
        Path(__file__).with_name(page).write_text(text(), encoding="utf-8")
