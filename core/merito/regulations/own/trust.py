"""Whether the own rules of an ente may run: only files with the hash that the workspace has trusted."""

import hashlib
from typing import ClassVar

from merito.contract.faults import PluginError
from merito.model.messages import Message, say
from merito.regulations.fingerprint import fingerprint_of
from merito.regulations.own.files import Own, OwnFiles

ALGORITHM = "sha256:"


class UntrustedError(PluginError):
    """Own rules that nobody has trusted, or that have changed since: what to do."""

    exit_code: ClassVar[int] = 1


def digest_of(files: OwnFiles) -> str:
    """The digest of the files of own rules, as they were read: of their names and of every byte."""
    return ALGORITHM + (fingerprint_of(files.hashes) or hashlib.sha256().hexdigest())


def refusal(own: Own, files: OwnFiles) -> Message | None:
    """Why these files do not run; None if they may."""
    trust = own.trust
    if trust is None or trust.digest == digest_of(files):
        return None
    if trust.digest:
        what = say(
            "{folder}: le regole proprie dell'ente sono cambiate da quando erano autorizzate "
            "(merito trust mostra come), e non si eseguono",
            folder=files.name,
        )
    else:
        what = say("{folder}: le regole proprie dell'ente non sono autorizzate, e non si eseguono", folder=files.name)
    return say("{what}. {remedy}", what=what, remedy=trust.remedy) if trust.remedy else what
