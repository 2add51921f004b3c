"""The regulations of this repository, found by their entry points, so that house tests cover new ones too."""

from importlib import import_module
from pathlib import Path
from types import ModuleType

import tomli

from merito.testing import installed_regulations

PLUGINS = Path(__file__).parents[1] / "plugins"
HERE = {tomli.loads(path.read_text(encoding="utf-8"))["project"]["name"] for path in PLUGINS.glob("*/pyproject.toml")}
CLAIMS = {
    name: claim
    for name, claims in installed_regulations().installed().items()
    for claim in claims
    if claim.distribution in HERE
}
REGULATIONS = tuple(CLAIMS)


def plugin_packages() -> tuple[ModuleType, ...]:
    """The packages of the plugins."""
    names = dict.fromkeys(claim.entry_point.module.partition(".")[0] for claim in CLAIMS.values())
    return tuple(import_module(name) for name in names)
