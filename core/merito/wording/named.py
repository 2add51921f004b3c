"""Acts and things of the plan as an office names them: by what they are called, with the id in brackets."""

import re
from collections.abc import Iterator, Mapping

from merito.contract.inputs import Inputs
from merito.model.dossier import Dossier
from merito.wording.acts import ActNames
from merito.wording.coded import SUBJECTS
from merito.wording.titles import titles

MOST_NAMED = 3
INNER = str.maketrans("«»", "“”")
ALSO = {
    **dict.fromkeys(("area", "aree", "unità"), ("unit",)),
    **dict.fromkeys(("graduatoria", "graduatorie"), ("unit",)),
    **dict.fromkeys(("scheda", "schede"), ("dashboard",)),
    **dict.fromkeys(("progetto", "progetti"), ("project", "indicator")),
}


def _kinds() -> dict[str, tuple[str, ...]]:
    """The kinds of thing that a noun may stand for: `area` is one of the plan, or a unit of the ente."""
    found = {word: (kind,) for kind, words in SUBJECTS.items() for word in words}
    return found | {word: (*found.get(word, ()), *kinds) for word, kinds in ALSO.items()}


KINDS = _kinds()
NOUN = rf"\b(?:{'|'.join(sorted(KINDS, key=len, reverse=True))})\b"
WHICH = r"(?: strategic[oahei]+| operativ[oi]| dirigenzial[ei]| organizzativ[ae])?"
ONE = re.compile(rf"(?P<noun>{NOUN})(?P<which>{WHICH} )(?:«(?P<quoted>[^«»]+)»|(?P<bare>\w(?:[\w./-]*\w)?))(?! \(«)")
LIST = re.compile(
    rf"(?P<head>(?P<of>{NOUN})[^:;()«»]*: \d+ |\d+ (?P<many>{NOUN}) )\((?P<ids>[^()«»]+)\)",
)


class Things:
    """Names what the plan and the ente hold in texts that tell it by its id; persons have no name here.

    Without `ids`, for paper, a title stands alone.
    """

    def __init__(self, titles: Mapping[str, str], *, ids: bool = True) -> None:
        self._titles, self._ids = titles, ids

    def __call__(self, text: str) -> str:
        """`la posizione «Ufficio studi» (PO07)` of `la posizione PO07`; of a list in brackets the first few."""
        return "".join(self._parts(text))

    def _parts(self, text: str) -> Iterator[str]:
        end = 0
        for found in LIST.finditer(text):
            yield ONE.sub(self._of_one, text[end : found.end("head")])
            yield f"({', '.join(self._of_list(found))})"
            end = found.end()
        yield ONE.sub(self._of_one, text[end:])

    def _of_one(self, found: re.Match[str]) -> str:
        bare = found["bare"] or ""
        title = "" if bare.isalpha() and bare.islower() else self._title(found["noun"], bare or found["quoted"])
        if not title:
            return found[0]
        before = found.string[: found.start()]
        named = self._named(bare or found["quoted"], title)
        if before.count("«") > before.count("»"):
            named = named.translate(INNER)
        return f"{found['noun']}{found['which']}{named}"

    def _of_list(self, found: re.Match[str]) -> Iterator[str]:
        for place, one in enumerate(found["ids"].split(", ")):
            title = self._title(found["of"] or found["many"], one) if place < MOST_NAMED else ""
            yield self._named(one, title)

    def _title(self, noun: str, identifier: str) -> str:
        found = (self._titles.get(f"{kind}:{identifier}", "") for kind in KINDS[noun])
        return next(filter(None, found), "")

    def _named(self, identifier: str, title: str) -> str:
        if not title or title == identifier:
            return identifier
        return f"«{title}» ({identifier})" if self._ids else f"«{title}»"


class DossierNames:
    """Names the acts and the things of one ente in texts that tell them by their ids; `ids` as of `Things`."""

    def __init__(self, dossier: Dossier, inputs: Inputs, *, ids: bool = True) -> None:
        self._acts = ActNames(dossier.acts, inputs.acts)
        self._things = Things(titles(dossier), ids=ids)

    def __call__(self, text: str) -> str:
        return self._things(self._acts(text))

    def act(self, identifier: str) -> str:
        """`Approvazione del Piano (Giunta, n. 12 del 28/1/2021)` of `A1`; of an act that is not there its id."""
        return self._acts.act(identifier)
