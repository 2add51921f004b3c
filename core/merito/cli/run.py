"""`merito run`: the cycle of every ente of a workspace, sequentially, in parallel, or on a cluster."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from errno import EBUSY
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click
from attrs import define, evolve, field
from click.exceptions import Exit

from merito.cli.chosen_enti import FEW, ListOption, RegulationOption, StateOption, narrowed, nobody_told, with_list
from merito.cli.options import (
    PATIENCE,
    AsOfOption,
    DebugOption,
    EnteOption,
    JobsOption,
    PathArgument,
    PatienceOption,
    YearOption,
    processes_of,
)
from merito.cli.run_options import (
    DaskOption,
    FailedOption,
    FailOn,
    FailOnOption,
    FormatsOption,
    JsonOption,
    LimitOption,
    LogOption,
    NamesOption,
    OnlyChangedOption,
    OutOption,
    ProvisionalOption,
    WaitOption,
)
from merito.comparison.end_of_run import compare_enti, everybody, failing_of_many, lines_of_many, other_year
from merito.comparison.enti import Comparison, years_text
from merito.comparison.files import overview_names
from merito.execution.crew import cluster_of, each_of
from merito.execution.keep import Keeping
from merito.execution.orders import One, Orders, Ran, tasks_of
from merito.execution.run_file import CUT, ENDED, OVER, RunFile
from merito.execution.worker import Worker
from merito.model.faults import MeritoError
from merito.model.language import in_words
from merito.model.messages import say
from merito.numbers import day_text
from merito.outputs.own_folder import RUN_FILE
from merito.outputs.standing import BAD_DATA, OF_THE_OPERATION, STANDINGS, failure
from merito.register.access import register_place
from merito.register.entries import failure_draft
from merito.register.place import anchor_of
from merito.simulation.asked import SetOption, place_of_results, suppositions, tell_simulation
from merito.terminal.console import (
    ERRORS,
    OK,
    OPERATION,
    Voice,
    console,
    errors,
    in_lines,
    is_quiet,
    one_line,
    speaking_as,
    stop,
    tell_of_no_ente,
)
from merito.terminal.interrupts import at_most, not_heard
from merito.terminal.last_run import gone_lines
from merito.terminal.log import Log
from merito.terminal.progress import watched
from merito.terminal.ran import Failed
from merito.terminal.run_table import EnteTold, counts_told, in_short, print_run
from merito.workspace.formats import HTML, formats_problem, in_order
from merito.workspace.one_writer import one_writer
from merito.workspace.selection import Selection, select
from merito.workspace.system_faults import fault_told

if TYPE_CHECKING:
    from merito.execution.cluster import Cluster

STOPPED = 130
LOOKED_UP = 200
BUSY = say(
    "un'altra esecuzione sta scrivendo in questa cartella: ripetere quando è finita, o aspettarla con --wait SECONDI"
)


def run(
    path: PathArgument,
    ente: EnteOption = None,
    year: YearOption = None,
    as_of: AsOfOption = None,
    regulation: RegulationOption = None,
    state: StateOption = None,
    listed: ListOption = None,
    failed: FailedOption = False,
    provisional: ProvisionalOption = False,
    jobs: JobsOption = "1",
    dask: DaskOption = None,
    only_changed: OnlyChangedOption = False,
    out: OutOption = None,
    fail_on: FailOnOption = None,
    supposed: SetOption = None,
    wait: WaitOption = 0,
    patience: PatienceOption = PATIENCE,
    limit: LimitOption = 0,
    formats: FormatsOption = None,
    as_json: JsonOption = False,
    log: LogOption = None,
    names: NamesOption = False,
    debug: DebugOption = False,
) -> None:
    """Run the cycle and write its results, one folder per ente and year."""
    processes = processes_of(jobs)
    if dask is not None and jobs != "1":
        stop(say("--jobs e --dask non stanno insieme: quanti processi siano lo dice il cluster"))
    chosen = select(path, with_list(ente, listed), year, as_of)
    written = chosen.workspace.formats if formats is None else _formats(formats)
    simulated = suppositions(supposed, chosen)
    target = place_of_results(out, chosen.workspace, simulated.asked)
    chosen = narrowed(chosen, target, regulation, state, failed)
    if not (chosen.homes or chosen.broken):
        errors().print(one_line(nobody_told(failed)), soft_wrap=True)
        raise Exit(OK)
    scratch = target.resolve() != chosen.workspace.out.resolve()
    place = None if simulated.asked or scratch else register_place(chosen.workspace)
    kept = Keeping(place, target, anchor_of(chosen.workspace))
    enti, count = everybody(chosen), len(chosen.homes) + len(chosen.broken)
    orders = Orders(
        root=chosen.workspace.root,
        target=target,
        as_of=chosen.as_of,
        provisional=provisional,
        only_changed=only_changed,
        registered=kept.place is not None,
        compared=overview_names(other_year(chosen))[1] if len(enti) > 1 else "",
        texts=count <= FEW,
        alone=count == 1,
        years=len(chosen.years) > 1,
        asked=simulated.asked,
        formats=written,
        wait=wait,
        patience=patience,
    )
    logged = Log(names) if log else None
    this = _Run(chosen, orders, kept, RunFile(orders), logged)
    with speaking_as(Voice(is_quiet() or as_json, logged.told if logged else None)), _alone(target, wait):
        stray = tell_of_no_ente(chosen.of_no_ente, chosen.whole)
        kept.begin()
        this.all(processes, dask, limit)
        ended = compare_enti(list(this.told), chosen, enti, target, simulated.asked, HTML in written)
        failing = [line for line in this.told if _fails(line, fail_on or [])]
        this.tell(failing, ended.comparison, fail_on or [], debug)
        compared = ended.tell()
        tell_simulation(simulated, target)
        faults = {"comparison": not compared, "register": not kept.end()}
        code = OPERATION if this.of_the_operation or any(faults.values()) else OK
        faults |= {"rows_of_no_ente": stray, "gone": this.tell_gone()}
        code = max(code, ERRORS if failing or stray or faults["gone"] else OK)
        code = this.end(ENDED, code, [name for name, there in faults.items() if there])
    if as_json:
        for piece in this.file.pieces():
            click.echo(piece, nl=False)
    raise Exit(code)


@contextmanager
def _alone(target: Path, wait: int) -> Iterator[None]:
    """One run at a time in a folder of results; ends the program if another one is there, after so many seconds.

    Where nothing can be locked each ente says so.
    """
    with ExitStack() as until_the_end:
        try:
            until_the_end.enter_context(one_writer(target / RUN_FILE, in_words(BUSY), wait))
        except OSError as error:
            if error.errno == EBUSY:
                stop(fault_told(error, target), OPERATION)
        yield


def _formats(asked: str) -> tuple[str, ...]:
    """The formats that `--formats` names; ends the program on anything else."""
    given = [one.strip() for one in asked.split(",") if one.strip()]
    if problem := formats_problem(given):
        stop(say("--formats: {problem}", problem=problem))
    return in_order(given)


@define
class _Run:
    """A run of enti: what became of each so far, in the register, in `run.json` and in the log."""

    chosen: Selection
    orders: Orders
    kept: Keeping
    file: RunFile
    log: Log | None
    lines: dict[str, EnteTold] = field(factory=dict)

    @property
    def told(self) -> Sequence[EnteTold]:
        """What is told of each ente, in the order of the workspace."""
        return [self.lines[name] for name in (*self.chosen.broken, *self.chosen.homes)]

    @property
    def of_the_operation(self) -> bool:
        """Whether some ente failed by the operation itself."""
        return any(failure(line.why) in OF_THE_OPERATION for line in self.told if line.why)

    def all(self, processes: int, dask: str | None, limit: int) -> None:
        """Runs every ente; ends the program if it is interrupted, or after so many seconds."""
        chosen, worker = self.chosen, Worker(self.orders, self.chosen.workspace)
        mine = {*chosen.broken, *chosen.homes}
        self.file.begin(evolve(one, year=chosen.year_of(one.id)) for one in chosen.listed if one.id in mine)
        with at_most(limit) as over:
            try:
                self._each(worker, processes, dask)
            except KeyboardInterrupt:
                with not_heard():
                    code = self._cut(len(mine), limit if over() else 0)
                raise Exit(code) from None
            except MeritoError as error:  # there is no cluster
                self.end(CUT, error.exit_code, ("cluster",))
                raise

    def _each(self, worker: Worker, processes: int, dask: str | None) -> None:
        chosen = self.chosen
        with cluster_of(dask, worker, chosen) as cluster:
            for name, error in chosen.broken.items():
                failed = Failed(name, STANDINGS[BAD_DATA], error.messages, error.places)
                self._note((name, chosen.year_of(name)), worker.failed(failed, chosen.year_of(name)))
            for one, ran in _all(tasks_of(chosen), worker, processes, cluster, self.kept, self.log is None):
                self._note((one.ente, one.year), ran)

    def _note(self, of: tuple[str, int], ran: Ran) -> None:
        self.lines[of[0]] = ran.told if self.orders.texts else in_short(ran.told)
        entry = self.file.note(of, ran)
        if ran.told.why:
            name, regulation = (entry[one] or "" for one in ("name", "regulation"))
            draft = failure_draft(of, name, regulation, entry["state"], entry["causes"], self.orders.as_of)
            self.kept.keep(draft)
        if self.log is not None:
            self.log.ente(entry, len(self.lines), len(self.chosen.homes) + len(self.chosen.broken))

    def tell_gone(self) -> bool:
        """Tells enti of the last run that are not in the workspace any more; whether there are any.

        An ente whose config could not be read had the name of its folder: it is not looked for.
        """
        chosen = self.chosen
        if not chosen.whole:
            return False
        here = {(one.id, one.year) for one in chosen.listed}
        gone = [of for of in self.file if of[1] in chosen.years and of not in here]
        told = [of for of in gone if self.file.entry(of)["regulation"]]
        self.file.gone(gone)
        for text in gone_lines(told):
            errors().print(one_line(text), soft_wrap=True)
        return bool(told)

    def _cut(self, count: int, limit: int) -> int:
        """Ends a run that is interrupted, or is over by its `limit`; returns its exit code."""
        self.kept.end()
        why = say("finiti i {limit} secondi di --limit", limit=str(limit)) if limit else say("interrotto")
        left = in_words(
            say(
                "{why}: enti eseguiti {lines} su {count}, i loro risultati sono interi",
                why=why,
                lines=len(self.lines),
                count=count,
            )
        )
        errors().print(
            in_lines(in_words(say("{left}; per gli altri: la stessa riga con --only-changed", left=left))),
            soft_wrap=True,
        )
        return self.end(OVER, OPERATION, ()) if limit else self.end(CUT, STOPPED, ())

    def end(self, state: str, code: int, faults: Collection[str]) -> int:
        """Writes the end in `run.json`; returns the exit code, which is another one if it cannot be written."""
        if not self.file.end(state, code, faults):
            errors().print(one_line(say("run.json non scritto: {why}", why=self.file.why)), soft_wrap=True)
            code = max(code, OPERATION)
        if self.log is not None:
            self.log.line("end", state=state, exit_code=code, faults=list(faults), **self.file.totals())
        return code

    def tell(
        self, failing: Sequence[EnteTold], comparison: Comparison | None, asked: Collection[FailOn], with_crashes: bool
    ) -> None:
        """Prints the run: of few enti a line each, of many what is not well and the totals; errors of enti apart."""
        terminal, told, years = console(), self.told, years_text(self.chosen.years)
        if len(told) <= FEW or comparison is None:
            print_run(told, years, self.chosen.as_of, terminal, errors())
            for text in counts_told(line for line in failing if asked or line.unchanged):
                errors().print(one_line(text), soft_wrap=True)
        else:
            ran = {line.ente for line in told}
            as_of = day_text(self.chosen.as_of)
            terminal.print(
                one_line(say("Ciclo della performance {years}, al {as_of}", years=years, as_of=as_of)), soft_wrap=True
            )
            for text in failing_of_many(failing, comparison.rows, FailOn.BLOCKED in asked):
                errors().print(one_line(text), soft_wrap=True)
            for text in lines_of_many(told, (row for row in comparison.rows if row.ente in ran)):
                terminal.print(one_line(text), soft_wrap=True)
        for line in told if with_crashes else ():
            if line.crash:
                errors().print(in_lines(f"{line.ente}:\n{line.crash}"), soft_wrap=True)


def _all(
    tasks: list[One], worker: Worker, processes: int, cluster: "Cluster | None", kept: Keeping, shown: bool
) -> Iterator[tuple[One, Ran]]:
    """Every ente, registered as it ends. An unchanged one that is not in the register is run after all.

    Unchanged ones are looked up so many together: the hashes of all would be most of what a run has in memory.
    """
    unchanged: dict[One, Ran] = {}
    anew: list[One] = []
    running = each_of(tasks, worker, processes, cluster)
    if shown:
        running = iter(watched(running, len(tasks), lambda done: done[0].ente, errors(), monotonic))
    for one, ran in running:
        if ran.standing:
            unchanged[one] = ran
        else:
            kept.keep(ran.draft)
            yield one, ran
        if len(unchanged) == LOOKED_UP:
            yield from _registered(unchanged, kept, anew)
            unchanged.clear()
    yield from _registered(unchanged, kept, anew)
    for one, ran in each_of(anew, worker, processes, cluster) if anew else ():
        kept.keep(ran.draft)
        yield one, ran


def _registered(unchanged: Mapping[One, Ran], kept: Keeping, anew: list[One]) -> Iterator[tuple[One, Ran]]:
    """Unchanged enti whose results are in the register; the others are added to those to run `anew`."""
    missing = kept.missing({(one.ente, one.year): ran.standing for one, ran in unchanged.items()})
    for one, ran in unchanged.items():
        if (one.ente, one.year) in missing:
            anew.append(evolve(one, anew=True))
        else:
            yield one, ran


def _fails(line: EnteTold, fail_on: list[FailOn]) -> bool:
    return (
        bool(line.why)
        or "error" in line.severities
        or (FailOn.BLOCKED in fail_on and line.held)
        or (FailOn.WARNING in fail_on and "warning" in line.severities)
    )
