"""Commands that a page starts: each in a process of its own, which the page watches and can stop.

They are the commands of the terminal, so that what they lock, write and register is the same.
"""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from threading import Lock, Thread
from typing import Any

from attrs import define, field

from merito.model.language import VARIABLE, asked_language

START = "from merito.__main__ import main; main()"
MOST_LINES, MOST_JOBS = 2000, 40
RUNNING, ENDED, STOPPED = "running", "ended", "stopped"


@define(eq=False)
class Job:
    """A command at work, or done: what it has said, how far it is, how it ended; `after` is done if it ended well.

    `place` is what it is about: the key of a workspace, an ente, a year; None for all enti, whose `names` it has.
    """

    id: str
    title: str
    back: str
    command: tuple[str, ...]
    place: tuple[str, str, int] | None = None
    after: Callable[[], None] | None = None
    names: Mapping[str, str] = field(factory=dict)
    state: str = RUNNING
    code: int | None = None
    lines: list[str] = field(factory=list)
    errors: list[str] = field(factory=list)
    events: list[Mapping[str, Any]] = field(factory=list)
    began: datetime = field(factory=datetime.now)
    ended: datetime | None = None
    _process: "subprocess.Popen[str] | None" = None

    @property
    def at_work(self) -> bool:
        return self.state == RUNNING

    @property
    def faults(self) -> Sequence[tuple[str, str]]:
        """What went wrong, each with the ente (blank: all): as the command's events tell it, otherwise its errors."""
        found = [(str(one["ente"]), str(line)) for one in self.events for line in one.get("messages", ())]
        found += [("", str(line)) for one in self.events for line in one.get("faults", ())]
        return found or [("", line) for line in self.errors]

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return ((self.ended or datetime.now()) - self.began).total_seconds()

    @property
    def done(self) -> int:
        """How many enti are done."""
        return sum(one.get("event") == "ente" for one in self.events)

    @property
    def of(self) -> int:
        """Of how many; 0 if it is not known yet."""
        return max((int(one.get("of", 0)) for one in self.events), default=0)

    def stop(self) -> None:
        """Asks it to end, as Ctrl-C does: what is whole stays, nothing is half written."""
        process = self._process
        if process is not None and process.poll() is None:
            self.state = STOPPED
            process.terminate()

    def begin(self) -> None:
        environment = {**os.environ, VARIABLE: asked_language(), "PYTHONIOENCODING": "utf-8", "COLUMNS": "160"}
        self._process = subprocess.Popen(
            [sys.executable, "-c", START, *self.command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            env=environment,
        )
        threads = [
            Thread(target=self._listen, args=(stream, own), daemon=True)
            for stream, own in ((self._process.stdout, []), (self._process.stderr, self.errors))
        ]
        for thread in threads:
            thread.start()
        Thread(target=self._wait, args=(threads,), daemon=True).start()

    def _listen(self, stream: Any, own: list[str]) -> None:
        for line in stream:
            self._hear(line.rstrip("\n"), own)

    def _hear(self, line: str, own: list[str]) -> None:
        if line.startswith('{"time"'):
            try:
                said = json.loads(line)
            except ValueError:
                said = None
            if isinstance(said, dict):
                self.events.append(said)
                if said.get("event") == "told":
                    self.lines.append(str(said.get("text", "")))
                return
        if len(self.lines) < MOST_LINES and line.strip():
            self.lines.append(line)
            own.append(line)

    def _wait(self, threads: Sequence[Thread]) -> None:
        assert self._process is not None
        self.code = self._process.wait()
        for thread in threads:
            thread.join(5)
        if self.code == 0 and self.after is not None:
            self.after()
        self.ended = datetime.now()
        self.state = self.state if self.state == STOPPED else ENDED


@define(eq=False)
class Jobs:
    """The commands of this start, by id."""

    _known: dict[str, Job] = field(factory=dict, init=False)
    _lock: Any = field(factory=Lock, init=False)

    def start(
        self,
        title: str,
        back: str,
        *command: str,
        place: tuple[str, str, int] | None = None,
        **more: Any,
    ) -> Job:
        """Starts a command; `back` is the page from which it was asked, the rest as a job has it."""
        job = Job(id=secrets.token_hex(6), title=title, back=back, command=command, place=place, **more)
        with self._lock:
            self._known[job.id] = job
            for old in list(self._known)[:-MOST_JOBS]:
                if not self._known[old].at_work:
                    del self._known[old]
        job.begin()
        return job

    def of(self, identifier: str) -> Job | None:
        return self._known.get(identifier)

    @property
    def at_work(self) -> bool:
        """Whether any command is at work."""
        return any(job.at_work for job in self._known.values())

    def close(self) -> None:
        """Stops whatever is at work."""
        for job in self._known.values():
            job.stop()
