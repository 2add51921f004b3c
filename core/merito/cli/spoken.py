"""Commands that say in Italian what they are for and what is wrong with a command line, or in English if asked.

English is what the commands say of themselves. Only what every version of typer has is used.
"""

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from merito.cli.language import ENGLISH, ITALIAN, UnknownLanguageError, help_of, said, spoken, titles
from merito.cli.language import catalogue as written

LANGUAGE = "merito.language"
WRONG = 2
EXTRAS = re.compile(r"\[(.+)\]$", re.DOTALL)
Refused: type[Exception] = typer.BadParameter.__mro__[2]  # typer names it nowhere
WITHOUT = "se manca"
Row = tuple[str, str]
IN_ENGLISH = {
    "usage": "Usage",
    "options": "[OPTIONS]",
    "commands": "COMMAND [ARGS]...",
    "arguments_head": "Arguments",
    "options_head": "Options",
    "commands_head": "Commands",
}


class SpokenCommand(TyperCommand):
    """A command whose help is in the language that was asked for."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        _write_help(self, ctx, formatter)

    def get_usage(self, ctx: Any) -> str:
        return _usage(self, ctx)


class SpokenGroup(TyperGroup):
    """A group of commands whose help is in the language that was asked for; the first of them hears the errors."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        _write_help(self, ctx, formatter)
        if _language(ctx) == ENGLISH:
            rows = [(name, _in_short(" ".join((one.help or "").split()))) for name, one in self.commands.items()]
        else:  # no command is imported
            rows = [(name, _in_short(help_of(_path_of(ctx, name), "does"))) for name in self.commands]
        _write_section(formatter, _titles(ctx)["commands_head"], rows)

    def get_usage(self, ctx: Any) -> str:
        return _usage(self, ctx)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Runs a command line; ends the program, with what is wrong in Italian, unless `standalone_mode` is off."""
        try:
            language, left = spoken(sys.argv[1:] if args is None else args, os.environ)
        except UnknownLanguageError as error:
            _end(str(error), WRONG)
        words: dict[str, Any] = {
            "prog_name": prog_name,
            "complete_var": complete_var,
            "windows_expand_args": windows_expand_args,
        }
        run = partial(super().main, left, **words, **extra, obj={LANGUAGE: language})
        if language == ENGLISH or not standalone_mode:
            return run(standalone_mode=standalone_mode)
        try:
            code = run(standalone_mode=False)
        except Refused as error:
            _end(_refusal(error), getattr(error, "exit_code", WRONG))
        sys.exit(code if isinstance(code, int) else 0)


def _language(ctx: Any) -> str:
    found = ctx.obj
    return found.get(LANGUAGE, ITALIAN) if isinstance(found, dict) else ITALIAN


def _titles(ctx: Any) -> Mapping[str, str]:
    return IN_ENGLISH if _language(ctx) == ENGLISH else titles()


def _does(command: Any, path: str, ctx: Any) -> str:
    """What a command is for."""
    if _language(ctx) == ENGLISH:
        return " ".join((command.help or "").split())
    return help_of(path, "does")


def _end(told: str, code: int) -> NoReturn:
    typer.echo(told, err=True)
    sys.exit(code)


def _refusal(error: Any) -> str:
    """What is wrong with a command line, under how the command is used."""
    told, ctx = error.format_message(), getattr(error, "ctx", None)
    if ctx is None:
        return f"{titles()['error']}: {said(told)}"
    if told == ctx.get_help():  # nothing was written after it: its help is the answer
        return str(told)
    hint = titles()["try"].format(ctx.command_path)
    wrong = _named(said(told), ctx)
    return f"{ctx.get_usage()}\n{hint}\n\n{titles()['error']}: {wrong}"


def _named(told: str, ctx: Any) -> str:
    """A message with the arguments as the help writes them."""
    for param in ctx.command.get_params(ctx):
        if param.param_type_name == "argument":
            told = re.sub(rf"«?\b{re.escape(param.name)}\b»?$", _place(param, ctx), told)
    return told


def _write_help(command: Any, ctx: Any, formatter: Any) -> None:
    path = _path_of(ctx)
    formatter.write(_usage(command, ctx) + "\n")
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text(_does(command, path, ctx))
    params = command.get_params(ctx)
    for kind, head in (("argument", "arguments_head"), ("option", "options_head")):
        rows = [_row(param, path, ctx) for param in params if param.param_type_name == kind]
        _write_section(formatter, _titles(ctx)[head], rows)


def _in_short(told: str) -> str:
    """The first sentence."""
    return told.partition(". ")[0].rstrip(".") + "."


def _write_section(formatter: Any, head: str, rows: Iterable[Row]) -> None:
    if listed := list(rows):
        with formatter.section(head):
            formatter.write_dl(listed)


def _row(param: Any, path: str, ctx: Any) -> Row:
    """How an argument or an option is written, and what it is for."""
    english = _language(ctx) == ENGLISH
    told = param.help or "" if english else help_of(path, param.name)
    extras = "; ".join(one for one in _extras(param, ctx) if WITHOUT not in one or WITHOUT not in told)
    return _written(param, ctx), f"{told}  [{extras}]" if extras else told


def _written(param: Any, ctx: Any) -> str:
    if param.param_type_name == "argument":
        return _place(param, ctx)
    return ", ".join(param.opts) if param.is_flag else f"{', '.join(param.opts)} {_place(param, ctx)}"


def _place(param: Any, ctx: Any) -> str:
    """What stands for its value: `ANNO`, or `YEAR`."""
    if _language(ctx) == ENGLISH:
        return str(param.metavar or param.name.upper())
    return str(written()["places"].get(param.name, param.name.upper()))


def _extras(param: Any, ctx: Any) -> Iterator[str]:
    """That it must be written, what holds without it, its limits: as typer says them after the help."""
    record = param.get_help_record(ctx)
    beside = record[1].removeprefix(param.help or "") if record else ""
    if found := EXTRAS.search(beside):
        each = found[1].split("; ")
        yield from each if _language(ctx) == ENGLISH else (said(one, "extras") for one in each)


def _usage(command: Any, ctx: Any) -> str:
    """`Uso: merito run [OPZIONI] PERCORSO`."""
    known = _titles(ctx)
    words = [f"{known['usage']}: {ctx.command_path}", known["options"]]
    for param in command.get_params(ctx):
        if param.param_type_name == "argument":
            words.append(_place(param, ctx) if param.required else f"[{_place(param, ctx)}]")
    if isinstance(command, SpokenGroup):
        words.append(known["commands"])
    return " ".join(words)


def _path_of(ctx: Any, *more: str) -> str:
    """The name of a command in the catalogue: `register verify` of `merito register verify`."""
    below = [*ctx.command_path.split()[1:], *more]
    return " ".join(below) or "merito"
