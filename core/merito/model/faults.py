"""The errors that merito tells: their message is for whoever asked, never a traceback."""

from typing import ClassVar


class MeritoError(Exception):
    """What was asked cannot be done; the message says why, and what to do (Italian).

    `exit_code` is that of a command which it ends: 1 for the data of an ente, 2 for the workspace or what was asked.
    """

    exit_code: ClassVar[int] = 2
