"""The evaluators' workbooks that `merito collect` handed out, by the sealed list in the folder of the year."""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

from merito.model.looked_at import SheetOut
from merito.workspace.files import FileError, content_hash, content_of, shown_path

SEALED_LIST = "schede_consegnate.json"


def sheets_out(folder: Path, root: Path, hashes: dict[str, str]) -> tuple[SheetOut, ...]:
    """Who was handed a workbook, when, and about whom. Of a list that cannot be read nothing is known here.

    `merito collect` tells what is wrong with it.
    """
    path = folder / SEALED_LIST
    if not path.is_file():
        return ()
    with suppress(FileError, OSError, ValueError, KeyError, TypeError):
        content = content_of(path)
        hashes[shown_path(path, root)] = content_hash(content)
        return tuple(map(_sheet, json.loads(content.decode("utf-8"))))
    return ()


def _sheet(one: Mapping[str, object]) -> SheetOut:
    rows = one["righe"]
    if not isinstance(rows, list):
        raise TypeError("righe")
    people = tuple(dict.fromkeys(str(row["persona"]) for row in rows))
    return SheetOut(str(one["valutatore"]), str(one["scheda"]), date.fromisoformat(str(one["consegnata"])), people)
