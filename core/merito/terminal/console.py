"""The terminal of a command: its output streams, of which a reader may close one, and its exit."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from io import BufferedWriter, FileIO, StringIO, TextIOWrapper
from typing import Any, NoReturn, TextIO

from attrs import frozen
from click.exceptions import Exit
from rich.console import Console
from rich.text import Text

from merito.contract.faults import PluginError, PluginFaultError
from merito.model.language import in_words
from merito.model.messages import Message
from merito.workspace.characters import in_one_line, printable
from merito.workspace.problems import BadDataError

OK, ERRORS, UNREADABLE, OPERATION = 0, 1, 2, 3
"""Exit codes: data of some ente; the command line or the workspace; the operation itself. The highest wins."""
UNUSABLE = (BadDataError, PluginError, PluginFaultError)
YES = ("s", "si", "sì", "y", "yes")
NAMES = ("stdout", "stderr")
NAMED = 3


@frozen
class Voice:
    """How a command speaks: `quiet` prints only errors; `log` gets the lines of the error output instead of it."""

    quiet: bool = False
    log: Callable[[str], None] | None = None


_voice: ContextVar[Voice] = ContextVar("voice", default=Voice())  # noqa: B039 (it is frozen)


@contextmanager
def speaking_as(voice: Voice) -> Iterator[None]:
    """What is printed inside is printed so."""
    before = _voice.set(voice)
    try:
        yield
    finally:
        _voice.reset(before)


def is_quiet() -> bool:
    """Whether only errors are printed."""
    return _voice.get().quiet


def console() -> Console:
    return Console(highlight=False, quiet=_voice.get().quiet)


def errors() -> Console:
    log = _voice.get().log
    return Console(stderr=True, highlight=False) if log is None else Console(file=_Lines(log), highlight=False)


class _Lines(StringIO):
    """An output whose lines go to a log."""

    def __init__(self, log: Callable[[str], None]) -> None:
        super().__init__()
        self._log = log

    def write(self, text: str) -> int:
        for line in text.splitlines():
            if line.strip():
                self._log(line)
        return len(text)


def one_line(text: Message | str) -> Text:
    """A text as one line. Line breaks and tabs of a cell become spaces, control characters `�`."""
    return Text(in_one_line(in_words(text)))


def in_lines(text: Message | str) -> Text:
    """A text of the program's own lines; control characters become `�`. Cells in it are to be in one line each."""
    return Text(printable(in_words(text)).replace("\r", ""))


def tell_of_no_ente(lines: Iterable[str], whole: bool) -> bool:
    """Prints on standard error what is wrong in the workspace and with no ente; whether it is the command's own fault.

    A command for some enti (not `whole`) tells it too, since a row may be meant for them, and does not fail by it.
    """
    told = list(lines)
    for line in told:
        errors().print(one_line(line), soft_wrap=True)
    return whole and bool(told)


def in_common(told: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Texts about enti, each once, with all the enti that have it: `alfa, beta: text`."""
    yield from (f"{names}: {text}" for names, text in together(told))


def together(told: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Texts about enti, each once, after the names of the enti that have it."""
    enti: dict[str, dict[str, None]] = {}
    for ente, text in told:
        enti.setdefault(text, {})[ente] = None
    for text, names in enti.items():
        first = ", ".join(list(names)[:NAMED])
        left = len(names) - NAMED
        yield (f"{len(names)} enti ({first} e altri {left})" if left > 1 else ", ".join(names)), text


def stop(message: Message | str, code: int = UNREADABLE) -> NoReturn:
    """Prints the reason on standard error and ends the program."""
    errors().print(in_lines(message), soft_wrap=True)
    raise Exit(code)


def somebody_there() -> bool:
    """Whether somebody is at the terminal to answer."""
    return sys.stdin.isatty()


def says_yes(question: str) -> bool:
    """Whether whoever is at the terminal answers a question with yes."""
    return console().input(in_lines(question)).strip().casefold() in YES


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
