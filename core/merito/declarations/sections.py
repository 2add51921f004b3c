"""Reads the tables of a plugin's TOML files key by key, and collects their errors."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

import tomli
from attrs import NOTHING, fields

from merito.contract.faults import near

Made = TypeVar("Made")
YEARS = (1900, 2999)


class Readable(Protocol):
    """A file of a package or of a folder."""

    @property
    def name(self) -> str: ...
    def is_file(self) -> bool: ...
    def read_bytes(self) -> bytes: ...


def data_file(package: str, name: str) -> Readable:
    """A data file next to the modules of a package."""
    return files(package).joinpath(name)


def sections(file: Readable | Path, owner: str, problems: list[str]) -> Iterator["Section"]:
    """The tables of a TOML file, one by one; numbers with a point are exact. A missing file has none."""
    if not file.is_file():
        return
    where = f"{owner}: {file.name}"
    try:
        data = tomli.loads(file.read_bytes().decode("utf-8"), parse_float=Decimal)
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.append(f"{where}: not readable as TOML: {error}")
        return
    for key, value in data.items():
        if isinstance(value, dict):
            yield Section(f"{where} [{key}]", key, value, problems)
        else:
            problems.append(f"{where}: {key!r} stands alone; every entry is a table")


class Section:
    """One table of a data file. Each look-up takes its key out; `close` reports the remaining, unknown keys."""

    def __init__(self, where: str, key: str, data: Mapping[str, object], problems: list[str]) -> None:
        self.where, self.key, self.problems = where, key, problems
        self._data = dict(data)
        self._asked: list[str] = []

    def problem(self, message: str) -> None:
        self.problems.append(f"{self.where}: {message}")

    def take(self, key: str) -> object:
        self._asked.append(key)
        return self._data.pop(key, None)

    def text(self, key: str, *, required: bool = False) -> str:
        value = self.take(key)
        if value is None:
            if required:
                self.problem(f"{key!r} is missing")
            return ""
        if not isinstance(value, str):
            self.problem(f"{key!r} must be text, not {value!r}")
            return ""
        return value

    def flag(self, key: str) -> bool:
        value = self.take(key)
        if value is not None and not isinstance(value, bool):
            self.problem(f"{key!r} must be true or false, not {value!r}")
        return value is True

    def whole(self, key: str) -> int:
        """An integer of 1 or more; 0 if there is none."""
        value = self.take(key)
        if value is None:
            return 0
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            self.problem(f"{key!r} must be a whole number of 1 or more, not {value!r}")
            return 0
        return value

    def year(self, key: str) -> int | None:
        value = self.take(key)
        if value is None or (isinstance(value, int) and YEARS[0] <= value <= YEARS[1]):
            return value
        self.problem(f"{key!r} must be a year, as 2022, not {value!r}")
        return None

    def day(self, key: str) -> date | None:
        value = self.take(key)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        self.problem(f"{key!r} must be a day, as 2019-01-01 without quotes, not {value!r}")
        return None

    def one_of(self, key: str, known: Iterable[str], *, default: str | None = None) -> str:
        value = self.text(key, required=default is None) or default or ""
        if value and value not in known:
            self.problem(f"{key!r} is {value!r}, not one of {', '.join(known)}{near(value, known)}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.take(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.problem(f"{key!r} must be a list of texts, not {value!r}")
            return ()
        return tuple(value)

    def text_or_texts(self, key: str) -> tuple[str, ...]:
        """One text, or a list of them."""
        value = self._data.get(key)
        return (self.text(key),) if isinstance(value, str) else self.texts(key)

    def mapping(self, key: str) -> Mapping[str, object]:
        value = self.take(key)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.problem(f"{key!r} must be a table, not {value!r}")
            return {}
        return value

    def inner(self, key: str) -> "Section | None":
        """The table of that key, as a section; None if there is none."""
        return Section(f"{self.where} {key}", key, data, self.problems) if (data := self.mapping(key)) else None

    def columns(self, raw: Mapping[str, object], read: Callable[["Section"], Made]) -> dict[str, Made]:
        """The result of `read` for each column in `raw`, by name."""
        found: dict[str, Made] = {}
        for name, data in raw.items():
            if not isinstance(data, dict):
                self.problem(f"column {name!r} must be a table")
                continue
            inner = Section(f"{self.where} column {name!r}", name, data, self.problems)
            found[name] = read(inner)
            inner.close()
        return found

    def tables(self, key: str) -> Iterator["Section"]:
        """The tables of a list, one by one."""
        value = self.take(key)
        for place, data in enumerate(value if isinstance(value, list) else [] if value is None else [value], 1):
            if isinstance(data, dict):
                yield Section(f"{self.where} {key} {place}", key, data, self.problems)
            else:
                self.problem(f"{key!r} must be a list of tables, not {value!r}")

    def fill(self, made: type[Made], /, **given: Any) -> Made:
        """An object of a class, from the keys named like its fields; fields in `given` are not read."""
        read = {one.name: self._of(one) for one in fields(cast(Any, made)) if one.name not in given}
        return made(**read, **given)

    def _of(self, one: Any) -> object:
        if one.type is bool:
            return self.flag(one.name)
        if one.type == tuple[str, ...]:
            return self.texts(one.name)
        if one.type == Mapping[str, str]:
            return {key: str(value) for key, value in self.mapping(one.name).items()}
        return self.text(one.name, required=one.default is NOTHING) or ("" if one.default is NOTHING else one.default)

    def mapping_names(self) -> tuple[str, ...]:
        """The keys that have not been taken yet."""
        return tuple(self._data)

    def rest(self) -> Mapping[str, object]:
        """Everything that has not been taken yet."""
        left, self._data = self._data, {}
        return left

    def mapping_of_tables(self) -> Iterator[tuple[str, Mapping[str, object]]]:
        """The tables inside this one."""
        for name, value in self.rest().items():
            if isinstance(value, dict):
                yield name, value
            else:
                self.problem(f"{name!r} must be a table, not {value!r}")

    def close(self) -> None:
        for key in self._data:
            self.problem(f"unknown key {key!r}{near(key, self._asked)}")
