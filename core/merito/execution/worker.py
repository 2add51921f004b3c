"""Runs and writes one ente after the other: in this process, or in one of several."""

import json
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from errno import EBUSY
from functools import partial
from time import monotonic

from attrs import define, evolve, field, frozen

from merito.comparison.enti import INDEX
from merito.contract.faults import PluginError
from merito.cycle import run as run_cycle
from merito.cycle.course import Course
from merito.execution.crashes import crash_place, keep_crash, program_error, traceback_of
from merito.execution.facts import facts_of
from merito.execution.keep import draft_of, inputs_of
from merito.execution.orders import DISK, LOCK, PROGRAM, TOO_LONG, One, Orders, Ran
from merito.execution.sweeps import seldom_swept
from merito.execution.unchanged import identities_of, made_from, present_files, standing_summary
from merito.model.columns import Table
from merito.model.record import Record
from merito.outputs.own_folder import SUMMARY
from merito.outputs.publication_set import FRAGMENT, ToSite, place_of
from merito.outputs.result_tables import OutTable
from merito.outputs.standing import (
    BAD_DATA,
    INTERRUPTED,
    NOT_TRUSTED,
    NOT_WRITTEN,
    PLUGIN_FAULT,
    STANDINGS,
    figure_of,
)
from merito.outputs.writer import mark_stale, result_folder, write_record
from merito.regulations import Identity, PluginFaultError, Regulations, UntrustedError
from merito.regulations.own import read_own_files, refusal
from merito.regulations.patience import TooLongError, within
from merito.regulations.raised import is_of_the_rule
from merito.simulation.kept import FILE, simulation_text
from merito.terminal.ran import Done, Failed
from merito.terminal.run_table import told, told_again
from merito.wording.rules_told import own_rules_lines
from merito.workspace.common import installed_regulations
from merito.workspace.config import Workspace, open_workspace
from merito.workspace.dossiers import Opened, changed_meanwhile, open_ente
from merito.workspace.ente_config import EnteConfig, read_ente
from merito.workspace.files import file_hash
from merito.workspace.formats import HTML, XLSX
from merito.workspace.in_place import clear_left
from merito.workspace.one_writer import one_writer
from merito.workspace.people_names import full_names, names_files
from merito.workspace.problems import BadDataError
from merito.workspace.system_faults import fault_told

BUSY = (
    "un'altra esecuzione sta scrivendo i risultati di {ente} del {year}: ripetere quando è finita, o aspettarla "
    "con --wait SECONDI"
)


@frozen
class Computed:
    """An opened ente and the record of its run, of which nothing is written yet."""

    opened: Opened
    record: Record


