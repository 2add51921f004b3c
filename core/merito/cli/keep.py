"""The end of each ente's run: its entry in the register."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import define, field
from rich.text import Text

from merito.cli.options import console, errors
from merito.cycle.course import Course
from merito.model.record import Record
from merito.register.entries import Draft, run_draft
from merito.register.place import Place
from merito.register.problems import RegisterError
from merito.register.runs import figures_of
from merito.register.told import act_text
from merito.workspace.config import WORKSPACE_FILE
from merito.workspace.files import file_hash

if TYPE_CHECKING:
    from merito.register.store import Reader, Register


@define
class Keeping:
    """Keeps the runs of a command. After the first that cannot be kept it tries no other: the results stand anyway."""

    place: Place | None
    files: dict[Path, dict[str, str]] = field(factory=dict)
    register: "Register | None" = None
    numbers: list[int] = field(factory=list)
    beside: list[str] = field(factory=list)
    lost: int = 0
    why: str = ""

    def keep(self, record: Record, course: Course, texts: Mapping[str, str], root: Path) -> None:
        """Adds the run of an ente that has just ended, with the moment at which it did; a simulation never.

        `root` is that of the ente's workspace, whose own file is an input too.
        """
        if self.place is None or record.simulated:
            return
        if not self.why:
            at = datetime.now().astimezone()
            draft = run_draft(record, course, texts, {**self._shared(root), **record.hashes}, at)
            try:
                self._append(self.place, draft)
            except RegisterError as error:
                self.why = str(error)
        self.lost += bool(self.why)

    def _shared(self, root: Path) -> dict[str, str]:
        if root not in self.files:
            file = root / WORKSPACE_FILE
            self.files[root] = {WORKSPACE_FILE: file_hash(file)} if file.is_file() else {}
        return self.files[root]

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
