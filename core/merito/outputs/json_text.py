"""Results as JSON: one value per line, two spaces per level, numbers of parameters as exact text.

With an indent, Python's encoder goes value by value through generators and leaves reference cycles; this writes the
same bytes.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from json import JSONEncoder

from merito.numbers import exact_text

Json = str | bool | None | list["Json"] | dict[str, "Json"]
PLAIN = (str, int, type(None))
_literal = JSONEncoder(ensure_ascii=False).encode


def json_value(value: object) -> Json:
    """A value for JSON: `40` is "40", a third "1/3", a day in ISO form."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Fraction):
        return exact_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): json_value(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [json_value(one) for one in value]
    return str(value)


def json_text(data: object, before: str = "") -> str:
    """The text of `json.dumps(data, ensure_ascii=False, indent=2)`, and a newline; every key is a text.

    Lines after the first begin with what stands `before` it.
    """
    return _text(data, f"\n{before}") + "\n"


def _text(value: object, start: str) -> str:
    """A value whose lines begin with `start`. Raises TypeError on anything that JSON lacks."""
    if isinstance(value, PLAIN):
        return _literal(value)
    within = f"{start}  "
    if isinstance(value, Mapping):
        pairs = [f"{_literal(key)}: {_text(one, within)}" for key, one in value.items()]
        return f"{{{within}{f',{within}'.join(pairs)}{start}}}" if pairs else "{}"
    if isinstance(value, list | tuple):
        items = [_text(one, within) for one in value]
        return f"[{within}{f',{within}'.join(items)}{start}]" if items else "[]"
    return _literal(value)
