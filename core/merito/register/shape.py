"""The required parts of an entry, whoever wrote it; readers of the register rely on them."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from merito.register.entries import ADOPTION, CAUSES, FAILURE, GIVEN, INPUTS, PARAMETERS, READINGS, RUN

FILE_NAME = re.compile(r"(?:\w[\w-]*/)*\w[\w.-]*")
Holds = Callable[[Any], bool]


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _moment(value: Any) -> bool:
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except (TypeError, ValueError):
        return False


def _day(value: Any) -> bool:
    try:
        return bool(date.fromisoformat(value))
    except (TypeError, ValueError):
        return False


def _has(**parts: Holds) -> Holds:
    return lambda value: isinstance(value, dict) and all(holds(value.get(name)) for name, holds in parts.items())


def _files(value: Any) -> bool:
    """Hashes by the names of files, which are in the folder of the results or below it, and nowhere else."""
    return isinstance(value, dict) and all(map(_text, value.values())) and all(map(FILE_NAME.fullmatch, value))


def _layers(value: Any) -> bool:
    return isinstance(value, list) and all(map(_has(layer=_text, version=_text, files=_of_text), value))


def _of_text(value: Any) -> bool:
    return isinstance(value, str)


OF_BOTH: dict[str, Holds] = {"at": _moment, "as_of": _day, "ente": _text, "year": _number, "previous": _text}
OF_KIND: dict[str, dict[str, Holds]] = {
    RUN: {
        "files": _files,
        "name": _text,
        "regulation": _text,
        "edition": _text,
        "provisional": lambda value: isinstance(value, bool),
        "engine": _has(version=_text, files=_text),
        "plugins": _layers,
        "beside": lambda value: value is None or _files(value),
        **dict.fromkeys((INPUTS, PARAMETERS, READINGS, GIVEN), _text),
    },
    ADOPTION: {
        "run": _number,
        "run_hash": _text,
        "act": _has(id=_text, kind=_text, date=_day, body=_of_text, number=_of_text),
        "replaces": lambda value: value is None or _number(value),
    },
    FAILURE: {
        **dict.fromkeys(("name", "regulation", "why"), _of_text),
        **dict.fromkeys(("state", CAUSES), _text),
        "codes": lambda value: isinstance(value, list) and all(map(_text, value)),
        "engine": _has(version=_text, files=_text),
    },
}


def lacking(body: Mapping[str, Any]) -> tuple[str, ...]:
    """The parts that an entry lacks, or that have the wrong shape, by name; only its `kind` if that is unknown."""
    kind = body.get("kind")
    if not isinstance(kind, str) or kind not in OF_KIND:
        return ("kind",)
    return tuple(name for name, holds in (OF_BOTH | OF_KIND[kind]).items() if not holds(body.get(name)))
