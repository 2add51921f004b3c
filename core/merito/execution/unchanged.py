"""`--only-changed`: whether the files of an ente and its results are those of its last run, byte by byte."""

import json
import platform
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from merito.model.columns import Table
from merito.outputs.own_folder import RESTS_ON, SUMMARY
from merito.outputs.written import file_hashes
from merito.register.entries import engine
from merito.regulations import OWN, Identity, Stack, own_paths
from merito.workspace.config import CYCLE_FILE, ENTE_FILE, Workspace
from merito.workspace.ente_config import EnteConfig
from merito.workspace.files import (
    CSV,
    LEFT_BY_PROGRAMS,
    OTHER_SHEETS,
    WORKBOOKS,
    content_hash,
    file_hash,
    holds_names,
    shown_path,
)
from merito.workspace.shared import rows_hash
from merito.workspace.sheets_out import SEALED_LIST

WRITERS = ("jinja2",)
MADE_FROM = "made_from"


def identities_of(stack: Stack) -> tuple[Identity, ...]:
    """Its layers by name, version and hash; own rules are among the files of their ente."""
    return tuple((one.name, one.version, one.fingerprint) for one in stack.layers if one.name != OWN)


def made_from(
    hashes: Mapping[str, str], workspace: Workspace, layers: Sequence[Identity], run: Mapping[str, object]
) -> str:
    """The hash of everything that determines the results of an ente: the `hashes` of its files, its layers, `run`."""
    name = layers[-1][0]
    parts = {
        "engine": engine(),
        "with": writers(),
        "layers": layers,
        "files": dict(hashes),
        "locale": workspace.locale,
        "defaults": workspace.defaults.get(name, {}),
        "run": dict(run),
    }
    return content_hash(json.dumps(parts, sort_keys=True, default=str).encode())


def standing_summary(folder: Path, known: str) -> tuple[Mapping[str, Any], Mapping[str, str]] | None:
    """The summary of results with exactly this input that are unchanged since they were written; otherwise None.

    It comes with the hashes of all their files; those that no file contains are compared with the register.
    """
    try:
        data = json.loads((folder / SUMMARY).read_bytes())
        rests_on = json.loads((folder / RESTS_ON).read_bytes())
        if rests_on[MADE_FROM] != known or data["stale"] is not None:
            return None
        told = data["hashes"]
        found = file_hashes(folder, (*told, RESTS_ON, SUMMARY))
        whole = all(found[name] == one for name, one in told.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return (data, found) if whole else None


@cache
def writers() -> dict[str, str]:
    """What else determines the bytes of pages and workbooks."""
    return {"python": platform.python_version(), **{name: version(name) for name in WRITERS}}


def present_files(
    config: EnteConfig, workspace: Workspace, year: int, tables: Mapping[str, Table]
) -> Mapping[str, str]:
    """Hashes as `open_ente` records them, including those of files that it would refuse."""
    folder = config.folder
    paths = [folder / ENTE_FILE, folder / str(year) / CYCLE_FILE, folder / str(year) / SEALED_LIST]
    if config.own.folder is not None:
        paths += own_paths(config.own.folder)
    for place in (folder, folder / str(year)):
        paths += [path for path in (place.iterdir() if place.is_dir() else ()) if _is_table(path)]
    found = {shown_path(path, workspace.root): file_hash(path) for path in paths if path.is_file()}
    for shared in workspace.shared:
        own = shared.of(config.id, year, tables.values(), workspace.year)
        if own.rows:
            found[own.file] = rows_hash(own)
    return found


def _is_table(path: Path) -> bool:
    suffix = path.suffix.lower()
    return not (path.name.startswith(LEFT_BY_PROGRAMS) or holds_names(path)) and (
        suffix == CSV or path.name in WORKBOOKS or suffix in OTHER_SHEETS
    )
