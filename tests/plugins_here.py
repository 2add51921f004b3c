"""The regulations of this repository, found by their entry points, so that house tests cover new ones too."""

from importlib import import_module
from types import ModuleType

from merito.testing import installed_regulations

CLAIMS = {
    name: claim
    for name, claims in installed_regulations().installed().items()
    for claim in claims
    if claim.distribution == "merito"
}
REGULATIONS = tuple(CLAIMS)


def plugin_packages() -> tuple[ModuleType, ...]:
    """The packages of the plugins, without the national layer, which belongs to the engine."""
    names = dict.fromkeys(claim.entry_point.module.partition(".")[0] for claim in CLAIMS.values())
    return tuple(import_module(name) for name in names if name != "merito")
