"""Errors of a plugin that does not satisfy the contract."""

from collections.abc import Iterable
from typing import ClassVar

from merito.model.faults import MeritoError


class PluginError(MeritoError):
    """A plugin cannot be loaded. `messages` describe each defect: where it is, what is wrong, what to do."""

    exit_code: ClassVar[int] = 1

    def __init__(self, messages: Iterable[str]) -> None:
        self.messages = tuple(messages)
        super().__init__("\n".join(self.messages))


def near(name: str, known: Iterable[str]) -> str:
    """`; did you mean 'x'?` for a name close to a known one, otherwise an empty text."""
    from difflib import get_close_matches  # noqa: PLC0415 (only where there is a fault)

    close = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"; did you mean {close[0]!r}?" if close else ""
