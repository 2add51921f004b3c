"""What `status` says of the last run as a whole: that it goes on, was cut, or left something unwritten."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from attrs import field, frozen

from merito.model.language import in_words
from merito.model.messages import Message, say
from merito.numbers import day_text
from merito.terminal.console import ERRORS, OK, OPERATION, console, errors, in_common, one_line

RUNNING, CUT, OVER = "running", "cut", "over"
TOLD = ("state", "exit_code", "faults", "began", "ended", "as_of", "gone", "totals")
GONE = say("non più nello spazio di lavoro, rispetto all'ultima esecuzione; i risultati restano")
FAULTS = {
    "register": say("dell'ultima esecuzione non tutto è nel registro: ripeterla con --only-changed"),
    "comparison": say("il confronto di tutti gli enti non è dell'ultima esecuzione: ripeterla con --only-changed"),
    "cluster": say("l'ultima esecuzione non ha trovato il cluster"),
}


@frozen
class LastRun:
    """The content of `run.json`, empty if there is none, and whether a run is writing it at this moment."""

    data: Mapping[str, Any] = field(factory=dict)
    at_work: bool = False

    @property
    def stopped(self) -> bool:
        """Whether it ended before its enti did: killed, interrupted, or over its limit."""
        return not self.at_work and self.data.get("state") in (RUNNING, CUT, OVER)

    @property
    def code(self) -> int:
        """The exit code of what it says beyond its enti."""
        if self.stopped or not FAULTS.keys().isdisjoint(self.data.get("faults", ())):
            return OPERATION
        return ERRORS if self.data.get("gone") else OK

    def as_json(self) -> Mapping[str, Any] | None:
        """The same for a program."""
        return {name: self.data[name] for name in TOLD} | {"at_work": self.at_work} if self.data else None

    def tell(self) -> None:
        """Prints it: what is wrong on the error output."""
        if self.at_work and self.data:
            console().print(one_line(self._goes_on()), soft_wrap=True)
        for text in self._wrong():
            errors().print(one_line(text), soft_wrap=True)

    def _goes_on(self) -> Message:
        totals = self.data["totals"]
        done = totals["enti"] - totals["not_reached"]
        return say(
            "un'esecuzione è in corso, dal {began}: finiti {done} enti su {enti}",
            began=self._began,
            done=done,
            enti=totals["enti"],
        )

    def _wrong(self) -> Iterator[str]:
        if self.stopped:
            left = self.data["totals"]["not_reached"]
            if left:
                yield in_words(
                    say(
                        "l'ultima esecuzione, del {began}, {how}: a {n} ente non è arrivata (merito run --failed)",
                        many="l'ultima esecuzione, del {began}, {how}: a {n} enti non è arrivata (merito run --failed)",
                        number="n",
                        n=left,
                        began=self._began,
                        how=self._how,
                    )
                )
            else:
                yield in_words(say("l'ultima esecuzione, del {began}, {how}", began=self._began, how=self._how))
        yield from (in_words(FAULTS[one]) for one in self.data.get("faults", ()) if one in FAULTS)
        yield from gone_lines((one["ente"], one["year"]) for one in self.data.get("gone", ()))

    @property
    def _began(self) -> str:
        at = datetime.fromisoformat(self.data["began"])
        return f"{day_text(at.date())}, {at:%H:%M}"

    @property
    def _how(self) -> Message:
        if self.data["state"] == CUT:
            return say("è stata interrotta")
        return say("ha finito i secondi di --limit") if self.data["state"] == OVER else say("è stata uccisa")


def gone_lines(enti: Iterable[tuple[str, int]]) -> Iterator[str]:
    """That enti of the last run are not in the workspace any more, together."""
    yield from in_common((f"{ente} {year}", in_words(GONE)) for ente, year in enti)
