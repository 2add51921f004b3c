"""What the reading of the data remarked, and what an ente confirms after it has looked."""

import datetime
from typing import Annotated

from attrs import frozen

from merito.model.columns import InputRow, column, table
from merito.model.source import Source


@frozen(eq=False, kw_only=True)
class Confirmation(InputRow):
    """What a finding asked about is meant: its rule, its subject and what was found, as the finding tells them.

    Who looked (`person:0123` or a body), on which day, and by which act, if there is one.
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
    """Something about a table that no value of its cells tells (Italian): a hidden sheet, hidden rows, no rule's use.

    `found` is how an ente writes it that confirms it; `unused` where the regulation does not use the table.
    """

    text: str
    subject: str
    found: str
    unused: bool = False
    source: Source
