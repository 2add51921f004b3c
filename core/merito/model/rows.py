"""A table of the dossier: its rows in order, and the row that bears a given id."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, Protocol, TypeVar, overload

from merito.model.source import Source


class Row(Protocol):
    """Anything that was read from a table."""

    @property
    def source(self) -> Source: ...


T = TypeVar("T", bound=Row)


class Rows(Sequence[T], Generic[T]):
    """Rows of one table. `rows["X"]` is the row whose `id` is X (KeyError if none), `rows.get("X")` may be None.

    `rows.of("P1")` are the rows of a person, in the order of the table. Both look-ups are indexes, made once.
    """

    __slots__ = ("_by_id", "_by_person", "_rows")

    def __init__(self, rows: Iterable[T] = ()) -> None:
        self._rows = tuple(rows)
        self._by_id: dict[str, T] | None = None
        self._by_person: dict[str, tuple[T, ...]] | None = None

    @property
    def by_id(self) -> dict[str, T]:
        if self._by_id is None:
            self._by_id = {getattr(row, "id", ""): row for row in self._rows}
        return self._by_id

    def get(self, identifier: str) -> T | None:
        return self.by_id.get(identifier)

    def of(self, person: str) -> tuple[T, ...]:
        """The rows whose `person` is this one, in the order of the table; none where nobody is so called."""
        if self._by_person is None:
            found: dict[str, list[T]] = defaultdict(list)
            for row in self._rows:
                found[getattr(row, "person", "")].append(row)
            self._by_person = {key: tuple(rows) for key, rows in found.items()}
        return self._by_person.get(person, ())

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
