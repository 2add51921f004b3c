"""merito from Python: a workspace, the record of a year, its tables and explanations, and the register.

`merito.Workspace` is the way in. It computes with the functions that the commands use, and raises what they tell.
"""

from merito.api.record import Explained, Record
from merito.api.register import Register
from merito.api.tables import Table
from merito.api.workspace import Workspace
from merito.register.problems import RegisterError
from merito.workspace.problems import BadDataError, WorkspaceError

__all__ = [
    "BadDataError",
    "Explained",
    "Record",
    "Register",
    "RegisterError",
    "Table",
    "Workspace",
    "WorkspaceError",
]
