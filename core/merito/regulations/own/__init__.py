"""An ente's own rules: a folder with the files of a plugin, without packaging; the last layer of its stack."""

from merito.regulations.own.files import CASES, Own, OwnFiles, Trust, own_paths, read_own_files
from merito.regulations.own.layer import declared_own_rules, load_own_rules
from merito.regulations.own.modules import import_problems
from merito.regulations.own.trust import ALGORITHM, UntrustedError, digest_of, refusal

__all__ = [
    "ALGORITHM",
    "CASES",
    "Own",
    "OwnFiles",
    "Trust",
    "UntrustedError",
    "declared_own_rules",
    "digest_of",
    "import_problems",
    "load_own_rules",
    "own_paths",
    "read_own_files",
    "refusal",
]
