"""Forms of an earlier print that are no longer printed: unchanged ones are deleted, others set aside."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import frozen

from merito.workspace.files import file_hash

APART = "superati"
BLANK = "-da-compilare"
OURS = re.compile(r"[A-Za-z0-9_-]+/[A-Za-z0-9._-]+\.(?:docx|html)")


@frozen(kw_only=True)
class Judged:
    """Decides which earlier files have ended: these forms, or all except those that are kept apart."""

    forms: frozenset[str] = frozenset()
    all_but: frozenset[str] | None = None
    blank: bool = False

    def ended(self, form: str, file: str) -> bool:
        """Whether a file of an earlier print has ended, if it was not printed again."""
        if (BLANK in Path(file).stem) is not self.blank:
            return False
        return form in self.forms or (self.all_but is not None and form not in self.all_but)


NOTHING = Judged()


@frozen(kw_only=True)
class Ended:
    """Files that were deleted unchanged, and changed files that were set aside."""

    gone: tuple[Path, ...] = ()
    apart: tuple[Path, ...] = ()


def end(place: Path, rows: Iterable[tuple[str, ...]]) -> Ended:
    """Deletes the files of an index (form, subject, file, state, hash), or sets them aside. Raises OSError."""
    gone, apart = list[Path](), list[Path]()
    for row in rows:
        path = place / row[2]
        if not OURS.fullmatch(row[2]) or path.parent.is_symlink() or path.is_symlink() or not path.is_file():
            continue
        if file_hash(path) == row[-1]:
            path.unlink()
            gone.append(path)
        else:
            apart.append(_set_apart(place, path))
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
    return Ended(gone=tuple(gone), apart=tuple(apart))


def _set_apart(place: Path, path: Path) -> Path:
    folder = place / APART
    folder.mkdir(mode=place.stat().st_mode & 0o777, exist_ok=True)
    new = next(one for one in _names(folder, path) if not one.exists() and not one.is_symlink())
    return path.rename(new)


def _names(folder: Path, path: Path) -> Iterator[Path]:
    yield folder / path.name
    number = 2
    while True:
        yield folder / f"{path.stem}-{number}{path.suffix}"
        number += 1
