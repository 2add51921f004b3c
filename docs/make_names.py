"""Writes docs/names.md, what an author imports, from the code: `python docs/make_names.py`."""

import inspect
import re
from collections.abc import Iterator
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_type_hints

import attrs

import merito
from merito import kit, numbers
from merito.contract.parameters import Parameters
from merito.contract.rulebook import Readings
from merito.model.rows import Rows

HEAD = """# What an author imports

Generated from `merito`, `merito.kit` and `merito.numbers` by `python docs/make_names.py`; do not edit.

A rule gets a [`Step`](#step) and yields rows of results (`ResultRows`: any of those below). Everything is frozen;
`attrs.evolve` copies a row with other values. Every input row also has `source` (file and row), and rows of common
tables have `extra`: the columns that a regulation adds, by name. Fields without a default are required; use keyword
arguments (`TableRow(table="premi", columns=...)`).
`hookimpl` marks a hook. A `Number` is an `int`, a `Decimal` or a `Fraction`, never a `float`; `HUNDRED` is 100.
"""
MODULE = re.compile(r"\b(?:[a-z_]+\.)+(?=[A-Za-z])")
NUMBER = re.compile(r"int \| Decimal \| Fraction")
GIVEN = re.compile(r"Union\[int, Decimal, Fraction, InForce\[Any\]\]")
UNION = re.compile(r"Union\[([^\[\]]*(?:\[(?:[^\[\]]|\[[^\[\]]*\])*\][^\[\]]*)*)\]")
SERIES = re.compile(r"Union\[Series, int, Decimal, Fraction, InForce\[Any\]\]")
QUOTED = re.compile(r"'([A-Z]\w+)'")
MADE = {"_basis": "basis"}  # given, and made when somebody asks
HIDDEN = {"source", "extra", "made", "declared", "settings"}
OF_PYTHON = {"MeritoError", "PluginError", *merito.OF_THE_ENGINE}  # on docs/python.md
REACHED = {"Parameters": Parameters, "Readings": Readings, "Rows": Rows}  # reached through a Step, not imported


def names() -> str:
    """The page."""
    known = {name: getattr(merito, name) for name in merito.__all__ if name not in OF_PYTHON}
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
        ("The arguments of a rule", "".join(_class(name, rest.pop(name)) for name in ("Step", "Dossier", *REACHED))),
        ("Result rows", "".join(_class(name, given[name]) for name in ("Results", *_but(given, "Results")))),
        ("Input rows", "".join(_class(name, one) for name, one in read.items())),
        ("Parts of rows", "".join(_class(name, one) for name, one in sorted(rest.items()))),
        ("Words", "".join(_words(name, one) for name, one in words.items()) + _severity()),
        ("Functions", "".join(_function(name, one) for name, one in functions.items())),
        ("merito.kit", _kit()),
        (
            "merito.numbers",
            "".join(_function(name, one) for name, one in counting.items())
            + "".join(_class(name, one) for name, one in shapes.items()),
        ),
    )
    return HEAD + "".join(f"\n## {title}\n{text}" for title, text in parts)


def _kit() -> str:
    known = {name: getattr(kit, name) for name in kit.__all__}
    blocks = "".join(_function(name, one) for name, one in known.items() if inspect.isroutine(one))
    return blocks + "".join(_class(name, one) for name, one in known.items() if inspect.isclass(one))


class _Named(NamedTuple):
    """A field of a named tuple, like those of attrs."""

    type: Any
    default: Any


def _but(known: dict[str, Any], name: str) -> list[str]:
    return sorted(set(known) - {name})


def _fields(one: type) -> dict[str, Any]:
    if issubclass(one, tuple) and hasattr(one, "_field_defaults"):
        return {
            name: _Named(kind, one._field_defaults.get(name, attrs.NOTHING))
            for name, kind in get_type_hints(one).items()
        }
    if not attrs.has(one):
        return {}
    shown = {MADE.get(field.name, field.name): field for field in attrs.fields(one) if field.init}
    return {name: field for name, field in shown.items() if not name.startswith("_")}


def _plain(kind: Any) -> str:
    kind = getattr(kind, "__origin__", kind) if hasattr(kind, "__metadata__") else kind
    text = kind.__name__ if isinstance(kind, type) and not get_args(kind) else str(kind)
    return QUOTED.sub(r"\1", NUMBER.sub("Number", MODULE.sub("", text))).replace("|", "\\|")


def _class(name: str, one: type) -> str:
    lines = [f"\n### {name}\n\n{inspect.cleandoc(one.__doc__ or '')}\n"]
    rows = [(name, _plain(field.type), _default(field)) for name, field in _fields(one).items()]
    rows = [row for row in rows if row[0] not in HIDDEN]
    if rows:
        lines.append("\n| field | type | default |\n|---|---|---|\n")
        lines += [f"| `{field}` | {kind} | {default} |\n" for field, kind, default in rows]
    methods = list(_methods(one))
    return "".join([*lines, *(["\n", *methods] if methods else [])])


def _methods(one: type) -> Iterator[str]:
    of_columns = [kind for kind in one.__mro__[1:] if kind.__module__.startswith("merito.kit.series")]
    for name, method in {name: method for kind in (*of_columns, one) for name, method in vars(kind).items()}.items():
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


def _signature(one: Any) -> str:
    text = re.sub(r"<(\w+\.\w+): [^>]*>", r"\1", str(inspect.signature(one)))
    text = re.sub(r"<function (\w+) at 0x[0-9a-f]+>", r"\1", text)
    plain = QUOTED.sub(r"\1", GIVEN.sub("Number | InForce", NUMBER.sub("Number", MODULE.sub("", text))))
    plain = SERIES.sub("Series | Number | InForce", plain).replace("+Cell", "Cell")
    plain = UNION.sub(lambda union: " | ".join(_parts(union[1])), plain)
    return plain.replace("(self, ", "(").replace("(self)", "()").replace("~", "")


def _parts(text: str) -> list[str]:
    """The types of a union: commas inside of brackets are a type's own."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter == "[") - (letter == "]")
        if letter == "," and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]


def _first(one: Any) -> str:
    return inspect.cleandoc(one.__doc__ or "").partition("\n\n")[0].replace("\n", " ")


PAGES = {"names.md": names}

if __name__ == "__main__":
    for page, text in PAGES.items():
        Path(__file__).with_name(page).write_text(text(), encoding="utf-8")
