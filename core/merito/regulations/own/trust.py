"""Whether the own rules of an ente may run: only files with the hash that the workspace has trusted."""

import hashlib

from merito.contract.faults import PluginError
from merito.regulations.fingerprint import fingerprint_of
from merito.regulations.own.files import Own, OwnFiles

ALGORITHM = "sha256:"


class UntrustedError(PluginError):
    """Own rules that nobody has trusted, or that have changed since: what to do (Italian)."""


def digest_of(files: OwnFiles) -> str:
    """The digest of the files of own rules, as they were read: of their names and of every byte."""
    return ALGORITHM + (fingerprint_of(files.hashes) or hashlib.sha256().hexdigest())


def refusal(own: Own, files: OwnFiles) -> str:
    """Why these files do not run; blank if they may."""
    trust = own.trust
    if trust is None or trust.digest == digest_of(files):
        return ""
    changed = "sono cambiate da quando erano autorizzate (merito trust mostra come)"
    why = changed if trust.digest else "non sono autorizzate"
    return f"{files.name}: le regole proprie dell'ente {why}, e non si eseguono. {trust.remedy}".rstrip()
