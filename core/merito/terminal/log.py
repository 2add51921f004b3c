"""`--log json`: a line of JSON on the error output for what happens, as it happens.

Without `--names` it has no text about data: which ente, what became of it, for which cause, how long it took.
"""

import json
import sys
from collections.abc import Mapping
from datetime import datetime

from attrs import frozen

TOLD = "told"


@frozen
class Log:
    """The log of a command; with `names` also with what is told in words."""

    names: bool = False

    def line(self, event: str, **said: object) -> None:
        """Writes a line with the time."""
        time = datetime.now().astimezone().isoformat(timespec="milliseconds")
        sys.stderr.write(json.dumps({"time": time, "event": event, **said}, ensure_ascii=False) + "\n")
        sys.stderr.flush()

    def told(self, text: str) -> None:
        """What would be printed on the error output."""
        if self.names:
            self.line(TOLD, text=text)

    def ente(self, entry: Mapping[str, object], done: int, count: int) -> None:
        """The outcome of an ente, as `run.json` has it."""
        causes = entry["causes"]
        assert isinstance(causes, list)
        said = {name: entry[name] for name in ("ente", "year", "outcome", "state", "phase", "findings", "milliseconds")}
        codes = {"codes": list(dict.fromkeys(cause["code"] for cause in causes))}
        texts = {"messages": [cause["message"] for cause in causes]} if self.names else {}
        self.line("ente", **said, **codes, **texts, done=done, of=count)
