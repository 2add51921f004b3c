"""Acts and objects of the plan as an office names them: by title, with the id in brackets."""

import re
from collections.abc import Iterator, Mapping

from merito.contract.inputs import Inputs
from merito.model.dossier import Dossier
from merito.model.messages import Sayable, plain
from merito.wording.acts import ActNames
from merito.wording.coded import SUBJECTS
from merito.wording.titles import titles

MOST_NAMED = 3
NO_NAMES: Mapping[str, str] = {}
INNER = str.maketrans("«»", "“”")
ALSO = {
    **dict.fromkeys(("area", "aree", "unità"), ("unit",)),
    **dict.fromkeys(("graduatoria", "graduatorie"), ("unit",)),
    **dict.fromkeys(("scheda", "schede"), ("dashboard",)),
    **dict.fromkeys(("progetto", "progetti"), ("project", "indicator")),
}


def _kinds() -> dict[str, tuple[str, ...]]:
    """The kinds of object that a noun may mean: `area` is one of the plan, or a unit of the ente."""
    found = {word: (kind,) for kind, words in SUBJECTS.items() for word in words}
    return found | {word: (*found.get(word, ()), *kinds) for word, kinds in ALSO.items()}


KINDS = _kinds()
NOUN = rf"\b(?:{'|'.join(sorted(KINDS, key=len, reverse=True))})\b"
WHICH = r"(?: strategic[oahei]+| operativ[oi]| dirigenzial[ei]| organizzativ[ae])?"
ID = r"\w(?:[\w./-]*\w)?"
ONE = re.compile(rf"(?P<noun>{NOUN})(?P<which>{WHICH} )(?:«(?P<quoted>[^«»]+)»|(?P<bare>{ID}))(?! \(«)")
SEVERAL = re.compile(rf"(?P<noun>{NOUN})(?P<which>{WHICH} )(?P<ids>{ID}(?:, {ID})*) e (?P<last>{ID})\b(?! \(«)")
LIST = re.compile(
    rf"(?P<head>(?P<of>{NOUN})[^:;()«»]*: \d+ |\d+ (?P<many>{NOUN}) )\((?P<ids>[^()«»]+)\)",
)


class Things:
    """Replaces ids of objects of the plan and the ente, and of persons with a name, in texts by titles.

    Without `ids`, for paper, only the title is shown.
    """

    def __init__(self, titles: Mapping[str, str], *, ids: bool = True) -> None:
        self._titles, self._ids = titles, ids

    def __call__(self, text: str) -> str:
        """`la posizione «Ufficio studi» (PO07)` for `la posizione PO07`; of a list in brackets the first few."""
        return "".join(self._parts(text))

    def _parts(self, text: str) -> Iterator[str]:
        end = 0
        for found in LIST.finditer(text):
            yield self._in_sentence(text[end : found.end("head")])
            yield f"({', '.join(self._of_list(found))})"
            end = found.end()
        yield self._in_sentence(text[end:])

    def _in_sentence(self, text: str) -> str:
        return ONE.sub(self._of_one, SEVERAL.sub(self._of_several, text))

    def _of_several(self, found: re.Match[str]) -> str:
        """`le graduatorie AMM, TEC e SOC`, if all of them have a title."""
        named = {one: self._title_of_bare(found["noun"], one) for one in (*found["ids"].split(", "), found["last"])}
        if not all(named.values()):
            return found[0]
        *first, last = (self._quoted(found, self._named(one, title)) for one, title in named.items())
        return f"{found['noun']}{found['which']}{', '.join(first)} e {last}"

    def _of_one(self, found: re.Match[str]) -> str:
        noun, bare, quoted = found["noun"], found["bare"], found["quoted"]
        title = self._title_of_bare(noun, bare) if bare else self._title(noun, quoted)
        return f"{noun}{found['which']}{self._quoted(found, self._named(bare or quoted, title))}" if title else found[0]

    def _quoted(self, found: re.Match[str], named: str) -> str:
        """A title inside a quotation has other quotation marks."""
        before = found.string[: found.start()]
        return named.translate(INNER) if before.count("«") > before.count("»") else named

    def _of_list(self, found: re.Match[str]) -> Iterator[str]:
        for place, one in enumerate(found["ids"].split(", ")):
            title = self._title(found["of"] or found["many"], one) if place < MOST_NAMED else ""
            yield self._named(one, title)

    def _title_of_bare(self, noun: str, identifier: str) -> str:
        """The title of an id without quotation marks; a word in lower case is none: `la struttura tecnica`."""
        return "" if identifier.isalpha() and identifier.islower() else self._title(noun, identifier)

    def _title(self, noun: str, identifier: str) -> str:
        found = (self._titles.get(f"{kind}:{identifier}", "") for kind in KINDS[noun])
        return next(filter(None, found), "")

    def _named(self, identifier: str, title: str) -> str:
        if not title or title == identifier:
            return identifier
        return f"«{title}» ({identifier})" if self._ids else f"«{title}»"


class DossierNames:
    """Replaces ids of acts, objects and `people` (names by id) of one ente in texts; `ids` as for `Things`."""

    def __init__(
        self, dossier: Dossier, inputs: Inputs, people: Mapping[str, str] = NO_NAMES, *, ids: bool = True
    ) -> None:
        self._acts = ActNames(dossier.acts, inputs.acts)
        persons = {f"person:{person}": name for person, name in people.items()}
        self._things = Things({**titles(dossier), **persons}, ids=ids)

    def __call__(self, said: Sayable) -> str:
        return self._things(self._acts(said if isinstance(said, str) else plain(said)))

    def act(self, identifier: str) -> str:
        """`Approvazione del Piano (Giunta, n. 12 del 28/1/2021)` for `A1`; for an unknown act its id."""
        return self._acts.act(identifier)
