"""What the program says, as data: a sentence and typed values, and the reader who writes it.

The office reads names and sums, another language reads the same values in its own sentence. Nothing reads a sentence
back, so a message has no text of its own: `str` and `in` are refused.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from gettext import NullTranslations
from string import Formatter
from typing import Any, NoReturn, Protocol

from attrs import field, frozen

from merito.model.source import Source
from merito.numbers import Number, day_text, money_text, number_text, percent_text, point_text, together_text


@frozen
class Money:
    """A sum in euro; a fraction that is not whole cents is shown cut to the cent."""

    amount: Decimal | Fraction


@frozen
class Percent:
    """Percent points, exact."""

    points: Number


@frozen
class Points:
    """Points of an evaluation, exact, shown with two decimals."""

    value: Number


@frozen
class Ref:
    """Something that has a name or a title, by kind and id: `Ref("person", "E7")`, `Ref("act", "A12")`."""

    kind: str
    id: str

    @classmethod
    def to(cls, subject: str) -> "Ref":
        """The reference to a subject: `Ref.to("person:E7")`."""
        kind, _, identifier = subject.partition(":")
        return cls(kind, identifier)


def _all_of(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(values)


@frozen
class Listed:
    """Several values as a sentence lists them: `alta, media e bassa`; of more than `most`, the first."""

    values: tuple[Any, ...] = field(converter=_all_of)
    most: int | None = None


@frozen
class Cited:
    """A message with the ids of the rules or readings that it comes from; on paper only the message is written."""

    rules: tuple[str, ...]
    what: "Message"


@frozen
class Aside:
    """What only the office needs, as where something is written; on paper it is left out."""

    what: "Message"


@frozen
class Reasons:
    """Several messages, one after the other."""

    parts: tuple["Message", ...]


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
    number, an exact number, a day, the place of a row, one of the types above, another message, or a tuple of values.
    """

    sentence: str
    values: tuple[tuple[str, Any], ...] = ()
    many: str = ""
    number: str = ""
    context: str = ""

    def __bool__(self) -> bool:
        """Whether it says anything."""
        return bool(self.sentence)

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

    def leaves(self) -> Iterator[Any]:
        """Its values and those of the messages among them."""
        for part in self.parts():
            yield from (value for value in part._leaves() if not isinstance(value, Message))

    def refs(self) -> Iterator[Ref]:
        """What it is about."""
        return (value for value in self.leaves() if isinstance(value, Ref))

    def _leaves(self) -> Iterator[Any]:
        return _flat(value for _, value in self.values)


def say(sentence: str, /, many: str = "", number: str = "", context: str = "", **values: Any) -> Message:
    """A message: `say("il fondo è di {total}", total=Money(line.amount))`.

    With a number that decides: `say("{n} scheda", many="{n} schede", number="n", n=3)`.
    """
    return Message(sentence, tuple(values.items()), many, number, context)


NOTHING = Message("")
Sayable = Message | str


def as_message(said: Sayable) -> Message:
    """A message; a text is one without values."""
    return said if isinstance(said, Message) else of_library(said)


def cited(rules: str | Iterable[str], what: Sayable) -> Message:
    """A message with the ids of the rules or readings that it comes from."""
    return say("{cited}", cited=Cited((rules,) if isinstance(rules, str) else tuple(rules), as_message(what)))


def several(*messages: Sayable) -> Message:
    """Several messages as one; what is repeated, on its own or as a part of another, is said once."""
    every = dict.fromkeys(part for one in map(as_message, messages) for part in reasons_of(one))
    if len(every) < 2:
        return next(iter(every), NOTHING)
    inside = {part for one in every for part in one.parts() if part is not one}
    kept = tuple(one for one in every if one not in inside)
    return say("{reasons}", reasons=Reasons(kept)) if len(kept) > 1 else kept[0]


def reasons_of(message: Message) -> tuple[Message, ...]:
    """The messages that one is made of; none if it says nothing."""
    match message.values:
        case ((_, Reasons(parts)),):
            return parts
    return (message,) if message else ()


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
        match value:
            case Source():
                yield value
            case tuple():
                yield from _flat(value)
            case Listed(values) | Reasons(values):
                yield from _flat(values)
            case Cited(_, what) | Aside(what):
                yield what
            case _:
                yield value


class Catalogue(Protocol):
    """The sentences of a language: a `gettext.NullTranslations`."""

    def gettext(self, message: str) -> str: ...
    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str: ...
    def pgettext(self, context: str, message: str) -> str: ...
    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str: ...


@frozen
class Reader:
    """Writes messages in a language. `named` gives what the audience calls a reference, `located` the place of a row.

    On paper nothing is `citing` rules or other asides beside a message, and no figure shows its `exact` fraction; a
    screen of the office may have the `asides` without the rules.
    """

    catalogue: Catalogue = field(factory=NullTranslations)
    named: Callable[[Ref], str] = lambda ref: ref.id
    located: Callable[[Source], str] = str
    citing: bool = True
    exact: bool = True
    asides: bool = False

    def __call__(self, message: Sayable) -> str:
        """The text of a message; a text stays as it is."""
        if isinstance(message, str):
            return message
        return self._sentence(message).format_map({name: self.written(value) for name, value in message.values})

    def _sentence(self, message: Message) -> str:
        said = self.catalogue
        if not message:
            return ""
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
            case Source():
                return self.located(value)
            case tuple():
                return ", ".join(map(self.written, value))
            case Money(amount):
                return money_text(amount, exact=self.exact)
            case Percent(points):
                return percent_text(points, exact=self.exact)
            case Points(points):
                return point_text(points, exact=self.exact)
            case Listed(values, most):
                return self._listed(values, most)
            case Cited(rules, what):
                return f"{' '.join(rules)}: {self(what)}" if self.citing and any(rules) else self(what)
            case Aside(what):
                return f" ({self(what)})" if self.citing or self.asides else ""
            case Reasons(parts):
                return "; ".join(map(self, parts))
            case Ref():
                return self.named(value)
            case Code(written):
                return self._quoted(written)
            case Decimal() | Fraction():
                return number_text(value) if self.exact else point_text(value, exact=False)
            case date():
                return day_text(value)
        return str(value)

    def _listed(self, values: tuple[Any, ...], most: int | None) -> str:
        shown = list(map(self.written, values[:most]))
        return f"{', '.join(shown)}, ..." if len(shown) < len(values) else together_text(shown)

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


plain = Reader()
"""Writes in Italian with ids, as tables for machines have it."""
