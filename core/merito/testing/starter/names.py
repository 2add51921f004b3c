"""The name of a new regulation, and the names derived from it."""

import keyword
import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from importlib.util import find_spec

from attrs import frozen

from merito.model.messages import Code, Message, say
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


def name_problem(name: str, taken: Iterable[str]) -> Message | None:
    """Why a regulation cannot have this name, with what to do; None if it can."""
    if not NAME.fullmatch(name) or keyword.iskeyword(name) or name in OF_DEVICES or len(name) > LONGEST:
        what = say(
            "{name} non può essere il nome di un regolamento: sono lettere minuscole, cifre e _ singoli, "
            "al massimo {most}, e nessuna parola di Python o di Windows",
            name=Code(name),
            most=LONGEST,
        )
        better = suggested(name)
        fits = better and better != name and not name_problem(better, ())
        return say("{what}. Forse {close}?", what=what, close=Code(better)) if fits else what
    if name in taken:
        return say("un regolamento {name} è già installato: scegliere un altro nome", name=Code(name))
    if name.replace("_", "") in {one.replace("_", "") for one in taken}:
        same = next(one for one in taken if one.replace("_", "") == name.replace("_", ""))
        return say(
            "{name} è diverso da {same}, che è installato, solo per un _: scegliere un altro nome",
            name=Code(name),
            same=Code(same),
        )
    if find_spec(Named(name).package) is not None:
        return say(
            "un pacchetto {package} è già installato: scegliere un altro nome, o disinstallarlo",
            package=Code(Named(name).package),
        )
    return None


def near_names(name: str, taken: Iterable[str]) -> list[str]:
    """Installed regulations that could be confused with this name."""
    return get_close_matches(name, list(taken), cutoff=NEAR)


def suggested(name: str) -> str:
    """The text as a name, if possible: without accents, in lower case, joined by _."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    words = re.findall(r"[a-z0-9]+", plain)
    return "_".join(words).lstrip("0123456789_")[:LONGEST].rstrip("_")
