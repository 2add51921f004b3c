"""The end of each ente's run: its entry in the register."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from attrs import define, field
from rich.text import Text

from merito.cli.options import console, errors
from merito.cycle.course import Course
from merito.model.record import Record
from merito.outputs.writer import SUMMARY, Written
from merito.register.entries import RUN, Draft, run_draft
from merito.register.place import Place
from merito.register.problems import RegisterError
from merito.register.runs import figures_of
from merito.register.told import act_text
from merito.register.uninterrupted import uninterrupted
from merito.workspace.config import WORKSPACE_FILE, Workspace

if TYPE_CHECKING:
    from merito.register.store import Reader, Register

Of = tuple[str, int]  # an ente, a year


@define
class Keeping:
    """Keeps the runs of a command. After the first that cannot be kept it tries no other: the results stand anyway."""

    place: Place | None
    register: "Register | None" = None
    numbers: list[int] = field(factory=list)
    beside: list[str] = field(factory=list)
    lost: int = 0
    why: str = ""

    def keep(self, draft: Draft | None) -> None:
        """Adds the run of an ente that has just ended; without a draft, there is nothing to be kept."""
        if self.place is None or draft is None:
            return
        if not self.why:
            try:
                with uninterrupted():
                    self._append(self.place, draft)
            except RegisterError as error:
                self.why = str(error)
        self.lost += bool(self.why)

    def missing(self, standing: Mapping[Of, Mapping[str, str]]) -> set[Of]:
        """Whose results, told by the hashes of their files, are not those of the last run of that ente and year.

        All of them where the register cannot be read.
        """
        if self.place is None or not standing:
            return set()
        from merito.register.store import open_register  # noqa: PLC0415 (heavy: SQLAlchemy)

        try:
            self.register = self.register or open_register(self.place)
            with self.register.reading() as reader:
                return {of for of, hashes in standing.items() if not _held(reader, *of, hashes)}
        except RegisterError:
            return set(standing)

    def _append(self, place: Place, draft: Draft) -> None:
        from merito.register.store import open_register  # noqa: PLC0415 (heavy: SQLAlchemy)

        told: list[str] = []

        def make(reader: "Reader") -> Draft:
            told.extend(_beside_adopted(reader, draft))
            return draft

        self.register = self.register or open_register(place)
        entry = self.register.append(make)
        self.numbers.append(entry.number)
        self.beside += [f"{text} (merito diff adopted {entry.number})" for text in told]

    def end(self) -> bool:
        """Closes the register and tells which entries were added; False where a run could not be kept."""
        if self.register is not None:
            self.register.close()
        if self.numbers and self.place is not None:
            first, last = self.numbers[0], self.numbers[-1]
            added = f"voce {first}" if len(self.numbers) == 1 else f"{len(self.numbers)} voci, da {first} a {last}"
            console().print(Text(f"registro: {added}, in {self.place.shown}"), soft_wrap=True)
        for told in self.beside:
            console().print(Text(told), soft_wrap=True)
        if self.why:
            runs = "un'esecuzione non registrata" if self.lost == 1 else f"{self.lost} esecuzioni non registrate"
            errors().print(Text(f"registro: {runs}: {self.why}"), soft_wrap=True)
        return not self.why


def draft_of(record: Record, course: Course, written: Written, part: Workspace) -> Draft | None:
    """The entry of a run that has just ended, with the moment at which it did; None of a simulation.

    `part` is the ente's workspace, whose own file is an input too.
    """
    if record.simulated:
        return None
    return run_draft(record, course, written, inputs_of(record, part), datetime.now().astimezone())


def inputs_of(record: Record, part: Workspace) -> Mapping[str, str]:
    """The hashes of everything that a run has read."""
    shared = {WORKSPACE_FILE: part.digest} if part.digest else {}
    return {**shared, **record.hashes}


def _held(reader: "Reader", ente: str, year: int, hashes: Mapping[str, str]) -> bool:
    try:
        last = reader.latest(RUN, ente, year)
        return last is not None and last.every_file == hashes and bool(reader.content(hashes[SUMMARY]))
    except RegisterError:
        return False


def _beside_adopted(reader: "Reader", draft: Draft) -> list[str]:
    """How the figures of a new run stand to those of the adopted one, which stays adopted."""
    ente, year, files = (draft.body[name] for name in ("ente", "year", "files"))
    assert isinstance(ente, str) and isinstance(year, int) and isinstance(files, dict)
    adoption = reader.adoption(ente, year)
    adopted = reader.entry(adoption.body["run"]) if adoption else None
    if adoption is None or adopted is None:
        return []
    same = figures_of(adopted.files) == figures_of(files)
    figures = "le stesse cifre di questa esecuzione" if same else "altre cifre che questa esecuzione"
    return [f"{ente}: resta adottata la voce {adopted.number} (atto {act_text(adoption)}), con {figures}"]