@define
class Worker:
    """Runs enti of one workspace, opened once."""

    orders: Orders
    workspace: Workspace
    regulations: Regulations = field(factory=installed_regulations)

    def __call__(self, one: One, computed: Computed | None = None) -> Ran:
        """Runs an ente and writes its results; those `computed` before are written as they are.

        Its errors affect no other, and its earlier results stay. Nobody else writes them meanwhile.
        """
        began = monotonic()
        try:
            with self._one_writer(one.ente, one.year):
                ran = self._in_time(one, computed)
        except OSError as error:
            ran = self._not_written(one, error)
        place = crash_place(self.orders.target, one.ente)
        kept = keep_crash(place, one.year, ran.told.crash) if not ran.standing else ""
        return evolve(ran, milliseconds=int((monotonic() - began) * 1000), crash_file=kept)

    def _in_time(self, one: One, computed: Computed | None) -> Ran:
        try:
            with within(self.orders.patience):
                return self._alone(one, computed)
        except TooLongError as error:
            clear_left(result_folder(self.orders.target, one.ente, one.year))
            return self._marked(Failed(one.ente, STANDINGS[INTERRUPTED], (str(error),), code=TOO_LONG), one.year)

    def _alone(self, one: One, computed: Computed | None) -> Ran:
        orders = self.orders
        try:
            folder = result_folder(orders.target, one.ente, one.year)
            clear_left(folder)
            clear_left(folder / SUMMARY)
            standing = None if one.anew or not orders.only_changed else self._standing(one)
            return standing or self._written(one, computed or self._run(one))
        except BadDataError as error:
            failed = Failed(one.ente, STANDINGS[BAD_DATA], error.messages, error.places)
        except UntrustedError as error:
            failed = Failed(one.ente, STANDINGS[NOT_TRUSTED], error.messages)
        except (PluginError, PluginFaultError) as error:
            cause = error.__cause__
            code, crash = (TOO_LONG, "") if isinstance(cause, TooLongError) else ("", traceback_of(cause))
            failed = Failed(one.ente, STANDINGS[PLUGIN_FAULT], error.messages, code=code, crash=crash)
        except OSError as error:
            return self._not_written(one, error)
        except (SystemExit, GeneratorExit, KeyboardInterrupt) as error:
            if not is_of_the_rule(error):
                raise
            told_it = f"un plugin ha chiesto di finire ({error!r})"
            failed = Failed(one.ente, STANDINGS[PLUGIN_FAULT], (told_it,), crash=traceback_of(error))
        except Exception as error:
            why, crash = (program_error(error),), traceback_of(error)
            failed = Failed(one.ente, STANDINGS[INTERRUPTED], why, code=PROGRAM, crash=crash)
        return self._marked(failed, one.year)

    def failed(self, failed: Failed, year: int) -> Ran:
        """An ente that could not run: its earlier results are marked."""
        if not result_folder(self.orders.target, failed.ente, year).is_dir():
            return Ran(told(failed))
        try:
            with self._one_writer(failed.ente, year):
                return self._marked(failed, year)
        except OSError as error:
            return self._unmarked(failed, error)

    def _marked(self, failed: Failed, year: int) -> Ran:
        try:
            mark_stale(self.orders.target, failed.ente, year, failed.why, self.orders.as_of)
        except OSError as error:
            return self._unmarked(failed, error)
        return Ran(told(failed))

    def _one_writer(self, ente: str, year: int) -> AbstractContextManager[None]:
        busy = BUSY.format(ente=ente, year=year)
        return one_writer(result_folder(self.orders.target, ente, year), busy, self.orders.wait)

    def _not_written(self, one: One, error: OSError) -> Ran:
        code = LOCK if error.errno == EBUSY else DISK
        why = fault_told(error, self.orders.target)
        return Ran(told(Failed(one.ente, STANDINGS[NOT_WRITTEN], (why,), code=code)))

    def _unmarked(self, failed: Failed, error: OSError) -> Ran:
        why = fault_told(error, self.orders.target)
        told_too = f"i risultati di prima non si possono segnare come superati: {why}"
        return Ran(told(evolve(failed, messages=(*failed.messages, told_too))))

    def _part(self, one: One) -> Workspace:
        return self.workspace.every()[one.part]

    def _run(self, one: One) -> Computed:
        orders, part = self.orders, self._part(one)
        opened = open_ente(
            one.folder, part, self.regulations, one.year, orders.as_of, orders.provisional, orders.asked, one.own_rules
        )
        if opened.config.id != one.ente:
            raise changed_meanwhile(one.folder, part, f"«id»: è cambiato da «{one.ente}» a «{opened.config.id}»")
        if (opened.config.own.folder is not None) != one.own_rules:
            raise changed_meanwhile(one.folder, part, "«rules»: è cambiato")
        return Computed(opened, run_cycle(opened.course, opened.hashes))

    def _written(self, one: One, computed: Computed) -> Ran:
        orders, part = self.orders, self._part(one)
        opened, record = computed.opened, computed.record
        stack = opened.course.stack
        known = self._made_from(opened.hashes, one, identities_of(stack))
        names = full_names(opened.config, one.year)
        pages = partial(self._pages, record, opened.course, part, names)
        written = write_record(record, stack, orders.target, pages, known, orders.formats, names)
        done = Done(
            ente=one.ente,
            record=record,
            folder=written.folder,
            inputs=stack.inputs,
            rulebook=stack.rulebook,
            own_rules=tuple(own_rules_lines(stack)),
            names=names,
            disclosed=written.disclosed,
        )
        draft = draft_of(record, opened.course, written, part) if orders.registered else None
        facts = facts_of(json.loads(written.texts[SUMMARY]), known, written.hashes[SUMMARY])
        return Ran(told(done, one.year if orders.years else None, orders.texts, orders.alone), draft, facts=facts)

    def unchanged(self, one: One) -> Ran | None:
        """The report on results that a run would give again, if files alone tell; None if a worker has to look.

        Nothing of a plugin is imported, so it may be asked in the process that must not end.
        """
        began, folder = monotonic(), result_folder(self.orders.target, one.ente, one.year)
        if not folder.is_dir():
            return None
        try:
            with one_writer(folder, ""):
                clear_left(folder)
                clear_left(folder / SUMMARY)
                config = read_ente(one.folder, self._part(one))
                unloaded = self.regulations.unloaded(config.regulation, config.own)
                if unloaded is None:
                    return None
                ran = self._still(one, config, unloaded.identities, unloaded.inputs.tables)
        except (OSError, BadDataError, PluginError):
            return None
        return None if ran is None else evolve(ran, milliseconds=int((monotonic() - began) * 1000))

    def _standing(self, one: One) -> Ran | None:
        """The same, with the regulation loaded; of one that cannot be, the run says why."""
        config = read_ente(one.folder, self._part(one))
        try:
            if config.own.folder is not None and refusal(config.own, read_own_files(config.own.folder)):
                return None
            stack = self.regulations.stack(config.regulation, config.own, run_own=False)
        except PluginError:
            return None
        return self._still(one, config, identities_of(stack), stack.inputs.tables)

    def _still(
        self, one: One, config: EnteConfig, layers: Sequence[Identity], tables: Mapping[str, Table]
    ) -> Ran | None:
        """The report on results made from these very layers and the files of the ente; None if they are others."""
        orders = self.orders
        files = present_files(config, self._part(one), one.year, tables)
        known = self._made_from(files, one, layers)
        found = standing_summary(result_folder(orders.target, one.ente, one.year), known)
        if found is None:
            return None
        summary, hashes = found
        again = told_again(one.ente, summary, one.year if orders.years else None)
        return Ran(again, standing=hashes, facts=facts_of(summary, known, hashes[SUMMARY]))

    def _made_from(self, files: Mapping[str, str], one: One, layers: Sequence[Identity]) -> str:
        orders, part = self.orders, self._part(one)
        run = {
            "year": one.year,
            "as_of": orders.as_of.isoformat(),
            "provisional": orders.provisional,
            "compared": bool(orders.compared),
            "formats": list(orders.formats),
        }
        before = figure_of(orders.target, one.ente, one.year - 1)
        run |= {"before": str(before)} if before is not None else {}
        run |= {"overview": orders.compared} if orders.compared not in ("", INDEX) else {}
        names = {path.name: file_hash(path) for path in names_files(one.folder, one.year)}
        run |= {"names": names} if names else {}
        asked = {"asked": [str(one) for one in orders.asked]} if orders.asked else {}
        return made_from(files, part, layers, run | asked)

    def _pages(
        self,
        record: Record,
        course: Course,
        part: Workspace,
        names: Mapping[str, str],
        tables: tuple[OutTable, ...],
        site: ToSite,
    ) -> Mapping[str, str]:
        """The pages of an ente's results, by file name."""
        page = {}
        if HTML in self.orders.formats:
            from merito import page as pages  # noqa: PLC0415 (heavy: only for a page)

            workbooks = XLSX in self.orders.formats
            page[pages.INDEX] = pages.index_page(
                record, course.stack, tables, site, self.orders.compared, workbooks, names
            )
            before = figure_of(self.orders.target, record.dossier.ente.id, record.dossier.year - 1)
            page[pages.GIUNTA] = pages.giunta_page(record, course.stack, tables, before, names)
            to_paste = pages.fragment(record, site)
            calibration = pages.calibration_page(record, course.stack, names)
            page |= {pages.CALIBRATION: calibration} if calibration else {}
            page |= {place_of(record.dossier.year, FRAGMENT): to_paste} if to_paste else {}
        return page | ({FILE: simulation_text(record, course, inputs_of(record, part))} if record.simulated else {})


def make_worker(orders: Orders) -> Worker:
    """The worker of a separate process."""
    worker = Worker(orders, open_workspace(orders.root))
    seldom_swept()
    return worker
