"""Errors in the data of an ente: collected, then reported together, in Italian."""

from collections.abc import Iterable
from typing import ClassVar

from attrs import frozen

from merito.model.faults import MeritoError
from merito.model.looked_at import Remark
from merito.model.messages import Reader, Sayable, plain
from merito.model.source import Source
from merito.numbers import counted
from merito.workspace.characters import in_one_line, shortened

MOST_TOLD = 1000


@frozen
class Problem:
    """One error: where it is, what was found, what was expected, under which article, what to do.

    `cell` is its cell in a sheet that somebody fills in (`M4`).
    """

    source: Source
    message: Sayable = ""
    column: str = ""
    found: str | None = None
    expected: Sayable = ""
    article: str = ""
    remedy: Sayable = ""
    cell: str = ""

    @property
    def place(self) -> str:
        """Its position, without the content found there."""
        source = in_one_line(str(self.source))
        column = f"{source}, colonna «{shortened(self.column)}»" if self.column else source
        return f"{column} (cella {self.cell})" if self.cell else column

    @property
    def what(self) -> str:
        """What is wrong and what to do, without where it is."""
        return self.said(plain)

    def said(self, read: Reader) -> str:
        """The same in the words of a reader, who has their own for the place of another row."""
        parts = [in_one_line(read(self.message))] if self.message else []
        if self.found is not None:
            parts.append(f"trovato «{shortened(self.found)}»")
        if self.expected:
            parts.append(f"atteso {in_one_line(read(self.expected))}")
        if self.article:
            parts.append(self.article)
        told = ", ".join(parts)
        return f"{told}. {in_one_line(read(self.remedy))}" if self.remedy else told

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


class Problems:
    """Collects the problems of one ente while it is read, and remarks that are no problems."""

    def __init__(self, found: Iterable[Problem] = ()) -> None:
        self.found = list(found)
        self.remarks: list[Remark] = []

    def remark(self, remark: Remark) -> None:
        self.remarks.append(remark)

    def add(self, problem: Problem) -> None:
        self.found.append(problem)

    def tell(
        self,
        source: Source,
        message: Sayable = "",
        *,
        column: str = "",
        found: str | None = None,
        expected: Sayable = "",
        article: str = "",
        remedy: Sayable = "",
        cell: str = "",
    ) -> None:
        """Adds a problem by what it says."""
        self.add(Problem(source, message, column, found, expected, article, remedy, cell))

    def __bool__(self) -> bool:
        return bool(self.found)


class BadDataError(MeritoError):
    """The data of one ente cannot be read: its run stops, the others continue."""

    exit_code: ClassVar[int] = 1

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        told = tuple(map(str, problems[:MOST_TOLD]))
        left = len(problems) - len(told)
        self.problems = problems
        self.messages = (*told, f"e {counted(left, 'altro problema', 'altri problemi')}") if left else told
        self.places = tuple(problem.place for problem in problems[:MOST_TOLD])
        super().__init__("\n".join(self.messages))


class WorkspaceError(MeritoError):
    """The workspace itself cannot be read: nothing runs."""
