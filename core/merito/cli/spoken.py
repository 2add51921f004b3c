"""Commands whose help and errors are in Italian, or in English on request.

The English texts are in the commands themselves and in click.
"""

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NoReturn

import click
from click.exceptions import Exit

from merito.cli.language import ENGLISH, ITALIAN, Tongue, UnknownLanguageError, spoken
from merito.terminal.options import Argument

LANGUAGE = "merito.language"
WRONG = 2
WITHOUT = "se manca"
Row = tuple[str, str]


class LacksExtraError(click.ClickException):
    """A command needs a part that is not installed (English; the catalogue has the Italian)."""

    exit_code = WRONG


class SpokenArgument(click.Argument):
    """An argument with a help text, like options."""

    def __init__(self, names: Sequence[str], said: Argument, **words: Any) -> None:
        super().__init__(names, metavar=said.metavar or None, **words)
        self.help, self.tells_default = said.help, said.show_default


class SpokenCommand(click.Command):
    """A command whose help is in the requested language."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_help(self, ctx, formatter)

    def get_usage(self, ctx: click.Context) -> str:
        return _usage(self, ctx)


class SpokenGroup(click.Group):
    """A group of commands whose help is in the requested language; the top group handles the errors."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_help(self, ctx, formatter)
        tongue = _tongue(ctx)
        rows = [
            (name, _in_short(tongue.does(command, _path_of(ctx, name)))) for name, command in self._commands_in(tongue)
        ]
        _write_section(formatter, tongue.titles["commands_head"], rows)

    def _commands_in(self, tongue: Tongue) -> Iterable[tuple[str, click.Command]]:
        """The commands by name; if the catalogue has their help, none of them is imported for it."""
        return self.commands.items() if tongue.language == ENGLISH else ((name, self) for name in self.commands)

    def get_usage(self, ctx: click.Context) -> str:
        return _usage(self, ctx)

    def main(
        self, args: Sequence[str] | None = None, prog_name: str | None = None, *more: Any, **extra: Any
    ) -> NoReturn:
        """Runs a command line and ends the program; errors in the line are reported in its language."""
        try:
            language, left = spoken(sys.argv[1:] if args is None else args, os.environ)
        except UnknownLanguageError as error:
            _end(str(error), WRONG)
        code = 0
        try:
            with self.make_context(prog_name or self.name, left, obj={LANGUAGE: language}) as ctx:
                self.invoke(ctx)
        except Exit as ended:
            code = ended.exit_code
        except click.ClickException as error:
            _end(_refusal(error, Tongue(language)), error.exit_code)
        sys.exit(code)


def _tongue(ctx: click.Context) -> Tongue:
    found = ctx.obj
    return Tongue(found.get(LANGUAGE, ITALIAN) if isinstance(found, dict) else ITALIAN)


def _end(told: str, code: int) -> NoReturn:
    click.echo(told, err=True)
    sys.exit(code)


def _refusal(error: click.ClickException, tongue: Tongue) -> str:
    """The error about a command line, with the usage of the command."""
    told, ctx = error.format_message(), getattr(error, "ctx", None)
    if ctx is None:
        return f"{tongue.titles['error']}: {tongue.said(told)}"
    if told == ctx.get_help():  # called without a subcommand: print the help
        return told
    hint = tongue.titles["try"].format(ctx.command_path)
    wrong = _named(tongue.said(told), ctx, tongue)
    return f"{ctx.get_usage()}\n{hint}\n\n{tongue.titles['error']}: {wrong}"


def _named(told: str, ctx: click.Context, tongue: Tongue) -> str:
    """A message with the names of arguments as in the help."""
    for param in _of_kind(ctx, "argument"):
        names = "|".join(re.escape(name) for name in (str(param.name), param.human_readable_name))
        written = re.compile(rf"[«']?\b({names})\b(\.\.\.)?[»']?(?=\.?$)", re.IGNORECASE)
        told = written.sub(tongue.place(param), told)
    return told


def _of_kind(ctx: click.Context, kind: str) -> Iterator[click.Parameter]:
    return (param for param in ctx.command.get_params(ctx) if param.param_type_name == kind)


def _write_help(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    path, tongue = _path_of(ctx), _tongue(ctx)
    formatter.write(_usage(command, ctx) + "\n")
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text(tongue.does(command, path))
    for kind, head in (("argument", "arguments_head"), ("option", "options_head")):
        rows = [_row(param, path, tongue) for param in _of_kind(ctx, kind)]
        _write_section(formatter, tongue.titles[head], rows)


def _in_short(told: str) -> str:
    """The first sentence."""
    return told.partition(". ")[0].rstrip(".") + "."


def _write_section(formatter: click.HelpFormatter, head: str, rows: Iterable[Row]) -> None:
    if listed := list(rows):
        with formatter.section(head):
            formatter.write_dl(listed)


def _row(param: click.Parameter, path: str, tongue: Tongue) -> Row:
    """The row of an argument or an option: how it is written, and its help."""
    told, extras = tongue.told(param, path), (tongue.said(one, "extras") for one in _extras(param))
    beside = "; ".join(one for one in extras if WITHOUT not in one or WITHOUT not in told)
    return _written(param, tongue), f"{told}  [{beside}]" if beside else told


def _written(param: click.Parameter, tongue: Tongue) -> str:
    if isinstance(param, click.Option):
        options = ", ".join(param.opts)
        return options if param.is_flag else f"{options} {tongue.place(param)}"
    return tongue.place(param)


def _extras(param: click.Parameter) -> Iterator[str]:
    """Its default, its limits, whether it is required."""
    default = param.default
    told = isinstance(default, str | int | os.PathLike) and not isinstance(default, bool)
    if told and default != "" and getattr(param, "tells_default", True):
        yield f"default: {default}"
    if isinstance(param.type, click.IntRange):
        yield f"x>={param.type.min}"
    if param.required:
        yield "required"


def _usage(command: click.Command, ctx: click.Context) -> str:
    """`Uso: merito run [OPZIONI] PERCORSO`."""
    tongue = _tongue(ctx)
    words = [f"{tongue.titles['usage']}: {ctx.command_path}", tongue.titles["options"]]
    for param in _of_kind(ctx, "argument"):
        words.append(tongue.place(param) if param.required else f"[{tongue.place(param)}]")
    if isinstance(command, SpokenGroup):
        words.append(tongue.titles["commands"])
    return " ".join(words)


def _path_of(ctx: click.Context, *more: str) -> str:
    """The name of a command in the catalogue: `register verify` for `merito register verify`."""
    below = [*ctx.command_path.split()[1:], *more]
    return " ".join(below) or "merito"
