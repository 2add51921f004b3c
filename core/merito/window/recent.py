"""The workspaces that were opened on this computer, the last one first: a file of the user's own."""

import hashlib
import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from merito.workspace.in_place import make_own_folder, rights_of, write_whole

MOST = 12
FILE = "recenti.json"
VARIABLE = "MERITO_CONFIG"
KEY_LENGTH = 10


def config_folder() -> Path:
    """Where the user's settings are: of MERITO_CONFIG if that is given, otherwise as the system has it."""
    if given := os.environ.get(VARIABLE):
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home()) / "merito"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "merito"


def key_of(root: Path) -> str:
    """How an address names a workspace: its path is nobody's business."""
    return hashlib.sha256(str(root).encode("utf-8", "surrogateescape")).hexdigest()[:KEY_LENGTH]


def recent() -> Mapping[str, Path]:
    """The workspaces by their keys, the last one first; those whose folder is gone are left out."""
    try:
        listed = json.loads((config_folder() / FILE).read_bytes())
    except (OSError, ValueError):
        return {}
    paths = [Path(one) for one in listed if isinstance(one, str)] if isinstance(listed, list) else []
    return {key_of(one): one for one in paths if one.is_dir()}


def remember(root: Path) -> str:
    """Puts a workspace first; its key. A list that cannot be written is no fault: the next start has one less."""
    paths = [root, *(one for one in recent().values() if one != root)][:MOST]
    with suppress(OSError):
        make_own_folder(config_folder())
        write_whole(config_folder() / FILE, json.dumps([str(one) for one in paths], ensure_ascii=False), rights_of()[1])
    return key_of(root)
