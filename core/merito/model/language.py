"""The language in which the program says what it says: the one asked for, or Italian, the language of its sentences.

`locale/` has a folder for each, with the catalogue that gettext reads. Another language is one file there.
"""

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from merito.model.messages import Code, Message, Reader, say

LOCALE = Path(__file__).parents[1] / "locale"
DOMAIN = "merito"
ITALIAN = "it"
VARIABLE = "MERITO_LANG"
OF_GETTEXT = "LANGUAGE"
_SPOKEN = ContextVar("spoken", default="")


def languages() -> tuple[str, ...]:
    """Italian, and every other language that has a catalogue."""
    others = sorted({found.parts[-3] for found in LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")} - {ITALIAN})
    return (ITALIAN, *others)


def unknown_language(where: str, language: str) -> Message | None:
    """Why a language cannot be spoken; `where` is the option or variable that asks for it."""
    known = languages()
    if language in known:
        return None
    return say("{where}: trovato {language}, atteso uno tra {known}", where=where, language=Code(language), known=known)


def asked_language() -> str:
    """The language that is asked for: of this process, or of its environment."""
    return _SPOKEN.get() or os.environ.get(VARIABLE) or ITALIAN


def speak(language: str) -> None:
    """From now on this process speaks a language, whatever its environment says."""
    _SPOKEN.set(language)


def reader() -> Reader:
    """Writes in the language that is asked for."""
    return reader_in(asked_language())


@cache
def reader_in(language: str) -> Reader:
    """Writes in a language; in Italian what its catalogue does not have."""
    return Reader(gettext.translation(DOMAIN, LOCALE, [language], fallback=True))


def in_words(message: Message | str) -> str:
    """The text of a message in the language that is asked for; a text stays as it is."""
    return message if isinstance(message, str) else reader()(message)


def worded(text: str) -> str:
    """A coded word of results (a state, a phase) in the language that is asked for."""
    return reader().catalogue.gettext(text) if text else ""


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Within it a language is asked for: of this program, of the processes that it starts, and of click.

    Click asks the default domain of gettext, in the language that the environment names.
    """
    before = {name: os.environ.get(name) for name in (VARIABLE, OF_GETTEXT)}
    domain, place = gettext.textdomain(), gettext.bindtextdomain(DOMAIN)
    os.environ.update({VARIABLE: language, OF_GETTEXT: language})
    gettext.textdomain(DOMAIN)
    gettext.bindtextdomain(DOMAIN, str(LOCALE))
    try:
        yield
    finally:
        gettext.textdomain(domain)
        gettext.bindtextdomain(DOMAIN, place)
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
