"""Texts of rules as they may stand on paper: without codes of rules and readings, with acts named."""

import re

from merito.contract.inputs import Inputs
from merito.contract.rulebook import Rulebook
from merito.model.dossier import Dossier
from merito.publication.masked import UNTOLD
from merito.wording.acts import ActNames, without_tables

OMITTED_SUM, OMITTED = "(importo omesso)", "(omesso)"


def omitted_text(text: str) -> str:
    """A public text on paper: what the guard leaves out of it is told in words."""
    return text.replace(f"{UNTOLD} €", OMITTED_SUM).replace(UNTOLD, OMITTED)


class PlainWords:
    """Takes the codes of rules and readings out of a text, and names acts by kind, body, number and day."""

    def __init__(self, dossier: Dossier, rulebook: Rulebook, inputs: Inputs) -> None:
        codes = sorted((*rulebook.rules, *rulebook.interpretations), key=len, reverse=True)
        one = f"(?:{'|'.join(map(re.escape, codes))})" if codes else "(?!)"
        several = rf"(?<![\w-]){one}(?:[ ,]+{one})*(?![\w-])"
        self._codes = re.compile(rf" ?\((?:{several})\)|{several}: ?|; {several}(?=\))| ?{several}(?!:)")
        self.acts = ActNames(dossier.acts, inputs.acts)

    def __call__(self, text: str) -> str:
        told = without_tables(self._codes.sub("", text)).replace("::", ":").strip()
        return self.acts(told)
