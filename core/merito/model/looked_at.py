"""Remarks made while reading the data, and the confirmations of an ente."""

import datetime
from typing import Annotated

from attrs import frozen

from merito.model.columns import InputRow, column, table
from merito.model.messages import Sayable
from merito.model.source import Source


@frozen(eq=False, kw_only=True)
class Confirmation(InputRow):
    """A confirmation of data that a finding questions: its rule, its subject and the value, as in the finding.

    It says who confirmed (`person:0123` or a body), on which day, and by which act, if there is one.
    """

    TABLE = table("conferme", "rule", "subject", "found")
    rule: Annotated[str, column("text", "regola")]
    subject: Annotated[str, column("text", "oggetto")]
    found: Annotated[str, column("text", "trovato")]
    by: Annotated[str, column("who", "confermato_da")]
    date: Annotated[datetime.date, column("date", "data")]
    act: Annotated[str | None, column("ref", "atto", to=("act",))] = None
    note: Annotated[str, column("text", "nota")] = ""


@frozen(eq=False, kw_only=True)
class Remark:
    """A table that no rule uses, or rows about one person that are in doubt and left out: `held` (Italian).

    `found` is the value to write in a confirmation.
    """

    text: Sayable
    subject: str
    found: str
    held: bool = False
    source: Source


@frozen
class SheetOut:
    """A workbook handed out to an evaluator: its file, the day, the people whom it asks about."""

    evaluator: str
    file: str
    day: datetime.date
    people: tuple[str, ...]
