"""A message for programs: its sentence, and its values by name and type."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from merito.model.messages import Aside, Cited, Code, Listed, Message, Money, Percent, Points, Reasons, Ref, Sayable
from merito.model.source import Source
from merito.numbers import exact_text


def valued(said: Sayable) -> str:
    """The JSON of a message; blank if it says nothing.

    `{"sentence": "il fondo è di {total}", "values": {"total": {"money": "5000.00"}}}`
    """
    return json.dumps(_value(said), ensure_ascii=False) if said else ""


def _value(value: Any) -> Any:
    match value:
        case Message():
            more = {"many": value.many, "number": value.number} if value.many else {}
            return {"sentence": value.sentence, **more, "values": {name: _value(one) for name, one in value.values}}
        case Money(amount):
            return {"money": _number(amount)}
        case Percent(points):
            return {"percent": _number(points)}
        case Points(points):
            return {"points": _number(points)}
        case Ref(kind, identifier):
            return {kind: identifier}
        case Cited(rules, what):
            return {"rules": list(rules), "message": _value(what)}
        case Source(file, row, sheet):
            return {"file": file, "row": row, "sheet": sheet}
        case Aside(what):
            return _value(what)
        case Reasons(several) | Listed(several) | tuple(several):
            return [_value(one) for one in several]
        case Code(written):
            return {"code": str(written)}
        case bool() | int() | str():
            return value
        case Decimal() | Fraction():
            return {"exact": _number(value)}
        case date():
            return {"day": value.isoformat()}
    return str(value)


def _number(value: int | Decimal | Fraction) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else exact_text(value)
