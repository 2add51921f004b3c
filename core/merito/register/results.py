"""Compares the folders of results with the register: what was altered, is missing, or was written by no run."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from merito.outputs.own_folder import SUMMARY
from merito.outputs.writer import result_folder, without_stale
from merito.outputs.written import file_hashes
from merito.register.entries import RUN, Entry
from merito.register.problems import RegisterError
from merito.workspace.files import content_hash
from merito.workspace.system_faults import fault_told

if TYPE_CHECKING:
    from merito.register.store import Reader


@frozen(kw_only=True)
class ResultsHeld:
    """How many folders of an ente and year were compared, and the problems and remarks (Italian)."""

    folders: int
    problems: tuple[str, ...]
    remarks: tuple[str, ...]


@frozen
class _Told:
    """The problems and remarks about one folder."""

    problems: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def results_held(reader: "Reader", out: Path, enti: Collection[str]) -> ResultsHeld:
    """Compares every folder of results below `out` with the last run of its ente and year, or the adopted one.

    `enti` are those that must have results: a register may also contain runs of others.
    """
    known = reader.run_last()
    folders = {of: result_folder(out, *of) for of in known}
    told = [
        _held(reader, *of, number, folders[of]) for of, number in known.items() if of[0] in enti or folders[of].is_dir()
    ]
    kept = {folder.resolve() for folder in folders.values()}
    strangers = [
        f"{_shown(path.parent)}: risultati di nessuna esecuzione del registro"
        for path in sorted(out.glob(f"*/*/{SUMMARY}"))
        if path.parent.resolve() not in kept
    ]
    return ResultsHeld(
        folders=len(told) + len(strangers),
        problems=(*(line for one in told for line in one.problems), *strangers),
        remarks=tuple(line for one in told for line in one.remarks),
    )


def _shown(folder: Path) -> str:
    return "/".join(folder.parts[-2:])


def _held(reader: "Reader", ente: str, year: int, number: int, folder: Path) -> _Told:
    shown = f"{ente}/{year}"
    try:
        last = reader.entry(number)
        assert last is not None
        if not folder.is_dir():
            return _Told((f"{shown}: la cartella dei risultati manca (voce {number})",))
        found = _found(folder)
        if _same(last, found):
            return _Told()
        adoption = reader.adoption(ente, year)
        for one in reversed(reader.entries(ente, year, RUN)):
            if not _same(one, found):
                continue
            if adoption is not None and adoption.body["run"] == one.number:
                why = f"sono i risultati adottati, della voce {one.number}; l'ultima esecuzione è la voce {number}"
                return _Told(remarks=(f"{shown}: {why}",))
            return _Told((f"{shown}: sono i risultati della voce {one.number}, non dell'ultima, la voce {number}",))
        return _Told(tuple(f"{shown}/{line}" for line in _differences(last, found)))
    except RegisterError as error:
        return _Told((f"{shown}: i risultati non si possono confrontare: {error}",))
    except OSError as error:
        return _Told((f"{shown}: i risultati non si possono leggere: {fault_told(error, folder)}",))


def _found(folder: Path) -> Mapping[str, str]:
    """The hashes of the files in a folder; that of `summary.json` as it was before a later run failed."""
    found = file_hashes(folder)
    if SUMMARY in found:
        found[SUMMARY] = content_hash(without_stale((folder / SUMMARY).read_bytes()))
    return found


def _same(run: Entry, found: Mapping[str, str]) -> bool:
    return not any(_differences(run, found))


def _differences(run: Entry, found: Mapping[str, str]) -> Iterator[str]:
    """The differences from a run, file by file; an entry of an earlier version does not cover all of its files."""
    for name, known in sorted(run.every_file.items()):
        if name not in found:
            yield f"{name}: manca (voce {run.number})"
        elif found[name] != known:
            yield f"{name}: alterato, non è quello della voce {run.number}"
    if run.beside is not None:
        yield from (
            f"{name}: estraneo, la voce {run.number} non lo ha scritto" for name in found if name not in run.every_file
        )
