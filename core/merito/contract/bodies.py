"""The bodies that give acts: each has a code, and the names by which an ente writes it.

What a table says is resolved to a code once, when the act is read. Kinds of act, gates, deadlines and readings compare
codes. Names are data: of the national layer, of a regulation, of the ente.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache

from attrs import evolve, frozen

from merito.contract.offices import BodyKind
from merito.model.acts import COMMISSIONER, DEPUTY, OTHER, SUBSTITUTE, UNKNOWN, URGENCY, Act
from merito.model.rows import Rows

EITHER = " o "
MARKED_OTHER = ("altro:", "altra:", "other:")
PERSON = "person:"
ARTICLES = ("il", "lo", "la", "i", "gli", "le", "l")
JOINING = ("di", "d", "del", "della", "dello", "dell", "dei", "degli", "delle", "in", "forma")
OF_THE_ENTE = ("comunale", "comunali", "municipale", "camerale", "camerali", "associato", "associata", "ente")
KINDS = {
    "municipality": ("comune", "municipio"),
    "chamber_of_commerce": ("camera", "commercio", "industria", "artigianato", "agricoltura", "cciaa", "e"),
}
OF_OTHERS = ("regione", "regionale", "provincia", "provinciale", "unione", "montana", "stato", "ministri")
"""Words that make a body that of another ente, unless they are in the name of this one."""
IN_PLACE = {
    "facente funzioni": SUBSTITUTE,
    "ff": SUBSTITUTE,
    "supplente": SUBSTITUTE,
    "reggente": SUBSTITUTE,
    "vicario": DEPUTY,
    "vicaria": DEPUTY,
}
FOR = re.compile(r" (?:in sostituzione|in vece|in luogo) (?:di |del |della |dello |dell |dei )?(.+)")
POWERS = re.compile(r"con (?:i poteri|le attribuzioni|le funzioni|le competenze) (?:di |del |della |dello |dell )?(.+)")
AFTER_HEARING = re.compile(r" (?:sentit[aoei]|previ[ao]|acquisit[ao]|su proposta|con il parere|con parere) .*")
INITIALS = re.compile(r"\b[a-z](?:\.\s*[a-z]\b)+\.?")
PLACE_WORDS = 4

Named = tuple[str, str]
"""The code of a body, and how its act is given (`acting` of an act)."""


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a name as names are compared: without capitals, accents and points, `G.C.` as one word."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    joined = INITIALS.sub(lambda found: re.sub(r"[.\s]", "", found.group()) + " ", bare)
    words = re.findall(r"[a-z0-9]+", joined)
    return tuple(words[1:] if len(words) > 1 and words[0] in ARTICLES else words)


@frozen(slots=False)
class BodyNames:
    """The names of the bodies of one ente, by its own name and kind."""

    bodies: Mapping[str, BodyKind]
    ente: str = ""
    kind: str = ""

    def named(self, written: str) -> Named:
        """The code of what is written: UNKNOWN if no body is called so, OTHER if it says that it is another."""
        text = written.strip()
        if not text:
            return "", ""
        if text.casefold().startswith(MARKED_OTHER):
            return OTHER, ""
        words = words_of(text)
        alone = words_of(AFTER_HEARING.sub("", " ".join(words)))
        return self._in_place(words) or self._plain(words) or self._plain(alone) or (UNKNOWN, "")

    def of(self, act: Act, people: Iterable[str] = ()) -> Act:
        """An act with the code of its body, or of the body that it is given for; a person by `person:ID`."""
        by, acting = self.named(act.body)
        identifier = act.body.strip().removeprefix(PERSON)
        if by == UNKNOWN and identifier in people:
            by = f"{PERSON}{identifier}"
        acting = act.acting or acting
        if acting == URGENCY:
            by = next((one.name for one in self.bodies.values() if one.urgent_by and one.urgent_by == by), by)
        return evolve(act, by=by, acting=acting)

    def nearest(self, written: str) -> str:
        """The title of the body whose name is nearest to what is written; empty if none is near."""
        from difflib import get_close_matches  # noqa: PLC0415 (only where there is a fault)

        known = {" ".join(words): code for words, (code, _) in self._names.items()}
        own = " ".join(word for word in words_of(written) if word not in OF_THE_ENTE)
        close = get_close_matches(own, list(known), n=1, cutoff=0.7)
        return self.bodies[known[close[0]]].title if close else ""

    @cached_property
    def _names(self) -> Mapping[tuple[str, ...], Named]:
        """Code and acting by the words of every name, also without words such as `comunale`; the last one counts."""
        found: dict[tuple[str, ...], Named] = {}
        for body in self.bodies.values():
            for name in (body.title, body.label.replace("_", " "), body.name.replace("_", " "), *body.names):
                found.setdefault(words_of(name), (body.name, ""))
            for name in body.deputies:
                found[words_of(name)] = (body.name, DEPUTY)
        for body in self.bodies.values():
            for name in body.own_names:
                found[words_of(name)] = (body.name, "")
        return found

    @cached_property
    def _own_words(self) -> frozenset[str]:
        return frozenset((*words_of(self.ente), *KINDS.get(self.kind, ()), *JOINING, *OF_THE_ENTE))

    def _in_place(self, words: tuple[str, ...]) -> Named | None:
        """Somebody in place of a body: `in sostituzione del Segretario`, a commissioner with the powers of a Giunta."""
        text = f" {' '.join(words)}"
        for pattern, acting, first in ((FOR, SUBSTITUTE, ""), (POWERS, COMMISSIONER, "commissari")):
            found = pattern.search(text)
            if found and text.strip().startswith(first):
                known = self._plain(words_of(found.group(1)))
                return (known[0], acting) if known else None
        return None

    def _plain(self, words: tuple[str, ...]) -> Named | None:
        for some in dict.fromkeys((words, tuple(word for word in words if word not in OF_THE_ENTE))):
            if some in self._names:
                return self._names[some]
        for many in range(len(words) - 1, 0, -1):
            code, acting = self._names.get(words[:many], ("", ""))
            if not code:
                continue
            tail = words[many:]
            in_place = IN_PLACE.get(" ".join(tail), "")
            if in_place or self._belongs(code, tail):
                return code, in_place or acting
        return None

    def _belongs(self, code: str, tail: tuple[str, ...]) -> bool:
        """Whether what follows a name leaves it that of this ente: its name again, this ente, a place, an office."""
        if self.bodies[code].of_many or self._names.get(words_of(" ".join(tail)), ("", ""))[0] == code:
            return True
        of_ente = self._own_words
        foreign = [word for word in tail if word not in of_ente]
        if not foreign:
            return True
        first = next((word for word in tail if word not in OF_THE_ENTE), "")
        others = {*OF_OTHERS, *(name[0] for name in self._names if name)}
        return first in JOINING and len(foreign) <= PLACE_WORDS and others.isdisjoint(foreign)


def code_of(written: str, bodies: Mapping[str, BodyKind]) -> str:
    """The code that a data file of a layer means, which may also write the title; empty if there is no such body."""
    if written in bodies:
        return written
    code, _ = BodyNames(bodies).named(written)
    return code if code in bodies else ""


def titles_of(codes: Iterable[str], bodies: Mapping[str, BodyKind], between: str = EITHER) -> str:
    """Bodies by their titles (Italian): `Giunta o Consiglio`."""
    return between.join(bodies[code].title if code in bodies else code for code in codes)


def with_bodies(acts: Iterable[Act], names: BodyNames, people: Iterable[str]) -> Rows[Act]:
    """Acts with the codes of their bodies."""
    known = frozenset(people)
    return Rows(names.of(act, known) if act.body or act.acting else act for act in acts)


def also_called(bodies: Mapping[str, BodyKind], names: Mapping[str, tuple[str, ...]]) -> Mapping[str, BodyKind]:
    """Bodies with further names that an ente gives them, by code; they win over every other name."""
    return {
        code: evolve(body, own_names=(*body.own_names, *names[code])) if code in names else body
        for code, body in bodies.items()
    }


def merged(below: Mapping[str, BodyKind], above: Mapping[str, BodyKind]) -> Mapping[str, BodyKind]:
    """The bodies of two layers: names of the same code add up, everything else is that of the later layer."""
    return {**below, **{code: _over(below.get(code), body) for code, body in above.items()}}


def _over(below: BodyKind | None, above: BodyKind) -> BodyKind:
    if below is None:
        return above
    return evolve(
        above,
        title=above.title or below.title,
        label=above.label or below.label,
        names=tuple(dict.fromkeys((*below.names, below.title, *above.names))),
        deputies=tuple(dict.fromkeys((*below.deputies, *above.deputies))),
        of_many=above.of_many or below.of_many,
        urgent_by=above.urgent_by or below.urgent_by,
        only_if_declared=above.only_if_declared or below.only_if_declared,
    )
