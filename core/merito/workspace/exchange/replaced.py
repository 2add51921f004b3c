"""Writes a proposed content in the place of a file, and keeps what it replaces, to be taken back.

What is replaced stands beside, in `.sostituiti/`, with the moment and its name. Only the file that was seen is
replaced: if a spreadsheet, or another window, has changed it meanwhile, nothing is overwritten.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from attrs import evolve, frozen

from merito.model.messages import Sayable, say
from merito.workspace.exchange.composed import NewContent, composed
from merito.workspace.exchange.held import Held, Kind, common_held, csv_held, held_as
from merito.workspace.exchange.proposed import Proposed, as_it_is
from merito.workspace.exchange.site import ExchangeError, Site
from merito.workspace.files import CSV, WORKBOOKS, FileError, content_hash, content_of, shown_path
from merito.workspace.in_place import make_folder, write_new, write_whole
from merito.workspace.one_writer import one_writer
from merito.workspace.problems import Problems

KEPT = ".sostituiti"
BUSY = "un altro sta scrivendo questo file: ripetere quando ha finito"
STAMP = "%Y%m%dT%H%M%S"
NAMED = re.compile(r"(\d{8}T\d{6})-(\d{3,})-(.+?)(\.assente)?")
ABSENT = ".assente"
"""Ends the name of an empty file that says: before this, there was no file."""


@frozen(kw_only=True)
class Kept:
    """What was replaced: the file that it was, when, and where it stands now. If `absent`, there was no file."""

    path: Path
    of: Path
    shown: str
    at: datetime
    absent: bool = False


class ChangedMeanwhileError(ExchangeError):
    """The file is no longer the one that was seen."""


def write(content: NewContent, at: datetime) -> Path:
    """Replaces a file, if it is still the one that was seen; returns where the old one is kept.

    Raises ChangedMeanwhileError, and OSError if another is writing it or the system refuses; then the old one stays.
    """
    path = content.path
    with one_writer(path, BUSY):
        before = path.read_bytes() if path.exists() else None
        if (None if before is None else content_hash(before)) != content.seen:
            raise ChangedMeanwhileError(
                say(
                    "{file}: è cambiato intanto, e non si sovrascrive: guardare di nuovo e ripetere", file=content.shown
                )
            )
        kept = _keep(path, before, at)
        if content.content is None:
            path.unlink(missing_ok=True)
        elif before is None:
            write_new(path, content.content, like=_neighbour(path))
        else:
            write_whole(path, content.content)
    return kept


def open_elsewhere(path: Path) -> bool:
    """Whether a spreadsheet program says that it has the file open: what it saves later would replace ours."""
    return any((path.parent / name).exists() for name in (f"~${path.name}", f".~lock.{path.name}#"))


def kept_of(site: Site) -> tuple[Kept, ...]:
    """What was replaced of an ente and year, in its folders and of its common tables, the latest first."""
    folders = dict.fromkeys((site.year_folder, site.config.folder, site.workspace.root))
    common = {one.raw.file for one in site.workspace.shared}
    found = [
        one
        for folder in folders
        for one in _kept_in(folder, site)
        if folder != site.workspace.root or folder == site.config.folder or one.of.name in common
    ]
    return tuple(sorted(found, key=lambda one: (one.at, one.path.name), reverse=True))


def taken_back(site: Site, kept: Kept, held: Held) -> tuple[Proposed | None, NewContent]:
    """What was replaced as a proposed content, and as the file that it makes in the place of what is there now.

    Of a common table only this ente's rows. Nothing is proposed if it does not read as a table. Raises ExchangeError.
    """
    try:
        content = content_of(kept.path)
    except FileError as error:
        raise ExchangeError(str(error.problem(shown_path(kept.path, site.workspace.root)))) from None
    old = None if kept.absent else _as_it_was(site, held, content)
    columns = tuple(sorted(old.index, key=old.index.__getitem__)) if old is not None else ()
    proposed, notes = None, _of_other_sheets(held, content)
    if columns and old is not None:
        language = old.language
        proposed = Proposed(
            held=held, heads=old.heads, columns=columns, language=language, lines=old.lines, notes=notes
        )
    elif kept.absent and held.index:
        proposed = evolve(as_it_is(held), lines=())
    if held.kind is Kind.COMMON and proposed is not None:
        return proposed, composed(proposed, site)
    made = NewContent(
        path=kept.of,
        shown=kept.shown,
        content=None if kept.absent else content,
        seen=held.digest,
        sheet=held.sheet,
        rows={line.number: line.number for line in proposed.lines} if proposed else {},
        columns=dict(zip(proposed.heads, proposed.columns, strict=False)) if proposed else {},
    )
    return proposed, made


def _of_other_sheets(held: Held, content: bytes) -> tuple[Sayable, ...]:
    """Which other sheets of a workbook are not as they were, since the whole file is taken back."""
    if held.kind is not Kind.SHEET:
        return ()
    from merito.workspace.workbooks.spreadsheets import sheets_in  # noqa: PLC0415 (only for a workbook)

    now, then = (dict(sheets_in(one, held.path.name)) for one in (held.content, content))
    others = tuple(one for one in dict.fromkeys((*now, *then)) if one != held.sheet and now.get(one) != then.get(one))
    told = say("il file si riprende intero: cambiano anche i fogli {sheets}", sheets=others)
    return (told,) if others else ()


def _as_it_was(site: Site, held: Held, content: bytes) -> Held | None:
    """The table as an earlier file held it; None if that has none."""
    if held.kind is Kind.COMMON:
        return common_held(site, held.table, held.path, content)
    empty = evolve(held, heads=(), index={}, lines=(), uneven=frozenset(), problems=())
    if held.path.suffix == CSV:
        return csv_held(empty, content, site.config.encoding, Problems())
    from merito.workspace.workbooks.spreadsheets import read_ods, read_xlsx  # noqa: PLC0415 (only for a workbook)

    raws = (read_xlsx if held.path.name == WORKBOOKS[0] else read_ods)(content, held.shown, Problems())
    return next((held_as(empty, raw, Problems()) for raw in raws if raw.sheet == held.sheet), None)


def _keep(path: Path, before: bytes | None, at: datetime) -> Path:
    folder = path.parent / KEPT
    if folder.is_symlink():
        raise ExchangeError(say("{folder}: è un collegamento: al suo posto mettere una cartella", folder=str(folder)))
    make_folder(folder, like=path.parent)
    number = 1 + len(list(folder.glob(f"{at.strftime(STAMP)}-*")))  # of one second the last has the highest
    while True:
        kept = folder / f"{at.strftime(STAMP)}-{number:03}-{path.name}{ABSENT if before is None else ''}"
        with suppress(FileExistsError):
            write_new(kept, before or b"", like=path if before is not None else _neighbour(path))
            return kept
        number += 1


def _neighbour(path: Path) -> Path | None:
    """A file of the same folder whose rights a new one has."""
    there = (one for one in sorted(path.parent.iterdir()) if one.is_file() and not one.name.startswith("."))
    return next(there, None)


def _kept_in(folder: Path, site: Site) -> Iterator[Kept]:
    place = folder / KEPT
    for path in sorted(place.iterdir()) if place.is_dir() and not place.is_symlink() else ():
        found = NAMED.fullmatch(path.name)
        if found is None or not path.is_file() or path.is_symlink():
            continue
        try:
            at = datetime.strptime(found[1], STAMP)
        except ValueError:
            continue
        of = folder / found[3]
        yield Kept(path=path, of=of, shown=shown_path(of, site.workspace.root), at=at, absent=bool(found[4]))
