"""The language of help and of errors on the command line: Italian, or English where it is asked for."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import click
import tomli
from attrs import frozen

from merito.wording.catalogue import Messages

ITALIAN, ENGLISH = "it", "en"
LANGUAGES = (ITALIAN, ENGLISH)
OPTION, VARIABLE = "--lang", "MERITO_LANG"
ENGLISH_TITLES = {
    "usage": "Usage",
    "options": "[OPTIONS]",
    "commands": "COMMAND [ARGS]...",
    "arguments_head": "Arguments",
    "options_head": "Options",
    "commands_head": "Commands",
    "error": "Error",
    "try": "Try '{} --help' for help.",
}
INTEGER, HELP = "INTEGER", "--help"


class UnknownLanguageError(ValueError):
    """A language that nothing is written in."""


def spoken(words: Sequence[str], environment: Mapping[str, str]) -> tuple[str, list[str]]:
    """The language that a command line asks for, or the environment, and the words that are left.

    The option may stand anywhere before `--`. Raises UnknownLanguageError.
    """
    asked, left = (VARIABLE, environment.get(VARIABLE) or ITALIAN), []
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if name == OPTION:
            asked = (OPTION, value if equals else next(rest, ""))
            continue
        left.append(word)
        if word == "--":
            break
    where, language = asked
    if language not in LANGUAGES:
        raise UnknownLanguageError(f"{where}: trovato «{language}», atteso {' oppure '.join(LANGUAGES)}")
    return language, [*left, *rest]


@cache
def catalogue() -> Mapping[str, Mapping[str, Any]]:
    """What `italian.toml` says, by its heads."""
    return tomli.loads(Path(__file__).with_name("italian.toml").read_text(encoding="utf-8"))


def help_of(command: str, name: str) -> str:
    """What a command does (`does`), or an argument or an option of it is for; blank where nothing is written."""
    found: Mapping[str, Mapping[str, str]] = catalogue()["help"]
    told = found.get(command, {}).get(name) or found["all"].get(name, "")
    return told.format_map(_listed()) if "{" in told else told


def said(told: str, kind: str = "errors") -> str:
    """What the library of the command line says, in Italian; what is not in the catalogue stays as it is."""
    return Messages(catalogue()[kind]).said(told)


def _listed() -> Mapping[str, str]:
    """The lists that a help names, as the program holds them."""
    from merito.contract.identity import ENTE_KINDS  # noqa: PLC0415 (only where a help is shown)
    from merito.wording.coded import PHASES, STATUSES_OF_RULES, SUBJECTS  # noqa: PLC0415

    return {
        "kinds": ", ".join(ENTE_KINDS),
        "subjects": ", ".join(one for one, _ in SUBJECTS.values()),
        "phases": "; ".join((*PHASES.values(), "incarichi")),
        "statuses": ", ".join(STATUSES_OF_RULES.values()),
    }


@frozen
class Tongue:
    """The texts of help and errors in one language."""

    language: str

    @property
    def titles(self) -> Mapping[str, str]:
        return ENGLISH_TITLES if self.language == ENGLISH else catalogue()["titles"]

    def said(self, told: str, kind: str = "errors") -> str:
        """A message of click."""
        return told if self.language == ENGLISH else said(told, kind)

    def does(self, command: click.Command, path: str) -> str:
        return command.help or "" if self.language == ENGLISH else help_of(path, "does")

    def told(self, param: click.Parameter, path: str) -> str:
        """The help of an argument or an option."""
        if self.language == ENGLISH:
            return getattr(param, "help", "") or ""
        return help_of(path, "help" if HELP in param.opts else str(param.name))

    def place(self, param: click.Parameter) -> str:
        """The placeholder of its value: `ANNO`."""
        name = str(param.name)
        if self.language == ENGLISH:
            return param.metavar or _kind(param) or name.upper()
        return str(catalogue()["places"].get(name, name.upper()))


def _kind(param: click.Parameter) -> str:
    if isinstance(param.type, click.Choice):
        return "|".join(map(str, param.type.choices))
    if isinstance(param, click.Argument):
        return ""
    return INTEGER if isinstance(param.type, click.IntRange) else param.type.name.upper()
