"""`--dask`: the enti of a run on a Dask cluster. The only module that imports Dask, and only when it is needed.

If a worker ends, the cluster gives its enti to others. An ente on which workers end repeatedly is tried once more,
alone, after all others, so that no other ente is blamed.
"""

import asyncio
import logging
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic
from uuid import uuid4

from attrs import define
from distributed import Client, Future, KilledWorker, Security, rpc

from merito.execution.on_cluster import Terms, run_one, terms_of, unlike
from merito.execution.orders import One, Orders, Ran
from merito.execution.pool import LostTask, PoolError
from merito.workspace.in_place import make_own_folder

CONNECTS, STARTS, LOOKS, PATIENCE = 5.0, 5.0, 5.0, 60.0
AT_MOST = 5
NOBODY = "--dask: a «{}» non risponde uno scheduler di Dask"
WHICH = "l'indirizzo è quello che «dask scheduler» dice quando parte, come tcp://10.0.0.1:8786"
REMEDY = "su ogni macchina lo stesso merito e gli stessi regolamenti; poi riavviare i worker"


@define(eq=False)
class Cluster:
    """A cluster whose workers match this machine."""

    client: Client
    terms: Terms

    def answers(self, tasks: Collection[One]) -> Iterator[tuple[One, Ran | LostTask]]:
        """Every ente with its answer, in the order in which they are ready. Raises PoolError."""
        suspects: list[One] = []
        for one, answer in self._together(tasks):
            if answer is None:
                suspects.append(one)
            else:
                yield one, answer
        for suspect in suspects:
            for one, answer in self._together([suspect]):
                yield one, answer or LostTask("i worker che lo eseguivano sono finiti, ogni volta")

    def _together(self, tasks: Collection[One]) -> Iterator[tuple[One, Ran | LostTask | None]]:
        """Every ente with its answer; None if too many workers ended on it."""
        group = f"{self.terms.run}-{uuid4().hex}"
        keys = [(group, place) for place in range(len(tasks))]
        futures = self.client.map(run_one, tasks, key=keys, terms=self.terms, pure=False)
        of, done = dict(zip(futures, tasks, strict=True)), SimpleQueue[Future[Ran | LostTask]]()
        for future in futures:
            future.add_done_callback(done.put)
        futures.clear()
        try:
            while of:
                future = self._next(done)
                yield of.pop(future), _answer(future)
                future.release()
        finally:
            self.client.cancel(list(of))

    def _next(self, done: "SimpleQueue[Future[Ran | LostTask]]") -> "Future[Ran | LostTask]":
        """The next one that is ready; waits while there is a worker, and some time for one to come back."""
        last = monotonic()
        while True:
            try:
                return done.get(timeout=LOOKS)
            except Empty:
                if _workers(self.client):
                    last = monotonic()
                elif monotonic() - last > PATIENCE:
                    raise PoolError("il cluster non ha più worker") from None


def _answer(future: "Future[Ran | LostTask]") -> Ran | LostTask | None:
    try:
        return future.result()
    except KilledWorker:
        return None
    except CancelledError:
        raise PoolError("il cluster non risponde più") from None
    except Exception as error:
        return LostTask(f"errore del programma: {error!r}")


@contextmanager
def cluster_at(address: str, orders: Orders, regulations: Iterable[str], files: Iterable[Path]) -> Iterator[Cluster]:
    """The cluster at an address, after checking that all of its workers match this machine. Raises PoolError."""
    for name in ("distributed", "distributed.client", "tornado.application"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    run = f"merito-{uuid4().hex}"
    with _connected(address) as client, _sign(orders.target, run) as sign:
        terms = terms_of(run, orders, regulations, (*files, sign))
        _hold_against(client, terms)
        yield Cluster(client, terms)


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    if not address.strip():
        raise PoolError("--dask: manca l'indirizzo, come tcp://10.0.0.1:8786")
    try:
        kind = asyncio.run(_kind_at(address))
    except TimeoutError:
        raise PoolError(f"{NOBODY.format(address)} in {CONNECTS:.0f} secondi; {WHICH}") from None
    except Exception as error:  # any program may be listening there
        raise PoolError(f"{NOBODY.format(address)} ({_first_line(error)}); {WHICH}") from None
    if kind != "Scheduler":
        raise PoolError(f"{NOBODY.format(address)} (è l'indirizzo di un {kind}); {WHICH}")
    with Client(address, timeout=CONNECTS, set_as_default=False, name="merito") as client:
        yield client


async def _kind_at(address: str) -> str:
    """What answers at an address: a client that finds nobody there does not end for a long time."""
    async with (
        asyncio.timeout(CONNECTS),
        rpc(address, connection_args=Security().get_connection_args("client")) as there,
    ):
        return str((await there.identity())["type"])


@contextmanager
def _sign(out: Path, run: str) -> Iterator[Path]:
    """A file in the folder of the results, by which a worker recognises that it has the same folder."""
    sign = out / f".{run}"
    try:
        make_own_folder(out)
        sign.write_text(run, encoding="utf-8")
    except OSError as error:
        raise PoolError(f"{out}: non ci si scrive ({error.strerror})") from None
    try:
        yield sign
    finally:
        sign.unlink(missing_ok=True)


def _hold_against(client: Client, terms: Terms) -> None:
    """Raises PoolError with everything that prevents a worker from giving the same bytes."""
    try:
        client.wait_for_workers(1, timeout=STARTS)
    except TimeoutError:
        raise PoolError(
            "--dask: il cluster non ha worker: avviarne uno, con «dask worker INDIRIZZO --nthreads 1»"
        ) from None
    said = client.run(unlike, terms, on_error="return")
    odd = [
        f"worker {worker}: {line}"
        for worker, lines in said.items()
        for line in ([f"non può eseguire merito ({lines!r})"] if isinstance(lines, BaseException) else lines)
    ]
    if odd:
        more = [f"e altre {len(odd) - AT_MOST} differenze"] if len(odd) > AT_MOST else []
        raise PoolError("\n".join((*odd[:AT_MOST], *more, REMEDY)))


def _workers(client: Client) -> int:
    try:
        return len(client.scheduler_info()["workers"])
    except (OSError, ValueError, KeyError):
        return 0


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
