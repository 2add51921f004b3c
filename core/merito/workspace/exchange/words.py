"""The words of an office for ours in columns with a list: «P.O.» for «posizione_organizzativa».

One correction serves all rows with the same word, and is kept for every later upload of the table.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from attrs import evolve, field, frozen

from merito.model.columns import Column, Table
from merito.model.messages import Code, Sayable, say
from merito.workspace.ente_config import EnteConfig
from merito.workspace.exchange.columns_told import columns_told
from merito.workspace.exchange.held import Line
from merito.workspace.exchange.proposed import Proposed
from merito.workspace.exchange.remembered import column_called, keep_of_table, kept_of_table, unreadable
from merito.workspace.exchange.site import ExchangeError, Site
from merito.workspace.heads import ENGLISH, folded, nearest

WORDS = "parole"
MOST_CHOICES, MOST_WORDS = 400, 40
LETTERS = re.compile(r"[^\W\d_]+")
Words = Mapping[str, Mapping[str, str]]
NO_WORDS: Words = {}


@frozen(kw_only=True)
class WrongWord:
    """A word that a column does not know: in how many rows, what it may mean (blank: nothing), and what there is."""

    column: Column
    word: str
    rows: int
    near: str
    choices: Mapping[str, str] = field(repr=False)


def remembered_words(config: EnteConfig, table: Table) -> Words:
    """What an ente's words mean, by the English name of a column. Raises ExchangeError if its file cannot be read."""
    told = kept_of_table(config, table).get(WORDS, {})
    if not isinstance(told, dict) or not all(isinstance(one, dict) for one in told.values()):
        raise unreadable()
    named = {column_called(table, str(label)): one for label, one in told.items()}
    return {
        name: {str(word): str(ours) for word, ours in one.items()} for name, one in named.items() if name is not None
    }


def remember_words(config: EnteConfig, table: Table, words: Iterable[tuple[str, str, str]]) -> Path:
    """Adds words to the file of the ente: column, theirs, ours (blank: forgotten). Raises ExchangeError and OSError."""
    known = {name: dict(one) for name, one in remembered_words(config, table).items()}
    for label, word, ours in words:
        column = column_called(table, label)
        if column is None:
            told = say("la tabella {table} non ha la colonna {name}", table=Code(table.label), name=Code(label))
            raise ExchangeError(told)
        own = {one: text for one, text in known.get(column, {}).items() if folded(one) != folded(word)}
        known[column] = {**own, word: ours} if ours else own
    whole = {table.columns[name].label: one for name, one in known.items() if one}
    return keep_of_table(config, table, {WORDS: whole})


def with_words(proposed: Proposed, words: Words) -> Proposed:
    """A content with the office's words as ours, and a note of each."""
    meant: dict[int, Mapping[str, str]] = {}
    for name, own in words.items():
        if name in proposed.columns:
            column = proposed.held.table.columns[name]
            english = {label: one for one, label in column.values.items()} if proposed.language == ENGLISH else {}
            meant[proposed.columns.index(name)] = {folded(one): english.get(ours, ours) for one, ours in own.items()}
    if not meant:
        return proposed
    counted: Counter[tuple[int, str, str]] = Counter()

    def corrected(line: Line) -> Line:
        cells = list(line.cells)
        for place, own in meant.items():
            ours = own.get(folded(cells[place])) if cells[place] else None
            if ours is not None and ours != cells[place]:
                counted[place, cells[place], ours] += 1
                cells[place] = ours
        return evolve(line, cells=tuple(cells))

    lines = tuple(map(corrected, proposed.lines))
    notes: list[Sayable] = [
        say(
            "{column}: {word} vale {ours}, in {n} riga",
            many="{column}: {word} vale {ours}, in {n} righe",
            number="n",
            column=Code(proposed.heads[place]),
            word=Code(word),
            ours=Code(ours),
            n=times,
        )
        for (place, word, ours), times in counted.items()
    ]
    return evolve(proposed, lines=lines, notes=(*proposed.notes, *notes))


def wrong_words(site: Site, proposed: Proposed, wrong: Iterable[tuple[int, str]]) -> tuple[WrongWord, ...]:
    """The distinct words that wrong cells have in columns with a list, by row and English name of the column."""
    told = {one.column.name: one for one in columns_told(site, proposed.held.table)}
    lines = {line.number: line for line in proposed.lines}
    counted: Counter[tuple[str, str]] = Counter()
    for row, name in dict.fromkeys(wrong):
        listed = told.get(name)
        if row in lines and listed is not None and listed.strict and 0 < len(listed.choices) <= MOST_CHOICES:
            word = lines[row].cells[proposed.columns.index(name)] if name in proposed.columns else ""
            if word and folded(word) not in map(folded, listed.choices):
                counted[name, word] += 1
    return tuple(
        WrongWord(
            column=told[name].column,
            word=word,
            rows=times,
            near=near_word(word, told[name].choices, told[name].column.kind == "ref"),
            choices=told[name].choices,
        )
        for (name, word), times in counted.most_common(MOST_WORDS)
    )


def near_word(word: str, choices: Mapping[str, str], by_title: bool = False) -> str:
    """The value that a word may mean: by its initials, its beginning, or a small difference; blank if none.

    An identifier is found `by_title` alone: one that is close to another is another's.
    """
    by_text = {text: value for value, title in choices.items() for text in (title, "" if by_title else value) if text}
    letters = "".join(LETTERS.findall(folded(word)))
    initials = {value for text, value in by_text.items() if _initials(text) == letters}
    begins = {value for text, value in by_text.items() if len(letters) > 1 and folded(text).startswith(letters)}
    for found in (initials, begins):
        if len(found) == 1:
            return found.pop()
    return by_text.get(nearest(word, by_text), "")


def _initials(text: str) -> str:
    words = folded(text).split("_")
    return "".join(one[:1] for one in words) if len(words) > 1 else ""
