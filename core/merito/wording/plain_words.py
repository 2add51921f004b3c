"""Messages of rules for paper: without codes of rules and readings, with acts named."""

import re
from functools import lru_cache

from merito.contract.inputs import Inputs
from merito.contract.rulebook import Rulebook
from merito.model.dossier import Dossier
from merito.model.messages import Sayable, plain
from merito.wording.acts import without_tables
from merito.wording.named import DossierNames

EXACT = re.compile(r" \(esatto [-\d/]+\)")


def without_exact(text: str) -> str:
    """Without the exact fraction: two decimals are enough on paper."""
    return EXACT.sub("", text)


class PlainWords:
    """Removes codes of rules and readings, and replaces ids by names.

    With `ids`, ids of objects stay next to their names. Exact fractions are removed.
    """

    def __init__(self, dossier: Dossier, rulebook: Rulebook, inputs: Inputs, *, ids: bool = False) -> None:
        self._codes = tuple(sorted((*rulebook.rules, *rulebook.interpretations), key=len, reverse=True))
        self._named = DossierNames(dossier, inputs, ids=ids)
        labels = "|".join(re.escape(one.label) for one in inputs.acts.values() if "_" in one.label)
        self._kinds = re.compile(rf" \((?:{labels or '(?!)'})\)")

    def __call__(self, said: Sayable) -> str:
        text = said if isinstance(said, str) else plain(said)
        codes = tuple(code for code in self._codes if code in text)
        bare = _with_codes(codes).sub("", text) if codes else text
        bare = self._kinds.sub("", without_tables(without_exact(bare)))
        return self._named(bare.replace("::", ":").strip())


@lru_cache
def _with_codes(codes: tuple[str, ...]) -> re.Pattern[str]:
    """Codes in a text, with the brackets and signs around them."""
    one = f"(?:{'|'.join(map(re.escape, codes))})"
    several = rf"(?<![\w-]){one}(?:[ ,]+{one})*(?![\w-])"
    return re.compile(rf" ?\((?:{several})\)|{several}: ?|; {several}(?=\))| ?{several}(?!:)")
