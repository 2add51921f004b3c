"""A canonical byte form of values, and its hash: equal values have equal bytes."""

import json
import zlib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from merito.numbers import exact_text

PLAIN = (str, int, type(None))
LARGEST = 256 * 2**20


def canonical(data: object) -> bytes:
    """JSON in UTF-8 with sorted keys and no spaces; numbers that are not integers, and dates, are texts.

    Raises TypeError on a `float`.
    """
    return json.dumps(plain(data), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def plain(value: object) -> object:
    """A value as JSON: `0.15` for a decimal however written, `2/3` for a fraction, ISO dates, lists, objects."""
    if isinstance(value, PLAIN):
        return value
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, Fraction):
        return exact_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, float):
        raise TypeError("a float is not exact, and is not kept")
    return str(value)


class TooLargeError(ValueError):
    """A content larger than any table of results may be: why (Italian)."""

    def __init__(self) -> None:
        super().__init__(f"aperto occuperebbe più di {LARGEST // 2**20} MB")


def compressed(content: bytes) -> bytes:
    """A content as stored; its hash is that of the uncompressed bytes. Raises TooLargeError."""
    if len(content) > LARGEST:
        raise TooLargeError
    return zlib.compress(content)


def opened(data: bytes) -> bytes | None:
    """The uncompressed bytes of a stored content; None if it is corrupt. Raises TooLargeError."""
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(data, LARGEST + 1)
    except zlib.error:
        return None
    if len(content) > LARGEST:
        raise TooLargeError
    return content if unpacking.eof and not unpacking.unused_data else None
