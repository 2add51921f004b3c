"""`--only-changed`: whether the results of an ente are those that a run would give, byte by byte."""

import json
import platform
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from merito.outputs.own_folder import HASHES, RESTS_ON, SIZES, SUMMARY
from merito.outputs.written import file_hashes
from merito.register.entries import engine
from merito.regulations import Stack
from merito.workspace.config import Workspace
from merito.workspace.files import content_hash

WRITERS = ("jinja2",)
MADE_FROM = "made_from"


def made_from(hashes: Mapping[str, str], workspace: Workspace, stack: Stack, run: Mapping[str, object]) -> str:
    """The hash of everything that determines the results of an ente: the `hashes` of its files, `run`."""
    name = stack.regulation.name
    parts = {
        "engine": engine(),
        "with": writers(),
        "layers": [[one.name, one.version, one.fingerprint] for one in stack.layers if one.name != "ente"],
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
        told = data["hashes"] | json.loads((folder / HASHES).read_bytes())
        found = file_hashes(folder, (*told, HASHES, SIZES, SUMMARY))
        whole = all(found[name] == one for name, one in told.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return (data, found) if whole else None


@cache
def writers() -> dict[str, str]:
    """What else determines the bytes of pages and workbooks."""
    return {"python": platform.python_version(), **{name: version(name) for name in WRITERS}}
