"""The statements of a TOML file as written: the line of each, its key and its value as texts."""

import pathlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import lru_cache

import tomli
from attrs import frozen

Path = tuple[str, ...]


@frozen(kw_only=True)
class TomlStatement:
    """`key = value` from a line (counted from 1) to the `last`, under a table; `paths` are the keys that it sets.

    `after` is the comment that follows the value, with the spaces before it.
    """

    line: int
    last: int
    table: Path
    key: str
    value: str
    after: str
    paths: tuple[Path, ...]


def statements(text: str) -> Iterator[TomlStatement]:
    """Every statement of a valid TOML text, in order."""
    lines = text.splitlines()
    table: Path = ()
    number = 0
    while number < len(lines):
        begun, written = number, lines[number]
        number += 1
        if not written.strip() or written.lstrip().startswith("#"):
            continue
        if _is_head(written):
            table = next(_deepest(_read(written) or {}), ())
            continue
        data = _read(written)
        while data is None and number < len(lines):
            written = f"{written}\n{lines[number]}"
            number += 1
            data = _read(written)
        if data is not None:
            key, value, after = _parts(written)
            paths = tuple((*table, *path) for path in _leaves(data))
            yield TomlStatement(
                line=begun + 1, last=number, table=table, key=key, value=value, after=after, paths=paths
            )


@lru_cache(maxsize=64)
def lines_of(file: pathlib.Path, digest: str) -> Mapping[Path, int]:
    """The line of every table and key of a valid TOML file; `digest` says which content is meant.

    The first one counts: that of a table is its heading, or its first key.
    """
    lines: dict[Path, int] = {}
    with suppress(OSError, UnicodeDecodeError):
        text = file.read_text(encoding="utf-8-sig")
        heads = ((line, _deepest(_read(one) or {})) for line, one in enumerate(text.splitlines(), 1) if _is_head(one))
        written = [(line, table) for line, found in heads for table in found]
        written += [(one.line, path) for one in statements(text) for path in one.paths]
        for line, path in sorted(written):
            for depth in range(1, len(path) + 1):
                lines.setdefault(path[:depth], line)
    return lines


def _is_head(written: str) -> bool:
    return written.lstrip().startswith("[")


def _read(written: str) -> Mapping[str, object] | None:
    try:
        return tomli.loads(written, parse_float=str)
    except tomli.TOMLDecodeError:
        return None


def _parts(written: str) -> tuple[str, str, str]:
    """Key and value as written, and the comment that follows."""
    ends = (place for place, mark in enumerate(written) if mark == "=")
    end = next(place for place in ends if _read(f"{written[:place]} = 0") is not None)
    value = written[end + 1 :]
    notes = (place for place, mark in enumerate(value) if mark == "#")
    note = next((place for place in notes if _read(f"value = {value[:place]}") is not None), None)
    kept = value[:note].rstrip()
    return written[:end].strip(), kept.strip(), "" if note is None else value[len(kept) :]


def _leaves(data: Mapping[str, object], above: Path = ()) -> Iterator[Path]:
    for key, value in data.items():
        if isinstance(value, dict):
            yield from _leaves(value, (*above, key))
        else:
            yield (*above, key)


def _deepest(data: Mapping[str, object], above: Path = ()) -> Iterator[Path]:
    """The table that a heading opens."""
    for key, value in data.items():
        inner = value[0] if isinstance(value, list) and value else value
        if isinstance(inner, dict):
            yield from _deepest(inner, (*above, key)) if inner else iter(((*above, key),))
