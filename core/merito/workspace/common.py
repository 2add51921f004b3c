"""The tables that every regulation shares, as `tables.toml` declares them."""

from functools import cache

from merito.declarations.inputs import Inputs
from merito.declarations.read_inputs import read_inputs
from merito.declarations.sections import PluginError, data_file


@cache
def common_inputs() -> Inputs:
    """Tables of the core, before any layer adds its own."""
    problems: list[str] = []
    inputs = read_inputs(data_file("merito.workspace", "tables.toml"), "core", problems)
    if problems:
        raise PluginError(problems)
    return inputs
