"""The end of each ente's run: its entry in the register."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import define, field

from merito.cycle.course import Course
from merito.model.language import in_words
from merito.model.messages import say
from merito.model.record import Record
from merito.outputs.own_folder import SUMMARY
from merito.outputs.writer import WrittenResults
from merito.register.entries import FAILURE, RUN, DraftEntry, Entry, run_draft
from merito.register.heads import LostHead, heads_outside, is_sealed, note, seal, seal_path, shown
from merito.register.place import Place
from merito.register.problems import RegisterError
from merito.register.runs import figures_of, is_former
from merito.terminal.console import console, errors, one_line
from merito.terminal.interrupts import uninterrupted
from merito.workspace.config import WORKSPACE_FILE, Workspace
from merito.workspace.system_faults import fault_told

if TYPE_CHECKING:
    from merito.register.store import Reader, Register

FEW = 5
Of = tuple[str, int]  # an ente, a year


@define
class Keeping:
    """Records the runs of a command. After the first failure it tries no other; the results stay anyway."""

    place: Place | None
    out: Path
    anchor: Path | None = None
    register: "Register | None" = None
    last: Entry | None = None
    gone: tuple[LostHead, ...] = ()
    unnoted: list[str] = field(factory=list)
    numbers: list[int] = field(factory=list)
    beside: list[str] = field(factory=list)
    lost: int = 0
    why: str = ""

    def begin(self) -> None:
        """Compares the register with the heads noted outside, before any of these is written again."""
        outside = heads_outside(self.out, self.anchor) if self.place is not None else None
        if outside is None or self.place is None or not (outside.heads or outside.unread):
            return
        from merito.register.store import open_register  # noqa: PLC0415 (only where there is one)

        if self.place.file is not None and not self.place.file.exists():
            self.gone = tuple(outside.lost(None))
            return
        try:
            self.register = self.register or open_register(self.place)
            with self.register.reading() as reader:
                self.gone = tuple(outside.lost(reader))
        except RegisterError as error:
            said = say("non si può confrontare con le impronte tenute fuori: {fault}", fault=str(error))
            self.unnoted.append(in_words(said))

    def keep(self, draft: DraftEntry | None) -> None:
        """Adds the run of an ente that has just ended, or failed; without a draft, there is nothing to record."""
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
        """Enti whose results, by the hashes of their files, are not those of their last run in that year.

        All of them if the register cannot be read.
        """
        if self.place is None or not standing:
            return set()
        from merito.register.store import open_register  # noqa: PLC0415 (only where there is one)

        try:
            self.register = self.register or open_register(self.place)
            with self.register.reading() as reader:
                lost = set[Of]()
                for of, hashes in standing.items():
                    entry = _held(reader, *of, hashes)
                    if entry is None:
                        lost.add(of)
                    elif not is_sealed(self.out, entry):
                        self._seal(entry)
                return lost
        except RegisterError:
            return set(standing)

    def _append(self, place: Place, draft: DraftEntry) -> None:
        from merito.register.store import open_register  # noqa: PLC0415 (only where there is one)

        told: list[str] = []

        def make(reader: "Reader") -> DraftEntry:
            told.extend(_beside_adopted(reader, draft) if draft.body["kind"] != FAILURE else ())
            return draft

        self.register = self.register or open_register(place)
        entry = self.register.append(make)
        self.numbers.append(entry.number)
        self.last = entry
        if entry.kind != FAILURE:
            self._seal(entry)
        self.beside += [f"{text} (merito diff adopted {entry.number})" for text in told]

    def note(self, entry: Entry) -> None:
        """Writes the head outside after an entry added by somebody else, an adoption."""
        self.last = entry
        if seal_path(self.out, entry.ente, entry.year).parent.is_dir():
            self._seal(entry)

    def _seal(self, entry: Entry) -> None:
        """Writes the head next to its results; one that the register lacks is kept, to be reported again."""
        if shown(seal_path(self.out, entry.ente, entry.year)) in {one.where for one in self.gone}:
            return
        try:
            seal(self.out, entry)
        except OSError as error:
            fault = fault_told(error, self.out)
            said = say("l'impronta della voce {entry} non è scritta: {fault}", entry=entry.number, fault=fault)
            self.unnoted.append(in_words(said))

    def _anchored(self) -> None:
        if self.anchor is None or self.last is None:
            return
        try:
            note(self.anchor, self.last)
        except OSError as error:
            fault = fault_told(error, self.anchor)
            self.unnoted.append(in_words(say("l'ancora non è scritta: {fault}", fault=fault)))

    def close(self) -> list[str]:
        """Closes the register; says why a run is not recorded, or that the register is not the one noted."""
        self._anchored()
        if self.register is not None:
            self.register.close()
        told = []
        if self.why:
            not_there = say(
                "registro: un'esecuzione non registrata: {why}",
                many="registro: {runs} esecuzioni non registrate: {why}",
                number="runs",
                runs=self.lost,
                why=self.why,
            )
            told.append(in_words(not_there))
        others = (*gone_told(self.gone), *self.unnoted)
        return [*told, *(in_words(say("registro: {what}", what=one)) for one in others)]

    def end(self) -> bool:
        """Closes the register and prints the added entries, and everything wrong with it. False if something is."""
        wrong = self.close()
        if self.numbers and self.place is not None:
            first, last = self.numbers[0], self.numbers[-1]
            added = say(
                "registro: voce {first}, in {place}",
                many="registro: {entries} voci, da {first} a {last}, in {place}",
                number="entries",
                entries=len(self.numbers),
                first=first,
                last=last,
                place=self.place.shown,
            )
            console().print(one_line(in_words(added)), soft_wrap=True)
        for told in self.beside:
            console().print(one_line(told), soft_wrap=True)
        for told in wrong:
            errors().print(one_line(told), soft_wrap=True)
        return not wrong


def gone_told(gone: Sequence[LostHead]) -> Iterator[str]:
    """That a register is older than noted, with a few of the heads that it lacks."""
    if gone:
        yield in_words(
            say(
                "non è più quello di prima: tagliato, rifatto o sostituito con una copia vecchia "
                "(merito register verify)"
            )
        )
    yield from map(str, gone[:FEW])
    if len(gone) > FEW:
        yield in_words(say("e altre impronte tenute fuori, che nel registro non ci sono: {n}", n=len(gone) - FEW))


def draft_of(record: Record, course: Course, written: WrittenResults, part: Workspace) -> DraftEntry | None:
    """The entry of a run that has just ended, with the time; None for a simulation.

    `part` is the ente's workspace, whose own file is an input too.
    """
    if record.simulated:
        return None
    return run_draft(record, course, written, inputs_of(record, part), datetime.now().astimezone())


def inputs_of(record: Record, part: Workspace) -> Mapping[str, str]:
    """The hashes of everything that a run has read."""
    shared = {WORKSPACE_FILE: part.digest} if part.digest else {}
    return {**shared, **record.hashes}


def _held(reader: "Reader", ente: str, year: int, hashes: Mapping[str, str]) -> Entry | None:
    """The last run of an ente and year, if its files have these hashes; otherwise None."""
    try:
        last = reader.latest(RUN, ente, year)
        return last if last and last.every_file == hashes and reader.content(hashes[SUMMARY]) else None
    except RegisterError:
        return None


def _beside_adopted(reader: "Reader", draft: DraftEntry) -> list[str]:
    """How the figures of a new run compare with those of the adopted one, which stays adopted."""
    ente, year, files = (draft.body[name] for name in ("ente", "year", "files"))
    assert isinstance(ente, str) and isinstance(year, int) and isinstance(files, dict)
    adoption = reader.adoption(ente, year)
    adopted = reader.entry(adoption.body["run"]) if adoption else None
    if adoption is None or adopted is None:
        return []
    from merito.register.told import act_text  # noqa: PLC0415 (only where something is adopted)

    same = figures_of(adopted.files) == figures_of(files)
    figures = say("le stesse cifre di questa esecuzione") if same else say("altre cifre che questa esecuzione")
    if not same and is_former(adopted.files):
        figures = say("file di una versione precedente: merito diff dice se le cifre sono le stesse")
    stays = say(
        "{ente}: resta adottata la voce {entry} (atto {act}), con {figures}",
        ente=ente,
        entry=adopted.number,
        act=act_text(adoption),
        figures=figures,
    )
    return [in_words(stays)]
