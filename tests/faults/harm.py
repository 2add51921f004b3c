"""Runs `merito` in a process that is harmed on purpose: killed, or refused by the system, at a given call.

It starts once, imports everything and then forks for each order (a line of JSON on its input), so that hundreds of runs
take the time of a few. A call is one of a C function that touches a file or the register, as Python's profiler sees it.
"""

import ctypes
import errno
import fcntl
import io
import json
import os
import resource
import signal
import sqlite3
import sys
import time
from contextlib import redirect_stdout, suppress
from datetime import date, datetime, tzinfo
from pathlib import Path
from threading import Timer
from types import FrameType, SimpleNamespace
from typing import Any

import merito.cli
import merito.execution.pool

WRITING = {"write", "writelines", "mkdir", "replace", "rename", "execute", "executemany", "commit"}
TOUCHING = WRITING | {"open", "__exit__", "close", "flush", "unlink", "remove", "rmdir", "scandir", "rollback"}
MARK = "\n\0"
IN_MEMORY = (str, bytes, io.StringIO, io.BytesIO, date, datetime)
TURNING = {"mkdir", "replace", "rename", "commit", "rmdir"}
DATABASE = {"execute", "executemany", "commit"}


class Shim:
    """Counts the calls, and does harm at one of them, or from one of them on."""

    def __init__(self, order: dict[str, Any]) -> None:
        self.at, self.kind, self.calls, self.began = order.get("at", 0), order["kind"], 0, 0
        self.turns: list[int] = []
        self.names = WRITING if self.kind == "full" else TOUCHING

    def __call__(self, frame: FrameType, event: str, called: Any) -> None:
        if event != "c_call" or called.__name__ not in self.names or isinstance(called.__self__, IN_MEMORY):
            return
        self.calls += 1
        self.began = self.began or (self.calls if called.__name__ == "mkdir" else 0)
        if called.__name__ in TURNING:
            self.turns.append(self.calls)
        if self.calls != self.at:
            return
        if self.kind == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if called.__name__ in DATABASE:
            raise sqlite3.OperationalError("database or disk is full")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def run(order: dict[str, Any], told: int) -> None:
    """The one job of a fork."""
    os.dup2(told, 1)
    os.dup2(told, 2)
    sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))
    os.chdir(order["cwd"])
    if "largest" in order:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["largest"], resource.RLIM_INFINITY))
    if "memory" in order:
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + order["memory"], resource.RLIM_INFINITY))
    if order.get("nobody") and os.getuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    os.environ.update(order.get("environ", {}))
    if "hour" in order:
        put("datetime", datetime, at_hour(order["hour"]))
    if order.get("lacks"):
        without(order["lacks"])
    if "comes" in order:
        coming(*order["comes"])
    sys.argv = ["merito", *order["args"]]
    shim, code = Shim(order), 0
    if order["kind"] == "alarm":
        killing = Timer(order["after"], os.kill, (os.getpid(), signal.SIGKILL))
        killing.daemon = True
        killing.start()
    elif order["kind"] != "none":
        sys.setprofile(shim)
    try:
        merito.cli.main()
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        sys.setprofile(None)
    sys.stdout.flush()
    sys.stderr.flush()
    os.write(told, f"{MARK}{shim.calls} {shim.began} {shim.turns}".encode())
    os._exit(code)


def at_hour(text: str) -> type[datetime]:
    """The clock that gives the time of register entries."""

    class AnyTime(type):
        def __instancecheck__(cls, one: object) -> bool:
            return isinstance(one, datetime)

    class Then(datetime, metaclass=AnyTime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.fromisoformat(text)

    return Then


def put(name: str, known: object, other: object) -> None:
    """Puts something else in place of what the program has imported from the library of Python."""
    for module in [one for called, one in sys.modules.items() if called.startswith("merito.")]:
        if vars(module).get(name) is known:
            vars(module)[name] = other


def without(what: str) -> None:
    """A system that cannot exchange two folders, link a file or lock one; or that lets an hour go by at each look."""

    def none(*_: object, **__: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available") if what == "locks" else PermissionError(1, "no links")

    hours = iter(range(0, 10**9, 3600))
    if what == "exchange":
        ctypes.CDLL = lambda *_: SimpleNamespace()  # type: ignore[assignment, misc]
    elif what == "links":
        os.link = none
    elif what == "locks":
        fcntl.flock = none  # type: ignore[assignment]
    else:
        put("monotonic", time.monotonic, lambda: float(next(hours)))


def coming(called: str, file: str) -> None:
    """Somebody writes a file as soon as the program opens, renames or exchanges something with this name."""
    library, later = ctypes.CDLL(None), [file]

    def hook(event: str, given: tuple[object, ...]) -> None:
        path = str(given[0]) if event in ("open", "os.rename") else ""
        if later and called in path.rsplit("/", 1)[-1]:
            Path(later.pop()).write_text("mio", encoding="utf-8")

    def renameat2(*given: Any) -> int:
        hook("os.rename", (os.fsdecode(given[3]),))
        code: int = library.renameat2(*given)
        return code

    sys.addaudithook(hook)
    if hasattr(library, "renameat2"):
        ctypes.CDLL = lambda *_: SimpleNamespace(renameat2=renameat2)  # type: ignore[assignment, misc]


def warm(folder: Path) -> None:
    """Some commands in this process, so that no fork has to import anything."""
    for words in (["run", str(folder), "--as-of", "2021-06-30", "--ente", "alfa"], ["adopt", str(folder), "--help"]):
        with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere), suppress(SystemExit):
            merito.cli.app(words)


def main() -> None:
    warm(Path(sys.argv[1]))
    for line in sys.stdin:
        reading, told = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                run(json.loads(line), told)
            except BaseException:
                import traceback  # noqa: PLC0415 (only where something is wrong)

                os.write(told, traceback.format_exc().encode())
            os._exit(70)
        os.close(told)
        with os.fdopen(reading, "rb") as answer:
            text = answer.read().decode("utf-8", "replace")
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        text, _, counts = text.partition(MARK)
        calls, began, turns = counts.split(maxsplit=2) if counts else (0, 0, "[]")
        counted = {"calls": int(calls), "began": int(began), "turns": json.loads(turns)}
        sys.stdout.write(json.dumps({"code": code, "text": text} | counted) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
