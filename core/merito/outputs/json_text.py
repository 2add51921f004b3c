"""JSON text of results: one value per line, two spaces per level.

With an indent, Python's encoder goes value by value through generators and leaves reference cycles; this writes the
same bytes.
"""

from collections.abc import Mapping
from json import JSONEncoder

PLAIN = (str, int, type(None))
_literal = JSONEncoder(ensure_ascii=False).encode


def json_text(data: object) -> str:
    """The text of `json.dumps(data, ensure_ascii=False, indent=2)`, and a newline; every key is a text."""
    return _text(data, "\n") + "\n"


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
