"""What the program says, as data: a sentence and typed values, and the reader who writes it.

The office reads names and sums, another language reads the same values in its own sentence. Nothing reads a sentence
back, so a message has no text of its own: `str` and `in` are refused.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from string import Formatter
from typing import Any, NoReturn, Protocol

from attrs import frozen

from merito.numbers import day_text, euro_text, number_text, percent_text


@frozen
class Money:
    """A sum in euro."""

    amount: Decimal


@frozen
class Percent:
    """Percent points, exact."""

    points: Fraction | Decimal


@frozen
class Ref:
    """Something that has a name or a title, by kind and id: `Ref("person", "E7")`, `Ref("act", "A12")`."""

    kind: str
    id: str


@frozen(eq=False)
class Code:
    """Something of a file or of code, quoted as it stands there: a key, an id, a value; a list holds several."""

    written: Any

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Code) and repr(self.written) == repr(other.written)

    def __hash__(self) -> int:
        return hash(repr(self.written))


@frozen
class Message:
    """A sentence in the source language, Italian, and its values by name.

    `many` is the sentence for a number other than one, `number` names the value that decides; `context` tells apart
    equal sentences that another language says differently. A value is a text from outside (never translated), a whole
    number, an exact number, a day, one of the types above, another message, or a tuple of values.
    """

    sentence: str
    values: tuple[tuple[str, Any], ...] = ()
    many: str = ""
    number: str = ""
    context: str = ""

    def __str__(self) -> NoReturn:
        raise TypeError(f"a message is written by a reader: {self.sentence!r}")

    def __format__(self, spec: str) -> NoReturn:
        raise TypeError(f"a message is a value of another message, not of a text: {self.sentence!r}")

    def parts(self) -> Iterator["Message"]:
        """This message and those among its values."""
        yield self
        for value in self._leaves():
            if isinstance(value, Message):
                yield from value.parts()

    def refs(self) -> Iterator[Ref]:
        """What it is about."""
        for part in self.parts():
            yield from (value for value in part._leaves() if isinstance(value, Ref))

    def _leaves(self) -> Iterator[Any]:
        return _flat(value for _, value in self.values)


def say(sentence: str, /, many: str = "", number: str = "", context: str = "", **values: Any) -> Message:
    """A message: `say("il fondo è di {total}", total=Money(line.amount))`.

    With a number that decides: `say("{n} scheda", many="{n} schede", number="n", n=3)`.
    """
    return Message(sentence, tuple(values.items()), many, number, context)


def of_library(text: str) -> Message:
    """A sentence of a library in its own language, which a catalogue may translate word for word."""
    return Message(text.replace("{", "{{").replace("}", "}}"))


def nearly(what: Message, name: str, known: Iterable[str]) -> Message:
    """A message about an unknown name, with the known one that is close to it, if there is one."""
    close = close_to(name, known)
    return say("{what}. Forse {close}?", what=what, close=Code(close)) if close else what


def close_to(name: str, known: Iterable[str]) -> str:
    """The known name that is close to another one; empty if none is."""
    from difflib import get_close_matches  # noqa: PLC0415 (only where there is a fault)

    return next(iter(get_close_matches(name, list(known), n=1, cutoff=0.6)), "")


def places(sentence: str) -> frozenset[str]:
    """The names of the values in a sentence. Raises ValueError if its braces do not match."""
    return frozenset(name for _, name, _, _ in Formatter().parse(sentence) if name is not None)


def _flat(values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        if isinstance(value, tuple):
            yield from _flat(value)
        else:
            yield value


class Catalogue(Protocol):
    """The sentences of a language: a `gettext.NullTranslations`."""

    def gettext(self, message: str) -> str: ...
    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str: ...
    def pgettext(self, context: str, message: str) -> str: ...
    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str: ...


@frozen
class Reader:
    """Writes messages in a language. `named` gives what the audience calls a reference."""

    catalogue: Catalogue
    named: Callable[[Ref], str] = lambda ref: ref.id

    def __call__(self, message: Message) -> str:
        """The text of a message."""
        return self._sentence(message).format_map({name: self.written(value) for name, value in message.values})

    def _sentence(self, message: Message) -> str:
        said = self.catalogue
        if not message.many:
            asked = message.sentence
            return said.pgettext(message.context, asked) if message.context else said.gettext(asked)
        count = dict(message.values)[message.number]
        if message.context:
            return said.npgettext(message.context, message.sentence, message.many, count)
        return said.ngettext(message.sentence, message.many, count)

    def written(self, value: Any) -> str:
        """The text of a value."""
        match value:
            case Message():
                return self(value)
            case tuple():
                return ", ".join(map(self.written, value))
            case Money(amount):
                return euro_text(amount)
            case Percent(points):
                return percent_text(points)
            case Ref():
                return self.named(value)
            case Code(written):
                return self._quoted(written)
            case Decimal() | Fraction():
                return number_text(value)
            case date():
                return day_text(value)
        return str(value)

    def _quoted(self, value: Any) -> str:
        match value:
            case str():
                return self(say("«{word}»", word=value))
            case bool():
                return str(value).lower()
            case list() | tuple():
                return f"[{', '.join(map(self._quoted, value))}]"
            case dict():
                return f"{{{', '.join(f'{key} = {self._quoted(one)}' for key, one in value.items())}}}"
            case int() | Decimal() | date():
                return str(value)
        return repr(value)
