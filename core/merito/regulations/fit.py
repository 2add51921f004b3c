"""Whether a plugin works with this engine: what its distribution requires, against what is installed."""

from collections.abc import Iterator, Mapping
from importlib.metadata import EntryPoint

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from merito.contract.faults import Fault
from merito.model.messages import say

ENGINE = "merito"


def of_series(distribution: str, version: str) -> str:
    """The requirement of a distribution in the series of a version: `merito>=0.3,<0.4` for 0.3.2."""
    major, minor = Version(version).release[:2]
    return f"{distribution}>={major}.{minor},<{major}.{minor + 1}"


def unfit(name: str, distribution: str, entry_point: EntryPoint, installed: Mapping[str, str]) -> Iterator[Fault]:
    """A fault for each requirement of a plugin that is not met: of the engine, and of the layers below.

    `installed` has the version of each of these distributions. Requirements of anything else are pip's to meet.
    """
    known = {canonicalize_name(one): (one, version) for one, version in installed.items()}
    for text in (entry_point.dist.requires or ()) if entry_point.dist else ():
        try:
            required = Requirement(text)
        except InvalidRequirement:
            continue  # pip would not have installed it by that line
        named = known.get(canonicalize_name(required.name))
        if named is None or (required.marker and not required.marker.evaluate({"extra": ""})):
            continue
        owner, found = named
        if not required.specifier.contains(found, prereleases=True):
            what = say(
                "{distribution} lavora con {owner} {wanted}, e qui c'è {owner} {found}: il regolamento non si carica. "
                "Installare {owner} in una versione che va bene ({command}), o una versione di {plugin} fatta per "
                "questa",
                distribution=distribution,
                plugin=distribution.partition(" ")[0],
                owner=owner,
                wanted=str(required.specifier),
                found=found,
                command=f"pip install '{owner}{required.specifier}'",
            )
            yield Fault(name, "", what)
