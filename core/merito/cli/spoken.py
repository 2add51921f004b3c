"""The language of a command line: help and errors are those of click, in the language that is asked for."""

import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

import click
from click.exceptions import Exit

from merito.model.language import ITALIAN, VARIABLE, in_words, reader_in, speaking, unknown_language
from merito.model.messages import Message, say

OPTION = "--lang"
WRONG = 2
COMPLETES = "_MERITO_COMPLETE"
"""Set by a shell that completes a line: `eval "$(_MERITO_COMPLETE=bash_source merito)"`."""
OPTIONS, COMMANDS = say("[OPZIONI]"), say("COMANDO [ARGOMENTI]...")


def spoken(words: Sequence[str], environment: Mapping[str, str]) -> tuple[str, str, list[str]]:
    """What asks for the language of a command line, the language, and the words that are left.

    The option may stand anywhere before `--`, and the last one counts.
    """
    where, language, left = VARIABLE, environment.get(VARIABLE) or ITALIAN, []
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if name == OPTION:
            where, language = OPTION, value if equals else next(rest, "")
            continue
        left.append(word)
        if word == "--":
            break
    return where, language, [*left, *rest]


class SpokenGroup(click.Group):
    """A group of commands, which are listed in the order in which they are given."""

    def __init__(self, name: str, does: Message, **words: Any) -> None:
        super().__init__(
            name,
            help=in_words(does),
            no_args_is_help=True,
            options_metavar=in_words(OPTIONS),
            subcommand_metavar=in_words(COMMANDS),
            context_settings={"help_option_names": ["-h", "--help"]},
            **words,
        )

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


def run_line(made: Any, args: Sequence[str] | None, name: str) -> NoReturn:
    """Runs a command line with the group that `made` gives, and ends the program; errors are in the line's language.

    Ctrl-C is left to whoever calls: click would end with a code of its own.
    """
    where, language, left = spoken(sys.argv[1:] if args is None else args, os.environ)
    if problem := unknown_language(where, language):
        click.echo(reader_in(ITALIAN)(problem), err=True)
        sys.exit(WRONG)
    code = 0
    with speaking(language):
        try:
            group = made()
            if asked := os.environ.get(COMPLETES):
                from click.shell_completion import shell_complete  # noqa: PLC0415 (only where a shell asks)

                sys.exit(shell_complete(group, {}, name, COMPLETES, asked))
            with group.make_context(name, left) as ctx:
                group.invoke(ctx)
        except Exit as ended:
            code = ended.exit_code
        except click.ClickException as error:
            error.show()
            code = error.exit_code
    sys.exit(code)
