"""The output streams of a command: a closed reader stops no run, and neither does a missing one."""

import os
import sys
from io import BufferedWriter, FileIO, TextIOWrapper
from typing import Any, TextIO

NAMES = ("stdout", "stderr")


class UntilClosed(FileIO):
    """An output that may be a pipe: once its reader is gone (`| head -1`), output is discarded."""

    def write(self, content: Any) -> int:
        """Writes, or discards. Raises OSError on anything but a closed pipe, such as a full disk."""
        try:
            return super().write(content)
        except BrokenPipeError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.fileno())
            os.close(nowhere)
            return memoryview(content).nbytes


def outputs_that_last() -> None:
    """Makes the outputs of this process robust: closed ones (`>&-`) discard, and unsupported characters become `?`."""
    for name in NAMES:
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, _nowhere())
        elif isinstance(stream, TextIOWrapper):
            setattr(sys, name, _until_closed(stream))


def _nowhere() -> TextIO:
    number = os.open(os.devnull, os.O_RDWR)
    os.set_inheritable(number, True)  # the processes of a run inherit this stream
    return os.fdopen(number, "w", encoding="utf-8")


def _until_closed(stream: TextIOWrapper) -> TextIOWrapper:
    stream.flush()
    raw = UntilClosed(stream.fileno(), "w", closefd=False)
    return TextIOWrapper(
        BufferedWriter(raw), stream.encoding, "replace", line_buffering=stream.line_buffering or raw.isatty()
    )
