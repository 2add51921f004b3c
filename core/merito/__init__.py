"""merito: runs the Italian public performance cycle (D.Lgs. 150/2009), each ente under its own regulation.

This module exports `Workspace`, which runs the cycle from Python (`merito.api`), and what authors of regulations need
(`merito.authors`); everything else is internal. Each is imported when it is first asked for: a command imports no
more than it uses.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from merito.version import __version__ as __version__

if TYPE_CHECKING:
    from merito.api import Register as Register
    from merito.api import Workspace as Workspace
    from merito.authors import *  # noqa: F403
    from merito.register.problems import RegisterError as RegisterError
    from merito.workspace.problems import BadDataError as BadDataError
    from merito.workspace.problems import WorkspaceError as WorkspaceError

OF_THE_ENGINE = ("BadDataError", "Register", "RegisterError", "Workspace", "WorkspaceError")


def __getattr__(name: str) -> Any:
    """A public name, imported when it is first asked for; plugins do not need the engine."""
    if name in OF_THE_ENGINE:
        return getattr(import_module("merito.api"), name)
    if name.startswith("__") and name != "__all__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    authors = import_module("merito.authors")
    if name == "__all__":
        return sorted((*authors.__all__, *OF_THE_ENGINE))
    if name not in authors.__all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(authors, name)
