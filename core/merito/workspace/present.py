"""The present inputs of an ente, by hash: its files, and its rows of the common tables."""

from collections.abc import Mapping
from pathlib import Path

from merito.model.columns import Table
from merito.regulations import own_paths
from merito.workspace.config import CYCLE_FILE, ENTE_FILE, Workspace
from merito.workspace.ente_config import EnteConfig
from merito.workspace.files import CSV, LEFT_BY_PROGRAMS, OTHER_SHEETS, WORKBOOKS, file_hash, holds_names, shown_path
from merito.workspace.shared import rows_hash


def present_files(
    config: EnteConfig, workspace: Workspace, year: int, tables: Mapping[str, Table]
) -> Mapping[str, str]:
    """Hashes as `open_ente` records them, including those of files that it would refuse."""
    folder = config.folder
    paths = [folder / ENTE_FILE, folder / str(year) / CYCLE_FILE]
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
