"""A value of the year as somebody types it, with the act that decides it; and the `cycle.toml` that has it."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from attrs import frozen

from merito.model.messages import Code, say
from merito.numbers.italian import MONTHS
from merito.workspace.cell_numbers import read_number
from merito.workspace.cells import CellError
from merito.workspace.config import CYCLE_FILE
from merito.workspace.exchange.composed import NewContent
from merito.workspace.exchange.site import Site
from merito.workspace.exchange.year_values import names_of, with_value
from merito.workspace.files import FileError
from merito.workspace.problems import WorkspaceError
from merito.workspace.toml_files import read_toml

VALUE, DECIDED, PARTS = "value", "decided", ("act", "agreed", "source")
BETWEEN, NAMED = ";", ":"
DAY = "%d/%m/%Y"
YEARLY = re.compile(
    rf"(?:(?P<day>\d\d?)°?(?:/|\s+)|ultimo giorno di )(?:(?P<name>{'|'.join(MONTHS)})|(?P<number>\d\d?))"
)
SUMS = ("funds", "figures")


@frozen(kw_only=True)
class Decided:
    """A value under a key of `--set`: its text, the act that decides it, the act beside it, its source."""

    key: str
    text: str = ""
    act: str = ""
    agreed: str = ""
    source: str = ""


def with_decided(site: Site, one: Decided) -> NewContent:
    """The year's `cycle.toml` with a sum, figure, reading or parameter; without a text its key is removed.

    Raises ExchangeError as `with_value` does, and WorkspaceError as `typed`.
    """
    section, _, inner = one.key.partition(".")
    if section not in SUMS or not inner:
        section, inner = "readings" if one.key in site.stack.rulebook.interpretations else "parameters", one.key
    if not one.text:
        return with_value(site, section, inner, None)
    value: object = one.text
    if section == "parameters" and inner in site.stack.parameters:
        value = typed(site.stack.parameters[inner].kind, one.text)
    ways = {name: getattr(one, name) for name in PARTS if getattr(one, name)}
    if section == "readings":
        value = {"choice": value, **ways}
    return with_value(site, section, inner, {"value": value, **ways} if ways and section != "readings" else value)


def ways_of(site: Site, key: str) -> Mapping[str, str]:
    """The act, the act beside it and the source of a value, as the year's file or the ente's has them."""
    found, table = _written(site, key)
    if isinstance(found, dict) and VALUE in found:  # any other table is itself the value
        return {name: str(found.get(name, "")) for name in PARTS}
    listed = table.get(DECIDED, ()) if found is not None else ()
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, dict) and key in one.get("parameters", ()):
            return {name: str(one.get(name, "")) for name in PARTS}
    return {}


def value_of(site: Site, key: str) -> object:
    """A value as the year's file or the ente's has it, though the data cannot be read; None if neither has it."""
    found, _ = _written(site, key)
    return found[VALUE] if isinstance(found, dict) and VALUE in found else found


def _written(site: Site, key: str) -> tuple[Any, Mapping[str, Any]]:
    """What stands under a key, and the table in which it does; None if nothing does."""
    section, _, inner = key.partition(".")
    year: Any = _of_year(site).get(section if inner else "parameters", {})
    names = names_of(site, section, inner) if inner else (key,)
    for table in (year, {} if inner else site.config.parameters):
        for name in names if isinstance(table, Mapping) else ():
            if table.get(name) is not None:
                return table[name], table
    return None, {}


def _of_year(site: Site) -> Mapping[str, object]:
    try:
        return read_toml(site.year_folder / CYCLE_FILE, site.config.folder).data
    except FileError:
        return {}


def typed(kind: str, text: str) -> object:
    """The value of a parameter of that kind; a text that is none stays one, and is refused where it is read.

    A list is written `uno; due`, a table `a: 40; b: 30`. Raises WorkspaceError for a table without names.
    """
    match kind:
        case "number" | "share" | "money":
            return _number(text)
        case "date":
            return _day(text)
        case "day":
            return _yearly(text)
        case "list":
            return [_any(one) for one in _parts(text)]
        case "table":
            return dict(_pair(one) for one in _parts(text))
    return text


def _parts(text: str) -> list[str]:
    return [one.strip() for one in text.split(BETWEEN) if one.strip()]


def _pair(text: str) -> tuple[str, object]:
    name, mark, value = text.partition(NAMED)
    if not mark:
        raise WorkspaceError(say("trovato {text}, atteso nome e valore, come a: 40; b: 30", text=Code(text)))
    return name.strip(), _any(value.strip())


def _any(text: str) -> object:
    found = _number(text)
    return _day(text) if isinstance(found, str) else found


def _number(text: str) -> Decimal | int | str:
    """A number in Italian format; a fraction, a percent or anything else stays a text."""
    try:
        found = read_number(text, "it")
    except CellError:
        return text
    return int(found) if found == found.to_integral_value() else found


def _yearly(text: str) -> str:
    """`12-31` for `31 dicembre` and `31/12`, `02-last` for `ultimo giorno di febbraio`; any other text as it is."""
    found = YEARLY.fullmatch(text.strip().lower())
    if found is None:
        return text
    month = str(MONTHS.index(found["name"]) + 1) if found["name"] else found["number"]
    return f"{month:0>2}-{found['day'] or 'last':0>2}"


def _day(text: str) -> date | str:
    try:
        return datetime.strptime(text, DAY).date()
    except ValueError:
        return text
