"""What the reading of the data remarked, and what an ente confirms after it has looked."""

import datetime

from attrs import field, frozen

from merito.model.plan import Extra
from merito.model.source import NOWHERE, Source


@frozen(eq=False, kw_only=True)
class Confirmation:
    """What a finding asked about is meant: its rule, its subject and what was found, as the finding tells them.

    Who looked (`person:0123` or a body), on which day, and by which act, if there is one.
    """

    rule: str
    subject: str
    found: str
    by: str
    date: datetime.date
    act: str | None = None
    note: str = ""
    extra: Extra = field(factory=dict)
    source: Source = NOWHERE


@frozen(eq=False, kw_only=True)
class Remark:
    """Something about a file that no value of its cells tells (Italian): a hidden sheet, hidden rows."""

    text: str
    source: Source
