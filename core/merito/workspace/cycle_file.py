"""Reads the `cycle.toml` of a year, which overrides the other files with settings and adoptions."""

from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

from merito.model.source import Source
from merito.workspace.config import Workspace
from merito.workspace.ente_config import EnteConfig
from merito.workspace.files import FileError, shown_path
from merito.workspace.heads import suggestion
from merito.workspace.problems import Problems
from merito.workspace.settings import SettingsFile
from merito.workspace.toml_files import as_toml, read_toml
from merito.workspace.toml_statements import lines_of

READINGS = "readings"
CYCLE_KEYS = ("parameters", "readings", "funds", "figures")


@frozen(kw_only=True)
class CycleFile:
    """The content of `cycle.toml`, by table, and its path in messages."""

    shown: str
    data: Mapping[str, Mapping[str, object]]


def read_cycle(path: Path, home: Path, root: Path, problems: Problems, hashes: dict[str, str]) -> CycleFile:
    """The file of one year; an empty one if there is none."""
    shown = shown_path(path, root)
    if not path.is_file():
        return CycleFile(shown=shown, data={})
    try:
        file = read_toml(path, home)
    except FileError as error:
        problems.add(error.problem(shown))
        return CycleFile(shown=shown, data={})
    hashes[shown] = file.digest
    tables: dict[str, Mapping[str, object]] = {}
    for key, value in file.data.items():
        if key not in CYCLE_KEYS:
            remedy = suggestion(key, CYCLE_KEYS) or f"Tabelle ammesse: {', '.join(CYCLE_KEYS)}."
            problems.tell(Source(shown, 0), f"[{key}]: tabella sconosciuta", remedy=remedy)
        elif not isinstance(value, dict):
            problems.tell(Source(shown, 0), f"[{key}]", found=as_toml(value), expected="una tabella")
        else:
            tables[key] = value
    return CycleFile(shown=shown, data=tables)


def settings_files(
    config: EnteConfig, workspace: Workspace, ente_file: str, cycle: CycleFile
) -> tuple[SettingsFile, ...]:
    """The files where an ente may set parameters and adopt readings, later ones overriding: association, ente, year."""
    defaults = dict(workspace.defaults.get(config.regulation, {}))
    readings = defaults.pop(READINGS, {})
    return (
        SettingsFile(
            shown="merito.toml",
            layer=f"merito.toml [defaults.{config.regulation}]",
            parameters=defaults,
            readings=readings if isinstance(readings, dict) else {},
            shared=True,
            section=f"defaults.{config.regulation}",
            lines=lines_of(workspace.root / "merito.toml", workspace.digest) if defaults or readings else {},
        ),
        SettingsFile(
            shown=ente_file,
            layer=f"ente ({ente_file})",
            parameters=config.parameters,
            readings=config.readings,
        ),
        SettingsFile(
            shown=cycle.shown,
            layer=f"anno ({cycle.shown})",
            parameters=cycle.data.get("parameters", {}),
            readings=cycle.data.get("readings", {}),
        ),
    )
