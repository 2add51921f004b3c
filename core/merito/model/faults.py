"""The errors that merito tells: their message is for whoever asked, never a traceback."""

from typing import ClassVar

from merito.model.language import in_words
from merito.model.messages import Message


class MeritoError(Exception):
    """What was asked cannot be done; the message says why, and what to do. Its text is in the language asked for.

    `exit_code` is that of a command which it ends: 1 for the data of an ente, 2 for the workspace or what was asked, 3
    for the operation itself (disk, cluster, plugin, time).
    """

    exit_code: ClassVar[int] = 2

    def __init__(self, message: Message | str = "") -> None:
        super().__init__(message)

    def __str__(self) -> str:
        return in_words(self.args[0])


class LacksExtraError(MeritoError):
    """A command needs a part that is not installed."""
