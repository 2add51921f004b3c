"""`merito run`: the cycle of every ente of a workspace, sequentially, in parallel, or on a cluster."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated

from attrs import evolve
from click.exceptions import Exit

from merito.cli.options import (
    PATIENCE,
    AsOfOption,
    EnteOption,
    JobsOption,
    PathArgument,
    PatienceOption,
    YearOption,
    processes_of,
)
from merito.comparison.end_of_run import compare_enti, everybody, lines_of_many
from merito.comparison.enti import Comparison, years_text
from merito.execution.crew import cluster_of, each_of
from merito.execution.keep import Keeping
from merito.execution.orders import One, Orders, Ran, tasks_of
from merito.execution.worker import Worker
from merito.model.language import in_words
from merito.model.messages import say
from merito.numbers import day_text
from merito.outputs.standing import BAD_DATA, OF_THE_OPERATION, STANDINGS, failure
from merito.register.access import register_place
from merito.register.place import anchor_of
from merito.simulation.asked import SetOption, place_of_results, suppositions, tell_simulation
from merito.terminal.console import ERRORS, OPERATION, console, errors, in_lines, one_line, stop, tell_of_no_ente
from merito.terminal.interrupts import not_heard
from merito.terminal.options import DIRECTORY, SECONDS, Option
from merito.terminal.progress import watched
from merito.terminal.ran import Failed
from merito.terminal.run_table import EnteTold, print_run
from merito.workspace.formats import HTML, formats_problem, in_order
from merito.workspace.selection import Selection, select

if TYPE_CHECKING:
    from merito.execution.cluster import Cluster

FEW = 20
STOPPED = 130


class FailOn(StrEnum):
    """What else than an error sets the exit code 1."""

    BLOCKED = "blocked"
    WARNING = "warning"


def run(
    path: PathArgument,
    ente: EnteOption = None,
    year: YearOption = None,
    as_of: AsOfOption = None,
    provisional: Annotated[
        bool,
        Option(
            "--provisional",
            say("Apre le condizioni delle fasi; ogni cifra lo dice, e di quanto è sospeso nulla si paga."),
        ),
    ] = False,
    jobs: JobsOption = "1",
    dask: Annotated[
        str | None, Option("--dask", say("Esegue sul cluster Dask che risponde a questo indirizzo."), say("INDIRIZZO"))
    ] = None,
    only_changed: Annotated[
        bool,
        Option(
            "--only-changed",
            say("Salta gli enti i cui risultati sono già quelli che darebbe un'esecuzione a questa data."),
        ),
    ] = False,
    out: Annotated[
        Path | None, Option("--out", say("Cartella dei risultati; se manca: quella dello spazio di lavoro."), DIRECTORY)
    ] = None,
    fail_on: Annotated[
        list[FailOn] | None,
        Option(
            "--fail-on",
            say(
                "Esce con 1 anche per questo: blocked (somme sospese o fasi bloccate), warning "
                "(avvisi); si può ripetere."
            ),
        ),
    ] = None,
    supposed: SetOption = None,
    wait: Annotated[
        int,
        Option(
            "--wait",
            say("Quanto attendere un'altra esecuzione che sta scrivendo gli stessi risultati."),
            SECONDS,
            min=0,
        ),
    ] = 0,
    patience: PatienceOption = PATIENCE,
    formats: Annotated[
        str | None,
        Option(
            "--formats",
            say("Che cosa si scrive: csv,xlsx,html; se manca: quanto dice lo spazio di lavoro."),
            say("ELENCO"),
        ),
    ] = None,
) -> None:
    """Run the cycle and write its results, one folder per ente and year."""
    processes = processes_of(jobs)
    if dask is not None and jobs != "1":
        stop(say("--jobs e --dask non stanno insieme: quanti processi siano lo dice il cluster"))
    chosen = select(path, ente, year, as_of)
    written = chosen.workspace.formats if formats is None else _formats(formats)
    simulated = suppositions(supposed, chosen)
    target = place_of_results(out, chosen.workspace, simulated.asked)
    kept = Keeping(None if simulated.asked else register_place(chosen.workspace), target, anchor_of(chosen.workspace))
    stray = tell_of_no_ente(chosen.of_no_ente, chosen.whole)
    kept.begin()
    enti, count = everybody(chosen), len(chosen.homes) + len(chosen.broken)
    orders = Orders(
        root=chosen.workspace.root,
        target=target,
        as_of=chosen.as_of,
        provisional=provisional,
        only_changed=only_changed,
        registered=kept.place is not None,
        compared=len(enti) > 1,
        texts=count <= FEW,
        alone=count == 1,
        years=len(chosen.years) > 1,
        asked=simulated.asked,
        formats=written,
        wait=wait,
        patience=patience,
    )
    worker, lines = Worker(orders, chosen.workspace), dict[str, EnteTold]()
    try:
        with cluster_of(dask, worker, chosen) as cluster:
            for name, error in chosen.broken.items():
                failed = Failed(name, STANDINGS[BAD_DATA], error.messages, error.places)
                lines[name] = worker.failed(failed, chosen.year_of(name)).told
            for ran in _all(tasks_of(chosen), worker, processes, cluster, kept):
                lines[ran.told.ente] = ran.told
    except KeyboardInterrupt:
        with not_heard():
            kept.end()
            left = in_words(
                say(
                    "interrotto: enti eseguiti {lines} su {count}, i loro risultati sono interi",
                    lines=len(lines),
                    count=count,
                )
            )
            errors().print(
                in_lines(in_words(say("{left}; per gli altri: la stessa riga con --only-changed", left=left))),
                soft_wrap=True,
            )
            raise Exit(STOPPED) from None
    told = [lines[name] for name in (*chosen.broken, *chosen.homes)]
    failing = [line for line in told if _fails(line, fail_on or [])]
    ended = compare_enti(told, chosen, enti, target, simulated.asked, HTML in written)
    _print(told, failing, ended.comparison, chosen)
    compared = ended.tell()
    tell_simulation(simulated, target)
    recorded = kept.end()
    if not (recorded and compared) or any(failure(line.why) in OF_THE_OPERATION for line in told if line.why):
        raise Exit(OPERATION)
    if failing or stray:
        raise Exit(ERRORS)


def _formats(asked: str) -> tuple[str, ...]:
    """The formats that `--formats` names; ends the program on anything else."""
    given = [one.strip() for one in asked.split(",") if one.strip()]
    if problem := formats_problem(given):
        stop(say("--formats: {problem}", problem=problem))
    return in_order(given)


def _all(tasks: list[One], worker: Worker, processes: int, cluster: "Cluster | None", kept: Keeping) -> Iterator[Ran]:
    """Every ente, registered as it ends. An unchanged one that is not in the register is run after all."""
    unchanged: dict[One, Ran] = {}
    running = each_of(tasks, worker, processes, cluster)
    for one, ran in watched(running, len(tasks), lambda done: done[0].ente, errors(), monotonic):
        if ran.standing:
            unchanged[one] = ran
        else:
            kept.keep(ran.draft)
            yield ran
    missing = kept.missing({(one.ente, one.year): ran.standing for one, ran in unchanged.items()})
    yield from (ran for one, ran in unchanged.items() if (one.ente, one.year) not in missing)
    anew = [evolve(one, anew=True) for one in unchanged if (one.ente, one.year) in missing]
    for _, ran in each_of(anew, worker, processes, cluster) if anew else ():
        kept.keep(ran.draft)
        yield ran


def _print(
    told: Sequence[EnteTold], failing: Sequence[EnteTold], comparison: Comparison | None, chosen: Selection
) -> None:
    terminal, years = console(), years_text(chosen.years)
    if len(told) <= FEW or comparison is None:
        print_run(told, years, chosen.as_of, terminal)
        return
    terminal.print(
        one_line(say("Ciclo della performance {years}, al {as_of}", years=years, as_of=day_text(chosen.as_of))),
        soft_wrap=True,
    )
    ran = {line.ente for line in told}
    for text in lines_of_many(told, failing, [row for row in comparison.rows if row.ente in ran]):
        terminal.print(one_line(text), soft_wrap=True)


def _fails(line: EnteTold, fail_on: list[FailOn]) -> bool:
    return (
        bool(line.why)
        or "error" in line.severities
        or (FailOn.BLOCKED in fail_on and line.held)
        or (FailOn.WARNING in fail_on and "warning" in line.severities)
    )
