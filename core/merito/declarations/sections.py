"""Reads the tables of a plugin's TOML files key by key, and collects their errors."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

import tomli
from attrs import NOTHING, fields

from merito.contract.faults import Fault
from merito.model.messages import Code, Message, nearly, of_library, say

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


def sections(file: Readable | Path, owner: str, problems: list[Fault]) -> Iterator["Section"]:
    """The tables of a TOML file, one by one; numbers with a point are exact. A missing file has none."""
    if not file.is_file():
        return
    try:
        data = tomli.loads(file.read_bytes().decode("utf-8"), parse_float=Decimal)
    except tomli.TOMLDecodeError as error:
        what = say(
            "non si legge come TOML: riga {line}, colonna {column}: {why}",
            line=str(error.lineno),
            column=str(error.colno),
            why=of_library(error.msg),
        )
        problems.append(Fault(owner, file.name, what))
        return
    except UnicodeDecodeError as error:
        what = say("non si legge come TOML: il byte {place} non è UTF-8", place=error.start)
        problems.append(Fault(owner, file.name, what))
        return
    for key, value in data.items():
        if isinstance(value, dict):
            yield Section(owner, f"{file.name} [{key}]", key, value, problems)
        else:
            problems.append(
                Fault(
                    owner,
                    file.name,
                    say("{key} sta da sola: ogni voce sta sotto un titolo, come [nome]", key=Code(key)),
                )
            )


class Section:
    """One table of a data file. Each look-up takes its key out; `close` reports the remaining, unknown keys."""

    def __init__(self, owner: str, place: str, key: str, data: Mapping[str, object], problems: list[Fault]) -> None:
        self.owner, self.place, self.key, self.problems = owner, place, key, problems
        self._data = dict(data)
        self._asked: list[str] = []

    def problem(self, message: Message) -> None:
        self.problems.append(Fault(self.owner, self.place, message))

    def below(self, place: str, key: str, data: Mapping[str, object]) -> "Section":
        """A table inside this one; `place` says where in it."""
        return Section(self.owner, f"{self.place} {place}", key, data, self.problems)

    def take(self, key: str) -> object:
        self._asked.append(key)
        return self._data.pop(key, None)

    def text(self, key: str, *, required: bool = False) -> str:
        value = self.take(key)
        if value is None:
            if required:
                self.problem(say("manca {key}", key=Code(key)))
            return ""
        if not isinstance(value, str):
            self.problem(
                say("{key} deve essere un testo tra virgolette, non {value}", key=Code(key), value=Code(value))
            )
            return ""
        return value

    def flag(self, key: str) -> bool:
        value = self.take(key)
        if value is not None and not isinstance(value, bool):
            self.problem(say("{key} deve essere true o false, non {value}", key=Code(key), value=Code(value)))
        return value is True

    def whole(self, key: str) -> int:
        """An integer of 1 or more; 0 if there is none."""
        value = self.take(key)
        if value is None:
            return 0
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            self.problem(
                say("{key} deve essere un numero intero, almeno 1, non {value}", key=Code(key), value=Code(value))
            )
            return 0
        return value

    def year(self, key: str) -> int | None:
        value = self.take(key)
        if value is None or (isinstance(value, int) and YEARS[0] <= value <= YEARS[1]):
            return value
        self.problem(say("{key} deve essere un anno, come 2022, non {value}", key=Code(key), value=Code(value)))
        return None

    def day(self, key: str) -> date | None:
        value = self.take(key)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        self.problem(
            say(
                "{key} deve essere un giorno, come 2019-01-01 senza virgolette, non {value}",
                key=Code(key),
                value=Code(value),
            )
        )
        return None

    def one_of(self, key: str, known: Iterable[str], *, default: str | None = None) -> str:
        value = self.text(key, required=default is None) or default or ""
        if value and value not in known:
            self.problem(
                nearly(
                    say(
                        "{key} è {value}, atteso uno tra: {known}", key=Code(key), value=Code(value), known=tuple(known)
                    ),
                    value,
                    known,
                )
            )
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.take(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.problem(
                say(
                    '{key} deve essere un elenco di testi, come ["a", "b"], non {value}',
                    key=Code(key),
                    value=Code(value),
                )
            )
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
            self.problem(say("{key} deve essere una tabella, non {value}", key=Code(key), value=Code(value)))
            return {}
        return value

    def inner(self, key: str) -> "Section | None":
        """The table of that key, as a section; None if there is none."""
        return self.below(key, key, data) if (data := self.mapping(key)) else None

    def columns(
        self, raw: Mapping[str, object], read: Callable[["Section"], Made], under: str = "columns."
    ) -> dict[str, Made]:
        """The result of `read` for each column in `raw`, by name."""
        found: dict[str, Made] = {}
        for name, data in raw.items():
            if not isinstance(data, dict):
                self.problem(say("la colonna {name} deve essere una tabella", name=Code(name)))
                continue
            inner = self.below(f"{under}{name}", name, data)
            found[name] = read(inner)
            inner.close()
        return found

    def tables(self, key: str) -> Iterator["Section"]:
        """The tables of a list, one by one."""
        value = self.take(key)
        for place, data in enumerate(value if isinstance(value, list) else [] if value is None else [value], 1):
            if isinstance(data, dict):
                yield self.below(f"{key} {place}", key, data)
            else:
                self.problem(
                    say("{key} deve essere un elenco di tabelle, non {value}", key=Code(key), value=Code(value))
                )

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
                self.problem(say("{name} deve essere una tabella, non {value}", name=Code(name), value=Code(value)))

    def close(self) -> None:
        for key in self._data:
            self.problem(nearly(say("chiave {key} sconosciuta", key=Code(key)), key, self._asked))
