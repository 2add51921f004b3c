"""A table of the dossier: its rows in order, with look-ups by id and by any column."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Generic, Protocol, TypeVar, overload

from merito.model.columns import of_several_tables
from merito.model.source import Source


class Row(Protocol):
    """A row that was read from a table."""

    @property
    def source(self) -> Source: ...


T = TypeVar("T", bound=Row)
BY_PERSON = ("person",)


class Rows(Sequence[T], Generic[T]):
    """Rows of one table. `rows["X"]` is the row whose `id` is X (KeyError if none), `rows.get("X")` may be None.

    `rows.of("P1")` are the rows of a person, `rows.of(position="PO1")` those of a post, and so for any columns. All
    look-ups are indexes, built once: a rule never searches a table row by row for one person, post, unit or indicator.
    """

    __slots__ = ("_by_id", "_indexes", "_of_tables", "_places", "_rows")

    def __init__(self, rows: Iterable[T] = ()) -> None:
        self._rows = tuple(rows)
        self._by_id: dict[str, T] | None = None
        self._places: dict[str, int] | None = None
        self._indexes: dict[tuple[str, ...], Mapping[object, tuple[T, ...]]] = {}
        self._of_tables: dict[str, tuple[str, ...]] | None = None

    @property
    def by_id(self) -> dict[str, T]:
        if self._by_id is None:
            self._by_id = {getattr(row, "id", ""): row for row in self._rows}
        return self._by_id

    def get(self, identifier: str) -> T | None:
        return self.by_id.get(identifier)

    def of(self, person: str | None = None, /, **cells: object) -> tuple[T, ...]:
        """The rows of a person, or with these cells (`indicator="I1", at="final"`), or both, in the order of the table.

        Empty if there are none. Raises AttributeError or KeyError on a column that the table lacks, and ValueError on
        an id without its table in a column that refers to several: `responsible="unit:U1"`.
        """
        if not cells and person is not None:
            return self._of_person(person)
        asked = cells if person is None else {"person": person, **cells}
        columns, wanted = tuple(asked), tuple(asked.values())
        index = self._indexes.get(columns)
        if index is None:
            index = self._indexes[columns] = self._indexed(columns)
        found = index.get(wanted)
        if found is None:
            self._with_its_table(asked)
        return found or ()

    def _with_its_table(self, asked: Mapping[str, object]) -> None:
        if self._of_tables is None:
            self._of_tables = of_several_tables(type(self._rows[0])) if self._rows else {}
        for column, tables in self._of_tables.items():
            given = asked.get(column)
            if isinstance(given, str) and given and ":" not in given:
                written = ", ".join(f"{table}:{given}" for table in tables)
                raise ValueError(f"{column}={given!r} does not say of which table: it is one of {written}")

    def _of_person(self, person: str) -> tuple[T, ...]:
        """A shortcut for the most frequent look-up."""
        index = self._indexes.get(BY_PERSON)
        if index is None:
            index = self._indexes[BY_PERSON] = self._indexed(BY_PERSON)
        return index.get((person,), ())

    def first(self, person: str | None = None, /, **cells: object) -> T | None:
        """The first of the rows that `of` gives, if there is one: for tables with one row for each."""
        return next(iter(self.of(person, **cells)), None)

    def among(self, ids: Iterable[str]) -> tuple[T, ...]:
        """The rows with these ids, in the order of the table."""
        if self._places is None:
            self._places = {identifier: place for place, identifier in enumerate(self.by_id)}
        known = {identifier for identifier in ids if identifier in self._places}
        return tuple(self.by_id[identifier] for identifier in sorted(known, key=self._places.__getitem__))

    def _indexed(self, columns: tuple[str, ...]) -> Mapping[object, tuple[T, ...]]:
        found: dict[object, list[T]] = defaultdict(list)
        for row in self._rows:
            cells: Mapping[str, object] | None = getattr(row, "values", None)  # of a table that only one regulation has
            key = (getattr(row, one) if cells is None else cells[one] for one in columns)
            found[tuple(key)].append(row)
        return {key: tuple(own) for key, own in found.items()}

    @overload
    def __getitem__(self, key: str) -> T: ...
    @overload
    def __getitem__(self, key: int) -> T: ...
    @overload
    def __getitem__(self, key: slice) -> Sequence[T]: ...
    def __getitem__(self, key: str | int | slice) -> T | Sequence[T]:
        return self.by_id[key] if isinstance(key, str) else self._rows[key]

    def __iter__(self) -> Iterator[T]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rows) and self._rows == other._rows

    def __hash__(self) -> int:
        return hash(self._rows)

    def __repr__(self) -> str:
        return f"Rows({list(self._rows)!r})"
