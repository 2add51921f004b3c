"""The name of a new regulation, and the names derived from it."""

import keyword
import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from importlib.util import find_spec

from attrs import frozen

from merito.workspace.ente_config import OF_DEVICES

NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
LONGEST = 40
NEAR = 0.8


@frozen
class Named:
    """A regulation by its name, and the derived names: package, distribution, the prefix of its rules."""

    name: str

    @property
    def package(self) -> str:
        return f"merito_{self.name}"

    @property
    def distribution(self) -> str:
        return f"merito-{self.name.replace('_', '-')}"

    @property
    def prefix(self) -> str:
        """`COL` for collina: the prefix of its rules and readings."""
        return self.name.replace("_", "")[:3].upper()

    @property
    def title(self) -> str:
        return self.name.replace("_", " ").capitalize()


def name_problem(name: str, taken: Iterable[str]) -> str:
    """Why a regulation cannot have this name, with what to do; blank if it can."""
    if not NAME.fullmatch(name) or keyword.iskeyword(name) or name in OF_DEVICES or len(name) > LONGEST:
        allowed = (
            f"a name is lower-case letters, digits and single _, at most {LONGEST}, and no word of Python or Windows"
        )
        better = suggested(name)
        hint = f"; did you mean {better!r}?" if better and better != name and not name_problem(better, ()) else ""
        return f"{name!r} cannot be the name of a regulation: {allowed}{hint}"
    if name in taken:
        return f"a regulation {name!r} is installed already: choose another name"
    if name.replace("_", "") in {one.replace("_", "") for one in taken}:
        same = next(one for one in taken if one.replace("_", "") == name.replace("_", ""))
        return f"{name!r} differs from the installed {same!r} by _ alone: choose another name"
    if find_spec(Named(name).package) is not None:
        return f"a package {Named(name).package!r} is installed already: choose another name, or uninstall it"
    return ""


def near_names(name: str, taken: Iterable[str]) -> list[str]:
    """Installed regulations that could be confused with this name."""
    return get_close_matches(name, list(taken), cutoff=NEAR)


def suggested(name: str) -> str:
    """The text as a name, if possible: without accents, in lower case, joined by _."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    words = re.findall(r"[a-z0-9]+", plain)
    return "_".join(words).lstrip("0123456789_")[:LONGEST].rstrip("_")
