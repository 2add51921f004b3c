"""What was uploaded or corrected and waits for the office to confirm it: in this process only, until then."""

import secrets
from collections import OrderedDict
from threading import Lock
from typing import Any

from attrs import define, field, frozen

from merito.workspace.exchange.composed import NewContent
from merito.workspace.exchange.proposed import Proposed
from merito.workspace.exchange.uploads import Upload

MOST = 30


@frozen(kw_only=True)
class Staged:
    """Something that waits: of which ente, year and table; an upload that does not fit yet, or new content.

    `proposed` are the rows that make the content, without which it is no table.
    """

    of: tuple[str, str, int]
    table: str
    upload: Upload | None = None
    content: NewContent | None = None
    proposed: Proposed | None = None
    back: str = ""


@define(eq=False)
class Waiting:
    """Everything that waits in this start, by its key; the oldest is dropped."""

    _known: OrderedDict[str, Staged] = field(factory=OrderedDict, init=False)
    _lock: Any = field(factory=Lock, init=False)

    def put(self, one: Staged) -> str:
        key = secrets.token_hex(8)
        with self._lock:
            self._known[key] = one
            while len(self._known) > MOST:
                self._known.popitem(last=False)
        return key

    def get(self, key: str, of: tuple[str, str, int]) -> Staged | None:
        """What waits under a key, if it is of this ente and year."""
        found = self._known.get(key)
        return found if found is not None and found.of == of else None

    def drop(self, key: str) -> None:
        with self._lock:
            self._known.pop(key, None)
