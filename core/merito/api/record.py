"""The record of a year: its tables, what explains them, and how they are written and entered in the register."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from attrs import define, field, frozen

from merito.api.tables import Table, tables_of
from merito.cycle import run as run_cycle
from merito.cycle.exploring import with_adopted
from merito.execution.crew import each_of
from merito.execution.keep import Keeping
from merito.execution.look import Look, looked_at, said
from merito.execution.orders import One, Orders
from merito.execution.worker import Computed, Worker
from merito.explanation import Explainer, UnknownSubjectError
from merito.explanation.data import as_data
from merito.explanation.index import Index
from merito.explanation.text import as_text
from merito.model.faults import MeritoError
from merito.model.language import in_words
from merito.model.messages import Code, Message, say
from merito.outputs.marks import simulation_json
from merito.outputs.writer import result_folder
from merito.register.access import NONE_KEPT, register_place
from merito.register.entries import DraftEntry, Entry
from merito.register.place import anchor_of
from merito.register.problems import RegisterError
from merito.regulations.patience import TooLongError
from merito.simulation.asked import place_of_results
from merito.wording.figures import reference_text, subject_text
from merito.wording.rules_told import own_rules_lines
from merito.wording.suppositions import simulation_lines
from merito.workspace.common import installed_regulations
from merito.workspace.config import Workspace
from merito.workspace.dossiers import Opened
from merito.workspace.formats import formats_problem, in_order
from merito.workspace.supposed import Asked

Answer = TypeVar("Answer")
EXAMPLES = 3
NOT_WRITTEN = say("i risultati si scrivono prima di registrarli: record.write()")
SIMULATED = say("una simulazione non entra nel registro")


@frozen
class Explained:
    """Where a figure comes from: as Italian text, and as the data that `merito explain --json` prints."""

    text: str
    data: Mapping[str, Any]

    def __str__(self) -> str:
        return self.text


class UnusableEnteError(MeritoError):
    """The data, the plugin or the rules of an ente are at fault: every message (Italian)."""

    exit_code: ClassVar[int] = 1


@frozen
class _Refusal:
    """An error that crosses from another process."""

    messages: Sequence[str]
    error: type[MeritoError] = UnusableEnteError


@frozen
class Year:
    """What a record is computed from: an ente of a workspace, its year, the day of the run, supposed values."""

    workspace: Workspace
    one: One
    as_of: date
    provisional: bool
    asked: tuple[Asked, ...]
    patience: float

    def look(self, say: Callable[[Opened], Answer | _Refusal]) -> Answer:
        """What a function of a module says of the opened ente. Rules of its own run in a separate process.

        Raises BadDataError or another MeritoError, with everything that is wrong, if the ente cannot be opened.
        """
        look = Look[Answer | _Refusal](
            root=self.workspace.root,
            as_of=self.as_of,
            say=say,
            failed=_Refusal,
            patience=self.patience,
            provisional=self.provisional,
            asked=self.asked,
        )
        try:
            if self.one.own_rules:
                ((_, answer),) = looked_at([self.one], look, self.workspace)
            else:
                answer = said(self.one, look, self.workspace, installed_regulations())
        except TooLongError as error:
            raise UnusableEnteError(str(error)) from None
        if isinstance(answer, _Refusal):
            raise answer.error("\n".join(answer.messages))
        return answer


@define(eq=False, repr=False)
class Record:
    """The results of an ente and year at a day. Nothing is written before `write`, nor registered before `keep`.

    The tables are complete: they name persons. Those used most are `people`, `rewards`, `funds` and `findings`.
    """

    _year: Year
    _computed: Computed | None = None
    _tables: Mapping[str, Table] | None = None
    _day: date | None = None
    _explainer: Explainer | None = field(default=None, init=False)
    _draft: DraftEntry | None = field(default=None, init=False)
    _out: Path | None = field(default=None, init=False)

    def __repr__(self) -> str:
        return f"<Record of {self.ente} {self.year}, {self.as_of}>"

    @property
    def ente(self) -> str:
        """The id of the ente."""
        return self._year.one.ente

    @property
    def year(self) -> int:
        """The year of the cycle."""
        return self._year.one.year

    @property
    def as_of(self) -> date:
        """The day up to which acts are seen."""
        return self._year.as_of if self._day is None else self._day

    @property
    def simulated(self) -> bool:
        """Whether the figures rest on supposed values."""
        return bool(self._year.asked)

    @property
    def tables(self) -> Mapping[str, Table]:
        """Every result table by name, with the columns of docs/results.md."""
        if self._tables is None:
            assert self._computed is not None
            self._tables = _tables(self._computed)
        return self._tables

    def table(self, name: str) -> Table:
        """A result table. Raises MeritoError for an unknown one, with the names that there are."""
        if name not in self.tables:
            raise MeritoError(
                say("nessuna tabella {name}; ci sono: {known}", name=Code(name), known=tuple(self.tables))
            )
        return self.tables[name]

    @property
    def people(self) -> Table:
        """The evaluations, a row for each person."""
        return self.table("people")

    @property
    def rewards(self) -> Table:
        """The prizes and pays, a row for each person, tool and line of a fund."""
        return self.table("rewards")

    @property
    def funds(self) -> Table:
        """The lines of the funds."""
        return self.table("funds")

    @property
    def findings(self) -> Table:
        """The findings, each with its rule and article."""
        return self.table("findings")

    def frame(self, name: str) -> Any:
        """A result table as a frame of polars or pandas. Raises MeritoError if neither is installed."""
        return self.table(name).frame()

    def explain(self, subject: str = "") -> Explained:
        """Where a figure comes from: `person:E1`, `reward:E1/annual`, `fund:staff`, or an id alone if it is unique.

        Without a subject, what can be asked for. Raises MeritoError if no result is about the subject.
        """
        if self._computed is not None:
            if self._explainer is None:
                self._explainer = explainer_of(self._computed)
            return explained(subject, self._computed, self._explainer)
        return self._year.look(partial(_explained_apart, subject))

    def write(self, folder: str | Path | None = None, formats: Sequence[str] | None = None) -> Path:
        """Writes the results, as `merito run` does, and returns the folder of this ente and year.

        `folder` is by default the workspace's folder of results; `formats` are some of csv, xlsx and html, and csv is
        always written. Raises MeritoError if they cannot be written; earlier results then stay.
        """
        year = self._year
        if formats is not None and (problem := formats_problem(list(formats))):
            raise MeritoError(problem)
        out = place_of_results(None if folder is None else Path(folder), year.workspace, year.asked)
        orders = Orders(
            root=year.workspace.root,
            target=out,
            as_of=year.as_of,
            provisional=year.provisional,
            asked=year.asked,
            formats=year.workspace.formats if formats is None else in_order(list(formats)),
            patience=year.patience,
        )
        worker = Worker(orders, year.workspace)
        if self._computed is not None:
            ran = worker(year.one, self._computed)
        else:
            ((_, ran),) = each_of([year.one], worker, 1, None)
        if ran.told.why:
            raise UnusableEnteError("\n".join(ran.told.texts))
        self._draft, self._out = ran.draft, out
        return result_folder(out, self.ente, self.year)

    def keep(self) -> Entry:
        """Enters the written results in the workspace's register, and returns the new entry.

        Raises MeritoError if they are not written yet, if they are simulated, or if there is no register; RegisterError
        if the register cannot be written, or is not the one that was noted beside the results.
        """
        workspace = self._year.workspace
        if self.simulated:
            raise MeritoError(SIMULATED)
        if self._out is None or self._draft is None:
            raise MeritoError(NOT_WRITTEN)
        place = register_place(workspace)
        if place is None:
            raise MeritoError(NONE_KEPT)
        kept = Keeping(place, self._out, anchor_of(workspace))
        kept.begin()
        kept.keep(self._draft)
        if wrong := kept.close():
            raise RegisterError("\n".join(wrong))
        assert kept.last is not None
        return kept.last


def record_of(year: Year) -> Record:
    """Computes the record of a year. Raises MeritoError, with everything that is wrong, if it cannot."""
    if year.one.own_rules:
        tables, day = year.look(_tables_apart)
        return Record(year, tables=tables, day=day)
    computed = year.look(computed_of)
    return Record(year, computed, day=computed.record.as_of)


def computed_of(opened: Opened) -> Computed:
    """The record of an opened ente, of which nothing is written yet."""
    return Computed(opened, run_cycle(opened.course, opened.hashes))


def _tables(computed: Computed) -> Mapping[str, Table]:
    return tables_of(computed.record, computed.opened.course.stack)


def _tables_apart(opened: Opened) -> tuple[Mapping[str, Table], date]:
    computed = computed_of(opened)
    return _tables(computed), computed.record.as_of


def _explained_apart(subject: str, opened: Opened) -> Explained | _Refusal:
    try:
        return explained(subject, computed_of(opened))
    except MeritoError as error:
        return _Refusal((str(error),), type(error))


def explainer_of(computed: Computed) -> Explainer:
    """What explains every figure of a record, and what each open reading would give if it were adopted."""
    course = computed.opened.course
    return Explainer(with_adopted(computed.record, course), course.stack, computed.opened.written)


def explained(subject: str, computed: Computed, explainer: Explainer | None = None) -> Explained:
    """The explanation of a figure; without a subject, what can be explained.

    Raises MeritoError if no result is about the subject.
    """
    explainer = explainer or explainer_of(computed)
    own, simulation = tuple(own_rules_lines(computed.opened.course.stack)), computed.record.simulation
    if not subject:
        kinds = explainer.index.by_kind()
        return Explained("\n".join((*own, _what_there_is(kinds))), {"version": 1, "subjects": kinds})
    try:
        meant = explainer.index.meant(subject)
    except UnknownSubjectError as error:
        raise MeritoError(_unknown(error, explainer.index)) from None
    found = explainer.explain(meant)
    if not found:
        raise MeritoError(say("{meant} è nei dati, ma nessun risultato lo riguarda", meant=subject_text(meant)))
    data = as_data(found)
    data |= {"simulation": simulation_json(simulation)} if simulation else {}
    data |= {"own_rules": list(own)} if own else {}
    supposed = simulation_lines(simulation) if simulation else ()
    lines = (*own, *(f"SIMULAZIONE: {line}" for line in supposed), as_text(*found))
    return Explained("\n".join(lines), data)


def _what_there_is(kinds: Mapping[str, Sequence[str]]) -> str:
    """One line for each kind of subject: how many there are, and the first ones."""
    lines = [in_words(say("Si può chiedere di:"))]
    for kind, own in kinds.items():
        named = ", ".join(map(reference_text, own[:EXAMPLES])) + (", ..." if len(own) > EXAMPLES else "")
        lines.append(f"  {subject_text(kind)} ({len(own)}): {named}")
    return "\n".join(lines)


def _unknown(error: UnknownSubjectError, index: Index) -> Message:
    near = tuple(map(reference_text, error.near))
    if error.several:
        return say("{subject} può dire più cose: {near}", subject=Code(error.subject), near=near)
    what = say("nessun risultato su {subject}", subject=Code(error.subject))
    kind, mark, _ = error.subject.partition(":")
    if near:
        return say("{what}. Si può chiedere per esempio di: {near}", what=what, near=near)
    if mark:
        what = say("{what}: {kind} non è tra ciò di cui si può chiedere", what=what, kind=Code(kind))
    kinds = tuple(f"{subject_text(one)} ({one})" for one in index.by_kind())
    return say("{what}. Si può chiedere di: {kinds}", what=what, kinds=kinds)
