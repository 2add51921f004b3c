"""Who runs the enti of a run: this process, several of this machine, or the workers of a cluster."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from functools import partial
from typing import TYPE_CHECKING

from merito.cli.options import stop
from merito.cli.selection import Selection
from merito.cli.sweeps import seldom_swept
from merito.cli.worker import One, Ran, Worker, make_worker
from merito.outputs.standing import INTERRUPTED, STANDINGS
from merito.outputs.writer import result_folder
from merito.report.ran import Failed
from merito.workspace.config import ENTE_FILE, WORKSPACE_FILE
from merito.workspace.ente_config import read_ente
from merito.workspace.in_place import clear_left
from merito.workspace.one_writer import one_writer
from merito.workspace.problems import BadDataError

if TYPE_CHECKING:
    from merito.cli.cluster import Cluster

NO_DASK = "--dask vuole l'aggiunta «dask»: pip install 'merito[dask]', qui e su ogni macchina del cluster"


def each_of(tasks: list[One], worker: Worker, processes: int, cluster: "Cluster | None") -> Iterator[tuple[One, Ran]]:
    """One ente alone runs here; several run in processes of their own, so that none can end the others.

    So does one with rules of its own: if they end the process, its run is told as one that gave nothing.
    """
    if cluster is None and len(tasks) < 2 and not any(_has_own_rules(one, worker) for one in tasks):
        seldom_swept()
        yield from ((one, worker(one)) for one in tasks)
        return
    from merito.cli.pool import Lost, Pool, PoolError  # noqa: PLC0415 (only for several enti)

    orders = worker.orders

    def clear(_: int, one: One) -> None:
        folder = result_folder(orders.target, one.ente, one.year)
        with suppress(OSError), one_writer(folder, ""):  # else for whoever writes there by now
            clear_left(folder)
        with suppress(OSError):  # made for its lock, where there is nothing else in it
            folder.parent.rmdir()

    left = dict.fromkeys(tasks)
    try:
        with (
            nullcontext(cluster) if cluster else Pool[One, Ran](processes, partial(make_worker, orders), clear) as crew
        ):
            for one, answer in crew.answers(tasks):
                del left[one]
                if isinstance(answer, Lost):
                    clear(0, one)  # the worker of a cluster leaves its lock too
                    failed = Failed(one.ente, STANDINGS[INTERRUPTED], (answer.told,))
                    yield one, worker.failed(failed, one.year)
                else:
                    yield one, answer
    except PoolError as error:
        for one in left:
            yield one, worker.failed(Failed(one.ente, STANDINGS[INTERRUPTED], (str(error),)), one.year)


def _has_own_rules(one: One, worker: Worker) -> bool:
    try:
        return read_ente(one.folder, worker.workspace.every()[one.part]).rules is not None
    except BadDataError:
        return False  # told when it is run


@contextmanager
def cluster_of(address: str | None, worker: Worker, chosen: Selection) -> "Iterator[Cluster | None]":
    """The cluster that `--dask` asks for, None without it; ends the program where it cannot do the work."""
    if address is None:
        yield None
        return
    from merito.cli.pool import PoolError  # noqa: PLC0415 (only for several enti)

    try:
        from merito.cli.cluster import cluster_at  # noqa: PLC0415 (heavy, and an extra: Dask)
    except ImportError:
        stop(NO_DASK)
    regulations = {one.regulation for one in chosen.listed if one.id in chosen.homes}
    roots = [part.root for part in chosen.workspace.every()]
    files = [root / name for root in roots for name in (WORKSPACE_FILE, ENTE_FILE) if (root / name).is_file()]
    with ExitStack() as open_until_the_end:
        try:
            cluster = open_until_the_end.enter_context(cluster_at(address, worker.orders, regulations, files))
        except PoolError as error:
            stop(str(error))
        yield cluster
