"""An ente's own rules: a folder with the files of a plugin, without packaging; the last layer of its stack."""

from merito.regulations.own.files import CASES, Own, OwnFiles, own_paths, read_own_files
from merito.regulations.own.layer import declared_own_rules, load_own_rules

__all__ = [
    "CASES",
    "Own",
    "OwnFiles",
    "declared_own_rules",
    "load_own_rules",
    "own_paths",
    "read_own_files",
]
