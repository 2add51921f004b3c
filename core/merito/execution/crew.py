"""Chooses where enti run: in this process, in several on this machine, or on the workers of a cluster."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from functools import partial
from typing import TYPE_CHECKING

from merito.execution.orders import CLUSTER, PROCESS, TOO_LONG, One, Orders, Ran
from merito.execution.sweeps import seldom_swept
from merito.execution.worker import Worker, make_worker
from merito.outputs.standing import INTERRUPTED, STANDINGS
from merito.outputs.writer import result_folder
from merito.terminal.ran import Failed
from merito.workspace.config import ENTE_FILE, WORKSPACE_FILE
from merito.workspace.in_place import clear_left
from merito.workspace.one_writer import LETS_GO, one_writer
from merito.workspace.problems import WorkspaceError
from merito.workspace.selection import Selection

if TYPE_CHECKING:
    from merito.execution.cluster import Cluster
    from merito.execution.pool import Pool

NO_DASK = "--dask vuole l'aggiunta «dask»: pip install 'merito[dask]', qui e su ogni macchina del cluster"
LOOKED_AT, CHANGED = 1000, 20


def each_of(tasks: list[One], worker: Worker, processes: int, cluster: "Cluster | None") -> Iterator[tuple[One, Ran]]:
    """Each ente with its outcome. A single ente runs here; several in other processes, so that none can end the rest.

    Each ente with its own rules has a separate process on this machine, so that they cannot affect other enti. Those
    whose files say that nothing has changed need none.
    """
    left = list[One]()
    yield from _unchanged(tasks, worker, left)
    yield from _worked(left, worker, processes, cluster)


def _unchanged(tasks: list[One], worker: Worker, left: list[One]) -> Iterator[tuple[One, Ran]]:
    """Enti whose results stand, with what is told of them; all others are added to those `left`.

    After so many that have changed, or are looked at, the rest is left to several processes, which are faster then.
    """
    asked = worker.orders.only_changed
    for place, one in enumerate(tasks):
        here = asked and not one.anew and place < LOOKED_AT and len(left) < CHANGED
        ran = worker.unchanged(one) if here else None
        if ran is None:
            left.append(one)
        else:
            yield one, ran


def _worked(tasks: list[One], worker: Worker, processes: int, cluster: "Cluster | None") -> Iterator[tuple[One, Ran]]:
    if not tasks:
        return
    if cluster is None and worker.orders.alone and not any(one.own_rules for one in tasks):
        seldom_swept()
        yield from ((one, worker(one)) for one in tasks)
        return
    from merito.execution.pool import Pool  # noqa: PLC0415 (only for several enti, or own rules)

    orders = worker.orders
    patience, make = orders.patience and orders.patience + orders.wait, partial(make_worker, orders)
    common, own = [one for one in tasks if not one.own_rules], [one for one in tasks if one.own_rules]
    if cluster is not None:
        yield from _answered(common, worker, nullcontext(cluster))
    else:
        yield from _answered(common, worker, Pool(processes, make, partial(_clear, orders), patience=patience))
    yield from _answered(own, worker, Pool(processes, make, partial(_clear, orders), apart=True, patience=patience))


def _answered(
    tasks: list[One], worker: Worker, processes: "AbstractContextManager[Pool[One, Ran] | Cluster]"
) -> Iterator[tuple[One, Ran]]:
    from merito.execution.pool import LostTask, PoolError  # noqa: PLC0415 (only for several enti, or own rules)

    left = dict.fromkeys(tasks)
    try:
        with processes as crew:
            for one, answer in crew.answers(tasks):
                del left[one]
                if isinstance(answer, LostTask):
                    code = TOO_LONG if answer.late else PROCESS
                    _clear(worker.orders, 0, one)  # a cluster worker leaves its lock file too
                    yield (
                        one,
                        worker.failed(Failed(one.ente, STANDINGS[INTERRUPTED], (answer.told,), code=code), one.year),
                    )
                else:
                    yield one, answer
    except PoolError as error:
        for one in left:
            yield one, worker.failed(Failed(one.ente, STANDINGS[INTERRUPTED], (str(error),), code=CLUSTER), one.year)


def _clear(orders: Orders, _: int, one: One) -> None:
    folder = result_folder(orders.target, one.ente, one.year)
    with suppress(OSError), one_writer(folder, "", LETS_GO):  # unless another process is writing there
        clear_left(folder)
    with suppress(OSError):  # created only for its lock
        folder.parent.rmdir()


@contextmanager
def cluster_of(address: str | None, worker: Worker, chosen: Selection) -> "Iterator[Cluster | None]":
    """The cluster that `--dask` asks for, None without it. Raises PoolError if it cannot do the work.

    And WorkspaceError if Dask is not installed.
    """
    if address is None:
        yield None
        return
    try:
        from merito.execution.cluster import cluster_at  # noqa: PLC0415 (heavy, and an extra: Dask)
    except ImportError:
        raise WorkspaceError(NO_DASK) from None
    regulations = {one.regulation for one in chosen.listed if one.id in chosen.homes}
    roots = [part.root for part in chosen.workspace.every()]
    files = [root / name for root in roots for name in (WORKSPACE_FILE, ENTE_FILE) if (root / name).is_file()]
    with ExitStack() as open_until_the_end:
        yield open_until_the_end.enter_context(cluster_at(address, worker.orders, regulations, files))
