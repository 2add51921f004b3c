"""What came back in evaluators' workbooks, as data: what is new, what changes, what is blank, what is wrong."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from attrs import frozen

from merito.collection.about_people import AskedAbout
from merito.collection.forms import Asked
from merito.model.source import Source
from merito.workspace.problems import Problem


@frozen(kw_only=True)
class Given:
    """A cell that came back: what was asked, with the value that the data have (`asked.was`), and its own.

    The value is the points, a day or a text, None if it was left blank. `column` is the head, `cell` the place in the
    sheet (`M4`), `digest` the hash of the workbook.
    """

    asked: Asked | AskedAbout
    value: Decimal | date | str | None
    source: Source
    evaluator: str
    digest: str
    column: str
    cell: str

    @property
    def place(self) -> str:
        """`D1.xlsx[scheda], riga 4, colonna «punti» (cella M4)`."""
        return f"{self.source}, colonna «{self.column}» (cella {self.cell})"

    @property
    def key(self) -> str:
        """`D1.xlsx:scheda:M4`."""
        return f"{self.source.file}:{self.source.sheet}:{self.cell}"

    @property
    def is_contested(self) -> bool:
        """Whether the office has written another value itself: somebody decides which holds."""
        return self.asked.by_office and self.value is not None and self.value != self.asked.was

    @property
    def is_new(self) -> bool:
        return self.value is not None and self.asked.was is None

    @property
    def is_changed(self) -> bool:
        came = self.value is not None and self.asked.was is not None and self.value != self.asked.was
        return came and not self.is_contested

    @property
    def is_kept(self) -> bool:
        """Whether it is to be written: a new or changed value, or blank points of which the data have nothing yet."""
        blank_row = self.value is None and isinstance(self.asked, Asked) and not self.asked.source.file
        return self.is_new or self.is_changed or blank_row


@frozen(kw_only=True)
class Outdated:
    """A workbook of somebody who is no longer an evaluator, and how many points it has."""

    path: Path
    evaluator: str
    points: int


@frozen(kw_only=True)
class Returned:
    """What was returned, cell by cell, blank ones too; errors; who has not answered, with how many people.

    `outdated` belong to people who do not evaluate any more: nothing is read from them.
    """

    rows: tuple[Given, ...]
    problems: tuple[Problem, ...]
    silent: Mapping[str, int]
    outdated: tuple[Outdated, ...] = ()

    @property
    def of_points(self) -> tuple[Given, ...]:
        """The cells with points, or without."""
        return tuple(one for one in self.rows if isinstance(one.asked, Asked))

    @property
    def about_people(self) -> tuple[Given, ...]:
        """The cells about people as a whole."""
        return tuple(one for one in self.rows if isinstance(one.asked, AskedAbout))

    @property
    def new(self) -> tuple[Given, ...]:
        """Values of which the data have none."""
        return tuple(one for one in self.rows if one.is_new)

    @property
    def changed(self) -> tuple[Given, ...]:
        """Values that differ from those in the data."""
        return tuple(one for one in self.rows if one.is_changed)

    @property
    def contested(self) -> tuple[Given, ...]:
        """Values that differ from those that the office has written itself."""
        return tuple(one for one in self.rows if one.is_contested)

    @property
    def blank(self) -> tuple[Given, ...]:
        """Cells left blank that an evaluation needs in the end."""
        return tuple(one for one in self.rows if one.value is None and one.asked.awaited)

    @property
    def to_keep(self) -> tuple[Given, ...]:
        return tuple(one for one in self.rows if one.is_kept)
