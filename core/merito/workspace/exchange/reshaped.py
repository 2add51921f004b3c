"""A column of an office that is two of ours, a name and surname in one; or several that are one of ours.

Where a surname ends is certain in few names: the others are divided by their order, and told.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from attrs import evolve, frozen

from merito.model.columns import Table
from merito.model.messages import Message, say
from merito.workspace.exchange.held import Line
from merito.workspace.exchange.remembered import PLUS, SURNAME_AND_NAME, Headings, column_called
from merito.workspace.exchange.uploads import Sheet
from merito.workspace.heads import plain

TITLES = frozenset(
    ("dott", "dottssa", "dottore", "dr", "drssa", "rag", "ragioniere", "ing", "avv", "arch", "geom", "prof", "profssa")
) | {"sig", "sigra", "signora", "signor", "per", "ind"}
PARTICLES = frozenset(
    ("de", "di", "da", "del", "della", "delle", "dello", "dei", "degli", "dal", "dalla", "lo", "la", "li", "van", "von")
)
JOINED = ("text", "who")
MOST_TOLD = 12


@frozen
class Split:
    """A whole name in its parts, and whether they are certain."""

    surname: str = ""
    name: str = ""
    title: str = ""
    sure: bool = True


def is_title(word: str) -> bool:
    """Whether a word stands before a name: «dott.», «Rag.»."""
    return plain(word).replace(".", "").replace("_", "") in TITLES


def split_name(text: str, surname_first: bool = True) -> Split:
    """The parts of a whole name. Capitals, a comma and particles say where a surname ends; otherwise the order does."""
    words = text.split()
    title = " ".join(word for word in words if is_title(word))
    words = [word for word in words if not is_title(word)]
    if not words or any(mark.isdigit() for word in words for mark in word):
        return Split(" ".join(words), "", title, not words)
    if any(word.endswith(",") for word in words[:-1]):
        surname, _, name = " ".join(words).partition(",")
        return Split(surname.strip(), name.strip(), title)
    loud = [word.isupper() and len(word) > 1 for word in words]
    if any(loud) and not all(loud):
        parts = [" ".join(word for word, own in zip(words, loud, strict=True) if own is one) for one in (True, False)]
        return Split(parts[0], parts[1], title)
    if len(words) == 1:
        return Split(words[0], "", title, sure=False)
    begun = next((place for place, word in enumerate(words) if plain(word) in PARTICLES and place), None)
    if surname_first:
        end = next(place for place, word in enumerate(words) if plain(word) not in PARTICLES or place > 2) + 1
        end = min(end, len(words) - 1)
        return Split(" ".join(words[:end]), " ".join(words[end:]), title, sure=len(words) - end == 1)
    start = len(words) - 1 if begun is None else begun
    return Split(" ".join(words[start:]), " ".join(words[:start]), title, sure=start == 1)


def reshaped(sheet: Sheet, table: Table, headings: Headings) -> Sheet:
    """A sheet with the columns that an office has said to be two of ours, or one, as ours."""
    said = {plain(head): name for head, name in headings.columns.items()}
    meant = [said.get(plain(head)) or column_called(table, head) or "" for head in sheet.heads]
    left_out = {plain(head) for head in headings.ignored}
    meant = ["" if plain(head) in left_out else one for head, one in zip(sheet.heads, meant, strict=True)]
    several = {
        name
        for name, times in Counter(meant).items()
        if name in table.columns and times > 1 and table.columns[name].kind in JOINED and name in said.values()
    }
    if not several and not any(PLUS in name for name in meant):
        return sheet
    parts: list[tuple[str, Callable[[Line], str]]] = []
    renamed: dict[str, str] = {}
    notes: list[Message] = []
    for place, (head, name) in enumerate(zip(sheet.heads, meant, strict=True)):
        if PLUS in name:
            parts += _divided(sheet, place, name, table, meant, notes)
            renamed[head] = table.columns[SURNAME_AND_NAME[0]].label
        elif name in several:
            renamed[head] = table.columns[name].label
            if meant.index(name) == place:
                places = [where for where, one in enumerate(meant) if one == name]
                parts.append((table.columns[name].label, _together(places)))
        else:
            parts.append((head, _cell(place)))
    return evolve(
        sheet,
        raw=evolve(sheet.raw, heads=tuple(head for head, _ in parts)),
        lines=tuple(Line(line.number, tuple(cell(line) for _, cell in parts)) for line in sheet.lines),
        problems=tuple(evolve(one, column=renamed.get(one.column, one.column)) for one in sheet.problems),
        notes=(*sheet.notes, *notes),
    )


def _divided(
    sheet: Sheet, place: int, name: str, table: Table, meant: Sequence[str], notes: list[Message]
) -> list[tuple[str, Callable[[Line], str]]]:
    """Surname and name in the place of a column with both, and the titles before names, if the table has them."""
    first = name.startswith(SURNAME_AND_NAME[0])
    found = {line.number: split_name(line.cells[place], first) for line in sheet.lines}
    unsure = [line.cells[place] for line in sheet.lines if line.cells[place] and not found[line.number].sure]
    if unsure:
        notes.append(
            say(
                "nomi divisi a stima in cognome e nome, da guardare: {n} ({names})",
                n=len(unsure),
                names=tuple(unsure[:MOST_TOLD]),
            )
        )
    columns = [one for one in SURNAME_AND_NAME if one not in meant]
    if "title" in table.columns and "title" not in meant and any(one.title for one in found.values()):
        columns.append("title")
    return [(table.columns[one].label, _part(found, one)) for one in columns]


def _part(found: Mapping[int, Split], column: str) -> Callable[[Line], str]:
    return lambda line: str(getattr(found[line.number], column))


def _cell(place: int) -> Callable[[Line], str]:
    return lambda line: line.cells[place]


def _together(places: Sequence[int]) -> Callable[[Line], str]:
    return lambda line: " ".join(filter(None, (line.cells[place] for place in places)))
