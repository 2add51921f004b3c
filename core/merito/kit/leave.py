"""Leave that never counts against an evaluation (art. 9 c. 3 D.Lgs. 150/2009), recognised by the words of its kind."""

import re
import unicodedata
from collections.abc import Iterable

from merito.contract.step import Step
from merito.model.people import Absence

WORDS = "protected_leave"


def never_counts(step: Step, absence: Absence) -> bool:
    """Whether an absence is leave of that kind, whatever another row says about the same days (I-IT-18)."""
    listed = step.parameters.list(WORDS).value
    return holds(absence.kind, beginnings(str(word) for word in listed))


def beginnings(words: Iterable[str]) -> tuple[str, ...]:
    """The words of a list as `holds` looks for them; one that ends in `=` must match the whole text."""
    return tuple(f"={_folded(word)}=" if word.endswith("=") else _folded(word).rstrip() for word in words)


def holds(written: object, words: tuple[str, ...]) -> bool:
    """Whether a text contains one of the words, from the beginning of a word, whatever follows its last letter."""
    return bool(written) and any(word in f"={_folded(str(written))}=" for word in words)


def _folded(text: str) -> str:
    """The words of a text separated by single spaces, without capitals, accents and punctuation."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return f" {' '.join(re.findall('[a-z0-9]+', plain))} "
