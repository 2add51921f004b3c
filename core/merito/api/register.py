"""The register of runs: what was run, how two runs differ, whether the chain is whole."""

from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from merito.model.messages import say
from merito.register.access import reading
from merito.register.differences import Difference, difference
from merito.register.entries import Entry
from merito.register.problems import RegisterError
from merito.register.runs import ADOPTED, run_called
from merito.register.verification import Verified
from merito.register.verification import verify as verified
from merito.simulation.kept import Kept, names_folder, simulated_run

if TYPE_CHECKING:
    from merito.register.store import Reader


class Register:
    """The register of a workspace, or the one in a file. It is opened for each question.

    Every method raises RegisterError, or another MeritoError if the workspace keeps no register.
    """

    def __init__(self, path: str | Path = ".") -> None:
        self.path = Path(path)

    def __repr__(self) -> str:
        return f"Register({str(self.path)!r})"

    def enti(self) -> list[str]:
        """The enti of which it has runs."""
        with reading(self.path) as reader:
            return reader.enti()

    def history(self, ente: str, year: int | None = None) -> list[Entry]:
        """The runs of an ente and their adoptions, oldest first; of one year, or of all."""
        with reading(self.path) as reader:
            return reader.entries(ente, year)

    def last(self) -> Entry | None:
        """The last entry, whose hash is the head of the chain; None if the register is empty."""
        with reading(self.path) as reader:
            return reader.last()

    def verify(self, anchors: Iterable[str] = ()) -> Verified:
        """Whether anything was changed directly in it; with earlier heads as `anchors`, also whether an end is gone."""
        with reading(self.path) as reader:
            return verified(reader, tuple(anchors))

    def diff(self, old: str | int, new: str | int) -> Difference:
        """Which figures changed from one run to another, and the causes.

        A run is the number of its entry, 8 or more digits of its hash, or `adopted`; a simulation is its folder.
        """
        words = str(old), str(new)
        with nullcontext() if all(map(names_folder, words)) else reading(self.path) as reader:
            return _found(*words, reader)


def _found(old: str, new: str, reader: "Reader | None") -> Difference:
    """The difference of what two words name; a word that depends on the other is resolved after it."""
    own: dict[str, bytes] = {}
    later = old == ADOPTED or (names_folder(old) and not names_folder(new))
    first, second = (new, old) if later else (old, new)
    one = _side(first, reader, own, None)
    two = _side(second, reader, own, one)
    before, after = (two, one) if later else (one, two)
    return difference(Kept(own, reader), before, after)


def _side(word: str, reader: "Reader | None", own: dict[str, bytes], beside: Entry | None) -> Entry:
    if names_folder(word):
        entry, contents = simulated_run(Path(word), *((beside.ente, beside.year) if beside else ()))
        own |= contents
        return entry
    if any(mark in word for mark in "/\\"):
        raise RegisterError(say("{word}: la cartella non c'è", word=word))
    assert reader is not None
    return run_called(reader, word, beside)
