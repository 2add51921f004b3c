"""Where a command says things: who no longer listens stops no run, and neither does who never did."""

import os
import sys
from io import BufferedWriter, FileIO, TextIOWrapper
from typing import Any, TextIO

NAMES = ("stdout", "stderr")


class UntilClosed(FileIO):
    """An output that may be a pipe: once its reader has gone (`| head -1`), what is written goes nowhere."""

    def write(self, content: Any) -> int:
        """Writes, or lets go. Raises OSError on what is no closed pipe, as a full disk."""
        try:
            return super().write(content)
        except BrokenPipeError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.fileno())
            os.close(nowhere)
            return memoryview(content).nbytes


def outputs_that_last() -> None:
    """Has the outputs of this process last: closed ones (`>&-`) go nowhere, `?` stands for what a terminal lacks."""
    for name in NAMES:
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, _nowhere())
        elif isinstance(stream, TextIOWrapper):
            setattr(sys, name, _until_closed(stream))


def _nowhere() -> TextIO:
    number = os.open(os.devnull, os.O_RDWR)
    os.set_inheritable(number, True)  # the processes of a run find what this one has in that place
    return os.fdopen(number, "w", encoding="utf-8")


def _until_closed(stream: TextIOWrapper) -> TextIOWrapper:
    stream.flush()
    raw = UntilClosed(stream.fileno(), "w", closefd=False)
    return TextIOWrapper(
        BufferedWriter(raw), stream.encoding, "replace", line_buffering=stream.line_buffering or raw.isatty()
    )
