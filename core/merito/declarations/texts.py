"""Reads `text.toml`: the texts that a layer cites, and the articles of each."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from attrs import frozen

from merito.contract.faults import Fault
from merito.declarations.sections import Readable, Section, sections
from merito.model.messages import Code, Message, nearly, say

UNITS = ("art", "par", "cap")
NUMBER = r"\d+(?:\.\d+)*(?:-[a-z]+)?"
RANGE = re.compile(r"((?:\d+\.)*)(\d+)-((?:\d+\.)*)(\d+)")
CITED = re.compile(rf"\b({'|'.join(UNITS)})[a-z]?\. ({NUMBER}(?:(?:, | e |-){NUMBER})*)")
NAMED = re.compile("\0(\\d+)\0")
INSIDE = re.compile(r"\(([^()]*)\)")
BETWEEN = re.compile(r"(?:[\s,.]|e )+")


@frozen
class Text:
    """A text by the beginning of its citations (empty: the article itself), and the numbers that it has.

    These are by unit (`art`, `par`, `cap`); citations of a text without any are not checked. `told` are the numbers as
    written.
    """

    name: str
    numbers: Mapping[str, frozenset[str]]
    told: Mapping[str, str]


def read_texts(file: Readable | Path, owner: str, problems: list[Fault]) -> tuple[Text, ...]:
    """The texts of a layer; empty if it does not declare them."""
    return tuple(_text(section) for section in sections(file, owner, problems))


def cites_an_article(citation: str) -> bool:
    """Whether a citation names an article, a paragraph or a chapter by its number."""
    return CITED.search(citation) is not None


def not_there(citation: str, texts: Iterable[Text]) -> Iterator[Message]:
    """A number in a citation that its text does not have, or a citation of an undeclared text."""
    known = sorted(texts, key=lambda one: len(one.name), reverse=True)
    plain = next((one for one in known if not one.name), None)
    marked = citation
    for place, one in enumerate(known):
        marked = marked.replace(one.name, f"\0{place}\0") if one.name else marked
    last: Text | None = None
    for piece in "; ".join((INSIDE.sub("", marked), *INSIDE.findall(marked))).split(";"):
        last = plain or last
        begins = BETWEEN.sub("", piece, count=1) if BETWEEN.match(piece) else piece
        if CITED.search(piece) and not (NAMED.match(begins) or CITED.match(begins)):
            yield nearly(
                say("{begins} non è di nessun testo che text.toml nomini", begins=Code(begins)),
                begins,
                [one.name for one in known],
            )
            continue
        for found in re.finditer(f"{NAMED.pattern}|{CITED.pattern}", piece):
            if found[1]:
                last = known[int(found[1])]
            elif last is not None:
                yield from _absent(last, found[2], re.findall(NUMBER, found[3]))


def _absent(text: Text, unit: str, numbers: Iterable[str]) -> Iterator[Message]:
    for number in numbers:
        if text.numbers and number not in text.numbers.get(unit, ()):
            has = tuple(f"{one}. {told}" for one, told in text.told.items())
            cited = f"{unit}. {number}"
            if text.name:
                yield say("{cited} non è in {name}, che ha {has}", cited=cited, name=text.name, has=has)
            else:
                yield say("{cited} non è nel testo, che ha {has}", cited=cited, has=has)


def _text(section: Section) -> Text:
    told = {unit: section.text(unit) for unit in UNITS}
    section.close()
    told = {unit: numbers for unit, numbers in told.items() if numbers}
    return Text(section.key, {unit: frozenset(_numbers(section, unit, one)) for unit, one in told.items()}, told)


def _numbers(section: Section, unit: str, told: str) -> Iterator[str]:
    for part in told.split(", "):
        ends = RANGE.fullmatch(part)
        if ends and ends[1] == ends[3] and int(ends[2]) < int(ends[4]):
            yield from (f"{ends[1]}{number}" for number in range(int(ends[2]), int(ends[4]) + 1))
        elif re.fullmatch(NUMBER, part):
            yield part
        else:
            section.problem(
                say(
                    '{unit}: {part} non è né un numero né un intervallo ("1-31, 14-bis, 3.1-3.3")',
                    unit=Code(unit),
                    part=Code(part),
                )
            )
