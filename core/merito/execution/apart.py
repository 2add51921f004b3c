"""A process for the own rules of one ente: what it inherits, what it may use, and what it says.

It is no prison: its code has the rights of whoever starts merito. It keeps what the caller has in hand (the
environment, open files, the terminal) from rules that need none of it, and their mistakes from everything else.
"""

import codecs
import os
import signal
import site
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from time import monotonic
from typing import Any

from attrs import define, field, frozen

from merito.model.language import speak
from merito.workspace.characters import printable
from merito.workspace.limits import limit_memory, limit_processor

MEMORY = 4 * 2**30
LATER = 60
"""Seconds of processor time after the time limit at which it ends by itself, in case its parent is gone."""
NO_HOME = "/nonexistent"
KEPT = (
    "PYTHONPATH",
    "PYTHONHOME",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "TZ",
    "SYSTEMROOT",
    "SYSTEMDRIVE",
    "TEMP",
    "TMP",
)
"""Where Python and its libraries are, and which day it is here."""
AT_ONCE = 65536


def bare_environment() -> Mapping[str, str]:
    """The environment of such a process: what Python needs, a PATH of the system, no home."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    user = {"PYTHONUSERBASE": site.getuserbase()} if site.ENABLE_USER_SITE else {}
    return {"PATH": os.defpath, "HOME": NO_HOME, "LC_ALL": "C.UTF-8", **user, **kept}


@contextmanager
def bare() -> Iterator[None]:
    """What is started inside gets the bare environment: `multiprocessing` passes on that of its own process."""
    whole = dict(os.environ)
    _become(bare_environment())
    try:
        yield
    finally:
        _become(whole)


def _become(environment: Mapping[str, str]) -> None:
    for name in [name for name in os.environ if name not in environment]:
        del os.environ[name]
    os.environ.update(environment)


@frozen(eq=False)
class Terms:
    """How such a process lives: where what it prints goes, how long it may compute (0: no limit), its language."""

    said: "Connection[object, object] | None"
    seconds: float
    language: str


def begin_apart(terms: Terms) -> None:
    """The first thing in such a process, before any rule: nothing of the caller's is open, and its limits are set.

    `multiprocessing` closes all but the pipes between the two processes, the standard streams and its tracker.
    """
    if hasattr(os, "setsid"):
        os.setsid()  # no terminal, and a group that can be ended as a whole
    if terms.said is not None:
        for output in (1, 2):
            os.dup2(terms.said.fileno(), output)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        terms.said.close()
        _leave_tracker()
    speak(terms.language)
    limit_memory(MEMORY, for_good=True)
    if terms.seconds:
        limit_processor(int(terms.seconds) + LATER, for_good=True)


def _leave_tracker() -> None:
    """Lets go of the process that removes shared memory for the parent: it would do so for rules, too."""
    tracker: Any = resource_tracker._resource_tracker
    if tracker._fd is not None:
        os.close(tracker._fd)
        tracker._fd = None


@define(eq=False)
class Heard:
    """What such a process prints, passed on to the error output; control characters do not reach the terminal."""

    pipe: "Connection[object, object] | None"
    _decoder: codecs.IncrementalDecoder = field(factory=codecs.getincrementaldecoder("utf-8"), init=False)

    def __attrs_post_init__(self) -> None:
        self._decoder.errors = "replace"

    def hear(self) -> None:
        """Passes on what there is now; at the end it closes."""
        if self.pipe is None:
            return
        said = os.read(self.pipe.fileno(), AT_ONCE)
        text = printable(self._decoder.decode(said, final=not said)).replace("\r", "")
        with suppress(OSError, ValueError):
            sys.stderr.write(text)
            sys.stderr.flush()
        if not said:
            self.close()

    def rest(self, process: BaseProcess, seconds: float) -> None:
        """Passes on everything until the process ends; what it has started may keep its output open."""
        end = monotonic() + seconds
        while self.pipe is not None and (left := end - monotonic()) > 0:
            ready = wait([self.pipe, process.sentinel], left)
            if self.pipe in ready:
                self.hear()
            elif ready:
                break
        self.close()

    def close(self) -> None:
        if self.pipe is not None:
            self.pipe.close()
            self.pipe = None


def end_group(process: BaseProcess) -> None:
    """Ends what a process has left behind in its group, before its number is free for another."""
    if process.pid is not None and hasattr(os, "killpg"):
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
