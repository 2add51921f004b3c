"""The work of a Dask worker for a run: it reports differences from the requesting machine, and runs enti.

Nothing here imports Dask. A process runs one ente at a time, whatever its threads, so rules need not be thread-safe.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock, Timer

from attrs import evolve, field, frozen

from merito.contract.faults import PluginError
from merito.execution.orders import One, Orders, Ran
from merito.execution.pool import LATER, LostTask
from merito.execution.unchanged import writers
from merito.execution.worker import Worker
from merito.register.entries import engine
from merito.regulations import NameRefusedError, Regulations
from merito.workspace.common import common_inputs
from merito.workspace.config import open_workspace
from merito.workspace.files import file_hash
from merito.workspace.one_writer import LETS_GO

DIGITS = 12
TOO_LONG = 75
SHARED = "lo spazio di lavoro e i risultati devono stare in cartelle condivise, allo stesso percorso"
_one_at_a_time = Lock()


@frozen
class Terms:
    """What a run requires of every worker: the same `made_with`, and the files that are `seen` here, by their hash.

    `run` is a unique name: a worker that outlives a run reads the next one's workspace again.
    """

    run: str
    orders: Orders = field(eq=False)
    regulations: tuple[str, ...] = field(eq=False)
    made_with: tuple[tuple[str, str], ...] = field(eq=False)
    seen: tuple[tuple[Path, str], ...] = field(eq=False)


def terms_of(run: str, orders: Orders, regulations: Iterable[str], files: Iterable[Path]) -> Terms:
    """The terms of a run on this machine. The lock of a worker that ended at an ente may last a little longer."""
    orders = evolve(orders, wait=max(orders.wait, LETS_GO))
    names = tuple(sorted(set(regulations)))
    seen = tuple((path, file_hash(path)) for path in files)
    return Terms(run, orders, names, tuple(_made_with(names).items()), seen)


def unlike(terms: Terms) -> tuple[str, ...]:
    """How this process differs from the machine of the run (Italian); empty if it gives the same bytes."""
    here = _made_with(terms.regulations)
    told = [f"{name}: lì {here.get(name, 'manca')}, qui {there}" for name, there in terms.made_with]
    unseen = [path for path, known in terms.seen if _hash(path) != known]
    return (
        *(line for line, (name, there) in zip(told, terms.made_with, strict=True) if here.get(name) != there),
        *(f"non vede {path} come lo si vede qui: {SHARED}" for path in unseen),
    )


def run_one(one: One, terms: Terms) -> Ran | LostTask:
    """One ente of a run. A worker that joined late and differs runs none."""
    with _one_at_a_time:
        worker = _worker(terms)
        if not isinstance(worker, Worker):
            return worker
        with _ended_after(terms.orders.patience and terms.orders.patience + terms.orders.wait):
            return worker(one)


@contextmanager
def _ended_after(seconds: float) -> Iterator[None]:
    """Ends this process if it exceeds its time: tasks run in a thread, which nothing else can stop."""
    timer = Timer(seconds + LATER, os._exit, (TOO_LONG,))
    timer.daemon = True
    if seconds:
        timer.start()
    try:
        yield
    finally:
        timer.cancel()


@lru_cache(maxsize=1)
def _worker(terms: Terms) -> Worker | LostTask:
    odd = unlike(terms)
    if odd:
        return LostTask(f"un worker entrato nel cluster durante l'esecuzione: {'; '.join(odd)}")
    return Worker(terms.orders, open_workspace(terms.orders.root))


def _made_with(regulations: Iterable[str]) -> Mapping[str, str]:
    layers = {name: told for regulation in regulations for name, told in _layers(regulation).items()}
    own = engine()
    return {"merito": _named(own["version"], own["files"]), **writers(), **layers}


@cache
def _layers(regulation: str) -> Mapping[str, str]:
    """The layers of a regulation as this process first loaded them: it keeps the modules loaded then."""
    try:
        layers = Regulations(common_inputs()).stack(regulation).layers
    except NameRefusedError:
        return {f"regolamento {regulation}": "manca"}
    except PluginError:
        return {f"regolamento {regulation}": "non si carica"}
    return {f"regolamento {layer.name}": _named(layer.version, layer.fingerprint) for layer in layers}


def _named(version: str, files: str) -> str:
    return f"{version} (file {files[:DIGITS]})"


def _hash(path: Path) -> str:
    try:
        return file_hash(path)
    except OSError:
        return ""
